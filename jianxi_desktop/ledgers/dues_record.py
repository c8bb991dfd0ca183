"""党费: what a member paid for which month, and from what base."""

import uuid

from sqlalchemy.orm import Mapped

from jianxi_desktop.db.base import Record, column, fields_of
from jianxi_desktop.schema.fields import Choice, Day, Link, Money, Text
from jianxi_desktop.schema.ledger import Ledger, Section
from jianxi_desktop.schema.paper import Paper


class DuesRecord(Record):
    """One payment of one member."""

    __tablename__ = "dues_record"

    person: Mapped[uuid.UUID] = column(
        Link("党员", ("姓名",), target="person", finds=True, width=5)
    )
    month: Mapped[str] = column(Day("所属月份", ("月份", "缴纳月份"), hint="如 2018-09"))
    base: Mapped[int | None] = column(
        Money("计算基数（元）", ("基数", "缴费基数"), summed=False), default=None
    )
    amount: Mapped[int] = column(
        Money("缴纳金额（元）", ("金额", "实缴", "党费", "缴费金额", "实缴金额", "实缴党费"))
    )
    paid_on: Mapped[str | None] = column(
        Day("缴纳日期", ("缴费日期", "缴纳时间", "缴费时间")), default=None
    )
    method: Mapped[str | None] = column(
        Choice("缴纳方式", ("方式",), table="dues_method", width=5), default=None
    )
    receipt: Mapped[str | None] = column(
        Text("收据号", ("票据号",), length=40, width=8), default=None
    )
    note: Mapped[str | None] = column(Text("备注", length=100, width=10), default=None)


D = DuesRecord
LEDGER = Ledger(
    key="dues_record",
    title="党费收缴台账",
    area="党员",
    record=D,
    fields=fields_of(D),
    caption=D.receipt,
    listing=(D.person, D.month, D.base, D.amount, D.paid_on, D.method),
    form=(
        Section(
            "党费",
            (D.person, D.month, D.base, D.amount, D.paid_on, D.method, D.receipt, D.note),
        ),
    ),
    roster_key=(D.person, D.month),
    owner=D.person,
    papers=(Paper("党费收缴登记表", (D.person, D.month, D.base, D.amount, D.paid_on, D.method)),),
)
