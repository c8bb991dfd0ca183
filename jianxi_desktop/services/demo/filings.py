"""Returns that were handed in: counted from the demonstration's own records, and kept.

They stand for the office itself, and where that is the district or a street, for the home
community and its street too.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from jianxi_desktop.db.office import organisation_id
from jianxi_desktop.db.write import table_of
from jianxi_desktop.domain.calendar import period_end
from jianxi_desktop.domain.return_states import ACCEPTED, DRAFT, FROZEN, LOCKED, RETURNED, SUBMITTED
from jianxi_desktop.services import filing_numbers, return_plans, returns
from jianxi_desktop.services.demo.pen import Book, Pen, iso
from jianxi_desktop.services.demo.scales import HOME
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.return_figures import figure_lines, with_given, write_number

_FILED = {  # by length of the office's code: return, period, how far it is
    12: (
        ("R11", "2026Q3", ACCEPTED),
        ("R5", "2026-09", ACCEPTED),
        ("R5", "2026-10", SUBMITTED),
        ("R3", "2026-10", RETURNED),
        ("R10", "2026-10", SUBMITTED),
        ("R5", "2026-11", DRAFT),
    ),
    9: (("R9", "2026Q3", ACCEPTED), ("R4", "2026B5", SUBMITTED), ("R10", "2026-11", DRAFT)),
    6: (
        ("R0", "2018Q3", LOCKED),
        ("R0", "2026Q3", ACCEPTED),
        ("R8", "2026H1", ACCEPTED),
        ("R0", "2026Q4", DRAFT),
    ),
}
_ADJUSTED = ("R5", "2026-10", "sessions")
_WHY = "月末一场讲习因停电顺延到下月一日，按计划仍计入本月，已附活动记录。"
_ANSWERS = {
    ACCEPTED: "数据一致，同意接收。",
    LOCKED: "数据一致，同意接收，已归档。",
    RETURNED: "两个党支部的主题党日没有登记，请补登后再报。",
}


@dataclass(frozen=True)
class _Unit:
    """Who hands in, and who signs there."""

    id: UUID
    secretary: str
    contact: str


def draw(office: Office, seed: int) -> Book:
    """Count the returns that were handed in; nothing is stored yet."""
    book, code = Book(seed), office.unit.code
    codes = [HOME[:length] for length in (6, 9, 12) if length >= len(code)]
    units = _units(office, codes)
    for each in codes:
        for return_code, period, state in _FILED[len(each)]:
            pen = book.pen(each, "filed", return_code, period)
            _file(office, pen, units[each], (return_code, period, state))
    return book


def _units(office: Office, codes: list[str]) -> Mapping[str, _Unit]:
    table = table_of(office.catalog["organisation"])
    ids = {organisation_id(code): code for code in codes}
    query = select(table.c.id, table.c.secretary, table.c.contact).where(table.c.id.in_(ids))
    with office.store.read() as connection:
        rows = connection.execute(query).all()
    return {ids[row[0]]: _Unit(row[0], row[1] or "", row[2] or row[1] or "") for row in rows}


def _file(office: Office, pen: Pen, unit: _Unit, what: tuple[str, str, str]) -> None:
    code, period, state = what
    plan, end = return_plans.plan_of(code), period_end(period)
    due, edition = return_plans.due_on(plan, period), plan.edition(end)
    sent = due - timedelta(days=pen.between(0, 4)) if state in FROZEN else None
    decided = due + timedelta(days=pen.between(1, 5)) if state in _ANSWERS else None
    filing = pen.put(
        "return_filing",
        organisation=unit.id,
        code=code,
        title=plan.title,
        period=period,
        as_of=iso(end),
        state=state,
        due_on=iso(due),
        edition=edition.valid_from if edition is not None else None,
        **_signed(unit, sent, decided),
        prepared_by=unit.contact,
        responsible=unit.secretary,
        answer=_ANSWERS.get(state),
    )
    if sent is not None:
        for values in _figures(office, unit, (code, period), end):
            pen.put("return_value", filing=filing, **values)


def _signed(unit: _Unit, sent: date | None, decided: date | None) -> dict[str, str | None]:
    if sent is None:
        return {}
    return {
        "completed_on": iso(sent),
        "completed_by": unit.contact,
        "submitted_on": iso(sent),
        "submitted_by": unit.contact,
        "decided_on": iso(decided),
        "decided_by": "上级审核员" if decided else None,
    }


def _figures(
    office: Office, unit: _Unit, what: tuple[str, str], end: date
) -> Iterator[dict[str, Any]]:
    """Give every figure as it is kept once it is handed in; one was set by hand."""
    code, period = what
    whose = None if unit.id == office.top else unit.id
    counted = returns.make_return(office, code, as_of=end, period=period, organisation=whose)
    result, kept = counted, dict[str, dict[str, str | None]]()
    if (*what, _ADJUSTED[2]) == _ADJUSTED:
        line = next(
            each
            for each in figure_lines(counted)
            if each.kind == "counted" and each.key.endswith(f"/{_ADJUSTED[2]}")
        )
        given = (line.value or 0) + 1
        kept = {line.key: {"given": write_number(given), "reason": _WHY, "set_by": unit.contact}}
        result = with_given(counted, {line.key: (given, _WHY)}, lambda _code: {})
    for figure, values in filing_numbers.to_keep(counted, result, kept).items():
        yield {"figure": figure, **values}
