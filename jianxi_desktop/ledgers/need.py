"""需求清单: what residents, members and units ask for."""

import uuid

from sqlalchemy.orm import Mapped

from jianxi_desktop.db.base import Record, column, fields_of
from jianxi_desktop.schema.fields import Choice, Day, Link, LongText, Text, Whole
from jianxi_desktop.schema.ledger import Ledger, Section
from jianxi_desktop.schema.paper import Paper


class Need(Record):
    """One need on the list."""

    __tablename__ = "need"

    title: Mapped[str] = column(
        Text("需求内容", ("需求名称", "需求事项", "需求"), length=120, width=18, search=True)
    )
    kind: Mapped[str] = column(Choice("需求类型", ("类型", "类别"), table="resource_kind", width=5))
    organisation: Mapped[uuid.UUID] = column(
        Link("提出党组织", ("需求单位", "社区", "提出单位"), target="organisation", width=14)
    )
    raised_by: Mapped[str | None] = column(
        Text("提出人或群体", ("提出人", "服务对象"), length=80, width=10), default=None
    )
    raised_on: Mapped[str | None] = column(Day("提出日期", ("征集时间",)), default=None)
    quantity: Mapped[int | None] = column(Whole("数量", ("涉及人数",)), default=None)
    due_on: Mapped[str | None] = column(Day("期望完成", ("完成时限",)), default=None)
    state: Mapped[str] = column(Choice("状态", ("对接情况",), table="need_state", width=5))
    met_on: Mapped[str | None] = column(Day("满足日期", ("完成日期",)), default=None)
    detail: Mapped[str | None] = column(LongText("说明", ("具体内容",), width=16), default=None)


N = Need
LEDGER = Ledger(
    key="need",
    title="需求清单",
    area="共建",
    record=N,
    fields=fields_of(N),
    caption=N.title,
    listing=(N.title, N.kind, N.organisation, N.raised_by, N.raised_on, N.due_on, N.state),
    form=(
        Section("需求", (N.title, N.kind, N.organisation, N.raised_by, N.raised_on, N.quantity)),
        Section("办理", (N.state, N.due_on, N.met_on, N.detail)),
    ),
    roster_key=(N.title, N.organisation),
    home=N.organisation,
    papers=(
        Paper(
            "需求清单",
            (N.title, N.kind, N.organisation, N.raised_by, N.raised_on, N.due_on, N.state),
        ),
    ),
)
