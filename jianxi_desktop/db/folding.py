"""Takes other databases' changes in: keeps each as it was written, and folds it into the records.

A row that is new here is written as it comes. Any other row is folded anew, from all its writes,
once the last change of the package is in: so neither the order of changes nor that of packages
makes a difference (``domain.registers``). Everything happens inside the caller's transaction.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import func, insert, select, update

from jianxi_desktop.db import engines, refolding, search, system
from jianxi_desktop.db.firsthand import Firsthand
from jianxi_desktop.db.fold_columns import MalformedError, columns_of
from jianxi_desktop.db.fold_rows import FOUNDING, REMOVAL, own_committee
from jianxi_desktop.db.guard import unlocked
from jianxi_desktop.db.store import Change
from jianxi_desktop.db.write import table_of
from jianxi_desktop.domain import blocks
from jianxi_desktop.domain.deeds import COPYING
from jianxi_desktop.schema import plain
from jianxi_desktop.schema.ledger import Catalog, Ledger

_AT_ONCE = 500
_LISTED = "divisions"  # every office follows the published list by itself
PLACES = frozenset({"territory", "territory_change"})


class Incoming(NamedTuple):
    """A change of another database.

    Attributes:
        chain: Number of its chain here.
        unit: Code of the unit that wrote it.
        seq: Its number in the chain.
        first: Number of the first change of its action.
        hlc: When, as the chain counts.
        account: Who.
        action: Key of what was done.
        undoes: First number of the action it took back.
        schema: Version of its values.
        note: Reason and detail, or their hash.
        prev: Hash of the change before.
        hash: Its own.
        writes: How many.
        sections: Its block, unpacked.
        text: The same as it was spelled; empty where it is to be spelled anew.
    """

    chain: int
    unit: str
    seq: int
    first: int
    hlc: int
    account: UUID | None
    action: str
    undoes: int | None
    schema: str
    note: str | None
    prev: bytes | None
    hash: bytes
    writes: int
    sections: Sequence[Sequence[Any]]
    text: bytes = b""


@dataclass
class Outcome:
    """What taking changes in did.

    Attributes:
        new: Rows that were not here, by ledger.
        changed: Rows that say something else than before, by ledger.
        removed: Of these the ones that were taken out.
        same: Rows written again as they stood.
        conflicts: Groups that wait for a person and did not before.
        erased: Rows whose values were taken out for good.
        written: Serials of new rows by chain and ledger, as ranges.
        met: Rows by chain and ledger that were here already, or were written more than once.
    """

    new: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    removed: Counter[str] = field(default_factory=Counter)
    same: int = 0
    conflicts: int = 0
    erased: int = 0
    written: dict[tuple[int, str], list[range]] = field(default_factory=dict)
    met: dict[tuple[int, str], set[int]] = field(default_factory=dict)

    def add(self, key: str, done: refolding.Refolded) -> None:
        """Count what folding rows of a ledger again did."""
        self.changed[key] += done.changed
        self.removed[key] += done.removed
        self.same += done.same
        self.conflicts += done.conflicts
        self.erased += done.erased

    @property
    def applied(self) -> int:
        """Rows that came or changed."""
        return sum(self.new.values()) + sum(self.changed.values())


class _Wrote(NamedTuple):
    """A change that wrote a row.

    Attributes:
        chain: Number of its chain.
        seq: Its number there.
        alike: What it wrote every office writes alike, or it only repeats: anybody may.
        first: It wrote the row whole, and repeats nobody.
    """

    chain: int
    seq: int
    alike: bool = False
    first: bool = False


class Folder:
    """Takes changes in, one after the other, and finishes what they wrote."""

    def __init__(self, change: Change, catalog: Catalog) -> None:
        self._change = change
        self._connection = change.connection
        self._ledgers = {ledger.key: ledger for ledger in catalog}
        self._catalog = catalog
        self._next: dict[str, int] = {}
        self._pending: dict[str, dict[str, list[_Wrote]]] = {}
        self._again: dict[str, set[int]] = {}
        self._waiting = self._read_early()
        self._firsthand = Firsthand(change.connection)
        self._begun: dict[str, int] = {}
        self.outcome = Outcome()

    def take(self, change: Incoming) -> None:
        """Keep a change and write its new rows; the others wait for ``finish``.

        Raises:
            MalformedError: A value that its field cannot hold.
        """
        self._keep(change)
        known = self._fold(change, change.sections)
        if not known:
            self._connection.execute(
                insert(system.unknown).values(replica=change.chain, seq=change.seq)
            )

    def complete(self, change: Incoming) -> bool:
        """Take a change again of which more can be read now; tell whether that is so."""
        table = system.change
        mine = (table.c.replica == change.chain) & (table.c.seq == change.seq)
        kept = blocks.sections_of(
            self._connection.execute(select(table.c.block).where(mine)).scalar()
        )
        joined = blocks.joined(kept, change.sections)
        if blocks.seen_of(joined) == blocks.seen_of(kept):
            return False
        with unlocked(self._connection, "erase"):
            self._connection.execute(update(table).where(mine).values(block=blocks.pack(joined)))
        self._fold(change, blocks.more_of(joined, kept))
        return True

    def is_veiled(self, change: Incoming) -> bool:
        """Tell whether a kept change has leaves that cannot be read here."""
        table = system.change
        mine = (table.c.replica == change.chain) & (table.c.seq == change.seq)
        block = self._connection.execute(select(table.c.block).where(mine)).scalar()
        return blocks.is_veiled(blocks.sections_of(block))

    def begun(self, key: str) -> int | None:
        """Give the first serial of a ledger that this package brought."""
        return self._begun.get(key)

    def fold_again(self, change: Incoming) -> bool:
        """Fold a kept change that an earlier version knew only in part; say if all is known."""
        return self._fold(change, change.sections)

    def gather(self) -> Outcome:
        """Find the rows that were here already, or were written more than once."""
        for key, records in self._pending.items():
            self._settle(self._ledgers[key], records)
        self._pending = {}
        return self.outcome

    def finish(self) -> Outcome:
        """Fold the gathered rows."""
        self.gather()
        for ledger in self._catalog:
            serials = self._again.pop(ledger.key, set())
            if serials:
                begun = self._begun.get(ledger.key)
                done = refolding.refold(self._change, ledger, sorted(serials), begun)
                self.outcome.add(ledger.key, done)
            moved = bool(serials) or ledger.key in self._change.touched
            if ledger.above is not None and moved:  # a choice may end a circle as it is shown
                self.outcome.conflicts += refolding.check_circles(self._change, ledger)
        return self.outcome

    def _keep(self, change: Incoming) -> None:
        with unlocked(self._connection, "journal"):
            self._connection.execute(
                insert(system.change).values(
                    replica=change.chain,
                    seq=change.seq,
                    first=change.first,
                    hlc=change.hlc,
                    account=change.account,
                    action=change.action,
                    undoes=change.undoes,
                    app_schema=change.schema,
                    note=change.note,
                    prev=change.prev,
                    hash=change.hash,
                    writes=change.writes,
                    block=_block_of(change),
                )
            )

    def _fold(self, change: Incoming, sections: Iterable[Sequence[Any]]) -> bool:
        known = True
        for key, kind, columns, leaves in sections:
            ledger = self._ledgers.get(key)
            if ledger is None:
                known = False
                continue
            readable = (
                [leaf for leaf in leaves if isinstance(leaf, list)]
                if isinstance(leaves, list)
                else []
            )
            if kind == "new":
                known = self._take_new(change, ledger, columns, readable) and known
            else:
                known = self._take_others(change, ledger, kind, readable) and known
        return known

    def _take_others(
        self, change: Incoming, ledger: Ledger, kind: str, leaves: Sequence[Any]
    ) -> bool:
        known = True
        pending = self._pending.setdefault(ledger.key, {})
        for leaf in leaves:
            written = leaf[2] if kind == "erase" else {k: pair[1] for k, pair in leaf[2].items()}
            for name, value in written.items():
                if name in REMOVAL:
                    continue
                column = ledger.fields.get(name)
                if column is None:
                    known = False
                elif not (value is None or plain.fits(column, value)):
                    raise MalformedError(f"{ledger.key}.{name}")
            pending.setdefault(leaf[1], []).append(_wrote(change, ledger))
        return known

    def _take_new(
        self, change: Incoming, ledger: Ledger, columns: Sequence[str], leaves: Sequence[Any]
    ) -> bool:
        if not leaves:
            return True
        seeds = change.action == FOUNDING
        own = own_committee(change.unit) if seeds else ""
        ids = [leaf[1] for leaf in leaves]
        here = self._present(ledger, ids)
        fresh, known = [], set[str]()
        if not here and len(set(ids)) == len(ids):
            fresh, leaves = list(leaves), ()
        for leaf in leaves:
            if leaf[1] in here or leaf[1] in known:
                seed = seeds and leaf[1] != own
                wrote = _wrote(change, ledger, seed=seed, whole=not seed)
                self._pending.setdefault(ledger.key, {}).setdefault(leaf[1], []).append(wrote)
            else:
                fresh.append(leaf)
                known.add(leaf[1])
        for seed in (True, False):
            part = [leaf for leaf in fresh if (seeds and leaf[1] != own) is seed]
            if part:
                self._insert(change, ledger, columns, part, seed=seed)
        return all(name in ledger.fields or name in REMOVAL for name in columns)

    def _present(self, ledger: Ledger, records: Sequence[str]) -> set[str]:
        return engines.ids_there(self._connection, table_of(ledger), records)

    def _insert(
        self,
        change: Incoming,
        ledger: Ledger,
        columns: Sequence[str],
        leaves: Sequence[Any],
        *,
        seed: bool,
    ) -> None:
        table, count = table_of(ledger), len(leaves)
        if ledger.key not in self._next:
            last = self._connection.execute(select(func.max(table.c.serial))).scalar() or 0
            self._next[ledger.key] = self._begun[ledger.key] = last + 1
        first = self._next[ledger.key]
        self._next[ledger.key] = first + count
        serials = range(first, first + count)
        ids = [leaf[1] for leaf in leaves]
        cells = columns_of(ledger, columns, leaves)
        searched = cells if search.has_index(ledger) else {}
        dot = (0, 0) if seed else (change.chain, change.seq)
        whole = {
            "serial": serials,
            "id": ids,
            "version": [1] * count,
            "replica": [dot[0]] * count,
            "seq": [dot[1]] * count,
            **cells,
        }
        with unlocked(self._connection, "journal"):
            engines.insert_many(self._connection, table, whole)
        if searched:
            names = list(searched)
            rows = [
                dict(zip(names, row, strict=True)) for row in zip(*searched.values(), strict=True)
            ]
            search.add(self._connection, ledger, serials, rows)
        if seed:
            self._touch(ledger, [(serial, change.chain, change.seq) for serial in serials])
        self._change.touched.add(ledger.key)
        self.outcome.new[ledger.key] += count
        if not (seed or _is_listed(change, ledger)):
            self._note_written(change.chain, ledger.key, serials)
        if self._waiting:
            self._meet_early(ledger, zip(map(UUID, ids), serials, strict=True))

    def _note_written(self, chain: int, key: str, serials: range) -> None:
        ranges = self.outcome.written.setdefault((chain, key), [])
        if ranges and ranges[-1].stop == serials.start:
            ranges[-1] = range(ranges[-1].start, serials.stop)
        else:
            ranges.append(serials)

    def _touch(self, ledger: Ledger, dots: Iterable[tuple[int, int, int]]) -> None:
        lines = [
            {"ledger": ledger.key, "serial": serial, "replica": chain, "seq": seq}
            for serial, chain, seq in dots
        ]
        if lines:
            with unlocked(self._connection, "journal"):
                engines.insert_missing(self._connection, system.touch, lines)

    def _settle(self, ledger: Ledger, records: dict[str, list[_Wrote]]) -> None:
        """Let changes of rows be found, those of rows that are not here once these come."""
        table, ids = table_of(ledger), list(records)
        for start in range(0, len(ids), _AT_ONCE):
            part = [UUID(each) for each in ids[start : start + _AT_ONCE]]
            columns = (table.c.id, table.c.serial, table.c.replica, table.c.seq)
            rows = self._connection.execute(select(*columns).where(table.c.id.in_(part))).all()
            here = {row.id.hex: row for row in rows}
            touches = []
            for row in rows:
                first = next((each[:2] for each in records[row.id.hex] if each.first), None)
                dot = self._firsthand.dot_of(ledger, row, first)
                dots = [(row.replica, row.seq), *(wrote[:2] for wrote in records[row.id.hex])]
                touches += [(row.serial, *each) for each in dots if each != dot]
                for wrote in records[row.id.hex]:
                    if not wrote.alike:
                        self.outcome.met.setdefault((wrote.chain, ledger.key), set()).add(
                            row.serial
                        )
                self._again.setdefault(ledger.key, set()).add(row.serial)
            self._touch(ledger, touches)
            early = [
                {"ledger": ledger.key, "record": one, "replica": chain, "seq": seq}
                for one in part
                if one.hex not in here
                for chain, seq, *_what in dict.fromkeys(records[one.hex])
            ]
            if early:
                engines.insert_missing(self._connection, system.early, early)

    def _read_early(self) -> dict[tuple[str, UUID], list[tuple[int, int]]]:
        found: dict[tuple[str, UUID], list[tuple[int, int]]] = {}
        for row in self._connection.execute(select(system.early)):
            found.setdefault((row.ledger, row.record), []).append((row.replica, row.seq))
        return found

    def _meet_early(self, ledger: Ledger, rows: Iterable[tuple[UUID, int]]) -> None:
        """Give rows that have just come the changes that were here before them."""
        early = system.early
        for record, serial in rows:
            dots = self._waiting.pop((ledger.key, record), None)
            if dots is None:
                continue
            self._touch(ledger, [(serial, chain, seq) for chain, seq in dots])
            self._again.setdefault(ledger.key, set()).add(serial)
            self._connection.execute(
                early.delete().where(early.c.ledger == ledger.key, early.c.record == record)
            )


def _block_of(change: Incoming) -> bytes | None:
    """Give the block as it is kept; what came spelled is not spelled again."""
    if not change.writes:
        return None
    return blocks.pack_text(change.text) if change.text else blocks.pack(change.sections)


def _wrote(change: Incoming, ledger: Ledger, *, seed: bool = False, whole: bool = False) -> _Wrote:
    copied = change.action in COPYING
    alike = seed or copied or _is_listed(change, ledger)
    return _Wrote(change.chain, change.seq, alike, whole and not copied)


def _is_listed(change: Incoming, ledger: Ledger) -> bool:
    return change.action == _LISTED and ledger.key in PLACES
