"""回头看: what a later visit found of a problem that had been left open."""

import uuid

from sqlalchemy.orm import Mapped

from jianxi_desktop.db.base import Record, column, fields_of
from jianxi_desktop.schema.fields import Choice, Day, Link, Text, Whole
from jianxi_desktop.schema.ledger import Ledger, Section


class ProblemReview(Record):
    """One open problem on the checklist of one visit, and what was seen of it there."""

    __tablename__ = "problem_review"

    problem: Mapped[uuid.UUID] = column(Link("问题", target="problem", finds=True, width=18))
    visit: Mapped[uuid.UUID] = column(
        Link("观摩点", ("表号",), target="observation_visit", finds=True, width=12)
    )
    position: Mapped[int] = column(Whole("表上序号", ("序号",), most=999, summed=False))
    outcome: Mapped[str | None] = column(
        Choice("回头看结果", ("结果",), table="review_outcome", width=5), default=None
    )
    looked_on: Mapped[str | None] = column(Day("查看日期", ("日期",)), default=None)
    remark: Mapped[str | None] = column(
        Text("查看情况", ("备注", "说明"), length=200, width=16), default=None
    )


W = ProblemReview
LEDGER = Ledger(
    key="problem_review",
    title="问题回头看",
    record=W,
    fields=fields_of(W),
    caption=W.problem,
    listing=(W.visit, W.problem, W.position, W.outcome, W.looked_on, W.remark),
    form=(Section("回头看", (W.problem, W.visit, W.position, W.outcome, W.looked_on, W.remark)),),
    roster_key=(W.problem, W.visit),
    owner=W.problem,
    ignored=(),
)
