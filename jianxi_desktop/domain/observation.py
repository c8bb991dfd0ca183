"""Rules of observation rounds: periods, form numbers, the standard checklist."""

import csv
import re
from datetime import date
from typing import NamedTuple

from jianxi_desktop import settings
from jianxi_desktop.errors import InputError


class StandardCriterion(NamedTuple):
    """One line of the checklist that a new round begins with.

    Attributes:
        method: ``listen``, ``look``, ``check`` or ``rate``.
        position: Place within its method, from 1.
        item: What is looked at.
        guidance: What makes it good.
        most: Highest score.
    """

    method: str
    position: int
    item: str
    guidance: str
    most: int


def standard_criteria(day: date) -> tuple[StandardCriterion, ...]:
    """Read the checklist valid on a day from ``resources/rules/observation_criteria.csv``."""
    path = settings.resource("rules", "observation_criteria.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(
            StandardCriterion(
                row["method"], int(row["position"]), row["item"], row["guidance"], int(row["most"])
            )
            for row in csv.DictReader(file)
            if row["valid_from"] <= day.isoformat() <= (row["valid_to"] or "9999")
        )


def read_period(text: str) -> str:
    """Read a half-year, ``2026H2`` or ``2026年下半年``, into its short form.

    Raises:
        InputError: It is neither.
    """
    found = re.fullmatch(r"(\d{4})(?:[Hh]([12])|年?(上|下)半年)", text.strip())
    if not found:
        raise InputError(
            "not a half-year",
            user_message=f"“{text[:20]}”不是期次，请写成 2026H2 或 2026年下半年。",
            code="period",
        )
    half = found[2] or {"上": "1", "下": "2"}[found[3]]
    return f"{found[1]}H{half}"


def show_period(period: str) -> str:
    """Write a half-year as people do."""
    return f"{period[:4]}年{'上' if period.endswith('1') else '下'}半年"


def half_year_of(day: date) -> str:
    """Give the half-year a day lies in."""
    return f"{day.year}H{1 if day.month <= 6 else 2}"


def form_number(step: str, period: str, unit: str, serial: int) -> str:
    """Number a printed checklist: step, half-year, community, count within the half-year.

    The number is what a returned sheet of paper is found by; it holds no name.
    """
    letter = {"street_internal": "N", "street_cross": "J", "district_demo": "S"}[step]
    return f"GM{letter}-{period}-{unit}-{serial:03d}"
