"""The board of packages as a workbook and on paper: who has reported, and what is missing."""

import io
from datetime import date
from pathlib import Path

from jianxi_desktop.domain import package_days
from jianxi_desktop.domain.calendar import show_day
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.prints.document import Align
from jianxi_desktop.prints.table import Column, TableSpec, draw_table
from jianxi_desktop.schema.fields import Field, Text, Whole
from jianxi_desktop.services import leaving
from jianxi_desktop.services.arrivals import STANDINGS, ArrivalBoard, ArrivalRow, board
from jianxi_desktop.services.document import Document, document_of
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.rights import needs

KEY, TITLE = "package.board", "数据包报送情况表"
_MOST = 3  # missing numbers that are named one by one
_COLUMNS = (
    ("街道", 7, Align.LEFT),
    ("单位", 9, Align.LEFT),
    ("情况", 6, Align.CENTER),
    ("最近收到", 8, Align.CENTER),
    ("包号", 4, Align.CENTER),
    ("内容截至", 8, Align.CENTER),
    ("改动", 5, Align.RIGHT),
    ("待核对", 4, Align.RIGHT),
    ("下发", 9, Align.CENTER),
    ("对方已收到", 9, Align.CENTER),
    ("说明", 15, Align.LEFT),
)


@needs(Right.EXPORT, whole=True)
def save_board(office: Office, found: ArrivalBoard, path: Path) -> int:
    """Write the board as a workbook; give how many offices stand on it.

    Raises:
        EnvironmentFailure: The workbook could not be written.
    """
    from jianxi_desktop.sheets.table import write_table

    numbers = {"改动", "待核对"}
    fields: list[Field[str] | Field[int]] = [
        Whole(caption, width=round(width)) if caption in numbers else Text(caption, width=width)
        for caption, width, _align in _COLUMNS
    ]
    title = f"{TITLE}（{show_day(found.due_on.isoformat())}前）"
    rows = [_values(each) for each in found.rows]
    written = write_table(path, title, fields, rows, masked=False, signed=leaving.signature(office))
    told = {"paper": KEY, "rows": written, "as_of": found.day.isoformat()}
    leaving.note_file(office, "export", path, None, **told)
    return written


@needs(Right.PRINT, whole=True)
def print_board(office: Office, day: date, *, today: date) -> Document:
    """Print the board for the reporting day of a month.

    Raises:
        EnvironmentFailure: Fonts are missing.
    """
    due = package_days.due_in(day.year, day.month)
    found = board(office, today=today, due=None if due > today else due)
    spec = TableSpec(
        title=f"{office.unit.name}{TITLE}",
        columns=tuple(Column(*each) for each in _COLUMNS),
        rows=[
            tuple("" if each is None else str(each) for each in _values(row)) for row in found.rows
        ],
        unit=office.unit.name,
        subtitle=(
            f"应于{show_day(found.due_on.isoformat())}前报送，截至{show_day(found.day.isoformat())}"
        ),
        landscape=True,
        note=summary(found),
        printed_on=show_day(today.isoformat()),
        printed_by=leaving.signature(office, today),
    )
    stream = io.BytesIO()
    drawn = draw_table(stream, spec)
    told = {"paper": KEY, "rows": len(found.rows), "full_numbers": False}
    return document_of(spec.title, stream, drawn, told)


def summary(found: ArrivalBoard) -> str:
    """Say in a line how many offices stand how: 应报 82 个，已报 70 个，未报 12 个."""
    counts = [(label, found.count(key)) for key, label in STANDINGS.items()]
    parts = [f"{label} {number} 个" for label, number in reversed(counts) if number]
    return f"应报 {len(found.rows)} 个单位：{'，'.join(parts)}。" if found.rows else ""


def sent_words(row: ArrivalRow) -> str:
    """Say what was written for an office: 第 3 号 11月20日."""
    return f"第{row.sent_number}号 {_short(row.sent_on)}" if row.sent_number else ""


def known_words(row: ArrivalRow) -> str:
    """Say how far an office says it has what was written for it."""
    if row.acknowledged:
        return f"第{row.acknowledged}号 {_short(row.acknowledged_on)}"
    return "还没有回执" if row.sent_number else ""


def remark(row: ArrivalRow) -> str:
    """Say what should be known or done about an office, in one line."""
    said = [f"第{number}号：{reason}" for number, reason in row.refused[-1:]]
    if row.missing and row.standing == "gap":
        said.append(f"缺{_numbers(row.missing)}号")
    elif row.missing:
        said.append(f"{_numbers(row.missing)}号没有收到，内容已随后面的包到")
    if not row.trusted:
        said.append("没有登记名片，收不了它的包")
    return "；".join(said)


def _numbers(numbers: tuple[int, ...]) -> str:
    named = "、".join(str(each) for each in numbers[:_MOST])
    return f"第{named}" + (f"等{len(numbers)}个" if len(numbers) > _MOST else "")


def _values(row: ArrivalRow) -> tuple[str | int | None, ...]:
    return (
        row.above,
        row.name,
        STANDINGS[row.standing],
        _day(row.received_on),
        str(row.number) if row.number else "",
        _day(row.written_on),
        row.changes or None,
        row.conflicts or None,
        sent_words(row),
        known_words(row),
        remark(row),
    )


def _day(day: str) -> str:
    return show_day(day) if day else ""


def _short(day: str) -> str:
    return show_day(day[:10]).split("年", 1)[-1] if day else ""
