"""Bring the territories of a database in step with the code list of a day.

What differs is told first; applying it is one action that can be undone. Nothing is removed and no
identity changes: a community with a new code is the same community, and a dated line
(``territory_change``) says what it was before.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select

from jianxi_desktop.db import office as seeds
from jianxi_desktop.db import write
from jianxi_desktop.db.ids import code_id
from jianxi_desktop.db.store import Change
from jianxi_desktop.domain import calendar, divisions
from jianxi_desktop.domain.divisions import Entry, Place
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.rights import needs

ADDED, RENAMED, RECODED, MOVED, ABOLISHED = "added", "renamed", "recoded", "moved", "abolished"
KINDS = ("district", "street", "community")
_NOTE = "依据统计用区划代码名单"
_DAY = timedelta(days=1)
_BACK = {"removed_on": None, "removed_why": None}


@dataclass(frozen=True)
class DivisionChange:
    """One way in which a territory here differs from the list.

    Attributes:
        territory: Its identity.
        kind: Code of ``territory_change_kind``.
        name: What it is called here, or will be.
        changed_on: The day of the first list that shows it so.
        old: What stands here: a name, a code or the name of what it belongs to; of a new one the
            code it had in another district.
        new: What the list has; of one that left the code it has in another district.
    """

    territory: UUID
    kind: str
    name: str
    changed_on: date
    old: str = ""
    new: str = ""


@dataclass(frozen=True)
class Applied:
    """What bringing the territories in step did."""

    changes: tuple[DivisionChange, ...]
    touched: frozenset[str] = frozenset()


@needs(Right.VIEW, whole=True)
def division_changes(office: Office, on: date | None = None) -> tuple[DivisionChange, ...]:
    """Say how the territories here differ from the list of a day, by default today's.

    Territories that no list knows are passed over: grids, buildings, what was added by hand.
    """
    with office.store.read() as connection:
        return tuple(_Comparison(office, connection, on or calendar.today()).changes())


@needs(Right.EDIT, whole=True)
def apply_divisions(office: Office, on: date | None = None) -> Applied:
    """Give the territories the codes, names and streets of a day's list, by default today's.

    One action, which can be undone: renamed, recoded and moved territories stay what they are,
    new ones are added, those that have left the district get a last day.
    """
    with office.change("divisions") as change:
        comparison = _Comparison(office, change.connection, on or calendar.today())
        changes = tuple(comparison.changes())
        _add(change, office, comparison, changes)
        _edit(change, office, comparison, changes)
        _tell(change, office, changes)
        return Applied(changes, frozenset(change.touched))


class _Comparison:
    """The territories of a database beside the list of a day.

    Attributes:
        here: Territories of this database by identity; a removed one comes back if it is wanted.
        listed: The list's entries by the identity of their unit.
        wanted: Those of them that belong into this database.
    """

    def __init__(self, office: Office, connection: Connection, on: date) -> None:
        self._on = on
        table = write.table_of(office.catalog["territory"])
        rows = connection.execute(select(table).order_by(table.c.serial)).mappings()
        self.here: dict[UUID, Mapping[str, Any]] = {row["id"]: dict(row) for row in rows}
        listed = divisions.places(on)
        self._names = {place.code: place.name for place in listed}
        self.listed = {seeds.territory_id(place.code): place for place in listed}
        self.wanted = dict(self._wanted(office))

    def changes(self) -> Iterator[DivisionChange]:
        """Give what differs: new ones first, then what changed, then who left."""
        for one, place in self.wanted.items():
            first = self._first_listed(place.unit)
            if self._is_missing(one) and first is not None:
                before = self._code_elsewhere(place.unit, first - _DAY)
                yield DivisionChange(one, ADDED, place.name, first, before, place.code)
        for one, row in self.here.items():
            if row["removed_on"] is None and row["kind"] in KINDS and not row["abolished_on"]:
                yield from self._differences(one, row)

    def missing(self) -> Iterator[tuple[UUID, Place]]:
        """Give what is wanted and not here: new ones, and the street of one that has moved."""
        return ((one, place) for one, place in self.wanted.items() if self._is_missing(one))

    def _is_missing(self, one: UUID) -> bool:
        row = self.here.get(one)
        return row is None or bool(row["removed_on"] or row["abolished_on"])

    def _first_listed(self, unit: str) -> date | None:
        """Give the day a unit came into the district's list; none: it was always there."""
        inside = [e.valid_from for e in divisions.entries() if _is_own(e, unit)]
        return None if None in inside else min(filter(None, inside), default=None)

    def _wanted(self, office: Office) -> Iterator[tuple[UUID, Place]]:
        """Give what an office of this level has, and the street of each that is here already."""
        own = divisions.place_of(office.unit.code, self._on)
        level, code = office.unit.level, own.code if own else office.unit.code
        codes = {code, code[:9], code[:6]}
        for one, row in self.here.items():
            place = self.listed.get(one)
            if place is not None and row["removed_on"] is None:
                codes |= {place.code, place.parent}
        for one, place in self.listed.items():
            if place.code in codes or (level != "community" and place.code.startswith(code)):
                yield one, place

    def _differences(self, one: UUID, row: Mapping[str, Any]) -> Iterator[DivisionChange]:
        place = self.listed.get(one)
        if place is None:
            unit = divisions.unit_of_code(row["code"] or "")
            if seeds.territory_id(unit) == one and divisions.is_known(unit):
                now = self._code_elsewhere(unit, self._on)
                yield self._change(one, ABOLISHED, row["name"], unit, row["code"] or "", now)
            return
        if row["code"] != place.code:
            yield self._change(one, RECODED, row["name"], place.unit, row["code"] or "", place.code)
        if row["name"] != place.name:
            yield self._change(one, RENAMED, row["name"], place.unit, row["name"], place.name)
        parent = self.parent_of(place)
        if row["parent"] != parent:
            was = self.here.get(row["parent"], {}).get("name", "") if row["parent"] else ""
            now = self._names.get(place.parent, "")
            yield self._change(one, MOVED, row["name"], place.unit, was, now)

    def _change(
        self, one: UUID, kind: str, name: str, unit: str, old: str = "", new: str = ""
    ) -> DivisionChange:
        return DivisionChange(one, kind, name, self._since(unit), old, new)

    def parent_of(self, place: Place) -> UUID | None:
        """Give what a listed place belongs to."""
        return seeds.territory_id(place.parent) if place.parent else None

    def _code_elsewhere(self, unit: str, on: date) -> str:
        """Give the code a unit had outside this district on a day, if it is known."""
        of_unit = (entry for entry in divisions.entries() if entry.place.unit == unit)
        codes = (entry.place.code for entry in of_unit if entry.holds(on))
        return next((code for code in codes if not code.startswith(divisions.DISTRICT)), "")

    def _since(self, unit: str) -> date:
        """Give the day from which a unit has stood in the list as it does, or has not stood."""
        inside = [entry for entry in divisions.entries() if _is_own(entry, unit)]
        now = [entry.valid_from for entry in inside if entry.holds(self._on)]
        if now:
            return now[0] or self._on
        left = [entry.valid_to for entry in inside if entry.valid_to and entry.valid_to < self._on]
        return max(left) + _DAY if left else self._on


