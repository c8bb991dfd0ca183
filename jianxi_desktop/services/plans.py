"""Work plans (工作台账): how far each is, what is overdue, and what was handed to this office."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection

from jianxi_desktop.db import lookup, plan_items
from jianxi_desktop.domain import calendar
from jianxi_desktop.domain.plan_items import OVERDUE, Tally, Timed, days_late, standing, tally
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.rights import needs


@dataclass(frozen=True)
class PlanRow:
    """A plan, and how far it is.

    Attributes:
        id: The plan.
        version: What an update must find unchanged.
        title: What it is called.
        kind: Code of ``plan_kind``.
        organisation: Who made it.
        name: What that is called.
        period: The year, or empty.
        idea: The thought behind it (工作思路), or empty.
        closed_on: ISO day on which it was finished, or empty.
        tally: How its items stand.
        own: Whether it is this office's or stands below it, and may be changed here.
    """

    id: UUID
    version: int
    title: str
    kind: str
    organisation: UUID
    name: str
    period: str
    idea: str
    closed_on: str
    tally: Tally
    own: bool = True


@dataclass(frozen=True)
class Item:
    """An item of a plan.

    Attributes:
        id: The item.
        version: What an update must find unchanged.
        plan: Its plan.
        plan_title: What that is called.
        plan_kind: Code of ``plan_kind``.
        giver: The organisation whose plan it is.
        giver_name: What that is called.
        position: Its number in the plan.
        content: What is to be done.
        measure: How, or empty.
        duty: Who has to do it; ``None``: who made the plan.
        duty_name: What that is called, or empty.
        duty_person: Who answers for it, or empty.
        due_on: ISO day, maybe known to the month only, or empty.
        state: Code of ``item_state``.
        done_on: ISO day, or empty.
        reported_on: When the unit told last how it goes, ISO, or empty.
        feedback: What it told, or empty.
        evidence: What shows that it is done, or empty.
        meeting: Topic of the symposium it came from, or empty.
        standing: ``done``, ``overdue``, ``soon``, ``open``, ``stopped``.
        days_late: Days since it was due, while it is overdue.
    """

    id: UUID
    version: int
    plan: UUID
    plan_title: str
    plan_kind: str
    giver: UUID
    giver_name: str
    position: int
    content: str
    measure: str
    duty: UUID | None
    duty_name: str
    duty_person: str
    due_on: str
    state: str
    done_on: str
    reported_on: str
    feedback: str
    evidence: str
    meeting: str
    standing: str
    days_late: int

    @property
    def handed(self) -> bool:
        """Whether somebody else than the maker of the plan has to do it."""
        return self.duty is not None and self.duty != self.giver


@dataclass(frozen=True)
class PlanSheet:
    """One plan with all its items."""

    plan: PlanRow
    items: tuple[Item, ...]


@needs(Right.VIEW)
def list_plans(
    office: Office,
    within: UUID | None = None,
    *,
    ended: bool = False,
    day: date | None = None,
) -> tuple[PlanRow, ...]:
    """List plans, the office's own before the others, the newest year first.

    Args:
        office: The open database.
        within: Only of this organisation and those below it; ``None``: all one may see.
        ended: Also those that are finished.
        day: The day the items are looked at; ``None``: today.
    """
    as_of, top = day or calendar.today(), within or office.account.organisation
    with office.store.read() as connection:
        rows = plan_items.plans(connection, office.catalog, top, ended=ended)
        times = plan_items.times(connection, office.catalog, top)
        below = _subtree(office, connection)
    timed: dict[UUID, list[Timed]] = {}
    for row in times:
        one = Timed(row["state"], row["due_on"], row["done_on"])
        timed.setdefault(row["work_plan"], []).append(one)
    found = (
        _plan(row, tally(timed.get(row["id"], ()), as_of), row["organisation"] in below)
        for row in rows
    )
    return tuple(sorted(found, key=lambda each: each.organisation != office.top))


@needs(Right.VIEW)
def plan_of(office: Office, plan: UUID, *, day: date | None = None) -> PlanSheet:
    """Give a plan with its items in order.

    Raises:
        ConflictError: It is gone, or not this person's to see.
    """
    as_of, ledger = day or calendar.today(), office.catalog["work_plan"]
    with office.store.read() as connection:
        office.lister(ledger).find(connection, plan)
        (row,) = lookup.existing(connection, ledger, "id", [plan])
        maker = lookup.rows_of(connection, office.catalog["organisation"], [row["organisation"]])
        found = _items(office, connection, as_of, plan_items.of_plan(office.catalog, plan))
        below = _subtree(office, connection)
    name = maker[row["organisation"]]["name"] if maker else ""
    timed = [Timed(each.state, each.due_on or None, each.done_on or None) for each in found]
    shown = _plan({**row, "name": name}, tally(timed, as_of), row["organisation"] in below)
    return PlanSheet(shown, found)


@needs(Right.VIEW)
def overdue_items(
    office: Office, within: UUID | None = None, *, day: date | None = None
) -> tuple[Item, ...]:
    """Give the items of all plans whose day is over, the longest overdue first.

    Args:
        office: The open database.
        within: Only what is the affair of this organisation or one below it, as maker of the plan
            or as who has to do it; ``None``: all one may see.
        day: The day; ``None``: today.
    """
    as_of, top = day or calendar.today(), within or office.account.organisation
    catalog = office.catalog
    conditions = (
        plan_items.still_open(catalog),
        plan_items.due_before(catalog, as_of.isoformat()),
        plan_items.inside(catalog, top),
    )
    with office.store.read() as connection:
        found = _items(office, connection, as_of, *conditions)
    late = (each for each in found if each.standing == OVERDUE)
    return tuple(sorted(late, key=lambda each: (-each.days_late, each.plan_title, each.position)))


@needs(Right.VIEW)
def handed_to_us(
    office: Office, within: UUID | None = None, *, day: date | None = None
) -> tuple[Item, ...]:
    """Give the tasks that somebody above handed to this office or one below it, by due day."""
    as_of, top = day or calendar.today(), within or office.top
    with office.store.read() as connection:
        condition = plan_items.from_above(office.catalog, top)
        found = _items(office, connection, as_of, condition)
    return tuple(sorted(found, key=lambda each: (each.state in ("done", "stopped"), each.due_on)))


@needs(Right.VIEW)
def item_of(office: Office, item: UUID, *, day: date | None = None) -> Item:
    """Give one item; a unit may see what it has to do of somebody else's plan.

    Raises:
        ConflictError: It is gone, or not this person's to see.
    """
    catalog, top = office.catalog, office.account.organisation
    with office.store.read() as connection:
        only = plan_items.of_item(catalog, item), plan_items.inside(catalog, top)
        found = _items(office, connection, day or calendar.today(), *only)
        if not found:
            office.lister(catalog["work_plan_item"]).find(connection, item)
    return found[0]


def _subtree(office: Office, connection: Connection) -> set[UUID]:
    """Give the organisations whose plans this person may change."""
    return plan_items.organisations(connection, office.catalog, office.top)


def _items(
    office: Office, connection: Connection, day: date, *conditions: ColumnElement[bool]
) -> tuple[Item, ...]:
    return tuple(_every(plan_items.items(connection, office.catalog, *conditions), day))


def _every(rows: Iterable[Mapping[Any, Any]], day: date) -> Iterable[Item]:
    for row in rows:
        timed = Timed(row["state"], row["due_on"], row["done_on"])
        yield Item(
            id=row["id"],
            version=row["version"],
            plan=row["work_plan"],
            plan_title=row["plan_title"],
            plan_kind=row["plan_kind"],
            giver=row["plan_organisation"],
            giver_name=row["plan_name"] or "",
            position=row["position"],
            content=row["content"],
            measure=row["measure"] or "",
            duty=row["duty_organisation"],
            duty_name=row["duty_name"] or "",
            duty_person=row["duty_person"] or "",
            due_on=row["due_on"] or "",
            state=row["state"],
            done_on=row["done_on"] or "",
            reported_on=row["reported_on"] or "",
            feedback=row["feedback"] or "",
            evidence=row["evidence"] or "",
            meeting=row["meeting"] or "",
            standing=standing(timed, day),
            days_late=days_late(timed, day),
        )


def _plan(row: Mapping[Any, Any], counted: Tally, own: bool) -> PlanRow:  # noqa: FBT001 - a fact
    return PlanRow(
        id=row["id"],
        version=row["version"],
        title=row["title"],
        kind=row["kind"],
        organisation=row["organisation"],
        name=row["name"] or "",
        period=row["period"] or "",
        idea=row["idea"] or "",
        closed_on=row["closed_on"] or "",
        tally=counted,
        own=own,
    )
