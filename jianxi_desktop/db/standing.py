"""Which organisations stood on a day: what they were called then, under whom, how many members.

The records say what is now; what changed after the day is taken back by the register of changes.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, or_, select

from jianxi_desktop.db.figures import members_by_place
from jianxi_desktop.db.write import table_of
from jianxi_desktop.schema.ledger import Catalog

Row = Mapping[str, Any]
_NAMES = ("id", "parent", "name", "form", "kind", "secretary", "established_on", "dissolved_on")
_CHANGED = ("name", "parent", "form")


class Standing(NamedTuple):
    """An organisation as it stood on a day.

    Attributes:
        id: Its identity.
        parent: Who stood above it; whoever was dissolved by then is passed over.
        name: Its name.
        form: Committee, branch, group.
        kind: Its field of work.
        secretary: Who held that post on the day; where no post is kept, whom its record names.
        own: Members that belong to it and to nobody below.
    """

    id: UUID
    parent: UUID | None
    name: str
    form: str
    kind: str
    secretary: str
    own: int


def standing_on(connection: Connection, catalog: Catalog, day: date) -> list[Standing]:
    """Give the organisations of a day by code, then in the order of entry."""
    rows = [_taken_back(row, changes) for row, changes in _with_changes(connection, catalog, day)]
    members = members_by_place(connection, catalog, day)
    secretaries = _secretaries(connection, catalog, day)
    there = {row["id"] for row in rows if _stands(row, day)}
    parents = {row["id"]: row["parent"] for row in rows}
    return [
        Standing(
            row["id"],
            _above(row["id"], parents, there),
            row["name"],
            row["form"],
            row["kind"],
            secretaries.get(row["id"]) or row["secretary"] or "",
            members.get(row["id"], 0),
        )
        for row in rows
        if row["id"] in there
    ]


def _with_changes(
    connection: Connection, catalog: Catalog, day: date
) -> list[tuple[Row, list[Row]]]:
    """Read the organisations as they are now, each with its changes after a day, latest first."""
    table, changed = table_of(catalog["organisation"]), table_of(catalog["organisation_change"])
    query = (
        select(*(table.c[name] for name in _NAMES))
        .where(table.c.removed_on.is_(None))
        .order_by(table.c.code.is_(None), table.c.code, table.c.serial)
    )
    later = (
        select(changed.c.organisation, *(changed.c[f"old_{name}"] for name in _CHANGED))
        .where(changed.c.changed_on > day.isoformat(), changed.c.removed_on.is_(None))
        .order_by(changed.c.changed_on.desc(), changed.c.serial.desc())
    )
    changes: dict[UUID, list[Row]] = {}
    for row in connection.execute(later).mappings():
        changes.setdefault(row["organisation"], []).append(dict(row))
    rows = (dict(row) for row in connection.execute(query).mappings())
    return [(row, changes.get(row["id"], [])) for row in rows]


def _taken_back(row: Row, changes: list[Row]) -> Row:
    """Give an organisation as it was before its changes."""
    before = dict(row)
    for change in changes:
        before |= {name: old for name in _CHANGED if (old := change[f"old_{name}"]) is not None}
    return before


def _secretaries(connection: Connection, catalog: Catalog, day: date) -> dict[UUID, str]:
    """Name who held the post of secretary on a day; of several the one who came last."""
    post = table_of(catalog["post_holding"])
    limit = day.isoformat()
    query = (
        select(post.c.organisation, post.c.name)
        .where(
            post.c.removed_on.is_(None),
            post.c.post == "secretary",
            or_(post.c.starts_on.is_(None), post.c.starts_on <= limit),
            or_(post.c.ends_on.is_(None), post.c.ends_on > limit),
        )
        .order_by(post.c.starts_on.is_not(None), post.c.starts_on, post.c.serial)
    )
    return {row[0]: row[1] for row in connection.execute(query)}


def _stands(row: Row, day: date) -> bool:
    """Tell whether an organisation is there; a day known in part counts from its first."""
    begun, ended = row["established_on"], row["dissolved_on"]
    return (begun or "") <= day.isoformat() and (ended is None or ended > day.isoformat())


def _above(at: UUID, parents: Mapping[UUID, UUID | None], there: set[UUID]) -> UUID | None:
    """Give the nearest one above that stood; a circle that a merge may bring ends."""
    above, seen = parents.get(at), {at}
    while above is not None and above not in there and above not in seen:
        seen.add(above)
        above = parents.get(above)
    return above if above in there else None
