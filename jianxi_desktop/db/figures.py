"""Counts behind returns: members grouped as far as the database can, as of any day."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Table,
    and_,
    case,
    func,
    not_,
    or_,
    select,
)

from jianxi_desktop.db.base import Record
from jianxi_desktop.db.tree import subtree
from jianxi_desktop.db.write import table_of
from jianxi_desktop.domain import calendar
from jianxi_desktop.schema.ledger import Catalog

COUNTED = ("full", "probationary")  # whoever is suspended or gone is no member
_GONE = ("exited", "deceased")  # was one until the relation ended
_LEFT = ("suspended", "exit", "deceased")
_VITAL = (*_LEFT, "restored")


class Member(NamedTuple):
    """What the member statistics ask of one person, and how many are alike in it."""

    branch: UUID
    group: UUID | None
    status: str
    sex: str | None
    ethnic_group: str | None
    education: str | None
    born_on: str | None
    joined_on: str | None
    number: int


def members_by_branch(connection: Connection, catalog: Catalog, day: date) -> Mapping[UUID, int]:
    """Count members by the branch they belong to on a day."""
    table = table_of(catalog["membership"])
    found = select(table.c.branch, func.count()).where(holds(table, day)).group_by(table.c.branch)
    return {row[0]: row[1] for row in connection.execute(found)}


def members_by_place(connection: Connection, catalog: Catalog, day: date) -> Mapping[UUID, int]:
    """Count members by where each belongs on a day: the group, where there is none the branch."""
    table = table_of(catalog["membership"])
    place = func.coalesce(table.c.group, table.c.branch)
    found = select(place, func.count()).where(holds(table, day)).group_by(place)
    return {row[0]: row[1] for row in connection.execute(found)}


def status_by_place(
    connection: Connection, catalog: Catalog, day: date
) -> dict[UUID, dict[str, int]]:
    """Count members by where each belongs on a day, full and probationary ones apart."""
    table = table_of(catalog["membership"])
    place, counts = func.coalesce(table.c.group, table.c.branch), dict[UUID, dict[str, int]]()
    status = status_on(table, day)
    query = select(place, status, func.count()).where(holds(table, day))
    for row in connection.execute(query.group_by(place, status)):
        counts.setdefault(row[0], {})[row[1]] = row[2]
    return counts


def statuses_below(
    connection: Connection, catalog: Catalog, top: UUID, day: date
) -> Mapping[str, int]:
    """Count the members in an organisation and all below it on a day, by their status."""
    table, inside = table_of(catalog["membership"]), subtree(catalog, top)
    among = or_(table.c.branch.in_(inside), table.c.group == top)
    status = status_on(table, day)
    found = select(status, func.count()).where(holds(table, day), among).group_by(status)
    return {row[0]: row[1] for row in connection.execute(found)}


def members(connection: Connection, catalog: Catalog, day: date) -> Iterator[Member]:
    """Give every member of a day, alike ones once."""
    person, membership = table_of(catalog["person"]), table_of(catalog["membership"])
    columns: list[ColumnElement[Any]] = [
        membership.c.branch,
        membership.c.group,
        status_on(membership, day),
        person.c.sex,
        person.c.ethnic_group,
        person.c.education,
        person.c.born_on,
        membership.c.joined_on,
    ]
    joined = membership.join(person, membership.c.person == person.c.id)
    found = (
        select(*columns, func.count())
        .select_from(joined)
        .where(holds(membership, day), person.c.removed_on.is_(None))
        .group_by(*columns)
    )
    for row in connection.execute(found):
        yield Member._make(row)


def holds(table: Table, day: date) -> ColumnElement[bool]:
    """Say whether a membership holds on a day: begun, not ended, of somebody who was a member.

    A day of joining that is still to come is a slip of the pen: who is on the roster is counted,
    and the return names how many such days there are. A record keeps what its member is now; see
    ``_was_member`` for earlier days.
    """
    limit, today = day.isoformat(), calendar.today().isoformat()
    return and_(
        table.c.removed_on.is_(None),
        _was_member(table, limit),
        or_(table.c.since.is_(None), table.c.since <= limit),
        or_(table.c.until.is_(None), table.c.until > limit),
        or_(table.c.joined_on.is_(None), table.c.joined_on <= limit, table.c.joined_on > today),
    )


def status_on(table: Table, day: date) -> ColumnElement[Any]:
    """Say what the member of a membership that holds on a day was then: full or probationary.

    Whoever became full later was probationary; whoever is gone without having become full counts
    as probationary for a year from joining. A day of becoming full that is still to come is a
    slip of the pen.
    """
    limit, today = day.isoformat(), calendar.today().isoformat()
    year_before = calendar.years_after(limit, -1)
    later = and_(table.c.full_on > limit, table.c.full_on <= today)
    young = and_(
        table.c.status.not_in(COUNTED),
        table.c.full_on.is_(None),
        table.c.joined_on > year_before,
    )
    then = or_(table.c.status == "probationary", later, young)
    return case((then, "probationary"), else_="full")


def _was_member(table: Table, limit: str) -> ColumnElement[bool]:
    """Say who was a member on a day: a suspension, an exit, a death after it is taken back.

    Of the movements that come after the day the earliest decides: whoever was suspended or left
    then was a member before, unless suspended already; whoever was restored was none. Where no
    movement was recorded, a member who is gone was one until the relation ended.
    """
    out = table.c.person.in_(_nearest(limit, *_LEFT, later=False))
    return or_(
        and_(
            table.c.status.in_(COUNTED),
            table.c.person.not_in(_nearest(limit, "restored", *_LEFT, later=True)),
        ),
        and_(table.c.person.in_(_nearest(limit, *_LEFT, later=True)), not_(out)),
        and_(table.c.status.in_(_GONE), table.c.until > limit, not_(out)),
    )


def _nearest(limit: str, *kinds: str, later: bool) -> Select[Any]:
    """Select the people whose first vital movement after a day, or last one by it, is of a kind."""
    movement = Record.metadata.tables["member_movement"]
    moved_on = movement.c.moved_on
    begins = func.substr(moved_on + "-01-01", 1, 10)
    order = (begins, movement.c.serial) if later else (begins.desc(), movement.c.serial.desc())
    place = func.row_number().over(partition_by=movement.c.person, order_by=order)
    ranked = (
        select(movement.c.person, movement.c.kind, place.label("place"))
        .where(
            movement.c.removed_on.is_(None),
            moved_on > limit if later else moved_on <= limit,
            movement.c.kind.in_(_VITAL),
        )
        .subquery()
    )
    return select(ranked.c.person).where(ranked.c.place == 1, ranked.c.kind.in_(kinds))
