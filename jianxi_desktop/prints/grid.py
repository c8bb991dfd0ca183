"""Tables inside a form or a letter: columns that share its width, rows as high as their texts."""

from collections.abc import Sequence

from jianxi_desktop.prints.document import Align, Drawing
from jianxi_desktop.prints.fonts import Typeface
from jianxi_desktop.prints.lettering import Letters
from jianxi_desktop.prints.style import THIN
from jianxi_desktop.prints.table import Column
from jianxi_desktop.prints.wrapping import Fitted, fit

_SIDE = 4.0  # between a text and the lines beside it
_MOST_LINES = 30


class GridPen:
    """Draws rows of one table.

    Args:
        columns: Its columns.
        left: Its left edge.
        right: Its right edge.
        least: Height of a row, at least.
    """

    def __init__(
        self, columns: Sequence[Column], left: float, right: float, least: float = 26.0
    ) -> None:
        self._columns = columns
        self._least = least
        scale = (right - left) / sum(column.width for column in columns)
        self._edges = [left]
        for column in columns:
            self._edges.append(self._edges[-1] + column.width * scale)

    def captions(self, page: Drawing) -> list[Fitted]:
        """Make the captions fit their columns."""
        captions = [column.caption for column in self._columns]
        return self._fit(page.letters(Typeface.HEI), captions)

    def fit(self, page: Drawing, row: Sequence[str]) -> list[Fitted]:
        """Make the texts of a row fit their columns."""
        return self._fit(page.letters(Typeface.SONG), row)

    def height(self, row: Sequence[Fitted]) -> float:
        """Say how high a row is."""
        tallest = max((len(text.lines) * text.size for text in row), default=0)
        return max(self._least, tallest * 1.3 + 8)

    def draw_captions(self, page: Drawing, top: float, row: Sequence[Fitted]) -> float:
        """Draw the captions below a place; give where they end."""
        return self._draw(page, top, row, Typeface.HEI, [Align.CENTER] * len(row))

    def draw(self, page: Drawing, top: float, row: Sequence[Fitted]) -> float:
        """Draw a row below a place; give where it ends."""
        aligns = [column.align for column in self._columns]
        return self._draw(page, top, row, Typeface.SONG, aligns)

    def _fit(self, letters: Letters, row: Sequence[str]) -> list[Fitted]:
        made = []
        for at, text in enumerate(row):
            width = self._edges[at + 1] - self._edges[at] - 2 * _SIDE
            one = fit(letters, text, width, size=11, floor=9)
            if one.cut:
                one = fit(letters, text, width, size=10.5, floor=7.5, lines=_MOST_LINES)
            made.append(one)
        return made

    def _draw(
        self,
        page: Drawing,
        top: float,
        row: Sequence[Fitted],
        face: Typeface,
        aligns: Sequence[Align],
    ) -> float:
        edges, height = self._edges, self.height(row)
        bottom = top - height
        page.pen(THIN)
        page.line(edges[0], top, edges[-1], top)
        for at, (text, align) in enumerate(zip(row, aligns, strict=True)):
            box = (edges[at] + _SIDE, bottom, edges[at + 1] - edges[at] - 2 * _SIDE, height)
            page.box_text(box, text, face=face, align=align)
            if at:
                page.line(edges[at], bottom, edges[at], top)
        return bottom
