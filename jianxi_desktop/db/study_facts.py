"""Hours of study of members in a year: what records of training say, and meetings they came to.

A meeting whose hours somebody also wrote down as a record of training — the same member, day and
name — counts once, as the record.
"""

from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Select,
    Table,
    and_,
    case,
    exists,
    func,
    or_,
    select,
)

from jianxi_desktop.db.figures import holds
from jianxi_desktop.db.meeting_facts import OUTSIDE_COMMITTEE
from jianxi_desktop.db.tree import subtree
from jianxi_desktop.db.write import table_of
from jianxi_desktop.schema.ledger import Catalog


class Hours(NamedTuple):
    """Hours of a member, in hundredths.

    Attributes:
        training: By records of training.
        meetings: By meetings he came to.
    """

    training: int
    meetings: int


class Wanted(NamedTuple):
    """How many hours are wanted in a year, in hundredths: of a member, of one in a committee."""

    member: int
    leader: int


def hours(connection: Connection, catalog: Catalog, year: int, day: date) -> dict[UUID, Hours]:
    """Add up the hours of each member in a year until a day; whoever has none is left out."""
    training, meetings, double = (
        {person: int(number) for person, number in connection.execute(query)}
        for query in _sums(catalog, year, day)
    )
    return {
        person: Hours(training.get(person, 0), meetings.get(person, 0) - double.get(person, 0))
        for person in training.keys() | meetings.keys()
    }


def lacking(
    connection: Connection, catalog: Catalog, top: UUID, year: int, day: date, wanted: Wanted
) -> dict[UUID, int]:
    """Count the members of each branch below an organisation who have too few hours."""
    membership, person = table_of(catalog["membership"]), table_of(catalog["person"])
    parts = [query.subquery() for query in _sums(catalog, year, day)]
    training, meetings, double = (func.coalesce(part.c.number, 0) for part in parts)
    source = membership.join(person, person.c.id == membership.c.person)
    joined: FromClause = source
    for part in parts:
        joined = joined.outerjoin(part, part.c.person == person.c.id)
    least = case((_leads(catalog, membership, person, day), wanted.leader), else_=wanted.member)
    found = (
        select(membership.c.branch, func.count())
        .select_from(joined)
        .where(
            holds(membership, day),
            person.c.removed_on.is_(None),
            membership.c.branch.in_(subtree(catalog, top)),
            training + meetings - double < least,
        )
        .group_by(membership.c.branch)
    )
    return {branch: number for branch, number in connection.execute(found)}  # noqa: C416 - typed


def _leads(catalog: Catalog, membership: Table, person: Table, day: date) -> ColumnElement[bool]:
    """Say who is in a committee: by the person, or where none is linked by branch and name."""
    post = table_of(catalog["post_holding"])
    held = and_(
        post.c.removed_on.is_(None),
        or_(post.c.part_time.is_(None), post.c.part_time.is_(False)),
        post.c.post.not_in(OUTSIDE_COMMITTEE),
        or_(post.c.starts_on.is_(None), post.c.starts_on <= day.isoformat()),
        or_(post.c.ends_on.is_(None), post.c.ends_on > day.isoformat()),
    )
    linked = select(post.c.person).where(held, post.c.person.is_not(None))
    named = exists().where(
        held,
        post.c.person.is_(None),
        post.c.organisation == membership.c.branch,
        post.c.name == person.c.name,
    )
    return or_(person.c.id.in_(linked), named)


def _sums(catalog: Catalog, year: int, day: date) -> tuple[Select[Any], Select[Any], Select[Any]]:
    """Select hours by person: of records of training, of meetings, of those that are both."""
    record = table_of(catalog["member_record"])
    of_training = and_(record.c.removed_on.is_(None), record.c.kind == "training")
    training = (
        select(record.c.person, func.sum(record.c.hours).label("number"))
        .where(of_training, record.c.hours.is_not(None), _within(record.c.recorded_on, year, day))
        .group_by(record.c.person)
    )
    attendance, activity = table_of(catalog["attendance"]), table_of(catalog["activity"])
    came = _came(attendance, activity, year, day)
    source = attendance.join(activity, activity.c.id == attendance.c.activity)
    number = func.sum(activity.c.hours).label("number")
    meetings = select(attendance.c.person, number).select_from(source).where(came)
    both = and_(
        record.c.person == attendance.c.person,
        record.c.recorded_on == activity.c.held_on,
        record.c.title == activity.c.topic,
    )
    double = (
        select(attendance.c.person, number)
        .select_from(source.join(record, both))
        .where(came, of_training)
    )
    by_person = attendance.c.person
    return training, meetings.group_by(by_person), double.group_by(by_person)


def _came(attendance: Table, activity: Table, year: int, day: date) -> ColumnElement[bool]:
    return and_(
        activity.c.removed_on.is_(None),
        activity.c.hours.is_not(None),
        attendance.c.removed_on.is_(None),
        attendance.c.state == "present",
        _within(activity.c.held_on, year, day),
    )


def _within(column: ColumnElement[Any], year: int, day: date) -> ColumnElement[bool]:
    return and_(column >= f"{year}", column < f"{year + 1}", column <= day.isoformat())
