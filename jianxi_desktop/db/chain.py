"""Check the journal: every seal, every link of every chain, and that records are what it says."""

from collections.abc import Collection, Iterator
from typing import NamedTuple

from sqlalchemy import Connection, RowMapping, func, select

from jianxi_desktop.db import system
from jianxi_desktop.db.fold_rows import REMOVAL, Folded, RowReader, folded
from jianxi_desktop.db.write import plain, table_of
from jianxi_desktop.domain import blocks
from jianxi_desktop.domain.progress import Progress, no_progress
from jianxi_desktop.domain.seals import seal
from jianxi_desktop.errors import EnvironmentFailure
from jianxi_desktop.schema.ledger import Catalog, Ledger

_AT_ONCE = 500


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
    reader = RowReader(connection, checking=True)
    for ledger in catalog:
        yield from _compare(connection, reader, ledger, progress)


def _compare(
    connection: Connection, reader: RowReader, ledger: Ledger, progress: Progress
) -> Iterator[Broken]:
    """Compare the rows of one ledger, as they were written one after the other."""
    table, last = table_of(ledger), 0
    end = connection.execute(select(func.max(table.c.serial))).scalar() or 0
    moved = _moved_back(connection, ledger)
    while True:
        query = select(table.c.serial).where(table.c.serial > last).order_by(table.c.serial)
        serials = list(connection.execute(query.limit(_AT_ONCE)).scalars())
        if not serials:
            return
        last = serials[-1]
        for each in reader.rows(ledger, serials):
            problem = _difference(ledger, each, moved)
            if problem:
                yield Broken(problem, (ledger.key, each.row["serial"]))
        progress(last, max(last, end))


def _moved_back(connection: Connection, ledger: Ledger) -> set[int]:
    """Give the rows of a tree that do not stand where they were moved: that was a circle."""
    table = system.conflict
    if ledger.above is None:
        return set()
    query = select(table.c.serial).where(
        table.c.ledger == ledger.key, table.c.grp == ledger.group_of(ledger.above.key)
    )
    return set(connection.execute(query).scalars())


def _difference(ledger: Ledger, each: Folded, moved: Collection[int]) -> str:
    row, result = each.row, folded(ledger, each.writes)
    columns = [key for key in (*ledger.fields, *REMOVAL) if key in result.values]
    if row["serial"] in moved:
        columns.remove(ledger.above.key)
    if not any(write.kind != "set" for write in each.writes):
        return "" if each.partial else "unknown"
    same = all(plain(row[key]) == result.values[key] for key in columns)
    return "" if same else "row"
