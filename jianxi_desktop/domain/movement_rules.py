"""Movements of members: how long a letter holds, when to get in touch, when a decision may be due.

The rules stand in ``resources/rules/movement_limits.csv`` and ``lost_bands.csv``, each with its
source. They give days to look at; nobody's state changes by them. A day that is known to the month
or the year counts as the first it can be, and no last day ever comes before what it is counted
from.
"""

from datetime import date, timedelta
from typing import NamedTuple

from jianxi_desktop.domain.calendar import first_day, months_before
from jianxi_desktop.domain.rule_tables import Line, number_on, rows_on

_LIMITS, _BANDS = "movement_limits", "lost_bands"
_SOON = 15  # days before a letter runs out in which it is shown in amber
RUNNING, SOON, OVERDUE, ARRIVED, WITHDRAWN = "running", "soon", "overdue", "arrived", "withdrawn"

TRANSFERS = ("transfer_in", "transfer_out", "transfer_within")
AWAY = ("flow_out", "flow_in", "abroad")
ENDING = ("exit", "deceased")
MEMBERS = ("full", "probationary")


class LetterState(NamedTuple):
    """How a letter stands on a day.

    Attributes:
        state: ``running``, ``soon``, ``overdue``, ``arrived`` or ``withdrawn``.
        until: Its last valid day; ``None``: the day it was written is not known.
        days_left: Days to that; below nought it is over.
    """

    state: str
    until: date | None
    days_left: int


def limit(rule: str, day: date) -> Line:
    """Give a rule as it stands on a day: ``number`` ``unit`` ``source``.

    Raises:
        KeyError: There is no such rule; a table of ours is wrong.
    """
    for row in rows_on(_LIMITS, day):
        if row["rule"] == rule:
            return row
    raise KeyError(rule)


def months_after(start: str, rule: str) -> date:
    """Give the day on which the months of a rule are over, counted from a day known in part."""
    begun = first_day(start)
    return months_before(begun, -number_on(_LIMITS, rule, "number", begun))


def letter_until(letter_on: str, valid_days: int | None) -> date:
    """Give the last day on which a letter holds.

    Args:
        letter_on: When it was written.
        valid_days: For how many days it holds; ``None``: it does not say.
    """
    begun = first_day(letter_on)
    days = number_on(_LIMITS, "letter_usual", "number", begun) if valid_days is None else valid_days
    return begun + timedelta(days=max(days, 0))


def letter_state(
    letter_on: str | None,
    valid_days: int | None,
    day: date,
    *,
    receipt_on: str | None = None,
    ended_on: str | None = None,
) -> LetterState:
    """Say how a letter stands on a day.

    Args:
        letter_on: When it was written.
        valid_days: For how many days it holds.
        day: The day.
        receipt_on: When the receipt came.
        ended_on: When it was taken back unused.
    """
    until = letter_until(letter_on, valid_days) if letter_on else None
    left = (until - day).days if until else 0
    if receipt_on:
        return LetterState(ARRIVED, until, left)
    if ended_on:
        return LetterState(WITHDRAWN, until, left)
    if until is None:
        return LetterState(RUNNING, None, 0)
    state = OVERDUE if left < 0 else SOON if left <= _SOON else RUNNING
    return LetterState(state, until, left)


def too_long(valid_days: int | None, day: date) -> int | None:
    """Give the most days a letter may hold, where one is written for more."""
    most = number_on(_LIMITS, "letter_most", "number", day)
    return most if valid_days is not None and valid_days > most else None


def contact_due(kind: str, begun: str, last_contact: str | None) -> date:
    """Give the day by which somebody who is away should be contacted next.

    Args:
        kind: ``flow_out``, ``flow_in`` or ``abroad``.
        begun: Since when.
        last_contact: The last time; what lies before it began does not count.
    """
    rule = "abroad_contact" if kind == "abroad" else "mobile_contact"
    return max(months_after(each, rule) for each in (begun, last_contact) if each)


def contact_rule(kind: str, day: date) -> Line:
    """Give the rule behind ``contact_due``."""
    return limit("abroad_contact" if kind == "abroad" else "mobile_contact", day)


def should_move(begun: str, day: date) -> bool:
    """Tell whether somebody has been away so long that the relation should go along."""
    return months_after(begun, "must_move") <= day


def months_since(begun: str, day: date) -> int:
    """Count full months from a day to another; before it there are none."""
    start = first_day(begun)
    months = (day.year - start.year) * 12 + day.month - start.month
    return max(months - (months_before(start, -months) > day), 0)


def band_of(lost_on: str, day: date) -> str:
    """Say in which band of the register of lost members somebody stands on a day."""
    months, title = months_since(lost_on, day), ""
    for row in rows_on(_BANDS, day):
        if int(row["from_months"]) <= months:
            title = row["title"]
    return title


def duration(begun: str, day: date) -> str:
    """Say in words how long something has gone on."""
    years, months = divmod(months_since(begun, day), 12)
    if not years and not months:
        return "不满1个月"
    return (f"{years}年" if years else "") + (f"{months}个月" if months else "")
