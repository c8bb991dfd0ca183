"""Periods that returns are for: months, two months, quarters, half-years, years."""

import re
from datetime import date

from jianxi_desktop.domain.calendar import period_end, show_period

KINDS = ("month", "two_months", "quarter", "half", "year")
_LENGTHS = {"month": 1, "two_months": 2, "quarter": 3, "half": 6, "year": 12}
_LETTERS = {"two_months": "B", "quarter": "Q", "half": "H"}
_CAPTIONS = {
    "month": "月报",
    "two_months": "双月报",
    "quarter": "季报",
    "half": "半年报",
    "year": "年报",
}


def caption_of(kind: str) -> str:
    """Say how often a return is made: 月报, 季报."""
    return _CAPTIONS[kind]


def kind_of(period: str) -> str:
    """Tell what sort of period one is; a single day is ``day``.

    Raises:
        InputError: It is no period.
    """
    period_end(period)
    for kind, letter in _LETTERS.items():
        if letter in period.upper():
            return kind
    return {0: "year", 1: "month", 2: "day"}[period.count("-")]


def period_begin(period: str) -> date:
    """Give the first day of a period; of a single day, that day.

    Raises:
        InputError: It is no period.
    """
    end = period_end(period)
    kind = kind_of(period)
    return end if kind == "day" else _first(end, _LENGTHS[kind])


def _first(end: date, months: int) -> date:
    return date(end.year, end.month - months + 1, 1)


def period_of(kind: str, day: date) -> str:
    """Give the period of a sort that a day lies in."""
    if kind == "year":
        return f"{day.year:04}"
    if kind == "month":
        return f"{day.year:04}-{day.month:02}"
    return f"{day.year:04}{_LETTERS[kind]}{(day.month - 1) // _LENGTHS[kind] + 1}"


def previous(period: str) -> str:
    """Give the period of the same sort before one; of a day, the same day of the year before.

    Raises:
        InputError: It is no period.
    """
    kind, begin = kind_of(period), period_begin(period)
    if kind == "day":
        return f"{begin.year - 1:04}" + re.sub("02-29$", "02-28", period)[4:]
    return period_of(kind, date.fromordinal(begin.toordinal() - 1))


def periods_of(kind: str, year: int) -> tuple[str, ...]:
    """Give the periods of a sort in a year, in order."""
    step = _LENGTHS[kind]
    return tuple(period_of(kind, date(year, month, 1)) for month in range(1, 13, step))


def shown_periods(kind: str, year: int) -> tuple[tuple[str, str], ...]:
    """Give the periods of a sort in a year with what people call each."""
    return tuple((each, show_period(each)) for each in periods_of(kind, year))
