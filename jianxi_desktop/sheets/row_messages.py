"""Rows of a sheet into messages for the process that asked: values, and all that is wrong."""

from collections.abc import Mapping, Sequence
from typing import Any

from jianxi_desktop.domain import identity
from jianxi_desktop.sheets.captions import Cells
from jianxi_desktop.sheets.columns import Column, Told, cell_text
from jianxi_desktop.sheets.precision import HUNDREDTHS, MONTH, YEAR, Precision

Message = tuple[Any, ...]
# The day that an identity number says too.
_BORN = "born_on"
_SHOWN = {MONTH: MONTH, YEAR: YEAR}


class Records:
    """Makes the messages of rows.

    Args:
        columns: The columns that are read, by their places.
        left: Sheet column, from 0, of the first place.
        precision: The date cells that show no day.
        keep_cells: Whether the rows carry their cells as they stand.
    """

    def __init__(
        self,
        columns: list[tuple[int, Column]],
        left: int,
        precision: Precision,
        *,
        keep_cells: bool,
    ) -> None:
        self._columns = columns
        self._left = left
        self._precision = precision
        self._keep_cells = keep_cells
        places = {column.key: at for at, (_place, column) in enumerate(columns)}
        numbers = [at for at, (_place, column) in enumerate(columns) if column.is_number]
        self._born, self._number = places.get(_BORN), next(iter(numbers), None)

    def message(self, kept: list[tuple[int, Cells]], skipped: list[tuple[int, str]]) -> Message:
        """Read rows, each with its number, and tell of the lines in between that hold none."""
        values: list[list[Any]] = []
        told: dict[int, list[Told]] = {}
        turned = list(zip(*(cells for _row, cells in kept), strict=True))
        rows = [row for row, _cells in kept]
        for place, column in self._columns:
            written = turned[place] if turned else ()
            read, reasons = column.read(written)
            known = self._precision.get(place + self._left) if column.is_day else None
            if known:
                read = _cut(rows, written, read, known)
                reasons = _october(rows, written, read, reasons, (column, known))
            values.append(read)
            for at, reason in reasons:
                named = self._with_cell(reason, rows[at], place)
                told.setdefault(at, []).append(named)
        self._find_centuries(turned, values, told)
        cells = self._cells(kept, values) if self._keep_cells else None
        return ("rows", rows, values, told, skipped, cells)

    def _find_centuries(
        self, turned: list[Any], values: list[list[Any]], told: dict[int, list[Told]]
    ) -> None:
        """Take the century of a birth from the identity number of the same row."""
        if self._born is None or self._number is None:
            return
        for at, reasons in told.items():
            number = values[self._number][at]
            for place, reason in enumerate(reasons):
                if number and reason[:3] == (_BORN, "short_year", "error"):
                    column_place, column = self._columns[self._born]
                    year = int(identity.facts_of(number).born_on[:4])
                    found = column.in_year(turned[column_place][at], year)
                    if found is not None:
                        values[self._born][at], reasons[place] = found

    def _cells(
        self, kept: list[tuple[int, Cells]], values: list[list[Any]]
    ) -> list[tuple[Any, ...]]:
        """Give the cells as they stand; days as they were understood.

        What is written into the workbook of reasons is read again there, where days count from
        1900 and no format cuts them short.
        """
        days = [
            (place, column, read)
            for (place, column), read in zip(self._columns, values, strict=True)
            if column.is_day
        ]
        told = [list(map(cell_text, cells)) for _row, cells in kept]
        for at, (_row, cells) in enumerate(kept):
            for place, column, read in days:
                if read[at] is not None and column.says_less(cells[place]):
                    told[at][place] = read[at]
        return [tuple(cells) for cells in told]

    def _with_cell(self, reason: Told, row: int, place: int) -> Told:
        """Name the cell of a number that the spreadsheet itself has destroyed."""
        if reason[1] != "destroyed":
            return reason
        return (*reason[:3], f"{reason[3]}（{letters_of(place + self._left)}{row}单元格）")


def _october(
    rows: Sequence[int],
    written: Sequence[Any],
    read: list[Any],
    reasons: list[tuple[int, Told]],
    how: tuple[Column, Mapping[int, int]],
) -> list[tuple[int, Told]]:
    """Read 1985.1 as October where its cell shows 1985.10; give the reasons that are left."""
    column, known = how
    left = []
    for at, reason in reasons:
        if reason[1] == "ambiguous" and known.get(rows[at]) == HUNDREDTHS:
            (read[at],), _odd = column.read((f"{written[at]:.2f}",))
        else:
            left.append((at, reason))
    return left


def _cut(
    rows: Sequence[int], written: Sequence[Any], read: Sequence[Any], known: Mapping[int, int]
) -> list[Any]:
    """Take from days what their cells do not show."""
    return [
        value[: _SHOWN.get(known.get(row, 0))]
        if isinstance(value, str) and type(cell) is not str
        else value
        for row, value, cell in zip(rows, read, written, strict=True)
    ]


def letters_of(place: int) -> str:
    """Give the letters of a sheet column counted from 0."""
    text = ""
    while place >= 0:
        text = chr(65 + place % 26) + text
        place = place // 26 - 1
    return text
