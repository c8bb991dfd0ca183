"""Which rows belong to a unit's subtree: what its PCs may write, and what goes down to it.

A row belongs where its organisation stands, or its owner's, or any of its companion's rows; of the
tree also what was removed counts, for what people removed they still may bring back. A row that
stands nowhere belongs to the unit whose database made it. A row may concern a unit besides: an
item that is its duty, a visit that it makes.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Select, Table, and_, false, not_, or_, select

from jianxi_desktop.db import office, system
from jianxi_desktop.db.fold_rows import Folded, RowReader
from jianxi_desktop.db.folding import PLACES
from jianxi_desktop.db.tree import organisation_field
from jianxi_desktop.db.write import table_of
from jianxi_desktop.domain.registers import Dot
from jianxi_desktop.schema.fields import Link
from jianxi_desktop.schema.ledger import Catalog, Ledger

_AT_ONCE = 5_000
_CODES = (9, 6)  # digits of the codes of a street and of the district
_NAMED = 5  # version of identities that name what they stand for


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
        below, above = self.organisations(), set(self.line())
        self.below = {
            row.number
            for row in found
            if row.unit.startswith(unit) or office.organisation_id(row.unit) in below
        }
        self._inside = _subtree(catalog, self.top, self.below)
        self._writers = {row.replica.hex for row in found if row.number in self.below}
        self.above = {
            row.number
            for row in found
            if unit.startswith(row.unit) or office.organisation_id(row.unit) in above
        } - self.below

    def outside(
        self,
        ledger: Ledger,
        serials: Collection[int] | range,
        *,
        new: bool,
    ) -> set[int]:
        """Give those of some rows that are not the unit's to write.

        Args:
            ledger: Whose rows.
            serials: Which; a range is looked at as one.
            new: They are new; then it is not enough that they name the unit themselves.
        """
        return self._outside_of(ledger, serials, self._inside, new=new)

    def _outside_of(
        self,
        ledger: Ledger,
        serials: Collection[int] | range,
        inside: Select[Any],
        *,
        new: bool,
    ) -> set[int]:
        table = table_of(ledger)
        theirs = or_(
            self._belongs(ledger, self.below, inside),
            _concerned(self._catalog, ledger, inside, own=not new),
        )
        query = select(table.c.serial).where(not_(theirs))
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
        origins = self.below | self.above | {0}
        condition = or_(
            self._belongs(ledger, origins, self._inside, ever=False),
            _concerned(self._catalog, ledger, self._inside, own=True),
            *(
                table.c.id.in_(_owners_of(ledger, detail, self._inside))
                for detail in self._catalog.details_of(ledger)
            ),
        )
        if ledger.key == "organisation":
            condition = or_(condition, table.c.id.in_(self.line()))
        elif ledger.key in PLACES:
            condition = table.c["id" if ledger.key == "territory" else "territory"].in_(
                self._places()
            )
        for start in range(0, len(wanted), _AT_ONCE):
            part = table.c.id.in_(wanted[start : start + _AT_ONCE])
            query = select(table.c.id).where(condition, part)
            found |= set(self._connection.execute(query).scalars())
        return found

    def never_inside(
        self, ledger: Ledger, serials: Collection[int], known: Callable[[Dot], bool], *, new: bool
    ) -> set[int]:
        """Give those of some rows outside that never were the unit's, as far as was known before.

        Whoever wrote a row before he could know that it had gone elsewhere did nothing wrong.

        Args:
            ledger: Whose rows.
            serials: Which.
            known: Tells whether a change was here before those that are looked at.
            new: As in ``outside``.
        """
        if not serials:
            return set()
        ever = self._ever_inside(known)
        organisation = table_of(self._catalog["organisation"])
        theirs = select(organisation.c.id).where(organisation.c.id.in_(ever))
        left = self._outside_of(ledger, serials, theirs, new=new)
        names = {one.hex for one in ever}
        rows = [
            each
            for each in RowReader(self._connection).rows(ledger, sorted(left))
            if not self._is_shipped(each)
        ]
        stood = self._stood(ledger, rows, known)
        return {each.row["serial"] for each in rows if not stood[each.row["id"]] & names}

    def _stood(
        self, ledger: Ledger, rows: Collection[Folded], known: Callable[[Dot], bool]
    ) -> dict[UUID, set[str]]:
        """Give the organisations that rows, their companion's or their owner's ever named."""
        key = "parent" if ledger.key == "organisation" else organisation_field(ledger)
        ids = [each.row["id"] for each in rows]
        if key is not None and key in ledger.fields:
            return {each.row["id"]: _said(each, key, known) for each in rows}
        if key is not None and ledger.companion is not None:
            detail = ledger.companion
            found: dict[UUID, set[str]] = {one: set() for one in ids}
            for each in self._rows_of(detail, table_of(detail).c[detail.owner.key], ids):
                found[each.row[detail.owner.key]] |= _said(each, key, known)
            return found
        if ledger.owner is None:
            return {one: set() for one in ids}
        owner = self._catalog[getattr(ledger.fields[ledger.owner.key], "target", "")]
        owners = {each.row["id"]: each.row[ledger.owner.key] for each in rows}
        above = self._rows_of(owner, table_of(owner).c.id, set(owners.values()))
        theirs = self._stood(owner, list(above), known)
        return {one: theirs.get(owners[one], set()) for one in ids}

    def _rows_of(
        self, ledger: Ledger, column: ColumnElement[Any], ids: Collection[UUID]
    ) -> Iterator[Folded]:
        """Read the rows of a ledger in which a column names one of some records."""
        wanted, table = sorted(ids), table_of(ledger)
        serials: list[int] = []
        for start in range(0, len(wanted), _AT_ONCE):
            part = column.in_(wanted[start : start + _AT_ONCE])
            serials += self._connection.execute(select(table.c.serial).where(part)).scalars()
        yield from RowReader(self._connection).rows(ledger, sorted(serials))

    def _is_shipped(self, each: Folded) -> bool:
        """Tell whether a row came with the program, and the unit laid it down, too."""
        return each.row["id"].version == _NAMED and any(
            write.kind == "new" and write.dot.replica in self._writers for write in each.writes
        )

    def _ever_inside(self, known: Callable[[Dot], bool]) -> set[UUID]:
        """Give the organisations of the subtree, and those that once were moved out of it."""
        ledger = self._catalog["organisation"]
        table = table_of(ledger)
        rows = self._connection.execute(select(table.c.serial, table.c.id)).all()
        found = self.organisations()
        serials = sorted(row.serial for row in rows if row.id not in found)
        stood = {
            each.row["id"]: {
                said["parent"]
                for write in each.writes
                if known(write.dot)
                for said in (write.values, write.old)
                if said.get("parent")
            }
            for each in RowReader(self._connection).rows(ledger, serials)
        }
        more = True
        while more:
            names = {one.hex for one in found}
            fresh = {one for one, parents in stood.items() if one not in found and parents & names}
            more = bool(fresh)
            found |= fresh
        return found

    def line(self) -> list[UUID]:
        """Give the organisations above the unit's; of one that is not here yet, by its code."""
        table = table_of(self._catalog["organisation"])
        rows = self._connection.execute(select(table.c.id, table.c.parent)).all()
        parents = {row.id: row.parent for row in rows}
        if self.top in parents:
            return _way_up(parents, self.top)
        codes = (self.unit[:digits] for digits in _CODES if digits < len(self.unit))
        return [one for one in map(office.organisation_id, codes) if one in parents]

    def authors(self) -> set[int]:
        """Give the chains that made rows which belong to the unit now."""
        found = set[int]()
        for ledger in self._catalog:
            condition = _placed(self._catalog, ledger, self._inside, ever=False)
            if condition is not None:
                query = select(table_of(ledger).c.replica).where(condition).distinct()
                found |= set(self._connection.execute(query).scalars())
        return found - {0}

    def _places(self) -> set[UUID]:
        """Give the territories of the unit: its own, those above it, those within it."""
        table = table_of(self._catalog["territory"])
        rows = self._connection.execute(select(table.c.id, table.c.parent)).all()
        parents = {row.id: row.parent for row in rows}
        own = office.territory_id(self.unit)
        found = {own, *_way_up(parents, own)}
        return found | {one for one in parents if own in _way_up(parents, one)}

    def organisations(self) -> set[UUID]:
        """Give all organisations of the subtree, removed ones too."""
        return set(self._connection.execute(self._inside).scalars())

    def _belongs(
        self,
        ledger: Ledger,
        origins: Collection[int],
        organisations: Select[Any],
        *,
        ever: bool = True,
    ) -> ColumnElement[bool]:
        table = table_of(ledger)
        made: ColumnElement[bool] = table.c.replica.in_(origins) if origins else false()
        somewhere = _placed(self._catalog, ledger, self._all, ever=ever, listed=False)
        if somewhere is None:
            return made
        inside = _placed(self._catalog, ledger, organisations, ever=ever)
        assert inside is not None  # noqa: S101 - it is the same question
        key = organisation_field(ledger)
        if key is not None and key in ledger.fields and not ledger.fields[key].required:
            # A course that the district holds, written down by a community, is the community's.
            somewhere = and_(somewhere, table.c[key].not_in(self.line()))
        return or_(inside, and_(not_(somewhere), made))


