"""Facts of meetings: who met and how many came, who met as often as the rules want, symposia."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, func, select

from jianxi_desktop.db.return_facts.facts import Asked, Fact, Source
from jianxi_desktop.db.return_facts.organisations import committee_of, open_posts
from jianxi_desktop.db.return_facts.reading import (
    Row,
    by_end,
    columns_of,
    in_period,
    rows_of,
    since,
    within,
)
from jianxi_desktop.domain.meeting_rules import Requirement, requirements
from jianxi_desktop.domain.organisation import BRANCH, GROUP, limit
from jianxi_desktop.schema.kinds import codes_in

_States = Mapping[UUID, Counter[str]]


def meetings(connection: Connection, asked: Asked) -> Iterator[Fact]:
    """Give the activities of the period, with the numbers of people they had.

    ``entitled`` and ``attended`` are there for those of which both are known, by the record or by
    its list of names; who need not come is in neither.
    """
    table, then = asked.scope.table("activity"), asked.scope.then
    there = asked.scope.live("activity") & in_period(asked, table.c.held_on)
    columns = columns_of(
        table, "id", "organisation", "kind", "campaign", "expected", "present", "public_present"
    )
    columns["form"] = then.c.form
    states = _states(connection, asked)
    source = table.outerjoin(then, then.c.id == table.c.organisation)
    for row in rows_of(connection, source, columns, there):
        yield Fact(row["id"], row["organisation"], _people(row, states.get(row["id"])))


def _people(row: Row, listed: Counter[str] | None) -> dict[str, Any]:
    entitled, present = row["expected"], row["present"]
    if listed is not None:
        entitled = listed.total() - listed["exempt"] if entitled is None else entitled
        present = listed["present"] if present is None else present
    known = entitled is not None and present is not None
    return {
        "kind": row["kind"],
        "form": row["form"],
        "campaign": row["campaign"],
        "present": present or 0,
        "public": row["public_present"] or 0,
        "entitled": entitled if known else 0,
        "attended": present if known else 0,
        "uncounted": not known,
    }


def _states(connection: Connection, asked: Asked) -> _States:
    """Count the names on the lists of those meetings by whether they came."""
    table, held = asked.scope.table("attendance"), asked.scope.table("activity")
    query = (
        select(table.c.activity, table.c.state, func.count())
        .join(held, held.c.id == table.c.activity)
        .where(in_period(asked, held.c.held_on), table.c.removed_on.is_(None))
        .group_by(table.c.activity, table.c.state)
    )
    states: dict[UUID, Counter[str]] = {}
    for activity, state, number in connection.execute(query):
        states.setdefault(activity, Counter())[state] = number
    return states


def duties(connection: Connection, asked: Asked) -> Iterator[Fact]:
    """Give the branches that stand, and for each rule whether it is theirs and whether it is met.

    A rule of a quarter or a year is met as soon as enough was held since that began. Who was set
    up after it began owes nothing yet. Meetings of groups count with their branch.
    """
    wanted = tuple(each for each in requirements(asked.ends) if each.form in (BRANCH, GROUP))
    rows = {row["id"]: row for row in _standing(connection, asked)}
    groups = Counter(row["parent"] for row in rows.values() if row["form"] == GROUP)
    held = _held(connection, asked, wanted, rows)
    posts = open_posts(connection, asked)
    committee = limit("committee_size", BRANCH, asked.ends).least or 0
    for row in rows.values():
        if row["form"] != BRANCH:
            continue
        about: dict[str, Any] = {"form": row["form"], "kind": row["kind"]}
        for rule in wanted:
            number = groups[row["id"]] if rule.form == GROUP else 1
            if rule.kind == "committee_meeting":
                number = int(committee_of(posts.get(row["id"], Counter())) >= committee)
            if (row["established_on"] or "") > rule.begins(asked.ends).isoformat():
                number = 0
            found = held[row["id"], rule.kind]
            about[f"{rule.kind}_due"] = number > 0
            about[f"{rule.kind}_met"] = number > 0 and found >= number * rule.times
        yield Fact(row["id"], row["id"], about)


def _standing(connection: Connection, asked: Asked) -> Iterator[Row]:
    then, now = asked.scope.then, asked.scope.table("organisation")
    columns = columns_of(then, "id", "form", "kind", "parent") | columns_of(now, "established_on")
    source = then.join(now, now.c.id == then.c.id)
    yield from rows_of(connection, source, columns, asked.scope.stood)


def _held(
    connection: Connection,
    asked: Asked,
    wanted: tuple[Requirement, ...],
    rows: Mapping[UUID, Row],
) -> Counter[tuple[UUID, str]]:
    """Count what each branch held since the month, quarter or year of its rule began."""
    begins = {rule.kind: rule.begins(asked.ends).isoformat() for rule in wanted}
    if not begins:
        return Counter()
    table = asked.scope.table("activity")
    there = (
        asked.scope.live("activity")
        & table.c.kind.in_(begins)
        & since(table.c.held_on, min(begins.values()))
        & (table.c.held_on <= asked.until)
    )
    columns = columns_of(table, "organisation", "kind", "held_on")
    found: Counter[tuple[UUID, str]] = Counter()
    for row in rows_of(connection, table, columns, there):
        if (row["held_on"] + "-01-01")[:10] < begins[row["kind"]]:
            continue
        found[_branch_of(row["organisation"], rows), row["kind"]] += 1
    return found


def _branch_of(organisation: UUID, rows: Mapping[UUID, Row]) -> UUID:
    row = rows.get(organisation)
    if row is not None and row["form"] == GROUP and row["parent"] is not None:
        above: UUID = row["parent"]
        return above
    return organisation


def reports(connection: Connection, asked: Asked) -> Iterator[Fact]:
    """Give the reports at the symposia of the period, with the problems and tasks of each."""
    table, held = asked.scope.table("activity_report"), asked.scope.table("activity")
    there = (
        asked.scope.live("activity_report")
        & held.c.removed_on.is_(None)
        & (held.c.kind == "symposium")
        & in_period(asked, held.c.held_on)
    )
    columns = columns_of(table, "id", "organisation", "kind", "problems", "tasks", "due_on")
    source = table.join(held, held.c.id == table.c.activity)
    for row in rows_of(connection, source, columns, there):
        about = {
            "organisation": str(row["organisation"]),
            "kind": row["kind"],
            "problems": bool(row["problems"]),
            "tasks": bool(row["tasks"]),
            "due": bool(row["tasks"]) and by_end(asked, row["due_on"]),
            "no_due_day": bool(row["tasks"]) and not row["due_on"],
        }
        yield Fact(row["id"], row["organisation"], about)


def lectures(connection: Connection, asked: Asked) -> Iterator[Fact]:
    """Give the lectures of the year up to the day; ``in_period`` says which are of the period.

    Each way in which one was held is a yes of its own: ``mode_indoor``.
    """
    table, lecturer, venue = (asked.scope.table(key) for key in ("activity", "lecturer", "venue"))
    there = (
        asked.scope.live("activity")
        & (table.c.kind == "lecture")
        & since(table.c.held_on, _since(asked).isoformat())
        & (table.c.held_on <= asked.until)
    )
    columns = columns_of(
        table, "id", "organisation", "held_on", "modes", "present", "public_present", "course"
    )
    columns |= {"category": lecturer.c.category, "place": venue.c.kind}
    source = table.outerjoin(lecturer, lecturer.c.id == table.c.lecturer).outerjoin(
        venue, venue.c.id == table.c.venue
    )
    for row in rows_of(connection, source, columns, there):
        about: dict[str, Any] = {f"mode_{mode}": True for mode in codes_in(row["modes"])}
        about |= {
            "in_period": within(asked, row["held_on"]),
            "category": row["category"] or "none",
            "place": row["place"] or "none",
            "course": str(row["course"]) if row["course"] else None,
            "members": row["present"] or 0,
            "public": row["public_present"] or 0,
            "people": (row["present"] or 0) + (row["public_present"] or 0),
        }
        yield Fact(row["id"], row["organisation"], about)


def _since(asked: Asked) -> date:
    """Give the first day of the year or of the period, whichever is earlier."""
    return min(asked.begins, date(asked.ends.year, 1, 1))


SOURCES = {
    "meetings": Source("activity", meetings),
    "meeting_duties": Source("organisation", duties),
    "symposium_reports": Source("activity_report", reports),
    "lectures": Source("activity", lectures),
}
