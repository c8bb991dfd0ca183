"""Keep scanned pages with their visits, and what a person confirmed of what was read there."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from jianxi_desktop.db import attachment_content, lookup, wants
from jianxi_desktop.db.store import Change
from jianxi_desktop.db.write import Edit, insert_rows, update_rows
from jianxi_desktop.domain import calendar
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.services import entry_stock, entry_writing, observation_entry, scope
from jianxi_desktop.services.entry_stock import EntryGiven
from jianxi_desktop.services.observation_entry import Scored
from jianxi_desktop.services.observation_scans import ScanPage, ScanReading, ScanSheet
from jianxi_desktop.services.observation_sheets import Sheet, sheets_with
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.rights import needs

KIND = "document"


@dataclass(frozen=True)
class KeptPage:
    """A scanned page that is kept.

    Attributes:
        id: The attachment.
        title: What it is.
        page: Which page of the form.
    """

    id: UUID
    title: str
    page: int


@needs(Right.EDIT)
def keep_pages(
    office: Office,
    reading: ScanReading,
    form_numbers: Collection[str] | None = None,
    *,
    today: date | None = None,
) -> frozenset[str]:
    """Attach the pages that were read to their visits; the forms are back with it.

    A page that is kept already gives way to the newer scan of it.

    Args:
        office: The office.
        reading: What was read.
        form_numbers: Those that are wanted; default all.
        today: The day they came back.

    Returns:
        Keys of the ledgers that were written.
    """
    wanted = [
        each for each in reading.sheets if form_numbers is None or each.form_number in form_numbers
    ]
    day = (today or calendar.today()).isoformat()
    with office.change("attach_scans") as change:
        numbers = {each.form_number for each in wanted}
        sheets = sheets_with(office, change.connection, "form_number", list(numbers))
        stock = entry_stock.stock_of(office, change.connection, sheets)
        entry_writing.note_returned(office, change, stock, sheets, day)
        _attach(office, change, sheets, [page for each in wanted for page in each.pages])
        return frozenset(change.touched)


@needs(Right.EDIT)
def confirm_sheet(
    office: Office, read: ScanSheet, given: EntryGiven, *, today: date | None = None
) -> Scored:
    """Save what a person confirmed of one sheet, and attach its pages, in one action.

    Points of the scorer that are not given stay as they are.

    Raises:
        InputError: Something cannot stand there; all reasons at once, and nothing is saved.
    """
    with office.change("enter_scores") as change:
        scored = observation_entry.add_within(
            office, change, read.form_number, (), given, today or calendar.today()
        )
        sheets = sheets_with(office, change.connection, "form_number", [read.form_number])
        _attach(office, change, sheets, read.pages)
    return scored


def sure_of(read: ScanSheet, scorer: str) -> EntryGiven:
    """Give what nobody has to be asked about, as one scorer's."""
    points = {
        line.id: read.lines[line.number].points
        for line in read.sheet.lines
        if line.number in read.lines
    }
    codes = {
        each.problem: read.outcomes[place].code
        for place, each in enumerate(read.sheet.problems, 1)
        if place in read.outcomes
    }
    return EntryGiven(
        scorer,
        {line: given for line, given in points.items() if given is not None},
        outcomes={problem: (code, "") for problem, code in codes.items() if code is not None},
    )


@needs(Right.VIEW)
def pages_of_visit(office: Office, visit: UUID) -> tuple[KeptPage, ...]:
    """List the scanned pages of a visit, in the order of the form."""
    ledger = office.catalog["attachment"]
    with office.store.read() as connection:
        rows = lookup.existing(connection, ledger, "visit", [visit])
        hidden = scope.outside(office, connection, {ledger.key: [row["id"] for row in rows]})
    seen = [row for row in rows if row["id"] not in hidden and row["page"] is not None]
    seen.sort(key=lambda row: (row["title"], row["page"]))
    return tuple(KeptPage(row["id"], row["title"], row["page"]) for row in seen)


def _attach(
    office: Office, change: Change, sheets: Sequence[Sheet], pages: Sequence[ScanPage]
) -> None:
    """Write a row of the ledger of attachments a page, or what became of the one there is."""
    ledger = office.catalog["attachment"]
    by_number = {sheet.form_number: sheet for sheet in sheets}
    visits = [sheet.visit for sheet in sheets]
    rows = lookup.existing(change.connection, ledger, "visit", visits)
    known = {(row["visit"], row["title"]): row for row in rows}
    fresh: list[dict[str, Any]] = []
    edits: list[Edit] = []
    for page in pages:
        sheet = by_number.get(page.form_number)
        if sheet is None:
            continue
        digest = attachment_content.keep(change.connection, page.image)
        facts = {
            "file_name": page.file[-160:],
            "size": len(page.image),
            "sha256": digest,
            "kept_at": wants.KEPT_AT,
        }
        row = known.get((sheet.visit, title_of(page)))
        if row is None:
            fresh.append({**_about(sheet, page), **facts})
        elif row["sha256"] != digest:
            edits.append(Edit(row["id"], facts, row["version"]))
    insert_rows(change, ledger, fresh)
    update_rows(change, ledger, edits)


def _about(sheet: Sheet, page: ScanPage) -> dict[str, Any]:
    return {
        "title": title_of(page),
        "kind": KIND,
        "organisation": sheet.organisation,
        "about": f"{sheet.round.title}观摩检查表"[:120],
        "visit": sheet.visit,
        "page": page.page,
    }


def title_of(page: ScanPage) -> str:
    """Name a scanned page."""
    copy = f"第{page.copy}份" if page.copy > 1 else ""
    return f"检查表扫描件 {page.form_number} {copy}第{page.page}页"
