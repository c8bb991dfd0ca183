"""Who is missing where two figures of the district's return differ, and what was held when."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, FromClause, select

from jianxi_desktop.db.figures_behind import Behind, Scope
from jianxi_desktop.db.figures_district import COMMUNITY_FORMS, FIGURES


def communities_without_organisation(connection: Connection, scope: Scope) -> list[str]:
    """Name the communities of the day that have no Party organisation of their own."""
    then = scope.then
    has = select(then.c.territory).where(
        scope.stood,
        then.c.kind == "community",
        then.c.form.in_(COMMUNITY_FORMS),
        then.c.territory.is_not(None),
    )
    table = scope.table("territory")
    return _names(connection, table, _among("A02", scope, table) & table.c.id.not_in(has))


def pilot_streets_without_plan(connection: Connection, scope: Scope) -> list[str]:
    """Name the pilot streets that have no work plan."""
    table = scope.table("territory")
    without = _among("A11", scope, table) & ~_among("A12", scope, table)
    return _names(connection, table, without)


def communities_not_visited(connection: Connection, scope: Scope) -> list[str]:
    """Name the organisations of communities that no round of the year has come to."""
    then, visits = scope.then, FIGURES["A37"](scope).rows.subquery()
    wanted = scope.stood & (then.c.kind == "community")
    return _names(connection, then, wanted & then.c.id.not_in(select(visits.c.part)))


def kind_of(connection: Connection, scope: Scope, organisation: UUID) -> str:
    """Give the kind of an organisation; empty for one that is not here."""
    table = scope.table("organisation")
    found = connection.execute(select(table.c.kind).where(table.c.id == organisation)).scalar()
    return found or ""


def days_held(connection: Connection, behind: Behind) -> list[str]:
    """Give the days of what is behind a figure whose parts are days."""
    rows = behind.rows.subquery()
    return [row[0] for row in connection.execute(select(rows.c.part))]


def _among(figure: str, scope: Scope, table: FromClause) -> ColumnElement[bool]:
    rows = FIGURES[figure](scope).rows.subquery()
    among: ColumnElement[bool] = table.c.id.in_(select(rows.c.id))
    return among


def _names(connection: Connection, rows: FromClause, wanted: ColumnElement[bool]) -> list[Any]:
    found = select(rows.c.name).where(wanted).order_by(rows.c.code, rows.c.serial)
    return list(connection.execute(found).scalars())
