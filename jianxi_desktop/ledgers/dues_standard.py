"""缴费标准: how a member pays dues from a month on, and from what base."""

import uuid

from sqlalchemy.orm import Mapped

from jianxi_desktop.db.base import Record, column, fields_of
from jianxi_desktop.schema.fields import Choice, Day, Link, Money, Text
from jianxi_desktop.schema.ledger import Ledger, Section
from jianxi_desktop.schema.paper import Paper


class DuesStandard(Record):
    """What one member's dues are worked out from, from one month until the next standard."""

    __tablename__ = "dues_standard"

    person: Mapped[uuid.UUID] = column(
        Link("党员", ("姓名",), target="person", finds=True, width=5)
    )
    since: Mapped[str] = column(Day("起始月份", ("执行月份", "起算月份"), hint="如 2026-09"))
    category: Mapped[str] = column(Choice("缴费类别", ("类别",), table="dues_category", width=7))
    base: Mapped[int | None] = column(
        Money("计算基数（元）", ("基数", "缴费基数", "月工资收入"), summed=False), default=None
    )
    reduced_to: Mapped[int | None] = column(
        Money("减免后每月（元）", hint="经批准少交的填每月金额，免交填 0", summed=False),
        default=None,
    )
    until: Mapped[str | None] = column(Day("减免截止月份", hint="只在减免有期限时填"), default=None)
    reason: Mapped[str | None] = column(
        Text("调整或减免原因", ("原因",), length=100, width=12), default=None
    )
    approved_by: Mapped[str | None] = column(Text("批准党组织", length=100, width=12), default=None)
    approved_on: Mapped[str | None] = column(Day("批准日期"), default=None)
    document: Mapped[str | None] = column(
        Text("批复文号", ("文号",), length=60, width=8), default=None
    )


D = DuesStandard
LEDGER = Ledger(
    key="dues_standard",
    title="党费缴费标准",
    area="党员",
    record=D,
    fields=fields_of(D),
    caption=D.person,
    listing=(D.person, D.since, D.category, D.base, D.reduced_to, D.until, D.reason),
    form=(
        Section("标准", (D.person, D.since, D.category, D.base)),
        Section("减免", (D.reduced_to, D.until, D.reason)),
        Section("批准", (D.approved_by, D.approved_on, D.document)),
    ),
    roster_key=(D.person, D.since),
    owner=D.person,
    papers=(
        Paper(
            "党费缴费标准核定表", (D.person, D.since, D.category, D.base, D.reduced_to, D.reason)
        ),
    ),
)