def _said(each: Folded, key: str, known: Callable[[Dot], bool]) -> set[str]:
    """Give what the writes of a row that were known ever said of one column."""
    return {
        said[key]
        for write in each.writes
        if known(write.dot)
        for said in (write.values, write.old)
        if said.get(key)
    }


def _way_up(parents: Mapping[UUID, UUID | None], start: UUID) -> list[UUID]:
    """Give everything above a place in a tree; a circle ends it."""
    above: dict[UUID, None] = {}
    at = parents.get(start)
    while at is not None and at not in above:
        above[at] = None
        at = parents.get(at)
    return list(above)


def _subtree(catalog: Catalog, root: UUID, makers: Collection[int] = ()) -> Select[Any]:
    """Select an organisation and all below it; and what its own chains made under nobody."""
    table = table_of(catalog["organisation"])
    own = and_(table.c.parent.is_(None), table.c.replica.in_(makers)) if makers else false()
    top = select(table.c.id).where(or_(table.c.id == root, own)).cte(recursive=True)
    below = top.union(select(table.c.id).where(table.c.parent == top.c.id))
    return select(below.c.id)


def _placed(
    catalog: Catalog,
    ledger: Ledger,
    organisations: Select[Any],
    *,
    ever: bool,
    listed: bool = True,
) -> ColumnElement[bool] | None:
    """Say in SQL which rows stand under some organisations; never unknown, so that it negates.

    Args:
        catalog: All ledgers.
        ledger: Whose rows.
        organisations: Those of a subtree, or all.
        ever: Also whom rows of the past put there.
        listed: The owners that stand there are few, and are listed to find their rows by; else
            the owner of each row is looked up, for of all offices they are a whole ledger.
    """
    table, key = table_of(ledger), organisation_field(ledger)
    if key is not None and (key == "id" or key in ledger.fields):
        return _names(table.c[key], organisations)
    if key is not None and ledger.companion is not None:
        detail = ledger.companion
        rows = table_of(detail)
        held = _names(rows.c[key], organisations)
        if not ever and detail.ended is not None:
            held = and_(held, rows.c[detail.ended.key].is_(None))
        return _is_among(table.c.id, rows, rows.c[detail.owner.key], held, listed=listed)
    if ledger.owner is None:
        return None
    owner = catalog[getattr(ledger.fields[ledger.owner.key], "target", "")]
    condition = _placed(catalog, owner, organisations, ever=ever, listed=listed)
    if condition is None:
        return None
    theirs = table_of(owner)
    return _is_among(table.c[ledger.owner.key], theirs, theirs.c.id, condition, listed=listed)


