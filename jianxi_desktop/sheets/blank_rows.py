"""Adds rows to the table of a blank: copies of its formatted row, with all that is in them."""

import copy
from collections.abc import Collection

from jianxi_desktop.sheets.blank_formulas import (
    Growth,
    area_of,
    area_text,
    cell_of,
    copied,
    letters_of,
)
from jianxi_desktop.sheets.blank_grid import Grid
from jianxi_desktop.sheets.blank_moves import move_sheet, unshare
from jianxi_desktop.sheets.blank_package import Element, child, local, tag_beside
from jianxi_desktop.sheets.blank_table import Rows, TableReader

SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def growth_of(rows: Rows, reader: TableReader, blocks: int, heading: int) -> Growth:
    """Say how the rows move when a number of blocks is added to a table.

    Rows are put before the last of several free rows, so that its lower line stays last and sums
    over the table take them in; after the only one where there is one.
    """
    step = rows.step
    added = blocks * step
    last = rows.slots[-1] + step - 1 if rows.slots else rows.first - 1
    loose = reader.is_last_in_sheet(last)
    if len(rows.slots) >= 2:
        return Growth(rows.slots[-1], added, last, rows.slots[-2], loose)
    if rows.slots:
        return Growth(last + 1, added, last, rows.slots[0], loose, single=True)
    above = rows.first - 1
    if above > heading and (
        reader.is_formatted(above) or reader.kind(above) in {"filled", "example"}
    ):
        return Growth(rows.first, added, last, rows.first - 1, loose, single=True)
    return Growth(rows.first, added, last, 0, loose)


def add_rows(
    grid: Grid, rows: Rows, growth: Growth, sheet: str, numbers: Collection[int]
) -> tuple[int, ...]:
    """Move what stands below, put the copies in, and give the rows that are free then.

    Args:
        grid: The sheet; it is read anew afterwards.
        rows: The rows of its table.
        growth: How they move.
        sheet: Name of the sheet.
        numbers: Its columns of running numbers.
    """
    step, blocks = rows.step, growth.added // rows.step
    unshare(grid.root)
    copies = _Copies(grid, growth, step, numbers, ends=len(rows.slots) >= 2)
    move_sheet(grid.root, growth, step, sheet)
    _renumber(grid, growth)
    copies.make(blocks)
    grid.forget()
    if len(rows.slots) >= 2:
        return (*rows.slots[:-1], *(growth.at + step * each for each in range(blocks + 1)))
    return (*rows.slots, *(growth.at + step * each for each in range(blocks)))


class _Copies:
    """Copies of the block that serves as a template.

    It is made before anything moves, because it compares the template with the block below.
    """

    def __init__(
        self, grid: Grid, growth: Growth, step: int, numbers: Collection[int], *, ends: bool
    ) -> None:
        self._grid = grid
        self._growth = growth
        self._step = step
        self._rows = range(growth.template, growth.template + step) if growth.template else range(0)
        self._numbers = numbers
        self._ends = ends
        self._gap = growth.at - growth.template
        self._series = self._find_series() if growth.template else {}
        self._alike = self._find_alike() if ends else []
        self._before = sum(1 for row in grid.rows if row < growth.at)

    def make(self, blocks: int) -> None:
        """Put so many copies below the template, and let the last block go on from them."""
        after = self._before
        for number in range(1, blocks + 1):
            for row in self._rows:
                made = self._copy(row, number)
                self._grid.data.insert(after, made)
                after += 1
        if self._ends:
            self._go_on(blocks + 1)

    def _find_series(self) -> dict[tuple[int, int], int | None]:
        """Give cells whose text is kept in copies: running numbers with the first, or as it is."""
        grid = self._grid
        found: dict[tuple[int, int], int | None] = {}
        for row in self._rows:
            for column in grid.cells(row):
                text = grid.text(row, column)
                below = grid.text(row + self._gap, column) if self._ends else ""
                number = int(text) if text.isascii() and text.isdigit() else None
                if number is not None and self._goes_on(column, number, below):
                    found[row, column] = number
                elif text and text == below:
                    found[row, column] = None
        return found

    def _goes_on(self, column: int, number: int, below: str) -> bool:
        return below == str(number + 1) or (column in self._numbers and not below)

    def _find_alike(self) -> list[tuple[int, int]]:
        """Name the formulas of the last block that are those of the template, copied down."""
        grid, found = self._grid, []
        for row in self._rows:
            for column in grid.cells(row):
                above = _formula(grid, row, column)
                below = _formula(grid, row + self._gap, column)
                if above and below and copied(above, self._gap) == below:
                    found.append((row, column))
        return found

    def _copy(self, row: int, number: int) -> Element:
        down = self._down(number)
        source = self._grid.rows.get(row)
        if source is None:
            made = self._grid.data.makeelement(tag_beside(self._grid.data, "row"))
            made.set("r", str(row + down))
            return made
        made = copy.deepcopy(source)
        made.set("r", str(row + down))
        for cell in [each for each in made if local(each) == "c"]:
            place = cell_of(cell.get("r", ""))
            column = place[1] if place else 0
            cell.set("r", f"{letters_of(column)}{row + down}")
            self._fit(cell, row, column, number)
        return made

    def _down(self, number: int) -> int:
        """Tell how far below the template a copy stands; hidden rows may lie between."""
        return self._gap + (number - 1) * self._step

    def _fit(self, cell: Element, row: int, column: int, number: int) -> None:
        formula = child(cell, "f")
        if formula is not None:
            _copy_formula(formula, self._down(number))
            return
        series = self._series.get((row, column), "")
        if series is None:
            return  # every row says it
        if series == "":
            empty(cell)
        else:
            _write_counted(cell, int(series) + number)

    def _go_on(self, number: int) -> None:
        """Let the last block, which moved down, follow the copies."""
        down = self._down(number)
        self._grid.forget()
        for row, column in self._alike:
            cell = self._grid.cells(row + down).get(column)
            formula = None if cell is None else child(cell, "f")
            if formula is not None and formula.get("t") is None:
                formula.text = copied(_formula(self._grid, row, column), down)
        for (row, column), first in self._series.items():
            cell = self._grid.cells(row + down).get(column)
            if first is not None and cell is not None and self._grid.text(row + down, column):
                _write_counted(cell, first + number)


