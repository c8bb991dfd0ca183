"""What the district's returns ask: their figures in order, in words, and how each is shown.

Everything stands in ``resources/rules/district_return.csv``, and for the return of the mechanisms
in ``mechanism_return.csv``, with its source and the days it is valid: captions, cycles, the age of
an old applicant, the year of the founding. What a figure is counted from is SQL and stands in
``db/figures_district`` and ``db/figures_mechanisms``.
"""

import csv
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from jianxi_desktop import settings

Number = int | float
DISTRICT, MECHANISMS = "R0", "RM"
_FILES = {DISTRICT: "district_return.csv", MECHANISMS: "mechanism_return.csv"}
_MONTHS = 12


@dataclass(frozen=True)
class FigureRule:
    """One line of the return.

    Attributes:
        id: Number of the figure; never changes.
        section: Heading it stands under.
        name: What it is called.
        unit: What is counted.
        display: How the value is written; see ``shown``.
        parameter: A number of the rule, by figure: what to round down to, times a year, an age,
            a year; or the figure that is the whole, or pairs of codes.
        definition: What is counted, in words.
        source: Where that was read.
    """

    id: str
    section: str
    name: str
    unit: str
    display: str
    parameter: str
    definition: str
    source: str

    @property
    def number(self) -> int:
        """The parameter as a number."""
        return int(self.parameter)


@cache
def figure_rules(day: date, code: str = DISTRICT) -> tuple[FigureRule, ...]:
    """Give the lines of a return that are valid on a day, in the order of the page."""
    path = settings.resource("rules", _FILES[code])
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(
            FigureRule(**{key: row[key] for key in FigureRule.__dataclass_fields__})
            for row in csv.DictReader(file)
            if row["valid_from"] <= day.isoformat() <= (row["valid_to"] or "9999")
        )


def shown(rule: FigureRule, values: Mapping[str, Number], codes: Collection[str] = ()) -> str:
    """Write a figure as the return does: ``450余``, ``超过81万次``, ``6对12种``, ``71/71``.

    The display of the rule may name the ``value``; the ``least`` it is, rounded down to the
    rule's number; how many ``wan`` (ten thousands) it has; how many ``pairs`` its codes make; and
    the ``whole`` it is a part of. A value smaller than what it would be rounded to stands as it is.

    Args:
        rule: The line.
        values: The values of the return by figure.
        codes: The codes that the figure tells apart.
    """
    value = values[rule.id]
    words: dict[str, Number] = {"value": value}
    if "{least}" in rule.display or "{wan}" in rule.display:
        step = rule.number
        if value < step:
            return str(value)
        words |= {"least": int(value // step * step), "wan": int(value // step)}
    if "{pairs}" in rule.display:
        if not value:
            return "0"
        words["pairs"] = sum(set(pair.split("+")) <= set(codes) for pair in rule.parameter.split())
    if "{whole}" in rule.display:
        words["whole"] = values[rule.parameter]
    return rule.display.format_map(words)


def missing_turns(times: int, held: Collection[date], day: date) -> list[str]:
    """Name the turns of the year that are over on a day and in which nothing was held.

    Args:
        times: How often a year something is to be held, at even distances.
        held: The days it was held on.
        day: The day; its own turn is over when this is its last day.
    """
    length = _MONTHS // times
    missing = []
    for first in range(1, _MONTHS + 1, length):
        begins, ends = date(day.year, first, 1), _last_day(day.year, first + length - 1)
        if ends <= day and not any(begins <= each <= ends for each in held):
            missing.append(_turn(first, length))
    return missing


def _turn(first: int, length: int) -> str:
    if length == _MONTHS // 2:
        return "上半年" if first == 1 else "下半年"
    last = first + length - 1
    return f"{first}月" if length == 1 else f"{first}—{last}月"


def _last_day(year: int, month: int) -> date:
    return date(year + month // _MONTHS, month % _MONTHS + 1, 1) - timedelta(days=1)
