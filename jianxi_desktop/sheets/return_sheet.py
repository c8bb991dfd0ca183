"""A return defined by rows, columns and formulas, as one sheet of a workbook.

Formulas are live and carry their value, so that a viewer that does not compute shows them too.
What was set by hand stands in the cell, and what was counted in a note on it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from jianxi_desktop.sheets.books import SONG, TITLE_SONG, new_book, page, sheet_name, text_width
from jianxi_desktop.sheets.return_chart import add_chart, quoted
from jianxi_desktop.sheets.return_content import PageCell, PageCheck, PageRow, ReturnPage
from jianxi_desktop.sheets.return_remarks import write_remarks
from jianxi_desktop.sheets.returns import PAGE, Caption, caption_width, lines_of, sum_formula

__all__ = ["PageCell", "PageCheck", "PageRow", "ReturnPage", "write_page", "write_return_sheet"]
_LABEL_LEAST, _LABEL_MOST = 18.0, 38.0
_NUMBER = 5.0
_ROW, _HEAD = 20, 22
_GIVEN = "#FFF2CC"
_ORDER = "一二三四五六七八九"


def write_return_sheet(path: Path, content: ReturnPage) -> None:
    """Write a return; what was checked and set by hand stands on a second sheet.

    Raises:
        EnvironmentFailure: Disk full, no such folder, read-only, or open in another program.
    """
    with new_book(path) as book:
        looks = Looks(book)
        first = write_page(book, looks, content)
        write_remarks(book, looks, (content,))
        add_chart(book, content, first)


def write_page(book: Any, looks: "Looks", content: ReturnPage) -> "PageWriter":
    """Write a return on a sheet, or on several that each print on A4; give the first of them."""
    leaves = _leaves(content)
    places: dict[int, tuple[PageWriter, int]] = {}
    writers: list[PageWriter] = []
    for at, (heading, columns) in enumerate(leaves):
        mark = f"（{_ORDER[at]}）" if len(leaves) > 1 else ""
        sheet = book.add_worksheet(sheet_name(content.title[: 31 - len(mark)] + mark))
        writer = PageWriter(sheet, looks, replace(content, heading=heading), columns, mark)
        places |= {column: (writer, place) for place, column in enumerate(columns)}
        writers.append(writer)
    for writer in writers:
        writer.write(places)
    return writers[0]


def _leaves(content: ReturnPage) -> list[tuple[tuple[Caption, ...], tuple[int, ...]]]:
    """Share wide returns out over sheets that print on A4; a group of columns stays together."""
    leaves: list[tuple[tuple[Caption, ...], tuple[int, ...]]] = [((), ())]
    used, start = 0.0, 0
    before = label_width(content) + (_NUMBER if content.numbered else 0)
    for group in content.heading:
        columns = tuple(range(start, start + len(group.columns)))
        width = sum(map(caption_width, group.columns))
        if leaves[-1][0] and before + used + width > PAGE:
            leaves.append(((), ()))
            used = 0.0
        heading, places = leaves[-1]
        leaves[-1] = ((*heading, group), (*places, *columns))
        used += width
        start += len(columns)
    return leaves


def label_width(content: ReturnPage) -> float:
    """Give the width of the labels in characters of a cell."""
    labels = (text_width(row.label) + 2 * row.level + 2 for row in content.rows)
    return min(max(_LABEL_LEAST, *labels, 0), _LABEL_MOST)


class Looks:
    """The formats of one workbook, made when they are asked for."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[str, Any] = {}
        body = {**SONG, "font_size": 10.5, "border": 1, "valign": "vcenter"}
        middle = {**body, "align": "center"}
        plain = {**SONG, "font_size": 10.5, "valign": "vcenter"}
        self._known: Mapping[str, Mapping[str, Any]] = {
            "title": {**TITLE_SONG, "font_size": 18, "align": "center", "valign": "vcenter"},
            "left": plain,
            "right": {**plain, "align": "right"},
            "remark": {**SONG, "font_size": 9.5, "text_wrap": True, "valign": "vcenter"},
            "head": {**middle, "text_wrap": True, "bold": True},
            "number": {**middle, "font_size": 9},
            "blank": middle,
            "figure": middle,
            "text": {**body, "text_wrap": True},
            "label": {**body, "shrink": True},
        }

    def __call__(self, name: str, **more: Any) -> Any:
        """Give a format by name, with more said about it."""
        key = name + repr(sorted(more.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format({**self._known[name], **more})
        return self._made[key]


class PageWriter:
    """Writes one return on one sheet.

    Args:
        sheet: An empty sheet of XlsxWriter.
        looks: The formats of its workbook.
        content: The return, with the captions of this sheet.
        columns: Which of its columns stand on this sheet.
        mark: Follows the title where there are several sheets.
    """

    def __init__(
        self, sheet: Any, looks: Looks, content: ReturnPage, columns: Sequence[int], mark: str
    ) -> None:
        self._sheet, self._look, self._page = sheet, looks, content
        self._columns, self._mark = columns, mark
        self._left = 2 if content.numbered else 1  # columns before the cells
        self._wide = self._left + len(content.columns)
        self._blocks = (0, content.split) if content.split else (0,)  # first row of each
        self._last = self._wide * len(self._blocks) - 1
        self._label = label_width(content)
        self._places: Mapping[int, tuple[PageWriter, int]] = {}
        height = max(each.height for each in content.heading)
        self.first = 2 + height + any(content.numbers)  # row of the first cells
        self.name: str = sheet.get_name()

    def write(self, places: Mapping[int, tuple["PageWriter", int]]) -> None:
        """Write all of it and set the sheet up for paper and screen.

        Args:
            places: On which sheet each column of the return stands, and as which one there.
        """
        self._places = places
        self._heading()
        self._rows()
        deepest = max(self.row(row) for row in range(len(self._page.rows)))
        self._foot(deepest + 1)
        width = self._width() * len(self._blocks)
        page(self._sheet, width=width, heading_rows=(0, self.first - 1))
        self._sheet.freeze_panes(self.first, self._left)
        self._sheet.hide_gridlines(2)

    def place(self, row: int, column: int) -> str:
        """Give where a cell of the return stands, with the sheet where that is another."""
        from xlsxwriter.utility import xl_rowcol_to_cell

        writer, at = self._places[column]
        name: str = xl_rowcol_to_cell(writer.row(row), writer.column(at, row))
        return name if writer is self else f"{quoted(writer.name)}!{name}"

    def place_of(self, column: int) -> tuple["PageWriter", int]:
        """Say on which sheet a column of the return stands, and as which one there."""
        return self._places[column]

    def column(self, place: int, row: int = 0) -> int:
        """Give the column of the sheet of one of its columns of cells, at a row of the return."""
        return self._start(row) + self._left + place

    def row(self, row: int) -> int:
        """Give the row of the sheet of a row of the return."""
        return self.first + row - (self._page.split if self._start(row) else 0)

    def _start(self, row: int) -> int:
        """Give the first column of the block that a row stands in."""
        return self._wide if 0 < self._page.split <= row else 0

    def _width(self) -> float:
        """Give the width of a block in characters of a cell."""
        before = self._label + (_NUMBER if self._page.numbered else 0)
        return before + sum(caption_width(each) for each in self._page.columns)

    def _heading(self) -> None:
        content, sheet = self._page, self._sheet
        self._span(0, 0, 0, self._last, content.title + self._mark, self._look("title"))
        sheet.set_row(0, 36)
        measured = f"计量单位：{content.measured_in}" if content.measured_in else ""
        right = "　".join(each for each in (content.code, content.as_of, measured) if each)
        unit = f"填报单位：{content.unit}"
        middle = self._middle(unit)
        self._span(1, 0, 1, middle, unit, self._look("left", shrink=True))
        if middle < self._last:
            self._span(1, middle + 1, 1, self._last, right, self._look("right", shrink=True))
        sheet.set_row(1, _HEAD)
        self._captions()

    def _middle(self, unit: str) -> int:
        """Give the last column that the unit needs; the rest says which return it is."""
        middle = min(self._left - 1, self._last)
        width = self._label + (_NUMBER if self._page.numbered else 0)
        for column in self._page.columns:
            if lines_of(unit, width) <= 1 or middle + 1 >= self._last:
                break
            middle, width = middle + 1, width + caption_width(column)
        return middle

    def _captions(self) -> None:
        content, sheet, top = self._page, self._sheet, 2
        height = max(each.height for each in content.heading)
        for row, lines in enumerate(_heading_lines(content.heading, height)):
            sheet.set_row(top + row, max(32 if row == height - 1 else _HEAD, 15 * lines + 4))
        for block in self._blocks:
            self._captions_from(self._start(block), top, height)

    def _captions_from(self, start: int, top: int, height: int) -> None:
        """Write the heading of a block that begins in a column."""
        content, sheet = self._page, self._sheet
        bottom, left = top + height - 1, start + self._left
        self._span(top, start, bottom, start, content.corner, self._look("head"))
        sheet.set_column(start, start, self._label)
        if content.numbered:
            self._span(top, start + 1, bottom, start + 1, "行次", self._look("head"))
            sheet.set_column(start + 1, start + 1, _NUMBER)
        column = left
        for each in content.heading:
            column = self._caption(each, top, column, height)
        for place, each in enumerate(content.columns, start=left):
            sheet.set_column(place, place, caption_width(each))
        if any(content.numbers):
            heads = ("甲", "乙")[: self._left]
            numbers = (content.numbers[column] for column in self._columns)
            for place, text in enumerate((*heads, *numbers), start=start):
                sheet.write_string(bottom + 1, place, text, self._look("number"))

    def _caption(self, caption: Caption, row: int, column: int, height: int) -> int:
        """Write a caption with those below it; give the column after it."""
        end = column + len(caption.columns)
        bottom = row if caption.below else row + height - 1
        self._span(row, column, bottom, end - 1, caption.text, self._look("head"))
        for each in caption.below:
            column = self._caption(each, row + 1, column, height - 1)
        return end

    def _rows(self) -> None:
        rows = zip(self._page.rows, self._page.cells, strict=True)
        heights: dict[int, float] = {}
        for at, (row, cells) in enumerate(rows):
            on_sheet, start = self.row(at), self._start(at)
            lines = lines_of(row.label, self._label - 2 * row.level)
            heights[on_sheet] = max(heights.get(on_sheet, _ROW), 14 * lines + 4)
            wrap = {"text_wrap": True, "shrink": False} if lines > 1 else {}
            label = self._look("label", indent=row.level, bold=row.total, **wrap)
            self._sheet.write_string(on_sheet, start, row.label, label)
            if self._page.numbered:
                number = self._look("number")
                self._sheet.write_string(on_sheet, start + 1, row.number, number)
            for place, column in enumerate(self._columns):
                self._cell(on_sheet, self.column(place, at), cells[column], row)
        for on_sheet, height in heights.items():
            self._sheet.set_row(on_sheet, height)
        self._fill_blocks(len(heights))

    def _fill_blocks(self, rows: int) -> None:
        """Draw the empty rows at the end of the shorter of two blocks."""
        ends = (*self._blocks[1:], len(self._page.rows))
        for begins, end in zip(self._blocks, ends, strict=True):
            start = self._start(begins)
            for row in range(end - begins, rows):
                for column in range(start, start + self._wide):
                    self._sheet.write_blank(self.first + row, column, None, self._look("blank"))

    def _cell(self, row: int, column: int, cell: PageCell, line: PageRow) -> None:
        sheet = self._sheet
        style: dict[str, Any] = {"num_format": _format(cell), "bold": line.total}
        if cell.given:
            style["bg_color"] = _GIVEN
        look = self._look("figure", **style)
        if cell.kind == "blank":
            sheet.write_string(row, column, "—", self._look("blank"))
        elif cell.terms:
            result = "" if cell.value is None else cell.value
            sheet.write_formula(row, column, self._formula(cell), look, result)
        elif cell.value is None:
            sheet.write_blank(row, column, None, look)
        else:
            sheet.write_number(row, column, cell.value, look)
        if cell.given:
            counted = "" if cell.counted is None else f"按记录计算为{cell.counted}。"
            sheet.write_comment(
                row, column, f"{counted}{cell.reason}" or "手工填报", {"author": ""}
            )

    def _formula(self, cell: PageCell) -> str:
        """Write what a cell computes; of a sum of which nothing is known yet, nothing."""
        if cell.value is None and not cell.over:
            parts = (self.place(row, column) for _sign, row, column in cell.terms)
            return f'=IF(COUNT({",".join(parts)})=0,"",{self._sum(cell).removeprefix("=")})'
        return self._sum(cell)

    def _sum(self, cell: PageCell) -> str:
        columns = {column for _sign, _row, column in cell.terms}
        plus = all(sign > 0 for sign, _row, _column in cell.terms)
        if plus and len(columns) == 1 and not cell.over:
            writer, at = self._places[columns.pop()]
            if writer is self and not self._page.split:
                rows = sorted(self.first + row for _sign, row, _column in cell.terms)
                return sum_formula(rows, self.column(at))
        text = "".join(
            f"{'+' if sign > 0 else '-'}{self.place(row, column)}"
            for sign, row, column in cell.terms
        ).removeprefix("+")
        if cell.over is None:
            return f"={text}"
        whole = self.place(*cell.over)
        share = f"({text})/{whole}" + (f"/{cell.divide}" if cell.divide > 1 else "")
        return f'=IF({whole}=0,"",{share})'

    def _foot(self, row: int) -> None:
        """Write the remark and the places for stamp, signatures and day."""
        content = self._page
        wide = self._width() * len(self._blocks)
        if content.remark:
            self._span(row, 0, row, self._last, content.remark, self._look("remark"))
            lines = sum(lines_of(part, wide * 1.05) for part in content.remark.split("\n"))
            self._sheet.set_row(row, 8 + 14 * lines)
            row += 1
        self._sheet.set_row(row, 30)
        count = max(1, min(len(content.foot), self._last + 1))
        edges = [(self._last + 1) * place // count for place in range(count + 1)]
        for text, start, end in zip(content.foot, edges, edges[1:], strict=False):
            self._span(row, start, row, end - 1, text, self._look("left"))
        self._sheet.print_area(0, 0, row, self._last)

    def _span(self, top: int, left: int, bottom: int, right: int, text: str, look: Any) -> None:
        if (top, left) == (bottom, right):
            self._sheet.write_string(top, left, text, look)
        else:
            self._sheet.merge_range(top, left, bottom, right, text, look)


def _heading_lines(heading: Sequence[Caption], height: int) -> list[int]:
    """Count the lines of text that each level of a heading takes; what is merged down is spread."""
    found = [1] * height

    def measure(caption: Caption, level: int) -> None:
        width = sum(caption_width(each) for each in caption.columns)
        lines = lines_of(caption.text, width)
        if caption.below:
            found[level] = max(found[level], lines)
            for each in caption.below:
                measure(each, level + 1)
        else:
            found[-1] = max(found[-1], lines - (height - 1 - level))

    for each in heading:
        measure(each, 0)
    return found


def _format(cell: PageCell) -> str:
    decimals = "." + "0" * cell.places if cell.places else ""
    return f"0{decimals}%" if cell.percent else f"0{decimals}"
