"""Items of work plans that are not done; tasks that were handed down stand in ``symposium``."""

from collections.abc import Iterator

from sqlalchemy import func, select

from jianxi_desktop.db import plan_items as plan_items_of
from jianxi_desktop.domain.due import Due
from jianxi_desktop.services.due.asked import Asked

_OPEN = ("waiting", "running")


def plan_items(asked: Asked) -> Iterator[Due]:
    """Give the items that run and have a day by which they are to be done."""
    item, plan = asked.table("work_plan_item"), asked.table("work_plan")
    whose = func.coalesce(item.c.duty_organisation, plan.c.organisation)
    found = (
        select(item.c.id, item.c.content, item.c.due_on, whose)
        .join(plan, plan.c.id == item.c.work_plan)
        .where(
            item.c.removed_on.is_(None),
            plan.c.removed_on.is_(None),
            plan.c.closed_on.is_(None),
            item.c.state.in_(_OPEN),
            item.c.due_on.is_not(None),
            ~plan_items_of.handed(asked.office.catalog, asked.office.unit.organisation),
            asked.inside(whose),
        )
    )
    for record, content, due_on, organisation in asked.connection.execute(found):
        text = f"工作台账事项“{content}”要办结"
        yield Due("plan_item", due_on, text, organisation, "work_plan_item", record)
