"""Draw slips: rows from top to bottom inside a frame, on a second page only what must be there."""

import math
from collections.abc import Sequence
from dataclasses import replace

from jianxi_desktop.prints.document import BLACK, Align, Document, Drawing
from jianxi_desktop.prints.fonts import Typeface
from jianxi_desktop.prints.grid import GridPen
from jianxi_desktop.prints.output import PrintResult, Target
from jianxi_desktop.prints.page import Identity, draw_footer
from jianxi_desktop.prints.slip import Area, Grid, Heading, Line, Part, Slip
from jianxi_desktop.prints.style import FORMAL, THICK, THIN, TITLE
from jianxi_desktop.prints.whole import write_whole
from jianxi_desktop.prints.wrapping import Fitted, fit, wrap

_SIZE, _SMALLEST, _LEADING = 12.0, 8.0, 1.45
_LABEL = 82.0
_PAD = 7.0
_LEAST_ROW = 32.0
_HEADING = 24.0
_SHADE = (0.93, 0.93, 0.93)
_SIGNED = 26.0
_MOST_STRETCH = 150.0  # what an area may grow by, to fill the page
_NOTE = 9.5


def draw_slips(target: Target, title: str, slips: Sequence[Slip]) -> PrintResult:
    """Draw slips, each from a page of its own.

    Args:
        target: File or memory that takes the PDF.
        title: What the file is called by its reader.
        slips: The slips.

    Raises:
        EnvironmentFailure: Fonts are missing or the file cannot be written.
    """

    def draw(document: Document) -> None:
        for slip in slips:
            _draw(document, slip)

    return write_whole(target, title, draw)


def _draw(document: Document, slip: Slip) -> None:
    sheets = _Sheets(document, slip)
    pages = sheets.draw()
    identity = Identity("", slip.unit, "", slip.printed_by)
    for number, page in enumerate(pages, 1):
        draw_footer(page, FORMAL, identity, number, len(pages))
        document.add_page(page, FORMAL.width, FORMAL.height)


