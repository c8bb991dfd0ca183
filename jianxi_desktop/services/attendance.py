"""Who was at an activity: the members it concerns, and a mark for each."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from jianxi_desktop.db import lookup, meeting_facts, pairs, voters, write
from jianxi_desktop.domain.calendar import first_day
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.ledgers.activity import VOTING
from jianxi_desktop.schema.ledger import Values
from jianxi_desktop.schema.query import Query
from jianxi_desktop.services import scope
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.records import Saved, require_values
from jianxi_desktop.services.rights import needs

Marks = Mapping[UUID, tuple[str, str | None]]


@dataclass(frozen=True)
class Attendee:
    """A member an activity concerns.

    Attributes:
        person: Identity.
        name: Name.
        state: Code of ``attendance_state``; ``None`` where nothing was recorded.
        reason: Why absent, as noted.
        usual: State to begin with where nothing was recorded: exempt, if he was so last time.
    """

    person: UUID
    name: str
    state: str | None
    reason: str | None
    usual: str | None = None


@needs(Right.VIEW)
def attendance_of(office: Office, activity: UUID) -> list[Attendee]:
    """List the members of the organisation that holds an activity, with what was recorded.

    Whoever was recorded and has since moved away is listed too.
    """
    people, attendance = office.catalog["person"], office.catalog["attendance"]
    with office.store.read() as connection:
        held = office.lister(office.catalog["activity"]).find(connection, activity)
        recorded = {
            row["person"]: row
            for row in lookup.existing(connection, attendance, "activity", [activity])
        }
        members = Query(within=held.values["organisation"])
        columns = (people.record.name,)
        found = {
            row.id: str(row.cells[0])
            for row in office.lister(people).stream(connection, columns, members)
        }
        gone = [person for person in recorded if person not in found]
        for row in lookup.existing(connection, people, "id", gone):
            found[row["id"]] = row["name"]
        organisation = held.values["organisation"]
        excused = meeting_facts.last_exempt(connection, office.catalog, organisation, activity)
    blank: Mapping[str, Any] = {"state": None, "reason": None}
    return [
        Attendee(
            person,
            name,
            marks["state"],
            marks["reason"],
            "exempt" if marks["state"] is None and person in excused else None,
        )
        for person, name in found.items()
        for marks in (recorded.get(person, blank),)
    ]


@needs(Right.EDIT)
def record_attendance(
    office: Office, activity: UUID, version: int, marks: Marks, values: Values | None = None
) -> Saved:
    """Write the marks of an activity, and its numbers of expected, present and on leave.

    What else a form changed of the activity (``values``) is saved in the same transaction.

    Raises:
        ConflictError: The activity was changed since it was read.
        InputError: A required value is missing.
    """
    ledger, held = office.catalog["attendance"], office.catalog["activity"]
    require_values(held, values or {}, new=False)
    with office.change("attendance") as change:
        scope.require_inside(office, change.connection, held, [activity])
        before = office.lister(held).find(change.connection, activity).values
        scope.require_links_inside(office, change.connection, held, values or {}, before)
        known = {
            row["person"]: row
            for row in lookup.existing(change.connection, ledger, "activity", [activity])
        }
        fresh = []
        for person, (state, reason) in marks.items():
            marked = {"state": state, "reason": reason}
            if person not in known:
                fresh.append({"activity": activity, "person": person, **marked})
            elif (known[person]["state"], known[person]["reason"]) != (state, reason):
                row = known[person]
                write.update_row(change, ledger, row["id"], row["version"], marked)
        new = set(marks) - set(known)
        scope.require_inside(office, change.connection, office.catalog["person"], new)
        pairs.put_pairs(change, ledger, fresh)
        everyone = {person: row["state"] for person, row in known.items()}
        everyone |= {person: state for person, (state, _reason) in marks.items()}
        states = list(everyone.values())
        numbers = {
            "expected": len(states) - states.count("exempt"),
            "present": states.count("present"),
            "on_leave": states.count("leave"),
        }
        numbers |= _votes(office, change.connection, {**before, **(values or {})}, before, everyone)
        number = write.update_row(change, held, activity, version, {**(values or {}), **numbers})
        scope.require_inside(office, change.connection, held, [activity])
        return Saved(activity, number, frozenset(change.touched))


def _votes(
    office: Office,
    connection: Connection,
    full: Values,
    before: Values,
    states: Mapping[UUID, str],
) -> dict[str, int]:
    """Count who has a vote, and who of them came, where votes are taken and nobody typed others."""
    if full.get("kind") not in VOTING:
        return {}
    day = first_day(str(full["held_on"]))
    entitled = voters.voters(connection, office.catalog, full["organisation"], day)
    came = sum(states.get(person) == "present" for person in entitled)
    counted = {"entitled": len(entitled), "entitled_present": came}
    kept = {key for key in counted if full.get(key) not in (None, before.get(key))}
    if full.get("entitled") is not None:  # somebody counted them by hand
        kept.add("entitled")
    return {key: number for key, number in counted.items() if key not in kept and entitled}
