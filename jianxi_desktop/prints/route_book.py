"""The route book (观摩路线手册): a cover with the days at a glance, then a page a day.

It is read on the bus: the place is large, what one asks on the way stands below it. A day that
does not fit on one page is set smaller first, and then goes on behind.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from jianxi_desktop.domain.progress import Progress, no_progress
from jianxi_desktop.prints.document import Align, Document, Drawing
from jianxi_desktop.prints.fonts import Typeface, find_fonts
from jianxi_desktop.prints.grid import GridPen
from jianxi_desktop.prints.output import PrintResult, Target, deliver
from jianxi_desktop.prints.page import Identity, draw_footer
from jianxi_desktop.prints.style import FORMAL, THICK, THIN
from jianxi_desktop.prints.table import Column
from jianxi_desktop.prints.wrapping import Fitted, fit, wrap

TITLE = "观摩路线手册"
_LEFT, _RIGHT, _WIDTH = FORMAL.left, FORMAL.right, FORMAL.right - FORMAL.left
_SIDE = 58.0  # the column of number and hours
_PAD = 7.0
_NUMBER, _HOUR, _NAME, _TEXT, _LEADING = 21.0, 10.5, 13.5, 10.0, 1.36
_BOOK, _DAY = 34.0, 14.0
_SCALES = (1.0, 0.94, 0.88, 0.82)
_HEAD = 40.0  # above the stops of a day
_NOTES, _NOTE_LINE, _MOST_NOTES = 78.0, 24.0, 12
_FACT_LABEL, _FACT = 82.0, 28.0


@dataclass(frozen=True)
class Stop:
    """One place on the route.

    Attributes:
        number: Its place on the route.
        hours: When it is visited, such as ``09:00`` and ``09:40``.
        name: The organisation.
        street: Its superior.
        lines: What one should know of it, a line each.
    """

    number: int
    hours: tuple[str, ...]
    name: str
    street: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Day:
    """One day of the route.

    Attributes:
        title: Which day it is.
        summary: Its cells of the table on the cover.
        stops: Its places.
    """

    title: str
    summary: tuple[str, ...]
    stops: tuple[Stop, ...]


@dataclass(frozen=True)
class RouteBook:
    """A route book.

    Attributes:
        round_name: The round.
        facts: Captions with what they say, on the cover.
        columns: Columns of the table of days.
        days: The days.
        unit: The office that hands it out.
        printed_by: Who prints it and when.
    """

    round_name: str
    facts: tuple[tuple[str, str], ...]
    columns: tuple[Column, ...]
    days: tuple[Day, ...]
    unit: str = ""
    printed_by: str = ""


def draw_route_book(
    target: Target, book: RouteBook, progress: Progress = no_progress
) -> PrintResult:
    """Draw a route book.

    Args:
        target: File or memory that takes the PDF.
        book: What it says.
        progress: Told every day; what it raises stops the work and leaves no file.

    Raises:
        EnvironmentFailure: Fonts are missing or the file cannot be written.
    """
    return deliver(target, lambda stream: _Book(stream, book, progress).draw())


class _Book:
    """The pages of one book while they are laid out."""

    def __init__(self, stream: BinaryIO, book: RouteBook, progress: Progress) -> None:
        self._document = Document(stream, find_fonts(), f"{TITLE}（{book.round_name}）")
        self._book = book
        self._progress = progress
        self._pages: list[Drawing] = []
        self._y = 0.0

    def draw(self) -> PrintResult:
        """Lay out and write all pages."""
        self._draw_cover()
        days = self._book.days
        for done, day in enumerate(days, 1):
            self._draw_day(day)
            self._progress(done, len(days))
        identity = Identity("", self._book.unit, "", self._book.printed_by)
        for number, page in enumerate(self._pages, 1):
            draw_footer(page, FORMAL, identity, number, len(self._pages))
            self._document.add_page(page, FORMAL.width, FORMAL.height)
        self._document.finish()
        return PrintResult(self._document.pages, (), self._document.missing, self._document.cut)

    @property
    def _page(self) -> Drawing:
        return self._pages[-1]

    def _start_page(self) -> None:
        self._pages.append(self._document.drawing())
        self._y = FORMAL.top

    def _draw_cover(self) -> None:
        self._start_page()
        middle = (_LEFT + _RIGHT) / 2
        self._y -= 34
        letters = self._page.letters(Typeface.TITLE)
        name = fit(letters, self._book.round_name, _WIDTH, size=20, floor=13, lines=3)
        self._page.cut += name.cut
        for line in name.lines:
            self._page.text(
                middle, self._y, line, face=Typeface.TITLE, size=name.size, align=Align.CENTER
            )
            self._y -= name.size * 1.4
        self._y -= 22
        self._page.text(
            middle, self._y, TITLE, face=Typeface.TITLE, size=_BOOK,
            align=Align.CENTER,
        )  # fmt: skip
        self._y -= 44
        self._draw_facts()
        self._y -= 20
        self._draw_days()

    def _draw_facts(self) -> None:
        page, top = self._page, self._y
        for caption, value in self._book.facts:
            room = _WIDTH - _FACT_LABEL - 2 * _PAD
            said = fit(page.letters(Typeface.SONG), value, room, size=12, floor=9.5, lines=4)
            height = max(_FACT, len(said.lines) * said.size * 1.35 + 10)
            bottom = self._y - height
            label = fit(page.letters(Typeface.HEI), caption, _FACT_LABEL - 8, size=11.5, floor=8)
            page.box_text((_LEFT, bottom, _FACT_LABEL, height), label, face=Typeface.HEI,
                          align=Align.CENTER)  # fmt: skip
            box = (_LEFT + _FACT_LABEL + _PAD, bottom, room, height)
            page.box_text(box, said, face=Typeface.SONG, leading=1.35)
            page.pen(THIN)
            page.line(_LEFT, bottom, _RIGHT, bottom)
            self._y = bottom
        page.line(_LEFT + _FACT_LABEL, self._y, _LEFT + _FACT_LABEL, top)
        page.pen(THICK)
        page.box(_LEFT, self._y, _WIDTH, top - self._y)

    def _draw_days(self) -> None:
        pen = GridPen(self._book.columns, _LEFT, _RIGHT, 22)
        captions = pen.captions(self._page)
        top = self._y
        self._y = pen.draw_captions(self._page, top, captions)
        for day in self._book.days:
            row = pen.fit(self._page, day.summary)
            if self._y - pen.height(row) < FORMAL.bottom:
                self._close_frame(top)
                self._start_page()
                top = self._y
                self._y = pen.draw_captions(self._page, top, captions)
            self._y = pen.draw(self._page, self._y, row)
        self._close_frame(top)

    def _draw_day(self, day: Day) -> None:
        self._start_page()
        room = FORMAL.top - FORMAL.bottom - _HEAD
        scale = next((s for s in _SCALES if self._tall(day.stops, s) <= room), _SCALES[0])
        self._draw_day_head(day.title)
        top = self._y
        for stop in day.stops:
            if self._y - self._height(stop, scale) < FORMAL.bottom:
                self._close_frame(top)
                self._start_page()
                self._draw_day_head(f"{day.title}（续）")
                top = self._y
            self._draw_stop(stop, scale)
        self._close_frame(top)
        self._draw_notes()

    def _draw_day_head(self, title: str) -> None:
        said = fit(self._page.letters(Typeface.BOLD), title, _WIDTH, size=_DAY, floor=10)
        self._page.cut += said.cut
        y = self._y - _DAY
        self._page.text(_LEFT, y, said.lines[0], face=Typeface.BOLD, size=said.size)
        about = fit(
            self._page.letters(Typeface.SONG), self._book.round_name, _WIDTH, size=9.5, floor=6
        )
        self._page.cut += about.cut
        self._page.text(_LEFT, y - 16, about.lines[0], face=Typeface.SONG, size=about.size)
        self._y -= _HEAD

    def _tall(self, stops: Sequence[Stop], scale: float) -> float:
        return sum(self._height(stop, scale) for stop in stops)

    def _height(self, stop: Stop, scale: float) -> float:
        text = len(list(self._lines(stop, scale))) * _TEXT * _LEADING * scale
        name = self._name(stop, scale)
        head = (len(name.lines) * 1.3 * name.size) + 0.15 * _NAME * scale
        hours = (_NUMBER + 4 + len(stop.hours) * _HOUR * 1.25) * scale
        return max(head + text, hours) + _PAD * 1.6

    def _name(self, stop: Stop, scale: float) -> Fitted:
        """Make the name fit beside its street; a long one stands on two lines."""
        room = _WIDTH - _SIDE - 2 * _PAD - self._street(stop)[1] - 10
        letters, size = self._page.letters(Typeface.BOLD), _NAME * scale
        one = fit(letters, stop.name, room, size=size, floor=11 * scale)
        return one if not one.cut else fit(letters, stop.name, room, size=size, floor=7, lines=2)

    def _street(self, stop: Stop) -> tuple[Fitted, float]:
        letters, most = self._page.letters(Typeface.HEI), (_WIDTH - _SIDE) * 0.35
        street = fit(letters, stop.street, most, size=10, floor=6)
        return street, letters.width(street.lines[0], street.size)

    def _lines(self, stop: Stop, scale: float) -> Iterator[str]:
        letters = self._page.letters(Typeface.SONG)
        for line in stop.lines:
            yield from wrap(letters, line, _TEXT * scale, _WIDTH - _SIDE - 2 * _PAD)

    def _draw_stop(self, stop: Stop, scale: float) -> None:
        page, height = self._page, self._height(stop, scale)
        bottom = self._y - height
        self._draw_side(stop, scale, bottom, height)
        x, name = _LEFT + _SIDE + _PAD, self._name(stop, scale)
        street, _aside = self._street(stop)
        y = self._y - _PAD * 0.8 - name.size
        page.text(_RIGHT - _PAD, y, street.lines[0], face=Typeface.HEI, size=street.size,
                  align=Align.RIGHT)  # fmt: skip
        page.cut += name.cut + street.cut
        for at, line in enumerate(name.lines):
            y -= name.size * 1.3 if at else 0
            page.text(x, y, line, face=Typeface.BOLD, size=name.size)
        y -= name.size * 0.3 + _NAME * 0.15 * scale
        for line in self._lines(stop, scale):
            y -= _TEXT * _LEADING * scale
            page.text(x, y + 2, line, face=Typeface.SONG, size=_TEXT * scale)
        page.pen(THIN)
        page.line(_LEFT, self._y, _RIGHT, self._y)
        page.line(_LEFT + _SIDE, bottom, _LEFT + _SIDE, self._y)
        self._y = bottom

    def _draw_side(self, stop: Stop, scale: float, bottom: float, height: float) -> None:
        """Write the number on the route with the hours below it, in the middle of the row."""
        page, middle = self._page, _LEFT + _SIDE / 2
        size, pitch = _NUMBER * scale, _HOUR * 1.25 * scale
        block = size + (4 + len(stop.hours) * pitch if stop.hours else 0)
        y = bottom + (height + block) / 2 - size * 0.86
        page.text(middle, y, str(stop.number), face=Typeface.BOLD, size=size, align=Align.CENTER)
        y -= 4
        for hour in stop.hours:
            y -= pitch
            page.text(middle, y, hour, face=Typeface.HEI, size=_HOUR * scale, align=Align.CENTER)

    def _draw_notes(self) -> None:
        """Leave lines to write on where the page has room."""
        lines = min(int((self._y - FORMAL.bottom - 24) / _NOTE_LINE), _MOST_NOTES)
        if self._y - FORMAL.bottom < _NOTES or lines < 2:
            return
        y = self._y - 24
        self._page.text(_LEFT, y, "记事", face=Typeface.HEI, size=10.5)
        self._page.pen(0.3)
        for at in range(lines):
            start = _LEFT + 28 if at == 0 else _LEFT
            self._page.line(start, y - 3, _RIGHT, y - 3)
            y -= _NOTE_LINE

    def _close_frame(self, top: float) -> None:
        self._page.pen(THICK)
        self._page.box(_LEFT, self._y, _WIDTH, top - self._y)
