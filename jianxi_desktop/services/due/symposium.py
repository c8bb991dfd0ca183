"""Symposia that are to be held or prepared, and the tasks that were handed down."""

from collections.abc import Iterator

from sqlalchemy import select

from jianxi_desktop.db import plan_items, symposia
from jianxi_desktop.domain import symposium
from jianxi_desktop.domain.due import Due
from jianxi_desktop.domain.symposium import DUE, MISSING
from jianxi_desktop.services.due.asked import Asked

_SCREEN = "symposium"


def symposia_of_the_year(asked: Asked) -> Iterator[Due]:
    """Give the turns of this year that a district's office lets go by, and what it arranged."""
    office = asked.office
    if office.unit.level != "district" or asked.top not in (None, office.unit.organisation):
        return
    own, year = office.unit.organisation, asked.day.year
    rows = symposia.meetings(asked.connection, office.catalog, own, year)
    held = [row["held_on"] for row in rows]
    for turn in symposium.turns(year):
        if symposium.state_of(turn, held, asked.day) in (DUE, MISSING):
            text = f"{year}年{turn.name}的双月座谈会要召开并登记"
            yield Due("symposium", turn.last.isoformat(), text, own, screen=_SCREEN)
    today = asked.day.isoformat()
    for row in rows:
        if row["held_on"] >= today:
            text = f"双月座谈会“{symposium.theme_of(row['topic'])}”要召开"
            yield Due("symposium", row["held_on"], text, own, "activity", row["id"], _SCREEN)


def reports_to_prepare(asked: Asked) -> Iterator[Due]:
    """Give the reports that are to be ready when their symposium is held."""
    report, held = asked.table("activity_report"), asked.table("activity")
    found = (
        select(report.c.id, held.c.topic, held.c.held_on, report.c.organisation)
        .join(held, held.c.id == report.c.activity)
        .where(
            report.c.removed_on.is_(None),
            held.c.removed_on.is_(None),
            report.c.kind == symposia.KIND,
            held.c.kind == symposia.KIND,
            held.c.held_on >= asked.day.isoformat(),
            report.c.progress.is_(None),
            asked.inside(report.c.organisation),
        )
    )
    for record, topic, held_on, organisation in asked.connection.execute(found):
        text = f"双月座谈会“{symposium.theme_of(topic)}”的汇报材料要准备好"
        yield Due("symposium", held_on, text, organisation, "activity_report", record)


def handed_tasks(asked: Asked) -> Iterator[Due]:
    """Give the open tasks of symposia, and those that somebody above gave."""
    item, plan = asked.table("work_plan_item"), asked.table("work_plan")
    found = (
        select(item.c.id, item.c.content, item.c.due_on, item.c.duty_organisation)
        .join(plan, plan.c.id == item.c.work_plan)
        .where(
            item.c.removed_on.is_(None),
            plan.c.removed_on.is_(None),
            plan_items.still_open(asked.office.catalog),
            plan_items.handed(asked.office.catalog, asked.office.unit.organisation),
            item.c.due_on.is_not(None),
            asked.inside(item.c.duty_organisation),
        )
    )
    for record, content, due_on, organisation in asked.connection.execute(found):
        text = f"交办任务“{content}”要办结反馈"
        yield Due("task", due_on, text, organisation, "work_plan_item", record, "plans", record.hex)
