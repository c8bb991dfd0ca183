"""Enter a returned checklist: open it by its number, save what one scorer gave on it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy import Connection

from jianxi_desktop.db import entry_drafts as kept
from jianxi_desktop.db.store import Change
from jianxi_desktop.db.write import stale
from jianxi_desktop.domain import calendar
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.services import entry_checks, entry_stock, entry_writing, observation_marks
from jianxi_desktop.services.entry_drafts import EntryDraft, find_draft
from jianxi_desktop.services.entry_stock import EntryGiven, ScorerEntry, Stock
from jianxi_desktop.services.observation_sheets import Sheet, find_sheet, sheets_with
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.records import Saved
from jianxi_desktop.services.rights import needs


@dataclass(frozen=True)
class Entry:
    """A checklist and what is entered of it.

    Attributes:
        sheet: What is on the paper; its visit and version are what saving asks for.
        state: Code of ``form_state``; empty: not printed.
        scorers: What each scorer gave, in the order they were entered.
        reviews: Outcome code and remark by problem, of those looked at again.
        highlights: As entered.
        gaps: As entered.
        visited_on: ISO day of the visit; empty: not entered.
        draft: What this account had typed and not saved, the newest.
        expected: Inspectors of whom no points are entered.
    """

    sheet: Sheet
    state: str
    scorers: tuple[ScorerEntry, ...]
    reviews: Mapping[UUID, tuple[str | None, str]]
    highlights: str
    gaps: str
    visited_on: str
    draft: EntryDraft | None
    expected: tuple[str, ...]

    def of(self, scorer: str) -> ScorerEntry:
        """Give what a scorer gave; nothing, of one who is not entered yet."""
        empty = ScorerEntry(scorer)
        return next((each for each in self.scorers if each.name == scorer), empty)


@dataclass(frozen=True)
class Scored:
    """What became of the points of one scorer.

    Attributes:
        saved: The visit, its version, the ledgers that changed.
        form_number: Number on the paper.
        scorer: Who.
        entered: Numbers of the lines that have points of this scorer now.
        missing: Numbers of the lines that have none.
        total: Sum with weights, in hundredths of a point, rounded.
    """

    saved: Saved
    form_number: str
    scorer: str
    entered: tuple[int, ...]
    missing: tuple[int, ...]
    total: int


@needs(Right.VIEW)
def open_entry(office: Office, form_number: str) -> Entry:
    """Open the sheet with a number, as typed or scanned.

    Raises:
        InputError: No visit that this person may see has the number.
    """
    with office.store.read() as connection:
        sheet = find_sheet(office, connection, form_number)
        stock = entry_stock.stock_of(office, connection, [sheet])
    visit, scorers = stock.visits[sheet.visit], stock.scorers(sheet.visit)
    names = {each.name for each in scorers}
    may_edit = Right.EDIT in office.account.rights
    return Entry(
        sheet=sheet,
        state=stock.state(sheet),
        scorers=scorers,
        reviews={
            row["problem"]: (row["outcome"], row["remark"] or "")
            for row in stock.reviews.get(sheet.visit, {}).values()
        },
        highlights=visit["highlights"] or "",
        gaps=visit["gaps"] or "",
        visited_on=sheet.visited_on,
        draft=find_draft(office, sheet.visit) if may_edit else None,
        expected=tuple(name for name in sheet.inspectors if name not in names),
    )


@needs(Right.EDIT)
def save_entry(
    office: Office,
    visit_id: UUID,
    version: int,
    given: EntryGiven,
    *,
    today: date | None = None,
) -> Saved:
    """Save all that one scorer gave on a sheet: what is not given any more is taken out.

    A problem found put right is closed with it; the form is entered, and this account's draft gone.

    Raises:
        ConflictError: The visit, or what this scorer gave, was changed since it was opened.
        InputError: Something cannot stand there; all reasons at once, and nothing is saved.
    """
    day = today or calendar.today()
    with office.change("enter_scores") as change:
        sheet = _sheet(office, change.connection, visit_id, version)
        stock = entry_stock.stock_of(office, change.connection, [sheet])
        tidy, reasons = entry_checks.check(office.catalog, sheet, stock, given)
        if reasons:
            raise observation_marks.refused(reasons)
        if given.seen is not None and given.seen != stock.entry(visit_id, tidy.scorer):
            raise stale(office.catalog["observation_score"])
        return _written(office, change, sheet, stock, tidy, day)


@needs(Right.EDIT)
def add_scores(
    office: Office,
    form_number: str,
    said: Iterable[tuple[str, str]],
    given: EntryGiven,
    *,
    today: date | None = None,
) -> Scored:
    """Save some points of a scorer and leave the others as they are; see ``save_entry``.

    Args:
        office: Whose database.
        form_number: Number on the paper, as typed or scanned.
        said: What names a line, and its points as people say them; see ``observation_marks``.
        given: The scorer, and what else is to be saved.
        today: The day of the entry.

    Raises:
        InputError: As ``save_entry``, or there is no such form.
    """
    with office.change("enter_scores") as change:
        return add_within(office, change, form_number, said, given, today or calendar.today())


@needs(Right.EDIT)
def add_within(
    office: Office,
    change: Change,
    form_number: str,
    said: Iterable[tuple[str, str]],
    given: EntryGiven,
    day: date,
) -> Scored:
    """Do what ``add_scores`` does as a part of another action.

    Raises:
        InputError: As ``add_scores``.
    """
    sheet = find_sheet(office, change.connection, form_number)
    stock = entry_stock.stock_of(office, change.connection, [sheet])
    marks = observation_marks.read_marks(sheet.lines, said)
    more = replace(given, points={**given.points, **marks.points})
    whole, reasons = entry_checks.check(office.catalog, sheet, stock, more, partial=True)
    if marks.wrong or reasons:
        raise observation_marks.refused([*marks.wrong, *reasons])
    saved = _written(office, change, sheet, stock, whole, day)
    entered, missing = entry_stock.progress(sheet, whole.points)
    total = entry_stock.total_of(sheet, whole.points)
    return Scored(saved, sheet.form_number, whole.scorer, entered, missing, total)


def _written(
    office: Office, change: Change, sheet: Sheet, stock: Stock, whole: EntryGiven, day: date
) -> Saved:
    versions = entry_writing.write(office, change, stock, [(sheet, whole)], day)
    kept.drop(change.connection, office.account.id, sheet.visit, whole.scorer)
    return Saved(sheet.visit, versions[sheet.visit], frozenset(change.touched))


def _sheet(office: Office, connection: Connection, visit_id: UUID, version: int) -> Sheet:
    found = sheets_with(office, connection, "id", [visit_id])
    if not found or found[0].version != version:
        raise stale(office.catalog["observation_visit"])
    return found[0]
