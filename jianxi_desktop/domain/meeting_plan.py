"""What a year of meetings looks like against its rule: month by month done, due, missing.

A month shows what it is itself answerable for: a rule of a quarter or a year shows what is still
wanting in the last month of that time, what was held in the month it was held.
"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

DONE, DUE, MISSING, PLANNED, LATER, QUIET = "done", "due", "missing", "planned", "later", ""
_YEAR = 12
_LATE_IN_YEAR = 10  # what is wanted once a year is due from this month on, normally held then


class Time(NamedTuple):
    """A month, quarter or year of a rule: its first and last month, what it lacks, its state."""

    first: int
    last: int
    lack: int
    state: str


class Year(NamedTuple):
    """A year of one kind of meeting at one organisation.

    Attributes:
        months: The state of each month: ``done`` ``due`` ``missing`` ``planned`` ``later`` or
            nothing.
        owed: How many are wanted in the whole year.
        held: How many were held.
        missing: How many are wanting of the times that are over.
        due: How many are wanting of the time that runs.
        times: The times of the rule that lack something.
    """

    months: tuple[str, ...]
    owed: int
    held: int
    missing: int
    due: int
    times: tuple[Time, ...]

    @property
    def met(self) -> int:
        """How many of those that are wanted were held; more in one time help no other."""
        return self.owed - sum(each.lack for each in self.times)

    @property
    def state(self) -> str:
        """The worst of it: ``missing``, ``due``, ``done`` or nothing where nothing is owed yet."""
        if self.missing:
            return MISSING
        if self.due:
            return DUE
        return DONE if self.held else QUIET


def plan(
    months: int,
    owed: Sequence[int],
    held: Sequence[int],
    year: int,
    day: date,
    planned: Sequence[int] = (),
) -> Year:
    """Hold what was held in a year against what was wanted.

    Args:
        months: How many months the time of the rule has: 1, 3 or 12.
        owed: How many are wanted in each such time, in order; 0: none.
        held: How many were held in each of the twelve months.
        year: The year.
        day: The day it is looked at.
        planned: How many are arranged for later in each of the twelve months.
    """
    states = [DONE if number else QUIET for number in held]
    times = []
    for place, wanted in enumerate(owed):
        first, last = place * months, (place + 1) * months
        lack = max(wanted - sum(held[first:last]), 0)
        if not lack:
            continue
        state = _state(year, first + 1, last, day)
        times.append(Time(first + 1, last, lack, state))
        arranged = [at for at in range(first, last) if planned and planned[at]]
        if arranged and state != MISSING:
            states[arranged[0]] = PLANNED
        else:
            states[last - 1] = state
    missing, due = (
        sum(each.lack for each in times if each.state == state) for state in (MISSING, DUE)
    )
    return Year(tuple(states), sum(owed), sum(held), missing, due, tuple(times))


def _state(year: int, first: int, last: int, day: date) -> str:
    """Say of a time that lacks meetings whether it is over, runs, or is to come."""
    now = (day.year, day.month)
    if now > (year, last):
        return MISSING
    begins = max(first, _LATE_IN_YEAR) if last - first + 1 == _YEAR else first
    return DUE if now >= (year, begins) else LATER
