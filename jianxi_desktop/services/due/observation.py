"""Inspections to come, and inspected communities whose sheets are not entered."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, select

from jianxi_desktop.domain.due import Due
from jianxi_desktop.services.due.asked import Asked
from jianxi_desktop.services.entry_states import days_to_enter
from jianxi_desktop.services.entry_stock import VOID

_DAY = len("2026-11-20")
_REMEMBERED = 365  # days after which a sheet that was never entered is history
_NAMED = 3  # communities that a line names


def observation(asked: Asked) -> Iterator[Due]:
    """Give each day of a route to come, and for each round the sheets that wait to be entered."""
    coming: dict[tuple[UUID, str], list[Row[Any]]] = {}
    waiting: dict[UUID, list[Row[Any]]] = {}
    for row in _visits(asked):
        if not row.visited_on and row.day >= asked.day.isoformat():
            coming.setdefault((row.round, row.day), []).append(row)
        elif not row.scored and asked.office.unit.level != "community":
            waiting.setdefault(row.round, []).append(row)
    for (one, day), rows in coming.items():
        text = f"“{rows[0].title}”要看{_named(rows)}"
        yield _due(day, text, rows, "observation", one)
    late = timedelta(days=days_to_enter(asked.day))
    for one, rows in waiting.items():
        first = min(date.fromisoformat(row.day) for row in rows) + late
        text = f"“{rows[0].title}”有{len(rows)}份检查表还没有录入"
        yield _due(first.isoformat(), text, rows, "observation_entry", one)


def _visits(asked: Asked) -> Iterator[Row[Any]]:
    """Give the visits of the last year and to come whose day is known."""
    visit, tour = asked.table("observation_visit"), asked.table("observation_round")
    form, score = asked.table("printed_form"), asked.table("observation_score")
    place = asked.table("organisation")
    day = func.coalesce(visit.c.visited_on, visit.c.planned_on)
    scored = select(score.c.id).where(score.c.visit == visit.c.id, score.c.removed_on.is_(None))
    void = select(form.c.id).where(
        form.c.form_number == visit.c.form_number,
        form.c.removed_on.is_(None),
        form.c.state == VOID,
    )
    oldest = asked.day - timedelta(days=_REMEMBERED)
    found = (
        select(
            visit.c.round,
            visit.c.organisation,
            visit.c.visited_on,
            day.label("day"),
            tour.c.title,
            place.c.name,
            scored.exists().label("scored"),
        )
        .join(tour, tour.c.id == visit.c.round)
        .join(place, place.c.id == visit.c.organisation)
        .where(
            visit.c.removed_on.is_(None),
            tour.c.removed_on.is_(None),
            day >= oldest.isoformat(),
            func.length(day) == _DAY,
            ~void.exists(),
            asked.inside(visit.c.organisation),
        )
        .order_by(visit.c.round, visit.c.position)
    )
    yield from asked.connection.execute(found)


def _due(day: str, text: str, rows: list[Row[Any]], screen: str, tour: UUID) -> Due:
    whose = rows[0].organisation if len({row.organisation for row in rows}) == 1 else None
    return Due("observation", day, text, whose, "observation_round", tour, screen)


def _named(rows: list[Row[Any]]) -> str:
    names = "、".join(row.name for row in rows[:_NAMED])
    return names if len(rows) <= _NAMED else f"{names}等{len(rows)}个社区"
