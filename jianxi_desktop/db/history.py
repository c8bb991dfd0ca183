"""Read the journal: what happened to one record, what one action did, what people did at all."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select

from jianxi_desktop.db import system
from jianxi_desktop.db.captions import caption_column
from jianxi_desktop.db.journal import read_note
from jianxi_desktop.db.write import table_of
from jianxi_desktop.domain import blocks
from jianxi_desktop.domain.blocks import Leaf
from jianxi_desktop.schema.ledger import Catalog, Ledger

Dot = tuple[int, int]


class Entry(NamedTuple):
    """One change as the journal has it, without its writes.

    Attributes:
        replica: Number of its chain.
        seq: Its number there.
        first: Number of the first change of the same action.
        hlc: When, as the chain counts: pages of entries end before it.
        account: Who.
        action: Key of what was done.
        undoes: First number of the action it took back.
        writes: How many rows it wrote; in ``entries``, how many the whole action wrote.
        reason: Why, in the person's words.
        detail: Keys and counts of an event.
        place: Name of the PC or office.
        here: Whether this database wrote it.
    """

    replica: int
    seq: int
    first: int
    hlc: int
    account: UUID | None
    action: str
    undoes: int | None
    writes: int
    reason: str | None
    detail: dict[str, Any]
    place: str
    here: bool

    @property
    def at(self) -> datetime:
        """When, by the clock of the PC that wrote it."""
        return datetime.fromtimestamp((self.hlc >> 16) / 1000, UTC).astimezone()


class Written(NamedTuple):
    """A change with what it wrote of one record."""

    entry: Entry
    leaves: tuple[Leaf, ...]


def row_at(connection: Connection, ledger: Ledger, record_id: UUID) -> tuple[int, Dot] | None:
    """Give serial and dot of a record, removed or not."""
    table = table_of(ledger)
    columns = select(table.c.serial, table.c.replica, table.c.seq)
    row = connection.execute(columns.where(table.c.id == record_id)).first()
    return None if row is None else (row.serial, (row.replica, row.seq))


def changes_of(connection: Connection, ledger: Ledger, record_id: UUID) -> list[Written]:
    """Give everything that happened to a record, the oldest first."""
    found = row_at(connection, ledger, record_id)
    if found is None:
        return []
    serial, dot = found
    found_by = select(system.touch.c.replica, system.touch.c.seq).where(
        system.touch.c.ledger == ledger.key, system.touch.c.serial == serial
    )
    dots = {dot, *((row.replica, row.seq) for row in connection.execute(found_by))}
    change = system.change
    query = _entries(change.c.block).where(
        or_(*(and_(change.c.replica == replica, change.c.seq == seq) for replica, seq in dots))
    )
    written = []
    for row in connection.execute(query.order_by(change.c.hlc, change.c.seq)):
        leaves = tuple(
            leaf
            for leaf in blocks.read_block(row.block)
            if leaf.ledger == ledger.key and leaf.row == record_id.hex
        )
        if leaves:
            written.append(Written(_with_note(connection, _entry(row)), leaves))
    return written


def entries_of(connection: Connection, replica: int, first: int) -> list[Entry]:
    """Give the changes of one action, the first one first."""
    change = system.change
    query = _entries().where(change.c.replica == replica, change.c.first == first)
    return [_entry(row) for row in connection.execute(query.order_by(change.c.seq))]


def original(connection: Connection, entry: Entry) -> Entry:
    """Give the action behind one that only does it again."""
    while entry.action == "redo" and entry.undoes is not None:
        undone = entries_of(connection, entry.replica, entry.undoes)
        if not undone or undone[0].undoes is None:
            break
        found = entries_of(connection, entry.replica, undone[0].undoes)
        if not found:
            break
        entry = found[0]
    return entry


def leaves_of(connection: Connection, replica: int, seq: int) -> list[Leaf]:
    """Give what one change wrote, in its order."""
    change = system.change
    query = select(change.c.block).where(change.c.replica == replica, change.c.seq == seq)
    return list(blocks.read_block(connection.execute(query).scalar_one()))


def actions_by(connection: Connection, account: UUID, replica: int, limit: int) -> list[Entry]:
    """Give the last actions of somebody in one chain, the newest first."""
    change = system.change
    query = _entries().where(
        change.c.account == account, change.c.replica == replica, change.c.seq == change.c.first
    )
    found = connection.execute(query.order_by(change.c.seq.desc()).limit(limit))
    return [_entry(row) for row in found]


def rows_of(connection: Connection, ledger: Ledger, owner: str, record_id: UUID) -> list[UUID]:
    """Give the rows that belong to a record, removed ones too."""
    table = table_of(ledger)
    found = select(table.c.id).where(table.c[owner] == record_id).order_by(table.c.serial)
    return list(connection.execute(found).scalars())


def own_replica(connection: Connection) -> int:
    """Give the number of the chain this database writes its records into."""
    return int(connection.execute(select(system.office.c.replica)).scalar_one())


def captions(
    connection: Connection, catalog: Catalog, target: str, ids: Iterable[UUID]
) -> dict[UUID, str]:
    """Give what the records of a ledger are called, removed ones too."""
    table = table_of(catalog[target])
    columns = select(table.c.id, caption_column(catalog, catalog[target], table))
    wanted = list(ids)
    return {
        row[0]: str(row[1])
        for start in range(0, len(wanted), 5_000)
        for row in connection.execute(columns.where(table.c.id.in_(wanted[start : start + 5_000])))
    }


def entries(
    connection: Connection, *, kind: str, limit: int, before: int | None = None
) -> list[Entry]:
    """Give the newest actions of this database: events (``audit``) or records (``org``).

    Args:
        connection: Where to read.
        kind: Which chains.
        limit: How many.
        before: The ``hlc`` that the page ends before.
    """
    change = system.change
    query = _entries().where(
        system.replica.c.scope.startswith(f"{kind}/"), change.c.seq == change.c.first
    )
    if before is not None:
        query = query.where(change.c.hlc < before)
    found = [
        _entry(row) for row in connection.execute(query.order_by(change.c.hlc.desc()).limit(limit))
    ]
    firsts = [entry.first for entry in found]
    total = func.sum(change.c.writes).label("total")
    sums = (
        select(change.c.replica, change.c.first, total)
        .where(change.c.first.in_(firsts))
        .group_by(change.c.replica, change.c.first)
    )
    whole = {(row.replica, row.first): row.total for row in connection.execute(sums)}
    return [entry._replace(writes=whole[entry.replica, entry.first]) for entry in found]


def undone_merge(connection: Connection, package: str) -> tuple[Entry | None, Entry | None]:
    """Give the merge of a package and the action that took it back, if they are to be found."""
    change = system.change
    merges = connection.execute(
        _entries().where(change.c.action == "merge", change.c.seq == change.c.first)
    ).all()
    merged = next((e for e in map(_entry, merges) if e.detail.get("package") == package), None)
    if merged is None:
        return None, None
    undos = _entries().where(
        change.c.action == "undo",
        change.c.replica == merged.replica,
        change.c.undoes == merged.first,
        change.c.seq == change.c.first,
    )
    row = connection.execute(undos.order_by(change.c.seq.desc()).limit(1)).first()
    return merged, None if row is None else _entry(row)


def later_than(
    connection: Connection, ledger: str, serials: Sequence[int], dot: Dot
) -> Iterator[Entry]:
    """Give the changes of rows that are not of the action ``dot`` begins and came after it."""
    change, touch = system.change, system.touch
    mine = and_(change.c.replica == dot[0], change.c.first == dot[1])
    began = select(func.min(change.c.hlc)).where(mine).scalar_subquery()
    same = and_(touch.c.replica == change.c.replica, touch.c.seq == change.c.seq)
    query = (
        _entries()
        .join(touch, same)
        .where(
            touch.c.ledger == ledger,
            touch.c.serial.in_(serials),
            change.c.hlc > began,
            ~mine,
        )
    )
    for row in connection.execute(query.order_by(change.c.hlc.desc())):
        yield _entry(row)


def _entries(*more: ColumnElement[Any]) -> Select[Any]:
    change, chain = system.change, system.replica
    own = select(system.office.c.replica).scalar_subquery()
    mine = select(chain.c.replica).where(chain.c.number == own).scalar_subquery()
    return select(
        change.c.replica,
        change.c.seq,
        change.c.first,
        change.c.hlc,
        change.c.account,
        change.c.action,
        change.c.undoes,
        change.c.writes,
        change.c.note,
        chain.c.name.label("place"),
        (chain.c.replica == mine).label("here"),
        *more,
    ).join(chain, chain.c.number == change.c.replica)


def _entry(row: Any) -> Entry:
    reason, detail = read_note(row.note)
    return Entry(
        row.replica,
        row.seq,
        row.first,
        row.hlc,
        row.account,
        row.action,
        row.undoes,
        row.writes,
        reason,
        detail,
        row.place,
        bool(row.here),
    )


def _with_note(connection: Connection, entry: Entry) -> Entry:
    """Only the first change of an action carries the reason."""
    if entry.seq == entry.first:
        return entry
    first = entries_of(connection, entry.replica, entry.first)[:1]
    return entry._replace(reason=first[0].reason) if first else entry
