"""What sources of facts share: days known in part, what lies in a period, what stood on a day."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, FromClause, Select, func, select

from jianxi_desktop.db.figures import holds, status_on
from jianxi_desktop.db.return_facts.facts import Asked

Row = Mapping[str, Any]


def first(day: str | None) -> str:
    """Give the earliest day that one known in part can be; empty where it is not known."""
    return (day + "-01-01")[:10] if day else ""


def within(asked: Asked, day: str | None) -> bool:
    """Tell whether a day lies in the period; known in part it is its first day."""
    return asked.since <= first(day) <= asked.until


def by_end(asked: Asked, day: str | None) -> bool:
    """Tell whether a day is known and not after the last day that counts."""
    return day is not None and first(day) <= asked.until


def stood(begun: str | None, ended: str | None, day: str) -> bool:
    """Tell whether something had begun by a day and not ended; as ``as_of.standing`` in SQL."""
    return (begun is None or begun <= day) and (ended is None or ended > day)


def in_period(asked: Asked, day: ColumnElement[Any]) -> ColumnElement[bool]:
    """Say in SQL that a day lies in the period; known in part it is its first day."""
    return since(day, asked.since) & (day <= asked.until)


def since(day: ColumnElement[Any], begins: str) -> ColumnElement[bool]:
    """Say in SQL that a day is not before another; known in part it is its first day."""
    return func.substr(day + "-01-01", 1, 10) >= begins


def rows_of(
    connection: Connection, source: FromClause, columns: Mapping[str, Any], *where: Any
) -> Iterator[Row]:
    """Read rows under the names given."""
    query: Select[Any] = select(*(column.label(name) for name, column in columns.items()))
    for row in connection.execute(query.select_from(source).where(*where)).mappings():
        yield dict(row)


def columns_of(table: FromClause, *names: str) -> dict[str, Any]:
    """Give columns of a table under their own names."""
    return {name: table.c[name] for name in names}


def inside(connection: Connection, asked: Asked) -> frozenset[UUID] | None:
    """Name the organisations that whoever asks is limited to; ``None`` where to none."""
    if asked.scope.top is None:
        return None
    table = asked.scope.table("organisation")
    there = asked.scope.live("organisation")
    return frozenset(
        row["id"] for row in rows_of(connection, table, columns_of(table, "id"), there)
    )


def members_by_branch(connection: Connection, asked: Asked) -> dict[UUID, dict[str, int]]:
    """Count the members of each branch on the day, by status."""
    return _members(connection, asked, "branch")


def members_by_group(connection: Connection, asked: Asked) -> dict[UUID, dict[str, int]]:
    """Count the members of each group on the day, by status."""
    return _members(connection, asked, "group")


def _members(connection: Connection, asked: Asked, place: str) -> dict[UUID, dict[str, int]]:
    table = asked.scope.table("membership")
    person = asked.scope.table("person")
    status = status_on(table, asked.ends)
    query = (
        select(table.c[place], status, func.count())
        .select_from(table.join(person, person.c.id == table.c.person))
        .where(holds(table, asked.ends), person.c.removed_on.is_(None), table.c[place].is_not(None))
        .group_by(table.c[place], status)
    )
    counts: dict[UUID, dict[str, int]] = {}
    for where, status, number in connection.execute(query):
        counts.setdefault(where, {})[status] = number
    return counts
