"""Writes values into cells of a blank, in the format that the cells have."""

import copy
import re
import unicodedata
from datetime import date
from decimal import Decimal

from jianxi_desktop.sheets.blank_beside import Room, rooms_of
from jianxi_desktop.sheets.blank_grid import Grid, text_elements, text_of, whole
from jianxi_desktop.sheets.blank_package import Element, child, local, tag_beside
from jianxi_desktop.sheets.blank_refusals import refusal
from jianxi_desktop.sheets.blank_rows import SPACE, empty, place_cell, write_number, write_text
from jianxi_desktop.sheets.blank_spec import BlankCell, CellValue
from jianxi_desktop.sheets.blank_styles import Styles

_LONGEST = 32_767
# Excel keeps 15 digits of a number; longer ones are written as text.
_MOST_DIGITS = 15
_BARRED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_FIRST_DAY, _LEAP = date(1899, 12, 30), date(1900, 3, 1)


class CellWriter:
    """Writes cells of one sheet.

    Args:
        grid: The sheet.
        styles: The formats of the workbook.
        epoch_1904: The workbook counts days from 1904.
    """

    def __init__(self, grid: Grid, styles: Styles, *, epoch_1904: bool) -> None:
        self._grid = grid
        self._styles = styles
        self._epoch_1904 = epoch_1904

    def write(self, row: int, column: int, value: CellValue | None, style: int) -> bool:
        """Write one value; ``None`` empties the cell.

        Args:
            row: Row from 1.
            column: Column from 0.
            value: What is written.
            style: The style that a cell gets where there was none.

        Returns:
            Whether it was written; a formula is never overwritten.
        """
        cell = self._grid.cells(row).get(column)
        if cell is not None and child(cell, "f") is not None:
            return False
        if value is None or value.value == "":
            if cell is not None:
                empty(cell)
            return True
        if cell is None:
            cell = place_cell(self._grid, row, column, style)
        empty(cell)
        self._put(cell, value)
        return True

    def write_inside(self, place: BlankCell, value: CellValue) -> None:
        """Write a value behind the label in the cell of the label.

        Raises:
            InputError: There is no such label any more.
        """
        cell = self._grid.cells(place.row).get(place.column)
        inside = None if cell is None else self._grid.rich(cell)
        rooms = [] if inside is None else rooms_of(text_of(inside))
        if cell is None or inside is None or place.part >= len(rooms):
            raise refusal("no_cell")
        made = copy.deepcopy(inside)
        made.tag = tag_beside(cell, "is")
        made.tail = None
        _put_into(made, rooms[place.part], _said(value))
        empty(cell)
        cell.set("t", "inlineStr")
        cell.append(made)

    def _put(self, cell: Element, value: CellValue) -> None:
        style = whole(cell.get("s"))
        if value.kind == "number" and _fits(value.value):
            write_number(
                cell,
                format(value.value, "f") if isinstance(value.value, Decimal) else str(value.value),
            )
            return
        serial = self._serial(str(value.value)) if value.kind == "day" else None
        if serial is not None:
            if not self._styles.is_day(style):
                cell.set("s", str(self._styles.dated(style)))
            write_number(cell, str(serial))
            return
        if value.kind == "quoted":
            cell.set("s", str(self._styles.quoted(style)))
        _write_text(cell, str(value.value))

    def _serial(self, text: str) -> int | None:
        """Count a day as the workbook does; ``None`` where it cannot be counted."""
        try:
            day = date.fromisoformat(text)
        except ValueError:
            return None
        serial = (day - _FIRST_DAY).days
        if self._epoch_1904:
            serial -= 1462
            return serial if serial >= 0 else None
        if day < _LEAP:
            serial -= 1  # Excel counts a 29 February 1900
        return serial if serial >= 1 else None


def _fits(value: object) -> bool:
    if not isinstance(value, int | Decimal):
        return False
    digits = Decimal(value).normalize().as_tuple()
    return isinstance(digits.exponent, int) and len(digits.digits) <= _MOST_DIGITS


def _said(value: CellValue) -> str:
    """Give a value as text between words; a day as people write it."""
    text = str(value.value)
    if value.kind != "day":
        return text
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text
    return f"{day.year}年{day.month}月{day.day}日"


def _write_text(cell: Element, text: str) -> None:
    if len(text) > _LONGEST:
        raise refusal("too_long")
    write_text(cell, _BARRED.sub("", _LOOKS_ESCAPED.sub("_x005F_", text)))


def _set_text(element: Element, text: str) -> None:
    element.text = _BARRED.sub("", text)
    if text != text.strip() or "\n" in text or "  " in text:
        element.set(SPACE, "preserve")


def _put_into(inside: Element, room: Room, value: str) -> None:
    """Put a value into the room of a text, in the format of the room's first character."""
    parts = list(text_elements(inside))
    if not parts:
        raise refusal("no_cell")
    at = 0
    rest = text_of(inside)[room.end :]
    lacking = _width(text_of(inside)[room.start : room.end]) - _width(value)
    after = " " * max(2, lacking) if rest and rest[0] not in ")）" else ""
    written = False
    for place, part in enumerate(parts):
        text = part.text or ""
        low, high = max(room.start - at, 0), max(min(room.end - at, len(text)), 0)
        at += len(text)
        is_last = place == len(parts) - 1
        if low >= len(text) and not (is_last and not written):
            continue
        said = "" if written else value + after
        written = True
        _set_text(part, text[:low] + said + text[max(high, low) :])
    for each in list(inside):
        if local(each) in {"rPh", "phoneticPr"}:
            inside.remove(each)


def _width(text: str) -> int:
    """Give the room a text takes: wide letters count two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
