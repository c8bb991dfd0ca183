"""A filed return on paper and as a workbook; the board's list of who has sent nothing."""

import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from uuid import UUID

from jianxi_desktop.domain import calendar, periods
from jianxi_desktop.domain.progress import Progress, no_progress
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.errors import InputError
from jianxi_desktop.prints.document import Align
from jianxi_desktop.prints.return_table import Line, ReturnSpec, draw_return
from jianxi_desktop.prints.table import Column, TableSpec, draw_table
from jianxi_desktop.schema.fields import Field, Text
from jianxi_desktop.services import district_page, leaving, returns
from jianxi_desktop.services.document import Document, document_of
from jianxi_desktop.services.filing_page import FilingPage, page
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.return_board import TIMELINESS, Board, BoardRow, board
from jianxi_desktop.services.return_figures import adjusted
from jianxi_desktop.services.return_page import heading_of
from jianxi_desktop.services.return_tables import TableResult
from jianxi_desktop.services.rights import needs

KEY, TITLE = "return_filing.form", "填报的报表"
MISSING, MISSING_TITLE = "return_board.missing", "催报名单"
_DAY = len("2026-07-05")


@needs(Right.EXPORT)
def save_filing(
    office: Office, filing_id: UUID, path: Path, progress: Progress = no_progress
) -> FilingPage:
    """Write a filed return as a workbook: what was handed in, or how far it is filled in.

    Raises:
        ConflictError: It is gone.
        EnvironmentFailure: The workbook could not be written.
    """
    found = page(office, filing_id, progress)
    returns.write_result(office, found.result, path)
    return found


@needs(Right.PRINT)
def print_filing(
    office: Office, filing_id: UUID | None, *, today: date, progress: Progress = no_progress
) -> Document:
    """Print a filed return with the official heading: what was handed in, or how far it is.

    Raises:
        InputError: None was named.
        ConflictError: It is gone.
        EnvironmentFailure: Fonts are missing.
    """
    if filing_id is None:
        raise InputError(
            "no filing named",
            user_message="请先在“上报报表”页选好报表和期次，再按那里的“打印”。",
            code="no_record",
        )
    found = page(office, filing_id, progress)
    filing, result = found.filing, found.result
    signed = (
        filing.responsible,
        filing.prepared_by,
        calendar.show_day(filing.submitted[0]) if filing.submitted[0] else "",
    )
    by = leaving.signature(office, today)
    stream = io.BytesIO()
    if isinstance(result, TableResult):
        drawn = draw_return(stream, _spec(found, result, signed, by), progress)
    else:
        drawn = draw_table(stream, district_page.spec_of(result, today, by), progress)
    told = {"paper": f"return.{filing.code}", "rows": result.size, "full_numbers": False}
    title = f"{filing.title}（{calendar.show_period(filing.period)}）"
    return document_of(title, stream, drawn, told | {"as_of": filing.as_of.isoformat()})


def _spec(
    found: FilingPage, result: TableResult, signed: tuple[str, str, str], by: str
) -> ReturnSpec:
    return ReturnSpec(
        title=result.title,
        code=result.code,
        unit=result.unit,
        about=result.day_words,
        measured_in=result.edition.unit,
        corner=result.edition.corner,
        heading=heading_of(result.edition.columns),
        rows=tuple(
            Line(
                f"{row.number} {row.label}".strip(),
                row.level,
                row.total,
                tuple(f"{cell.shown}*" if _set(cell) else cell.shown for cell in cells),
            )
            for row, cells in zip(result.rows, result.cells, strict=True)
        ),
        notes=tuple(_notes(found, result)),
        signed=signed,
        printed_by=by,
    )


def _set(cell: object) -> bool:
    return bool(getattr(cell, "given", False)) and getattr(cell, "kind", "") == "counted"


def _notes(found: FilingPage, result: TableResult) -> Iterator[str]:
    if result.edition.remark:
        yield f"说明：{result.edition.remark}"
    set_by_hand = [each for each in found.lines if each.overridden]
    if set_by_hand:
        told = "；".join(
            f"{each.name}（{each.number}）{each.shown}，{adjusted(each.calculated, each.reason)}"
            for each in set_by_hand
        )
        yield f"* 经调整的数字：{told}。"
    for each in found.wrong:
        yield f"勾稽不符：{each.rule}（{each.detail}）"
    if found.wrong and found.filing.explanation:
        yield f"情况说明：{found.filing.explanation}"


@needs(Right.EXPORT)
def save_missing(office: Office, found: Board, path: Path) -> int:
    """Write the list of who has not sent what as a workbook; give how many lines it has.

    Raises:
        EnvironmentFailure: The workbook could not be written.
    """
    from jianxi_desktop.sheets.table import write_table

    rows = [_cells(each) for each in found.missing]
    title = f"{MISSING_TITLE}（{calendar.show_day(found.end.isoformat())}期末）"
    fields = _fields()
    written = write_table(path, title, fields, rows, masked=False, signed=leaving.signature(office))
    told = {"paper": MISSING, "rows": written, "as_of": found.day.isoformat()}
    leaving.note_file(office, "export", path, None, **told)
    return written


@needs(Right.PRINT)
def print_missing(office: Office, day: date, *, today: date) -> Document:
    """Print the list of who has not sent what of the returns that end with a month.

    Raises:
        EnvironmentFailure: Fonts are missing.
    """
    found = board(office, periods.period_of("month", day), today=today)
    end = calendar.show_day(found.end.isoformat())
    spec = TableSpec(
        title=f"{office.unit.name}报表{MISSING_TITLE}",
        columns=(
            Column("单位", 12),
            Column("表号", 4, Align.CENTER),
            Column("报表", 18),
            Column("期次", 8, Align.CENTER),
            Column("报送时限", 8, Align.CENTER),
            Column("情况", 8, Align.CENTER),
        ),
        rows=[_cells(each) for each in found.missing],
        unit=office.unit.name,
        subtitle=f"期末为{end}的报表，截至{calendar.show_day(found.day.isoformat())}未报的",
        landscape=False,
        printed_on=calendar.show_day(today.isoformat()),
        printed_by=leaving.signature(office, today),
    )
    stream = io.BytesIO()
    drawn = draw_table(stream, spec)
    told = {"paper": MISSING, "rows": len(found.missing), "full_numbers": False}
    return document_of(spec.title, stream, drawn, told)


def _cells(row: BoardRow) -> tuple[str, ...]:
    told = "已退回，未重报" if row.state == "returned" else TIMELINESS[row.timeliness]
    return (
        row.name,
        row.code,
        row.title,
        calendar.show_period(row.period),
        calendar.show_day(row.due_on.isoformat()),
        told,
    )


def _fields() -> tuple[Field[str], ...]:
    captions = (("单位", 12), ("表号", 4), ("报表", 18), ("期次", 8), ("报送时限", 8), ("情况", 8))
    return tuple(Text(caption, width=width) for caption, width in captions)