def place_row(grid: Grid, row: int) -> Element:
    """Give the element of a row, made where there is none."""
    element = grid.rows.get(row)
    if element is None:
        element = grid.data.makeelement(tag_beside(grid.data, "row"))
        element.set("r", str(row))
        if row > grid.last_row:
            grid.data.append(element)
        else:
            after = min(each for each in grid.rows if each > row)
            grid.rows[after].addprevious(element)
        grid.add_row(row, element)
    return element


def place_cell(grid: Grid, row: int, column: int, style: int) -> Element:
    """Give the element of a cell, made with a style where there is none."""
    cells = grid.cells(row)
    if column in cells:
        return cells[column]
    element = place_row(grid, row)
    cells = grid.cells(row)
    cell = element.makeelement(tag_beside(element, "c"))
    cell.set("r", f"{letters_of(column)}{row}")
    if style:
        cell.set("s", str(style))
    following = [each for each in cells if each > column]
    if following:
        cells[min(following)].addprevious(cell)
    else:
        before = max(cells, default=None)
        if before is None:
            element.insert(0, cell)
        else:
            cells[before].addnext(cell)
    element.attrib.pop("spans", None)
    cells[column] = cell
    return cell


def empty(cell: Element) -> None:
    """Take out what a cell says and keep its format."""
    if len(cell):
        for each in list(cell):
            if local(each) in {"v", "is", "f"}:
                cell.remove(each)
    for name in ("t", "cm", "vm"):
        cell.attrib.pop(name, None)


def write_number(cell: Element, number: str) -> None:
    """Write a number into an empty cell."""
    value = cell.makeelement(tag_beside(cell, "v"))
    value.text = number
    cell.append(value)


def write_text(cell: Element, text: str) -> None:
    """Write a text into an empty cell; the cell itself holds it, no table of texts."""
    inside = cell.makeelement(tag_beside(cell, "is"))
    element = inside.makeelement(tag_beside(cell, "t"))
    element.text = text
    if text != text.strip() or "\n" in text or "  " in text:
        element.set(SPACE, "preserve")
    inside.append(element)
    cell.append(inside)
    cell.set("t", "inlineStr")


def _write_counted(cell: Element, number: int) -> None:
    """Write a running number as the one before it is written: as a number or as text."""
    as_text = cell.get("t") in {"s", "inlineStr", "str"}
    empty(cell)
    if as_text:
        write_text(cell, str(number))
    else:
        write_number(cell, str(number))


def _formula(grid: Grid, row: int, column: int) -> str:
    cell = grid.cells(row).get(column)
    formula = None if cell is None else child(cell, "f")
    return "" if formula is None or formula.get("t") else (formula.text or "")


def _copy_formula(formula: Element, down: int) -> None:
    if formula.text:
        formula.text = copied(formula.text, down)
    area = area_of(formula.get("ref", ""))
    if area is not None:
        formula.set("ref", area_text(area[0] + down, area[1], area[2] + down, area[3]))
    value = child(formula.getparent(), "v")
    if value is not None:
        formula.getparent().remove(value)


def _renumber(grid: Grid, growth: Growth) -> None:
    """Give the rows that move their new numbers, and drop empty ones that would be in the way."""
    for row in sorted(grid.rows):
        if row < growth.at:
            continue
        if growth.loose and growth.last < row:
            if row <= growth.last + growth.added:
                grid.data.remove(grid.rows[row])
            continue
        cells = grid.cells(row)
        new = growth.row(row)
        grid.rows[row].set("r", str(new))
        for column, cell in cells.items():
            cell.set("r", f"{letters_of(column)}{new}")