def _is_among(
    column: ColumnElement[Any],
    rows: Table,
    key: ColumnElement[Any],
    condition: ColumnElement[bool],
    *,
    listed: bool,
) -> ColumnElement[bool]:
    """Say that a column names one of some rows: out of a list of them, or looked up one by one."""
    if listed:
        return column.in_(select(key).where(condition))
    return select(rows.c.serial).where(key == column, condition).exists()


def links(ledger: Ledger) -> list[str]:
    """Name the fields that link to organisations besides the one that says where a row stands."""
    place = organisation_field(ledger)
    return [
        key
        for key, field in ledger.fields.items()
        if isinstance(field, Link) and field.target == "organisation" and key != place
        if ledger.key != "organisation"
    ]


def _concerned(
    catalog: Catalog, ledger: Ledger, organisations: Select[Any], *, own: bool
) -> ColumnElement[bool]:
    """Say in SQL which rows name one of some organisations otherwise, or whose owner does."""
    table = table_of(ledger)
    parts: list[ColumnElement[bool]] = [false()]
    if own:
        parts += [_names(table.c[key], organisations) for key in links(ledger)]
    if ledger.owner is not None:
        owner = catalog[getattr(ledger.fields[ledger.owner.key], "target", "")]
        theirs = _concerned(catalog, owner, organisations, own=True)
        owned = select(table_of(owner).c.id).where(theirs)
        parts.append(table.c[ledger.owner.key].in_(owned))
    return or_(*parts)


def _names(column: ColumnElement[Any], organisations: Select[Any]) -> ColumnElement[bool]:
    return and_(column.is_not(None), column.in_(organisations))


def _owners_of(owner: Ledger, detail: Ledger, organisations: Select[Any]) -> Select[Any]:
    """Select whom rows belong to that name one of some organisations.

    Where an owner stands somewhere by a field of its own, such as the meeting at which several
    organisations report, a row may stand elsewhere: then its place counts too, or whoever gets
    the row would not know what it belongs to.
    """
    table, place, above = table_of(detail), organisation_field(detail), organisation_field(owner)
    named = [_names(table.c[key], organisations) for key in links(detail)]
    if place in detail.fields and above in owner.fields and place is not None:
        named.append(_names(table.c[place], organisations))
    return select(table.c[detail.owner.key]).where(or_(false(), *named))
