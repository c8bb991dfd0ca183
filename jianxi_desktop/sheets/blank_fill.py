"""Fills a blank: rows into its table, values behind its labels, more rows where they are needed.

Runs in the process that opened the file. Nothing is rewritten but the cells that are filled and
what moves when rows are added.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from jianxi_desktop.sheets import blank_table
from jianxi_desktop.sheets.blank_choices import Choices
from jianxi_desktop.sheets.blank_formulas import MOST_ROWS, area_of, area_text, letters_of
from jianxi_desktop.sheets.blank_grid import Area, Grid
from jianxi_desktop.sheets.blank_heading import find_head
from jianxi_desktop.sheets.blank_look import covered_rows
from jianxi_desktop.sheets.blank_moves import array_areas
from jianxi_desktop.sheets.blank_package import Package, SheetPart, child
from jianxi_desktop.sheets.blank_parts import move_parts
from jianxi_desktop.sheets.blank_refusals import refusal
from jianxi_desktop.sheets.blank_requests import Order
from jianxi_desktop.sheets.blank_results import forget_results
from jianxi_desktop.sheets.blank_rows import add_rows, growth_of
from jianxi_desktop.sheets.blank_spec import CellValue
from jianxi_desktop.sheets.blank_styles import Styles
from jianxi_desktop.sheets.blank_table import Rows, TableReader
from jianxi_desktop.sheets.blank_write import CellWriter

_TELL_EVERY = 200
_MOST_COLUMNS = 16_384
_MOST_COMPARED = 1_000_000
Tell = Callable[[int, int], None]


class Done(NamedTuple):
    """What became of it: the file, rows added, and Chinese remarks."""

    data: bytes
    extended_rows: int
    notes: tuple[str, ...]


def fill(package: Package, order: Order, tell: Tell) -> Done:
    """Write an order into a blank.

    Raises:
        InputError: There is no such sheet or cell, or something does not fit.
    """
    _check_ending(package, order.suffix)
    sheet = next((each for each in package.sheets() if each.name == order.sheet), None)
    if sheet is None:
        raise refusal("no_such_sheet")
    return _Filling(package, sheet, order).run(tell)


class _Filling:
    """One blank that is being filled."""

    def __init__(self, package: Package, sheet: SheetPart, order: Order) -> None:
        if order.first_row < 1 or not order.columns or not _are_columns(order):
            raise refusal("no_cell")
        self._package = package
        self._sheet = sheet
        self._order = order
        self._grid = Grid(package, sheet.part)
        self._styles = Styles(package)
        self._writer = CellWriter(self._grid, self._styles, epoch_1904=_epoch_1904(package))
        self._notes: list[str] = []
        self._computed: set[int] = set()
        self._columns: list[int] = []
        self._numbers: set[int] = set()
        self._counted = 1
        self._arrays: list[Area] = []

    def run(self, tell: Tell) -> Done:
        reader, heading = self._reader()
        rows = reader.rows_from(self._order.first_row, len(self._order.rows))
        self._counted = self._first_number(reader, rows.first, heading)
        self._clear_example(reader, rows)
        self._write_beside()
        slots, added = self._make_room(reader, rows, heading)
        self._split_merges(slots)
        self._write_rows(slots, tell)
        self._say_too_narrow()
        self._say_not_offered(slots)
        self._settle()
        return Done(self._package.save(), added, tuple(self._notes))

    def _reader(self) -> tuple[TableReader, int]:
        """Read the table anew, by the columns that are written and the heading above."""
        order = self._order
        head = find_head(self._grid, row=order.header_row, above=order.first_row)
        captions = {} if head is None else dict(head.captions)
        heading = order.first_row - 1 if head is None else head.last
        if not set(order.columns) <= set(captions):  # another line looks more like a heading
            captions, heading = {}, order.header_row or order.first_row - 1
        counted = () if order.number_column is None else (order.number_column,)
        self._numbers = {*blank_table.number_columns(captions), *counted}
        self._columns = sorted({*captions, *order.columns, *counted})
        covered = covered_rows(self._package, self._sheet.part, heading)
        reader = TableReader(self._grid, self._styles, self._columns, tuple(self._numbers), covered)
        return reader, heading

    def _clear_example(self, reader: TableReader, rows: Rows) -> None:
        """Empty a row that held an example, also where nothing is written over it."""
        if not rows.slots or reader.kind(rows.first) == "free":
            return
        for column in self._columns:
            self._writer.write(rows.first, column, None, 0)

    def _write_beside(self) -> None:
        inside = [each for each in self._order.beside if each[0].inside]
        # From the last label of a cell to the first, so that the others keep their number.
        for place, value in sorted(inside, key=lambda each: -each[0].part):
            self._writer.write_inside(place, value)
        for place, value in self._order.beside:
            if not place.inside:
                style = self._grid.style(place.row, place.column)
                self._writer.write(place.row, place.column, value, style)

    def _make_room(
        self, reader: TableReader, rows: Rows, heading: int
    ) -> tuple[tuple[int, ...], int]:
        lacking = max(0, len(self._order.rows) - len(rows.slots))
        if not lacking:
            return rows.slots, 0
        growth = growth_of(rows, reader, lacking, heading)
        if max(self._grid.last_row, rows.first) + growth.added > MOST_ROWS:
            raise refusal("too_many_rows")
        if growth.loose and not growth.template:
            return tuple(rows.first + each for each in range(lacking)), 0
        slots = add_rows(self._grid, rows, growth, self._sheet.name, self._numbers)
        move_parts(self._package, self._sheet, growth, rows.step)
        return slots, lacking

    def _split_merges(self, slots: Sequence[int]) -> None:
        """Take apart cells merged over several rows of values, unless all say the same."""
        holder = child(self._grid.root, "mergeCells")
        split = self._unlike(dict(zip(slots, self._order.rows, strict=False)))
        if holder is None or not split:
            return
        for each in list(holder):
            if area_of(each.get("ref", "")) in split:
                holder.remove(each)
        holder.set("count", str(len(holder)))
        if not len(holder):
            self._grid.root.remove(holder)
        self._grid.forget()
        self._notes += [
            f"{letters_of(left)}列第{top}—{bottom}行原是一个合并单元格，各行内容不同，已拆开逐行填写"
            for top, left, bottom, _right in sorted(split)
        ]

    def _unlike(self, rows: Mapping[int, Sequence[CellValue | None]]) -> set[Area]:
        """Give the merged areas over several rows of values that differ."""
        found = set()
        order = sorted(rows)
        room = _MOST_COMPARED
        for area in self._grid.merges:
            covered = order[bisect_left(order, area[0]) : bisect_right(order, area[2])]
            room -= len(covered)
            if len(covered) < 2 or room < 0:
                continue
            for place, column in enumerate(self._order.columns):
                if area[1] <= column <= area[3] and len({rows[row][place] for row in covered}) > 1:
                    found.add(area)
        return found

    def _write_rows(self, slots: Sequence[int], tell: Tell) -> None:
        order = self._order
        self._arrays = array_areas(self._grid.root)
        first = slots[0] if slots else order.first_row
        styles = {column: self._grid.style(first, column) for column in order.columns}
        for place, (row, values) in enumerate(zip(slots, order.rows, strict=False)):
            if place % _TELL_EVERY == 0:
                tell(place, len(order.rows))
            if order.number_column is not None:
                self._write(row, order.number_column, CellValue("number", self._counted + place), 0)
            for column, value in zip(order.columns, values, strict=True):
                self._write(row, column, value, styles[column])
        tell(len(order.rows), len(order.rows))
        if self._computed:
            columns = "、".join(letters_of(each) for each in sorted(self._computed))
            self._notes.append(f"{columns}列是公式，没有改动，打开文件时自动计算")

    def _first_number(self, reader: TableReader, first: int, heading: int) -> int:
        """Count on from the row above where that is filled and numbered, else from 1."""
        column = self._order.number_column
        if column is None or first - 1 <= heading or reader.kind(first - 1) != "filled":
            return 1
        above = self._grid.text(first - 1, column)
        return int(above) + 1 if above.isascii() and above.isdigit() and len(above) < 6 else 1

    def _write(self, row: int, column: int, value: CellValue | None, style: int) -> None:
        top, left, _bottom, _right = self._grid.area(row, column)
        if top != row and value is not None:
            return  # a merged cell over several rows says the same for all; its first row wrote it
        if left != column and left in self._order.columns:
            return  # a merged cell over several columns says what the first of them says
        in_array = any(t <= top <= b and low <= left <= r for t, low, b, r in self._arrays)
        if in_array or not self._writer.write(top, left, value, style):
            self._computed.add(column)

    def _say_too_narrow(self) -> None:
        """Name columns whose days will be shown as ####, because widths stay as they are."""
        narrow = []
        for place, column in enumerate(self._order.columns):
            days = (row[place] for row in self._order.rows)
            if any(each is not None and each.kind == "day" for each in days):
                style = self._grid.style(self._order.first_row, column)
                if self._grid.width(column) < self._styles.day_width(style):
                    narrow.append(letters_of(column))
        if narrow:
            self._notes.append(f"{'、'.join(narrow)}列太窄，日期可能显示为####，请打开后把列调宽")

    def _say_not_offered(self, slots: Sequence[int]) -> None:
        """Count values that the drop-down list of their column does not offer."""
        choices = Choices(self._package, self._grid)
        for place, column in enumerate(self._order.columns):
            offered = choices.at(slots[0], column) if slots else ()
            said = [row[place] for row in self._order.rows]
            missing = sum(
                each is not None and each.value != "" and str(each.value) not in offered
                for each in said
            )
            if offered and missing:
                self._notes.append(
                    f"{letters_of(column)}列有下拉选项，其中{missing}个值不在选项里，请核对写法"
                )

    def _settle(self) -> None:
        """Let everything be calculated anew, and the sheet say how far it reaches."""
        forget_results(self._package, self._sheet)
        self._reach()
        self._package.change(self._sheet.part)
        if self._package.is_template() and self._order.suffix in {".xlsx", ".xlsm"}:
            self._package.make_book()
        if child(self._grid.root, "sheetProtection") is not None:
            self._notes.append("工作表设有保护：已按原样填写，保护保持不变")

    def _reach(self) -> None:
        """Widen what the sheet says of its own size to the cells that were written."""
        element = child(self._grid.root, "dimension")
        area = None if element is None else area_of(element.get("ref", ""))
        if element is None or area is None:
            return
        columns = [*self._order.columns, self._order.number_column or 0]
        element.set(
            "ref",
            area_text(
                area[0],
                min(area[1], *columns),
                max(area[2], self._grid.last_row),
                max(area[3], *columns),
            ),
        )


def _check_ending(package: Package, suffix: str) -> None:
    if package.has_macros() and suffix not in {".xlsm", ".xltm", ".et"}:
        raise refusal("macro_ending")
    if not package.has_macros() and suffix in {".xlsm", ".xltm"}:
        raise refusal("wrong_ending")
    if suffix not in {".xlsx", ".xlsm", ".xltx", ".xltm", ".et"}:
        raise refusal("wrong_ending")


def _are_columns(order: Order) -> bool:
    columns = [*order.columns, order.number_column or 0]
    return all(0 <= each < _MOST_COLUMNS for each in columns)


def _epoch_1904(package: Package) -> bool:
    settings = child(package.tree(package.book), "workbookPr")
    return settings is not None and settings.get("date1904") in {"1", "true"}
