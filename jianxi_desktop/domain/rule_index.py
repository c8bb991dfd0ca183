"""What the tables of rules are called, and how their lines read: ``resources/rules/INDEX.csv``."""

import csv
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import NamedTuple

from jianxi_desktop import settings
from jianxi_desktop.domain.rule_tables import UNVERIFIED, Line, is_issued, is_unverified, rows_on


class RuleColumn(NamedTuple):
    """A column that is shown.

    Attributes:
        key: Its heading in the file.
        codes: The table of codes its values are of; empty: none.
        caption: What it is called.
    """

    key: str
    codes: str
    caption: str


class RuleTable(NamedTuple):
    """A table of rules.

    Attributes:
        name: Of its file.
        title: What it is called.
        about: What it is for.
        columns: What is shown of a line.
    """

    name: str
    title: str
    about: str
    columns: tuple[RuleColumn, ...]


class Rule(NamedTuple):
    """One line of a table as it holds on a day.

    Attributes:
        table: The table.
        values: Column and value, in the order of the table; empty values are left out.
        valid: From when to when, ISO days; empty: open.
        source: Where it is from, without marks.
        remark: What is said beside it.
        unverified: Whether it is marked as not verified.
        issued: Whether the district issued the table.
    """

    table: RuleTable
    values: tuple[tuple[RuleColumn, str], ...]
    valid: tuple[str, str]
    source: str
    remark: str
    unverified: bool
    issued: bool


@cache
def rule_tables() -> tuple[RuleTable, ...]:
    """Give every table of rules that the program has."""
    path = settings.resource("rules", "INDEX.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(
            RuleTable(row["table"], row["title"], row["about"], tuple(_columns(row["columns"])))
            for row in csv.DictReader(file)
        )


def rules_on(day: date) -> Iterator[Rule]:
    """Give every line that holds on a day."""
    for table in rule_tables():
        issued = is_issued(table.name)
        for row in rows_on(table.name, day):
            yield _rule(table, row, issued=issued)


def _rule(table: RuleTable, row: Line, *, issued: bool) -> Rule:
    values = tuple((each, row[each.key]) for each in table.columns if row.get(each.key))
    source = (row.get("source") or "").replace(UNVERIFIED, "").strip()
    remark = (row.get("remark") or "").replace(UNVERIFIED, "").strip()
    valid = (row.get("valid_from") or "", row.get("valid_to") or "")
    return Rule(table, values, valid, source, remark, is_unverified(row), issued)


def _columns(written: str) -> Iterator[RuleColumn]:
    for part in written.split(";"):
        key, caption = part.split("=")
        key, _colon, codes = key.partition(":")
        yield RuleColumn(key, codes, caption)
