"""Chains as packages carry them: how far each is known here, and its changes in their order."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, RowMapping, and_, func, insert, or_, select, update

from jianxi_desktop.db import system
from jianxi_desktop.domain import vectors
from jianxi_desktop.domain.vectors import KnownHash, Mark

_AT_ONCE = 50
_RECORDS = "org/"


class ChainRow(NamedTuple):
    """A chain of changes of records.

    Attributes:
        number: Of the chain in this database.
        replica: The database it was written in, 32 hexadecimal digits.
        scope: ``org/<unit>``.
        unit: Code of the unit.
        name: Of the PC or office.
        seq: Its last change that is known here.
        hash: Hash of that change, hexadecimal; empty where none is known.
        key: Which key vouches for it, where that is known.
    """

    number: int
    replica: str
    scope: str
    unit: str
    name: str
    seq: int
    hash: str
    key: str | None

    @property
    def chain(self) -> str:
        """Its name in packages."""
        return f"{self.replica}/{self.scope}"

    @property
    def mark(self) -> Mark:
        """How far it is known."""
        return (self.seq, self.hash)


def chains(connection: Connection) -> dict[str, ChainRow]:
    """Give every chain of records by its name in packages, those of which nothing is here too."""
    table = system.replica
    query = select(table).where(table.c.scope.startswith(_RECORDS)).order_by(table.c.number)
    rows = [
        ChainRow(
            row["number"],
            row["replica"].hex,
            row["scope"],
            row["unit"],
            row["name"],
            row["seq"] if row["hash"] else 0,
            row["hash"].hex() if row["hash"] else "",
            row["key"],
        )
        for row in connection.execute(query).mappings()
    ]
    return {row.chain: row for row in rows}


def ends(known: Mapping[str, ChainRow]) -> dict[str, Mark]:
    """Give how far each chain is known: the vector of this database."""
    return {chain: row.mark for chain, row in known.items() if row.hash}


def known_hash(connection: Connection, known: Mapping[str, ChainRow]) -> KnownHash:
    """Give what finds the hash of any change that is here."""
    table = system.change

    def find(chain: str, seq: int) -> str | None:
        row = known.get(chain)
        if row is None:
            return None
        if row.seq == seq:
            return row.hash or None
        query = select(table.c.hash).where(table.c.replica == row.number, table.c.seq == seq)
        found = connection.execute(query).scalar()
        return None if found is None else bytes(found).hex()

    return find


def changes(connection: Connection, number: int, after: int, last: int) -> Iterator[RowMapping]:
    """Give the changes of one chain behind a number and up to another, in their order."""
    table = system.change
    query = (
        select(table)
        .where(table.c.replica == number, table.c.seq > after, table.c.seq <= last)
        .order_by(table.c.seq)
    )
    yield from connection.execute(query, execution_options={"yield_per": _AT_ONCE}).mappings()


def whole(connection: Connection, known: Mapping[str, ChainRow]) -> dict[str, Mark]:
    """Give how far each chain is held whole: what may be acknowledged and passed on."""
    names = {row.number: chain for chain, row in known.items()}
    table = system.lacking
    rows = connection.execute(select(table.c.replica, table.c.seq)).all()
    lacking = [(names[row.replica], row.seq) for row in rows if row.replica in names]
    ours = ends(known)
    return dict(vectors.whole(ours, lacking, known_hash(connection, known))) if lacking else ours


def note_lacking(connection: Connection, number: int, seq: int, *, lacks: bool) -> None:
    """Keep whether something of a change is veiled here that its sender could not see."""
    table = system.lacking
    mine = and_(table.c.replica == number, table.c.seq == seq)
    connection.execute(table.delete().where(mine))
    if lacks:
        connection.execute(insert(table).values(replica=number, seq=seq))


def is_lacking(connection: Connection, number: int, seq: int) -> bool:
    """Tell whether a change is not held whole."""
    table = system.lacking
    mine = and_(table.c.replica == number, table.c.seq == seq)
    return connection.execute(select(table.c.seq).where(mine)).first() is not None


class Waiting(NamedTuple):
    """What is not yet sent: changes, and rows they wrote."""

    changes: int
    writes: int


def count_after(
    connection: Connection, known: Mapping[str, ChainRow], base: Mapping[str, Mark]
) -> Waiting:
    """Count the changes of some chains behind their bases."""
    table = system.change
    parts = [
        and_(table.c.replica == row.number, table.c.seq > base.get(chain, (0, ""))[0])
        for chain, row in known.items()
    ]
    if not parts:
        return Waiting(0, 0)
    query = select(func.count(), func.coalesce(func.sum(table.c.writes), 0)).where(or_(*parts))
    row = connection.execute(query).one()
    return Waiting(int(row[0]), int(row[1]))


def add_chain(
    connection: Connection, replica: str, scope: str, unit: str, name: str, key: str
) -> int:
    """Begin to know a chain of another database; give its number here."""
    table = system.replica
    last = connection.execute(select(func.max(table.c.number))).scalar() or 0
    facts = {"replica": UUID(replica), "scope": scope, "unit": unit, "name": name, "key": key}
    connection.execute(insert(table).values(number=last + 1, seq=0, hlc=0, **facts))
    return int(last) + 1


def set_end(connection: Connection, number: int, seq: int, digest: str, hlc: int, key: str) -> None:
    """Keep how far a chain is known now."""
    table = system.replica
    values = {"seq": seq, "hash": bytes.fromhex(digest), "hlc": hlc, "key": key}
    connection.execute(update(table).where(table.c.number == number).values(**values))


def heed_clock(connection: Connection, hlc: int) -> None:
    """Let our own changes count as later than all that came."""
    own = select(system.office.c.replica).scalar_subquery()
    table = system.replica
    mine = and_(table.c.number == own, table.c.hlc < hlc)
    connection.execute(update(table).where(mine).values(hlc=hlc))


def keep_checkpoint(connection: Connection, number: int, facts: Mapping[str, Any]) -> None:
    """Keep what a PC has signed of its chain, in place of what it had signed before."""
    table = system.checkpoint
    connection.execute(table.delete().where(table.c.replica == number))
    connection.execute(insert(table).values(replica=number, **facts))


def checkpoint_of(connection: Connection, number: int, seq: int) -> RowMapping | None:
    """Give what was signed of a chain's end."""
    table = system.checkpoint
    mine = and_(table.c.replica == number, table.c.seq == seq)
    return connection.execute(select(table).where(mine)).mappings().first()


def keep_authors(connection: Connection, names: Mapping[UUID, str], unit: str) -> None:
    """Keep names of accounts of other offices, as they were told last, and who told them first."""
    table = system.author
    known = {row.id: row.name for row in connection.execute(select(table.c.id, table.c.name))}
    for one, name in names.items():
        if one not in known:
            connection.execute(insert(table).values(id=one, name=name, unit=unit))
        elif known[one] != name:
            mine = table.c.id == one
            connection.execute(update(table).where(mine).values(name=name))


def authors(connection: Connection, units: Collection[str] | None = None) -> dict[str, str]:
    """Give the names of accounts that are known, by identity: ours, and those of some units."""
    table = system.author
    query = select(table.c.id, table.c.name)
    if units is not None:
        query = query.where(table.c.unit.in_(sorted(units)))
    names = {row.id.hex: row.name for row in connection.execute(query)}
    own = select(system.account.c.id, system.account.c.name)
    return names | {row.id.hex: row.name for row in connection.execute(own)}
