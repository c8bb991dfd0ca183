"""What a source of due things is asked: the office, the day, and whose things are wanted."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Table, true

from jianxi_desktop.db import lookup, tree
from jianxi_desktop.db.write import table_of
from jianxi_desktop.domain.due import Due
from jianxi_desktop.domain.organisation import line_above
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

    @property
    def whole(self) -> UUID:
        """The organisation at the top of what is wanted."""
        return self.top or self.office.unit.organisation

    def by_unit(self, organisations: Iterable[UUID]) -> dict[UUID, list[UUID]]:
        """Put organisations together by the one right below the top that each stands under.

        So a community has a line for each branch, a street for each community, the district for
        each street. Whoever stands elsewhere, or is the top, is put together with nobody.
        """
        above = lookup.parents(self.connection, self.office.catalog)
        found: dict[UUID, list[UUID]] = {}
        for one in organisations:
            line = [one, *line_above(above, one)]
            place = line.index(self.whole) if self.whole in line else 0
            found.setdefault(line[max(place - 1, 0)], []).append(one)
        return found


Source = Callable[[Asked], Iterator[Due]]
"""Gives what may be due; what is further off than its days of notice is dropped by the asker."""
