"""下发的规则和报表: tables of rules and returns that the district issues, and hands down."""

from typing import Any

from sqlalchemy.orm import Mapped

from jianxi_desktop.db.base import Record, column, fields_of
from jianxi_desktop.domain import return_forms, rule_tables
from jianxi_desktop.schema.fields import Choice, Day, LongText, Text
from jianxi_desktop.schema.ledger import Issue, Ledger, Section, Values
from jianxi_desktop.schema.paper import Paper


class IssuedDefinition(Record):
    """One table of rules, or one return, in the place of the program's own."""

    __tablename__ = "issued_definition"

    kind: Mapped[str] = column(Choice("种类", table="definition_kind", width=6))
    name: Mapped[str] = column(
        Text("表名", ("表号", "代号"), length=40, width=8, search=True, hint="如 dues_rates、R3")
    )
    title: Mapped[str] = column(Text("名称", length=80, width=14, search=True))
    content: Mapped[str] = column(
        LongText("内容", length=60_000, width=20, hint="规则表写 CSV，报表写 TOML；可从样表改起")
    )
    issued_on: Mapped[str | None] = column(Day("下发日期"), default=None)
    source: Mapped[str | None] = column(Text("依据", ("来源",), length=120, width=12), default=None)


PROBLEMS = {"rules": rule_tables.problems, "return": return_forms.problems}


def complete(values: Values) -> tuple[dict[str, Any], tuple[Issue, ...]]:
    """Say line by line why a content is no table of rules, or no return."""
    kind, name, content = (values.get(key) for key in ("kind", "name", "content"))
    if kind not in PROBLEMS or not name or not content:
        return dict(values), ()
    wrong = PROBLEMS[kind](name, content)
    return dict(values), tuple(Issue("content", "definition", "error", text) for text in wrong)


D = IssuedDefinition
LEDGER = Ledger(
    key="issued_definition",
    title="下发的规则和报表",
    area="系统",
    record=D,
    fields=fields_of(D),
    caption=D.title,
    complete=complete,
    listing=(D.kind, D.name, D.title, D.issued_on, D.source),
    form=(
        Section("定义", (D.kind, D.name, D.title, D.content)),
        Section("依据", (D.issued_on, D.source)),
    ),
    roster_key=(D.kind, D.name),
    papers=(Paper("下发的规则和报表", (D.kind, D.name, D.title, D.issued_on, D.source)),),
)
