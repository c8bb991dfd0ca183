"""Rows that were known by a copy, and are known first hand now: the dot of whoever wrote them."""

from typing import Any

from sqlalchemy import Connection, select, update

from jianxi_desktop.db import system
from jianxi_desktop.db.guard import unlocked
from jianxi_desktop.db.write import table_of
from jianxi_desktop.domain.deeds import COPYING
from jianxi_desktop.schema.ledger import Ledger

Dot = tuple[int, int]


class Firsthand:
    """Knows which changes only repeat what others wrote, as far as they were here before."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._known: frozenset[Dot] | None = None

    def dot_of(self, ledger: Ledger, row: Any, written: Dot | None) -> Dot:
        """Give a row's dot; one that was known by a copy takes that of whoever wrote it first.

        Args:
            ledger: What the row is.
            row: With ``serial``, ``replica`` and ``seq`` as they stand.
            written: A change that wrote the row whole and repeats nobody, if one came.
        """
        dot = (row.replica, row.seq)
        if written is None or dot not in self._copies():
            return dot
        table = table_of(ledger)
        values = {"replica": written[0], "seq": written[1]}
        with unlocked(self._connection, "journal"):
            mine = table.c.serial == row.serial
            self._connection.execute(update(table).where(mine).values(values))
        return written

    def _copies(self) -> frozenset[Dot]:
        if self._known is None:
            table = system.change
            query = select(table.c.replica, table.c.seq).where(table.c.action.in_(sorted(COPYING)))
            self._known = frozenset((row[0], row[1]) for row in self._connection.execute(query))
        return self._known
