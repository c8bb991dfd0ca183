"""Returns that are to be handed in: our own, and those that units below have not sent."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from jianxi_desktop.db.office import facts_of
from jianxi_desktop.domain import periods, return_states
from jianxi_desktop.domain.calendar import period_end, show_period
from jianxi_desktop.domain.due import Due
from jianxi_desktop.domain.return_forms import Definition
from jianxi_desktop.services.due.asked import Asked
from jianxi_desktop.services.return_board import units_of
from jianxi_desktop.services.return_plans import LEVELS, began_by, plans
from jianxi_desktop.services.structure import Structure

_DAY = len("2026-07-05")
_Row = Mapping[str, Any]


def returns(asked: Asked) -> Iterator[Due]:
    """Give what this office has to hand in, and for each return how many below are late.

    Of each return the period that runs and the one before it are asked for, as far as they ended
    since this office uses the program or the return was ever made with it; older ones only where
    somebody began them.
    """
    filings = _filings(asked)
    begun = str((facts_of(asked.connection) or {}).get("created_on", ""))
    top = asked.top or asked.office.top
    structure = Structure.read(asked.connection, asked.office.catalog)
    units = [unit for unit in units_of(structure, top, asked.day) if unit["kind"] in LEVELS]
    own = next((unit for unit in units if unit["id"] == top), None)
    if own is not None:
        yield from _own(asked, own, filings, begun)
    below = [unit for unit in units if unit["id"] != top]
    if below:
        yield from _below(asked, below, filings, begun)


def _own(
    asked: Asked, own: _Row, filings: Mapping[tuple[UUID, str, str], _Row], begun: str
) -> Iterator[Due]:
    mine = {key[1:]: row for key, row in filings.items() if key[0] == own["id"]}
    wanted = {
        (plan.code, period): plan
        for plan in plans().values()
        if own["kind"] in plan.levels
        for period in _asked_for(plan, asked.day, begun, {code for code, _p in mine})
    }
    known = plans()
    for code, period in dict.fromkeys((*wanted, *mine)):
        row = mine.get((code, period))
        state = "" if row is None else row["state"]
        if state not in return_states.HANDED_IN and code in known:
            yield _to_hand_in(known[code], period, row, own["id"])


def _to_hand_in(plan: Definition, period: str, row: _Row | None, whose: UUID) -> Due:
    due = plan.due_on(period_end(period)).isoformat()
    if row is not None and len(row["due_on"] or "") == _DAY:
        due = row["due_on"]
    back = row is not None and row["state"] == return_states.RETURNED
    told = "被退回，要改好重报" if back else "要填好上报"
    return Due(
        "return",
        due,
        f"《{plan.title}》（{show_period(period)}）{told}",
        whose,
        "return_filing",
        None if row is None else row["id"],
        "return",
        f"{plan.code} {period}",
    )


def _below(
    asked: Asked,
    units: list[_Row],
    filings: Mapping[tuple[UUID, str, str], _Row],
    begun: str,
) -> Iterator[Due]:
    ever = {code for _unit, code, _period in filings}
    sent = {key for key, row in filings.items() if row["state"] in return_states.HANDED_IN}
    for plan in plans().values():
        owing = [unit["id"] for unit in units if unit["kind"] in plan.levels]
        for period in _asked_for(plan, asked.day, begun, ever):
            end = period_end(period)
            late = sum((unit, plan.code, period) not in sent for unit in owing)
            if late and plan.due_on(end) < asked.day:
                text = f"{late}个下级单位没有报《{plan.title}》（{show_period(period)}）"
                month = f"{end.year:04}-{end.month:02}"
                due = plan.due_on(end).isoformat()
                yield Due("return", due, text, screen="return_board", argument=month)


def _asked_for(plan: Definition, day: date, begun: str, ever: set[str]) -> list[str]:
    """Give the period that runs and the one before it, if they are to be handed in."""
    here = periods.period_of(plan.period, day)
    return [
        period
        for period in (periods.previous(here), here)
        if began_by(plan, period_end(period))
        and (plan.code in ever or period_end(period).isoformat() >= begun)
    ]


def _filings(asked: Asked) -> dict[tuple[UUID, str, str], _Row]:
    """Give filings by unit, return and period; of several the one that has gone furthest."""
    table = asked.table("return_filing")
    columns = (table.c[key] for key in ("id", "organisation", "code", "period", "state", "due_on"))
    found = select(*columns).where(table.c.removed_on.is_(None), asked.inside(table.c.organisation))
    order = {state: place for place, state in enumerate(return_states.STATES)}
    rows = [dict(row) for row in asked.connection.execute(found).mappings()]
    rows.sort(key=lambda row: order.get(row["state"], -1))
    return {(row["organisation"], row["code"], row["period"]): row for row in rows}
