"""报表改数: a figure of a filed return that somebody set by hand, and why."""

import uuid

from sqlalchemy.orm import Mapped

from jianxi_desktop.db.base import Record, column, fields_of
from jianxi_desktop.schema.fields import Link, LongText, Name, Text
from jianxi_desktop.schema.ledger import Ledger, Section


class ReturnValue(Record):
    """One figure set by hand; what is computed is never kept."""

    __tablename__ = "return_value"

    filing: Mapped[uuid.UUID] = column(Link("报表", target="return_filing", width=16))
    figure: Mapped[str] = column(Text("指标号", length=20, width=6, search=True))
    given: Mapped[str] = column(Text("填报数", ("改为",), length=40, width=6))
    reason: Mapped[str] = column(LongText("调整原因", ("原因",), length=400, width=16))
    set_by: Mapped[str | None] = column(Name("调整人", length=50, width=5), default=None)


V = ReturnValue
LEDGER = Ledger(
    key="return_value",
    title="报表改数说明",
    record=V,
    fields=fields_of(V),
    caption=V.figure,
    listing=(V.filing, V.figure, V.given, V.reason, V.set_by),
    form=(Section("改数", (V.filing, V.figure, V.given, V.reason, V.set_by)),),
    roster_key=(V.filing, V.figure),
    owner=V.filing,
)
