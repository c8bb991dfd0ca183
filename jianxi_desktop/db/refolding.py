"""Makes rows of a table what all their known writes say, with heads, conflicts and circles."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, RowMapping, delete, insert, select, update

from jianxi_desktop.db import erasing, search, system
from jianxi_desktop.db.fold_rows import Folded, RowReader, folded
from jianxi_desktop.db.guard import unlocked
from jianxi_desktop.db.store import Change
from jianxi_desktop.db.write import table_of
from jianxi_desktop.domain.registers import REMOVED, Dot, Row
from jianxi_desktop.schema.fields import Link
from jianxi_desktop.schema.ledger import Ledger

CYCLE, VALUE, REMOVAL = "cycle", "value", "removal"


class Refolded(NamedTuple):
    """What folding rows again did: how many say something else, are gone, wait for a person."""

    changed: int = 0
    removed: int = 0
    same: int = 0
    conflicts: int = 0
    erased: int = 0


def refold(
    change: Change, ledger: Ledger, serials: Sequence[int], begun: int | None = None
) -> Refolded:
    """Fold rows of a ledger from all their writes.

    Args:
        change: The transaction.
        ledger: Whose rows.
        serials: Which, in rising order.
        begun: Rows from this serial on have come just now, and are counted elsewhere.
    """
    keeper = _Keeper(change, ledger)
    counts = [0, 0, 0, 0, 0]
    for each in RowReader(change.connection).rows(ledger, serials):
        fresh = begun is not None and each.row["serial"] >= begun
        done = keeper.keep(each, fresh=fresh)
        counts = [one + more for one, more in zip(counts, done, strict=True)]
    return Refolded(*counts)


class _Keeper:
    """Writes what rows have become."""

    def __init__(self, change: Change, ledger: Ledger) -> None:
        self._change = change
        self._connection = change.connection
        self._ledger = ledger
        chain = system.replica
        names = select(chain.c.number, chain.c.replica).where(chain.c.scope.not_like("audit/%"))
        self._numbers = {row.replica.hex: row.number for row in self._connection.execute(names)}

    def keep(self, each: Folded, *, fresh: bool) -> Refolded:
        row, result = each.row, folded(self._ledger, each.writes)
        values = self._as_kept(result.values)
        changed = {key: value for key, value in values.items() if value != row[key]}
        if changed:
            self._store(row, changed)
        if result.erased:
            erasing.scrub(self._change, self._ledger, row["id"])
        self._keep_heads(row, result)
        conflicts = self._keep_conflicts(row["serial"], result)
        gone = bool(changed.get("removed_on"))
        if fresh:
            return Refolded(conflicts=conflicts, erased=int(result.erased))
        return Refolded(
            int(bool(changed) and not gone),
            int(gone),
            int(not changed),
            conflicts,
            int(result.erased),
        )

    def _as_kept(self, values: Mapping[str, Any]) -> dict[str, Any]:
        fields = self._ledger.fields
        return {
            key: UUID(value) if value is not None and isinstance(fields.get(key), Link) else value
            for key, value in values.items()
            if key in fields or key in ("removed_on", "removed_why")
        }

    def _store(self, row: RowMapping, changed: Mapping[str, Any]) -> None:
        ledger, table = self._ledger, table_of(self._ledger)
        mine = table.c.serial == row["serial"]
        with unlocked(self._connection, "journal"):
            self._connection.execute(
                update(table).where(mine).values(**changed, version=row["version"] + 1)
            )
        if any(ledger.fields[key].search for key in changed if key in ledger.fields):
            search.put_again(self._connection, ledger, row["serial"], {**row, **changed})
        self._change.touched.add(ledger.key)

    def _keep_heads(self, row: RowMapping, result: Row) -> None:
        """Keep the heads that are not the row's dot."""
        head, key, serial = system.head, self._ledger.key, row["serial"]
        own = (row["replica"], row["seq"])
        lines = []
        for group, versions in result.heads.items():
            dots = [self._dot(each.write.dot) for each in versions if each.write.kind != "seed"]
            if dots and dots != [own]:
                lines += [
                    {"ledger": key, "serial": serial, "grp": group, "replica": n, "seq": seq}
                    for n, seq in dots
                ]
        with unlocked(self._connection, "journal"):
            self._connection.execute(
                delete(head).where(head.c.ledger == key, head.c.serial == serial)
            )
            if lines:
                self._connection.execute(insert(head), lines)

    def _dot(self, dot: Dot) -> tuple[int, int]:
        return self._numbers[dot.replica], dot.seq

    def _keep_conflicts(self, serial: int, result: Row) -> int:
        """Keep what waits for a person; give how much of it is new."""
        table, key = system.conflict, self._ledger.key
        mine = (table.c.ledger == key) & (table.c.serial == serial) & (table.c.kind != CYCLE)
        known = set(self._connection.execute(select(table.c.grp).where(mine)).scalars())
        if known - result.conflicts:
            gone = table.c.grp.in_(known - result.conflicts)
            self._connection.execute(delete(table).where(mine, gone))
        fresh = sorted(result.conflicts - known)
        for group in fresh:
            kind = REMOVAL if group == REMOVED else VALUE
            _note(self._connection, key, serial, group, kind)
        return len(fresh)


