"""A return defined by rows, columns and formulas, as one sheet of a workbook.

Formulas are live and carry their value, so that a viewer that does not compute shows them too.
What was set by hand stands in the cell, and what was counted in a note on it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jianxi_desktop.sheets.books import SONG, TITLE_SONG, new_book, page, sheet_name, text_width
from jianxi_desktop.sheets.return_chart import add_chart
from jianxi_desktop.sheets.returns import FOOT, PAGE, Caption, caption_width, lines_of, sum_formula

_LABEL_LEAST, _LABEL_MOST = 18.0, 38.0
_NUMBER = 5.0
_ROW, _HEAD = 20, 22
_AT_FULL_SIZE = 134  # characters beside each other on A4 at its full size
_GIVEN = "#FFF2CC"
_CHECKS, _GIVENS = "勾稽关系", "改动的数字"


@dataclass(frozen=True)
class PageRow:
    """What stands before a row of cells: label, depth, whether it is a sum, its line number."""

    label: str
    level: int = 0
    total: bool = False
    number: str = ""


@dataclass(frozen=True)
class PageCell:
    """One cell.

    Attributes:
        kind: ``counted``, ``typed``, ``formula`` or ``blank``.
        value: What it says.
        places: Decimals.
        percent: Whether it is a share.
        terms: Sign, row and column (from 0, of the cells) of what a formula adds.
        over: Row and column of what the sum is divided by.
        divide: What that is divided by in turn, if at all.
        name: What it is called, for the note.
        counted: What records give, where somebody set another number.
        reason: Why.
        given: Whether somebody set it.
    """

    kind: str
    value: int | float | None = None
    places: int = 0
    percent: bool = False
    terms: tuple[tuple[int, int, int], ...] = ()
    over: tuple[int, int] | None = None
    divide: int = 0
    name: str = ""
    counted: int | float | None = None
    reason: str = ""
    given: bool = False


@dataclass(frozen=True)
class PageCheck:
    """What must hold, whether it does, and where it does not."""

    rule: str
    ok: bool
    detail: str


@dataclass(frozen=True)
class ReturnPage:
    """A return, ready to be written.

    Attributes:
        title: Heading of the form.
        code: Number of the form.
        unit: The office that hands it in.
        as_of: The period and the day, as they stand on the form.
        corner: Caption above the labels.
        measured_in: What is counted, at the top right; empty for none.
        heading: Captions, grouped.
        numbers: What the form calls each column; all empty for none.
        rows: What stands before the cells.
        cells: The cells of each row.
        checks: What must hold between them.
        remark: Stands below the table; empty for none.
        chart: Kind of chart and the columns it shows; none for no chart.
        foot: What is signed and stamped.
    """

    title: str
    code: str
    unit: str
    as_of: str
    corner: str
    measured_in: str
    heading: tuple[Caption, ...]
    numbers: tuple[str, ...]
    rows: tuple[PageRow, ...]
    cells: tuple[tuple[PageCell, ...], ...]
    checks: tuple[PageCheck, ...] = ()
    remark: str = ""
    chart: tuple[str, tuple[int, ...]] | None = None
    foot: tuple[str, ...] = FOOT

    @property
    def columns(self) -> tuple[Caption, ...]:
        """The columns of cells."""
        return tuple(column for each in self.heading for column in each.columns)

    @property
    def numbered(self) -> bool:
        """Whether rows have line numbers."""
        return any(row.number for row in self.rows)


def write_return_sheet(path: Path, content: ReturnPage) -> None:
    """Write a return; what was checked and set by hand stands on a second sheet.

    Raises:
        EnvironmentFailure: Disk full, no such folder, read-only, or open in another program.
    """
    with new_book(path) as book:
        looks = Looks(book)
        sheet = book.add_worksheet(sheet_name(content.title))
        writer = PageWriter(sheet, looks, content)
        writer.write()
        write_remarks(book, looks, (content,))
        add_chart(book, sheet, content, writer.first)


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
        content: The return.
    """

    def __init__(self, sheet: Any, looks: Looks, content: ReturnPage) -> None:
        self._sheet, self._look, self._page = sheet, looks, content
        self._left = 2 if content.numbered else 1  # columns before the cells
        self._last = self._left + len(content.columns) - 1
        self.first = 0  # row of the first cells
        labels = (text_width(row.label) + 2 * row.level + 2 for row in content.rows)
        self._label = min(max(_LABEL_LEAST, *labels, 0), _LABEL_MOST)

    def write(self) -> None:
        """Write all of it and set the sheet up for paper and screen."""
        self.first = self._heading()
        self._rows()
        self._foot(self.first + len(self._page.rows))
        self._paper()
        self._sheet.freeze_panes(self.first, self._left)
        self._sheet.hide_gridlines(2)

    def _paper(self) -> None:
        """Set the sheet up for A4; a wide one goes over pages beside each other, labels on each.

        A group of columns stays together, and no page is too small to read.
        """
        before = self._label + (_NUMBER if self._page.numbered else 0)
        widths = [sum(map(caption_width, each.columns)) for each in self._page.heading]
        page(self._sheet, width=min(before + sum(widths), PAGE), heading_rows=(0, self.first - 1))
        if before + sum(widths) <= PAGE:
            return
        breaks: list[int] = []
        used, widest, column = before, 0.0, self._left
        for group, width in zip(self._page.heading, widths, strict=True):
            if used > before and used + width > PAGE:
                breaks.append(column)
                used = before
            used += width
            widest = max(widest, used)
            column += len(group.columns)
        self._sheet.set_v_pagebreaks(breaks)
        self._sheet.repeat_columns(0, self._left - 1)
        self._sheet.set_print_scale(max(40, min(100, int(_AT_FULL_SIZE / widest * 100))))

    def place(self, row: int, column: int) -> str:
        """Give the cell of the sheet in which a cell of the return stands."""
        from xlsxwriter.utility import xl_rowcol_to_cell

        name: str = xl_rowcol_to_cell(self.first + row, self._left + column)
        return name

    def _heading(self) -> int:
        content, sheet = self._page, self._sheet
        self._span(0, 0, 0, self._last, content.title, self._look("title"))
        sheet.set_row(0, 36)
        measured = f"计量单位：{content.measured_in}" if content.measured_in else ""
        right = "　".join(each for each in (content.code, content.as_of, measured) if each)
        unit = f"填报单位：{content.unit}"
        middle = self._middle(unit)
        self._span(1, 0, 1, middle, unit, self._look("left", shrink=True))
        if middle < self._last:
            self._span(1, middle + 1, 1, self._last, right, self._look("right", shrink=True))
        sheet.set_row(1, _HEAD)
        return self._captions()

    def _middle(self, unit: str) -> int:
        """Give the last column that the unit needs; the rest says which return it is."""
        middle = min(self._left - 1, self._last)
        width = self._label + (_NUMBER if self._page.numbered else 0)
        for column in self._page.columns:
            if lines_of(unit, width) <= 1 or middle + 1 >= self._last:
                break
            middle, width = middle + 1, width + caption_width(column)
        return middle

    def _captions(self) -> int:
        content, sheet, top = self._page, self._sheet, 2
        height = max(each.height for each in content.heading)
        self._span(top, 0, top + height - 1, 0, content.corner, self._look("head"))
        if content.numbered:
            self._span(top, 1, top + height - 1, 1, "行次", self._look("head"))
            sheet.set_column(1, 1, _NUMBER)
        column = self._left
        for each in content.heading:
            column = self._caption(each, top, column, height)
        for row, lines in enumerate(_heading_lines(content.heading, height)):
            sheet.set_row(top + row, max(32 if row == height - 1 else _HEAD, 15 * lines + 4))
        sheet.set_column(0, 0, self._label)
        for place, each in enumerate(content.columns, start=self._left):
            sheet.set_column(place, place, caption_width(each))
        if not any(content.numbers):
            return top + height
        heads = ("甲", "乙")[: self._left] if content.numbered else ("甲",)
        for place, text in enumerate((*heads, *content.numbers)):
            sheet.write_string(top + height, place, text, self._look("number"))
        return top + height + 1

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
        for at, (row, cells) in enumerate(rows):
            on_sheet = self.first + at
            lines = lines_of(row.label, self._label - 2 * row.level)
            self._sheet.set_row(on_sheet, max(_ROW, 14 * lines + 4))
            label = self._look("label", indent=row.level, bold=row.total)
            self._sheet.write_string(on_sheet, 0, row.label, label)
            if self._page.numbered:
                self._sheet.write_string(on_sheet, 1, row.number, self._look("number"))
            for place, cell in enumerate(cells):
                self._cell(on_sheet, self._left + place, cell, row)

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
            rows = sorted(self.first + row for _sign, row, _column in cell.terms)
            return sum_formula(rows, self._left + columns.pop())
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
        wide = self._label + sum(caption_width(each) for each in content.columns)
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


