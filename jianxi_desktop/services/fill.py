"""Fill a blank table from above with records, in its own format, and note what left."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

from sqlalchemy import Connection

from jianxi_desktop.db import choices
from jianxi_desktop.domain import calendar
from jianxi_desktop.domain.day_forms import DayForm, write_day
from jianxi_desktop.domain.masking import hide_numbers
from jianxi_desktop.domain.number_forms import NumberForm
from jianxi_desktop.domain.progress import Progress, no_progress
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.errors import InputError
from jianxi_desktop.schema.query import Filter, Query, Reveal
from jianxi_desktop.services import leaving
from jianxi_desktop.services.fill_matching import caption_key
from jianxi_desktop.services.fill_plan import FillPlan, PlannedColumn
from jianxi_desktop.services.fill_reading import PAGE, FillReader
from jianxi_desktop.services.fill_values import Forms, Told, cell_of
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.revealing import require_leave
from jianxi_desktop.services.rights import needs
from jianxi_desktop.sheets.blank import BlankCell, CellValue, fill_blank

_TITLE: Final = 60
MOST_ROWS: Final = 50_000


@dataclass(frozen=True)
class Choices:
    """What a person chose of the forms; ``None`` keeps what the plan proposes.

    A form that is chosen holds for all columns; what a column asks for by its example holds
    where nothing was chosen.
    """

    number_form: NumberForm | None = None
    day_form: DayForm | None = None
    empty_as: str | None = None


@dataclass(frozen=True)
class FillResult:
    """What was filled.

    Attributes:
        rows: How many records.
        unmatched: Captions of the columns that stay empty.
        notes: Chinese remarks.
    """

    rows: int
    unmatched: tuple[str, ...]
    notes: tuple[str, ...]


@needs(Right.EXPORT)
def fill(
    office: Office,
    plan: FillPlan,
    out: Path,
    query: Query,
    *,
    number_form: NumberForm | None = None,
    day_form: DayForm | None = None,
    empty_as: str | None = None,
    reveal: Reveal | None = None,
    reason: str | None = None,
    on: date | None = None,
    progress: Progress = no_progress,
) -> FillResult:
    """Write the records of a query into a copy of a blank, note it, and remember what was chosen.

    Args:
        office: The open database.
        plan: How.
        out: The filled copy; its ending is that of the blank.
        query: Which records, in which order.
        number_form: How identity numbers are written; ``None``: as planned.
        day_form: How days are written; ``None``: as planned.
        empty_as: What stands where nothing is known; ``None``: as planned.
        reveal: Leave to write personal numbers whole; else they are masked.
        reason: Why, where many people leave the program.
        on: The day ages are counted on; default today.
        progress: Called with rows written and rows in all; may raise to stop.

    Raises:
        InputError: A reason is needed, there are too many rows, or the blank cannot be filled.
        EnvironmentFailure: A file cannot be read or written.
    """
    require_leave(office, plan.ledger, reveal)
    leaving.require_same(query, reveal)
    day = on or calendar.today()
    chosen = Choices(number_form, day_form, empty_as)
    with office.store.read() as connection:
        count = office.lister(plan.ledger).count(connection, query)
        gone = _without_membership(office, connection, plan, query)
        _require_room(count)
        why = leaving.reason_for(plan.ledger, count, reason, reveal)
        filler = _Filler(office, plan, chosen, day)
        reader = FillReader(office, connection, plan.ledger, day, whole=reveal is not None)
        rows = list(_heard(filler.rows(connection, reader, query), count, progress))
        beside = filler.beside(connection)
    blank, places = plan.blank, [each.place for each in filler.columns]
    filled = fill_blank(
        plan.path,
        out,
        sheet=blank.sheet,
        first_row=blank.first_row,
        columns=places,
        rows=rows,
        beside=beside,
        number_column=filler.number_column,
        header_row=blank.header_row,
        password=plan.password,
        progress=progress,
    )
    _note(office, plan, query, out, filled.rows, why, reveal)
    _remember(office, plan, chosen)
    notes = (*filled.notes, *filler.remarks(whole=reveal is not None), *gone)
    return FillResult(filled.rows, plan.unmatched, notes)


def _note(
    office: Office,
    plan: FillPlan,
    query: Query,
    out: Path,
    rows: int,
    why: str | None,
    reveal: Reveal | None,
) -> None:
    """Note in the journal what left the program, and in whose table."""
    told = leaving.what_left(plan.ledger.key, rows, reveal, plan.ledger, query)
    title = hide_numbers(plan.blank.title)[:_TITLE]
    leaving.note_file(office, "export", out, why, **told, blank=title)


@needs(Right.EXPORT)
def example(
    office: Office, plan: FillPlan, query: Query, chosen: Choices, on: date | None = None
) -> dict[int, str]:
    """Give what the first record of a query would say in each column, by its place; masked."""
    day = on or calendar.today()
    filler = _Filler(office, plan, chosen, day)
    with office.store.read() as connection:
        reader = FillReader(office, connection, plan.ledger, day, whole=False)
        first = next(filler.rows(connection, reader, query, limit=1), [])
    shown = {
        column.place: "" if cell is None else str(cell.value)
        for column, cell in zip(filler.columns, first, strict=False)
    }
    if filler.number_column is not None and first:
        shown[filler.number_column] = "1"
    return shown


def _require_room(count: int) -> None:
    """Make sure that a blank is filled with what one person can look through.

    Raises:
        InputError: There are more.
    """
    if count > MOST_ROWS:
        raise InputError(
            f"more than {MOST_ROWS} rows",
            user_message=f"一张表一次最多填{MOST_ROWS:,}行，现在是{count:,}行。请按党组织分开填。",
            code="too_many",
        )


def _heard(
    rows: Iterator[list[CellValue | None]], count: int, progress: Progress
) -> Iterator[list[CellValue | None]]:
    """Tell now and then how many rows were read; whoever hears it may stop."""
    for place, row in enumerate(rows):
        if place % PAGE == 0:
            progress(place, count)
        yield row


def _without_membership(
    office: Office, connection: Connection, plan: FillPlan, query: Query
) -> tuple[str, ...]:
    """Say how many are in it whose membership does not hold now: a roster mostly wants others."""
    if plan.ledger.companion is None:
        return ()
    nobody = replace(query, filters=(*query.filters, Filter("status", way="empty")))
    number = office.lister(plan.ledger).count(connection, nobody)
    said = f"其中{number}人现在没有组织关系（申请人、已转出、去世的），不要的请加条件再填"
    return (said,) if number else ()


class _Filler:
    """Turns records into the cells of a blank, and counts what was odd about them."""

    def __init__(self, office: Office, plan: FillPlan, chosen: Choices, day: date) -> None:
        self._office = office
        self._plan = plan
        self._chosen = chosen
        self._day = day
        numbered = [each for each in plan.columns if _is_number(each)]
        self.number_column = numbered[0].place if numbered else None
        self.columns = [
            each for each in plan.columns if each.source is not None and not _is_number(each)
        ]
        self._told = [Told() for _ in self.columns]
        self._forms = [self._forms_of(each) for each in self.columns]

    def rows(
        self, connection: Connection, reader: FillReader, query: Query, limit: int = -1
    ) -> Iterator[list[CellValue | None]]:
        """Give the cells of each record."""
        fixed = [self._of_the_office(connection, each) for each in self.columns]
        asked = [
            None if each.source is None or each.source.of_the_office else each.source
            for each in self.columns
        ]
        for parts in reader.rows(query, asked, limit):
            yield [
                same if same is not None else cell_of(part, forms, told)
                for same, part, forms, told in zip(
                    fixed, parts, self._forms, self._told, strict=True
                )
            ]

    def beside(self, connection: Connection) -> dict[BlankCell, CellValue]:
        """Give what stands beside the table."""
        found = {}
        for each in self._plan.beside:
            value = self._office_says(connection, (each.source or "")[1:])
            if value:
                found[each.cell] = (
                    CellValue("day", self._day.isoformat())
                    if each.cell.is_day and each.source == "@today"
                    else CellValue("text", value)
                )
        return found

    def remarks(self, *, whole: bool) -> list[str]:
        """Say what a person should know of the values."""
        said = []
        for column, told in zip(self.columns, self._told, strict=True):
            if told.short:
                said.append(f"“{column.caption}”有{told.short}个日期只知道到年月，按已知的写")
        hidden = [
            f"“{column.caption}”"
            for column, told in zip(self.columns, self._told, strict=True)
            if told.masked and not whole
        ]
        if hidden:
            said.append(f"{''.join(hidden)}的号码是遮挡的；要写完整号码，请说明原因再填")
        return said

    def _forms_of(self, column: PlannedColumn) -> Forms:
        plan, chosen = self._plan, self._chosen
        hinted_number = None if "number" in plan.fixed else column.number_form
        hinted_day = None if "day" in plan.fixed else column.day_form
        return Forms(
            chosen.number_form or hinted_number or plan.number_form,
            chosen.day_form or hinted_day or plan.day_form,
            plan.empty_as if chosen.empty_as is None else chosen.empty_as,
            column.column.choices,
            self._day,
        )

    def _of_the_office(self, connection: Connection, column: PlannedColumn) -> CellValue | None:
        name = column.source.of_the_office if column.source is not None else ""
        value = self._office_says(connection, name)
        return CellValue("text", value) if value else None

    def _office_says(self, connection: Connection, name: str) -> str:
        office, day = self._office, self._day.isoformat()
        match name:
            case "account":
                return office.user
            case "unit":
                return office.unit.name
            case "office":
                ledger = office.catalog["organisation"]
                return office.lister(ledger).caption(connection, office.top) or office.unit.name
            case "today":
                form = self._chosen.day_form or self._plan.day_form
                return write_day(day, DayForm.WORDS if form is DayForm.CELL else form).value
            case "year":
                return day[:4]
            case "month":
                return write_day(day, DayForm.MONTH_WORDS).value
        return ""


def _is_number(column: PlannedColumn) -> bool:
    return column.source_key == "@number" and not column.column.computed


def _remember(office: Office, plan: FillPlan, chosen: Choices) -> None:
    """Keep what captions mean and how this blank was filled, for the next time."""
    by_caption = {caption_key(each.column): each for each in plan.columns}
    decided = {
        caption: each.source_key
        for caption, each in by_caption.items()
        if caption in plan.given or each.how == "learned"
    }
    now = {caption: key for caption, key in decided.items() if caption in plan.given}
    kept = {
        "sheet": plan.blank.sheet,
        "captions": decided,
        "number_form": chosen.number_form or (plan.number_form if "number" in plan.fixed else None),
        "day_form": chosen.day_form or (plan.day_form if "day" in plan.fixed else None),
        "empty_as": plan.empty_as if chosen.empty_as is None else chosen.empty_as,
    }
    at = datetime.now(UTC)
    with office.store.writing() as connection:
        choices.keep_caption_choices(connection, "fill", plan.ledger.key, now, at.date())
        choices.keep_blank_choice(connection, plan.blank.fingerprint, plan.ledger.key, kept, at)