def _note(connection: Connection, key: str, serial: int, group: str, kind: str) -> None:
    table = system.conflict
    at = datetime.now(UTC).isoformat(timespec="seconds")
    connection.execute(
        insert(table).values(ledger=key, serial=serial, grp=group, kind=kind, found_at=at)
    )


class _Node(NamedTuple):
    serial: int
    id: UUID
    parent: UUID | None


def check_circles(change: Change, ledger: Ledger) -> int:
    """Break the circles of a tree, the same way wherever the same is known.

    Of the moves that make a circle the last one does not hold: its row stays where it was before
    that move, or on top if that is a circle, too. It waits for a person.

    Returns:
        How many circles were not known before.
    """
    connection, key = change.connection, ledger.above.key
    table, waiting = table_of(ledger), system.conflict
    flagged = select(waiting.c.serial).where(
        waiting.c.ledger == ledger.key, waiting.c.kind == CYCLE
    )
    known = set(connection.execute(flagged).scalars())
    mine = (waiting.c.ledger == ledger.key) & (waiting.c.grp == ledger.group_of(key))
    asked = set(connection.execute(select(waiting.c.serial).where(mine)).scalars())
    rows = connection.execute(select(table.c.serial, table.c.id, table.c[key])).all()
    nodes = {row.id: _Node(*row) for row in rows}
    meant = {one: node.parent for one, node in nodes.items()}
    moves = _moves(connection, ledger, sorted(known))
    for one, move in moves.items():
        meant[one] = move.to
    broken = _break(connection, ledger, nodes, meant, moves)
    for one, parent in meant.items():
        if nodes[one].parent != parent:
            _hang(change, ledger, nodes[one], parent)
    for one, node in nodes.items():
        if one in broken and node.serial not in known | asked:
            _note(connection, ledger.key, node.serial, ledger.group_of(key), CYCLE)
        elif one not in broken and node.serial in known:
            gone = (waiting.c.serial == node.serial) & (waiting.c.kind == CYCLE)
            connection.execute(delete(waiting).where(waiting.c.ledger == ledger.key, gone))
    return sum(nodes[one].serial not in known | asked for one in broken)


def _break(
    connection: Connection,
    ledger: Ledger,
    nodes: Mapping[UUID, _Node],
    meant: dict[UUID, UUID | None],
    moves: dict[UUID, "_Move"],
) -> set[UUID]:
    """Take moves back in ``meant`` until there is no circle; give whose."""
    broken: set[UUID] = set()
    while circle := _circle(meant):
        serials = sorted(nodes[each].serial for each in circle)
        moves |= {**_moves(connection, ledger, serials), **moves}
        last = max(circle, key=lambda one: moves[one].rank)
        meant[last] = None if last in broken else moves[last].back
        broken.add(last)
    return broken


class _Move(NamedTuple):
    """The write that says under whom a row stands: where to, from where, how late."""

    to: UUID | None
    back: UUID | None
    rank: tuple[int, Dot]


def _moves(connection: Connection, ledger: Ledger, serials: Sequence[int]) -> dict[UUID, _Move]:
    key, found = ledger.above.key, {}
    for each in RowReader(connection).rows(ledger, serials):
        versions = folded(ledger, each.writes).heads.get(ledger.group_of(key))
        if versions:
            first = versions[0]
            found[each.row["id"]] = _Move(
                _uuid(first.values.get(key)), _uuid(first.write.old.get(key)), first.write.rank
            )
        else:
            found[each.row["id"]] = _Move(each.row[key], None, (0, Dot("", 0)))
    return found


def _uuid(value: str | None) -> UUID | None:
    return None if value is None else UUID(value)


def _circle(parents: Mapping[UUID, UUID | None]) -> list[UUID]:
    """Find a circle; none is an empty list."""
    done: set[UUID] = set()
    for start in parents:
        path: dict[UUID, None] = {}
        at: UUID | None = start
        while at is not None and at not in done and at not in path:
            path[at] = None
            at = parents.get(at)
        if at in path:
            way = list(path)
            return way[way.index(at) :]
        done.update(path)
    return []


def _hang(change: Change, ledger: Ledger, node: _Node, parent: UUID | None) -> None:
    table, key = table_of(ledger), ledger.above.key
    with unlocked(change.connection, "journal"):
        change.connection.execute(
            update(table)
            .where(table.c.serial == node.serial)
            .values({key: parent, "version": table.c.version + 1})
        )
    change.touched.add(ledger.key)


def refold_rows(change: Change, ledger: Ledger, ids: Iterable[UUID]) -> None:
    """Fold rows again that a person's choice about another row may have changed."""
    table = table_of(ledger)
    query = select(table.c.serial).where(table.c.id.in_(list(ids))).order_by(table.c.serial)
    refold(change, ledger, list(change.connection.execute(query).scalars()))
    if ledger.above is not None:
        check_circles(change, ledger)
