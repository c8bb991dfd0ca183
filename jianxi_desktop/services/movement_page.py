"""What the page of movements shows: letters underway, who is away or lost, what happened."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Table, and_, func, or_, select, true

from jianxi_desktop.db import tree
from jianxi_desktop.db.write import table_of
from jianxi_desktop.domain import calendar
from jianxi_desktop.domain import movement_rules as rules
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.schema.codes import code_table
from jianxi_desktop.services.movement_facts import kind_name
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.rights import needs

_LAST_MOVED = 2_000  # movements of a year that are listed


@dataclass(frozen=True)
class LetterRow:
    """A letter that left, or that was written this year and came back or arrived."""

    id: UUID
    person: UUID
    name: str
    branch: str
    to_place: str
    number: str
    letter_on: str
    until: str
    days_left: int
    state: str
    paid_to: str
    doubled: bool


@dataclass(frozen=True)
class AwayRow:
    """A member who lives elsewhere, or one of elsewhere who lives here.

    Attributes:
        due: When the next contact is due; empty: nobody has to.
        late: Whether that is over.
        should_move: Whether he has been away so long that the relation should go along.
    """

    id: UUID
    person: UUID
    name: str
    branch: str
    kind: str
    place: str
    since: str
    lasted: str
    how: str
    contacted: str
    due: str
    late: bool
    should_move: bool


@dataclass(frozen=True)
class LostRow:
    """A member who cannot be reached, or whose membership is suspended.

    Attributes:
        due: From when on the organisation has to decide; empty: no rule says.
        decide: What is to be decided, in words.
        late: Whether that day has come.
    """

    id: UUID
    person: UUID
    name: str
    branch: str
    kind: str
    since: str
    lasted: str
    band: str
    reason: str
    due: str
    decide: str
    late: bool


@dataclass(frozen=True)
class MovedRow:
    """A movement of the year."""

    id: UUID
    person: UUID
    name: str
    kind: str
    code: str
    moved_on: str
    from_place: str
    to_place: str
    number: str
    paper: str


@dataclass(frozen=True)
class Page:
    """What the page shows.

    Attributes:
        day: The day it holds for.
        letters: Letters whose receipt is not here, the most pressing first.
        away: Who is away or looked after.
        lost: Who is lost or suspended.
        moved: What happened in the year, the last first.
    """

    day: date
    letters: tuple[LetterRow, ...]
    away: tuple[AwayRow, ...]
    lost: tuple[LostRow, ...]
    moved: tuple[MovedRow, ...]

    def pressing(self) -> Mapping[str, int]:
        """Count what is overdue: ``letters`` ``away`` ``lost``."""
        return {
            "letters": sum(each.state == rules.OVERDUE for each in self.letters),
            "away": sum(each.late for each in self.away),
            "lost": sum(each.late for each in self.lost),
        }


@needs(Right.VIEW)
def read_page(
    office: Office, within: UUID | None = None, year: int | None = None, day: date | None = None
) -> Page:
    """Read what the page shows.

    Args:
        office: The open database.
        within: Only members at or below this organisation; ``None``: all that may be seen.
        year: The year whose movements are listed; ``None``: that of the day.
        day: The day; ``None``: today.
    """
    at = day or calendar.today()
    with office.store.read() as connection:
        reader = _Reader(office, connection, at, within)
        return Page(
            at,
            tuple(sorted(reader.letters(), key=lambda each: (each.until, each.number))),
            tuple(sorted(reader.away(), key=lambda each: (not each.late, each.due, each.since))),
            tuple(sorted(reader.lost(), key=lambda each: (not each.late, each.due, each.since))),
            tuple(reader.moved(year or at.year)),
        )


class _Reader:
    """Reads movements with whom they are about and where he belongs."""

    def __init__(
        self, office: Office, connection: Connection, day: date, within: UUID | None
    ) -> None:
        self._connection, self._day = connection, day
        self._own = office.unit.name
        catalog = office.catalog
        self._movement = table_of(catalog["member_movement"])
        self._person = table_of(catalog["person"])
        self._held = table_of(catalog["membership"])
        self._organisation = table_of(catalog["organisation"])
        self._log = table_of(catalog["contact_log"])
        limits = [
            tree.inside(catalog, catalog["member_movement"], top)
            for top in (office.account.organisation, within)
            if top is not None
        ]
        self._inside: ColumnElement[bool] = and_(
            true(), *(each for each in limits if each is not None)
        )

    def letters(self) -> Iterator[LetterRow]:
        m = self._movement
        lettered = or_(m.c.letter_on.is_not(None), m.c.letter_number.is_not(None))
        open_ones = and_(m.c.kind == "transfer_out", lettered, m.c.receipt_on.is_(None))
        rows = [
            row
            for row in self._read(and_(open_ones, m.c.ended_on.is_(None)))
            if row["branch_name"] is not None
        ]
        # Two PCs of an office may have given the same number before they met.
        used = Counter(self._numbers(open_ones))
        for row in rows:
            letter_on = row["letter_on"] or row["moved_on"]
            state = rules.letter_state(letter_on, row["valid_days"], self._day)
            number = row["letter_number"] or ""
            yield LetterRow(
                row["id"],
                row["person"],
                row["name"],
                row["branch_name"],
                row["to_place"] or "",
                number,
                letter_on,
                state.until.isoformat() if state.until else "",
                state.days_left,
                state.state,
                row["dues_paid_to"] or "",
                bool(number) and used[(row["handled_by"], number)] > 1,
            )

    def away(self) -> Iterator[AwayRow]:
        m = self._movement
        found = self._read(and_(m.c.kind.in_(rules.AWAY), m.c.ended_on.is_(None)))
        contacted = self._contacted()
        for row in found:
            kind, begun = row["kind"], row["moved_on"]
            last = contacted.get(row["person"], "")
            if kind != "flow_in" and row["branch_name"] is None:
                continue  # whoever has gone for good is away no more
            due = rules.contact_due(kind, begun, last or None)
            place = row["from_place"] if kind == "flow_in" else row["to_place"]
            yield AwayRow(
                row["id"],
                row["person"],
                row["name"],
                row["branch_name"] or "",
                kind,
                place or "",
                begun,
                rules.duration(begun, self._day),
                row["contact"] or row["phone"] or "",
                last,
                due.isoformat(),
                due < self._day,
                kind == "flow_out" and rules.should_move(begun, self._day),
            )

    def lost(self) -> Iterator[LostRow]:
        m, held = self._movement, self._held
        suspended = and_(m.c.kind == "suspended", held.c.status == "suspended")
        found = self._read(
            and_(or_(m.c.kind == "lost", suspended), m.c.ended_on.is_(None)), also_gone=False
        )
        rows: dict[UUID, Mapping[str, Any]] = {}
        for row in found:  # a suspension takes the place of the loss before it
            known = rows.get(row["person"])
            if known is None or (row["kind"], row["moved_on"]) >= (
                known["kind"],
                known["moved_on"],
            ):
                rows[row["person"]] = row
        for row in rows.values():
            yield self._lost(row)

    def _lost(self, row: Mapping[str, Any]) -> LostRow:
        kind, begun = row["kind"], row["moved_on"]
        lost_on = row["lost_on"] or (begun if kind == "lost" else "")
        rule = "lost" if kind == "lost" else "removal" if lost_on or row["lost_reason"] else ""
        due = rules.months_after(begun, rule) if rule else None
        months = rules.limit(rule, self._day)["number"] if rule else ""
        decide = {
            "lost": f"满{months}个月：研究停止党籍",
            "removal": f"满{months}个月：研究按自行脱党除名",
        }.get(rule, "")
        return LostRow(
            row["id"],
            row["person"],
            row["name"],
            row["branch_name"] or "",
            kind,
            begun,
            rules.duration(begun, self._day),
            rules.band_of(lost_on, self._day) if lost_on else "",
            code_table("lost_reason").known.get(row["lost_reason"] or "", ""),
            due.isoformat() if due else "",
            decide,
            due is not None and due <= self._day,
        )

    def moved(self, year: int) -> Iterator[MovedRow]:
        m = self._movement
        begun = f"{year:04}"
        which = m.c.moved_on.startswith(begun, autoescape=True)
        query = self._query(which, also_gone=True).order_by(m.c.moved_on.desc(), m.c.serial.desc())
        for row in self._connection.execute(query.limit(_LAST_MOVED)).mappings():
            paper = row["document"] or (f"回执{row['receipt_on']}" if row["receipt_on"] else "")
            if row["kind"] == "transfer_out" and row["ended_on"]:
                paper = f"已作废{row['ended_on']}"
            yield MovedRow(
                row["id"],
                row["person"],
                row["name"],
                kind_name(row["kind"]),
                row["kind"],
                row["moved_on"],
                self._short(row["from_place"] or ""),
                self._short(row["to_place"] or ""),
                row["letter_number"] or "",
                paper,
            )

    def _numbers(self, which: ColumnElement[bool]) -> Iterator[tuple[str | None, str | None]]:
        m = self._movement
        found = select(m.c.handled_by, m.c.letter_number).where(which, m.c.removed_on.is_(None))
        return ((row[0], row[1]) for row in self._connection.execute(found))

    def _contacted(self) -> dict[UUID, str]:
        log = self._log
        found = (
            select(log.c.person, func.max(log.c.contacted_on))
            .where(log.c.removed_on.is_(None), log.c.contacted_on <= self._day.isoformat())
            .group_by(log.c.person)
        )
        return {row[0]: row[1] for row in self._connection.execute(found)}

    def _read(
        self, which: ColumnElement[bool], *, also_gone: bool = True
    ) -> Sequence[Mapping[str, Any]]:
        query = self._query(which, also_gone=also_gone)
        rows: list[dict[str, Any]] = [
            dict(row) for row in self._connection.execute(query).mappings()
        ]
        for row in rows:  # one's own branches are known without the office's name before theirs
            row["branch_name"] = row["branch_name"] and self._short(row["branch_name"])
        return rows

    def _short(self, name: str) -> str:
        return name.removeprefix(self._own) or name

    def _query(self, which: ColumnElement[bool], *, also_gone: bool) -> Any:
        m, person, held, organisation = (
            self._movement,
            self._person,
            self._held,
            self._organisation,
        )
        is_open = and_(
            held.c.person == m.c.person, held.c.until.is_(None), held.c.removed_on.is_(None)
        )
        source = m.join(person, person.c.id == m.c.person)
        source = source.join(held, is_open, isouter=also_gone)
        source = source.join(organisation, organisation.c.id == held.c.branch, isouter=True)
        return (
            select(*_columns(m), person.c.name, person.c.phone, *_held(held, organisation))
            .select_from(source)
            .where(which, m.c.removed_on.is_(None), person.c.removed_on.is_(None), self._inside)
        )


def _columns(table: Table) -> list[ColumnElement[Any]]:
    keys = (
        "id",
        "person",
        "kind",
        "moved_on",
        "from_place",
        "to_place",
        "handled_by",
        "letter_number",
        "letter_on",
        "valid_days",
        "dues_paid_to",
        "receipt_on",
        "ended_on",
        "contact",
        "document",
        "lost_reason",
    )
    return [table.c[key] for key in keys]


def _held(held: Table, organisation: Table) -> list[ColumnElement[Any]]:
    return [held.c.status, held.c.lost_on, organisation.c.name.label("branch_name")]
