"""Returns that are handed in: a styled, printed table whose totals are formulas.

Written with XlsxWriter, because each formula can carry its computed value: openpyxl writes none,
and a viewer that does not recalculate would show empty totals.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from jianxi_desktop.errors import InputError
from jianxi_desktop.sheets.books import SONG, TITLE_SONG, new_book, page, sheet_name

_LABEL = 26
_PAGE = 168  # characters beside each other that print on A4 and can be read
_LATIN = 0x2E7F
_ORDER = "一二三四五六七八九"
_MOST_TERMS = 200
FOOT = ("填报单位（盖章）：", "负责人（签名）：", "填表人（签名）：", "报出时间：")


@dataclass(frozen=True)
class Caption:
    """A column, or a group of columns under one caption.

    Attributes:
        text: What the heading says.
        below: The captions under it; none for a column.
        width: Width of a column in Chinese characters.
        repeated: Whether a column stands again on each further sheet, to compare with.
    """

    text: str
    below: tuple["Caption", ...] = ()
    width: float = 3
    repeated: bool = False

    @property
    def columns(self) -> tuple["Caption", ...]:
        """The columns under this caption, or itself."""
        return tuple(c for each in self.below for c in each.columns) if self.below else (self,)

    @property
    def height(self) -> int:
        """How many heading lines this caption and those below it take."""
        return 1 + max((each.height for each in self.below), default=0)


@dataclass(frozen=True)
class ReturnRow:
    """One row of figures.

    Attributes:
        label: What the row is about.
        level: Depth below the whole, from 0; moves the label to the right.
        cells: Figures in the order of the columns; ``None`` where there is none to give. A total
            may give them to be compared with the sum, or leave them out.
        total: Whether this row is the sum of the rows one level deeper that follow it.
    """

    label: str
    level: int
    cells: tuple[int | None, ...] = ()
    total: bool = False


@dataclass(frozen=True)
class ReturnTable:
    """A return, ready to be written.

    Attributes:
        title: Heading of the form.
        unit: The office that hands it in.
        as_of: The period or the day, as it stands on the form.
        heading: Captions, grouped.
        rows: Rows, a parent before its parts.
        corner: Caption above the labels.
        code: Number of the form, at the top right; empty for none.
        remark: Stands below the table; empty for none.
        foot: What is signed and stamped.
    """

    title: str
    unit: str
    as_of: str
    heading: tuple[Caption, ...]
    rows: tuple[ReturnRow, ...]
    corner: str = "单位"
    code: str = ""
    remark: str = ""
    foot: tuple[str, ...] = field(default=FOOT)

    @property
    def columns(self) -> tuple[Caption, ...]:
        """The columns of figures."""
        return tuple(column for each in self.heading for column in each.columns)


def write_return(path: Path, table: ReturnTable) -> None:
    """Write a return as a workbook that prints on A4, or on A3 when it is wide.

    Raises:
        InputError: A total given with its figures is not the sum of its parts.
        EnvironmentFailure: Disk full, no such folder, read-only, or open in another program.
    """
    figures = summed(table)
    leaves = _leaves(table)
    with new_book(path) as book:
        for place, leaf in enumerate(leaves):
            mark = f"（{_ORDER[place]}）" if len(leaves) > 1 else ""
            sheet = book.add_worksheet(sheet_name(f"{table.title[:26]}{mark}"))
            writer = _Writer(book, sheet, replace(table, title=table.title + mark), leaf)
            first = writer.heading()
            writer.rows(first, figures)
            writer.foot(first + len(table.rows))
            writer.page(first)


@dataclass(frozen=True)
class _Leaf:
    """The groups of columns that stand on one sheet, and which of the figures those are."""

    heading: tuple[Caption, ...]
    places: tuple[int, ...]

    @property
    def columns(self) -> tuple[Caption, ...]:
        return tuple(column for each in self.heading for column in each.columns)

    @property
    def width(self) -> float:
        return _LABEL + sum(caption_width(each) for each in self.columns)


def _leaves(table: ReturnTable) -> list[_Leaf]:
    """Share wide tables out over sheets that print on A4; a group of columns stays together."""
    places: dict[int, tuple[int, ...]] = {}
    start = 0
    for order, group in enumerate(table.heading):
        places[order] = tuple(range(start, start + len(group.columns)))
        start += len(group.columns)
    leaves = [_Leaf((), ())]
    for order, group in enumerate(table.heading):
        wider = _Leaf((*leaves[-1].heading, group), (*leaves[-1].places, *places[order]))
        if leaves[-1].heading and wider.width > _PAGE:
            again = [n for n, each in enumerate(table.heading) if each.repeated and n < order]
            wider = _Leaf(
                (*(table.heading[n] for n in again), group),
                (*(place for n in again for place in places[n]), *places[order]),
            )
            leaves.append(wider)
        else:
            leaves[-1] = wider
    return leaves


def caption_width(caption: Caption) -> float:
    """Give the width of a column in characters of a cell."""
    return caption.width * 2 + 1


def summed(table: ReturnTable) -> list[tuple[int | None, ...]]:
    """Compute the figures of every row, the totals from their parts.

    Raises:
        InputError: A total given with its figures is not the sum of its parts.
    """
    figures: list[tuple[int | None, ...]] = [row.cells for row in table.rows]
    for place in reversed(range(len(table.rows))):
        row = table.rows[place]
        if not row.total:
            continue
        parts = parts_of(table.rows, place)
        sums = tuple(
            sum(figures[part][column] or 0 for part in parts)
            for column in range(len(table.columns))
        )
        if row.cells and tuple(cell or 0 for cell in row.cells) != sums:
            raise InputError(
                f"total of row {place} differs from its parts",
                user_message=f"《{table.title}》中“{row.label}”的合计与明细不符，请重新计算后再生成。",
                code="total_differs",
            )
        figures[place] = sums
    return figures


def parts_of(rows: Sequence[ReturnRow], place: int) -> list[int]:
    """Give the places of the rows that a total adds up: one level deeper, until its part ends."""
    level = rows[place].level
    parts: list[int] = []
    for at in range(place + 1, len(rows)):
        if rows[at].level <= level:
            break
        if rows[at].level == level + 1:
            parts.append(at)
    return parts


class _Writer:
    def __init__(self, book: Any, sheet: Any, table: ReturnTable, leaf: _Leaf) -> None:
        self._book, self._sheet, self._table, self._leaf = book, sheet, table, leaf
        self._last = len(leaf.columns)
        body = {**SONG, "font_size": 11, "border": 1, "valign": "vcenter"}
        self._look = {
            "title": book.add_format(
                {**TITLE_SONG, "font_size": 18, "align": "center", "valign": "vcenter"}
            ),
            "left": book.add_format({**SONG, "font_size": 11, "valign": "vcenter"}),
            "right": book.add_format(
                {**SONG, "font_size": 11, "align": "right", "valign": "vcenter"}
            ),
            "remark": book.add_format(
                {**SONG, "font_size": 10, "text_wrap": True, "valign": "vcenter"}
            ),
            "head": book.add_format({**body, "align": "center", "text_wrap": True, "bold": True}),
            "figure": book.add_format({**body, "align": "center", "num_format": "0"}),
            "sum": book.add_format({**body, "align": "center", "num_format": "0", "bold": True}),
        }
        self._body = body

    def heading(self) -> int:
        """Write title, unit line and captions; give the first row of figures."""
        table, sheet = self._table, self._sheet
        self._span(0, 0, 0, self._last, table.title, "title")
        sheet.set_row(0, 36)
        middle = self._last // 2
        self._span(1, 0, 1, middle, f"填报单位：{table.unit}", "left")
        right = f"{table.code}　{table.as_of}" if table.code else table.as_of
        if middle < self._last:
            self._span(1, middle + 1, 1, self._last, right, "right")
        sheet.set_row(1, 22)
        height = max(each.height for each in self._leaf.heading)
        self._span(2, 0, 1 + height, 0, table.corner, "head")
        column = 1
        for each in self._leaf.heading:
            column = self._caption(each, 2, column, height)
        lines = max(lines_of(each.text, caption_width(each)) for each in self._leaf.columns)
        for row in range(2, 2 + height):
            sheet.set_row(row, max(32, 15 * lines + 4) if row == 1 + height else 22)
        sheet.set_column(0, 0, _LABEL)
        for place, each in enumerate(self._leaf.columns, start=1):
            sheet.set_column(place, place, caption_width(each))
        return 2 + height

    def _caption(self, caption: Caption, row: int, column: int, height: int) -> int:
        """Write a caption with those below it; give the column after it."""
        end = column + len(caption.columns)
        bottom = row if caption.below else row + height - 1
        self._span(row, column, bottom, end - 1, caption.text, "head")
        for each in caption.below:
            column = self._caption(each, row + 1, column, height - 1)
        return end

    def rows(self, first: int, figures: Sequence[Sequence[int | None]]) -> None:
        """Write the rows of figures, the totals as formulas that carry their value."""
        for place, row in enumerate(self._table.rows):
            at = first + place
            self._sheet.set_row(at, 20)
            self._sheet.write_string(at, 0, row.label, self._label(row))
            parts = [first + part for part in parts_of(self._table.rows, place)]
            shown = [figures[place][each] for each in self._leaf.places]
            for column, figure in enumerate(shown, start=1):
                if row.total:
                    formula = sum_formula(parts, column)
                    self._sheet.write_formula(at, column, formula, self._look["sum"], figure or 0)
                elif figure is None:
                    self._sheet.write_string(at, column, "—", self._look["figure"])
                else:
                    self._sheet.write_number(at, column, figure, self._look["figure"])

    def foot(self, row: int) -> None:
        """Write the remark and the places for stamp, signatures and day."""
        if self._table.remark:
            self._span(row, 0, row, self._last, self._table.remark, "remark")
            self._sheet.set_row(row, 8 + 16 * lines_of(self._table.remark, self._leaf.width * 0.9))
            row += 1
        self._sheet.set_row(row, 30)
        count = max(1, min(len(self._table.foot), self._last + 1))
        edges = [self._last * place // count for place in range(count)] + [self._last]
        start = 0
        for place, text in enumerate(self._table.foot[:count]):
            end = self._last if place == count - 1 else max(start, edges[place + 1] - 1)
            self._span(row, start, row, end, text, "left")
            start = end + 1
        self._sheet.print_area(0, 0, row, self._last)

    def page(self, first: int) -> None:
        """Set the sheet up for paper and screen."""
        page(self._sheet, width=self._leaf.width, heading_rows=(0, first - 1))
        self._sheet.freeze_panes(first, 1)

    def _label(self, row: ReturnRow) -> Any:
        key = f"label{row.level}{row.total}"
        if key not in self._look:
            look = {**self._body, "indent": row.level, "bold": row.total, "shrink": True}
            self._look[key] = self._book.add_format(look)
        return self._look[key]

    def _span(self, top: int, left: int, bottom: int, right: int, text: str, look: str) -> None:
        if (top, left) == (bottom, right):
            self._sheet.write_string(top, left, text, self._look[look])
        else:
            self._sheet.merge_range(top, left, bottom, right, text, self._look[look])


def lines_of(text: str, width: float) -> int:
    """Count the lines a text takes in a cell; a Chinese character is two wide."""
    wide = sum(2.1 if ord(character) > _LATIN else 1.2 for character in text)
    return math.ceil(wide / (width - 0.5))


def sum_formula(rows: Sequence[int], column: int) -> str:
    """Give a formula that adds up the cells of a column in these rows (from 0).

    Neighbours become ranges; Excel takes 255 terms, so many ranges become sums of sums.
    """
    from xlsxwriter.utility import xl_rowcol_to_cell

    terms: list[str] = []
    start = 0
    for place in range(1, len(rows) + 1):
        if place < len(rows) and rows[place] == rows[place - 1] + 1:
            continue
        first, last = (xl_rowcol_to_cell(row, column) for row in (rows[start], rows[place - 1]))
        terms.append(first if first == last else f"{first}:{last}")
        start = place
    while len(terms) > _MOST_TERMS:
        groups = (terms[at : at + _MOST_TERMS] for at in range(0, len(terms), _MOST_TERMS))
        terms = [f"SUM({','.join(group)})" for group in groups]
    return f"=SUM({','.join(terms) or '0'})"
