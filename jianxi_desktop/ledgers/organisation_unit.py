"""组织与单位: which units an organisation covers, builds with, brought in."""

import uuid

from sqlalchemy.orm import Mapped

from jianxi_desktop.db.base import Record, column, fields_of
from jianxi_desktop.schema.fields import Choice, Day, Link, LongText
from jianxi_desktop.schema.ledger import Ledger, Section
from jianxi_desktop.schema.paper import Paper


class OrganisationUnit(Record):
    """One relation between an organisation and a unit, in one role, from when to when."""

    __tablename__ = "organisation_unit"

    organisation: Mapped[uuid.UUID] = column(
        Link("党组织", ("党组织名称",), target="organisation", finds=True, width=14)
    )
    unit: Mapped[uuid.UUID] = column(
        Link("单位", ("单位名称",), target="unit", finds=True, width=16)
    )
    role: Mapped[str] = column(Choice("关系", ("参与方式", "角色"), table="unit_role", width=6))
    since: Mapped[str | None] = column(Day("开始日期", ("加入日期",)), default=None)
    until: Mapped[str | None] = column(Day("结束日期", ("退出日期",)), default=None)
    task: Mapped[str | None] = column(
        LongText("共建内容", ("承诺事项", "共建任务"), width=16), default=None
    )


R = OrganisationUnit
LEDGER = Ledger(
    key="organisation_unit",
    title="共建单位和覆盖单位",
    area="共建",
    record=R,
    fields=fields_of(R),
    caption=R.role,
    listing=(R.organisation, R.unit, R.role, R.since, R.until, R.task),
    form=(Section("关系", (R.organisation, R.unit, R.role, R.since, R.until, R.task)),),
    roster_key=(R.organisation, R.unit, R.role),
    owner=R.organisation,
    home=R.organisation,
    papers=(
        Paper(
            "联席会成员单位名册",
            (R.organisation, R.unit, R.role, R.since, R.task),
            only=((R.role, ("joint_meeting", "co_builder")), (R.until, (None,))),
        ),
    ),
)