def _is_own(entry: Entry, unit: str) -> bool:
    return entry.place.unit == unit and entry.place.code.startswith(divisions.DISTRICT)


def _add(
    change: Change, office: Office, here: _Comparison, changes: tuple[DivisionChange, ...]
) -> None:
    """Write new ones, and the streets that others have come to, as every office has them."""
    since = {each.territory: each.changed_on.isoformat() for each in changes if each.kind == ADDED}
    streets = {
        here.parent_of(here.listed[each.territory]) for each in changes if each.kind == MOVED
    }
    rows = {
        one: {**_facts(here, place), "established_on": since.get(one)}
        for one, place in here.missing()
        if one in since or one in streets  # what somebody has removed stays so
    }
    ledger = office.catalog["territory"]
    fresh = [{**row, "id": one} for one, row in rows.items() if one not in here.here]
    write.insert_rows(change, ledger, fresh)
    back = {**_BACK, "abolished_on": None}
    again = [write.Edit(one, {**row, **back}) for one, row in rows.items() if one in here.here]
    write.update_rows(change, ledger, again)


def _edit(
    change: Change, office: Office, here: _Comparison, changes: tuple[DivisionChange, ...]
) -> None:
    """Write what changed into the rows that are here, and the new codes into their committees."""
    values: dict[UUID, dict[str, Any]] = {}
    recoded: dict[UUID, tuple[str | None, str]] = {}
    for each in changes:
        row = here.here.get(each.territory)
        if row is None or each.kind == ADDED:
            continue
        if each.kind == ABOLISHED:
            values[each.territory] = {"abolished_on": each.changed_on.isoformat()}
            continue
        place = here.listed[each.territory]
        values[each.territory] = _facts(here, place)
        if row["code"] != place.code:
            recoded[seeds.organisation_id(place.unit)] = (row["code"], place.code)
    edits = [write.Edit(one, facts) for one, facts in values.items()]
    write.update_rows(change, office.catalog["territory"], edits)
    ledger = office.catalog["organisation"]
    table = write.table_of(ledger)
    query = select(table.c.id, table.c.code).where(table.c.id.in_(list(recoded)))
    committees = [
        write.Edit(row.id, {"code": recoded[row.id][1]})
        for row in change.connection.execute(query)
        if row.code == recoded[row.id][0]
    ]
    write.update_rows(change, ledger, committees)


def _facts(here: _Comparison, place: Place) -> dict[str, Any]:
    return {
        "name": place.name,
        "kind": place.kind,
        "code": place.code,
        "parent": here.parent_of(place),
    }


def _tell(change: Change, office: Office, changes: tuple[DivisionChange, ...]) -> None:
    """Write the dated line of each change; every office that applies it makes the same line."""
    ledger = office.catalog["territory_change"]
    table = write.table_of(ledger)
    lines = {row["id"]: row for row in map(_line, changes)}
    query = select(table.c.id).where(table.c.id.in_(list(lines)))
    known = set(change.connection.execute(query).scalars())
    fresh = [row for one, row in lines.items() if one not in known]
    write.insert_rows(change, ledger, fresh)
    again = [write.Edit(one, {**lines[one], **_BACK}) for one in known]
    write.update_rows(change, ledger, again)


def _line(each: DivisionChange) -> dict[str, Any]:
    day = each.changed_on.isoformat()
    told = {RENAMED: "name", RECODED: "code", MOVED: "parent", ADDED: "code", ABOLISHED: "code"}
    about = told[each.kind]
    return {
        "id": code_id("territory_change", f"{each.territory.hex}/{each.kind}/{day}"),
        "territory": each.territory,
        "kind": each.kind,
        "changed_on": day,
        "note": _NOTE,
        f"old_{about}": each.old or None,
        f"new_{about}": each.new or None,
    }
