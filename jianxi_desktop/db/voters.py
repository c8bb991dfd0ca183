"""Which members of a branch have a vote on a day: full members who are not on probation.

``留党察看`` takes the vote for the time it was given for; 预备党员 have none (条例 第5条).
"""

import re
from datetime import date
from uuid import UUID

from sqlalchemy import Connection, or_, select

from jianxi_desktop.db.figures import holds, status_on
from jianxi_desktop.db.tree import subtree
from jianxi_desktop.db.write import table_of
from jianxi_desktop.domain import calendar
from jianxi_desktop.schema.ledger import Catalog

_PUNISHED = "留党察看"
_YEARS = {"一": 1, "1": 1, "二": 2, "两": 2, "2": 2}
_TOLD = re.compile(r"([一二两12])\s*年")
_LONGEST = 2  # years, where the record does not say for how long


def voters(connection: Connection, catalog: Catalog, branch: UUID, day: date) -> frozenset[UUID]:
    """Give the members of a branch, or of a group of one, who have a vote on a day."""
    membership, person = table_of(catalog["membership"]), table_of(catalog["person"])
    found = (
        select(membership.c.person)
        .select_from(membership.join(person, person.c.id == membership.c.person))
        .where(
            or_(membership.c.branch == branch, membership.c.group == branch),
            holds(membership, day),
            status_on(membership, day) == "full",
            person.c.removed_on.is_(None),
        )
    )
    people = frozenset(connection.execute(found).scalars())
    return people - _watched(connection, catalog, people, day)


def voters_below(
    connection: Connection, catalog: Catalog, day: date, top: UUID | None = None
) -> dict[UUID, UUID]:
    """Give the branch of everybody who has a vote on a day, by person.

    Args:
        connection: A transaction.
        catalog: All ledgers.
        day: The day.
        top: Only members in this organisation or below it; ``None``: all.
    """
    membership, person = table_of(catalog["membership"]), table_of(catalog["person"])
    query = (
        select(membership.c.person, membership.c.branch)
        .select_from(membership.join(person, person.c.id == membership.c.person))
        .where(
            holds(membership, day),
            status_on(membership, day) == "full",
            person.c.removed_on.is_(None),
        )
    )
    if top is not None:
        among = or_(membership.c.branch.in_(subtree(catalog, top)), membership.c.group == top)
        query = query.where(among)
    found = {row[0]: row[1] for row in connection.execute(query)}
    watched = _watched(connection, catalog, frozenset(found), day)
    return {one: branch for one, branch in found.items() if one not in watched}


def _watched(
    connection: Connection, catalog: Catalog, people: frozenset[UUID], day: date
) -> frozenset[UUID]:
    """Give those who were put under watch within the Party and still are."""
    table = table_of(catalog["member_record"])
    found = select(table.c.person, table.c.recorded_on, table.c.title, table.c.result).where(
        table.c.removed_on.is_(None),
        table.c.kind == "punishment",
        table.c.recorded_on <= day.isoformat(),
        or_(table.c.title.contains(_PUNISHED), table.c.result.contains(_PUNISHED)),
    )
    watched = set()
    for person, begun, title, result in connection.execute(found):
        told = _TOLD.search(f"{title}{result or ''}".split(_PUNISHED, 1)[1])
        years = _YEARS[told[1]] if told else _LONGEST
        if person in people and calendar.years_after(begun, years) > day.isoformat():
            watched.add(person)
    return frozenset(watched)
