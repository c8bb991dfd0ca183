"""Rules of observation rounds: periods, form numbers, ready sets of indicators, who inspects."""

import csv
import re
from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import NamedTuple, TypeVar

from jianxi_desktop import settings
from jianxi_desktop.errors import InputError

Street = TypeVar("Street")


class ReadyIndicator(NamedTuple):
    """One line of a set of indicators that is shipped ready to use, by the keys of its ledger."""

    method: str
    position: int
    walk: int
    item: str
    guidance: str | None
    evidence: str | None
    most: int
    rule: str
    weight: int | None
    dimension: str | None


class ReadySet(NamedTuple):
    """A set of indicators that is shipped ready to use.

    Attributes:
        key: What it is known by in every office.
        title: Its title, which names its version.
        purpose: What it is for.
        source: Where it comes from.
        valid_from: Since when it holds, as an ISO day.
        indicators: Its lines.
    """

    key: str
    title: str
    purpose: str
    source: str
    valid_from: str
    indicators: tuple[ReadyIndicator, ...]


def ready_sets(day: date) -> tuple[ReadySet, ...]:
    """Read the sets valid on a day; the first one is what a round takes when none is named."""
    lines: dict[str, list[ReadyIndicator]] = {}
    for row in _rules("indicators.csv"):
        lines.setdefault(row["set"], []).append(
            ReadyIndicator(
                method=row["method"],
                position=int(row["position"]),
                walk=int(row["walk"]),
                item=row["item"],
                guidance=row["guidance"] or None,
                evidence=row["evidence"] or None,
                most=int(row["most"]),
                rule=row["rule"],
                weight=int(row["weight"]) if row["weight"] else None,
                dimension=row["dimension"] or None,
            )
        )
    return tuple(
        ReadySet(
            row["key"],
            row["title"],
            row["purpose"],
            row["source"],
            row["valid_from"],
            tuple(lines[row["key"]]),
        )
        for row in _rules("indicator_sets.csv")
        if row["valid_from"] <= day.isoformat() <= (row["valid_to"] or "9999")
    )


def plain_title(title: str) -> str:
    """Give the title of a set without the version that stands behind it."""
    return re.sub(r"（第\d+版）$", "", title)


def title_of_edition(title: str, edition: int) -> str:
    """Give the title of a set's version: what stands on every page of its checklists."""
    return f"{plain_title(title)}（第{edition}版）"


def names_in(text: str) -> tuple[str, ...]:
    """Take apart the names of several people as they are typed; nobody is named twice."""
    every = (each.strip() for each in re.split(r"[、，,；;\n]", text))
    return tuple(dict.fromkeys(each for each in every if each))


def inspecting_streets(streets: Sequence[Street], period: str) -> dict[Street, Street]:
    """Say which street inspects which when streets cross: each another one, never itself.

    From one half-year to the next they are shifted by one more, so that the same two do not always
    meet. A single street has nobody to cross with.
    """
    count = len(streets)
    if count < 2:
        return {}
    half = int(period[:4]) * 2 + int(period[-1])
    shift = half % (count - 1) + 1
    return {each: streets[(place + shift) % count] for place, each in enumerate(streets)}


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


@cache
def _rules(name: str) -> tuple[dict[str, str], ...]:
    with settings.resource("rules", name).open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def short_street(name: str) -> str:
    """Name a street where its committee's name has no room: 湖北路街道."""
    return name.removesuffix("党工委")
