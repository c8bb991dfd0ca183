"""What a source of due things is asked: the office, the day, and whose things are wanted."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Table, true

from jianxi_desktop.db import tree
from jianxi_desktop.db.write import table_of
from jianxi_desktop.domain.due import Due
from jianxi_desktop.services.office import Office


@dataclass(frozen=True)
class Asked:
    """A question for what is due.

    Attributes:
        office: The open office.
        connection: A reading transaction.
        day: Today, or the day that ``--as-of`` names.
        top: Only what stands at or below this organisation; ``None``: all that the office holds.
    """

    office: Office
    connection: Connection
    day: date
    top: UUID | None

    def table(self, ledger: str) -> Table:
        """Give the table of a ledger."""
        return table_of(self.office.catalog[ledger])

    def inside(self, organisation: ColumnElement[UUID]) -> ColumnElement[bool]:
        """Say of a column that names organisations which of them are wanted."""
        if self.top is None:
            return true()
        return organisation.in_(tree.subtree(self.office.catalog, self.top))


Source = Callable[[Asked], Iterator[Due]]
"""Gives what may be due; what is further off than its days of notice is dropped by the asker."""
