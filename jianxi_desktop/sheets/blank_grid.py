"""The cells of one sheet, straight from its part: texts, merges, formats, hidden rows."""

import functools
import itertools
import re
from collections.abc import Iterator

from jianxi_desktop.sheets.blank_formulas import area_of, cell_of, letters_of
from jianxi_desktop.sheets.blank_package import Element, Package, child, children, local
from jianxi_desktop.sheets.blank_refusals import refusal

# First row, first column, last row, last column; rows from 1, columns from 0.
Area = tuple[int, int, int, int]
_DIGITS = "0123456789"
_USUAL_WIDTH = 8.43
_MOST_MERGES = 20_000
_MOST_COVERED = 400_000


class Grid:
    """One sheet as a grid of cells.

    Args:
        package: The file.
        part: The part of the sheet.

    Attributes:
        root: The element of the whole sheet.
        rows: Elements of rows by number.
        merges: Merged areas, each once; of more than any table has, the first ones.
        last_row: The last row there is an element of.

    Raises:
        InputError: The part is damaged.
    """

    def __init__(self, package: Package, part: str) -> None:
        self.root = package.tree(part)
        data = child(self.root, "sheetData")
        if data is None:
            raise refusal("damaged")
        self.data: Element = data
        self.rows = _numbered_rows(data)
        self.last_row = max(self.rows, default=0)
        self.merges = _merges(self.root)
        self._texts = _SharedTexts(package)
        self._cells: dict[int, dict[int, Element]] = {}
        self._covers: dict[tuple[int, int], Area] = {}
        self._cover_all()
        self.hidden_columns, self._column_styles = _columns(self.root)
        self._widths = _widths(self.root)

    def cells(self, row: int) -> dict[int, Element]:
        """Give the cells of a row by column."""
        if row not in self._cells:
            element = self.rows.get(row)
            self._cells[row] = {} if element is None else _numbered_cells(element, row)
        return self._cells[row]

    def forget(self) -> None:
        """Read rows and merges anew after they were moved."""
        self.rows = _numbered_rows(self.data)
        self.last_row = max(self.rows, default=0)
        self._cells.clear()
        self.merges = _merges(self.root)
        self._covers.clear()
        self._cover_all()

    def add_row(self, row: int, element: Element) -> None:
        """Take in the element of a row that was made."""
        self.rows[row] = element
        self._cells.pop(row, None)
        self.last_row = max(self.last_row, row)

    def text(self, row: int, column: int) -> str:
        """Give what a cell says, as it stands in the file; "" for formulas and empty cells."""
        cell = self.cells(row).get(column)
        return "" if cell is None or child(cell, "f") is not None else self._text(cell)

    def shown(self, row: int, column: int) -> str:
        """Give what a cell says, the last result of a formula too."""
        cell = self.cells(row).get(column)
        return "" if cell is None else self._text(cell)

    def is_word(self, row: int, column: int) -> bool:
        """Tell whether a cell holds text, not a number, a date or a formula."""
        cell = self.cells(row).get(column)
        if cell is None or child(cell, "f") is not None:
            return False
        return cell.get("t") in {"s", "inlineStr", "str"} and bool(self._text(cell))

    def has_formula(self, row: int, column: int) -> bool:
        """Tell whether a cell calculates."""
        cell = self.cells(row).get(column)
        return cell is not None and child(cell, "f") is not None

    def is_empty(self, row: int) -> bool:
        """Tell whether no cell of a row says or calculates anything."""
        return not any(
            local(each) in {"v", "f", "is"} for cell in self.cells(row).values() for each in cell
        )

    def style(self, row: int, column: int) -> int:
        """Give the style of a cell: its own, else that of its row, else of its column."""
        cell = self.cells(row).get(column)
        if cell is not None:
            return whole(cell.get("s"))
        element = self.rows.get(row)
        if element is not None and element.get("customFormat") in {"1", "true"}:
            return whole(element.get("s"))
        return next((style for low, high, style in self._column_styles if low <= column <= high), 0)

    def width(self, column: int) -> float:
        """Give the width of a column in digits."""
        for low, high, width in self._widths:
            if low <= column <= high:
                return width
        return _USUAL_WIDTH

    def area(self, row: int, column: int) -> Area:
        """Give the merged area that a cell is part of; the cell itself where it is in none."""
        return self._covers.get((row, column), (row, column, row, column))

    def is_hidden(self, row: int) -> bool:
        """Tell whether a row is hidden."""
        element = self.rows.get(row)
        return element is not None and element.get("hidden") in {"1", "true"}

    def rich(self, cell: Element) -> Element | None:
        """Give the element that holds the text of a cell with its runs."""
        if cell.get("t") == "inlineStr":
            return child(cell, "is")
        return self._texts.element(self._value(cell)) if cell.get("t") == "s" else None

    def _text(self, cell: Element) -> str:
        kind = cell.get("t")
        if kind == "inlineStr":
            inside = child(cell, "is")
            return "" if inside is None else text_of(inside)
        value = self._value(cell)
        return self._texts.text(value) if kind == "s" else value

    def _value(self, cell: Element) -> str:
        value = child(cell, "v")
        return "" if value is None else (value.text or "")

    def _cover_all(self) -> None:
        room = _MOST_COVERED
        for area in self.merges:
            top, left, bottom, right = area
            bottom, right = min(bottom, top + 2000), min(right, left + 300)
            room -= (bottom - top + 1) * (right - left + 1)
            if room < 0:
                return
            for row in range(top, bottom + 1):
                for column in range(left, right + 1):
                    self._covers[row, column] = area


