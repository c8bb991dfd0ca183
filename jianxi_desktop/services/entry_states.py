"""Which checklists of a round are printed, back, entered, missing; forms returned or void."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from uuid import UUID

from jianxi_desktop import settings
from jianxi_desktop.db import write
from jianxi_desktop.domain import calendar
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.errors import InputError
from jianxi_desktop.services import entry_stock, entry_writing, observation_marks
from jianxi_desktop.services.entry_stock import SETTLED, VOID, Stock
from jianxi_desktop.services.observation_sheets import (
    Sheet,
    find_sheet,
    sheets_of,
    sheets_with,
    tidy_number,
)
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.rights import needs


@dataclass(frozen=True)
class FormStanding:
    """How far the checklist of one visit has come.

    Attributes:
        visit: The visit.
        form_number: Number on the paper.
        position: Place on the route.
        organisation: Who is visited.
        name: That organisation's name.
        street: Name of the one above it.
        state: Code of ``form_state``; empty: not printed.
        pages: Pages of the paper; 0: not known.
        copies: How many copies were printed; 0: not known.
        scorers: Who has points.
        expected: Inspectors who have none.
        missing_lines: Numbers of the lines without points, by scorer; only scorers who lack some.
        late: Whether it should have been entered by now.
    """

    visit: UUID
    form_number: str
    position: int
    organisation: UUID
    name: str
    street: str
    state: str
    pages: int
    copies: int
    scorers: tuple[str, ...]
    expected: tuple[str, ...]
    missing_lines: Mapping[str, tuple[int, ...]]
    late: bool

    @property
    def missing(self) -> bool:
        """Whether anything is still to be entered of it."""
        if self.state == VOID:
            return False
        return not self.scorers or bool(self.expected or self.missing_lines)


@needs(Right.VIEW)
def forms_of(
    office: Office, round_id: UUID, *, today: date | None = None
) -> tuple[FormStanding, ...]:
    """Tell of every checklist of a round how far it has come, in the order of the route.

    Raises:
        ConflictError: The round is gone.
    """
    day = today or calendar.today()
    with office.store.read() as connection:
        sheets = sheets_of(office, connection, round_id)
        stock = entry_stock.stock_of(office, connection, sheets)
    return tuple(_standing(sheet, stock, day) for sheet in sheets)


@needs(Right.EDIT)
def mark_returned(
    office: Office, form_numbers: Sequence[str], on: str | None = None
) -> frozenset[str]:
    """Note that forms came back, by default today; what is entered already stays so.

    Raises:
        InputError: A number is none, or its form is void; all of them are named.
    """
    day = _day(office, on)
    numbers = list(dict.fromkeys(map(tidy_number, form_numbers)))
    with office.change("return_forms") as change:
        sheets = sheets_with(office, change.connection, "form_number", numbers)
        stock = entry_stock.stock_of(office, change.connection, sheets)
        _require_all(numbers, sheets, stock)
        entry_writing.note_returned(office, change, stock, sheets, day)
        return frozenset(change.touched)


@needs(Right.EDIT)
def void_form(office: Office, form_number: str, reason: str) -> frozenset[str]:
    """Take a printed form out of use; it can be printed again.

    Raises:
        InputError: It was never printed, is void already, has scores, or no reason is given.
    """
    why = office.catalog["printed_form"].fields["note"].parse(reason)
    if why is None:
        raise InputError("no reason", user_message="请写明作废的原因。", code="no_reason")
    with office.change("void_form", str(why)) as change:
        sheet = find_sheet(office, change.connection, form_number)
        stock = entry_stock.stock_of(office, change.connection, [sheet])
        _require_voidable(sheet, stock)
        row = stock.forms[sheet.form_number]
        values = {"state": VOID, "note": why}
        write.update_row(change, office.catalog["printed_form"], row["id"], row["version"], values)
        return frozenset(change.touched)


def _standing(sheet: Sheet, stock: Stock, day: date) -> FormStanding:
    row = stock.forms.get(sheet.form_number)
    state = stock.state(sheet)
    entries = stock.scorers(sheet.visit)
    names = tuple(each.name for each in entries)
    missing = {each.name: entry_stock.progress(sheet, each.points)[1] for each in entries}
    return FormStanding(
        visit=sheet.visit,
        form_number=sheet.form_number,
        position=sheet.position,
        organisation=sheet.organisation,
        name=sheet.name,
        street=sheet.street,
        state=state,
        pages=(row and row["pages"]) or 0,
        copies=(row and row["copies"]) or 0,
        scorers=names,
        expected=tuple(name for name in sheet.inspectors if name not in names),
        missing_lines={name: lines for name, lines in missing.items() if lines},
        late=state not in SETTLED and _is_late(sheet.visited_on or sheet.planned_on, day),
    )


def _is_late(visit_day: str, day: date) -> bool:
    if len(visit_day) < len("2026-11-20"):  # none is planned, or the month alone
        return False
    return date.fromisoformat(visit_day) + timedelta(days=days_to_enter(day)) < day


def days_to_enter(day: date) -> int:
    """Give the days after a visit by which its sheet is to be entered."""
    return next(days for first, last, days in _rules() if first <= day.isoformat() <= last)


@cache
def _rules() -> tuple[tuple[str, str, int], ...]:
    path = settings.resource("rules", "observation_entry.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(
            (row["valid_from"], row["valid_to"] or "9999", int(row["value"]))
            for row in csv.DictReader(file)
            if row["rule"] == "days_to_enter"
        )


def _day(office: Office, on: str | None) -> str:
    if on is None:
        return calendar.today().isoformat()
    day = office.catalog["printed_form"].fields["returned_on"].parse(on)
    return str(day) if day is not None else calendar.today().isoformat()


def _require_all(numbers: Sequence[str], sheets: Sequence[Sheet], stock: Stock) -> None:
    known = {sheet.form_number for sheet in sheets}
    reasons = [f"没有表号为“{each[:40]}”的检查表。" for each in numbers if each not in known]
    reasons += [
        f"表号{sheet.form_number}已经作废，不能登记收回。"
        for sheet in sheets
        if stock.state(sheet) == VOID
    ]
    if reasons:
        raise observation_marks.refused(reasons, "no_form")


def _require_voidable(sheet: Sheet, stock: Stock) -> None:
    state = stock.state(sheet)
    number = sheet.form_number
    if state in ("", VOID):
        told = "还没有打印，不用作废。" if state == "" else "已经作废了。"
        raise InputError(
            "form is not in use", user_message=f"表号{number}{told}", code="not_printed"
        )
    if stock.scores.get(sheet.visit):
        raise InputError(
            "form has scores",
            user_message=f"表号{number}已经录入了分数；要作废，请先在录入页面把分数清空并保存。",
            code="has_scores",
        )
