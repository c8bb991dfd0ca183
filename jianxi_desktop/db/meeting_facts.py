"""What the board of meetings is made of: bodies, what they held by month, committees, talks.

Each is one query, whatever the number of organisations.
"""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Connection, func, or_, select

from jianxi_desktop.db.figures import holds
from jianxi_desktop.db.tree import subtree
from jianxi_desktop.db.write import table_of
from jianxi_desktop.schema.ledger import Catalog

OUTSIDE_COMMITTEE = ("part_time_member", "group_leader", "liaison")


class Number(NamedTuple):
    """How many meetings of a kind an organisation held in a month, and how many are to come."""

    organisation: UUID
    kind: str
    month: int
    held: int
    later: int


class Post(NamedTuple):
    """Somebody in the committee of an organisation, from when to when."""

    organisation: UUID
    person: UUID | None
    name: str
    post: str
    begun: str | None
    ended: str | None

    def holds(self, day: str) -> bool:
        """Tell whether it is held on a day; days known in part are taken at their first."""
        return (not self.begun or self.begun <= day) and (not self.ended or self.ended > day)


class Meeting(NamedTuple):
    """One meeting, as far as the board names it."""

    id: UUID
    organisation: UUID
    kind: str
    held_on: str
    topic: str


class Lecture(NamedTuple):
    """One lecture and who gave it."""

    organisation: UUID
    speaker: str
    held_on: str


class TalkRow(NamedTuple):
    """One talk with a member of a branch."""

    branch: UUID
    person: str
    by: str
    pair: str
    day: str


class MemberRow(NamedTuple):
    """One member of a branch."""

    branch: UUID
    person: UUID
    name: str


def numbers(
    connection: Connection, catalog: Catalog, top: UUID, year: int, day: date
) -> Iterator[Number]:
    """Count the meetings of a year at and below an organisation; of a year alone: in January."""
    table = table_of(catalog["activity"])
    month = func.substr(table.c.held_on + "-01", 6, 2)
    later = table.c.held_on > day.isoformat()
    found = (
        select(table.c.organisation, table.c.kind, month, later, func.count())
        .where(
            table.c.removed_on.is_(None),
            table.c.held_on >= f"{year}",
            table.c.held_on < f"{year + 1}",
            table.c.organisation.in_(subtree(catalog, top)),
        )
        .group_by(table.c.organisation, table.c.kind, month, later)
    )
    for organisation, kind, at, is_later, number in connection.execute(found):
        held, arranged = (0, number) if is_later else (number, 0)
        yield Number(organisation, kind, int(at), held, arranged)


def meetings(
    connection: Connection, catalog: Catalog, top: UUID, kind: str, first: str, until: str
) -> list[Meeting]:
    """Give the meetings of a kind at and below an organisation, from a day to before another."""
    table = table_of(catalog["activity"])
    columns = (table.c.id, table.c.organisation, table.c.kind, table.c.held_on, table.c.topic)
    found = (
        select(*columns)
        .where(
            table.c.removed_on.is_(None),
            table.c.kind == kind,
            table.c.held_on + "-01-01" >= first,
            table.c.held_on < until,
            table.c.organisation.in_(subtree(catalog, top)),
        )
        .order_by(table.c.held_on, table.c.serial)
    )
    return [Meeting._make(row) for row in connection.execute(found)]


def posts(connection: Connection, catalog: Catalog, since: str) -> list[Post]:
    """Give the posts in committees that were held on a day or after it."""
    table = table_of(catalog["post_holding"])
    columns = (
        table.c.organisation,
        table.c.person,
        table.c.name,
        table.c.post,
        table.c.starts_on,
        table.c.ends_on,
    )
    found = select(*columns).where(
        table.c.removed_on.is_(None),
        or_(table.c.part_time.is_(None), table.c.part_time.is_(False)),
        table.c.post.not_in(OUTSIDE_COMMITTEE),
        or_(table.c.ends_on.is_(None), table.c.ends_on > since),
    )
    return [Post._make(row) for row in connection.execute(found)]


