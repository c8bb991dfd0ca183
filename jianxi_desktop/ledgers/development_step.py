"""发展步骤: what was done of the 25 steps of one application."""

import uuid

from sqlalchemy.orm import Mapped

from jianxi_desktop.db.base import Record, column, fields_of
from jianxi_desktop.schema.fields import Choice, Day, Link, LongText, Text, Whole
from jianxi_desktop.schema.kinds import Several
from jianxi_desktop.schema.ledger import Ledger, Section


class DevelopmentStep(Record):
    """One step of one application: when it was done and what proves it."""

    __tablename__ = "development_step"

    development_case: Mapped[uuid.UUID] = column(
        Link("发展对象", target="development_case", finds=True, width=8)
    )
    step: Mapped[str] = column(Choice("步骤", table="development_step", width=12))
    done_on: Mapped[str | None] = column(Day("完成日期", ("日期",)), default=None)
    handled_by: Mapped[str | None] = column(
        Text("经办人", ("谈话人",), length=60, width=6), default=None
    )
    document: Mapped[str | None] = column(
        Text("材料", ("材料名称",), length=100, width=14, search=True), default=None
    )
    documents: Mapped[str | None] = column(
        Several("已有材料", table="development_document", width=14), default=None
    )
    entitled: Mapped[int | None] = column(Whole("应到会有表决权人数"), default=None)
    present: Mapped[int | None] = column(Whole("实到会有表决权人数"), default=None)
    agreed: Mapped[int | None] = column(Whole("赞成票数"), default=None)
    note: Mapped[str | None] = column(LongText("备注", width=10), default=None)


S = DevelopmentStep
VOTES = ("15", "23")  # the two meetings of the branch that decide
LEDGER = Ledger(
    key="development_step",
    title="发展步骤",
    record=S,
    fields=fields_of(S),
    caption=S.step,
    listing=(S.development_case, S.step, S.done_on, S.handled_by, S.document, S.note),
    form=(
        Section("步骤", (S.development_case, S.step, S.done_on, S.handled_by)),
        Section("材料", (S.documents, S.document)),
        Section("表决", (S.entitled, S.present, S.agreed), when=(S.step, VOTES)),
        Section("备注", (S.note,)),
    ),
    roster_key=(S.development_case, S.step, S.done_on),
    owner=S.development_case,
)
