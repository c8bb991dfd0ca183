"""Cells of a column into values, with the reasons why some are none.

Rosters repeat themselves: sex, branch, education, days. What was read once is not read again.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from jianxi_desktop.errors import FieldError
from jianxi_desktop.schema.fields import Field, Link, LongText, Text

Plain = str | int | bool | None
Told = tuple[str, str, str, str]
_FEW = 30_000
_TRIAL = 16_000
_NUMBERS = {bool, int, float}
_Read = tuple[Plain, Told | None]


class Column:
    """Reads the cells of one column.

    Attributes:
        key: Key of the field.
    """

    def __init__(self, spec: Field[Any]) -> None:
        self.key = spec.key
        self._spec: Field[Any] = spec
        if isinstance(spec, Link):
            # The name of a record is text here; which record it is, a service finds out.
            self._spec = Text(spec.caption, length=200, key=spec.key, required=spec.required)
        self._known: dict[frozenset[type], dict[object, _Read]] = {}
        self._keeps = not isinstance(spec, LongText)
        self._asked = 0
        self._new = 0

    def read(self, cells: Sequence[object]) -> tuple[list[Plain], list[tuple[int, Told]]]:
        """Read the cells of many rows; give the values, and what is wrong or odd by place."""
        hits = self._remembered(cells) if self._keeps else [self._one(cell) for cell in cells]
        told = [(place, hit[1]) for place, hit in enumerate(hits) if hit[1]]
        return [hit[0] for hit in hits], told

    def _remembered(self, cells: Sequence[object]) -> list[_Read]:
        kinds = frozenset(map(type, cells))
        if len(kinds & _NUMBERS) > 1:
            # 1, 1.0 and True are one key of a dict, and not one cell.
            return [self._one(cell) for cell in cells]
        known = self._known.setdefault(kinds, {})
        hits: list[_Read] = []
        for cell, before in zip(cells, map(known.get, cells), strict=True):
            hit = before
            if hit is None:
                hit = self._one(cell)
                self._new += 1
                if len(known) < _FEW:
                    known[cell] = hit
            hits.append(hit)
        self._weigh(len(cells))
        return hits

    def _weigh(self, asked: int) -> None:
        """Stop remembering what never comes again, such as identity numbers."""
        self._asked += asked
        if self._asked >= _TRIAL and self._new * 10 > self._asked * 9:
            self._keeps = False
            self._known.clear()

    def _one(self, cell: object) -> _Read:
        try:
            value = self._spec.parse(_as_people_see_it(cell))
        except FieldError as error:
            return None, (self.key, error.code, "error", error.user_message)
        odd = self._spec.warn(value) if value is not None else ""
        return value, (self.key, "odd", "warning", odd) if odd else None


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
