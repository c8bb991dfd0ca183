"""The bimonthly symposium: the turns of a year, how each stands, and what a task's deadline is.

How often a year one is held is the rule B01 of the district's return, so that the page, the
reminder and the check of the return cannot differ.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from jianxi_desktop.domain.calendar import first_day
from jianxi_desktop.domain.district_return import figure_rules
from jianxi_desktop.domain.rule_tables import number_on

HELD, PLANNED, DUE, MISSING, LATER = "held", "planned", "due", "missing", "later"
_RULE: Final = "B01"
_MONTHS: Final = 12
_WHOLE_DAY: Final = len("2026-01-31")


@dataclass(frozen=True)
class Turn:
    """One stretch of a year in which a symposium is to be held.

    Attributes:
        first: Its first day.
        last: Its last day, which is still in time.
    """

    first: date
    last: date

    @property
    def name(self) -> str:
        """What people call it: ``3—4月``."""
        if self.first.month == self.last.month:
            return f"{self.first.month}月"
        return f"{self.first.month}—{self.last.month}月"

    def holds(self, day: str) -> bool:
        """Tell whether a day, known at least to its month, lies in it."""
        return len(day) > len("2026") and self.first <= first_day(day) <= self.last


def times_a_year(day: date) -> int:
    """Say how many symposia a year the rule of a day asks for.

    Raises:
        KeyError: There is no such rule on that day; a table of ours is wrong.
    """
    for rule in figure_rules(day):
        if rule.id == _RULE:
            return rule.number
    raise KeyError(_RULE)


def turns(year: int) -> tuple[Turn, ...]:
    """Give the turns of a year, by the rule that holds on its last day."""
    length = _MONTHS // times_a_year(date(year, _MONTHS, 31))
    return tuple(_turn(year, first, length) for first in range(1, _MONTHS + 1, length))


def state_of(turn: Turn, held: Collection[str], day: date) -> str:
    """Say how a turn stands on a day.

    Args:
        turn: The turn.
        held: The days, ISO and maybe known to the month only, of the symposia there are.
        day: The day.

    Returns:
        ``held``; ``planned``: there is one, and its day is still to come; ``due``: there is none
        and the turn goes on; ``missing``: there is none and the turn is over; ``later``.
    """
    mine = [first_day(each) for each in held if turn.holds(each)]
    if any(each <= day for each in mine):
        return HELD
    if mine:
        return PLANNED
    if turn.last < day:
        return MISSING
    return DUE if turn.first <= day else LATER


def deadline(held_on: str, day: date) -> str:
    """Propose by when a task is to be done that names no day itself, ISO and still to come.

    Args:
        held_on: The day of the symposium; one known in part counts from ``day``.
        day: The day the task is handed out.
    """
    days = timedelta(days=number_on("symposium_limits", "task_after", "days", day))
    held = date.fromisoformat(held_on) if len(held_on) == _WHOLE_DAY else day
    wanted = held + days
    return (wanted if wanted > day else day + days).isoformat()


def topic_of(year: int, theme: str) -> str:
    """Write the title of a symposium from its theme."""
    return f"{year}年基层党建工作双月座谈会：{theme}"


def theme_of(topic: str) -> str:
    """Give the theme a title names; one without a colon is a theme as it stands."""
    return topic.rpartition("：")[2] or topic


def _turn(year: int, first: int, length: int) -> Turn:
    months = year * _MONTHS + first - 1 + length
    after = date(months // _MONTHS, months % _MONTHS + 1, 1)
    return Turn(date(year, first, 1), after - timedelta(days=1))
