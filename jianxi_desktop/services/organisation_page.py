"""What the page of an organisation or territory tells of it, read in one go."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from jianxi_desktop.db import terms, tree
from jianxi_desktop.domain import calendar
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.domain.term_rules import due_day, over_on
from jianxi_desktop.schema.ledger import Values
from jianxi_desktop.services import records
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.organisation_outlook import warnings_of
from jianxi_desktop.services.rights import needs
from jianxi_desktop.services.trees import ORGANISATIONS, TERRITORIES

_DEEPEST = 64


@dataclass(frozen=True)
class Page:
    """One organisation or territory as its page shows it.

    Attributes:
        id: Its identity.
        version: The version that was read.
        values: Its fields; numbers are masked.
        line: Those above it, the topmost first, with what each is called.
        territory: Where an organisation works; empty: not told.
        places: Grids and buildings of that territory, by kind.
        term: The term that runs and when it is due; empty: none is recorded.
        warnings: What is odd about it, in words.
    """

    id: UUID
    version: int
    values: Mapping[str, Any]
    line: tuple[tuple[UUID, str], ...]
    territory: str = ""
    places: Mapping[str, int] | None = None
    term: str = ""
    warnings: tuple[str, ...] = ()


@needs(Right.VIEW)
def organisation_page(office: Office, organisation: UUID) -> Page:
    """Read what the page of an organisation tells.

    Raises:
        ConflictError: It is gone.
    """
    found = records.find_record(office, office.catalog[ORGANISATIONS], organisation)
    territory = found.values.get("territory")
    with office.store.read() as connection:
        line = _line(connection, office, ORGANISATIONS, organisation)
        where, places = _place(connection, office, territory)
        term = _term(office, connection, organisation, found.values)
    return Page(
        organisation,
        found.version,
        found.values,
        line,
        where,
        places,
        term,
        tuple(remark.text for remark in warnings_of(office, organisation)),
    )


@needs(Right.VIEW)
def territory_page(office: Office, territory: UUID) -> Page:
    """Read what the page of a territory tells.

    Raises:
        ConflictError: It is gone.
    """
    found = records.find_record(office, office.catalog[TERRITORIES], territory)
    with office.store.read() as connection:
        line = _line(connection, office, TERRITORIES, territory)
    return Page(territory, found.version, found.values, line)


def _line(
    connection: Connection, office: Office, key: str, one: UUID
) -> tuple[tuple[UUID, str], ...]:
    """Give those above one, the topmost first; a circle that a merge may bring ends."""
    rows = tree.forest(connection, office.catalog, key, ("id", "parent", "name"))
    known = {row["id"]: row for row in rows}
    line: list[tuple[UUID, str]] = []
    at: UUID | None = known[one]["parent"] if one in known else None
    while at is not None and at in known and at != one and len(line) < _DEEPEST:
        line.append((at, known[at]["name"]))
        at = known[at]["parent"]
    return tuple(reversed(line))


def _place(
    connection: Connection, office: Office, territory: UUID | None
) -> tuple[str, Mapping[str, int]]:
    """Name a territory and count by kind what lies in it."""
    if territory is None:
        return "", {}
    names = ("id", "parent", "name", "kind", "abolished_on")
    rows = tree.forest(connection, office.catalog, TERRITORIES, names)
    below: dict[UUID | None, list[dict[str, Any]]] = {}
    for row in rows:
        below.setdefault(row["parent"], []).append(row)
    name = next((row["name"] for row in rows if row["id"] == territory), "（未到）")
    counts, waiting, seen = Counter[str](), [territory], {territory}
    while waiting:
        for row in below.get(waiting.pop(), ()):
            if row["id"] not in seen:
                seen.add(row["id"])
                waiting.append(row["id"])
                counts[row["kind"]] += row["abolished_on"] is None
    return name, counts


def _term(office: Office, connection: Connection, organisation: UUID, values: Values) -> str:
    """Say which term runs and when it is due."""
    row = terms.running_of(connection, office.catalog, organisation, calendar.today())
    if row is None:
        return ""
    kind, form = values["kind"], values["form"]
    planned = due_day(row["starts_on"], row["years"], row["due_on"], kind, form)
    last = over_on(planned, row["extended_until"])
    return f"{row['name']}，{last}到届" if last else str(row["name"])
