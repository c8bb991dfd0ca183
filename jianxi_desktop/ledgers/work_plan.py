"""工作台账: a plan's idea, and its items with measure, duty and deadline."""

import uuid

from sqlalchemy.orm import Mapped

from jianxi_desktop.db.base import Record, column, fields_of
from jianxi_desktop.schema.fields import Choice, Day, Link, LongText, Text
from jianxi_desktop.schema.ledger import Ledger, Section
from jianxi_desktop.schema.paper import Paper


class WorkPlan(Record):
    """One plan of one organisation for a year or a special task."""

    __tablename__ = "work_plan"

    title: Mapped[str] = column(
        Text("台账名称", ("名称", "工作名称"), length=120, width=18, search=True)
    )
    kind: Mapped[str] = column(Choice("台账类型", ("类型",), table="plan_kind", width=7))
    organisation: Mapped[uuid.UUID] = column(
        Link("制定党组织", ("单位", "责任单位"), target="organisation", width=14)
    )
    period: Mapped[str | None] = column(
        Text("年度", ("期次",), length=20, width=6, hint="如 2018 或 2018年下半年"), default=None
    )
    basis: Mapped[uuid.UUID | None] = column(
        Link("依据文件", target="policy_document", width=14), default=None
    )
    idea: Mapped[str | None] = column(LongText("工作思路", ("思路",), width=20), default=None)
    adopted_on: Mapped[str | None] = column(Day("制定日期", ("建立日期",)), default=None)
    closed_on: Mapped[str | None] = column(Day("办结日期"), default=None)


P = WorkPlan
LEDGER = Ledger(
    key="work_plan",
    title="工作台账",
    area="台账",
    record=P,
    fields=fields_of(P),
    caption=P.title,
    listing=(P.title, P.kind, P.organisation, P.period, P.adopted_on, P.closed_on),
    form=(
        Section("台账", (P.title, P.kind, P.organisation, P.period, P.basis)),
        Section("思路", (P.idea, P.adopted_on, P.closed_on)),
    ),
    roster_key=(P.title, P.organisation),
    home=P.organisation,
    papers=(Paper("工作台账一览表", (P.title, P.kind, P.organisation, P.period, P.idea)),),
)
