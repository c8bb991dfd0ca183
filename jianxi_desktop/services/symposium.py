"""The bimonthly symposia (双月座谈会) of a year, and one of them with all that was said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, RowMapping

from jianxi_desktop.db import lookup, symposia
from jianxi_desktop.domain import calendar, symposium
from jianxi_desktop.domain.plan_items import OVERDUE, Timed, standing
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.domain.symposium import MISSING, Turn
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.rights import needs


@dataclass(frozen=True)
class Meeting:
    """A symposium as the year shows it.

    Attributes:
        id: The activity.
        version: What an update must find unchanged.
        organisation: Who holds it.
        topic: Its whole title.
        theme: What of the title says what it is about.
        held_on: ISO day, maybe known to the month only.
        starts_at: The hour, or empty.
        place: Where, or empty.
        host: Who leads it, or empty.
        reports: How many organisations report.
        spoken: How many reports are written down.
        given: How many tasks stand in the work plan.
        open: How many of them are still to be done.
    """

    id: UUID
    version: int
    organisation: UUID
    topic: str
    theme: str
    held_on: str
    starts_at: str
    place: str
    host: str
    reports: int = 0
    spoken: int = 0
    given: int = 0
    open: int = 0


@dataclass(frozen=True)
class Slot:
    """One turn of the year, how it stands, and the symposia held in it."""

    turn: Turn
    state: str
    meetings: tuple[Meeting, ...]


@dataclass(frozen=True)
class Year:
    """The symposia of a year.

    Attributes:
        year: The year.
        organisation: Who holds them.
        name: What that is called.
        holders: Everybody who holds symposia, and the office's own organisation.
        slots: The turns, in order.
        other: Those whose day is not known to the month.
    """

    year: int
    organisation: UUID
    name: str
    holders: tuple[tuple[UUID, str], ...]
    slots: tuple[Slot, ...]
    other: tuple[Meeting, ...] = ()

    @property
    def missing(self) -> int:
        """How many turns went by without one."""
        return sum(slot.state == MISSING for slot in self.slots)


@dataclass(frozen=True)
class Task:
    """A task that a report took home, as it stands in the work plan.

    Attributes:
        id: The item.
        version: What an update must find unchanged.
        content: What is to be done.
        due_on: ISO day, or empty.
        state: Code of ``item_state``.
        done_on: ISO day, or empty.
        feedback: What the unit told last, or empty.
        standing: ``done``, ``overdue``, ``soon``, ``open``, ``stopped``.
    """

    id: UUID
    version: int
    content: str
    due_on: str
    state: str
    done_on: str
    feedback: str
    standing: str


@dataclass(frozen=True)
class Report:
    """What one organisation reports.

    Attributes:
        id: The report.
        version: What an update must find unchanged.
        position: Its place in the order of speaking.
        organisation: Who reports.
        name: What that is called.
        speaker: Who speaks, or empty.
        progress: What went well, or empty.
        problems: What does not, or empty.
        tasks: What it is to do, as it was said, or empty.
        due_on: By when, ISO, or empty.
        given: The tasks of it that stand in the work plan.
        own: Whether it is this office's own.
    """

    id: UUID
    version: int
    position: int
    organisation: UUID
    name: str
    speaker: str
    progress: str
    problems: str
    tasks: str
    due_on: str
    given: tuple[Task, ...] = ()
    own: bool = False

    @property
    def late(self) -> int:
        """How many of its tasks are overdue."""
        return sum(task.standing == OVERDUE for task in self.given)


@dataclass(frozen=True)
class Sheet:
    """One symposium with its reports in the order of speaking."""

    meeting: Meeting
    reports: tuple[Report, ...]


@needs(Right.VIEW)
def year_of(
    office: Office, year: int, organisation: UUID | None = None, *, day: date | None = None
) -> Year:
    """Give the symposia of a year with every turn, held or not.

    Args:
        office: The open database.
        year: The year.
        organisation: Who holds them; ``None``: the office's own where it holds some or is the
            district's, else whoever does.
        day: The day the turns are looked at; ``None``: today.
    """
    as_of = day or calendar.today()
    with office.store.read() as connection:
        known = symposia.holders(connection, office.catalog, office.account.organisation)
        names = known | _named(office, connection, office.top)
        chosen = organisation if organisation in names else _holder(office, known)
        rows = symposia.meetings(connection, office.catalog, chosen, year)
    found = [_meeting(row) for row in rows]
    turns = symposium.turns(year)
    slots = tuple(_slot(turn, found, as_of) for turn in turns)
    other = tuple(each for each in found if not any(turn.holds(each.held_on) for turn in turns))
    return Year(year, chosen, names.get(chosen, ""), tuple(names.items()), slots, other)


@needs(Right.VIEW)
def sheet_of(office: Office, activity: UUID, *, day: date | None = None) -> Sheet:
    """Give one symposium with its reports and what became of their tasks.

    Raises:
        ConflictError: It is gone, or not this person's to see.
    """
    as_of = day or calendar.today()
    ledger = office.catalog["activity"]
    with office.store.read() as connection:
        office.lister(ledger).find(connection, activity)
        (row,) = lookup.existing(connection, ledger, "id", [activity])
        lines = symposia.reports(connection, office.catalog, activity)
        given = symposia.tasks(connection, office.catalog, [line["id"] for line in lines])
    own = office.top
    reports = tuple(_report(line, given.get(line["id"], ()), as_of, own) for line in lines)
    counts = {
        "reports": len(reports),
        "spoken": sum(bool(each.progress) for each in reports),
        "given": sum(len(each.given) for each in reports),
        "open": sum(task.state not in ("done", "stopped") for r in reports for task in r.given),
    }
    return Sheet(_meeting({**row, **counts}), reports)


def _holder(office: Office, known: dict[UUID, str]) -> UUID:
    if office.top in known or office.unit.level == "district" or not known:
        return office.top
    return next(iter(known))


def _named(office: Office, connection: Connection, organisation: UUID) -> dict[UUID, str]:
    found = lookup.rows_of(connection, office.catalog["organisation"], [organisation])
    return {one: row["name"] for one, row in found.items()}


def _slot(turn: Turn, found: Sequence[Meeting], day: date) -> Slot:
    mine = tuple(each for each in found if turn.holds(each.held_on))
    return Slot(turn, symposium.state_of(turn, [each.held_on for each in mine], day), mine)


def _meeting(row: Mapping[Any, Any]) -> Meeting:
    return Meeting(
        id=row["id"],
        version=row["version"],
        organisation=row["organisation"],
        topic=row["topic"],
        theme=symposium.theme_of(row["topic"]),
        held_on=row["held_on"],
        starts_at=row["starts_at"] or "",
        place=row["place"] or "",
        host=row["host"] or "",
        reports=int(row["reports"] or 0),
        spoken=int(row["spoken"] or 0),
        given=int(row["given"] or 0),
        open=int(row["open"] or 0),
    )


def _report(row: RowMapping, given: Sequence[RowMapping], day: date, own: UUID) -> Report:
    text = {
        key: str(row[key] or "")
        for key in ("name", "speaker", "progress", "problems", "tasks", "due_on")
    }
    return Report(
        id=row["id"],
        version=row["version"],
        position=row["position"],
        organisation=row["organisation"],
        given=tuple(_task(each, day) for each in given),
        own=row["organisation"] == own,
        **text,
    )


def _task(row: RowMapping, day: date) -> Task:
    return Task(
        id=row["id"],
        version=row["version"],
        content=row["content"],
        due_on=row["due_on"] or "",
        state=row["state"],
        done_on=row["done_on"] or "",
        feedback=row["feedback"] or "",
        standing=standing(Timed(row["state"], row["due_on"], row["done_on"]), day),
    )
