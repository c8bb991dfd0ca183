"""What keeps a place from being taken: it is taken already, it is closed, nobody may book it.

A place is one with the house it stands in and with its own rooms: who has booked the whole house
has its rooms, and nobody gets the whole house while one of its rooms is taken.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from jianxi_desktop.db import lookup
from jianxi_desktop.db.store import Change
from jianxi_desktop.domain.booking import TAKING, Span, free_spans, span_of
from jianxi_desktop.errors import InputError
from jianxi_desktop.schema.ledger import Catalog, Issue, Values
from jianxi_desktop.services.office import Office

Row = Mapping[str, Any]
_MOST_ROOMS = 3  # that a refusal names in place of the one that is taken
_ASKED = ("venue", "held_on", "starts_at", "ends_at")


def house_of(connection: Connection, catalog: Catalog, venue: UUID) -> frozenset[UUID]:
    """Give a place, those it stands in, and those that stand in it."""
    above = lookup.above(connection, catalog["venue"])
    found, upper = {venue}, above.get(venue)
    while upper is not None and upper not in found:
        found.add(upper)
        upper = above.get(upper)
    below: dict[UUID | None, list[UUID]] = {}
    for each, parent in above.items():
        below.setdefault(parent, []).append(each)
    waiting = [venue]
    while waiting:
        rooms = [room for room in below.get(waiting.pop(), ()) if room not in found]
        found.update(rooms)
        waiting.extend(rooms)
    return frozenset(found)


def taken_on(
    connection: Connection, catalog: Catalog, days: Iterable[str], house: frozenset[UUID]
) -> list[Row]:
    """Read the bookings that hold one of some places on one of some days."""
    rows = lookup.existing(connection, catalog["booking"], "held_on", list(days))
    return [row for row in rows if row["venue"] in house and row["state"] in TAKING]


def time_of(row: Row) -> Span:
    """Give the time of a booking."""
    return span_of(row.get("starts_at"), row.get("ends_at"))


def may_be_saved(office: Office, change: Change, record_id: UUID, before: Row | None) -> None:
    """Refuse a booking of a place that is taken, closed or not to be booked.

    One that held its place already is not asked again, whatever else is changed of it.

    Raises:
        InputError: It is; the message says by whom and what is free.
    """
    catalog = office.catalog
    rows = lookup.existing(change.connection, catalog["booking"], "id", [record_id])
    for row in rows:
        if before is None or _holds(before) != _holds(row):
            for issue in _find_issues(change.connection, catalog, row, record_id):
                if issue.severity == "error":
                    told = issue.text
                    raise InputError(f"booking: {issue.code}", user_message=told, code=issue.code)


def against_taken(connection: Connection, catalog: Catalog, ids: Iterable[UUID]) -> Iterator[str]:
    """Say which of some bookings stand where others were booked since."""
    for row in lookup.existing(connection, catalog["booking"], "id", list(ids)):
        for issue in _find_issues(connection, catalog, row, row["id"]):
            if issue.code == "taken":
                yield issue.text


def look(
    office: Office, connection: Connection, values: Values, record_id: UUID | None
) -> tuple[Issue, ...]:
    """Say on the form what the saving would refuse, and what is odd about a booking."""
    catalog, venue = office.catalog, values.get("venue")
    if venue is None or office.lister(catalog["venue"]).caption(connection, venue) is None:
        return ()
    found = _find_issues(connection, catalog, values, record_id)
    stored = lookup.existing(connection, catalog["booking"], "id", [record_id])
    if any(_holds(row) == _holds(values) for row in stored):
        return tuple(issue for issue in found if issue.severity != "error")
    return found


def _find_issues(
    connection: Connection, catalog: Catalog, values: Values, record_id: UUID | None
) -> tuple[Issue, ...]:
    venue, day = values.get("venue"), values.get("held_on")
    if venue is None or day is None or values.get("state") not in TAKING:
        return ()
    if len(day) < len("2026-01-01"):
        if values["state"] == "done":  # written down later, when nobody knows the day any more
            return ()
        return (Issue("held_on", "day", "error", "使用日期要写到哪一天，才知道场地空不空"),)
    house = house_of(connection, catalog, venue)
    places = {row["id"]: row for row in lookup.existing(connection, catalog["venue"], "id", house)}
    if venue not in places:
        return ()
    if shut := _closed(places, venue, day):
        return (shut,)
    others = [r for r in taken_on(connection, catalog, [day], house) if r["id"] != record_id]
    asked = time_of(values)
    for row in sorted(others, key=time_of):
        if time_of(row).meets(asked):
            free = free_spans(time_of(each) for each in others)
            beside = _beside(connection, catalog, values)
            return (_taken(places, values, row, free, beside),)
    return _too_many(places[venue], values.get("headcount"))


def _holds(row: Row) -> tuple[Any, ...] | None:
    """Give what a booking holds; nothing where its state lets the place go."""
    return tuple(row.get(key) for key in _ASKED) if row.get("state") in TAKING else None


def _closed(places: Mapping[UUID, Row], venue: UUID, day: str) -> Issue | None:
    place = places[venue]
    if place["bookable"] is False:
        text = f"“{place['name']}”不接受预约，请换一处，或先改它的“接受预约”"
        return Issue("venue", "not_bookable", "error", text)
    upper: Row | None = place
    while upper is not None:
        closed = upper["closed_on"]
        if closed and closed <= day:
            text = f"“{upper['name']}”已于{closed}停用，请换一处"
            return Issue("venue", "closed", "error", text)
        upper = places.get(upper["parent"]) if upper["parent"] != venue else None
    return None


def _beside(connection: Connection, catalog: Catalog, values: Values) -> list[str]:
    """Name rooms of the same house that are free at that time and large enough."""
    day, asked = str(values["held_on"]), time_of(values)
    upper = lookup.above(connection, catalog["venue"]).get(values["venue"])
    if upper is None:
        return []
    rooms = lookup.existing(connection, catalog["venue"], "parent", [upper])
    taken = taken_on(connection, catalog, [day], house_of(connection, catalog, upper))
    held = {row["venue"] for row in taken if time_of(row).meets(asked)}
    people = values.get("headcount") or 0
    return [
        str(room["name"])
        for room in rooms
        if room["id"] != values["venue"]
        and room["bookable"] is not False
        and not (room["closed_on"] and room["closed_on"] <= day)
        and (room["capacity"] or people) >= people
        and not held & house_of(connection, catalog, room["id"])
    ][:_MOST_ROOMS]


def _taken(
    places: Mapping[UUID, Row],
    values: Values,
    other: Row,
    free: tuple[Span, ...],
    beside: list[str],
) -> Issue:
    name = places[other["venue"]]["name"]
    left = "、".join(span.show() for span in free) or "没有了"
    text = (
        f"“{name}”{other['held_on']} {time_of(other).show()}已由“{other['visitor']}”预约，"
        f"当天还空着：{left}"
    )
    if beside:
        text += f"；同一时间空着的：{'、'.join(beside)}"
    return Issue("starts_at" if values.get("starts_at") else "held_on", "taken", "error", text)


def _too_many(place: Row, headcount: int | None) -> tuple[Issue, ...]:
    if not headcount or not place["capacity"] or headcount <= place["capacity"]:
        return ()
    text = f"“{place['name']}”可容纳{place['capacity']}人，预约人数更多，请核对"
    return (Issue("headcount", "capacity", "warning", text),)
