"""How far an applicant is by the days known, and the numbers the rules of development give.

They stand in ``resources/rules``: months in ``development_limits``, all other numbers in
``development_minimums``. A rule that a district's own table leaves out is taken from ours.
"""

from datetime import date
from typing import NamedTuple

from jianxi_desktop.domain.calendar import first_day, months_before
from jianxi_desktop.domain.rule_tables import Line, is_unverified, rows_on, shipped_rows, with_doubt

STAGES = ("applicant", "activist", "candidate", "probationary", "full")
_LIMITS, _MINIMUMS = "development_limits", "development_minimums"


class Limit(NamedTuple):
    """A day that a rule gives.

    Attributes:
        day: The day.
        since: The day it is counted from.
        text: What the rule says; of one that nobody has verified, that too.
        source: Where it stands.
        unverified: Whether the rule is marked as not verified.
    """

    day: date
    since: date
    text: str
    source: str = ""
    unverified: bool = False


class Minimum(NamedTuple):
    """A number that a rule gives.

    Attributes:
        number: The number.
        text: What is asked for, with the number in it; of a rule that nobody has verified, that
            too.
        source: Where it stands.
        unverified: Whether the rule is marked as not verified.
    """

    number: int
    text: str
    source: str = ""
    unverified: bool = False


def stage_on(days: tuple[str | None, ...], day: date) -> str:
    """Say how far somebody was on a day.

    Args:
        days: When each stage was reached, in the order of ``STAGES``.
        day: The day; what came later does not count.

    Returns:
        The latest stage reached; empty where none was.
    """
    limit = day.isoformat()
    reached = [stage for stage, on in zip(STAGES, days, strict=True) if on and on <= limit]
    return reached[-1] if reached else ""


def is_over(rule: str, began: str | None, day: date) -> bool:
    """Tell whether the time that a rule gives had run out on a day.

    Args:
        rule: ``talk``, ``cultivation`` or ``probation``.
        began: When it began; known in part it is the first day.
        day: The day; the last one of the time is not over.
    """
    return bool(began) and limit_of(rule, began or "", day).day < day


def is_reached(rule: str, began: str | None, day: date) -> bool:
    """Tell whether the time that a rule wants at least had passed on a day."""
    return bool(began) and limit_of(rule, began or "", day).day <= day


def limit_of(rule: str, began: str, day: date) -> Limit:
    """Give the day on which the time of a rule is over; where there is none, the month's last.

    Args:
        rule: A line of ``resources/rules/development_limits.csv``.
        began: When it began; known in part it is the first day.
        day: The day whose rules hold.

    Raises:
        KeyError: There is no such rule; a table of ours is wrong.
    """
    row = _line(_LIMITS, rule, day)
    since = first_day(began)
    over = months_before(since, -int(row["months"]))
    source = said(row)
    text = with_doubt(source.partition("（")[0], row)
    return Limit(over, since, text, source, is_unverified(row))


def minimum_of(rule: str, day: date) -> Minimum:
    """Give a number that is no count of months.

    Args:
        rule: A line of ``resources/rules/development_minimums.csv``.
        day: The day whose rules hold.

    Raises:
        KeyError: There is no such rule; a table of ours is wrong.
    """
    row = _line(_MINIMUMS, rule, day)
    text = with_doubt(row["text"].replace("{number}", row["number"]), row)
    return Minimum(int(row["number"]), text, said(row), is_unverified(row))


def has_limit(rule: str, day: date) -> bool:
    """Tell whether there is a rule of months."""
    return _find(_LIMITS, rule, day) is not None


def has_minimum(rule: str, day: date) -> bool:
    """Tell whether there is a rule of another number."""
    return _find(_MINIMUMS, rule, day) is not None


def said(row: Line) -> str:
    """Give the source of a rule without the mark that nobody has verified it."""
    return row["source"].replace("[unverified]", "").strip()


def _line(table: str, rule: str, day: date) -> Line:
    found = _find(table, rule, day)
    if found is None:
        raise KeyError(rule)
    return found


def _find(table: str, rule: str, day: date) -> Line | None:
    rows = (*rows_on(table, day), *shipped_rows(table, day))
    return next((row for row in rows if row["rule"] == rule), None)
