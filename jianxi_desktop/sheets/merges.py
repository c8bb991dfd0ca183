"""Merged cells down a column: what they say holds for every row that they span."""

from collections.abc import Collection, Sequence
from typing import Any

Merge = tuple[tuple[int, int], tuple[int, int]]
_MOST_ROWS = 5000
# Merged cells of a roster never hold more rows than this; a file of endless merges does.
_MOST_FILLED = 1_000_000


class FillDown:
    """Writes what a merged cell says into the rows below its first.

    Args:
        merges: Merged ranges of the sheet (row, column from 0).
        places: Places of the columns in which cells are filled.
        left: Sheet column, from 0, of the first cell of every line.
    """

    def __init__(self, merges: Sequence[Merge], places: Collection[int], left: int) -> None:
        self._tops: dict[int, list[int]] = {}
        self._sources: dict[int, dict[int, int]] = {}
        self._said: dict[tuple[int, int], Any] = {}
        filled = 0
        for (top, column), (bottom, right) in merges:
            place = column - left
            if column != right or place not in places or top == bottom:
                continue
            filled += min(bottom - top, _MOST_ROWS)
            if filled > _MOST_FILLED:
                break
            self._tops.setdefault(top + 1, []).append(place)
            for row in range(top + 2, min(bottom, top + _MOST_ROWS) + 2):
                self._sources.setdefault(row, {})[place] = top + 1

    def filled(self, row: int, cells: Sequence[Any]) -> Sequence[Any]:
        """Give the cells of a sheet row with the merged ones filled in."""
        for place in self._tops.get(row, ()):
            self._said[row, place] = cells[place]
        sources = self._sources.get(row)
        if sources is None:
            return cells
        return [
            self._said.get((sources[place], place), "") if cell == "" and place in sources else cell
            for place, cell in enumerate(cells)
        ]
