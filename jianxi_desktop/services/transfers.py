"""End memberships on a day and begin new ones elsewhere, so that every earlier count stays."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from jianxi_desktop.db import lookup, write
from jianxi_desktop.db.store import Change
from jianxi_desktop.domain.organisation import GROUP
from jianxi_desktop.schema.ledger import Catalog
from jianxi_desktop.services.structure import Row

GONE = ("exited", "deceased")  # nobody who could be moved; the row names the last branch


@dataclass(frozen=True)
class Place:
    """Where a member belongs: a branch, and perhaps a group in it."""

    branch: UUID
    group: UUID | None = None


@dataclass
class Moved:
    """Memberships to write: those that end or change, and those that begin."""

    edits: list[write.Edit] = field(default_factory=list)
    fresh: list[dict[str, Any]] = field(default_factory=list)


def members_of(connection: Connection, catalog: Catalog, organisation: UUID, on: date) -> list[Row]:
    """Give the memberships in a branch or group that hold on a day or begin later."""
    membership = catalog["membership"]
    found = {
        row["id"]: row
        for key in ("branch", "group")
        for row in lookup.existing(connection, membership, key, [organisation])
    }
    return [row for row in found.values() if holds(row, on)]


def holds(row: Row, on: date) -> bool:
    """Tell whether a membership is still open on a day, of somebody who is not gone for good."""
    ended = row["until"]
    return (ended is None or ended > on.isoformat()) and row["status"] not in GONE


def transfer(
    change: Change, catalog: Catalog, wanted: Iterable[tuple[Row, Place]], on: date
) -> int:
    """Let memberships go on elsewhere from a day on; give how many did.

    One that began before the day ends on it and a new one begins; one that begins on the day or
    later was never in the old place, and is only corrected. Whoever is in the new place already
    only leaves the old one.
    """
    membership, pairs = catalog["membership"], list(wanted)
    there = _there(change.connection, catalog, {place.branch for _row, place in pairs}, on)
    moved = Moved()
    for row, place in pairs:
        _move(row, place, on.isoformat(), moved, doubled=_is_there(row, place, there))
    write.update_rows(change, membership, moved.edits)
    write.insert_rows(change, membership, moved.fresh)
    return len(pairs)


def follow(change: Change, catalog: Catalog, before: Row, after: Row, on: date) -> int:
    """Let members follow a group that comes to another branch, becomes one, or was one.

    Returns:
        How many memberships go on elsewhere.
    """
    was, now = before["form"] == GROUP, after["form"] == GROUP
    moved = before["parent"] != after["parent"]
    if (now and after["parent"] is None) or not (was != now or (now and moved)):
        return 0
    one = after["id"]
    place = Place(after["parent"], one) if now else Place(one)
    rows = members_of(change.connection, catalog, one, on)
    return transfer(change, catalog, [(row, place) for row in rows], on)


def _there(
    connection: Connection, catalog: Catalog, branches: Collection[UUID], on: date
) -> Mapping[UUID, set[UUID]]:
    """Give the open memberships in some branches, by person."""
    found: dict[UUID, set[UUID]] = {}
    for row in lookup.existing(connection, catalog["membership"], "branch", branches):
        if holds(row, on):
            found.setdefault(row["person"], set()).add(row["id"])
    return found


def _is_there(row: Row, place: Place, there: Mapping[UUID, set[UUID]]) -> bool:
    return row["branch"] != place.branch and bool(there.get(row["person"], set()) - {row["id"]})


def _move(row: Row, place: Place, day: str, moved: Moved, *, doubled: bool) -> None:
    where: dict[str, Any] = {"branch": place.branch, "group": place.group}
    if row["branch"] != place.branch:
        where["post"] = None  # a post is held in a branch, and stays with it
    if (row["since"] or "") >= day and not doubled:
        moved.edits.append(write.Edit(row["id"], where, row["version"]))
        return
    moved.edits.append(write.Edit(row["id"], {"until": day}, row["version"]))
    if not doubled:
        kept = {key: value for key, value in row.items() if key not in _OWN}
        moved.fresh.append({**kept, **where, "since": day})


_OWN = frozenset(
    {"id", "serial", "version", "replica", "seq", "removed_on", "removed_why", "since"}
)
