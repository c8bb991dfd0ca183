"""The tables of ``resources/rules``: rules kept as data, each line with its source and its days."""

import csv
from collections.abc import Mapping
from datetime import date
from functools import cache, lru_cache

from jianxi_desktop import settings

Line = Mapping[str, str]


@lru_cache(maxsize=256)
def rows_on(name: str, day: date) -> tuple[Line, ...]:
    """Give the lines of a table that are valid on a day, in their order.

    Args:
        name: Of the table, without folder and ending.
        day: The day.
    """
    at = day.isoformat()
    return tuple(
        row for row in _rows(name) if row["valid_from"] <= at <= (row["valid_to"] or "9999")
    )


def number_on(name: str, rule: str, value: str, day: date) -> int:
    """Give the number of one rule of a table.

    Args:
        name: Of the table.
        rule: What its column ``rule`` says.
        value: The column with the number.
        day: The day.

    Raises:
        KeyError: There is no such rule on that day; a table of ours is wrong.
    """
    for row in rows_on(name, day):
        if row["rule"] == rule:
            return int(row[value])
    raise KeyError(rule)


@cache
def _rows(name: str) -> tuple[Line, ...]:
    path = settings.resource("rules", f"{name}.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))