class _SharedTexts:
    """Texts that cells name by number."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._elements: list[Element] | None = None

    def element(self, number: str) -> Element | None:
        if self._elements is None:
            parts = self._package.related(self._package.book, "sharedStrings")
            self._elements = children(self._package.tree(parts[0]), "si") if parts else []
        place = whole(number, -1)
        return self._elements[place] if 0 <= place < len(self._elements) else None

    def text(self, number: str) -> str:
        element = self.element(number)
        return "" if element is None else text_of(element)


def text_of(element: Element) -> str:
    """Give the text of a string item without the reading marks over it."""
    return "".join(each.text or "" for each in text_elements(element))


def text_elements(element: Element) -> Iterator[Element]:
    """Give the elements that hold the text of a string item, run by run."""
    for each in element:
        name = local(each)
        if name == "t":
            yield each
        elif name == "r":
            yield from (part for part in each if local(part) == "t")


def whole(text: str | None, otherwise: int = 0) -> int:
    """Read a whole number of the file; another one where it is none."""
    return int(text) if text and text.isascii() and text.isdigit() else otherwise


def _numbered_rows(data: Element) -> dict[int, Element]:
    """Give every row its number; files may leave it out where it follows from the row before."""
    rows: dict[int, Element] = {}
    last = 0
    for each in data:
        if local(each) != "row":
            continue
        last = whole(each.get("r"), last + 1)
        each.set("r", str(last))
        rows[last] = each
    return rows


def _numbered_cells(element: Element, row: int) -> dict[int, Element]:
    cells: dict[int, Element] = {}
    last, shown = -1, str(row)
    for each in element:
        if local(each) != "c":
            continue
        reference = each.get("r", "")
        letters = reference.rstrip(_DIGITS)
        column = _column(letters)
        last = last + 1 if column is None else column
        if column is None or reference[len(letters) :] != shown:
            each.set("r", f"{letters_of(last)}{row}")
        cells[last] = each
    return cells


@functools.cache
def _column(letters: str) -> int | None:
    place = cell_of(f"{letters}1")
    return place[1] if place else None


def _merges(root: Element) -> list[Area]:
    areas = (area_of(each.get("ref", "")) for each in children(root, "mergeCells", "mergeCell"))
    kept = dict.fromkeys(area for area in areas if area is not None)
    return list(itertools.islice(kept, _MOST_MERGES))


def _columns(root: Element) -> tuple[set[int], list[tuple[int, int, int]]]:
    hidden: set[int] = set()
    styles: list[tuple[int, int, int]] = []
    for each in children(root, "cols", "col"):
        low, high = whole(each.get("min"), 1) - 1, whole(each.get("max"), 1) - 1
        if each.get("hidden") in {"1", "true"}:
            hidden.update(range(low, min(high, low + 2000) + 1))
        styles.append((low, high, whole(each.get("style"))))
    return hidden, styles


def _widths(root: Element) -> list[tuple[int, int, float]]:
    found = []
    for each in children(root, "cols", "col"):
        width = each.get("width", "")
        if re.fullmatch(r"\d+(\.\d+)?", width):
            low, high = whole(each.get("min"), 1) - 1, whole(each.get("max"), 1) - 1
            found.append((low, high, float(width)))
    return found
