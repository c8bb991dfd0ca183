"""报表登记: which return was made for which period, and how far it has gone."""

import uuid

from sqlalchemy.orm import Mapped

from jianxi_desktop.db.base import Record, column, fields_of
from jianxi_desktop.domain import return_states
from jianxi_desktop.schema.fields import Choice, Day, Link, LongText, Name, Text
from jianxi_desktop.schema.ledger import Ledger, Section, Values
from jianxi_desktop.schema.paper import Paper


class ReturnFiling(Record):
    """One return of one organisation for one period."""

    __tablename__ = "return_filing"

    organisation: Mapped[uuid.UUID] = column(
        Link("填报党组织", ("填报单位",), target="organisation", width=14)
    )
    code: Mapped[str] = column(Text("表号", length=12, width=4, search=True))
    title: Mapped[str] = column(Text("报表名称", ("名称",), length=80, width=16, search=True))
    period: Mapped[str] = column(Text("期次", ("报告期",), length=20, width=6))
    as_of: Mapped[str] = column(Day("统计截止日"))
    state: Mapped[str] = column(Choice("状态", table="return_state", width=5))
    due_on: Mapped[str | None] = column(Day("报送时限", ("上报时限",)), default=None)
    submitted_on: Mapped[str | None] = column(Day("上报日期", ("报出时间",)), default=None)
    edition: Mapped[str | None] = column(Day("报表版本"), default=None)
    completed_on: Mapped[str | None] = column(Day("填报完成日期"), default=None)
    completed_by: Mapped[str | None] = column(Name("完成人", length=50, width=5), default=None)
    submitted_by: Mapped[str | None] = column(Name("上报人", length=50, width=5), default=None)
    decided_on: Mapped[str | None] = column(Day("审核日期", ("退回日期",)), default=None)
    decided_by: Mapped[str | None] = column(Name("审核人", length=50, width=5), default=None)
    explanation: Mapped[str | None] = column(
        LongText("填报说明", ("勾稽说明",), width=14), default=None
    )
    prepared_by: Mapped[str | None] = column(Name("填表人", length=50, width=5), default=None)
    responsible: Mapped[str | None] = column(Name("负责人", length=50, width=5), default=None)
    answer: Mapped[str | None] = column(LongText("审核意见", ("退回原因",), width=14), default=None)


def _later(ours: Values, theirs: Values) -> bool | None:
    """Offices take turns with a filed return, and its state says whose turn it is."""
    return return_states.newer(ours, theirs) if "state" in ours else None


R = ReturnFiling
LEDGER = Ledger(
    key="return_filing",
    title="报表登记",
    area="报表",
    record=R,
    fields=fields_of(R),
    caption=R.title,
    listing=(R.organisation, R.code, R.title, R.period, R.as_of, R.state, R.submitted_on),
    form=(
        Section("报表", (R.organisation, R.code, R.title, R.period, R.as_of, R.edition)),
        Section(
            "填报",
            (R.state, R.completed_on, R.completed_by, R.prepared_by, R.responsible, R.explanation),
        ),
        Section(
            "报送",
            (R.due_on, R.submitted_on, R.submitted_by, R.decided_on, R.decided_by, R.answer),
        ),
    ),
    roster_key=(R.organisation, R.code, R.period),
    together=(
        (
            R.state,
            R.completed_on,
            R.completed_by,
            R.submitted_on,
            R.submitted_by,
            R.decided_on,
            R.decided_by,
            R.answer,
        ),
    ),
    later=_later,
    home=R.organisation,
    papers=(
        Paper(
            "报表报送情况表",
            (R.organisation, R.code, R.title, R.period, R.state, R.due_on, R.submitted_on),
        ),
    ),
)
