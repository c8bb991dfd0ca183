"""How long the terms of organisations are, when they are over, what number comes next.

The rules lie in ``resources/rules``: ``term_years.csv`` and ``term_limits.csv``.
"""

import re
from datetime import date
from typing import NamedTuple

from jianxi_desktop.domain.calendar import first_day, months_before, years_after
from jianxi_desktop.domain.rule_tables import Line, rows_on

OVER, LAST_MONTH, SOON, EXTENDED, RUNNING, UNKNOWN = (
    "over",
    "last_month",
    "soon",
    "extended",
    "running",
    "unknown",
)
_FIGURES = "一二三四五六七八九"
_NUMBERED = re.compile(r"第?\s*([一二三四五六七八九十]+|\d{1,2})\s*届")


class TermState(NamedTuple):
    """How a term stands on a day.

    Attributes:
        state: ``over``, ``last_month``, ``soon``, ``extended``, ``running`` or ``unknown``.
        due_on: When it is over, to the precision known; empty: nothing says so.
        days: Days until then, negative afterwards; ``None``: not known.
    """

    state: str
    due_on: str
    days: int | None


def term_years(kind: str, form: str, day: date) -> int | None:
    """Give the years of a term that begins on a day; ``None``: no terms are laid down.

    The first line that names kind and form decides.
    """
    row = term_rule(kind, form, day)
    return None if row is None else int(row["years"])


def term_rule(kind: str, form: str, day: date) -> Line | None:
    """Give the line that says how long a term is that begins on a day."""
    for row in rows_on("term_years", day):
        if row["kind"] in (kind, "*") and form in row["form"].split():
            return row
    return None


def has_terms(kind: str, form: str, day: date) -> bool:
    """Tell whether such an organisation has terms."""
    return term_rule(kind, form, day) is not None


def due_day(starts_on: str, years: int | None, due_on: str | None, kind: str, form: str) -> str:
    """Say when a term is over, to the precision known; empty where nothing says so.

    Args:
        starts_on: Its first day.
        years: How long it is, where that was written down.
        due_on: The day itself, where that was written down: it goes first, unless it comes before
            the term begins, as one does that was left standing when the beginning was changed.
        kind: Of the organisation.
        form: Of the organisation.
    """
    if due_on and not is_before(due_on, starts_on):
        return due_on
    length = years or term_years(kind, form, first_day(starts_on))
    return years_after(starts_on, length) if length else ""


def over_on(planned: str, extended_until: str | None) -> str:
    """Say when a term is really over: one that was extended, on the day it was extended to.

    An extension that does not end after the term does is none.
    """
    if extended_until and not (planned and first_day(extended_until) <= first_day(planned)):
        return extended_until
    return planned


def is_before(one: str, other: str) -> bool:
    """Tell whether a partly known day surely comes before another."""
    length = min(len(one), len(other))
    return one[:length] < other[:length]


def deadline(starts_on: str, due_on: str) -> date:
    """Give the day a term is over; one known to the year or month never before it begins."""
    return max(first_day(due_on), first_day(starts_on))


def state_of(starts_on: str, planned: str, extended_until: str | None, day: date) -> TermState:
    """Say how a term stands on a day.

    Args:
        starts_on: Its first day.
        planned: When it is over without an extension; empty: nothing says so.
        extended_until: Until when it was extended, if it was.
        day: The day.
    """
    due = over_on(planned, extended_until)
    if not due:
        return TermState(UNKNOWN, "", None)
    last = deadline(starts_on, due)
    extended = due != planned and bool(planned) and first_day(planned) <= day
    if last <= day:
        state = OVER
    elif _within(last, "last_reminder", day):
        state = LAST_MONTH
    elif _within(last, "reminder", day):
        state = SOON
    else:
        state = EXTENDED if extended else RUNNING
    return TermState(state, due, (last - day).days)


def latest_extension(planned: str, day: date) -> str:
    """Give the last day a term may be extended to; empty: nothing limits it."""
    months = term_limit("extension", day)
    if not planned or months is None:
        return ""
    return months_before(first_day(planned), -months).isoformat()[: len(planned)]


def is_too_long(planned: str, extended_until: str | None, day: date) -> bool:
    """Tell whether an extension goes beyond what may be approved."""
    latest = latest_extension(planned, day)
    return bool(latest and extended_until and is_before(latest, extended_until))


def term_limit(rule: str, day: date) -> int | None:
    """Give a number of ``term_limits.csv``; ``None`` where a table has no such line."""
    found = (int(row["number"]) for row in rows_on("term_limits", day) if row["rule"] == rule)
    return next(found, None)


def next_name(name: str) -> str:
    """Name the term after one: ``第四届`` after ``第三届``; empty where it has no number."""
    found = _NUMBERED.search(name)
    number = _number(found[1]) + 1 if found else 0
    return f"第{_chinese(number)}届" if 0 < number < 100 else ""


def _within(last: date, rule: str, day: date) -> bool:
    months = term_limit(rule, day)
    return months is not None and months_before(last, months) <= day


def _number(text: str) -> int:
    if text.isdecimal():
        return int(text)
    if "十" not in text:
        return _FIGURES.index(text[-1]) + 1
    tens, ones = text.split("十", 1)
    return (_FIGURES.index(tens) + 1 if tens else 1) * 10 + (
        _FIGURES.index(ones[0]) + 1 if ones else 0
    )


def _chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    said = "" if not tens else "十" if tens == 1 else f"{_FIGURES[tens - 1]}十"
    return said + (_FIGURES[ones - 1] if ones else "")