def write_remarks(book: Any, looks: Looks, pages: Sequence[ReturnPage]) -> None:
    """Write what must hold and what was set by hand on a sheet of its own; none where neither."""
    checks = [check for each in pages for check in each.checks]
    given = [cell for each in pages for row in each.cells for cell in row if cell.given]
    if not checks and not given:
        return
    sheet = book.add_worksheet("审核说明")
    for place, width in enumerate((6, 46, 10, 60)):
        sheet.set_column(place, place, width)
    row = 0
    if checks:
        row = _table(sheet, looks, row, _CHECKS, ("序号", "应有的关系", "结果", "说明"))
        for number, check in enumerate(checks, start=1):
            verdict = "相符" if check.ok else "不符"
            row = _line(sheet, looks, row, (str(number), check.rule, verdict, check.detail))
        row += 1
    if given:
        row = _table(sheet, looks, row, _GIVENS, ("序号", "指标", "填报数", "计算数和原因"))
        for number, cell in enumerate(given, start=1):
            counted = "" if cell.counted is None else f"计算数{cell.counted}；"
            told = (str(number), cell.name, str(cell.value), f"{counted}{cell.reason}")
            row = _line(sheet, looks, row, told)
    sheet.print_area(0, 0, max(row - 1, 0), 3)
    page(sheet, width=122, heading_rows=(0, 0))


def _table(sheet: Any, looks: Looks, row: int, title: str, captions: Sequence[str]) -> int:
    sheet.merge_range(row, 0, row, 3, title, looks("head"))
    for place, caption in enumerate(captions):
        sheet.write_string(row + 1, place, caption, looks("head"))
    return row + 2


def _line(sheet: Any, looks: Looks, row: int, texts: Sequence[str]) -> int:
    for place, text in enumerate(texts):
        sheet.write_string(row, place, text, looks("text"))
    lines = max(lines_of(texts[1], 46), lines_of(texts[3], 60))
    sheet.set_row(row, max(_ROW, 14 * lines + 6))
    return row + 1


def _format(cell: PageCell) -> str:
    decimals = "." + "0" * cell.places if cell.places else ""
    return f"0{decimals}%" if cell.percent else f"0{decimals}"
