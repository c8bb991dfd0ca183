"""Bookings of places: which are there, what is taken in a week, and how a visit ends."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from jianxi_desktop.db import lookup
from jianxi_desktop.domain import calendar
from jianxi_desktop.domain.booking import Span, free_spans
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.errors import InputError
from jianxi_desktop.schema.ledger import Values
from jianxi_desktop.schema.query import Query
from jianxi_desktop.services import booking_rules, records, scope
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.records import Saved, Seen
from jianxi_desktop.services.rights import needs

_WAITING = ("booked", "confirmed")
_SOMEBODY = "其他单位"  # what people limited to one organisation see of the others' bookings


@dataclass(frozen=True)
class Bookable:
    """A place that takes bookings.

    Attributes:
        id: Identity.
        name: What it is called.
        depth: 0, or how many places it stands in.
        capacity: How many people it holds, if known.
    """

    id: UUID
    name: str
    depth: int
    capacity: int | None


@dataclass(frozen=True)
class Booked:
    """A booking that holds a place.

    Attributes:
        id: Identity.
        version: What an update must find unchanged.
        place: Name of the place; empty where it is the one that was asked for.
        span: From when to when.
        visitor: Who comes.
        purpose: What for; may be empty.
        state: Code of ``booking_state``.
        headcount: How many are expected, if known.
        own: Whether the person may see and change it.
    """

    id: UUID
    version: int
    place: str
    span: Span
    visitor: str
    purpose: str
    state: str
    headcount: int | None
    own: bool


@dataclass(frozen=True)
class Day:
    """What is taken of a place on one day, and what is free."""

    day: date
    booked: tuple[Booked, ...]
    free: tuple[Span, ...]


@needs(Right.VIEW)
def bookable_venues(office: Office, within: UUID | None = None) -> list[Bookable]:
    """List the places that take bookings, rooms below their house."""
    ledger = office.catalog["venue"]
    record = ledger.record
    columns = (record.name, record.capacity, record.bookable, record.closed_on)
    serials = records.list_serials(office, ledger, Query(within=within, order="name"))
    rows = records.list_rows(office, ledger, columns, serials)
    with office.store.read() as connection:
        above = lookup.above(connection, ledger)
    today = calendar.today().isoformat()
    there = {r.id: r for r in rows if r.cells[2] is not False and (r.cells[3] or "9") > today}
    below: dict[UUID | None, list[UUID]] = {}
    for each in there:
        upper = above.get(each)
        below.setdefault(upper if upper in there else None, []).append(each)
    waiting = [(each, 0) for each in reversed(below.get(None, []))]
    found = []
    while waiting:
        each, depth = waiting.pop()
        name, capacity = there[each].cells[:2]
        found.append(Bookable(each, name, depth, capacity))
        waiting += [(room, depth + 1) for room in reversed(below.get(each, []))]
    return found


@needs(Right.VIEW)
def schedule(office: Office, venue: UUID, week: date) -> tuple[Day, ...]:
    """Give the seven days from the Monday of a week on, for a place with its house and rooms."""
    monday = week - timedelta(days=week.weekday())
    days = [monday + timedelta(days=n) for n in range(7)]
    return _days(office, venue, days)


@needs(Right.EDIT)
def finish_booking(office: Office, seen: Seen, present: int | None) -> Saved:
    """Say that the visitors were there, and how many came.

    Raises:
        ConflictError: It was changed since it was read.
        InputError: It is over: they were there, or it was cancelled.
    """
    return _move_on(office, seen, {"state": "done", "present": present})


@needs(Right.EDIT)
def confirm_booking(office: Office, seen: Seen) -> Saved:
    """Say that the place was promised to the visitors.

    Raises:
        ConflictError: It was changed since it was read.
        InputError: It is over: they were there, or it was cancelled.
    """
    return _move_on(office, seen, {"state": "confirmed"})


@needs(Right.EDIT)
def cancel_booking(office: Office, seen: Seen) -> Saved:
    """Let the place go; the booking stays on the list.

    Raises:
        ConflictError: It was changed since it was read.
        InputError: It is over: they were there, or it was cancelled.
    """
    return _move_on(office, seen, {"state": "cancelled"})


def _move_on(office: Office, seen: Seen, values: Values) -> Saved:
    """Write the new state of a booking that still waits for its visitors."""
    ledger = office.catalog["booking"]
    before = records.find_record(office, ledger, seen.id).values
    if before["state"] not in _WAITING:
        state = ledger.fields["state"].show(before["state"])
        told = f"“{before['visitor']}”的预约{state}，没有改动。需要时打开它改“状态”。"
        raise InputError(f"booking is {before['state']}", user_message=told, code="over")
    return records.save_record(office, ledger, values, seen)


def _days(office: Office, venue: UUID, days: list[date]) -> tuple[Day, ...]:
    catalog = office.catalog
    with office.store.read() as connection:
        office.lister(catalog["venue"]).find(connection, venue)  # whoever may not see it stops here
        house = booking_rules.house_of(connection, catalog, venue)
        names = {
            row["id"]: row["name"]
            for row in lookup.existing(connection, catalog["venue"], "id", house)
        }
        isos = [day.isoformat() for day in days]
        rows = booking_rules.taken_on(connection, catalog, isos, house)
        hidden = scope.outside(office, connection, {"booking": [row["id"] for row in rows]})
    by_day: dict[str, list[Booked]] = {iso: [] for iso in isos}
    for row in rows:
        place = "" if row["venue"] == venue else names.get(row["venue"], "")
        by_day[row["held_on"]].append(_booked(row, place, own=row["id"] not in hidden))
    return tuple(
        Day(day, tuple(sorted(booked, key=lambda b: (b.span, b.place))), _free(booked))
        for day, booked in zip(days, by_day.values(), strict=True)
    )


def _booked(row: booking_rules.Row, place: str, *, own: bool) -> Booked:
    return Booked(
        row["id"],
        row["version"],
        place,
        booking_rules.time_of(row),
        row["visitor"] if own else _SOMEBODY,
        (row["purpose"] or "") if own else "",
        row["state"],
        row["headcount"],
        own,
    )


def _free(booked: list[Booked]) -> tuple[Span, ...]:
    return free_spans(each.span for each in booked)
