"""Records as packages carry them: plain values by column, each row with its id and its dot."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Table, and_, func, insert, select, update

from jianxi_desktop.db import system
from jianxi_desktop.db.write import table_of
from jianxi_desktop.schema.fields import Link
from jianxi_desktop.schema.ledger import Ledger

HEAD = ("id", "replica", "seq", "removed_on", "removed_why")
_AT_ONCE = 2_000
_BRINGING = ("merge", "found")


def columns_of(ledger: Ledger) -> tuple[str, ...]:
    """Name the columns of a ledger's rows in a package: head, then fields."""
    return (*HEAD, *ledger.fields)


def outgoing(connection: Connection, ledger: Ledger) -> Iterator[tuple[Any, ...]]:
    """Give every row of a ledger that somebody wrote; seeds are the same in every office."""
    table = table_of(ledger)
    names = _replica_names(connection)
    later = _later_writers(connection, ledger)
    columns = [table.c.serial, *(table.c[name] for name in columns_of(ledger))]
    query = select(*columns).order_by(table.c.serial)
    result = connection.execute(query, execution_options={"yield_per": _AT_ONCE})
    for serial, one, *rest in result:
        replica, seq = later.get(serial, (rest[0], rest[1]))
        if replica:
            yield (one.hex, names[replica], seq, *map(_plain, rest[2:]))


def here(connection: Connection, ledger: Ledger, ids: Sequence[str]) -> dict[str, tuple[Any, ...]]:
    """Give the rows of these ids as ``outgoing`` would, with their version last."""
    table = table_of(ledger)
    names = {0: "", **_replica_names(connection)}
    columns = [table.c.serial, *(table.c[name] for name in columns_of(ledger)), table.c.version]
    found = {}
    query = select(*columns).where(table.c.id.in_([UUID(each) for each in ids]))
    rows = connection.execute(query).all()
    later = _later_writers(connection, ledger, [row.serial for row in rows])
    for serial, one, *rest in rows:
        replica, seq = later.get(serial, (rest[0], rest[1]))
        found[one.hex] = (one.hex, names[replica], seq, *map(_plain, rest[2:]))
    return found


def _later_writers(
    connection: Connection, ledger: Ledger, serials: Sequence[int] | None = None
) -> dict[int, tuple[int, int]]:
    """Give the last change of each row that was written again after the change its dot names.

    A merge only brought what another office wrote, under that office's dot, and founding what
    every office makes alike; so neither is a writer, and what was written before a merge is gone.
    """
    touch, change = system.touch, system.change
    same = and_(change.c.replica == touch.c.replica, change.c.seq == touch.c.seq)
    mine = touch.c.ledger == ledger.key
    if serials is not None:
        mine = and_(mine, touch.c.serial.in_(serials))
    own = and_(mine, change.c.action.not_in(_BRINGING))
    rows = select(touch.c.serial, touch.c.replica, touch.c.seq, change.c.hlc)
    written = rows.select_from(touch.join(change, same)).where(own).order_by(change.c.hlc)
    later = {row.serial: (row.replica, row.seq, row.hlc) for row in connection.execute(written)}
    if not later:
        return {}
    again = select(touch.c.serial).select_from(touch.join(change, same)).where(own)
    brought = (
        select(touch.c.serial, func.max(change.c.hlc).label("hlc"))
        .select_from(touch.join(change, same))
        .where(mine, change.c.action.in_(_BRINGING), touch.c.serial.in_(again))
        .group_by(touch.c.serial)
    )
    merged = {row.serial: row.hlc for row in connection.execute(brought)}
    return {
        serial: (replica, seq)
        for serial, (replica, seq, hlc) in later.items()
        if hlc > merged.get(serial, 0)
    }


def incoming(ledger: Ledger, columns: Sequence[str], row: Sequence[Any]) -> dict[str, Any]:
    """Turn a row of a package into values to write; the dot's replica is left to the caller."""
    values = dict(zip(columns, row, strict=True))
    values["id"] = UUID(values["id"])
    for key, field in ledger.fields.items():
        if isinstance(field, Link) and values.get(key) is not None:
            values[key] = UUID(values[key])
    return values


class Replicas:
    """The numbers that replicas have in this database; an unknown one is given the next."""

    def __init__(self, connection: Connection, unit: str, name: str) -> None:
        self._connection = connection
        self._unit = unit
        self._name = name
        self._numbers = {name: number for number, name in _replica_names(connection).items()}

    def number(self, replica: str) -> int:
        """Give the number of a replica, by its 32 hexadecimal digits."""
        if replica not in self._numbers:
            number = self._connection.execute(select(func.max(system.replica.c.number))).scalar()
            number = (number or 0) + 1
            unit = self._unit
            facts = {"unit": unit, "name": self._name, "seq": 0, "hlc": 0, "scope": f"org/{unit}"}
            self._connection.execute(
                insert(system.replica).values(number=number, replica=UUID(replica), **facts)
            )
            self._numbers[replica] = number
        return self._numbers[replica]


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


def _plain(value: Any) -> Any:
    return value.hex if isinstance(value, UUID) else value
