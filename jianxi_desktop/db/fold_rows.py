"""Every write of a row that is known here, as the merge rule takes them."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, RowMapping, select

from jianxi_desktop.db import office, system
from jianxi_desktop.db.write import table_of
from jianxi_desktop.domain import blocks, registers
from jianxi_desktop.domain.blocks import Leaf
from jianxi_desktop.domain.deeds import COPYING
from jianxi_desktop.domain.registers import Dot, Write
from jianxi_desktop.errors import EnvironmentFailure
from jianxi_desktop.schema.ledger import Ledger

_KEPT = 64  # blocks unpacked at a time
_AT_ONCE = 500
FOUNDING = "found"
REMOVAL = ("removed_on", "removed_why")
_Section = tuple[str, blocks.Kind, Sequence[str], list[Any]]


class Folded(NamedTuple):
    """A row as it stands in its table, and all that is known of it.

    Attributes:
        row: The row of the table.
        writes: Its writes; without those of changes that are not here.
        partial: Some of its writes cannot be read: erased, veiled, or older than the journal.
    """

    row: RowMapping
    writes: tuple[Write, ...]
    partial: bool


class _Changed(NamedTuple):
    dot: Dot
    hlc: int
    seeds: bool
    copied: bool
    own: str  # the row of a founding change that is no seed: a community's own committee
    leaves: Mapping[tuple[str, str], Sequence[_Section]]  # by ledger and row
    hidden: bool

    def leaves_of(self, ledger: str, row: str) -> tuple[Leaf, ...]:
        """Give what was written of one row; a block has 2,000, of which few are asked for."""
        return tuple(blocks.leaves_in(self.leaves.get((ledger, row), ())))


class RowReader:
    """Reads the writes of many rows; a block is unpacked once as long as rows keep together."""

    def __init__(self, connection: Connection, *, checking: bool = False) -> None:
        """Read from a connection; ``checking`` passes over what is damaged."""
        self._connection = connection
        self._checking = checking
        self._changed = lru_cache(maxsize=_KEPT)(self._read)
        chain = system.replica
        found = select(chain.c.number, chain.c.replica, chain.c.unit)
        self._chains = {row.number: row for row in connection.execute(found)}
        self._names = {row.replica.hex: row.number for row in self._chains.values()}

    def rows(self, ledger: Ledger, serials: Sequence[int]) -> Iterable[Folded]:
        """Give rows of one ledger with their writes, by serial."""
        table, touch = table_of(ledger), system.touch
        for start in range(0, len(serials), _AT_ONCE):
            part = serials[start : start + _AT_ONCE]
            query = select(table).where(table.c.serial.in_(part)).order_by(table.c.serial)
            rows = self._connection.execute(query).mappings().all()
            dots: dict[int, list[tuple[int, int]]] = {}
            found = select(touch.c.serial, touch.c.replica, touch.c.seq).where(
                touch.c.ledger == ledger.key, touch.c.serial.in_(part)
            )
            for each in self._connection.execute(found):
                dots.setdefault(each.serial, []).append((each.replica, each.seq))
            for row in rows:
                yield self._folded(ledger, row, dots.get(row["serial"], []))

    def _folded(self, ledger: Ledger, row: RowMapping, touches: list[tuple[int, int]]) -> Folded:
        first = (row["replica"], row["seq"])
        dots = dict.fromkeys((first, *touches) if row["replica"] else touches)
        writes: list[Write] = []
        partial = False
        for dot in dots:
            changed = self._changed(*dot)
            leaves = () if changed is None else changed.leaves_of(ledger.key, row["id"].hex)
            partial = partial or changed is None or (changed.hidden and not leaves)
            if changed is not None:
                writes += [self._write(changed, leaf) for leaf in leaves]
        return Folded(row, tuple(_joined(writes)), partial)

    def _write(self, changed: _Changed, leaf: Leaf) -> Write:
        seed = changed.seeds and leaf.kind == "new" and leaf.row != changed.own
        bases = {
            group: frozenset(Dot(replica, seq) for replica, seq in seen)
            for group, seen in leaf.bases.items()
        }
        kind = "seed" if seed else leaf.kind
        return Write(changed.dot, changed.hlc, kind, leaf.new, bases, leaf.old, changed.copied)

    def _read(self, replica: int, seq: int) -> _Changed | None:
        table, chain = system.change, self._chains.get(replica)
        query = select(table.c.hlc, table.c.action, table.c.block).where(
            table.c.replica == replica, table.c.seq == seq
        )
        row = self._connection.execute(query).first()
        if row is None or chain is None:
            return None
        leaves: dict[tuple[str, str], list[_Section]] = {}
        try:
            sections = blocks.sections_of(row.block)
        except EnvironmentFailure:
            if not self._checking:
                raise
            return None
        for key, kind, columns, written in sections:
            for leaf in blocks.readable(written):
                leaves.setdefault((key, leaf[1]), []).append((key, kind, columns, [leaf]))
        hidden = blocks.is_veiled(sections)
        founding = row.action == FOUNDING
        own = own_committee(chain.unit) if founding else ""
        copied = row.action in COPYING
        dot = Dot(chain.replica.hex, seq)
        return _Changed(dot, row.hlc, founding, copied, own, leaves, hidden)


def own_committee(unit: str) -> str:
    """Give the one row of a community's founding that no other office begins with, if any."""
    return office.organisation_id(unit).hex if len(unit) > 9 else ""


def writes_of(connection: Connection, ledger: Ledger, record_id: UUID) -> list[Write]:
    """Give all writes of a row that are known here; none where the row is not."""
    table = table_of(ledger)
    serial = connection.execute(select(table.c.serial).where(table.c.id == record_id)).scalar()
    if serial is None:
        return []
    return [write for each in RowReader(connection).rows(ledger, [serial]) for write in each.writes]


def folded(ledger: Ledger, writes: Iterable[Write]) -> registers.Row:
    """Fold the writes of a row of a ledger."""
    return registers.fold(writes, ledger.group_of, (*ledger.fields, *REMOVAL), ledger.later)


def _joined(writes: list[Write]) -> list[Write]:
    """Let what one change wrote of a row in several steps be one write.

    The steps stand in their order: what a later one saw of the same change is no base of it.
    """
    whole: dict[Dot, Write] = {}
    for write in writes:
        before = whole.get(write.dot)
        if before is None:
            whole[write.dot] = write
            continue
        bases = {
            group: before.bases.get(group, frozenset())
            | (write.bases.get(group, frozenset()) - {write.dot})
            for group in {**before.bases, **write.bases}
        }
        kind = "erase" if "erase" in (before.kind, write.kind) else before.kind
        values = {**before.values, **write.values}
        whole[write.dot] = before._replace(kind=kind, values=values, bases=bases)
    return list(whole.values())
