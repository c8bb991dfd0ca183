"""报表数字: the figures of a filed return, and those somebody set by hand, with the reason."""

import uuid

from sqlalchemy.orm import Mapped

from jianxi_desktop.db.base import Record, column, fields_of
from jianxi_desktop.schema.fields import Link, LongText, Name, Text
from jianxi_desktop.schema.ledger import Ledger, Section


class ReturnValue(Record):
    """One figure: as computed when the return was handed in, and as somebody set it, and why."""

    __tablename__ = "return_value"

    filing: Mapped[uuid.UUID] = column(Link("报表", target="return_filing", finds=True, width=16))
    figure: Mapped[str] = column(Text("指标号", length=80, width=6, search=True))
    name: Mapped[str | None] = column(Text("指标名称", length=200, width=14), default=None)
    calculated: Mapped[str | None] = column(Text("计算数", length=40, width=6), default=None)
    given: Mapped[str | None] = column(Text("填报数", ("改为",), length=40, width=6), default=None)
    reason: Mapped[str | None] = column(
        LongText("调整原因", ("原因",), length=400, width=16), default=None
    )
    set_by: Mapped[str | None] = column(Name("调整人", length=50, width=5), default=None)


V = ReturnValue
LEDGER = Ledger(
    key="return_value",
    title="报表数字",
    record=V,
    fields=fields_of(V),
    caption=V.figure,
    listing=(V.filing, V.figure, V.name, V.calculated, V.given, V.reason, V.set_by),
    form=(
        Section("数字", (V.filing, V.figure, V.name, V.calculated, V.given, V.reason, V.set_by)),
    ),
    roster_key=(V.filing, V.figure),
    owner=V.filing,
)