class _Sheets:
    """The pages of one slip while they are laid out."""

    def __init__(self, document: Document, slip: Slip) -> None:
        self._document = document
        self._slip = slip
        self._pages: list[Drawing] = []
        self._y = self._frame = 0.0
        self._stretch = 0.0

    def draw(self) -> list[Drawing]:
        """Lay out all parts; areas grow where the page has room."""
        self._start_page()
        self._drop_spare_rows()
        self._stretch = self._spare()
        for part in self._slip.parts:
            if isinstance(part, Grid):
                self._draw_grid(part)
            elif isinstance(part, Area):
                self._draw_area(part)
            elif isinstance(part, Heading):
                self._draw_heading(part)
            else:
                self._draw_line(part)
        self._close_frame()
        self._draw_notes()
        return self._pages

    @property
    def _page(self) -> Drawing:
        return self._pages[-1]

    def _start_page(self) -> None:
        first = not self._pages
        self._pages.append(self._document.drawing())
        page, width = self._page, FORMAL.right - FORMAL.left
        middle = (FORMAL.left + FORMAL.right) / 2
        said = self._slip.title if first else f"{self._slip.title}（续）"
        size = TITLE if first else 14
        title = fit(page.letters(Typeface.TITLE), said, width, size=size, floor=12, lines=3)
        y = FORMAL.top - title.size
        for line in title.lines:
            page.text(middle, y, line, face=Typeface.TITLE, size=title.size, align=Align.CENTER)
            y -= title.size * 1.35
        page.cut += title.cut
        y -= 4
        if first and (self._slip.about or self._slip.number):
            self._draw_about(y)
            y -= 14
        self._y = self._frame = y

    def _draw_about(self, y: float) -> None:
        page, half = self._page, (FORMAL.right - FORMAL.left) / 2
        letters = page.letters(Typeface.SONG)
        about = fit(letters, self._slip.about, half * 1.2, size=11, floor=7)
        number = fit(letters, self._slip.number, half * 0.76, size=11, floor=7)
        page.text(FORMAL.left, y, about.lines[0], face=Typeface.SONG, size=about.size)
        page.text(
            FORMAL.right, y, number.lines[0],
            face=Typeface.SONG, size=number.size, align=Align.RIGHT,
        )  # fmt: skip
        page.cut += about.cut + number.cut

    def _spare(self) -> float:
        """Say by how much each area may grow so that one page is filled."""
        areas = sum(isinstance(part, Area) for part in self._slip.parts)
        if not areas:
            return 0.0
        return min(max(self._left() - 1, 0.0) / areas, _MOST_STRETCH)

    def _left(self) -> float:
        """Say how much of the first page all parts leave; below nought it does not hold them."""
        used = sum(self._height(part) for part in self._slip.parts)
        used += len(self._slip.notes) * _NOTE * 1.6 + 10
        return self._room() - used

    def _drop_spare_rows(self) -> None:
        """Leave rows to fill in out where one page holds the slip without them."""
        lacking = -self._left()
        parts = list(self._slip.parts)
        for at, part in enumerate(parts):
            if lacking <= 0 or not isinstance(part, Grid) or not part.rows:
                continue
            rows = math.ceil(lacking / part.height)
            if rows <= part.spare:
                parts[at] = replace(part, spare=part.spare - rows)
                self._slip = replace(self._slip, parts=tuple(parts))
                return

    def _height(self, part: Part) -> float:
        if isinstance(part, Line):
            return max(_LEAST_ROW, *map(_tall, self._fit_cells(part)))
        if isinstance(part, Area):
            return self._area_height(part, len(self._wrap(part)))
        if isinstance(part, Heading):
            return _HEADING
        pen, page = _pen(part), self._page
        rows = [pen.captions(page), *(pen.fit(page, row) for row in part.rows)]
        return sum(map(pen.height, rows)) + part.spare * part.height

    def _room(self) -> float:
        return self._y - FORMAL.bottom

    def _need(self, height: float) -> None:
        """Go on with a new page where a row finds no room."""
        if height > self._room():
            self._close_frame()
            self._start_page()

    def _close_frame(self) -> None:
        if self._frame > self._y:
            page = self._page
            page.pen(THICK)
            page.box(FORMAL.left, self._y, FORMAL.right - FORMAL.left, self._frame - self._y)
        self._frame = self._y

    def _draw_heading(self, heading: Heading) -> None:
        # It does not stand alone at the foot of a page.
        self._need(_HEADING * 2 + _LEAST_ROW / 2)
        page, bottom = self._page, self._y - _HEADING
        width = FORMAL.right - FORMAL.left
        page.ink(_SHADE)
        page.block(FORMAL.left, bottom, width, _HEADING)
        page.ink(BLACK)
        page.pen(THIN)
        page.line(FORMAL.left, self._y, FORMAL.right, self._y)
        text = fit(page.letters(Typeface.HEI), heading.text, width - 2 * _PAD, size=11.5, floor=8)
        box = (FORMAL.left + _PAD, bottom, width - 2 * _PAD, _HEADING)
        page.box_text(box, text, face=Typeface.HEI)
        self._y = bottom

    def _draw_line(self, line: Line) -> None:
        fitted = self._fit_cells(line)
        height = max(_LEAST_ROW, *map(_tall, fitted))
        self._need(height)
        page, bottom = self._page, self._y - height
        width = (FORMAL.right - FORMAL.left) / len(line.cells)
        page.pen(THIN)
        page.line(FORMAL.left, self._y, FORMAL.right, self._y)
        for at, (cell, text) in enumerate(zip(line.cells, fitted, strict=True)):
            x = FORMAL.left + at * width
            self._draw_label(cell.label, (x, bottom, _LABEL, height))
            if at:
                page.line(x, bottom, x, self._y)
            page.line(x + _LABEL, bottom, x + _LABEL, self._y)
            box = (x + _LABEL + _PAD, bottom, width - _LABEL - 2 * _PAD, height)
            page.box_text(box, text, face=Typeface.SONG, leading=_LEADING)
        self._y = bottom

    def _fit_cells(self, line: Line) -> list[Fitted]:
        width = (FORMAL.right - FORMAL.left) / len(line.cells) - _LABEL - 2 * _PAD
        letters = self._page.letters(Typeface.SONG)
        return [
            fit(letters, cell.text, width, size=_SIZE, floor=_SMALLEST + 1.5, lines=3)
            if letters.width(cell.text, _SIZE) < 4 * width
            else fit(letters, cell.text, width, size=_SIZE - 2, floor=_SMALLEST, lines=12)
            for cell in line.cells
        ]

    def _draw_label(self, label: str, box: tuple[float, float, float, float]) -> None:
        letters = self._page.letters(Typeface.HEI)
        text = fit(letters, label, box[2] - 8, size=11.5, floor=10.5)
        if text.cut:
            text = fit(letters, label, box[2] - 8, size=10, floor=7.5, lines=3)
        self._page.box_text(box, text, face=Typeface.HEI, align=Align.CENTER, leading=1.25)

    def _wrap(self, area: Area) -> tuple[str, ...]:
        width = FORMAL.right - FORMAL.left - _LABEL - 2 * _PAD
        if not area.text:
            return ()
        return wrap(self._page.letters(Typeface.SONG), area.text, _SIZE, width)

    def _area_height(self, area: Area, lines: int) -> float:
        text = lines * _SIZE * _LEADING + 2 * _PAD
        return max(area.least, text + (_SIGNED if area.signed else 0))

    def _draw_area(self, area: Area) -> None:
        """Draw a tall row; what does not fit on the page goes on in the next one."""
        lines, label = list(self._wrap(area)), area.label
        pitch = _SIZE * _LEADING
        while True:
            height = self._area_height(area, len(lines))
            if height <= self._room():
                height = min(height + self._stretch, self._room())
                self._draw_area_piece(area, label, lines, height)
                return
            fits = int((self._room() - 2 * _PAD) / pitch)
            if fits < 3 or len(lines) <= 3:
                self._need(height if len(lines) <= 3 else FORMAL.height)
                continue
            # The last lines stay with the place to sign.
            fits = min(fits, len(lines) - 1)
            self._draw_area_piece(Area(area.label), label, lines[:fits], fits * pitch + 2 * _PAD)
            lines, label = lines[fits:], f"{area.label}（续）"
            self._need(FORMAL.height)

    def _draw_area_piece(self, area: Area, label: str, lines: list[str], height: float) -> None:
        page, bottom = self._page, self._y - height
        page.pen(THIN)
        page.line(FORMAL.left, self._y, FORMAL.right, self._y)
        self._draw_label(label, (FORMAL.left, bottom, _LABEL, height))
        page.line(FORMAL.left + _LABEL, bottom, FORMAL.left + _LABEL, self._y)
        x, y = FORMAL.left + _LABEL + _PAD, self._y - _PAD - _SIZE
        for line in lines:
            page.text(x, y, line, face=Typeface.SONG, size=_SIZE)
            y -= _SIZE * _LEADING
        if area.signed:
            letters = page.letters(Typeface.SONG)
            signed = fit(letters, area.signed, FORMAL.right - x - 14, size=11.5, floor=8)
            page.text(
                FORMAL.right - 12, bottom + 9, signed.lines[0],
                face=Typeface.SONG, size=signed.size, align=Align.RIGHT,
            )  # fmt: skip
            page.cut += signed.cut
        self._y = bottom

    def _draw_grid(self, grid: Grid) -> None:
        pen = _pen(grid)
        captions = pen.captions(self._page)
        rows = [*grid.rows, *[("",) * len(grid.columns)] * grid.spare]
        self._need(pen.height(captions) + grid.height * min(len(rows), 2))
        self._y = pen.draw_captions(self._page, self._y, captions)
        for row in rows:
            fitted = pen.fit(self._page, row)
            if pen.height(fitted) > self._room():
                self._close_frame()
                self._start_page()
                self._y = pen.draw_captions(self._page, self._y, captions)
            self._y = pen.draw(self._page, self._y, fitted)

    def _draw_notes(self) -> None:
        letters = self._page.letters(Typeface.SONG)
        for note in self._slip.notes:
            for line in wrap(letters, note, _NOTE, FORMAL.right - FORMAL.left):
                self._need(_NOTE * 1.6)
                self._page.text(
                    FORMAL.left, self._y - _NOTE * 1.5, line, face=Typeface.SONG, size=_NOTE
                )
                self._y -= _NOTE * 1.6
        self._frame = self._y


def _pen(grid: Grid) -> GridPen:
    return GridPen(grid.columns, FORMAL.left, FORMAL.right, grid.height)


def _tall(text: Fitted) -> float:
    return len(text.lines) * text.size * _LEADING + 2 * _PAD
