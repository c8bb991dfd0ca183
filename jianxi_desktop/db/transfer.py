"""What is noted of packages, and the rows of packages of the first kind as values to write."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Table, func, insert, select, update

from jianxi_desktop.db import system
from jianxi_desktop.schema.fields import Link
from jianxi_desktop.schema.ledger import Ledger

HEAD = ("id", "replica", "seq", "removed_on", "removed_why")


def columns_of(ledger: Ledger) -> tuple[str, ...]:
    """Name the columns of a ledger's rows in a package: head, then fields."""
    return (*HEAD, *ledger.fields)


def incoming(ledger: Ledger, columns: Sequence[str], row: Sequence[Any]) -> dict[str, Any]:
    """Turn a row of a package into values to write; the dot's replica is left to the caller."""
    values = dict(zip(columns, row, strict=True))
    values["id"] = UUID(values["id"])
    for key, field in ledger.fields.items():
        if isinstance(field, Link) and values.get(key) is not None:
            values[key] = UUID(values[key])
    return values


def own_replica(connection: Connection) -> str:
    """Give this database's replica as 32 hexadecimal digits."""
    own = connection.execute(select(system.office.c.replica)).scalar_one()
    return _replica_names(connection)[own]


def package_known(connection: Connection, package: str) -> Mapping[str, Any] | None:
    """Give what was noted when a package was read, if it was."""
    found = select(system.package).where(system.package.c.id == UUID(package))
    row = connection.execute(found).mappings().first()
    return None if row is None else dict(row)


def note_package(connection: Connection, facts: Mapping[str, Any]) -> None:
    """Remember a package that was written or read, or what became of it since."""
    values, table = {**facts, "id": UUID(facts["id"])}, system.package
    mine = table.c.id == values["id"]
    if connection.execute(update(table).where(mine).values(values)).rowcount == 0:
        connection.execute(insert(table).values(values))


def mark_package(connection: Connection, package: str, state: str) -> None:
    """Note that the merge of a package was undone, or done again."""
    mine = system.package.c.id == UUID(package)
    connection.execute(update(system.package).where(mine).values(state=state))


def package_table() -> Table:
    """Give the table of packages, to look at what was noted."""
    return system.package


def last_written(connection: Connection, unit: str | None = None) -> str | None:
    """Give the moment at which the last package was written here, for a unit or for any."""
    table = system.package
    written = select(func.max(table.c.handled_at)).where(table.c.direction == "out")
    if unit is not None:
        written = written.where(table.c.unit == unit)
    found = connection.execute(written).scalar()
    return None if found is None else str(found)


def next_number(connection: Connection, unit: str) -> int:
    """Give the number of the next package written here for a unit."""
    table = system.package
    written = select(func.max(table.c.number)).where(table.c.direction == "out")
    return (connection.execute(written.where(table.c.unit == unit)).scalar() or 0) + 1


def audit_end(connection: Connection) -> tuple[int, str]:
    """Give the end of this database's chain of events: its number and hash."""
    own, table = select(system.office.c.replica).scalar_subquery(), system.replica
    mine = select(table.c.replica).where(table.c.number == own).scalar_subquery()
    query = select(table.c.seq, table.c.hash).where(
        table.c.replica == mine, table.c.scope.startswith("audit/")
    )
    row = connection.execute(query).one()
    return (row.seq, row.hash.hex() if row.hash else "")


def _replica_names(connection: Connection) -> dict[int, str]:
    columns = select(system.replica.c.number, system.replica.c.replica)
    rows = connection.execute(columns.where(system.replica.c.scope.not_like("audit/%")))
    return {row[0]: row[1].hex for row in rows}
