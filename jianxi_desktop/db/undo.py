"""Take an action back: put old values in place of new ones, newest write first.

A write can be taken back while what it wrote still stands. Where something else stands now, a
later action depends on it; then nothing is taken back, and what stands in the way is told.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import RowMapping, func, select

from jianxi_desktop.db import history
from jianxi_desktop.db.history import Entry
from jianxi_desktop.db.store import Change
from jianxi_desktop.db.write import Edit, plain, removal, table_of, update_rows, write_edits
from jianxi_desktop.domain.blocks import Leaf
from jianxi_desktop.schema.fields import Link
from jianxi_desktop.schema.ledger import Catalog, Ledger

_AT_ONCE = 1_000
_TOLD = 20  # things in the way that are named


class InTheWay(NamedTuple):
    """Something that keeps an action from being taken back.

    Attributes:
        ledger: Title of the ledger.
        entry: The later change; ``None``: records that hang on one the action made.
        records: How many.
    """

    ledger: str
    entry: Entry | None
    records: int


class TakenBack(NamedTuple):
    """What taking an action back did, or what keeps it from being done."""

    rows: int
    in_the_way: tuple[InTheWay, ...]


def take_back(change: Change, catalog: Catalog, dot: tuple[int, int], why: str) -> TakenBack:
    """Take back the action that begins with ``dot``, inside ``change``.

    Where something is in the way, the caller must give the change up.
    """
    back = _Back(change, catalog, dot, why)
    entries = history.entries_of(change.connection, *dot)
    for entry in reversed(entries):
        leaves = history.leaves_of(change.connection, entry.replica, entry.seq)
        for ledger, part in _batches(leaves):
            back.undo_writes(catalog[ledger], part)
    back.look_for_links()
    return TakenBack(back.rows, tuple(back.in_the_way()))


def _batches(leaves: Sequence[Leaf]) -> Iterator[tuple[str, list[Leaf]]]:
    """Part the writes of a change, newest first, so that no part names a row twice."""
    for ledger, run in groupby(reversed(leaves), key=lambda leaf: leaf.ledger):
        part: dict[str, Leaf] = {}
        for leaf in run:
            if leaf.row in part or len(part) >= _AT_ONCE:
                yield ledger, list(part.values())
                part = {}
            part[leaf.row] = leaf
        yield ledger, list(part.values())


class _Back:
    """Takes one action back, part by part, and gathers what is in the way."""

    def __init__(self, change: Change, catalog: Catalog, dot: tuple[int, int], why: str) -> None:
        self._change = change
        self._catalog = catalog
        self._dot = dot
        self._removal = removal(why)
        self._made: dict[str, list[UUID]] = {}
        self._blocked: dict[str, list[int]] = {}
        self._hanging: list[InTheWay] = []
        self.rows = 0

    def undo_writes(self, ledger: Ledger, leaves: Sequence[Leaf]) -> None:
        """Put back what stood before these writes of different rows."""
        table = table_of(ledger)
        ids = [UUID(leaf.row) for leaf in leaves if not leaf.erased]
        query = select(table).where(table.c.id.in_(ids))
        rows = {row["id"].hex: row for row in self._change.connection.execute(query).mappings()}
        edits: list[Edit] = []
        settled: list[Edit] = []
        for leaf in leaves:
            row = rows.get(leaf.row)
            if row is None or leaf.kind == "erase" or not _stands(ledger, leaf, row):
                self._blocked.setdefault(ledger.key, []).append(row["serial"] if row else 0)
                continue
            if leaf.kind == "new":
                self._made.setdefault(ledger.key, []).append(row["id"])
                edits.append(Edit(row["id"], self._removal))
            else:
                old = {key: kept(ledger, key, value) for key, value in leaf.old.items()}
                same = leaf.kind == "set" and leaf.old == leaf.new
                (settled if same else edits).append(Edit(row["id"], old))
        update_rows(self._change, ledger, edits)
        self._say_again(ledger, settled, rows)
        self.rows += len(edits) + len(settled)

    def _say_again(
        self, ledger: Ledger, settled: Sequence[Edit], rows: Mapping[str, RowMapping]
    ) -> None:
        """Write down that fields are what they are: a choice that settled them so is taken back."""
        if settled:
            same = [(rows[edit.id.hex], dict(edit.values)) for edit in settled]
            write_edits(self._change, ledger, same)

    def look_for_links(self) -> None:
        """Find records that were linked later to what the action had made."""
        for each in self._catalog:
            links = [f for f in each.fields.values() if isinstance(f, Link)]
            count = sum(self._count(each, f, self._made.get(f.target, ())) for f in links)
            if count:
                self._hanging.append(InTheWay(each.title, None, count))

    def _count(self, ledger: Ledger, field: Link, made: Sequence[UUID]) -> int:
        table, count = table_of(ledger), 0
        for start in range(0, len(made), _AT_ONCE):
            part = made[start : start + _AT_ONCE]
            found = select(func.count()).where(
                table.c[field.key].in_(part), table.c.removed_on.is_(None)
            )
            count += self._change.connection.execute(found).scalar_one()
        return count

    def in_the_way(self) -> Iterator[InTheWay]:
        """Name what keeps the action from being taken back."""
        for key, serials in self._blocked.items():
            title = self._catalog[key].title
            later = history.later_than(self._change.connection, key, serials[:_AT_ONCE], self._dot)
            told = list(dict.fromkeys((entry.replica, entry.first) for entry in later))
            named = [history.entries_of(self._change.connection, *dot)[0] for dot in told[:_TOLD]]
            if not named:
                yield InTheWay(title, None, len(serials))
            for entry in named:
                yield InTheWay(title, entry, len(serials))
        yield from self._hanging


def kept(ledger: Ledger, key: str, value: Any) -> Any:
    """Give a value of the journal as the record's table takes it."""
    return UUID(value) if value is not None and isinstance(ledger.fields.get(key), Link) else value


def _stands(ledger: Ledger, leaf: Leaf, row: RowMapping) -> bool:
    """Tell whether what a write wrote is still there."""
    if leaf.kind == "set":
        return all(plain(row[key]) == value for key, value in leaf.new.items() if key in row)
    columns = (*ledger.fields, "removed_on", "removed_why")
    return all(plain(row[key]) == leaf.new.get(key) for key in columns)
