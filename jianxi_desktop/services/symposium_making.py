"""Arrange a symposium: who reports in which order; its tasks become items of the work plan."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from jianxi_desktop.db import lookup, symposia
from jianxi_desktop.db.store import Change
from jianxi_desktop.db.write import Edit, insert_rows, update_row, update_rows
from jianxi_desktop.domain import calendar, symposium
from jianxi_desktop.domain.gaps import same_problem, split_gaps
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.errors import InputError
from jianxi_desktop.schema.ledger import Values
from jianxi_desktop.services import scope
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.records import Saved, Seen, require_values
from jianxi_desktop.services.rights import needs
from jianxi_desktop.services.symposium import Report, Sheet, sheet_of

PLAN_KIND: Final = "symposium"
_FORMS: Final = ("working_committee", "party_committee", "general_branch", "branch")


@dataclass(frozen=True)
class Committee:
    """An organisation that may report, and who speaks for it.

    Attributes:
        id: The organisation.
        name: What it is called.
        speaker: Its secretary, or empty.
        asked: Whether it reports at the symposium already.
    """

    id: UUID
    name: str
    speaker: str
    asked: bool = False


@dataclass(frozen=True)
class NewTask:
    """A task that is to stand in the work plan.

    Attributes:
        report: The report it comes from.
        name: The organisation that reports.
        content: What is to be done.
        due_on: By when, ISO.
        measure: How, or empty.
        duty_person: Who answers for it, or empty.
        evidence: What will show that it is done, or empty.
    """

    report: UUID
    name: str
    content: str
    due_on: str
    measure: str = ""
    duty_person: str = ""
    evidence: str = ""


@needs(Right.VIEW)
def committees_of(
    office: Office, organisation: UUID, activity: UUID | None = None, *, day: date | None = None
) -> tuple[Committee, ...]:
    """Give who stands right below an organisation and so reports at its symposia."""
    as_of = (day or calendar.today()).isoformat()
    with office.store.read() as connection:
        found = symposia.committees(connection, office.catalog, organisation, _FORMS, as_of)
        asked: set[UUID] = set()
        if activity is not None:
            rows = symposia.reports(connection, office.catalog, activity)
            asked = {row["organisation"] for row in rows}
    return tuple(Committee(each.id, each.name, each.secretary, each.id in asked) for each in found)


@needs(Right.EDIT)
def plan_symposium(office: Office, values: Values, reporters: Sequence[Committee]) -> Saved:
    """Write a symposium that is to be held, with everybody who reports, in the order given.

    Args:
        office: The open database.
        values: Of the activity: ``organisation``, ``topic``, ``held_on``, ``starts_at``,
            ``place``, ``host``.
        reporters: Who reports.

    Raises:
        InputError: A value is missing, or the organisation is not this person's.
    """
    ledger = office.catalog["activity"]
    given = {**values, "kind": symposia.KIND}
    require_values(ledger, given, new=True)
    with office.change("plan_symposium") as change:
        (activity,) = insert_rows(change, ledger, [given])
        _add(office, change, activity, reporters, 0)
        scope.require_inside(office, change.connection, ledger, [activity])
        return Saved(activity, 1, frozenset(change.touched))


@needs(Right.EDIT)
def add_reporters(office: Office, activity: UUID, reporters: Sequence[Committee]) -> frozenset[str]:
    """Let more organisations report at a symposium, after those that do already.

    Raises:
        ConflictError: It is gone.
        InputError: It is not this person's.
    """
    with office.change("order_reports") as change:
        scope.require_inside(office, change.connection, office.catalog["activity"], [activity])
        rows = symposia.reports(change.connection, office.catalog, activity)
        there = {row["organisation"] for row in rows}
        fresh = [each for each in reporters if each.id not in there]
        last = max((row["position"] for row in rows), default=0)
        _add(office, change, activity, fresh, last)
        return frozenset(change.touched)


@needs(Right.EDIT)
def reorder(office: Office, activity: UUID, order: Sequence[UUID]) -> frozenset[str]:
    """Let the reports of a symposium be given in another order, as one action.

    Args:
        office: The open database.
        activity: The symposium.
        order: Its reports; those that are not named come after them as they stood.

    Raises:
        InputError: It is not this person's.
    """
    ledger = office.catalog["activity_report"]
    with office.change("order_reports") as change:
        scope.require_inside(office, change.connection, office.catalog["activity"], [activity])
        rows = symposia.reports(change.connection, office.catalog, activity)
        there = [row["id"] for row in rows]
        wanted = [one for one in order if one in there]
        wanted += [one for one in there if one not in wanted]
        edits = [Edit(one, {"position": place}) for place, one in enumerate(wanted, 1)]
        update_rows(change, ledger, edits)
        return frozenset(change.touched)


@needs(Right.EDIT)
def write_report(office: Office, seen: Seen, values: Values, shown: Values | None = None) -> Saved:
    """Write down what an organisation reports: who speaks, progress, problems, tasks, by when.

    Args:
        office: The open database.
        seen: The report, as it was read.
        values: What it says now.
        shown: What it said. Where it still says so, another version is no conflict: then only its
            place in the order has changed since.

    Raises:
        ConflictError: It was changed since it was read, or is gone.
        InputError: It is not this person's.
    """
    ledger = office.catalog["activity_report"]
    require_values(ledger, values, new=False)
    with office.change("write_reports") as change:
        scope.require_inside(office, change.connection, ledger, [seen.id])
        version = seen.version
        for row in lookup.existing(change.connection, ledger, "id", [seen.id]):
            if shown is not None and all(row[key] == shown[key] for key in shown):
                version = row["version"]
        version = update_row(change, ledger, seen.id, version, values)
        return Saved(seen.id, version, frozenset(change.touched))


@needs(Right.VIEW)
def propose_tasks(
    office: Office, activity: UUID, *, day: date | None = None
) -> tuple[NewTask, ...]:
    """Give the tasks that reports took home and that stand in no work plan yet.

    What is written as one text is taken apart: 1. 2. 3., a semicolon, a new line.

    Raises:
        ConflictError: The symposium is gone.
    """
    as_of = day or calendar.today()
    sheet = sheet_of(office, activity, day=as_of)
    return tuple(
        task for report in sheet.reports for task in _tasks_of(report, sheet.meeting.held_on, as_of)
    )


@needs(Right.EDIT)
def hand_out(office: Office, activity: UUID, tasks: Sequence[NewTask]) -> Saved:
    """Put tasks into the work plan of the year's symposia, as one action.

    Each belongs to who reported. The plan is made with the first task of the year.

    Returns:
        The plan.

    Raises:
        ConflictError: The symposium is gone.
        InputError: A task says nothing, names a report of another symposium, or is not this
            person's to give.
    """
    sheet = sheet_of(office, activity)
    reports = {each.id: each for each in sheet.reports}
    for task in tasks:
        if not task.content.strip() or task.report not in reports:
            raise InputError(
                "task without content or report",
                user_message="每项任务都要写明做什么；没有交办任何任务，请补上再交办。",
                code="no_task",
            )
    ledger = office.catalog["work_plan_item"]
    with office.change("hand_out_tasks") as change:
        scope.require_inside(office, change.connection, office.catalog["activity"], [activity])
        plan = _plan(office, change, sheet)
        last = _last_position(office, change, plan)
        rows = [_item(plan, last + n, task, reports) for n, task in enumerate(tasks, 1)]
        for row in rows:
            for key in ("content", "duty_person", "due_on"):
                row[key] = ledger.fields[key].parse(row[key])
            require_values(ledger, row, new=True)
        insert_rows(change, ledger, rows)
        return Saved(plan, 1, frozenset(change.touched))


def _add(
    office: Office, change: Change, activity: UUID, reporters: Sequence[Committee], last: int
) -> None:
    rows = [
        {
            "activity": activity,
            "organisation": each.id,
            "kind": symposia.KIND,
            "position": last + place,
            "speaker": each.speaker or None,
        }
        for place, each in enumerate(reporters, 1)
    ]
    insert_rows(change, office.catalog["activity_report"], rows)


def _tasks_of(report: Report, held_on: str, day: date) -> list[NewTask]:
    due_on = report.due_on or symposium.deadline(held_on, day)
    return [
        NewTask(report.id, report.name, content, due_on, duty_person=report.speaker)
        for content in split_gaps(report.tasks)
        if not any(same_problem(content, each.content) for each in report.given)
    ]


def _plan(office: Office, change: Change, sheet: Sheet) -> UUID:
    """Give the plan that a year's tasks go to; make it with the first."""
    ledger = office.catalog["work_plan"]
    year, whose = sheet.meeting.held_on[:4], sheet.meeting.organisation
    for row in lookup.existing(change.connection, ledger, "organisation", [whose]):
        if (row["kind"], row["period"], row["closed_on"]) == (PLAN_KIND, year, None):
            found: UUID = row["id"]
            return found
    values = {
        "title": f"{year}年双月座谈会交办台账",
        "kind": PLAN_KIND,
        "organisation": whose,
        "period": year,
        "idea": "座谈会上查出的问题、交办的任务逐项登记，明确责任单位和时限，办结销号。",
        "adopted_on": calendar.today().isoformat(),
    }
    (plan,) = insert_rows(change, ledger, [values])
    return plan


def _last_position(office: Office, change: Change, plan: UUID) -> int:
    rows = lookup.existing(change.connection, office.catalog["work_plan_item"], "work_plan", [plan])
    return max((row["position"] for row in rows), default=0)


def _item(
    plan: UUID, position: int, task: NewTask, reports: Mapping[UUID, Report]
) -> dict[str, Any]:
    return {
        "work_plan": plan,
        "position": position,
        "content": task.content.strip(),
        "measure": task.measure or None,
        "duty_organisation": reports[task.report].organisation,
        "duty_person": task.duty_person or None,
        "due_on": task.due_on or None,
        "state": "waiting",
        "activity_report": task.report,
        "evidence": task.evidence or None,
    }
