"""Stretches of time that move with the calendar: this year, last month, the next thirty days."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Final

_MONTHS_OF_QUARTER: Final = 3


def _days(first: date, last: date) -> tuple[str, str]:
    return first.isoformat(), last.isoformat()


def _month(day: date, back: int) -> tuple[str, str]:
    count = day.year * 12 + day.month - 1 - back
    month = f"{count // 12:04}-{count % 12 + 1:02}"
    return month, month


def _quarter(day: date) -> tuple[str, str]:
    first = (day.month - 1) // _MONTHS_OF_QUARTER * _MONTHS_OF_QUARTER + 1
    return f"{day.year:04}-{first:02}", f"{day.year:04}-{first + 2:02}"


def _years(day: date, back: int) -> tuple[str, str]:
    return f"{day.year - back:04}", f"{day.year - back:04}"


_BOUNDS: Final[Mapping[str, tuple[str, Callable[[date], tuple[str, str]]]]] = {
    "today": ("今天", lambda day: _days(day, day)),
    "last_30": ("最近三十天", lambda day: _days(day - timedelta(29), day)),
    "next_30": ("今后三十天", lambda day: _days(day, day + timedelta(29))),
    "this_month": ("本月", lambda day: _month(day, 0)),
    "last_month": ("上月", lambda day: _month(day, 1)),
    "next_month": ("下月", lambda day: _month(day, -1)),
    "this_quarter": ("本季度", _quarter),
    "this_year": ("今年", lambda day: _years(day, 0)),
    "last_year": ("去年", lambda day: _years(day, 1)),
}
SPANS: Final[Mapping[str, str]] = {key: caption for key, (caption, _) in _BOUNDS.items()}


def bounds(span: str, today: date) -> tuple[str, str]:
    """Give the first and the last day, month or year of a span, as a day field writes them.

    A day of which only the year is known stands in no month: it is left out of those.

    Raises:
        KeyError: There is no such span.
    """
    return _BOUNDS[span][1](today)
