"""Grades of visited organisations: which score, or which rank, makes which grade.

The usual bands stand in ``resources/rules/grade_bands.csv``; a district may keep its own.
"""

import csv
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import NamedTuple

from jianxi_desktop import settings

USUAL = "three_classes"
RATE, SHARE = "rate", "share"


class Band(NamedTuple):
    """One grade of a scheme.

    Attributes:
        grade: Code of the grade.
        basis: ``rate``: by the share of the full score; ``share``: by the place among all.
        limit: In hundredths of a percent: the least rate, or the share of places counted from
            the best.
    """

    grade: str
    basis: str
    limit: int


def usual_bands(scheme: str, day: date) -> tuple[Band, ...]:
    """Give the bands of a scheme that the program brings for a day, best first."""
    return _shipped(day).get(scheme, ())


def grade_of(bands: Sequence[Band], *, rate: int, rank: int, ranked: int) -> str:
    """Give the code of the first band that takes a result in; empty where none does.

    Args:
        bands: Best first.
        rate: Share of the full score, in hundredths of a percent.
        rank: Place among all that were ranked, from 1.
        ranked: How many those are.
    """
    for band in bands:
        if band.basis == SHARE:
            if rank * 10_000 <= band.limit * ranked:
                return band.grade
        elif rate >= band.limit:
            return band.grade
    return ""


@cache
def _shipped(day: date) -> Mapping[str, tuple[Band, ...]]:
    path = settings.resource("rules", "grade_bands.csv")
    with path.open(encoding="utf-8", newline="") as file:
        rows = [
            row
            for row in csv.DictReader(file)
            if row["valid_from"] <= day.isoformat() <= (row["valid_to"] or "9999")
        ]
    rows.sort(key=lambda row: int(row["position"]))
    found: dict[str, tuple[Band, ...]] = {}
    for row in rows:
        band = Band(row["grade"], row["basis"], int(row["limit"]) * 100)
        found[row["scheme"]] = (*found.get(row["scheme"], ()), band)
    return found
