"""区划变动: what happened to a territory: new, renamed, recoded, moved, abolished."""

import uuid

from sqlalchemy.orm import Mapped

from jianxi_desktop.db.base import Record, column, fields_of
from jianxi_desktop.schema.fields import Choice, Day, Link, LongText, Text
from jianxi_desktop.schema.ledger import Ledger, Section


class TerritoryChange(Record):
    """One dated change of one territory, which stays the same territory."""

    __tablename__ = "territory_change"

    territory: Mapped[uuid.UUID] = column(Link("区域", target="territory", finds=True, width=14))
    kind: Mapped[str] = column(Choice("变动类型", table="territory_change_kind", width=6))
    changed_on: Mapped[str] = column(Day("变动日期"))
    document: Mapped[str | None] = column(
        Text("文号", ("批准文号",), length=60, width=10, search=True), default=None
    )
    old_name: Mapped[str | None] = column(Text("原名称", length=60, width=10), default=None)
    new_name: Mapped[str | None] = column(Text("新名称", length=60, width=10), default=None)
    old_code: Mapped[str | None] = column(Text("原代码", length=12, width=8), default=None)
    new_code: Mapped[str | None] = column(Text("新代码", length=12, width=8), default=None)
    old_parent: Mapped[str | None] = column(Text("原上级区域", length=60, width=10), default=None)
    new_parent: Mapped[str | None] = column(Text("新上级区域", length=60, width=10), default=None)
    note: Mapped[str | None] = column(LongText("备注", width=10), default=None)


C = TerritoryChange
LEDGER = Ledger(
    key="territory_change",
    title="区划变动",
    record=C,
    fields=fields_of(C),
    caption=C.kind,
    listing=(C.territory, C.kind, C.changed_on, C.old_name, C.new_name, C.old_code, C.new_code),
    form=(
        Section("变动", (C.territory, C.kind, C.changed_on, C.document)),
        Section(
            "前后",
            (C.old_name, C.new_name, C.old_code, C.new_code, C.old_parent, C.new_parent, C.note),
        ),
    ),
    roster_key=(C.territory, C.kind, C.changed_on),
    owner=C.territory,
)
