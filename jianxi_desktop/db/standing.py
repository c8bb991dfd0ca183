"""Which organisations stood on a day: what they were called then, under whom, how many members."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Connection, select

from jianxi_desktop.db import as_of
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
    then = as_of.organisations(catalog, day)
    query = select(then).order_by(then.c.code.is_(None), then.c.code, then.c.serial)
    rows = [dict(row) for row in connection.execute(query).mappings()]
    members = members_by_place(connection, catalog, day)
    secretaries = _secretaries(connection, catalog, day)
    there = {row["id"] for row in rows if row["standing"]}
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


def _secretaries(connection: Connection, catalog: Catalog, day: date) -> dict[UUID, str]:
    """Name who held the post of secretary on a day; of several the one who came last."""
    post = table_of(catalog["post_holding"])
    query = (
        select(post.c.organisation, post.c.name)
        .where(
            post.c.removed_on.is_(None),
            post.c.post == "secretary",
            as_of.standing(post, "starts_on", "ends_on", day),
        )
        .order_by(post.c.starts_on.is_not(None), post.c.starts_on, post.c.serial)
    )
    return {row[0]: row[1] for row in connection.execute(query)}


def _above(at: UUID, parents: Mapping[UUID, UUID | None], there: set[UUID]) -> UUID | None:
    """Give the nearest one above that stood; a circle that a merge may bring ends."""
    above, seen = parents.get(at), {at}
    while above is not None and above not in there and above not in seen:
        seen.add(above)
        above = parents.get(above)
    return above if above in there else None
