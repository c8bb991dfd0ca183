"""Check the journal: every seal, every link of every chain, and that records are what it says."""

import contextlib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, RowMapping, func, select

from jianxi_desktop.db import system
from jianxi_desktop.db.write import plain, table_of
from jianxi_desktop.domain import blocks
from jianxi_desktop.domain.blocks import Leaf
from jianxi_desktop.domain.progress import Progress, no_progress
from jianxi_desktop.domain.seals import seal
from jianxi_desktop.errors import EnvironmentFailure
from jianxi_desktop.schema.ledger import Catalog, Ledger

_AT_ONCE = 500
_KEPT = 64  # blocks unpacked at a time
Leaves = Mapping[str, tuple[Leaf, ...]]


class Broken(NamedTuple):
    """Something that the journal does not bear out.

    Attributes:
        what: Of a chain: ``seal``, ``link``, ``gap``, ``block``, ``end``; of a record: ``row``,
            ``unknown``.
        where: Chain and number, or ledger and serial.
    """

    what: str
    where: tuple[str | int, int]


def broken_chains(connection: Connection, progress: Progress = no_progress) -> Iterator[Broken]:
    """Compute every chain anew and name what does not fit."""
    for chain in connection.execute(select(system.replica)).mappings().all():
        yield from _broken_links(connection, chain, progress)


def _broken_links(
    connection: Connection, chain: RowMapping, progress: Progress
) -> Iterator[Broken]:
    table, number = system.change, chain["number"]
    query = select(table).where(table.c.replica == number).order_by(table.c.seq)
    before: bytes | None = None
    expected: int | None = None
    rows = connection.execute(query, execution_options={"yield_per": 20}).mappings()
    for row in rows:
        seq = row["seq"]
        if expected is None and row["prev"] is None:
            expected = seq  # a journal begins where the database was when it was given one
        if seq != expected:
            yield Broken("gap", (number, seq))
        elif row["prev"] != before:
            yield Broken("link", (number, seq))
        problem = _broken_seal(chain, row)
        if problem:
            yield Broken(problem, (number, seq))
        before, expected = row["hash"], seq + 1
        progress(seq, chain["seq"])
    # A chain known only by its end (another office's, so far) has no entries here.
    if expected is not None and (expected - 1, before) != (chain["seq"], chain["hash"]):
        yield Broken("end", (number, chain["seq"]))
    if expected is None and chain["hash"] is not None:
        yield Broken("end", (number, chain["seq"]))


def _broken_seal(chain: RowMapping, row: RowMapping) -> str:
    try:
        seals = blocks.seals_of(row["block"])
    except EnvironmentFailure:
        return "block"
    values = {**row, "account": row["account"]}
    sealed = seal(chain["replica"].hex, chain["scope"], values, seals)
    writes = sum(each[3] for each in seals)
    return "" if sealed == row["hash"] and writes == row["writes"] else "seal"


def broken_rows(
    connection: Connection, catalog: Catalog, progress: Progress = no_progress
) -> Iterator[Broken]:
    """Fold the journal and compare it with every record; name the records that differ.

    Records that were here before the journal was are passed over.
    """
    reader = _Reader(connection)
    for ledger in catalog:
        yield from reader.compare(ledger, progress)


class _Reader:
    """Reads blocks once for many rows."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._leaves = lru_cache(maxsize=_KEPT)(self._read)
        begun = select(system.change.c.replica, system.change.c.seq).where(
            system.change.c.prev.is_(None)
        )
        self._begun = {row.replica: row.seq for row in connection.execute(begun)}

    def compare(self, ledger: Ledger, progress: Progress) -> Iterator[Broken]:
        """Compare the rows of one ledger, as they were written one after the other."""
        table, last = table_of(ledger), 0
        end = self._connection.execute(select(func.max(table.c.serial))).scalar() or 0
        while True:
            query = select(table).where(table.c.serial > last).order_by(table.c.serial)
            rows = self._connection.execute(query.limit(_AT_ONCE)).mappings().all()
            if not rows:
                return
            last = rows[-1]["serial"]
            touches = self._touches(ledger, rows)
            for row in rows:
                dots = touches.get(row["serial"], [])
                problem = self._difference(ledger, row, dots)
                if problem:
                    yield Broken(problem, (ledger.key, row["serial"]))
            progress(last, max(last, end))

    def _touches(
        self, ledger: Ledger, rows: list[RowMapping] | Any
    ) -> dict[int, list[tuple[int, int]]]:
        touch, change = system.touch, system.change
        query = (
            select(touch.c.serial, touch.c.replica, touch.c.seq)
            .join(change, (change.c.replica == touch.c.replica) & (change.c.seq == touch.c.seq))
            .where(
                touch.c.ledger == ledger.key,
                touch.c.serial.between(rows[0]["serial"], rows[-1]["serial"]),
            )
            .order_by(change.c.hlc)
        )
        found: dict[int, list[tuple[int, int]]] = {}
        for row in self._connection.execute(query):
            found.setdefault(row.serial, []).append((row.replica, row.seq))
        return found

    def _difference(self, ledger: Ledger, row: RowMapping, touches: list[tuple[int, int]]) -> str:
        dot = (row["replica"], row["seq"])
        dots = [dot, *(each for each in touches if each != dot)]
        leaves = [leaf for each in dots for leaf in self._of_row(ledger, each, row)]
        folded: dict[str, Any] = {}
        for leaf in leaves:
            folded |= leaf.new
        columns = (*ledger.fields, "removed_on", "removed_why")
        if not any(leaf.kind in ("new", "erase") for leaf in leaves):
            if not self._before_journal(dot):
                return "" if any(self._leaves(*each)[1] for each in dots) else "unknown"
            columns = tuple(key for key in columns if key in folded)
        same = all(plain(row[key]) == folded.get(key) for key in columns)
        return "" if same else "row"

    def _of_row(self, ledger: Ledger, dot: tuple[int, int], row: RowMapping) -> tuple[Leaf, ...]:
        return self._leaves(*dot)[0].get(f"{ledger.key}/{row['id'].hex}", ())

    def _before_journal(self, dot: tuple[int, int]) -> bool:
        """Tell whether a row was written before its chain was journalled here, or elsewhere."""
        begun: int = self._begun.get(dot[0], dot[1] + 1)
        return dot[1] < begun

    def _read(self, replica: int, seq: int) -> tuple[Leaves, bool]:
        """Give the leaves of one change by row, and whether any was erased."""
        table = system.change
        query = select(table.c.block).where(table.c.replica == replica, table.c.seq == seq)
        found: dict[str, tuple[Leaf, ...]] = {}
        erased = False
        with contextlib.suppress(EnvironmentFailure):  # the check of the chains names it
            for leaf in blocks.read_block(self._connection.execute(query).scalar()):
                erased = erased or leaf.erased
                key = f"{leaf.ledger}/{leaf.row}"
                found[key] = (*found.get(key, ()), leaf)
        return found, erased