def lectures(
    connection: Connection, catalog: Catalog, top: UUID, year: int, day: date
) -> list[Lecture]:
    """Give the Party lectures of a year up to a day, where it is noted who gave them."""
    table = table_of(catalog["activity"])
    found = select(table.c.organisation, table.c.speaker, table.c.held_on).where(
        table.c.removed_on.is_(None),
        table.c.kind == "party_lecture",
        table.c.speaker.is_not(None),
        table.c.held_on >= f"{year}",
        table.c.held_on < f"{year + 1}",
        table.c.held_on <= day.isoformat(),
        table.c.organisation.in_(subtree(catalog, top)),
    )
    return [Lecture._make(row) for row in connection.execute(found)]


def talks(
    connection: Connection, catalog: Catalog, top: UUID, year: int, day: date
) -> list[TalkRow]:
    """Give the talks of a year with those who belong to a branch on a day."""
    table, membership = table_of(catalog["contact_log"]), table_of(catalog["membership"])
    person = table_of(catalog["person"])
    found = (
        select(
            membership.c.branch,
            person.c.name,
            func.coalesce(table.c.contacted_by, ""),
            func.coalesce(table.c.pair, ""),
            table.c.contacted_on,
        )
        .select_from(
            table.join(person, person.c.id == table.c.person).join(
                membership, membership.c.person == person.c.id
            )
        )
        .where(
            table.c.removed_on.is_(None),
            person.c.removed_on.is_(None),
            table.c.kind == "talk",
            table.c.contacted_on >= f"{year}",
            table.c.contacted_on < f"{year + 1}",
            table.c.contacted_on <= day.isoformat(),
            holds(membership, day),
            membership.c.branch.in_(subtree(catalog, top)),
        )
    )
    return [TalkRow._make(row) for row in connection.execute(found)]


def members(connection: Connection, catalog: Catalog, top: UUID, day: date) -> list[MemberRow]:
    """Give the members of the branches at and below an organisation on a day, in their order."""
    membership, person = table_of(catalog["membership"]), table_of(catalog["person"])
    found = (
        select(membership.c.branch, person.c.id, person.c.name)
        .select_from(membership.join(person, person.c.id == membership.c.person))
        .where(
            holds(membership, day),
            person.c.removed_on.is_(None),
            membership.c.branch.in_(subtree(catalog, top)),
        )
        .order_by(person.c.serial)
    )
    return [MemberRow._make(row) for row in connection.execute(found)]


def member_names(
    connection: Connection, catalog: Catalog, top: UUID, day: date
) -> dict[UUID, list[str]]:
    """Give the names of the members of each branch at and below an organisation on a day."""
    membership, person = table_of(catalog["membership"]), table_of(catalog["person"])
    found = (
        select(membership.c.branch, func.aggregate_strings(person.c.name, "\n"))
        .select_from(membership.join(person, person.c.id == membership.c.person))
        .where(
            holds(membership, day),
            person.c.removed_on.is_(None),
            membership.c.branch.in_(subtree(catalog, top)),
        )
        .group_by(membership.c.branch)
    )
    return {branch: names.split("\n") for branch, names in connection.execute(found)}


def last_exempt(
    connection: Connection, catalog: Catalog, organisation: UUID, but: UUID
) -> frozenset[UUID]:
    """Give those whom the last list of names of an organisation they stand on exempts.

    Args:
        connection: A reading transaction.
        catalog: The ledgers.
        organisation: Whose activities.
        but: The activity that is not looked at.
    """
    attendance, activity = table_of(catalog["attendance"]), table_of(catalog["activity"])
    place = func.row_number().over(
        partition_by=attendance.c.person,
        order_by=(activity.c.held_on.desc(), activity.c.serial.desc()),
    )
    ranked = (
        select(attendance.c.person, attendance.c.state, place.label("place"))
        .select_from(attendance.join(activity, activity.c.id == attendance.c.activity))
        .where(
            attendance.c.removed_on.is_(None),
            activity.c.removed_on.is_(None),
            activity.c.organisation == organisation,
            activity.c.id != but,
        )
        .subquery()
    )
    found = select(ranked.c.person).where(ranked.c.place == 1, ranked.c.state == "exempt")
    return frozenset(connection.execute(found).scalars())
