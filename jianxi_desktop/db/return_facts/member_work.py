"""What organisations decided and saw of single members: appraisals, awards, training."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Select, func, or_, select

from jianxi_desktop.db.figures import holds
from jianxi_desktop.db.figures_behind import Scope
from jianxi_desktop.db.return_facts.facts import Asked, Fact, Source
from jianxi_desktop.db.return_facts.places import Places, first
from jianxi_desktop.domain import calendar
from jianxi_desktop.schema.codes import code_table

_OTHER = "9"  # of unit_category
_POINTS = 100  # hours are kept in hundredths
_LEADERS = (
    "secretary",
    "deputy_secretary",
    "organisation_member",
    "publicity_member",
    "discipline_member",
    "united_front_member",
    "youth_member",
    "member",
)


def appraisals(connection: Connection, asked: Asked) -> Iterator[Fact]:
    """Give the appraisals and the awards of the period.

    Appraisals count where the organisation held them (cover of the national statistics): in the
    branch that the member belonged to on their day.

    About: ``kind`` appraisal or award · ``result``, a code of ``appraisal_result`` · ``ended``:
    whether there is a result · ``branch`` · ``all_ended``: whether every appraisal of the branch
    in the period has one · ``carried``: whether the branch's meeting for it was held before the
    period · ``category`` of the unit · ``person``.
    """
    places, results = Places(connection, asked.scope), code_table("appraisal_result").codes
    rows = list(_records(connection, asked, "appraisal", "award"))
    open_branches = {row[2] for row in rows if row[3] == "appraisal" and not _told(row[5])}
    meetings = _meetings(connection, asked)
    for record, person, branch, kind, recorded_on, result, _hours, _title in rows:
        if branch not in places.inside:
            continue
        yield Fact(
            record,
            branch,
            {
                "kind": kind,
                "person": str(person),
                "result": results.get(_told(result)),
                "ended": bool(_told(result)),
                "branch": str(branch),
                "all_ended": branch not in open_branches,
                "carried": _carried(meetings.get(branch, []), recorded_on, asked),
                "category": places.category(branch) or _OTHER,
            },
        )


def _told(result: str | None) -> str:
    return (result or "").strip()


def _carried(meetings: list[str], recorded_on: str, asked: Asked) -> bool:
    """Tell whether the last meeting that a record can come from was before the period."""
    before = [day for day in meetings if first(day) <= first(recorded_on)]
    return bool(before) and first(before[-1]) < asked.since


def _meetings(connection: Connection, asked: Asked) -> dict[UUID, list[str]]:
    """Give the days of the appraisal meetings of each organisation, in order."""
    table = asked.scope.table("activity")
    found = select(table.c.organisation, table.c.held_on).where(
        table.c.removed_on.is_(None), table.c.kind == "appraisal", table.c.held_on <= asked.until
    )
    meetings: defaultdict[UUID, list[str]] = defaultdict(list)
    for organisation, day in connection.execute(found.order_by(table.c.held_on)):
        meetings[organisation].append(day)
    return meetings


def _records(connection: Connection, asked: Asked, *kinds: str) -> Iterator[tuple[Any, ...]]:
    """Read records of members, each with the branch the member belonged to on its day, once."""
    scope = asked.scope
    table, person = scope.table("member_record"), scope.table("person")
    row = scope.table("membership")
    eve = (asked.begins - timedelta(days=1)).isoformat()
    at = func.substr(table.c.recorded_on + "-01-01", 1, 10)
    since, until = row.c.since, row.c.until
    rank = func.row_number().over(
        partition_by=table.c.id,
        order_by=(~_covers(since, until, at), row.c.since.is_(None), row.c.since.desc()),
    )
    ranked = (
        select(
            table.c.id,
            table.c.person,
            row.c.branch,
            table.c.kind,
            table.c.recorded_on,
            table.c.result,
            table.c.hours,
            table.c.title,
            table.c.serial,
            rank.label("rank"),
        )
        .select_from(
            table.join(person, table.c.person == person.c.id).join(row, row.c.person == person.c.id)
        )
        .where(
            table.c.removed_on.is_(None),
            person.c.removed_on.is_(None),
            row.c.removed_on.is_(None),
            table.c.kind.in_(kinds),
            table.c.recorded_on > eve,
            table.c.recorded_on <= asked.until,
        )
        .subquery()
    )
    found = select(ranked).where(ranked.c.rank == 1).order_by(ranked.c.serial)
    for each in connection.execute(found):
        yield tuple(each[:8])


def _covers(
    since: ColumnElement[Any], until: ColumnElement[Any], at: ColumnElement[Any]
) -> ColumnElement[bool]:
    begun = or_(since.is_(None), since <= at)
    return begun & or_(until.is_(None), until > at)


def training(connection: Connection, asked: Asked) -> Iterator[Fact]:
    """Give the hours of training of the period, one record each time somebody was trained.

    About: ``secretary``: held that post on the day · ``new``: joined within the year before it ·
    ``floating`` · ``category`` of the unit · ``community``: belongs to a community · ``hours``.
    """
    places, facts = Places(connection, asked.scope), _trained(connection, asked)
    secretaries = _posts(connection, asked.scope, "secretary")
    for record, person, branch, _kind, day, _result, hours, _title in _records(
        connection, asked, "training"
    ):
        if branch not in places.inside:
            continue
        joined_on, is_floating = facts.get(person, (None, False))
        yield Fact(
            record,
            branch,
            {
                "secretary": any(_in_post(post, day) for post in secretaries.get(person, ())),
                "new": joined_on is not None and _within_a_year(joined_on, day),
                "floating": is_floating,
                "category": places.category(branch),
                "community": places.community(branch) is not None,
                "hours": (hours or 0) // _POINTS,
            },
        )


def _within_a_year(joined_on: str, day: str) -> bool:
    return first(joined_on) <= first(day) < calendar.years_after(first(joined_on), 1)


def _trained(connection: Connection, asked: Asked) -> dict[UUID, tuple[str | None, bool]]:
    """Give day of joining and whether floating, by person, of whoever was trained."""
    row, table = asked.scope.table("membership"), asked.scope.table("member_record")
    who = select(table.c.person).where(table.c.kind == "training", table.c.removed_on.is_(None))
    found = select(row.c.person, row.c.joined_on, row.c.floating).where(
        row.c.removed_on.is_(None), row.c.person.in_(who)
    )
    rows = connection.execute(found.order_by(row.c.until.is_(None), row.c.serial))
    return {person: (joined, bool(is_floating)) for person, joined, is_floating in rows}


def _posts(
    connection: Connection, scope: Scope, *posts: str
) -> dict[UUID, list[tuple[str | None, str | None]]]:
    """Give from when to when people held posts; whoever is not linked to a person is left out."""
    table = scope.table("post_holding")
    found = select(table.c.person, table.c.starts_on, table.c.ends_on).where(
        table.c.removed_on.is_(None), table.c.person.is_not(None), table.c.post.in_(posts)
    )
    held: defaultdict[UUID, list[tuple[str | None, str | None]]] = defaultdict(list)
    for person, begun, ended in connection.execute(found):
        held[person].append((begun, ended))
    return held


def _in_post(held: tuple[str | None, str | None], day: str) -> bool:
    begun, ended = held
    at = first(day)
    return (begun is None or first(begun) <= at) and (ended is None or first(ended) > at)


def trained_branches(connection: Connection, asked: Asked) -> Iterator[Fact]:
    """Give the branches of the last day, with the least hours of training of whoever is in them.

    About: ``least``: full hours in the period of the member who has the fewest ·
    ``leaders_least``: of whoever holds a post in its committee; none where nobody is known.
    """
    places, scope = Places(connection, asked.scope), asked.scope
    hours: defaultdict[UUID, int] = defaultdict(int)
    for row in _records(connection, asked, "training"):
        hours[row[1]] += row[6] or 0
    leaders = _leaders(connection, asked)
    by_branch: defaultdict[UUID, set[UUID]] = defaultdict(set)
    for person, branch in connection.execute(_holding(scope)):
        by_branch[branch].add(person)
    for branch, people in by_branch.items():
        if branch not in places.inside:
            continue
        leading = leaders.get(branch, set())
        yield Fact(
            branch,
            branch,
            {
                "least": _least(people, hours),
                "leaders_least": _least(leading, hours),
            },
        )


def _least(people: Collection[UUID], hours: Mapping[UUID, int]) -> int | None:
    return min(hours.get(one, 0) for one in people) // _POINTS if people else None


def _holding(scope: Scope) -> Select[Any]:
    row, person = scope.table("membership"), scope.table("person")
    return (
        select(row.c.person, row.c.branch)
        .select_from(row.join(person, row.c.person == person.c.id))
        .where(person.c.removed_on.is_(None), holds(row, scope.day))
    )


def _leaders(connection: Connection, asked: Asked) -> dict[UUID, set[UUID]]:
    """Give who holds a post in the committee of each organisation on the last day."""
    table, scope = asked.scope.table("post_holding"), asked.scope
    found = select(table.c.organisation, table.c.person).where(
        scope.standing("post_holding", "starts_on", "ends_on"),
        table.c.person.is_not(None),
        or_(table.c.part_time.is_(None), table.c.part_time.is_(False)),
        table.c.post.in_(_LEADERS),
    )
    held: defaultdict[UUID, set[UUID]] = defaultdict(set)
    for organisation, person in connection.execute(found):
        held[organisation].add(person)
    return held


SOURCES = {
    "appraisals": Source("member_record", appraisals),
    "training": Source("member_record", training),
    "trained_branches": Source("organisation", trained_branches),
}
