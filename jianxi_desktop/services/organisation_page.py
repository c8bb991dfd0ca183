"""What the page of an organisation or territory tells of it, read in one go."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from jianxi_desktop.db import tree
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.schema.query import Filter, Query
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
    return Page(
        organisation,
        found.version,
        found.values,
        line,
        where,
        places,
        _term(office, organisation),
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


def _term(office: Office, organisation: UUID) -> str:
    """Say which term runs and when it is due."""
    ledger = office.catalog["leadership_term"]
    running = (Filter("organisation", organisation), Filter("ended_on", way="empty"))
    query = Query(filters=running, order="starts_on", descending=True)
    serials = records.list_serials(office, ledger, query, 1)
    term = ledger.record
    shown = (term.name, term.due_on, term.extended_until)
    for row in records.list_rows(office, ledger, shown, serials):
        name, due, extended = row.cells
        last = extended or due
        day = ledger.fields["due_on"].show(last) if last else ""
        return f"{name}，{day}到届" if day else str(name)
    return ""
