"""Which organisations stood on a day, under whom, and how many members each had."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, select

from jianxi_desktop.db.figures import members_by_place
from jianxi_desktop.db.write import table_of
from jianxi_desktop.schema.ledger import Catalog


class Standing(NamedTuple):
    """An organisation as it stood on a day.

    Attributes:
        id: Its identity.
        parent: Who stood above it; whoever was dissolved by then is passed over.
        name: Its name.
        form: Committee, branch, group.
        kind: Its field of work.
        secretary: Its secretary, as the organisation's own record names him.
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
    table = table_of(catalog["organisation"])
    names = ("id", "parent", "name", "form", "kind", "secretary", "established_on", "dissolved_on")
    query = (
        select(*(table.c[name] for name in names))
        .where(table.c.removed_on.is_(None))
        .order_by(table.c.code.is_(None), table.c.code, table.c.serial)
    )
    rows = [dict(row) for row in connection.execute(query).mappings()]
    members = members_by_place(connection, catalog, day)
    there = {row["id"] for row in rows if _stands(row, day)}
    parents = {row["id"]: row["parent"] for row in rows}
    return [
        Standing(
            row["id"],
            _above(row["id"], parents, there),
            row["name"],
            row["form"],
            row["kind"],
            row["secretary"] or "",
            members.get(row["id"], 0),
        )
        for row in rows
        if row["id"] in there
    ]


def _stands(row: Mapping[str, Any], day: date) -> bool:
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
