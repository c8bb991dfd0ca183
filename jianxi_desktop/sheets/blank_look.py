"""Understands a blank: which sheet, which heading, which rows are free, what stands beside.

Runs in the process that opened the file.
"""

import hashlib
from dataclasses import dataclass

from jianxi_desktop.sheets import blank_table
from jianxi_desktop.sheets.blank_beside import find_beside
from jianxi_desktop.sheets.blank_choices import Choices
from jianxi_desktop.sheets.blank_formulas import area_of, letters_of
from jianxi_desktop.sheets.blank_grid import Grid, whole
from jianxi_desktop.sheets.blank_heading import Head, find_head, squeezed
from jianxi_desktop.sheets.blank_package import Package, SheetPart, child
from jianxi_desktop.sheets.blank_refusals import refusal
from jianxi_desktop.sheets.blank_requests import Question
from jianxi_desktop.sheets.blank_spec import Blank, BlankColumn
from jianxi_desktop.sheets.blank_styles import Styles
from jianxi_desktop.sheets.blank_table import Rows, TableReader
from jianxi_desktop.sheets.captions import plain_caption

_MOST_SHEETS = 60


@dataclass(frozen=True)
class Found:
    """A sheet with the table in it."""

    sheet: SheetPart
    grid: Grid
    head: Head
    rows: Rows
    reader: TableReader


def look(package: Package, question: Question) -> Blank:
    """Say what a blank is.

    Raises:
        InputError: There is no such sheet, or no heading on it.
    """
    sheets = package.sheets()
    shown = [each for each in sheets if each.visible] or sheets
    styles = Styles(package)
    tables = _tables(package, styles, _wanted(shown, question.sheet), question)
    found = _best(tables)
    grid, rows = found.grid, found.rows
    last = rows.slots[-1] + rows.step - 1 if rows.slots else max(rows.first - 1, found.head.last)
    columns = _columns(package, styles, found)
    span = range(columns[0].place, columns[-1].place + 1)
    return Blank(
        sheet=found.sheet.name,
        sheets=tuple(each.name for each in shown),
        title=_title(grid, found.head.first),
        header_row=found.head.last,
        first_row=rows.first,
        free_rows=len(rows.slots),
        columns=columns,
        fields_beside=find_beside(grid, styles, found.head.first, last, span),
        notes=tuple(_notes(package, styles, found, [each.name for each in shown])),
        fingerprint=_fingerprint(found.head),
        example_row=rows.example or (rows.last_filled if rows.filled == 1 else 0),
        suffix=".xlsm" if package.has_macros() else ".xlsx",
        tables={each.sheet.name: _fingerprint(each.head) for each in tables},
    )


def covered_rows(package: Package, part: str, heading: int) -> range:
    """Give the rows of the list object right below a heading; none where there is none."""
    for table in package.related(part, "table"):
        root = package.tree(table)
        area = area_of(root.get("ref", ""))
        if area is not None and area[0] <= heading < area[2]:
            totals = whole(root.get("totalsRowCount"))
            return range(heading + 1, area[2] - totals + 1)
    return range(0)


def _wanted(shown: list[SheetPart], name: str | None) -> list[SheetPart]:
    if name is None:
        return shown[:_MOST_SHEETS]
    wanted = [each for each in shown if each.name.strip() == name.strip()]
    if not wanted:
        raise refusal("no_such_sheet")
    return wanted[:1]


def _tables(
    package: Package, styles: Styles, sheets: list[SheetPart], question: Question
) -> list[Found]:
    """Find the table of each sheet that has one."""
    known = {plain_caption(each) for each in question.known}
    tables = []
    for sheet in sheets:
        grid = Grid(package, sheet.part)
        head = find_head(grid, known, row=question.header_row)
        if head is None:
            continue
        reader = _reader(package, styles, sheet, grid, head)
        tables.append(Found(sheet, grid, head, reader.rows_below(head.last), reader))
    return tables


def _best(tables: list[Found]) -> Found:
    """Take the sheet with the best heading; one with free rows before one that is full."""
    if not tables:
        raise refusal("no_heading")
    return max(
        tables, key=lambda each: (bool(each.rows.slots) or not each.rows.filled, each.head.score)
    )


