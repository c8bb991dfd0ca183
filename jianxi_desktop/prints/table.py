"""A printed table (台账、花名册) of any ledger: rows of finished text under a repeating header.

Rows are as high as their longest text needs and never split between pages.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO

from jianxi_desktop.domain.progress import Progress, no_progress
from jianxi_desktop.prints.document import Align, Document, Drawing, Stamp
from jianxi_desktop.prints.fonts import Typeface, find_fonts
from jianxi_desktop.prints.output import PrintResult, Target, deliver
from jianxi_desktop.prints.page import (
    CODE_SIDE,
    LANDSCAPE,
    PORTRAIT,
    Identity,
    Paper,
    draw_corner_marks,
    draw_footer,
    draw_identity,
)
from jianxi_desktop.prints.wrapping import Fitted, fit

_THIN, _THICK = 0.5, 1.2
_PADDING = 3.0
_SIZE, _SMALL, _SMALLEST, _LEADING = 9.0, 7.7, 6.5, 1.28
_HEAD_SIZE = 9.5
_LEAST_ROW = 20.0
_TITLE, _RUNNING_TITLE = 18.0, 11.0
_MOST_LINES = 24
_MOST_ABOUT = 4  # lines that say what a table covers
_EVERY = 50  # rows between two reports of progress
_SIGNED = (
    "填报单位（盖章）：",
    "负责人（签名）：",
    "填表人（签名）：",
    "报出时间：　　　年　　月　　日",
)


@dataclass(frozen=True)
class Column:
    """A column of a printed table.

    Attributes:
        caption: Its heading.
        width: Its width in Chinese letters; the page shares its width by these.
        align: Where text stands in its cells.
    """

    caption: str
    width: float
    align: Align = Align.LEFT


@dataclass(frozen=True)
class TableSpec:
    """A table to print.

    Attributes:
        title: Title of the table.
        columns: Its columns.
        rows: Cells of each row as text, one for each column.
        unit: The office that hands it in (填报单位).
        subtitle: What the table covers, such as a day or a street.
        landscape: Whether the sheet lies on its side.
        form_number: Number of the form, when it has one.
        note: A remark below the last row.
        watermark: Pale text behind each page, such as 内部资料.
        printed_on: Day of printing as shown.
        printed_by: Who prints it and when, at the foot of each page.
        counted: Whether the head says how many rows there are.
    """

    title: str
    columns: tuple[Column, ...]
    rows: Iterable[Sequence[str]] = field(repr=False)
    unit: str = ""
    subtitle: str = ""
    landscape: bool = True
    form_number: str = ""
    note: str = ""
    watermark: str = ""
    printed_on: str = ""
    printed_by: str = ""
    counted: bool = True


def room_of(columns: Sequence[Column], *, landscape: bool) -> float:
    """Give which part of the width they are meant for columns get; 1 where all of it is there."""
    paper = LANDSCAPE if landscape else PORTRAIT
    needed = sum(column.width * _SIZE + 2 * _PADDING for column in columns)
    return min((paper.right - paper.left) / needed, 1.0)


def draw_table(target: Target, spec: TableSpec, progress: Progress = no_progress) -> PrintResult:
    """Print a table.

    Args:
        target: File or memory that takes the PDF.
        spec: What is printed; its rows are read once.
        progress: Told every 50 rows; what it raises stops the work and leaves no file.

    Raises:
        EnvironmentFailure: Fonts are missing or the file cannot be written.
    """
    return draw_tables(target, spec.title, (spec,), progress)


def draw_tables(
    target: Target, title: str, specs: Sequence[TableSpec], progress: Progress = no_progress
) -> PrintResult:
    """Print several tables one after the other, each from a page of its own, counted as one.

    Args:
        target: File or memory that takes the PDF.
        title: What the file is called by its reader.
        specs: The tables; their rows are read once.
        progress: As for one table.

    Raises:
        EnvironmentFailure: Fonts are missing or the file cannot be written.
    """

    def draw(stream: BinaryIO) -> PrintResult:
        document = Document(stream, find_fonts(), title)
        tables = [_Sheets(document, spec, progress) for spec in specs]
        pages = sum(len(each.draw()) for each in tables)
        done = 0
        for each in tables:
            done = each.write(done, pages)
        document.finish()
        numbers = tuple(spec.form_number for spec in specs if spec.form_number)
        return PrintResult(document.pages, numbers, document.missing, document.cut)

    return deliver(target, draw)


class _Sheets:
    """The pages of one table while they are laid out."""

    def __init__(self, document: Document, spec: TableSpec, progress: Progress) -> None:
        self._spec = spec
        self._progress = progress
        self._document = document
        self._paper: Paper = LANDSCAPE if spec.landscape else PORTRAIT
        total = sum(column.width for column in spec.columns)
        self._scale = (self._paper.right - self._paper.left) / total
        self._fitted: dict[tuple[float, str], Fitted] = {}
        self._pages: list[Drawing] = []
        self._header = self._fit_header()
        self._background = self._make_background()
        self._top = self._columns_end = self._y = 0.0

    def draw(self) -> list[Drawing]:
        """Lay out all pages."""
        rows = list(self._spec.rows)
        self._start_page()
        self._draw_signed(len(rows))
        self._draw_header()
        for done, row in enumerate(rows, 1):
            self._draw_row(row)
            if done % _EVERY == 0 or done == len(rows):
                self._progress(done, len(rows))
        if not rows:
            self._draw_nothing()
        self._close_frame()
        self._draw_note()
        return self._pages

    def write(self, before: int, pages: int) -> int:
        """Write the pages behind those of other tables; give how many there are by then."""
        spec, paper = self._spec, self._paper
        identity = Identity(spec.form_number, spec.unit, spec.printed_on, spec.printed_by)
        for number, page in enumerate(self._pages, before + 1):
            draw_identity(page, paper, identity, number, pages)
            draw_footer(page, paper, identity, number, pages)
            self._document.add_page(page, paper.width, paper.height)
        return before + len(self._pages)

    @property
    def _page(self) -> Drawing:
        return self._pages[-1]

    def _fit_header(self) -> list[Fitted]:
        letters = self._document.drawing().letters(Typeface.BOLD)
        return [
            fit(
                letters,
                column.caption,
                column.width * self._scale - 2 * _PADDING,
                size=_HEAD_SIZE,
                floor=6,
                lines=4,
            )
            for column in self._spec.columns
        ]

    def _make_background(self) -> Stamp:
        """Make the stamp that lies under every page."""
        paper = self._paper
        drawing = self._document.drawing()
        if self._spec.form_number:
            draw_corner_marks(drawing, paper)
        if self._spec.watermark:
            middle = paper.width / 2, paper.height / 2
            drawing.watermark(*middle, self._spec.watermark, face=Typeface.HEI, size=72)
        return self._document.make_stamp(drawing, paper.width, paper.height)

    def _start_page(self) -> None:
        self._pages.append(self._document.drawing())
        first = len(self._pages) == 1
        paper, page = self._paper, self._page
        page.stamp(self._background)
        size = _TITLE if first else _RUNNING_TITLE
        face = Typeface.TITLE if first else Typeface.BOLD
        # The code's room is left free on both sides, so that the title is centred.
        width = paper.right - paper.left - 2 * (CODE_SIDE + 14)
        title = fit(page.letters(face), self._spec.title, width, size=size, floor=9, lines=2)
        left = paper.left + CODE_SIDE + 14
        place = (left, paper.top - CODE_SIDE + 4, width, CODE_SIDE - 10)
        page.box_text(place, title, face=face, align=Align.CENTER)
        self._y = paper.top - CODE_SIDE - 10

    def _draw_signed(self, rows: int) -> None:
        """Write the four fields by which an office answers for its figures."""
        paper, page, spec = self._paper, self._page, self._spec
        counted = f"共 {rows} 条" if spec.counted else ""
        said = "　".join(part for part in (spec.subtitle, counted) if part)
        letters = page.letters(Typeface.SONG)
        width = paper.right - paper.left
        room = width - 2 * (CODE_SIDE + 14)
        about = fit(letters, said, room, size=9.5, floor=7)
        if about.cut:
            about = fit(letters, said, room, size=9.5, floor=7, lines=_MOST_ABOUT)
        middle = (paper.left + paper.right) / 2
        for line in about.lines:
            page.text(
                middle, self._y + 4, line,
                face=Typeface.SONG, size=about.size, align=Align.CENTER,
            )  # fmt: skip
            self._y -= about.size * _LEADING
        self._y += about.size * _LEADING
        page.cut += about.cut
        fields = (_SIGNED[0] + spec.unit, *_SIGNED[1:])
        shares = (0.31, 0.2, 0.2, 0.29)
        x = paper.left
        for text, share in zip(fields, shares, strict=True):
            fitted = fit(letters, text, width * share - 8, size=9.5, floor=6)
            page.text(x, self._y - 13, fitted.lines[0], face=Typeface.SONG, size=fitted.size)
            page.cut += fitted.cut
            x += width * share
        self._y -= 20

    def _draw_header(self) -> None:
        self._top = self._y
        height = max(len(text.lines) * text.size for text in self._header) * _LEADING + 9
        x = self._paper.left
        for column, text in zip(self._spec.columns, self._header, strict=True):
            width = column.width * self._scale
            box = (x + _PADDING, self._y - height, width - 2 * _PADDING, height)
            self._page.box_text(box, text, face=Typeface.BOLD, align=Align.CENTER, leading=_LEADING)
            x += width
        self._y = self._columns_end = self._y - height

    def _draw_row(self, row: Sequence[str]) -> None:
        cells = [
            self._fit_cell(text, column.width * self._scale - 2 * _PADDING)
            for text, column in zip(row, self._spec.columns, strict=True)
        ]
        tallest = max(len(cell.lines) * cell.size for cell in cells)
        height = max(tallest * _LEADING + 6, _LEAST_ROW)
        if self._y - height < self._paper.bottom:
            self._close_frame()
            self._start_page()
            self._draw_header()
        page = self._page
        page.pen(_THIN)
        page.line(self._paper.left, self._y, self._paper.right, self._y)
        x = self._paper.left
        for cell, column in zip(cells, self._spec.columns, strict=True):
            width = column.width * self._scale
            box = (x + _PADDING, self._y - height, width - 2 * _PADDING, height)
            page.box_text(box, cell, face=Typeface.SONG, align=column.align, leading=_LEADING)
            x += width
        self._y = self._columns_end = self._y - height

    def _fit_cell(self, text: str, width: float) -> Fitted:
        key = width, text
        if (found := self._fitted.get(key)) is None:
            letters = self._page.letters(Typeface.SONG)
            found = fit(letters, text, width, size=_SIZE, floor=_SMALL)
            if found.cut:
                found = fit(letters, text, width, size=_SIZE, floor=_SMALLEST, lines=_MOST_LINES)
            self._fitted[key] = found
        return found

    def _draw_nothing(self) -> None:
        page, paper = self._page, self._paper
        page.pen(_THIN)
        page.line(paper.left, self._y, paper.right, self._y)
        box = (paper.left, self._y - 40, paper.right - paper.left, 40.0)
        page.box_text(box, Fitted(11, ("无记录",)), face=Typeface.SONG, align=Align.CENTER)
        self._y -= 40

    def _close_frame(self) -> None:
        """Draw the frame and the lines between columns."""
        page, paper = self._page, self._paper
        page.pen(_THIN)
        x = paper.left
        for column in self._spec.columns[:-1]:
            x += column.width * self._scale
            page.line(x, self._columns_end, x, self._top)
        page.pen(_THICK)
        page.box(paper.left, self._y, paper.right - paper.left, self._top - self._y)

    def _draw_note(self) -> None:
        """Write the remark below the last row, on a page of its own when there is no room."""
        if not self._spec.note:
            return
        paper = self._paper
        letters = self._page.letters(Typeface.SONG)
        note = fit(letters, self._spec.note, paper.right - paper.left, size=9, floor=7, lines=8)
        height = len(note.lines) * note.size * _LEADING + 6
        if self._y - height < paper.bottom:
            self._start_page()
        box = (paper.left, self._y - height, paper.right - paper.left, height)
        self._page.box_text(box, note, face=Typeface.SONG, leading=_LEADING)
