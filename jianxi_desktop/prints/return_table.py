"""A printed return: the official heading, captions in groups over the columns, rows of figures.

What is too wide for a sheet goes on further ones; a group of columns stays together.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO, Protocol

from jianxi_desktop.domain.progress import Progress, no_progress
from jianxi_desktop.prints.document import Align, Document, Drawing
from jianxi_desktop.prints.fonts import Typeface, find_fonts
from jianxi_desktop.prints.output import PrintResult, Target, deliver
from jianxi_desktop.prints.page import LANDSCAPE, Identity, draw_footer
from jianxi_desktop.prints.wrapping import Fitted, fit

_THIN, _THICK = 0.5, 1.2
_PADDING = 2.5
_TITLE, _RUNNING_TITLE, _SMALL = 18.0, 12.0, 9.5
_SIZE, _SMALLEST, _FLOOR = 9.0, 7.0, 5.5
_LEADING, _HEAD_LEADING = 1.25, 1.12
_MOST_LINES = 7  # of a caption
_HEAD_LINE, _ROW = 19.0, 19.0
_LABEL = 15.0  # letters of a row's label
_ACROSS = 96.0  # letters that stand beside each other on a sheet and can be read
_SHARES = (0.34, 0.2, 0.2, 0.26)
_ORDER = "一二三四五六七八九"
_INDENT = 9.0  # points a level


class Head(Protocol):
    """A column, or a group of columns under one caption."""

    @property
    def text(self) -> str:
        """What the heading says."""

    @property
    def below(self) -> "Sequence[Head]":
        """The captions under it; none for a column."""

    @property
    def width(self) -> float:
        """Width of a column in Chinese characters."""


@dataclass(frozen=True)
class Line:
    """A row: its label, how deep it stands, whether it is a sum, and its cells as text."""

    label: str
    level: int
    total: bool
    cells: tuple[str, ...]


@dataclass(frozen=True)
class ReturnSpec:
    """A return to print.

    Attributes:
        title: What it is called.
        code: Number of the form.
        unit: The office that hands it in.
        about: For which period it is and which day it is counted as of.
        measured_in: What is counted.
        corner: Caption above the labels.
        heading: Captions, grouped.
        rows: The rows.
        notes: What stands below the table, a paragraph each.
        signed: Who answers for it, who filled it in, the day it was handed in, as far as known.
        printed_by: Who prints it and when.
    """

    title: str
    code: str
    unit: str
    about: str
    measured_in: str
    corner: str
    heading: tuple[Head, ...]
    rows: tuple[Line, ...] = field(repr=False)
    notes: tuple[str, ...] = ()
    signed: tuple[str, str, str] = ("", "", "")
    printed_by: str = ""


def draw_return(target: Target, spec: ReturnSpec, progress: Progress = no_progress) -> PrintResult:
    """Print a return.

    Raises:
        EnvironmentFailure: Fonts are missing or the file cannot be written.
    """

    def draw(stream: BinaryIO) -> PrintResult:
        document = Document(stream, find_fonts(), spec.title)
        pages: list[Drawing] = []
        leaves = list(_leaves(spec.heading))
        for place, leaf in enumerate(leaves):
            progress(place, len(leaves))
            mark = f"（{_mark(place)}）" if len(leaves) > 1 else ""
            sheets = _Sheets(document, spec, leaf, mark)
            pages += sheets.draw(last=place == len(leaves) - 1)
        identity = Identity("", spec.unit, "", spec.printed_by)
        for number, page in enumerate(pages, 1):
            draw_footer(page, LANDSCAPE, identity, number, len(pages))
            document.add_page(page, LANDSCAPE.width, LANDSCAPE.height)
        document.finish()
        return PrintResult(document.pages, (), document.missing, document.cut)

    return deliver(target, draw)


@dataclass(frozen=True)
class _Leaf:
    """The groups of columns on one sheet, and the place of their first column among all."""

    heading: tuple[Head, ...]
    first: int

    @property
    def columns(self) -> list[Head]:
        return [column for each in self.heading for column in _columns(each)]


def _mark(place: int) -> str:
    return _ORDER[place] if place < len(_ORDER) else str(place + 1)


def _columns(head: Head) -> Iterator[Head]:
    if not head.below:
        yield head
    for each in head.below:
        yield from _columns(each)


def _height(head: Head) -> int:
    return 1 + max((_height(each) for each in head.below), default=0)


def _letters(column: Head) -> float:
    return max(column.width, 2.4) + 0.8


def _leaves(heading: Sequence[Head]) -> Iterator[_Leaf]:
    groups: list[Head] = []
    first = at = 0
    wide = _LABEL
    for each in heading:
        columns = list(_columns(each))
        width = sum(_letters(column) for column in columns)
        if groups and wide + width > _ACROSS:
            yield _Leaf(tuple(groups), first)
            groups, first, wide = [], at, _LABEL
        groups.append(each)
        at += len(columns)
        wide += width
    yield _Leaf(tuple(groups), first)


class _Sheets:
    """The pages of some columns while they are laid out."""

    def __init__(self, document: Document, spec: ReturnSpec, leaf: _Leaf, mark: str) -> None:
        self._document, self._spec, self._leaf, self._mark = document, spec, leaf, mark
        self._pages: list[Drawing] = []
        self._left, self._right = LANDSCAPE.left, LANDSCAPE.right
        widths = [_LABEL, *(_letters(each) for each in leaf.columns)]
        scale = (self._right - self._left) / sum(widths)
        self._edges = [self._left]
        for width in widths:
            self._edges.append(self._edges[-1] + width * scale)
        self._levels = self._level_heights(max(_height(each) for each in leaf.heading))
        self._y = self._top = self._body = 0.0

    def draw(self, *, last: bool) -> list[Drawing]:
        """Lay out all pages; the last leaf carries the notes."""
        self._start()
        for row in self._spec.rows:
            self._row(row)
        self._close()
        if last:
            self._notes()
        return self._pages

    @property
    def _page(self) -> Drawing:
        return self._pages[-1]

    def _start(self) -> None:
        first = not self._pages
        self._pages.append(self._document.drawing())
        page, spec, middle = self._page, self._spec, (self._left + self._right) / 2
        size = _TITLE if first else _RUNNING_TITLE
        face = Typeface.TITLE if first else Typeface.BOLD
        room = self._right - self._left - 160
        title = fit(page.letters(face), spec.title + self._mark, room, size=size, floor=9)
        y = LANDSCAPE.top - 20
        page.text(middle, y, title.lines[0], face=face, size=title.size, align=Align.CENTER)
        song = Typeface.SONG
        page.text(self._right, y, spec.code, face=song, size=_SMALL, align=Align.RIGHT)
        y -= 20
        page.text(middle, y, spec.about, face=song, size=_SMALL, align=Align.CENTER)
        counted = f"计量单位：{spec.measured_in}" if spec.measured_in else ""
        page.text(self._right, y, counted, face=song, size=_SMALL, align=Align.RIGHT)
        self._signed(y - 18)
        self._y = self._top = y - 26
        self._heading()

    def _signed(self, y: float) -> None:
        """Write the four fields by which an office answers for its figures."""
        responsible, prepared, day = self._spec.signed
        fields = (
            f"填报单位（盖章）：{self._spec.unit}",
            f"负责人（签名）：{responsible}",
            f"填表人（签名）：{prepared}",
            f"报出时间：{day or '　　　年　　月　　日'}",
        )
        x, width = self._left, self._right - self._left
        letters = self._page.letters(Typeface.SONG)
        for text, share in zip(fields, _SHARES, strict=True):
            fitted = fit(letters, text, width * share - 8, size=_SMALL, floor=6)
            self._page.text(x, y, fitted.lines[0], face=Typeface.SONG, size=fitted.size)
            self._page.cut += fitted.cut
            x += width * share

    def _level_heights(self, levels: int) -> list[float]:
        """Say how high each line of the heading is, so that every caption has its room."""
        heights = [_HEAD_LINE] * levels
        placed = list(self._placed(self._leaf.heading, 0, 1))
        for head, level, first, end in placed:
            if head.below:
                heights[level] = max(heights[level], self._needed(head.text, first, end))
        for head, level, first, end in placed:
            if not head.below:
                above = sum(heights[level:-1])
                heights[-1] = max(heights[-1], self._needed(head.text, first, end) - above)
        return heights

    def _placed(
        self, heads: Sequence[Head], level: int, first: int
    ) -> Iterator[tuple[Head, int, int, int]]:
        """Give each caption with its level and the edges it stands between."""
        for each in heads:
            end = first + len(list(_columns(each)))
            yield each, level, first, end
            yield from self._placed(each.below, level + 1, first)
            first = end

    def _needed(self, text: str, first: int, end: int) -> float:
        fitted = self._fit_head(text, self._edges[end] - self._edges[first])
        return len(fitted.lines) * fitted.size * _HEAD_LEADING + 6

    def _fit_head(self, text: str, width: float) -> Fitted:
        letters = self._document.drawing().letters(Typeface.BOLD)
        room = width - 2 * _PADDING
        return fit(letters, text, room, size=_SIZE, floor=_FLOOR, lines=_MOST_LINES)

    def _heading(self) -> None:
        bottom = self._top - sum(self._levels)
        self._page.pen(_THIN)
        self._box(self._edges[0], self._edges[1], self._top, bottom, self._spec.corner)
        tops = [self._top - sum(self._levels[:level]) for level in range(len(self._levels) + 1)]
        for head, level, first, end in self._placed(self._leaf.heading, 0, 1):
            low = tops[level + 1] if head.below else bottom
            self._box(self._edges[first], self._edges[end], tops[level], low, head.text)
        self._y = self._body = bottom

    def _box(self, left: float, right: float, top: float, bottom: float, text: str) -> None:
        page = self._page
        page.box(left, bottom, right - left, top - bottom)
        area = (left + _PADDING, bottom, right - left - 2 * _PADDING, top - bottom)
        fitted = self._fit_head(text, right - left)
        page.box_text(area, fitted, face=Typeface.BOLD, align=Align.CENTER, leading=_HEAD_LEADING)

    def _row(self, row: Line) -> None:
        face = Typeface.BOLD if row.total else Typeface.SONG
        left = self._edges[0] + _PADDING + row.level * _INDENT
        room = self._edges[1] - _PADDING - left
        letters = self._document.drawing().letters(face)
        label = fit(letters, row.label, room, size=_SIZE, floor=_SMALLEST, lines=3)
        height = max(_ROW, len(label.lines) * label.size * _LEADING + 5)
        if self._y - height < LANDSCAPE.bottom:
            self._close()
            self._start()
        page, low = self._page, self._y - height
        page.pen(_THIN)
        page.line(self._left, low, self._right, low)
        page.box_text((left, low, room, height), label, face=face, leading=_LEADING)
        first = self._leaf.first
        for place, text in enumerate(row.cells[first : first + len(self._leaf.columns)], 1):
            wide = self._edges[place + 1] - self._edges[place] - 2 * _PADDING
            cell = fit(letters, text, wide, size=_SIZE, floor=_FLOOR, lines=2)
            box = (self._edges[place] + _PADDING, low, wide, height)
            page.box_text(box, cell, face=face, align=Align.CENTER)
        self._y = low

    def _close(self) -> None:
        """Draw the frame and the lines between columns."""
        page = self._page
        page.pen(_THIN)
        for edge in self._edges[1:-1]:
            page.line(edge, self._y, edge, self._body)
        page.pen(_THICK)
        page.box(self._left, self._y, self._right - self._left, self._top - self._y)

    def _notes(self) -> None:
        letters = self._page.letters(Typeface.SONG)
        for each in self._spec.notes:
            width = self._right - self._left
            note: Fitted = fit(letters, each, width, size=9, floor=7, lines=6)
            height = len(note.lines) * note.size * _LEADING + 5
            if self._y - height < LANDSCAPE.bottom:
                self._blank()
            place = (self._left, self._y - height, width, height)
            self._page.box_text(place, note, face=Typeface.SONG, leading=_LEADING)
            self._y -= height

    def _blank(self) -> None:
        """Begin a page without a table, for notes that found no room."""
        self._pages.append(self._document.drawing())
        self._y = LANDSCAPE.top - 10
