"""A figure and the records behind it, from one and the same query.

Whoever asks for the number counts, adds up or tells apart what the query gives; whoever asks for
the records reads it. So the two cannot differ.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Select, Subquery, Table, func, select, true

from jianxi_desktop.db import as_of
from jianxi_desktop.db.tree import inside, subtree
from jianxi_desktop.db.write import table_of
from jianxi_desktop.schema.kinds import Several, codes_in
from jianxi_desktop.schema.ledger import Catalog

Way = Literal["count", "sum", "distinct"]
_MOST_NAMED = 5_000


@dataclass(frozen=True)
class Behind:
    """The records behind one figure, and how they make it.

    Attributes:
        ledger: Key of the ledger the records are of.
        rows: Selects ``id`` and ``part`` of each record, one row a record. The part is what a
            record adds to a sum, or the value that is told apart; else it may be empty.
        way: Whether records are counted, parts added up, or different parts counted.
        of: Key of the field that the parts are values of; empty where they are none.
    """

    ledger: str
    rows: Select[Any]
    way: Way = "count"
    of: str = ""


@dataclass(frozen=True)
class Scope:
    """What figures are counted over.

    Attributes:
        catalog: All ledgers.
        day: The day they are counted as of.
        top: The organisation whoever asks is limited to; none for the whole office.
        applicant_age: From which age on an applicant counts as old.
    """

    catalog: Catalog
    day: date
    top: UUID | None = None
    applicant_age: int = 0

    @property
    def until(self) -> str:
        """The day as it stands in columns."""
        return self.day.isoformat()

    @property
    def year(self) -> str:
        """The day's year; every day in it begins so, and none before it is greater."""
        return f"{self.day.year:04}"

    def table(self, key: str) -> Table:
        """Give the table of a ledger."""
        return table_of(self.catalog[key])

    def live(self, key: str) -> ColumnElement[bool]:
        """Say which rows of a ledger are there for whoever asks: not removed, not outside."""
        table = self.table(key)
        there: ColumnElement[bool] = table.c.removed_on.is_(None)
        if self.top is None:
            return there
        if key == "territory":
            return there & table.c.id.in_(self._territories)
        limit = inside(self.catalog, self.catalog[key], self.top)
        return there if limit is None else there & limit

    def standing(self, key: str, begun: str, ended: str) -> ColumnElement[bool]:
        """Say which rows of a ledger are there and stood on the day."""
        return self.live(key) & as_of.standing(self.table(key), begun, ended, self.day)

    @cached_property
    def then(self) -> Subquery:
        """The organisations as they were on the day; see ``as_of.organisations``."""
        return as_of.organisations(self.catalog, self.day)

    @property
    def stood(self) -> ColumnElement[bool]:
        """Say which of ``then`` stood on the day and are there for whoever asks."""
        stands: ColumnElement[bool] = self.then.c.standing
        return stands if self.top is None else stands & self.then.c.id.in_(self._subtree)

    @property
    def _subtree(self) -> Select[Any]:
        assert self.top is not None  # noqa: S101 - asked for by whoever is limited
        return subtree(self.catalog, self.top)

    @property
    def _territories(self) -> Select[Any]:
        """The territory of whoever asks and all below it; territories belong to nobody."""
        territory, organisation = self.table("territory"), self.table("organisation")
        own = select(organisation.c.territory).where(organisation.c.id == self.top)
        top = select(territory.c.id).where(territory.c.id.in_(own)).cte(recursive=True)
        below = top.union(select(territory.c.id).where(territory.c.parent == top.c.id))
        return select(below.c.id)


def value_of(connection: Connection, scope: Scope, behind: Behind) -> int:
    """Give the number that some records make."""
    rows = behind.rows.subquery()
    if behind.way == "distinct":
        return len(tally(connection, scope, behind))
    asked = func.count() if behind.way == "count" else func.coalesce(func.sum(rows.c.part), 0)
    return int(connection.execute(select(asked).select_from(rows)).scalar_one())


def tally(connection: Connection, scope: Scope, behind: Behind) -> Mapping[Any, int]:
    """Count the records by their part; codes of one record that has several count each."""
    rows = behind.rows.subquery()
    asked = select(rows.c.part, func.count()).where(rows.c.part.is_not(None)).group_by(rows.c.part)
    found: Counter[Any] = Counter()
    several = isinstance(scope.catalog[behind.ledger].fields.get(behind.of), Several)
    for part, number in connection.execute(asked):
        for each in codes_in(part) if several else (part,):
            found[each] += number
    return found


def records(
    connection: Connection, scope: Scope, behind: Behind, limit: int = -1
) -> list[tuple[int, Any]]:
    """Give serial and part of the records behind a figure in the order of entry."""
    rows, table = behind.rows.subquery(), scope.table(behind.ledger)
    asked = select(table.c.serial, rows.c.part).join(rows, rows.c.id == table.c.id)
    asked = asked.order_by(table.c.serial)
    found = connection.execute(asked.limit(limit) if limit >= 0 else asked)
    return [(row[0], row[1]) for row in found]


def serials_of(
    connection: Connection, scope: Scope, ledger: str, ids: Sequence[UUID]
) -> dict[UUID, int]:
    """Give the serial of each record by its identity."""
    table = scope.table(ledger)
    found: dict[UUID, int] = {}
    for start in range(0, len(ids), _MOST_NAMED):
        few = ids[start : start + _MOST_NAMED]
        rows = connection.execute(select(table.c.id, table.c.serial).where(table.c.id.in_(few)))
        found.update((row[0], row[1]) for row in rows)
    return found


def count_records(connection: Connection, behind: Behind) -> int:
    """Count the records behind a figure, whatever they make."""
    asked = select(func.count()).select_from(behind.rows.subquery())
    return int(connection.execute(asked).scalar_one())


def nothing(scope: Scope, ledger: str) -> Behind:
    """Say that a figure has no records: it comes from a rule alone."""
    table = scope.table(ledger)
    return Behind(ledger, select(table.c.id, table.c.id.label("part")).where(~true()))
