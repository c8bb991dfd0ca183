"""The division codes of streets and communities, and which unit each code meant on which day.

The statistics bureau gives every street and community a code, and changes codes when a community
comes to another street. A unit therefore has a code of its own that never changes, the one it has
in the first list this program came with; every code it ever had leads there. Sources: the lists
as of each year's day, 2016 to 2023; a change stands at the day of the first list that shows it.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import NamedTuple

from jianxi_desktop import settings

DISTRICT = "410305"


class Place(NamedTuple):
    """One entry of the code list of a day.

    Attributes:
        code: Its division code on that day.
        name: What people call it, without 居民委员会.
        kind: Code of ``territory_kind``.
        parent: Code of what it belongs to; empty at the top.
        unit: The code that names it for ever; see the module.
    """

    code: str
    name: str
    kind: str
    parent: str
    unit: str = ""


@dataclass(frozen=True)
class Entry:
    """A line of the table of divisions: what a unit was called, and from when to when.

    Attributes:
        place: What stood in the list.
        valid_from: First day; none: before the first list.
        valid_to: Last day; none: still so.
    """

    place: Place
    valid_from: date | None
    valid_to: date | None

    def holds(self, on: date | None) -> bool:
        """Tell whether it was so on a day; none asks for the newest list."""
        if on is None:
            return self.valid_to is None
        return (self.valid_from or on) <= on <= (self.valid_to or on)


@cache
def entries() -> tuple[Entry, ...]:
    """Read every line of the district's table, also of units before they came or after they left.

    Raises:
        FileNotFoundError: The program is damaged; the table is part of it.
    """
    path = settings.resource("regions", "jianxi.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(
            Entry(
                Place(row["code"], row["name"], row["kind"], row["parent"], row["unit"]),
                _day(row["valid_from"]),
                _day(row["valid_to"]),
            )
            for row in csv.DictReader(file)
        )


def _day(written: str) -> date | None:
    return date.fromisoformat(written) if written else None


@cache
def _places(on: date | None) -> tuple[Place, ...]:
    inside = (entry for entry in entries() if entry.place.code.startswith(DISTRICT))
    return tuple(entry.place for entry in inside if entry.holds(on))


def places(on: date | None = None) -> list[Place]:
    """List the district, its streets and communities as of a day; by default the newest list."""
    return list(_places(on))


@cache
def _units() -> dict[str, str]:
    return {entry.place.code: entry.place.unit for entry in entries()}


def unit_of_code(code: str) -> str:
    """Give the code that names a unit for ever; a code that no list knows names itself."""
    return _units().get(code, code)


def is_known(code: str) -> bool:
    """Tell whether a code stands or ever stood in the table."""
    return code in _units()


def units_called(name: str) -> frozenset[str]:
    """Give the units that a code or a name of any year means, with or without 居民委员会."""
    short = name.removesuffix("居民委员会").removesuffix("办事处")
    return frozenset(
        entry.place.unit
        for entry in entries()
        if name == entry.place.code or short == entry.place.name
    )


def place_of(code: str, on: date | None = None) -> Place | None:
    """Find the unit that a code of any year means, as it was on a day, by default now.

    Returns:
        Its entry in the list of that day; ``None`` where the code was never the district's, or
        the unit was not in the district on that day.
    """
    unit = unit_of_code(code)
    return next((place for place in _places(on) if place.unit == unit), None)


@cache
def _city() -> tuple[Place, ...]:
    path = settings.resource("regions", "luoyang_2023.csv")
    with path.open(encoding="utf-8", newline="") as file:
        others = [Place(**row, unit=row["code"]) for row in csv.DictReader(file)]
    own = (place if place.parent else place._replace(parent="4103") for place in _places(None))
    return tuple(sorted([*others, *own]))


def places_of_city() -> list[Place]:
    """List Luoyang, its districts and counties, and those streets and towns that have communities.

    The list of mid-2023, without villages; this district stands among the others.
    """
    return list(_city())


def below(code: str, listed: Iterable[Place]) -> list[Place]:
    """Give a place and everything under it, in the order of the list."""
    found: set[str] = {code}
    chosen = []
    for place in listed:
        if place.code in found or place.parent in found:
            found.add(place.code)
            chosen.append(place)
    return chosen
