"""Who stands under whom: subtrees of organisations as SQL."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, select

from jianxi_desktop.db.write import table_of
from jianxi_desktop.schema.fields import Link
from jianxi_desktop.schema.ledger import Catalog, Ledger


def subtree(catalog: Catalog, root: UUID) -> Select[Any]:
    """Select the ids of an organisation and of all that stand below it."""
    table = table_of(catalog["organisation"])
    top = select(table.c.id).where(table.c.id == root).cte("below", recursive=True)
    below = top.union(
        select(table.c.id).where(table.c.parent == top.c.id, table.c.removed_on.is_(None))
    )
    return select(below.c.id)


def organisation_field(ledger: Ledger) -> str | None:
    """Name the field that says which organisation a record belongs to."""
    if ledger.key == "organisation":
        return "id"
    for key, field in ledger.all_fields.items():
        if isinstance(field, Link) and field.target == "organisation":
            return key
    return None


def organisations(connection: Connection, catalog: Catalog) -> list[Mapping[str, Any]]:
    """Read the whole tree in the order of entry: who, under whom, of what kind, from when on."""
    table = table_of(catalog["organisation"])
    names = ("id", "parent", "name", "form", "kind", "established_on", "dissolved_on")
    query = (
        select(*(table.c[name] for name in names))
        .where(table.c.removed_on.is_(None))
        .order_by(table.c.serial)
    )
    return [dict(row) for row in connection.execute(query).mappings()]


def communities(connection: Connection, catalog: Catalog, root: UUID) -> list[dict[str, Any]]:
    """Give id, name and code of the community organisations of a subtree, by code."""
    table = table_of(catalog["organisation"])
    query = (
        select(table.c.id, table.c.name, table.c.code)
        .where(
            table.c.id.in_(subtree(catalog, root)),
            table.c.kind == "community",
            table.c.removed_on.is_(None),
        )
        .order_by(table.c.code, table.c.serial)
    )
    return [dict(row) for row in connection.execute(query).mappings()]
