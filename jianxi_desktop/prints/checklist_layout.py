"""The blank grid of an observation checklist: what stands on which page.

A page holds whole rows only; a heading stays with its first row; the rest of the last page goes to
the lines for handwriting. Everything here follows from the criteria and the number of problems, so
that a grid is drawn once for all forms alike.
"""

from collections.abc import Callable

from jianxi_desktop.prints.checklist import Criterion
from jianxi_desktop.prints.checklist_closing import (
    TOTAL,
    closing_height,
    draw_closing,
    draw_total,
)
from jianxi_desktop.prints.checklist_grid import (
    BOTTOM,
    EDGES,
    HEADING,
    LEFT,
    RIGHT,
    THICK,
    Sheet,
    draw_captions,
)
from jianxi_desktop.prints.checklist_problems import (
    OPENING,
    PROBLEM,
    draw_opening,
    draw_problem_row,
)
from jianxi_desktop.prints.checklist_rows import DENSITIES, Density, Row, rows_of
from jianxi_desktop.prints.document import Drawing
from jianxi_desktop.prints.page import PORTRAIT, draw_corner_marks

FIRST_TOP, NEXT_TOP = 599.0, 754.0  # where the grid starts on the first and on later pages

_CAPTIONS = ("序号", "观摩内容", "观摩要点、评分说明", "分值", "得分（写数字并涂圈）", "备注")
_HEAD = 20.0
_TALLEST = NEXT_TOP - BOTTOM - _HEAD - HEADING


class _Page:
    """What one page is to hold.

    Attributes:
        top: Where its grid starts.
        room: What is left of it.
        rows: Its criteria.
        total: Whether the total stands on it.
        problems: Places of its problems.
    """

    def __init__(self, *, first: bool) -> None:
        self.top = FIRST_TOP if first else NEXT_TOP
        self.room = self.top - BOTTOM
        self.rows: list[Row] = []
        self.total = False
        self.problems: list[int] = []

    @property
    def is_empty(self) -> bool:
        """Whether nothing of the grid stands on it yet."""
        return not (self.rows or self.total or self.problems)

    def row_height(self, row: Row) -> float:
        """Give the room a row takes here."""
        return row.whole_height + (0 if self.rows else _HEAD)

    @property
    def problem_height(self) -> float:
        """The room another problem takes here."""
        return PROBLEM + (0 if self.problems else OPENING)


class Grids:
    """Draws grids of one document, and breaks the text of the same criteria into lines once."""

    def __init__(self, new: Callable[[], Drawing]) -> None:
        """Take what gives an empty drawing."""
        self._new = new
        self._rows: dict[tuple[tuple[Criterion, ...], Density], list[Row]] = {}

    def lay_out(self, criteria: tuple[Criterion, ...], problems: int) -> tuple[Sheet, ...]:
        """Draw the blank pages of a checklist.

        Args:
            criteria: What is scored, in the order of the paper.
            problems: How many problems are looked at again.
        """
        pages = self._pages(criteria, problems)
        sheets = []
        for page in pages:
            sheet = Sheet(self._new())
            draw_corner_marks(sheet.drawing, PORTRAIT)
            y = _draw_rows(sheet, page)
            if page.total:
                y = _framed(sheet, y, draw_total(sheet.drawing, criteria, y))
            y = _draw_problems(sheet, page, problems, y)
            if page is pages[-1]:
                draw_closing(sheet.drawing, y)
            sheets.append(sheet)
        return tuple(sheets)

    def _pages(self, criteria: tuple[Criterion, ...], problems: int) -> list[_Page]:
        """Share everything among as few pages as there can be, with letters as large as can be."""
        fewest = self._plan(criteria, problems, DENSITIES[-1])
        for density in DENSITIES[:-1]:
            pages = self._plan(criteria, problems, density)
            if len(pages) == len(fewest):
                return pages
        return fewest

    def _plan(
        self, criteria: tuple[Criterion, ...], problems: int, density: Density
    ) -> list[_Page]:
        key = criteria, density
        if key not in self._rows:
            self._rows[key] = rows_of(self._new(), criteria, density, _TALLEST)
        return _plan(self._rows[key], problems)


def _plan(rows: list[Row], problems: int) -> list[_Page]:
    """Share rows among pages; the last page has room for the closing."""
    pages = [_Page(first=True)]
    for row in rows:
        page = _with_room(pages, pages[-1].row_height(row))
        page.room -= page.row_height(row)
        page.rows.append(row)
    page = _with_room(pages, TOTAL)
    page.room -= TOTAL
    page.total = True
    for place in range(1, problems + 1):
        page = _with_room(pages, pages[-1].problem_height)
        page.room -= page.problem_height
        page.problems.append(place)
    _with_room(pages, closing_height())
    return pages


def _with_room(pages: list[_Page], needed: float) -> _Page:
    """Give the last page, or a new one where it has too little room."""
    if needed > pages[-1].room and (len(pages) == 1 or not pages[-1].is_empty):
        pages.append(_Page(first=False))
    return pages[-1]


def _draw_rows(sheet: Sheet, page: _Page) -> float:
    """Draw the header and the criteria of a page; give where they end."""
    if not page.rows:
        return page.top
    y = draw_captions(sheet.drawing, _CAPTIONS, EDGES, page.top, _HEAD)
    for row in page.rows:
        y = row.draw(sheet, y)
    return _framed(sheet, page.top, y)


def _draw_problems(sheet: Sheet, page: _Page, count: int, top: float) -> float:
    if not page.problems:
        return top
    y = draw_opening(sheet.drawing, count, top)
    for place in page.problems:
        y = draw_problem_row(sheet, place, y)
    return _framed(sheet, top, y)


def _framed(sheet: Sheet, top: float, bottom: float) -> float:
    sheet.drawing.pen(THICK)
    sheet.drawing.box(LEFT, bottom, RIGHT - LEFT, top - bottom)
    return bottom
