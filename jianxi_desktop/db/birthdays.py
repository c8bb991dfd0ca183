"""Who joined the Party in a month of some year: the political birthdays (政治生日)."""

from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from jianxi_desktop.db.figures import holds
from jianxi_desktop.db.tree import subtree
from jianxi_desktop.db.write import table_of
from jianxi_desktop.schema.ledger import Catalog


class Joining(NamedTuple):
    """A member and the day he joined, as far as it is known.

    Attributes:
        name: His name.
        branch: His branch.
        group: His group, if he is in one.
        joined_on: Year and month, mostly with the day.
        full_on: When he became a full member.
        status: Whether he is one.
        person: The member.
    """

    name: str
    branch: UUID
    group: UUID | None
    joined_on: str
    full_on: str | None
    status: str
    person: UUID


class Unknown(NamedTuple):
    """How many members have no political birthday that could be found.

    Attributes:
        year_only: The day is known to the year.
        nothing: It is not known at all.
    """

    year_only: int
    nothing: int


def joined_in_month(
    connection: Connection, catalog: Catalog, top: UUID, day: date
) -> list[Joining]:
    """Give the members of a day, below an organisation, who joined in its month of an earlier year.

    They come by day of the month; those whose day is not known come last.
    """
    person, membership = table_of(catalog["person"]), table_of(catalog["membership"])
    joined_on = membership.c.joined_on
    columns = (
        person.c.name,
        membership.c.branch,
        membership.c.group,
        joined_on,
        membership.c.full_on,
        membership.c.status,
        person.c.id,
    )
    found = (
        select(*columns)
        .select_from(membership.join(person, membership.c.person == person.c.id))
        .where(
            _members(catalog, top, day),
            person.c.removed_on.is_(None),
            func.substr(joined_on, 6, 2) == f"{day.month:02}",
            joined_on < f"{day.year}",
        )
        .order_by(func.length(joined_on).desc(), func.substr(joined_on, 9, 2), joined_on)
        .order_by(person.c.serial)
    )
    return [Joining._make(row) for row in connection.execute(found)]


def without_month(connection: Connection, catalog: Catalog, top: UUID, day: date) -> Unknown:
    """Count the members of a day whose month of joining is not known."""
    membership = table_of(catalog["membership"])
    joined_on = membership.c.joined_on
    found = (
        select(joined_on.is_(None), func.count())
        .where(_members(catalog, top, day), or_(joined_on.is_(None), func.length(joined_on) == 4))
        .group_by(joined_on.is_(None))
    )
    counts = {bool(row[0]): int(row[1]) for row in connection.execute(found)}
    return Unknown(counts.get(False, 0), counts.get(True, 0))


def _members(catalog: Catalog, top: UUID, day: date) -> ColumnElement[bool]:
    membership = table_of(catalog["membership"])
    return and_(holds(membership, day), membership.c.branch.in_(subtree(catalog, top)))
