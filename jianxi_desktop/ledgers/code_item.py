"""代码表: entries that a district adds to a code table, renames in it or ends."""

from sqlalchemy.orm import Mapped

from jianxi_desktop.db.base import Record, column, fields_of
from jianxi_desktop.schema.fields import Day, Text, Whole
from jianxi_desktop.schema.ledger import Ledger, Section
from jianxi_desktop.schema.paper import Paper


class CodeItem(Record):
    """One entry of one code table, over the program's own."""

    __tablename__ = "code_item"

    table_key: Mapped[str] = column(
        Text("代码表", length=40, width=10, search=True, hint="如 rating_grade")
    )
    code: Mapped[str] = column(Text("代码", length=24, width=6, search=True))
    label: Mapped[str] = column(Text("名称", ("含义",), length=60, width=10, search=True))
    aliases: Mapped[str | None] = column(
        Text("别名", length=200, width=12, hint="多个别名用分号隔开"), default=None
    )
    position: Mapped[int | None] = column(Whole("排列位置", most=9_999), default=None)
    valid_from: Mapped[str | None] = column(Day("启用日期"), default=None)
    valid_to: Mapped[str | None] = column(Day("停用日期"), default=None)
    source: Mapped[str | None] = column(Text("依据", ("来源",), length=120, width=12), default=None)


C = CodeItem
LEDGER = Ledger(
    key="code_item",
    title="代码表",
    area="系统",
    record=C,
    fields=fields_of(C),
    caption=C.label,
    listing=(C.table_key, C.code, C.label, C.aliases, C.valid_from, C.valid_to, C.source),
    form=(
        Section("代码", (C.table_key, C.code, C.label, C.aliases, C.position)),
        Section("有效期", (C.valid_from, C.valid_to, C.source)),
    ),
    roster_key=(C.table_key, C.code),
    papers=(Paper("代码表", (C.table_key, C.code, C.label, C.aliases, C.valid_from, C.valid_to)),),
)
