"""Counts behind returns: members grouped as far as the database can, as of any day."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Table, and_, func, or_, select

from jianxi_desktop.db.tree import subtree
from jianxi_desktop.db.write import table_of
from jianxi_desktop.domain import calendar
from jianxi_desktop.schema.ledger import Catalog

COUNTED = ("full", "probationary")  # whoever is suspended or gone is no member


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
    query = select(place, table.c.status, func.count()).where(holds(table, day))
    for row in connection.execute(query.group_by(place, table.c.status)):
        counts.setdefault(row[0], {})[row[1]] = row[2]
    return counts


def statuses_below(
    connection: Connection, catalog: Catalog, top: UUID, day: date
) -> Mapping[str, int]:
    """Count the members in an organisation and all below it on a day, by their status."""
    table, inside = table_of(catalog["membership"]), subtree(catalog, top)
    among = or_(table.c.branch.in_(inside), table.c.group == top)
    found = (
        select(table.c.status, func.count())
        .where(holds(table, day), among)
        .group_by(table.c.status)
    )
    return {row[0]: row[1] for row in connection.execute(found)}


def members(connection: Connection, catalog: Catalog, day: date) -> Iterator[Member]:
    """Give every member of a day, alike ones once."""
    person, membership = table_of(catalog["person"]), table_of(catalog["membership"])
    columns: list[ColumnElement[Any]] = [
        membership.c.branch,
        membership.c.group,
        membership.c.status,
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
    """Say whether a membership holds on a day: begun, not ended, of a member.

    A day of joining that is still to come is a slip of the pen: who is on the roster is counted,
    and the return names how many such days there are.
    """
    limit, today = day.isoformat(), calendar.today().isoformat()
    return and_(
        table.c.removed_on.is_(None),
        table.c.status.in_(COUNTED),
        or_(table.c.since.is_(None), table.c.since <= limit),
        or_(table.c.until.is_(None), table.c.until > limit),
        or_(table.c.joined_on.is_(None), table.c.joined_on <= limit, table.c.joined_on > today),
    )
