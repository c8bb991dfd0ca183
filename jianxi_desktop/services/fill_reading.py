"""The values that fill a blank, read from the records: a whole page of them with a query a step."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import Connection

from jianxi_desktop.db import lookup, tree
from jianxi_desktop.db.figures import status_by_place
from jianxi_desktop.schema.ledger import Ledger
from jianxi_desktop.schema.query import Query
from jianxi_desktop.services.fill_paths import COUNTED, Path, Source, Step, day_of, kind_of
from jianxi_desktop.services.office import Office

PAGE: Final = 1_000
_ASKED: Final = 5_000
_COMMITTEES: Final = frozenset({"party_committee", "working_committee", "regional_committee"})
Row = Mapping[str, Any]


class Got(NamedTuple):
    """One value that was found.

    Attributes:
        path: What it was asked for by.
        value: As it is kept; what is masked, as it is shown.
        masked: Whether it is.
    """

    path: Path
    value: Any
    masked: bool


# The parts of one cell: those of a joined value, each with all that was found.
Parts = tuple[tuple[Got, ...], ...]


class FillReader:
    """Reads what sources say of the records of a query.

    Args:
        office: Whose records, and what this person may see of them.
        connection: To read by.
        ledger: Whose records fill the rows.
        day: The day ages are counted on.
        whole: Personal numbers are read whole; leave was given.
    """

    def __init__(
        self, office: Office, connection: Connection, ledger: Ledger, day: date, *, whole: bool
    ) -> None:
        self.day = day
        self._office = office
        self._connection = connection
        self._ledger = ledger
        self._whole = whole

    def rows(
        self, query: Query, sources: Sequence[Source | None], limit: int = -1
    ) -> Iterator[list[Parts]]:
        """Give for each record of the query what each source says of it."""
        lister = self._office.lister(self._ledger)
        serials = lister.serials(self._connection, query, limit)
        for start in range(0, len(serials), PAGE):
            found = lister.rows(self._connection, (), serials[start : start + PAGE])
            ids = [row.id for row in found]
            page = _Page(self._office, self._connection, self._ledger, ids, self._organisations)
            for one in ids:
                yield [() if each is None else self._parts(page, each, one) for each in sources]

    def _parts(self, page: "_Page", source: Source, one: UUID) -> Parts:
        for choice in source.choices:
            parts = tuple(tuple(self._got(page, path, one)) for path in choice if path.field)
            if any(parts):
                return parts
        return ()

    def _got(self, page: "_Page", path: Path, one: UUID) -> Iterator[Got]:
        field = path.field
        assert field is not None  # noqa: S101 - what is the office's own is not asked of records
        if path.view == "reason":
            yield from self._reasoned(page, path, one)
            return
        if path.view in COUNTED:
            yield from self._counted(page, path, one)
            return
        for row in page.reach(path.steps).get(one, ()):
            value = row.get(field.key)
            if value is not None or path.view == "given":
                hidden = field.masked and not self._whole
                yield Got(path, field.mask(value) if hidden else value, hidden)

    def _reasoned(self, page: "_Page", path: Path, one: UUID) -> Iterator[Got]:
        """Name whom rows are about, each with the reason that stands in the row."""
        link, field = path.steps[-1].key, path.field
        assert field is not None  # noqa: S101 - a reason is given with a name
        people = {row["id"]: row for row in page.reach(path.steps).get(one, ())}
        for row in page.reach(path.steps[:-1]).get(one, ()):
            if (whom := people.get(row[link])) is not None:
                why = f"（{row['reason']}）" if row.get("reason") else ""
                yield Got(replace(path, view=""), f"{whom[field.key]}{why}", masked=False)

    def _counted(self, page: "_Page", path: Path, one: UUID) -> Iterator[Got]:
        """Count the members of an organisation; of those outside, this person is told nothing."""
        for row in page.reach(path.steps).get(one, ()):
            if "form" in row:
                statuses = self._members.get(row["id"], {})
                number = sum(statuses.get(each, 0) for each in COUNTED[path.view])
                yield Got(path, number, masked=False)

    @cached_property
    def _members(self) -> Mapping[UUID, Mapping[str, int]]:
        """Count members by status of every organisation and all that stand below it."""
        direct = status_by_place(self._connection, self._office.catalog, self.day)
        above = {one: row["parent"] for one, row in self._organisations.items()}
        found: dict[UUID, Counter[str]] = {}
        for place, statuses in direct.items():
            at: UUID | None = place
            for _ in range(64):  # a circle that a merge may bring ends here
                if at is None:
                    break
                found.setdefault(at, Counter()).update(statuses)
                at = above.get(at)
        return found

    @cached_property
    def _organisations(self) -> Mapping[UUID, Row]:
        rows = tree.organisations(self._connection, self._office.catalog)
        return {row["id"]: row for row in rows}


class _Page:
    """Some records, and all that their sources lead to."""

    def __init__(
        self,
        office: Office,
        connection: Connection,
        ledger: Ledger,
        ids: Sequence[UUID],
        organisations: Mapping[UUID, Row],
    ) -> None:
        self._office = office
        self._connection = connection
        self._organisations = organisations
        own = self._read(ledger, ids)
        self._ledgers: dict[tuple[Step, ...], Ledger] = {(): ledger}
        self._reached: dict[tuple[Step, ...], Mapping[UUID, tuple[Row, ...]]] = {
            (): {one: (own[one],) for one in ids if one in own}
        }

    def reach(self, steps: tuple[Step, ...]) -> Mapping[UUID, tuple[Row, ...]]:
        """Give the rows that steps lead to, by the record they begin at."""
        known = self._reached.get(steps)
        if known is None:
            before, step = self.reach(steps[:-1]), steps[-1]
            ledger = self._ledgers[steps[:-1]]
            known = self._follow(ledger, before, step, first=len(steps) == 1)
            self._reached[steps] = known
            self._ledgers[steps] = self._target(ledger, step)
        return known

    def _target(self, ledger: Ledger, step: Step) -> Ledger:
        if step.way == "link":
            return self._office.catalog[getattr(ledger.all_fields[step.key], "target", "")]
        return ledger if step.way == "up" else self._office.catalog[step.key]

    def _follow(
        self, ledger: Ledger, before: Mapping[UUID, tuple[Row, ...]], step: Step, *, first: bool
    ) -> Mapping[UUID, tuple[Row, ...]]:
        if step.way in ("newest", "all"):
            return self._details(before, step)
        ends: dict[UUID, list[UUID]] = {}
        for one, rows in before.items():
            link = step.way == "link"
            found = (
                row.get(step.key) if link else self._up(row, step.key, first=first) for row in rows
            )
            ends[one] = [each for each in found if each is not None]
        wanted = {each for found in ends.values() for each in found}
        there = self._read(self._target(ledger, step), wanted)
        return {one: tuple(there[e] for e in found if e in there) for one, found in ends.items()}

    def _up(self, row: Row, level: str, *, first: bool) -> UUID | None:
        """Find the nearest organisation of a level; a record's own is not above itself."""
        at: UUID | None = row.get("parent") if first else row["id"]
        for _ in range(64):  # a circle that a merge may bring ends here
            here = self._organisations.get(at) if at is not None else None
            if here is None:
                return None
            if level == here["kind"] or (level == "committee" and here["form"] in _COMMITTEES):
                return at
            at = here["parent"]
        return None

    def _details(
        self, before: Mapping[UUID, tuple[Row, ...]], step: Step
    ) -> Mapping[UUID, tuple[Row, ...]]:
        detail = self._office.catalog[step.key]
        owner, kind, day = detail.owner.key, kind_of(detail), day_of(detail)
        owners = {row["id"] for rows in before.values() for row in rows}
        below: dict[UUID, list[Row]] = {}
        for row in lookup.existing(self._connection, detail, owner, owners):
            if not step.codes or (kind is not None and row[kind.key] in step.codes):
                below.setdefault(row[owner], []).append(row)
        for rows in below.values():
            rows.sort(key=lambda row: ((row[day] or "") if day else "", row["serial"]))
        newest = step.way == "newest"
        return {
            one: tuple(
                each
                for row in rows
                for each in (below.get(row["id"], [])[-1:] if newest else below.get(row["id"], []))
            )
            for one, rows in before.items()
        }

    def _read(self, ledger: Ledger, ids: Collection[UUID]) -> dict[UUID, Row]:
        """Read records with what holds of them now; of those outside, only what they are called."""
        if not ids:
            return {}
        office, connection = self._office, self._connection
        rows: dict[UUID, Row] = {}
        wanted = list(ids)
        for start in range(0, len(wanted), _ASKED):
            rows |= lookup.rows_of(connection, ledger, wanted[start : start + _ASKED])
        if ledger.companion is not None:
            current = lookup.current_rows(connection, ledger.companion, list(ids))
            rows = {
                one: {**_companions(ledger, current.get(one)), **row} for one, row in rows.items()
            }
        top = office.account.organisation
        if top is not None:
            for one in tree.outside_of(connection, office.catalog, ledger, top, ids):
                if one in rows:
                    rows[one] = _name_only(ledger, rows[one])
        return rows


def _companions(ledger: Ledger, row: Row | None) -> dict[str, Any]:
    assert ledger.companion is not None  # noqa: S101 - the caller has looked
    return {
        key: None if row is None else row[key]
        for key in ledger.companion.fields
        if key not in ledger.fields
    }


def _name_only(ledger: Ledger, row: Row) -> Row:
    kept = {"id", "serial", "parent", ledger.caption.key}
    return {key: row[key] for key in kept if key in row}
