"""What the pages of joint building read: rows of whole ledgers, limited as the lists are."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, select

from jianxi_desktop.db import tree
from jianxi_desktop.db.write import table_of
from jianxi_desktop.domain.matching import Place, place_of
from jianxi_desktop.services.office import Office

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Organisations:
    """Names and places of all organisations.

    Attributes:
        names: Name by identity.
        kinds: Kind by identity.
        parents: Who stands above.
    """

    names: Mapping[UUID, str]
    kinds: Mapping[UUID, str]
    parents: Mapping[UUID, UUID | None]

    def place(self, organisation: UUID) -> Place:
        """Give where an organisation stands."""
        return place_of(organisation, self.parents, self.kinds)

    def base(self, organisation: UUID) -> UUID:
        """Give the community, street or district that an organisation works for.

        A regional committee works for the one above it, and so does a branch.
        """
        for each, kind in self.place(organisation).line:
            if kind in ("community", "street", "district"):
                return each
        return organisation


def read_organisations(office: Office, connection: Connection) -> Organisations:
    """Read the tree once."""
    rows = tree.organisations(connection, office.catalog)
    return Organisations(
        {row["id"]: str(row["name"]) for row in rows},
        {row["id"]: str(row["kind"] or "") for row in rows},
        {row["id"]: row["parent"] for row in rows},
    )


def read_rows(
    office: Office,
    connection: Connection,
    key: str,
    within: UUID | None,
    *where: ColumnElement[bool],
) -> list[Row]:
    """Read the live rows of a ledger, of what this person may see and of a subtree of it."""
    ledger = office.catalog[key]
    table = table_of(ledger)
    query = select(table).where(table.c.removed_on.is_(None), *where).order_by(table.c.serial)
    for top in (office.account.organisation, within):
        if top is not None and (inside := tree.inside(office.catalog, ledger, top)) is not None:
            query = query.where(inside)
    return [dict(row) for row in connection.execute(query).mappings()]


def read_names(office: Office, connection: Connection, key: str, field: str) -> dict[UUID, str]:
    """Give one text of every live record of a ledger."""
    table = table_of(office.catalog[key])
    query = select(table.c.id, table.c[field]).where(table.c.removed_on.is_(None))
    return {row[0]: str(row[1]) for row in connection.execute(query)}
