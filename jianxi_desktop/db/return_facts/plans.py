"""Facts of work plans: each item of the plans that go on, and how it stands with its time."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection

from jianxi_desktop.db.return_facts.facts import Asked, Fact, Source
from jianxi_desktop.db.return_facts.reading import (
    Row,
    by_end,
    columns_of,
    first,
    rows_of,
    within,
)
from jianxi_desktop.domain.rule_tables import number_on


def items(connection: Connection, asked: Asked) -> Iterator[Fact]:
    """Give the items of the plans that go on, or were finished in the period.

    They belong to the organisation whose plan it is. What is done without a day counts as done in
    time. An item is late from the day after its due day on.
    """
    item, plan = asked.scope.table("work_plan_item"), asked.scope.table("work_plan")
    going = (
        asked.scope.live("work_plan_item")
        & plan.c.removed_on.is_(None)
        & (plan.c.adopted_on.is_(None) | (plan.c.adopted_on <= asked.until))
        & (plan.c.closed_on.is_(None) | (plan.c.closed_on >= asked.since))
    )
    columns = columns_of(item, "id", "due_on", "state", "done_on")
    columns |= {"organisation": plan.c.organisation, "plan": plan.c.kind, "whole": plan.c.id}
    days = number_on("plan_days", "due_soon", "days", asked.ends)
    soon = (asked.ends + timedelta(days=days)).isoformat()
    for row in rows_of(connection, item.join(plan, plan.c.id == item.c.work_plan), columns, going):
        yield Fact(row["id"], row["organisation"], _state(asked, row, soon))


def _state(asked: Asked, row: Row, soon: str) -> dict[str, Any]:
    due, done_on = first(row["due_on"]), first(row["done_on"])
    stopped = row["state"] == "stopped"
    done = not stopped and (
        by_end(asked, row["done_on"]) or (row["state"], done_on) == ("done", "")
    )
    late = bool(due) and done and done_on > due
    is_open = not stopped and not done
    return {
        "plan": row["plan"],
        "whole": str(row["whole"]),
        "stopped": stopped,
        "counted": not stopped,
        "done": done,
        "on_time": done and not late,
        "late": late,
        "overdue": is_open and bool(due) and due < asked.until,
        "soon": is_open and asked.until <= due <= soon,
        "later": is_open and (not due or due > soon),
        "due_in": not stopped and within(asked, row["due_on"]),
        "done_in": done and within(asked, row["done_on"]),
    }


SOURCES = {"plan_items": Source("work_plan_item", items)}
