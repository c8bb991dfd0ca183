"""代码表: entries that a district adds to a code table, renames in it or ends."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy.orm import Mapped

from jianxi_desktop.db.base import Record, column, fields_of
from jianxi_desktop.schema.codes import code_table, split_aliases
from jianxi_desktop.schema.fields import Choice, Day, Text, Whole
from jianxi_desktop.schema.ledger import Issue, Ledger, Section, Values
from jianxi_desktop.schema.paper import Paper


class CodeItem(Record):
    """One entry of one code table, over the program's own."""

    __tablename__ = "code_item"

    table_key: Mapped[str] = column(Choice("代码表", table="code_table", width=10))
    code: Mapped[str] = column(
        Text(
            "代码", length=24, width=8, search=True, hint="改名或停用已有的一项，可以写它现在的名称"
        )
    )
    label: Mapped[str] = column(Text("名称", ("含义",), length=60, width=10, search=True))
    aliases: Mapped[str | None] = column(
        Text("别名", length=200, width=12, hint="多个别名用分号隔开"), default=None
    )
    position: Mapped[int | None] = column(Whole("排列位置", most=9_999, summed=False), default=None)
    valid_from: Mapped[str | None] = column(Day("启用日期"), default=None)
    valid_to: Mapped[str | None] = column(Day("停用日期"), default=None)
    source: Mapped[str | None] = column(Text("依据", ("来源",), length=120, width=12), default=None)


def complete(values: Values) -> tuple[dict[str, Any], tuple[Issue, ...]]:
    """Find the code of an entry that is called by its name, and say what is unclear.

    That is a word that means another code, or days in disorder.
    """
    full, table = dict(values), values.get("table_key")
    if not table:
        return full, ()
    meant = code_table(table).codes
    if full.get("code"):
        full["code"] = meant.get(full["code"], full["code"])
    return full, tuple(_issues(full, meant))


def _issues(values: Values, meant: Mapping[str, str]) -> Iterator[Issue]:
    code, first, last = values.get("code"), values.get("valid_from"), values.get("valid_to")
    if code and not re.fullmatch(r"[0-9A-Za-z_.-]+", code):
        yield Issue("code", "characters", "error", "代码只用字母、数字、点、横线和下划线")
    if first and last and last < first[: len(last)]:
        yield Issue("valid_to", "order", "error", "停用日期早于启用日期")
    for key in ("label", "aliases"):
        for word in split_aliases(values.get(key)) if key == "aliases" else [values.get(key)]:
            if word and code and meant.get(word, code) != code:
                text = f"“{word}”在这个代码表里已经指代码 {meant[word]}，一个词不能指两个代码"
                yield Issue(key, "taken", "error", text)


C = CodeItem
LEDGER = Ledger(
    key="code_item",
    title="代码表",
    area="系统",
    record=C,
    fields=fields_of(C),
    caption=C.label,
    complete=complete,
    listing=(C.table_key, C.code, C.label, C.aliases, C.valid_from, C.valid_to, C.source),
    form=(
        Section("代码", (C.table_key, C.code, C.label, C.aliases, C.position)),
        Section("有效期", (C.valid_from, C.valid_to, C.source)),
    ),
    roster_key=(C.table_key, C.code),
    papers=(Paper("代码表", (C.table_key, C.code, C.label, C.aliases, C.valid_from, C.valid_to)),),
)
