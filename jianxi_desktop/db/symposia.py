"""Reads the symposia of an organisation: the meetings of a year, who reports, what was given."""

from collections.abc import Collection
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, RowMapping, case, func, select

from jianxi_desktop.db import tree
from jianxi_desktop.db.write import table_of
from jianxi_desktop.schema.ledger import Catalog

KIND = "symposium"
_OPEN = ("waiting", "running")


class Known(NamedTuple):
    """An organisation that may report at a symposium, and who speaks for it."""

    id: UUID
    name: str
    secretary: str


def holders(connection: Connection, catalog: Catalog, top: UUID | None) -> dict[UUID, str]:
    """Give the organisations that hold symposia, by name; only those in a subtree with ``top``."""
    held, organisation = table_of(catalog["activity"]), table_of(catalog["organisation"])
    query = (
        select(organisation.c.id, organisation.c.name)
        .join(held, held.c.organisation == organisation.c.id)
        .where(held.c.kind == KIND, held.c.removed_on.is_(None))
        .distinct()
        .order_by(organisation.c.name)
    )
    if top is not None:
        query = query.where(organisation.c.id.in_(tree.subtree(catalog, top)))
    return {row.id: row.name for row in connection.execute(query)}


def meetings(
    connection: Connection, catalog: Catalog, organisation: UUID, year: int
) -> list[RowMapping]:
    """Read the symposia that an organisation holds in a year, by day, with their numbers.

    Beside the fields there are ``reports``, ``spoken`` (reports that are written down), ``given``
    (tasks in the work plan) and ``open`` (of those).
    """
    held, report = table_of(catalog["activity"]), table_of(catalog["activity_report"])
    item = table_of(catalog["work_plan_item"])
    mine = (
        held.c.kind == KIND,
        held.c.organisation == organisation,
        held.c.held_on.like(f"{year:04}%"),
        held.c.removed_on.is_(None),
    )
    written = case((report.c.progress.is_not(None), 1), else_=0)
    told = (
        select(report.c.activity, func.count().label("reports"), func.sum(written).label("spoken"))
        .join(held, held.c.id == report.c.activity)
        .where(report.c.removed_on.is_(None), report.c.kind == KIND, *mine)
        .group_by(report.c.activity)
        .subquery()
    )
    left = case((item.c.state.in_(_OPEN), 1), else_=0)
    tasks = (
        select(report.c.activity, func.count().label("given"), func.sum(left).label("open"))
        .join(report, report.c.id == item.c.activity_report)
        .join(held, held.c.id == report.c.activity)
        .where(item.c.removed_on.is_(None), report.c.removed_on.is_(None), *mine)
        .group_by(report.c.activity)
        .subquery()
    )
    query = (
        select(held, told.c.reports, told.c.spoken, tasks.c.given, tasks.c.open)
        .outerjoin(told, told.c.activity == held.c.id)
        .outerjoin(tasks, tasks.c.activity == held.c.id)
        .where(*mine)
        .order_by(held.c.held_on, held.c.serial)
    )
    return list(connection.execute(query).mappings())


def reports(connection: Connection, catalog: Catalog, activity: UUID) -> list[RowMapping]:
    """Read the reports of a symposium in the order of speaking, each with its ``name``."""
    report, organisation = table_of(catalog["activity_report"]), table_of(catalog["organisation"])
    query = (
        select(report, organisation.c.name)
        .outerjoin(organisation, organisation.c.id == report.c.organisation)
        .where(report.c.activity == activity, report.c.kind == KIND, report.c.removed_on.is_(None))
        .order_by(report.c.position, report.c.serial)
    )
    return list(connection.execute(query).mappings())


def tasks(
    connection: Connection, catalog: Catalog, reports: Collection[UUID]
) -> dict[UUID, list[RowMapping]]:
    """Read the items of work plans that came out of some reports, by report."""
    item = table_of(catalog["work_plan_item"])
    query = (
        select(item)
        .where(item.c.activity_report.in_(list(reports)), item.c.removed_on.is_(None))
        .order_by(item.c.position, item.c.serial)
    )
    found: dict[UUID, list[RowMapping]] = {}
    for row in connection.execute(query).mappings():
        found.setdefault(row["activity_report"], []).append(row)
    return found


def committees(
    connection: Connection, catalog: Catalog, above: UUID, forms: Collection[str], day: str
) -> list[Known]:
    """Give the organisations of some forms right below one that stand on a day, by age and name."""
    organisation = table_of(catalog["organisation"])
    columns: list[Any] = [organisation.c.id, organisation.c.name, organisation.c.secretary]
    query = (
        select(*columns)
        .where(
            organisation.c.parent == above,
            organisation.c.form.in_(list(forms)),
            organisation.c.removed_on.is_(None),
            (organisation.c.dissolved_on.is_(None)) | (organisation.c.dissolved_on > day),
        )
        .order_by(organisation.c.serial)
    )
    return [Known(row[0], row[1], row[2] or "") for row in connection.execute(query)]
