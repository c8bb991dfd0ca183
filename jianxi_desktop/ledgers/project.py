"""项目清单: projects that join a need and a resource, and who has claimed each."""

import uuid

from sqlalchemy.orm import Mapped

from jianxi_desktop.db.base import Record, column, fields_of
from jianxi_desktop.schema.fields import Choice, Day, Link, LongText, Name, Phone, Text
from jianxi_desktop.schema.ledger import Ledger, Section
from jianxi_desktop.schema.paper import Paper


class Project(Record):
    """One project of joint building, open until a unit claims it."""

    __tablename__ = "project"

    title: Mapped[str] = column(
        Text("项目名称", ("共建项目", "项目"), length=120, width=18, search=True)
    )
    organisation: Mapped[uuid.UUID] = column(
        Link("发布党组织", ("发布单位", "社区"), target="organisation", width=14)
    )
    need: Mapped[uuid.UUID | None] = column(
        Link("对应需求", ("需求",), target="need", width=12), default=None
    )
    resource: Mapped[uuid.UUID | None] = column(
        Link("对应资源", ("资源",), target="resource", width=12), default=None
    )
    published_on: Mapped[str | None] = column(Day("发布日期", ("发布时间",)), default=None)
    claimant: Mapped[uuid.UUID | None] = column(
        Link("认领单位", ("认领党组织", "承接单位"), target="unit", finds=True, width=14),
        default=None,
    )
    claimed_on: Mapped[str | None] = column(Day("认领日期", ("认领时间",)), default=None)
    promise: Mapped[str | None] = column(
        LongText("认领承诺", ("承诺内容",), width=14), default=None
    )
    contact: Mapped[str | None] = column(
        Name("项目联系人", ("联系人", "责任人"), length=50, width=5), default=None
    )
    phone: Mapped[str | None] = column(Phone("联系电话", ("电话",)), default=None)
    due_on: Mapped[str | None] = column(Day("完成时限", ("时限",)), default=None)
    done_on: Mapped[str | None] = column(Day("完成日期", ("完成时间",)), default=None)
    state: Mapped[str] = column(Choice("状态", ("进展",), table="project_state", width=5))
    result: Mapped[str | None] = column(
        LongText("完成情况", ("成效", "结果"), width=16), default=None
    )
    satisfaction: Mapped[str | None] = column(
        Choice("群众评价", ("满意度",), table="satisfaction", width=5), default=None
    )


P = Project
LEDGER = Ledger(
    key="project",
    title="项目清单",
    area="共建",
    record=P,
    fields=fields_of(P),
    caption=P.title,
    listing=(P.title, P.organisation, P.claimant, P.claimed_on, P.due_on, P.state, P.satisfaction),
    form=(
        Section("项目", (P.title, P.organisation, P.need, P.resource, P.published_on)),
        Section("认领", (P.claimant, P.claimed_on, P.promise, P.contact, P.phone)),
        Section("完成", (P.state, P.due_on, P.done_on, P.result, P.satisfaction)),
    ),
    roster_key=(P.title, P.organisation),
    home=P.organisation,
    papers=(
        Paper("项目清单", (P.title, P.organisation, P.need, P.resource, P.due_on, P.state)),
        Paper(
            "项目认领表",
            (P.title, P.organisation, P.claimant, P.claimed_on, P.promise, P.contact, P.due_on),
        ),
        Paper(
            "项目完成情况表",
            (P.title, P.claimant, P.due_on, P.done_on, P.result, P.satisfaction),
        ),
    ),
)
