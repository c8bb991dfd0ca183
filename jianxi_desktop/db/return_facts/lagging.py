"""Organisations that lag behind: found in the period, raised again, problems solved."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, and_, or_, select

from jianxi_desktop.db.return_facts.facts import About, Asked, Fact, Source
from jianxi_desktop.db.return_facts.places import Places, first

_LAGGING = "lagging"


def lagging(connection: Connection, asked: Asked) -> Iterator[Fact]:
    """Give the grades that organisations of communities got in the period.

    About: ``lagging``: whether it says that one lags behind · ``organisation`` · ``improved``:
    graded better later, or its plan for catching up was closed, by the last day.
    """
    places = Places(connection, asked.scope)
    better, closed = _later_grades(connection, asked), _closed_plans(connection, asked)
    for record, organisation, rated_on, grade in _found(connection, asked):
        if organisation not in places.inside or places.community(organisation) is None:
            continue
        at = first(rated_on)
        later = [day for day in (*better[organisation], *closed[organisation]) if first(day) > at]
        about: About = {
            "lagging": grade == _LAGGING,
            "organisation": str(organisation),
            "improved": bool(later),
        }
        yield Fact(record, organisation, about)


def lagging_problems(connection: Connection, asked: Asked) -> Iterator[Fact]:
    """Give the problems of communities that were solved in the period.

    About: ``lagging``: whether the organisation was found to lag behind in it.
    """
    scope, places = asked.scope, Places(connection, asked.scope)
    table = scope.table("problem")
    behind = {each[1] for each in _found(connection, asked) if each[3] == _LAGGING}
    found = select(table.c.id, table.c.organisation).where(
        scope.live("problem"),
        table.c.closed_on > (asked.begins - timedelta(days=1)).isoformat(),
        table.c.closed_on <= asked.until,
    )
    for record, organisation in connection.execute(found.order_by(table.c.serial)):
        if places.community(organisation) is not None:
            yield Fact(record, organisation, {"lagging": organisation in behind})


def _found(connection: Connection, asked: Asked) -> list[tuple[UUID, UUID, str, str]]:
    """Read the grades; one without a day counts in the year its period names."""
    table = asked.scope.table("organisation_rating")
    eve = (asked.begins - timedelta(days=1)).isoformat()
    dated = and_(table.c.rated_on > eve, table.c.rated_on <= asked.until)
    named = and_(table.c.rated_on.is_(None), table.c.period.startswith(f"{asked.ends.year:04}"))
    columns = (table.c.id, table.c.organisation, table.c.rated_on, table.c.grade)
    found = select(*columns).where(table.c.removed_on.is_(None), or_(dated, named))
    rows = connection.execute(found.order_by(table.c.serial))
    return [(row[0], row[1], row[2] or asked.since, row[3]) for row in rows]


def _later_grades(connection: Connection, asked: Asked) -> defaultdict[UUID, list[str]]:
    table = asked.scope.table("organisation_rating")
    found = select(table.c.organisation, table.c.rated_on).where(
        table.c.removed_on.is_(None),
        table.c.grade != _LAGGING,
        table.c.rated_on <= asked.until,
    )
    return _by_organisation(connection.execute(found))


def _closed_plans(connection: Connection, asked: Asked) -> defaultdict[UUID, list[str]]:
    table = asked.scope.table("work_plan")
    found = select(table.c.organisation, table.c.closed_on).where(
        table.c.removed_on.is_(None),
        table.c.kind == "rectification",
        table.c.closed_on <= asked.until,
    )
    return _by_organisation(connection.execute(found))


def _by_organisation(rows: Iterable[Any]) -> defaultdict[UUID, list[str]]:
    days: defaultdict[UUID, list[str]] = defaultdict(list)
    for organisation, day in rows:
        days[organisation].append(day)
    return days


SOURCES = {
    "lagging": Source("organisation_rating", lagging),
    "lagging_problems": Source("problem", lagging_problems),
}
