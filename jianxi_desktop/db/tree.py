"""Who stands under whom: subtrees of organisations as SQL, and which records belong to them."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, or_, select

from jianxi_desktop.db.write import table_of
from jianxi_desktop.schema.fields import Link
from jianxi_desktop.schema.ledger import Catalog, Ledger


def subtree(catalog: Catalog, root: UUID) -> Select[Any]:
    """Select the ids of an organisation and of all that stand below it."""
    table = table_of(catalog["organisation"])
    top = select(table.c.id).where(table.c.id == root).cte(recursive=True)
    below = top.union(
        select(table.c.id).where(table.c.parent == top.c.id, table.c.removed_on.is_(None))
    )
    return select(below.c.id)


def organisation_field(ledger: Ledger) -> str | None:
    """Name the field that says which organisation a record belongs to.

    Where a record has an owner, a link that may be empty says something else, such as whose duty
    an item is; then it belongs where its owner does.
    """
    if ledger.key == "organisation":
        return "id"
    for key, field in ledger.all_fields.items():
        if isinstance(field, Link) and field.target == "organisation":
            return key if field.required or ledger.owner is None else None
    return None


def belongs(catalog: Catalog, ledger: Ledger) -> bool:
    """Tell whether the records of a ledger belong to organisations at all."""
    return organisation_field(ledger) is not None or (
        ledger.owner is not None and belongs(catalog, _owner_ledger(catalog, ledger))
    )


def inside(catalog: Catalog, ledger: Ledger, top: UUID) -> ColumnElement[bool] | None:
    """Say in SQL which records belong to an organisation or stand below it.

    ``None`` where the ledger's records belong to none. A record belongs by a link of its own, by
    its companion's rows, else through the record that owns it.
    """
    table, key = table_of(ledger), organisation_field(ledger)
    if key is not None and (key == "id" or key in ledger.fields):
        own: ColumnElement[bool] = table.c[key].in_(subtree(catalog, top))
        return own
    if key is not None:
        return _inside_by_rows(catalog, ledger, key, top)
    if ledger.owner is None:
        return None
    owner = _owner_ledger(catalog, ledger)
    condition = inside(catalog, owner, top)
    if condition is None:
        return None
    theirs = select(table_of(owner).c.id).where(condition)
    owned: ColumnElement[bool] = table.c[ledger.owner.key].in_(theirs)
    return owned


def outside_of(
    connection: Connection, catalog: Catalog, ledger: Ledger, top: UUID, ids: Collection[UUID]
) -> set[UUID]:
    """Give those of some records that do not belong to a subtree, or are not there at all."""
    condition = inside(catalog, ledger, top)
    wanted = list(ids)
    if condition is None or not wanted:
        return set()
    table, found = table_of(ledger), set[UUID]()
    for start in range(0, len(wanted), 5_000):
        part = table.c.id.in_(wanted[start : start + 5_000])
        found |= {row[0] for row in connection.execute(select(table.c.id).where(part, condition))}
    return set(wanted) - found


def owner_of(
    connection: Connection, catalog: Catalog, ledger: Ledger, record_id: UUID
) -> tuple[Ledger, UUID] | None:
    """Give the record that a row belongs to."""
    table = table_of(ledger)
    query = select(table.c[ledger.owner.key]).where(table.c.id == record_id)
    found = connection.execute(query).scalar()
    return None if found is None else (_owner_ledger(catalog, ledger), found)


def _owner_ledger(catalog: Catalog, ledger: Ledger) -> Ledger:
    return catalog[getattr(ledger.fields[ledger.owner.key], "target", "")]


def _inside_by_rows(catalog: Catalog, ledger: Ledger, key: str, top: UUID) -> ColumnElement[bool]:
    """Go by the companion's row that holds now; whoever has none stays where the last was."""
    companion = ledger.companion
    assert companion is not None  # noqa: S101 - the field is not the ledger's own
    row, other = table_of(companion).alias(), table_of(companion).alias()
    owner = companion.owner.key
    holds: ColumnElement[bool] = row.c.removed_on.is_(None)
    if companion.ended is not None:
        ended = companion.ended.key
        current = exists().where(
            other.c[owner] == row.c[owner], other.c[ended].is_(None), other.c.removed_on.is_(None)
        )
        holds = and_(holds, or_(row.c[ended].is_(None), ~current))
    theirs = select(row.c[owner]).where(row.c[key].in_(subtree(catalog, top)), holds)
    by_rows: ColumnElement[bool] = table_of(ledger).c.id.in_(theirs)
    return by_rows


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


def parents(connection: Connection, catalog: Catalog) -> dict[UUID, UUID | None]:
    """Say under whom each organisation stands."""
    table = table_of(catalog["organisation"])
    query = select(table.c.id, table.c.parent).where(table.c.removed_on.is_(None))
    return {row[0]: row[1] for row in connection.execute(query)}


def forest(
    connection: Connection, catalog: Catalog, key: str, names: Collection[str]
) -> list[dict[str, Any]]:
    """Read fields of every record of a ledger that is a tree, by code, then in order of entry."""
    table = table_of(catalog[key])
    query = (
        select(*(table.c[name] for name in names))
        .where(table.c.removed_on.is_(None))
        .order_by(table.c.code.is_(None), table.c.code, table.c.serial)
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
