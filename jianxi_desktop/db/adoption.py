"""Rows written before the journal was, or brought by packages of old, get a change of their own.

From schema 0012 on a row's dot names a change that this database has (or 0/0 for seeds). What a
merge of old brought points from now on at our own change that has the leaf; what the journal never
saw is written into it whole: what this database wrote itself in an action ``adopt``, what others
wrote in ``adopt_merged``, which like a merge only repeats, and what every office begins with in one
more ``found``. ``sync_legacy`` keeps the old dots of what others wrote.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    Connection,
    RowMapping,
    Table,
    and_,
    bindparam,
    delete,
    exists,
    insert,
    select,
)

from jianxi_desktop.db import office, system
from jianxi_desktop.db.guard import unlocked
from jianxi_desktop.db.journal import Chain, Journal, own_chain
from jianxi_desktop.db.store import Store
from jianxi_desktop.db.write import plain, table_of
from jianxi_desktop.domain import blocks
from jianxi_desktop.domain.deeds import COPYING, Deed
from jianxi_desktop.schema.ledger import Catalog, Ledger

_DONE, _SINCE = "adopted", "0012"
_FOUNDING = "found"
_BRINGING = (*sorted(COPYING), _FOUNDING)
_AT_ONCE = 2_000
_LOCAL = ("serial", "version", "replica", "seq", "id")
Dot = tuple[int, int]
_Left = dict[bool, list[int]]  # rows that others wrote, and rows that this database did


class Adopted(NamedTuple):
    """What was done.

    Attributes:
        repointed: Rows whose dot names our own merge now.
        written: Rows that were written into the journal whole.
        seeds: Rows of the founding that were; their dot stays nobody's.
        changes: Changes of the three actions.
    """

    repointed: int
    written: int
    seeds: int
    changes: int


def is_due(connection: Connection) -> bool:
    """Tell whether rows may be left whose dot names no change; costs a look."""
    if office.setting(connection, _DONE) is not None:
        return False
    return connection.execute(select(system.office.c.replica)).first() is not None


def begin_adopted(connection: Connection) -> None:
    """Note in a founding that there is nothing to adopt: its rows are in the journal already."""
    office.keep_setting(connection, _DONE, _SINCE)


def adopt(store: Store, catalog: Catalog, account: UUID | None = None) -> Adopted:
    """Give every such row a change, in one transaction; called again it finds nothing to do.

    To be called once the database is at schema 0012, before anything else writes.
    """
    with store.read() as connection:
        if not is_due(connection):
            return Adopted(0, 0, 0, 0)
    with store.writing() as connection:
        chain = own_chain(connection)
        if chain is None or not is_due(connection):  # another seat was faster
            return Adopted(0, 0, 0, 0)
        work = _Work(connection, chain, account)
        done = work.run(catalog)
        office.keep_setting(connection, _DONE, _SINCE)
    if store.committed is not None and work.chain.seq > chain.seq:
        store.committed(work.chain)
    return done


@dataclass
class _Copies:
    """What merges of old wrote of one ledger, by the identity of the row."""

    whole: dict[str, Dot] = field(default_factory=dict)
    later: dict[str, list[tuple[Dot, frozenset[str]]]] = field(default_factory=dict)


class _Work:
    """One adoption, in its transaction."""

    def __init__(self, connection: Connection, chain: Chain, account: UUID | None) -> None:
        self._connection = connection
        self._account = account
        self.chain = chain
        self._names = {
            row.number: row.replica.hex
            for row in connection.execute(select(system.replica.c.number, system.replica.c.replica))
        }
        self._ours = _incarnations(connection)
        self._copying = _changes_that_copy(connection)

    def run(self, catalog: Catalog) -> Adopted:
        due = {ledger.key: _due(self._connection, table_of(ledger)) for ledger in catalog}
        wanted = {key for key, serials in due.items() if serials}
        copies = self._read_copies(catalog, wanted)
        left: dict[str, _Left] = {
            ledger.key: self._repoint(ledger, due[ledger.key], copies[ledger.key])
            for ledger in catalog
            if ledger.key in wanted
        }
        before = self.chain.seq
        seeds = self._found(catalog)
        for copied, action in ((True, "adopt_merged"), (False, "adopt")):
            journal = Journal(self._connection, Deed(action, self._account), self.chain)
            for ledger in catalog:
                serials = left[ledger.key][copied] if ledger.key in left else ()
                self._write(journal, ledger, serials, copied=copied)
            journal.close()
            self.chain = journal.end
        written = sum(len(serials) for each in left.values() for serials in each.values())
        repointed = sum(map(len, due.values())) - written
        return Adopted(repointed, written, seeds, self.chain.seq - before)

    def _read_copies(self, catalog: Catalog, wanted: set[str]) -> dict[str, _Copies]:
        """Read what merges of old wrote, one change after the other as they came."""
        found = {key: _Copies() for key in wanted}
        change = system.change
        for dot in self._copying if wanted else ():
            query = select(change.c.block).where(change.c.replica == dot[0], change.c.seq == dot[1])
            for leaf in blocks.read_block(self._connection.execute(query).scalar_one()):
                if leaf.ledger not in wanted or leaf.erased:
                    continue
                mine = found[leaf.ledger]
                if leaf.kind == "new":
                    mine.whole.setdefault(leaf.row, dot)
                elif leaf.kind == "set":
                    groups = frozenset(map(catalog[leaf.ledger].group_of, leaf.new))
                    mine.later.setdefault(leaf.row, []).append((dot, groups))
        return found

    def _repoint(self, ledger: Ledger, serials: Sequence[int], copies: _Copies) -> _Left:
        """Let rows that a merge brought have its dot; give those that none brought."""
        left: _Left = {True: [], False: []}
        for part in _parts(serials):
            moved: list[tuple[RowMapping, Dot]] = []
            for row in self._rows(ledger, part):
                dot = copies.whole.get(row["id"].hex)
                if dot is None:
                    left[row["replica"] not in self._ours].append(row["serial"])
                else:
                    moved.append((row, dot))
            self._keep_legacy(ledger, [row for row, _dot in moved])
            self._point(ledger, [(row["serial"], dot) for row, dot in moved])
            self._set_heads(ledger, moved, copies)
        return left

    def _set_heads(
        self, ledger: Ledger, moved: Sequence[tuple[RowMapping, Dot]], copies: _Copies
    ) -> None:
        """Let each group that a later merge wrote, and nobody since, come from that merge."""
        latest: dict[tuple[int, str], Dot] = {}
        for row, _dot in moved:
            for dot, groups in copies.later.get(row["id"].hex, ()):
                latest |= {(row["serial"], group): dot for group in groups}
        head = system.head
        taken = set()
        for part in _parts(sorted({serial for serial, _group in latest})):
            query = select(head.c.serial, head.c.grp, head.c.replica, head.c.seq).where(
                head.c.ledger == ledger.key, head.c.serial.in_(part)
            )
            for at in self._connection.execute(query):
                if (at.replica, at.seq) not in self._copying:
                    taken.add((at.serial, at.grp))
        free = {at: dot for at, dot in latest.items() if at not in taken}
        self._forget(ledger, list(free))
        self._add_heads(ledger, [(*at, dot) for at, dot in free.items()])

    def _found(self, catalog: Catalog) -> int:
        """Write what the database began with before there was a journal of it."""
        journal, count = Journal(self._connection, Deed(_FOUNDING, self._account), self.chain), 0
        for ledger in catalog:
            for part in _parts(_unfounded(self._connection, ledger)):
                rows = self._rows(ledger, part)
                seqs = _journalled(journal, ledger, rows)
                journal.touch(ledger.key, [row["serial"] for row in rows], seqs)
                count += len(rows)
        journal.close()
        self.chain = journal.end
        return count

    def _write(
        self, journal: Journal, ledger: Ledger, serials: Sequence[int], *, copied: bool
    ) -> None:
        """Write rows into the journal whole."""
        for part in _parts(serials):
            rows = self._rows(ledger, part)
            seqs = _journalled(journal, ledger, rows)
            if copied:
                self._keep_legacy(ledger, rows)
            dots = {
                row["serial"]: (journal.replica, seq) for row, seq in zip(rows, seqs, strict=True)
            }
            self._point(ledger, list(dots.items()))
            self._join_heads(ledger, dots, copied=copied)

    def _join_heads(self, ledger: Ledger, dots: Mapping[int, Dot], *, copied: bool) -> None:
        """Let groups that were written since the row was have both heads: the values are equal.

        A copy is a head only where no more than copies are.
        """
        head = system.head
        query = select(head.c.serial, head.c.grp, head.c.replica, head.c.seq).where(
            head.c.ledger == ledger.key, head.c.serial.in_(list(dots))
        )
        found = [tuple(at) for at in self._connection.execute(query)]
        copies = [(serial, grp) for serial, grp, *dot in found if tuple(dot) in self._copying]
        self._forget(ledger, copies)
        if not copied:
            groups = {(serial, grp) for serial, grp, *_dot in found} - set(copies)
            self._add_heads(ledger, [(*at, dots[at[0]]) for at in sorted(groups)])

    def _rows(self, ledger: Ledger, serials: Sequence[int]) -> Sequence[RowMapping]:
        table = table_of(ledger)
        query = select(table).where(table.c.serial.in_(serials)).order_by(table.c.serial)
        return self._connection.execute(query).mappings().all()

    def _point(self, ledger: Ledger, dots: Sequence[tuple[int, Dot]]) -> None:
        table = table_of(ledger)
        statement = (
            table.update()
            .where(table.c.serial == bindparam("at"))
            .values(replica=bindparam("to_replica"), seq=bindparam("to_seq"))
        )
        lines = [{"at": at, "to_replica": dot[0], "to_seq": dot[1]} for at, dot in dots]
        if lines:
            with unlocked(self._connection, "journal"):
                self._connection.execute(statement, lines)

    def _keep_legacy(self, ledger: Ledger, rows: Sequence[RowMapping]) -> None:
        lines = [
            {
                "ledger": ledger.key,
                "serial": row["serial"],
                "replica": UUID(self._names[row["replica"]]),
                "seq": row["seq"],
            }
            for row in rows
        ]
        if lines:
            self._connection.execute(insert(system.legacy), lines)

    def _forget(self, ledger: Ledger, groups: Sequence[tuple[int, str]]) -> None:
        head = system.head
        gone = delete(head).where(
            head.c.ledger == ledger.key,
            head.c.serial == bindparam("serial_"),
            head.c.grp == bindparam("grp_"),
        )
        if groups:
            lines = [{"serial_": serial, "grp_": grp} for serial, grp in groups]
            with unlocked(self._connection, "journal"):
                self._connection.execute(gone, lines)

    def _add_heads(self, ledger: Ledger, heads: Sequence[tuple[int, str, Dot]]) -> None:
        lines: list[dict[str, Any]] = [
            {"ledger": ledger.key, "serial": at, "grp": grp, "replica": dot[0], "seq": dot[1]}
            for at, grp, dot in heads
        ]
        if lines:
            with unlocked(self._connection, "journal"):
                self._connection.execute(insert(system.head), lines)


def _journalled(journal: Journal, ledger: Ledger, rows: Sequence[RowMapping]) -> list[int]:
    """Write rows as they stand; give the number of the change that each is in."""
    names = [name for name in table_of(ledger).c.keys() if name not in _LOCAL]  # noqa: SIM118
    told = [name for name in names if any(row[name] is not None for row in rows)]
    cells = [[plain(row[name]) for row in rows] for name in told]
    return journal.add_new(ledger.key, told, [[row["id"].hex for row in rows], *cells])


def _unfounded(connection: Connection, ledger: Ledger) -> list[int]:
    """Give the seeds that no founding has in the journal."""
    table, touch, change = table_of(ledger), system.touch, system.change
    founded = (
        select(touch.c.serial)
        .join(change, and_(change.c.replica == touch.c.replica, change.c.seq == touch.c.seq))
        .where(touch.c.ledger == ledger.key, change.c.action == _FOUNDING)
    )
    query = select(table.c.serial).where(table.c.replica == 0, table.c.serial.not_in(founded))
    return list(connection.execute(query.order_by(table.c.serial)).scalars())


def _due(connection: Connection, table: Table) -> list[int]:
    """Give the rows whose dot names no change; seeds, which nobody wrote, are none."""
    change = system.change
    known = exists().where(and_(change.c.replica == table.c.replica, change.c.seq == table.c.seq))
    query = select(table.c.serial).where(table.c.replica != 0, ~known).order_by(table.c.serial)
    return list(connection.execute(query).scalars())


def _incarnations(connection: Connection) -> frozenset[int]:
    """Number the chains that this database wrote, now or before a restore: those with an audit."""
    chain = system.replica
    audits = select(chain.c.replica).where(chain.c.scope.startswith("audit/"))
    query = select(chain.c.number).where(
        chain.c.replica.in_(audits), chain.c.scope.startswith("org/")
    )
    return frozenset(connection.execute(query).scalars())


def _changes_that_copy(connection: Connection) -> dict[Dot, None]:
    """Name the changes that only brought what others wrote, in their order."""
    change = system.change
    query = select(change.c.replica, change.c.seq).where(change.c.action.in_(_BRINGING))
    ordered = connection.execute(query.order_by(change.c.hlc, change.c.seq))
    return {(row.replica, row.seq): None for row in ordered}


def _parts(serials: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(serials), _AT_ONCE):
        yield serials[start : start + _AT_ONCE]
