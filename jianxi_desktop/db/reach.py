"""Which rows belong to a unit's subtree: what its PCs may write, and what goes down to it.

A row belongs where its organisation stands, or its owner's, or any of its companion's rows; of the
tree also what was removed counts, for what people removed they still may bring back. A row that
stands nowhere belongs to the unit whose database made it.
"""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Select, and_, false, not_, or_, select

from jianxi_desktop.db import office, system
from jianxi_desktop.db.fold_rows import RowReader
from jianxi_desktop.db.tree import organisation_field
from jianxi_desktop.db.write import table_of
from jianxi_desktop.schema.ledger import Catalog, Ledger

_AT_ONCE = 5_000


class Reach:
    """The subtree of one unit.

    Attributes:
        unit: Code of the unit.
        top: Its organisation.
    """

    def __init__(self, connection: Connection, catalog: Catalog, unit: str) -> None:
        self._connection = connection
        self._catalog = catalog
        self.unit = unit
        self.top = office.organisation_id(unit)
        self._inside = _subtree(catalog, self.top)
        self._all = select(table_of(catalog["organisation"]).c.id)
        chain = system.replica
        found = connection.execute(
            select(chain.c.number, chain.c.unit, chain.c.replica).where(
                chain.c.scope.startswith("org/")
            )
        ).all()
        self._units = {row.number: row.replica.hex for row in found}
        below, above = self.organisations(), set(self.line())
        self.below = {
            row.number
            for row in found
            if row.unit.startswith(unit) or office.organisation_id(row.unit) in below
        }
        self.above = {
            row.number for row in found if office.organisation_id(row.unit) in above
        } - self.below

    def outside(
        self,
        ledger: Ledger,
        serials: Collection[int] | range,
        origins: Collection[int] | None = None,
    ) -> set[int]:
        """Give those of some rows that do not belong to the unit.

        Args:
            ledger: Whose rows.
            serials: Which; a range is looked at as one.
            origins: Chains whose rows belong to the unit where they stand nowhere; default those
                of the unit and of all below it.
        """
        table = table_of(ledger)
        mine = self.below if origins is None else set(origins)
        condition = not_(self._belongs(ledger, mine))
        query = select(table.c.serial).where(condition)
        if isinstance(serials, range):
            within = table.c.serial.between(serials.start, serials.stop - 1)
            return set(self._connection.execute(query.where(within)).scalars())
        found, wanted = set[int](), list(serials)
        for start in range(0, len(wanted), _AT_ONCE):
            part = table.c.serial.in_(wanted[start : start + _AT_ONCE])
            found |= set(self._connection.execute(query.where(part)).scalars())
        return found

    def visible(self, ledger: Ledger, ids: Collection[UUID]) -> set[UUID]:
        """Give those of some rows that the unit may read.

        It reads what belongs to it and, of what stands nowhere, what it or anybody above it made.
        """
        table, found, wanted = table_of(ledger), set[UUID](), list(ids)
        condition = self._belongs(ledger, self.below | self.above | {0}, ever=False)
        if ledger.key == "organisation":
            condition = or_(condition, table.c.id.in_(self.line()))
        for start in range(0, len(wanted), _AT_ONCE):
            part = table.c.id.in_(wanted[start : start + _AT_ONCE])
            query = select(table.c.id).where(condition, part)
            found |= set(self._connection.execute(query).scalars())
        return found

    def never_inside(self, ledger: Ledger, serials: Collection[int]) -> set[int]:
        """Give those of some rows outside that were never the unit's, as far as is known.

        Whoever wrote a row before he could know that it had gone elsewhere did nothing wrong.
        """
        if not serials:
            return set()
        key = "parent" if ledger.key == "organisation" else organisation_field(ledger)
        inside = {one.hex for one in self.organisations()}
        names = {number: unit for number, unit in self._units.items() if number in self.below}
        replicas = set(names.values())
        left = set[int]()
        for each in RowReader(self._connection).rows(ledger, sorted(serials)):
            ever = any(
                write.dot.replica in replicas and write.kind == "new" for write in each.writes
            ) or any(
                said.get(key or "") in inside
                for write in each.writes
                for said in (write.values, write.old)
            )
            if not ever:
                left.add(each.row["serial"])
        return left

    def line(self) -> list[UUID]:
        """Give the organisations above the unit's."""
        table = table_of(self._catalog["organisation"])
        rows = self._connection.execute(select(table.c.id, table.c.parent)).all()
        parents = {row.id: row.parent for row in rows}
        above: dict[UUID, None] = {}
        at = parents.get(self.top)
        while at is not None and at not in above:
            above[at] = None
            at = parents.get(at)
        return list(above)

    def organisations(self) -> set[UUID]:
        """Give all organisations of the subtree, removed ones too."""
        return set(self._connection.execute(self._inside).scalars())

    def _belongs(
        self, ledger: Ledger, origins: Collection[int], *, ever: bool = True
    ) -> ColumnElement[bool]:
        table = table_of(ledger)
        made: ColumnElement[bool] = table.c.replica.in_(origins) if origins else false()
        somewhere = _placed(self._catalog, ledger, self._all, ever=ever)
        if somewhere is None:
            return made
        inside = _placed(self._catalog, ledger, self._inside, ever=ever)
        assert inside is not None  # noqa: S101 - it is the same question
        return or_(inside, and_(not_(somewhere), made))


def _subtree(catalog: Catalog, root: UUID) -> Select[Any]:
    table = table_of(catalog["organisation"])
    top = select(table.c.id).where(table.c.id == root).cte(recursive=True)
    below = top.union(select(table.c.id).where(table.c.parent == top.c.id))
    return select(below.c.id)


def _placed(
    catalog: Catalog, ledger: Ledger, organisations: Select[Any], *, ever: bool
) -> ColumnElement[bool] | None:
    """Say in SQL which rows stand under some organisations; never unknown, so that it negates.

    With ``ever`` also whom rows of the past put there.
    """
    table, key = table_of(ledger), organisation_field(ledger)
    if key is not None and (key == "id" or key in ledger.fields):
        column = table.c[key]
        return and_(column.is_not(None), column.in_(organisations))
    if key is not None and ledger.companion is not None:
        rows = table_of(ledger.companion)
        held = select(rows.c[ledger.companion.owner.key]).where(
            rows.c[key].is_not(None), rows.c[key].in_(organisations)
        )
        if not ever and ledger.companion.ended is not None:
            held = held.where(rows.c[ledger.companion.ended.key].is_(None))
        return table.c.id.in_(held)
    if ledger.owner is None:
        return None
    owner = catalog[getattr(ledger.fields[ledger.owner.key], "target", "")]
    condition = _placed(catalog, owner, organisations, ever=ever)
    if condition is None:
        return None
    owned: ColumnElement[bool] = table.c[ledger.owner.key].in_(
        select(table_of(owner).c.id).where(condition)
    )
    return owned
