"""Cells of a column into values, with the reasons why some are none.

Rosters repeat themselves: sex, branch, education, days. What was read once is not read again.
"""

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import repeat
from typing import Any

from jianxi_desktop.domain import calendar
from jianxi_desktop.errors import FieldError
from jianxi_desktop.schema.fields import Day, Field, IdentityNumber, Link, LongText, Text

Plain = str | int | bool | None
Told = tuple[str, str, str, str]
_FEW = 30_000
_TRIAL = 16_000
_NUMBERS = {bool, int, float}
_NEW = object()
_SERIAL = re.compile(r"[0-9]{5}")
_TENTH = re.compile(r"[0-9]{4}\.1")
_FROM_1900_TO_1904 = 1462


class Column:
    """Reads the cells of one column.

    Attributes:
        key: Key of the field.
        is_day: Whether it is a day.
        is_number: Whether it is an identity number.
    """

    def __init__(self, spec: Field[Any], *, from_1904: bool = False, of_text: bool = False) -> None:
        self.key = spec.key
        self.is_day = isinstance(spec, Day)
        self.is_number = isinstance(spec, IdentityNumber)
        self._spec: Field[Any] = spec
        if isinstance(spec, Link):
            # The name of a record is text here; which record it is, a service finds out.
            self._spec = Text(spec.caption, length=200, key=spec.key, required=spec.required)
        self._parse = self._spec.parse
        self._from_1904 = from_1904 and self.is_day
        self._of_text = of_text and self.is_day
        self._warns = type(self._spec).warn is not Field.warn
        self._known: dict[frozenset[type], dict[object, Plain]] = {}
        self._keeps = not isinstance(spec, LongText)
        self._asked = 0
        self._new = 0

    def read(self, cells: Sequence[object]) -> tuple[list[Plain], list[tuple[int, Told]]]:
        """Read the cells of many rows; give the values, and what is wrong or odd by place."""
        kinds = frozenset(map(type, cells))
        told: list[tuple[int, Told]] = []
        # 1, 1.0 and True are one key of a dict, and not one cell.
        if not self._keeps or len(kinds & _NUMBERS) > 1:
            return [self._one(place, cell, told) for place, cell in enumerate(cells)], told
        known = self._known.setdefault(kinds, {})
        values: list[Any] = list(map(known.get, cells, repeat(_NEW)))
        if _NEW in values:
            for place, value in enumerate(values):
                if value is _NEW:
                    values[place] = self._learn(place, cells[place], known, told)
        self._weigh(len(cells))
        return values, told

    def says_less(self, cell: object) -> bool:
        """Tell whether the cell of a day, taken out of its workbook, would say another day."""
        return type(cell) is not str or self._from_1904

    def _learn(
        self, place: int, cell: object, known: dict[object, Plain], told: list[tuple[int, Told]]
    ) -> Plain:
        """Read a cell not met before; what is good and plain is remembered."""
        self._new += 1
        before = len(told)
        value = self._one(place, cell, told)
        if len(told) == before and len(known) < _FEW:
            known[cell] = value
        return value

    def _weigh(self, asked: int) -> None:
        """Stop remembering what never comes again, such as identity numbers."""
        self._asked += asked
        if self._asked >= _TRIAL and self._new * 10 > self._asked * 9:
            self._keeps = False
            self._known.clear()

    def _one(self, place: int, cell: object, told: list[tuple[int, Told]]) -> Plain:
        if self._of_text and type(cell) is str and _TENTH.fullmatch(cell.strip()):
            cell = float(cell)  # a spreadsheet wrote it, and wrote 1985.10 so too
        if self._from_1904:
            cell = _counted_from_1900(cell)
        try:
            value: Plain = self._parse(cell if type(cell) is str else _as_people_see_it(cell))
        except FieldError as error:
            found = self.in_year(cell) if error.code == "short_year" else None
            day, reason = found or (None, (self.key, error.code, "error", error.user_message))
            told.append((place, reason))
            return day
        if self._warns and value is not None and (odd := self._spec.warn(value)):
            told.append((place, (self.key, "odd", "warning", odd)))
        return value

    def in_year(self, cell: object, year: int | None = None) -> tuple[str, Told] | None:
        """Read a day whose year has two figures, with what to say of it; ``None``: no telling.

        Args:
            cell: The cell.
            year: The year that is known from elsewhere.
        """
        try:
            day = calendar.read_short_day(cell, calendar.today(), year)
        except calendar.DayProblemError:
            return None
        text = f"{self._spec.caption}的年份只写了两位，按{day[:4]}年读，请核对"
        return day, (self.key, "short_year", "warning", text)


def _counted_from_1900(cell: object) -> object:
    """Turn the number of a day into the one that workbooks counting from 1900 have for it."""
    if type(cell) is str:
        serial = cell.strip()
        return f"{int(serial) + _FROM_1900_TO_1904}" if _SERIAL.fullmatch(serial) else cell
    if type(cell) in {int, float} and _SERIAL.fullmatch(f"{cell:.0f}"):
        return float(cell) + _FROM_1900_TO_1904  # type: ignore[arg-type]
    return cell


def _as_people_see_it(cell: object) -> object:
    """A calendar day stays a day; the midnight that readers add to it goes."""
    if isinstance(cell, datetime) and cell.time() == datetime.min.time():
        return cell.date()
    return cell


def cell_text(cell: object) -> str | int | float | bool:
    """Give a cell in a shape that travels between processes and is read again the same."""
    if isinstance(cell, str | bool | int | float):
        return cell
    if isinstance(cell, datetime):
        midnight = cell.time() == datetime.min.time()
        return cell.date().isoformat() if midnight else cell.isoformat(" ", "seconds")
    if isinstance(cell, date | timedelta):
        return str(cell)
    return str(cell)
