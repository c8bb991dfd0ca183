"""The bands of the national member statistics: age, education, time of joining.

The bands and their sources stand in ``resources/rules/statistics_bands.csv``; nothing here
knows a figure.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from jianxi_desktop import settings
from jianxi_desktop.domain import calendar

UNKNOWN = "未登记"


@dataclass(frozen=True)
class Band:
    """One band: its caption, and what it begins and ends with, both included."""

    label: str
    first: str
    last: str


@cache
def bands(kind: str, day: date) -> tuple[Band, ...]:
    """Give the bands of a kind (``age``, ``education``, ``joined``) that are valid on a day."""
    path = settings.resource("rules", "statistics_bands.csv")
    with path.open(encoding="utf-8", newline="") as file:
        rows = [
            row
            for row in csv.DictReader(file)
            if row["kind"] == kind
            and row["valid_from"] <= day.isoformat() <= (row["valid_to"] or "9999")
        ]
    rows.sort(key=lambda row: int(row["order"]))
    return tuple(Band(row["label"], row["from"], row["to"]) for row in rows)


def captions(kind: str, day: date) -> list[str]:
    """Give the captions of a kind's bands, and one for what is not known."""
    return [*(band.label for band in bands(kind, day)), UNKNOWN]


def age_band(born_on: str | None, day: date) -> int:
    """Give the place of the age band of someone born then; the last place is not known."""
    found = bands("age", day)
    if not born_on:
        return len(found)
    age = calendar.age_on(born_on, day)
    return _first(
        [int(band.first or 0) <= age <= int(band.last or 999) for band in found], len(found)
    )


def joined_band(joined_on: str | None, day: date) -> int:
    """Give the place of the band of a day of joining.

    A day known to the month or year counts from its earliest day; where that is before the
    band's border and its latest day after it, the earliest decides.
    """
    found = bands("joined", day)
    if not joined_on:
        return len(found)
    joined = calendar.first_day(joined_on).isoformat()
    return _first(
        [(band.first or "0") <= joined <= (band.last or "9999") for band in found], len(found)
    )


def education_band(code: str | None, day: date) -> int:
    """Give the place of the band of an education code."""
    found = bands("education", day)
    if not code:
        return len(found)
    return _first([code in band.first.split() for band in found], len(found))


def _first(tests: Sequence[bool], otherwise: int) -> int:
    return next((place for place, true in enumerate(tests) if true), otherwise)
