"""How often joint building meets in a year, and when the next meeting is due."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from jianxi_desktop.domain.rule_tables import Line, rows_on

TABLE: Final = "joint_limits"
State = Literal["good", "warning", "error"]
_AHEAD = 31  # days before it is due from which a meeting is amber
_MONTHS = 12


@dataclass(frozen=True)
class Meetings:
    """What was held of what a year wants.

    Attributes:
        done: How many were held.
        wanted: How many the year wants; 0: none.
        next_due: By when the next is to be held; ``None``: nothing is left.
        state: ``good`` as far as it should be, ``warning`` due soon, ``error`` late.
    """

    done: int
    wanted: int
    next_due: date | None
    state: State

    def show(self) -> str:
        """Say it as ``1/2``; without a rule only how many."""
        return f"{self.done}/{self.wanted}" if self.wanted else str(self.done)


def rule_of(kind: str, day: date) -> Line | None:
    """Give the rule for a kind of meeting; ``None`` where there is none."""
    return next((row for row in rows_on(TABLE, day) if row["rule"] == kind), None)


def meetings(kind: str, done: int, day: date, *, wanted: bool = True) -> Meetings:
    """Say how many meetings of a year were held, and when the next is due.

    Args:
        kind: Code of ``activity_kind``.
        done: How many were held from 1 January on.
        day: The day it is asked on.
        wanted: Whether the rule is for this organisation.
    """
    rule = rule_of(kind, day)
    times = int(rule["times"]) if rule is not None and wanted else 0
    due = next(iter(due_days(times, day.year)[done:]), None)
    if due is None:
        return Meetings(done, times, None, "good")
    left = (due - day).days
    state: State = "error" if left < 0 else "warning" if left <= _AHEAD else "good"
    return Meetings(done, times, due, state)


def due_days(times: int, year: int) -> tuple[date, ...]:
    """Give the last day of each part of a year that is cut into so many parts.

    More than twelve a year are due at the ends of months, several on one day.
    """
    days: list[date] = []
    for part in range(1, times + 1):
        month = max(-(-_MONTHS * part // times), 1)
        days.append(date(year, month, monthrange(year, month)[1]))
    return tuple(days)
