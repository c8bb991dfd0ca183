"""Checklists that went out on paper: which, when, and with which problems on them."""

from collections.abc import Sequence
from datetime import date

from jianxi_desktop.db import write
from jianxi_desktop.domain import calendar
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.errors import ConflictError
from jianxi_desktop.services import entry_stock, entry_writing
from jianxi_desktop.services.document import Document, FormOnPaper
from jianxi_desktop.services.entry_stock import PRINTED, VOID, Stock
from jianxi_desktop.services.observation_sheets import Sheet, sheets_with
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.rights import needs


@needs(Right.EDIT)
def register(office: Office, document: Document, *, today: date | None = None) -> frozenset[str]:
    """Note that the checklists of a document are on paper, with the problems drawn on them.

    One that was printed before keeps what is known of it; only its day of printing changes. One
    that was void is registered anew.

    Returns:
        Keys of the ledgers that were written.

    Raises:
        ConflictError: What was drawn is no longer what the records say, so that boxes would be
            looked for in wrong places; nothing is registered.
    """
    if not document.on_paper:
        return frozenset()
    day = today or calendar.today()
    drawn = {form.sheet.form_number: form for form in document.on_paper}
    ledger = office.catalog["printed_form"]
    with office.change("print_forms") as change:
        sheets = sheets_with(office, change.connection, "form_number", list(drawn))
        stock = entry_stock.stock_of(office, change.connection, sheets)
        _require_same(drawn, sheets, stock)
        fresh, edits = [], []
        for number, form in drawn.items():
            row = stock.forms.get(number)
            if row is None or row["state"] == VOID:
                fresh.append(_facts(form, day))
            else:
                edits.append(write.Edit(row["id"], {"printed_on": day.isoformat()}, row["version"]))
        entry_writing.note_problems(
            office, change, stock, [form.sheet for form in document.on_paper], day
        )
        write.insert_rows(change, ledger, fresh)
        write.update_rows(change, ledger, edits)
        return frozenset(change.touched)


def _facts(form: FormOnPaper, day: date) -> dict[str, object]:
    return {
        **entry_writing.form_facts(form.sheet),
        "pages": form.pages,
        "copies": form.copies,
        "state": PRINTED,
        "printed_on": day.isoformat(),
    }


def _require_same(drawn: dict[str, FormOnPaper], sheets: Sequence[Sheet], stock: Stock) -> None:
    """Refuse a document whose boxes stand elsewhere than on the sheets as they are now.

    Raises:
        ConflictError: It is one.
    """
    now = {sheet.form_number: sheet for sheet in sheets}
    changed = [
        number
        for number, form in drawn.items()
        if number not in now or not _is_same(form.sheet, now[number], stock)
    ]
    if changed:
        named = "、".join(changed[:5]) + ("等" if len(changed) > 5 else "")
        raise ConflictError(
            "sheets changed since they were drawn",
            user_message=(
                f"预览之后，{named}的指标或回头看问题已经改过，这一份不能再用。请重新预览后再打印。"
            ),
            code="stale",
        )


def _is_same(drawn: Sheet, now: Sheet, stock: Stock) -> bool:
    if drawn.lines != now.lines:
        return False
    form = stock.forms.get(now.form_number)
    settled = bool(stock.reviews.get(now.visit)) or (form is not None and form["state"] != VOID)
    return not settled or [each.problem for each in drawn.problems] == [
        each.problem for each in now.problems
    ]
