"""投入: what was spent on a venue, when, from which source."""

import uuid

from sqlalchemy.orm import Mapped

from jianxi_desktop.db.base import Record, column, fields_of
from jianxi_desktop.schema.fields import Choice, Day, Link, LongText, Money, Text
from jianxi_desktop.schema.ledger import Ledger, Section
from jianxi_desktop.schema.paper import Paper


class Expenditure(Record):
    """One sum spent on one venue."""

    __tablename__ = "expenditure"

    venue: Mapped[uuid.UUID] = column(
        Link("阵地", ("阵地名称", "投入项目"), target="venue", finds=True, width=16)
    )
    title: Mapped[str] = column(
        Text("投入事项", ("事项", "项目名称", "支出内容"), length=100, width=16, search=True)
    )
    amount: Mapped[int] = column(Money("金额（元）", ("金额", "投入金额"), width=7))
    spent_on: Mapped[str] = column(Day("支出日期", ("日期", "投入时间")))
    purpose: Mapped[str | None] = column(
        Choice("用途", ("支出类别",), table="spending_purpose", width=6), default=None
    )
    source: Mapped[str | None] = column(
        Choice("资金来源", ("来源",), table="fund_source", width=8), default=None
    )
    document: Mapped[str | None] = column(
        Text("凭证号", ("票据号", "合同号"), length=60, width=10), default=None
    )
    note: Mapped[str | None] = column(LongText("备注", width=10), default=None)


E = Expenditure
LEDGER = Ledger(
    key="expenditure",
    title="阵地投入台账",
    area="阵地",
    record=E,
    fields=fields_of(E),
    caption=E.title,
    listing=(E.spent_on, E.venue, E.title, E.amount, E.purpose, E.source),
    form=(
        Section("投入", (E.venue, E.title, E.amount, E.spent_on)),
        Section("来源与凭证", (E.purpose, E.source, E.document, E.note)),
    ),
    roster_key=(E.venue, E.title, E.spent_on),
    owner=E.venue,
    ignored=("序号", "编号"),
    papers=(Paper("投入明细表", (E.spent_on, E.venue, E.title, E.purpose, E.source, E.amount)),),
)