def _reader(
    package: Package, styles: Styles, sheet: SheetPart, grid: Grid, head: Head
) -> TableReader:
    captions = dict(head.captions)
    return TableReader(
        grid,
        styles,
        tuple(captions),
        blank_table.number_columns(captions),
        covered_rows(package, sheet.part, head.last),
    )


def _columns(package: Package, styles: Styles, found: Found) -> tuple[BlankColumn, ...]:
    grid, rows = found.grid, found.rows
    choices = Choices(package, grid)
    sample = rows.example or rows.last_filled
    model = rows.slots[0] if rows.slots else sample or rows.first
    columns = []
    for place, caption in found.head.captions.items():
        columns.append(
            BlankColumn(
                place=place,
                caption=caption,
                group=found.head.groups.get(place, ""),
                sample=squeezed(grid.text(sample, place)) if sample else "",
                number_format=styles.number_format(grid.style(model, place)),
                choices=choices.at(model, place),
                computed=grid.has_formula(model, place),
                numbered=bool(rows.slots) and grid.text(rows.slots[0], place).isdigit(),
            )
        )
    return tuple(columns)


def _title(grid: Grid, above: int) -> str:
    """Give the longest text above the heading that is no label."""
    texts = [
        squeezed(grid.text(row, column))
        for row in sorted(grid.rows)
        if row < above
        for column in sorted(grid.cells(row))
        if grid.is_word(row, column)
    ]
    titles = [text for text in texts if not any(mark in text for mark in ":：")]
    return max(titles, key=lambda text: (text.endswith(("表", "册")), len(text)), default="")[:200]


def _fingerprint(head: Head) -> str:
    said = "\n".join(
        f"{plain_caption(head.groups.get(place, ''))}/{plain_caption(caption)}"
        for place, caption in head.captions.items()
    )
    return hashlib.sha256(said.encode()).hexdigest()


def _notes(package: Package, styles: Styles, found: Found, shown: list[str]) -> list[str]:
    rows, notes = found.rows, _file_notes(package)
    if child(found.grid.root, "sheetProtection") is not None:
        notes.append("工作表设有保护：只往空格里填，保护保持不变；请确认发表单位允许这样填")
    if _asks_of_one(found, styles):
        notes.append(
            "这张表像一人一页的登记表（标题右边就是空格）；只有一行一条的表能成批填，请核对填写的位置"
        )
    if rows.example:
        notes.append(f"第{rows.example}行是示例或填写说明，原样留着")
    if rows.filled == 1:
        notes.append(f"第{rows.last_filled}行已有内容（可能是示例），从第{rows.first}行起填")
    elif rows.filled:
        notes.append(f"表里已有{rows.filled}行内容，从第{rows.first}行接着填")
    hidden = [place for place in found.head.captions if place in found.grid.hidden_columns]
    if hidden:
        notes.append(f"有隐藏的列：{'、'.join(map(letters_of, hidden))}")
    if len(shown) > 1:
        notes.append(f"文件有{len(shown)}张工作表，填的是“{found.sheet.name}”")
    return notes


def _asks_of_one(found: Found, styles: Styles) -> bool:
    """Tell a form of one person a page: its captions stand beside empty cells, not above them."""
    grid, captions = found.grid, found.head.captions
    covered = {
        column
        for place in captions
        for column in range(place, grid.area(found.head.last, place)[3] + 1)
    }
    between = [
        column
        for column in range(min(captions), max(captions) + 2)
        if column not in covered
        and grid.area(found.head.last, column)[1] == column
        and styles.has_border(grid.style(found.head.last, column))
        and not grid.shown(found.head.last, column)
    ]
    return len(between) >= 2 and len(between) >= len(captions) - 1


def _file_notes(package: Package) -> list[str]:
    notes = []
    if package.has_macros():
        notes.append("表里带有宏：宏原样保留，本程序不运行它；填好的文件要存为.xlsm")
    if package.unlocked:
        notes.append("文件设有打开密码；填好的文件不带密码，请妥善保管")
    if package.is_signed():
        notes.append("文件带有数字签名，填写后原签名失效")
    return notes
