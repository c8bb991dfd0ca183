"""Look records up by what a roster says of them: names of links, keys of rows; never in a loop."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, func, select

from jianxi_desktop.db.captions import caption_column
from jianxi_desktop.db.tree import inside
from jianxi_desktop.db.write import table_of
from jianxi_desktop.schema.ledger import Catalog, Ledger


def names(
    connection: Connection, catalog: Catalog, target: str, top: UUID | None = None
) -> dict[str, list[UUID]]:
    """Give the records of a ledger by caption, and organisations by short name too.

    With ``top`` only those that belong to this organisation or stand below it.
    """
    ledger = catalog[target]
    table = table_of(ledger)
    columns: list[Any] = [table.c.id, caption_column(catalog, ledger, table)]
    if "short_name" in ledger.fields:
        columns.append(table.c.short_name)
    found: dict[str, list[UUID]] = {}
    query = select(*columns).where(table.c.removed_on.is_(None))
    if top is not None and (condition := inside(catalog, ledger, top)) is not None:
        query = query.where(condition)
    for row in connection.execute(query):
        for name in dict.fromkeys(row[1:]):
            if name:
                found.setdefault(name, []).append(row[0])
    return found


def parents(connection: Connection, catalog: Catalog) -> dict[UUID, UUID | None]:
    """Give the superior of every organisation."""
    table = table_of(catalog["organisation"])
    rows = connection.execute(select(table.c.id, table.c.parent))
    return {row[0]: row[1] for row in rows}


def above(connection: Connection, ledger: Ledger) -> dict[UUID, UUID | None]:
    """Give for every live record of a tree the one it stands under."""
    table = table_of(ledger)
    query = select(table.c.id, table.c[ledger.above.key]).where(table.c.removed_on.is_(None))
    return {row[0]: row[1] for row in connection.execute(query)}


def has_rows(connection: Connection, ledger: Ledger) -> bool:
    """Tell whether a ledger has any row at all."""
    return connection.execute(select(table_of(ledger).c.serial).limit(1)).first() is not None


def existing(
    connection: Connection, ledger: Ledger, key: str, values: Collection[Any]
) -> list[Mapping[str, Any]]:
    """Read the live records whose field ``key`` has one of the values, whole."""
    table = table_of(ledger)
    found: list[Mapping[str, Any]] = []
    wanted = list(values)
    for start in range(0, len(wanted), 5_000):
        query = select(table).where(
            table.c[key].in_(wanted[start : start + 5_000]), table.c.removed_on.is_(None)
        )
        found += [dict(row) for row in connection.execute(query).mappings()]
    return found


def current_rows(
    connection: Connection, companion: Ledger, owners: Sequence[UUID]
) -> dict[UUID, Mapping[str, Any]]:
    """Give the companion's row that holds now, by owner."""
    rows = existing(connection, companion, companion.owner.key, owners)
    ended = companion.ended.key if companion.ended is not None else None
    return {row[companion.owner.key]: row for row in rows if ended is None or row[ended] is None}


def texts_beginning(connection: Connection, ledger: Ledger, key: str, start: str) -> list[str]:
    """Give the values of a field that begin alike, removed records' too."""
    column = table_of(ledger).c[key]
    found = select(column).where(column.istartswith(start, autoescape=True))
    return [str(row[0]) for row in connection.execute(found)]


def rows_of(
    connection: Connection, ledger: Ledger, ids: Collection[UUID]
) -> dict[UUID, Mapping[str, Any]]:
    """Read records whole by identity, removed ones too."""
    table = table_of(ledger)
    query = select(table).where(table.c.id.in_(list(ids)))
    return {row["id"]: dict(row) for row in connection.execute(query).mappings()}


def last_serial(connection: Connection, ledger: Ledger) -> int:
    """Give the highest serial of a ledger; 0 while it has no row."""
    found = connection.execute(select(func.max(table_of(ledger).c.serial))).scalar()
    return int(found or 0)


def by_serials(
    connection: Connection, ledger: Ledger, serials: Collection[int]
) -> list[Mapping[str, Any]]:
    """Read the live records with some serials, whole."""
    return existing(connection, ledger, "serial", serials)


def stream_columns(
    connection: Connection, ledger: Ledger, keys: Sequence[str]
) -> Iterator[tuple[Any, ...]]:
    """Give serial and some fields of every live record, one after the other."""
    table = table_of(ledger)
    query = select(table.c.serial, *(table.c[key] for key in keys))
    rows = connection.execute(
        query.where(table.c.removed_on.is_(None)), execution_options={"yield_per": 5_000}
    )
    for row in rows:
        yield tuple(row)
