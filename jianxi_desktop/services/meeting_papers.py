"""The board of organised life on paper and as a workbook."""

import io
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Final
from uuid import UUID

from jianxi_desktop.domain import calendar, meeting_plan
from jianxi_desktop.domain.calendar import show_day
from jianxi_desktop.domain.progress import Progress, no_progress
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.prints.document import Align
from jianxi_desktop.prints.table import Column, TableSpec, draw_table
from jianxi_desktop.schema.fields import Field, Text, Whole
from jianxi_desktop.services import leaving
from jianxi_desktop.services.document import Document, document_of
from jianxi_desktop.services.meeting_board import TALK, Board, Line, board
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.rights import needs

YEAR, YEAR_TITLE = "meeting_board.year", "组织生活开展情况汇总表"
MONTHS, MONTHS_TITLE = "meeting_board.months", "组织生活按月开展情况表"
MARKS: Final = {
    meeting_plan.DONE: "√",
    meeting_plan.DUE: "待开",
    meeting_plan.MISSING: "缺",
    meeting_plan.PLANNED: "已排",
    meeting_plan.LATER: "",
    meeting_plan.QUIET: "",
}
_KEY = "已/应；缺几次写在括号里。到期没有开的算缺，本期还没有开的写“待开”。"
_MARKED = "√ 已开（几次写在后面），缺 到期没有开，待开 本期还没有开，已排 已经安排了日子。"


@needs(Right.PRINT)
def print_year(
    office: Office,
    day: date,
    organisation: UUID | None = None,
    *,
    today: date | None = None,
    progress: Progress = no_progress,
) -> Document:
    """Print the year that a day lies in: a line an organisation, a column a kind.

    Raises:
        InputError: The organisation is not this person's to see.
        EnvironmentFailure: Fonts are missing.
    """
    found = _board(office, day, organisation, today)
    columns = (
        Column("序号", 2.6, Align.CENTER),
        Column("党组织", 12),
        *(Column(label, 5, Align.CENTER) for _kind, label in found.kinds),
        Column("缺", 2.6, Align.CENTER),
    )
    rows = [
        (
            str(at),
            body.name,
            *(short(found.line(body.id, kind)) for kind, _label in found.kinds),
            str(sum(each.missing for each in found.of(body.id) if each.kind != TALK)),
        )
        for at, body in enumerate(found.bodies, start=1)
    ]
    return _drawn(office, found, YEAR, YEAR_TITLE, columns, rows, _KEY, today, progress)


@needs(Right.PRINT)
def print_months(
    office: Office,
    day: date,
    organisation: UUID | None = None,
    *,
    today: date | None = None,
    progress: Progress = no_progress,
) -> Document:
    """Print the year that a day lies in month by month: a line an organisation and kind.

    Raises:
        InputError: The organisation is not this person's to see.
        EnvironmentFailure: Fonts are missing.
    """
    found = _board(office, day, organisation, today)
    columns = (
        Column("党组织", 10),
        Column("类型", 6),
        *(Column(f"{month}月", 2.7, Align.CENTER) for month in range(1, 13)),
        *(Column(caption, 2.6, Align.CENTER) for caption in ("应", "已", "缺")),
    )
    rows = [
        (name, label, *_months(line), str(line.owed), str(line.done), str(line.missing))
        for name, label, line in _lines(found)
    ]
    return _drawn(office, found, MONTHS, MONTHS_TITLE, columns, rows, _MARKED, today, progress)


@needs(Right.EXPORT)
def save_board(office: Office, found: Board, path: Path) -> int:
    """Write the board month by month as a workbook; give how many lines it has.

    Raises:
        EnvironmentFailure: The workbook could not be written.
    """
    from jianxi_desktop.sheets.table import write_table

    rows = [
        (name, label, line.rule, *_months(line), line.owed, line.done, line.missing, line.told)
        for name, label, line in _lines(found)
    ]
    title = f"{found.year}年{MONTHS_TITLE}"
    written = write_table(
        path, title, _fields(), rows, masked=False, signed=leaving.signature(office)
    )
    told = {"paper": MONTHS, "rows": written, "as_of": found.day.isoformat()}
    leaving.note_file(office, "export", path, None, **told)
    return written


def short(line: Line | None) -> str:
    """Write a year of a kind as the summary does: ``9/12（缺2）``."""
    if line is None or not (line.owed or line.done):
        return "—"
    told = f"{line.done}/{line.owed}"
    if line.missing and line.kind != TALK:
        return f"{told}（缺{line.missing}）"
    return f"{told}　待开" if line.due and line.kind != TALK else told


def _months(line: Line) -> Iterator[str]:
    for state, number in zip(line.months, line.held, strict=True):
        mark = MARKS[state]
        if line.kind == TALK:
            yield str(number) if number else mark
        else:
            yield f"{mark}{number}" if number > 1 else mark


def _lines(found: Board) -> Iterator[tuple[str, str, Line]]:
    for body in found.bodies:
        for kind, label in found.kinds:
            line = found.line(body.id, kind)
            if line is not None and (line.owed or sum(line.held)):
                yield body.name, label, line


def _board(office: Office, day: date, organisation: UUID | None, today: date | None) -> Board:
    """Read the year of a day; one that is over is judged as a whole, the current as of the day."""
    now = today or calendar.today()
    return board(office, day.year, organisation, day=day if day.year == now.year else now)


def _drawn(
    office: Office,
    found: Board,
    key: str,
    title: str,
    columns: Sequence[Column],
    rows: Sequence[tuple[str, ...]],
    note: str,
    today: date | None,
    progress: Progress,
) -> Document:
    printed = today or calendar.today()
    until = show_day(min(found.day, date(found.year, 12, 31)).isoformat())
    spec = TableSpec(
        title=title,
        columns=tuple(columns),
        rows=rows,
        unit=found.unit or office.unit.name,
        subtitle=f"{found.year}年，截至{until}",
        note=f"{note}谈心谈话按人数计。",
        printed_on=show_day(printed.isoformat()),
        printed_by=leaving.signature(office, printed),
    )
    stream = io.BytesIO()
    made = draw_table(stream, spec, progress)
    told = {"paper": key, "rows": len(rows), "full_numbers": False, "period": str(found.year)}
    return document_of(f"{title}（{found.year}年）", stream, made, told)


def _fields() -> tuple[Field[str] | Field[int], ...]:
    texts = (("党组织", 16), ("类型", 8), ("要求", 12))
    counts = ("应", "已", "缺")
    return (
        *(Text(caption, width=width) for caption, width in texts),
        *(Text(f"{month}月", width=3) for month in range(1, 13)),
        *(Whole(caption, width=3) for caption in counts),
        Text("说明", width=24),
    )


PAPERS = ((YEAR, YEAR_TITLE, print_year), (MONTHS, MONTHS_TITLE, print_months))
