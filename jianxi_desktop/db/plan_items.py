"""Reads work plans and their items: set queries, whatever the number of plans."""

from uuid import UUID

from sqlalchemy import ColumnElement, Connection, RowMapping, func, select, true

from jianxi_desktop.db import tree
from jianxi_desktop.db.write import table_of
from jianxi_desktop.schema.ledger import Catalog

OPEN = ("waiting", "running")


def plans(
    connection: Connection, catalog: Catalog, top: UUID | None, *, ended: bool
) -> list[RowMapping]:
    """Read the plans of a subtree, each with ``name`` of who made it; the newest first."""
    plan, organisation = table_of(catalog["work_plan"]), table_of(catalog["organisation"])
    query = (
        select(plan, organisation.c.name)
        .outerjoin(organisation, organisation.c.id == plan.c.organisation)
        .where(plan.c.removed_on.is_(None))
        .order_by(func.coalesce(plan.c.period, "").desc(), organisation.c.serial, plan.c.serial)
    )
    if not ended:
        query = query.where(plan.c.closed_on.is_(None))
    if top is not None:
        query = query.where(plan.c.organisation.in_(tree.subtree(catalog, top)))
    return list(connection.execute(query).mappings())


def times(connection: Connection, catalog: Catalog, top: UUID | None) -> list[RowMapping]:
    """Read plan, state, due day and day of doing of every item of the plans of a subtree."""
    item, plan = table_of(catalog["work_plan_item"]), table_of(catalog["work_plan"])
    query = (
        select(item.c.work_plan, item.c.state, item.c.due_on, item.c.done_on)
        .join(plan, plan.c.id == item.c.work_plan)
        .where(item.c.removed_on.is_(None), plan.c.removed_on.is_(None))
    )
    if top is not None:
        query = query.where(plan.c.organisation.in_(tree.subtree(catalog, top)))
    return list(connection.execute(query).mappings())


def items(
    connection: Connection,
    catalog: Catalog,
    *conditions: ColumnElement[bool],
) -> list[RowMapping]:
    """Read items whole, in the order of their plans, with names.

    Beside the fields there are ``plan_title``, ``plan_kind``, ``plan_organisation``,
    ``plan_closed``, ``plan_name`` (who made it), ``duty_name`` and ``meeting`` (the topic of the
    symposium it came from).
    """
    item, plan = table_of(catalog["work_plan_item"]), table_of(catalog["work_plan"])
    organisation = table_of(catalog["organisation"])
    maker, duty = organisation.alias("maker"), organisation.alias("duty")
    report, held = table_of(catalog["activity_report"]), table_of(catalog["activity"])
    query = (
        select(
            item,
            plan.c.title.label("plan_title"),
            plan.c.kind.label("plan_kind"),
            plan.c.organisation.label("plan_organisation"),
            plan.c.closed_on.label("plan_closed"),
            maker.c.name.label("plan_name"),
            duty.c.name.label("duty_name"),
            held.c.topic.label("meeting"),
        )
        .join(plan, plan.c.id == item.c.work_plan)
        .outerjoin(maker, maker.c.id == plan.c.organisation)
        .outerjoin(duty, duty.c.id == item.c.duty_organisation)
        .outerjoin(report, report.c.id == item.c.activity_report)
        .outerjoin(held, held.c.id == report.c.activity)
        .where(item.c.removed_on.is_(None), plan.c.removed_on.is_(None), *conditions)
        .order_by(plan.c.serial, item.c.position, item.c.serial)
    )
    return list(connection.execute(query).mappings())


def of_plan(catalog: Catalog, plan: UUID) -> ColumnElement[bool]:
    """Say which items are those of one plan."""
    return table_of(catalog["work_plan_item"]).c.work_plan == plan


def of_item(catalog: Catalog, item: UUID) -> ColumnElement[bool]:
    """Say which item is the one."""
    return table_of(catalog["work_plan_item"]).c.id == item


def still_open(catalog: Catalog) -> ColumnElement[bool]:
    """Say which items are not done, in plans that go on."""
    item, plan = table_of(catalog["work_plan_item"]), table_of(catalog["work_plan"])
    return item.c.state.in_(OPEN) & plan.c.closed_on.is_(None)


def inside(catalog: Catalog, top: UUID | None) -> ColumnElement[bool]:
    """Say which items are a subtree's affair: its plan, or its duty."""
    if top is None:
        return true()
    return _made(catalog, top) | _owed(catalog, top)


def due_before(catalog: Catalog, day: str) -> ColumnElement[bool]:
    """Say which items were due before a day; known to the month it is the month's first."""
    return table_of(catalog["work_plan_item"]).c.due_on < day


def from_above(catalog: Catalog, top: UUID) -> ColumnElement[bool]:
    """Say which items a subtree has to do that stand in a plan of somebody outside it."""
    return _owed(catalog, top) & ~_made(catalog, top)


def handed(catalog: Catalog, own: UUID) -> ColumnElement[bool]:
    """Say which items are tasks: given at a symposium, or by somebody outside a subtree."""
    item = table_of(catalog["work_plan_item"])
    outside: ColumnElement[bool] = item.c.duty_organisation.is_not(None) & ~_made(catalog, own)
    return item.c.activity_report.is_not(None) | outside


def _made(catalog: Catalog, top: UUID) -> ColumnElement[bool]:
    condition: ColumnElement[bool] = table_of(catalog["work_plan"]).c.organisation.in_(
        tree.subtree(catalog, top)
    )
    return condition


def _owed(catalog: Catalog, top: UUID) -> ColumnElement[bool]:
    duty = table_of(catalog["work_plan_item"]).c.duty_organisation
    return duty.is_not(None) & duty.in_(tree.subtree(catalog, top))


def organisations(connection: Connection, catalog: Catalog, top: UUID) -> set[UUID]:
    """Give an organisation and all that stand below it."""
    return set(connection.execute(tree.subtree(catalog, top)).scalars())
