"""Draw letters: 22 lines a page, headings that stay with their text, a place to seal, annexes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jianxi_desktop.prints.document import BLACK, Align, Document, Drawing
from jianxi_desktop.prints.fonts import Typeface
from jianxi_desktop.prints.grid import GridPen
from jianxi_desktop.prints.letter import Annex, Letter
from jianxi_desktop.prints.lettering import Letters
from jianxi_desktop.prints.output import PrintResult, Target
from jianxi_desktop.prints.page import Identity, draw_origin
from jianxi_desktop.prints.style import (
    FOLIO,
    FOLIO_BELOW,
    HEAD_TOP,
    LINES,
    OFFICIAL,
    PITCH,
    RED,
    RULE_APART,
    RULE_BELOW_HEAD,
    RULE_FROM_FOOT,
    RULE_LENGTH,
    RULE_THICK,
    RULE_THIN,
    SEAL_INDENT,
    TEXT,
    THICK,
    TITLE,
)
from jianxi_desktop.prints.whole import write_whole
from jianxi_desktop.prints.wrapping import Fitted, fit, wrap

_WIDTH = OFFICIAL.right - OFFICIAL.left
_HEAD_SIZE, _HEAD_FLOOR = 42.0, 20.0
_ANNEX_ROW, _NOTE = 22.0, 9.0
_NUMBER = "〔　　　〕　　号"


@dataclass(frozen=True)
class _Line:
    """One line of the text.

    Attributes:
        text: What it says.
        face: Its typeface.
        size: Its size.
        x: Where it stands, from the left edge of the sheet.
        align: Which part of it stands there.
        stays: Whether the next line may not be parted from it.
    """

    text: str = ""
    face: Typeface = Typeface.SONG
    size: float = TEXT
    x: float = OFFICIAL.left
    align: Align = Align.LEFT
    stays: bool = False


def draw_letters(target: Target, title: str, letters: Sequence[Letter]) -> PrintResult:
    """Draw letters, each from a page of its own with its own page numbers.

    Args:
        target: File or memory that takes the PDF.
        title: What the file is called by its reader.
        letters: The letters.

    Raises:
        EnvironmentFailure: Fonts are missing or the file cannot be written.
    """

    def draw(document: Document) -> None:
        for letter in letters:
            _draw(document, letter)

    return write_whole(target, title, draw)


def _draw(document: Document, letter: Letter) -> None:
    sheets = _Sheets(document, letter)
    identity = Identity("", "", "", letter.printed_by)
    for number, page in enumerate(sheets.draw(), 1):
        if number > 1 or not letter.head:
            _draw_folio(page, number)
        draw_origin(page, OFFICIAL, identity)
        document.add_page(page, OFFICIAL.width, OFFICIAL.height)


class _Sheets:
    """The pages of one letter while they are laid out."""

    def __init__(self, document: Document, letter: Letter) -> None:
        self._document = document
        self._letter = letter
        self._pages: list[Drawing] = []

    def draw(self) -> list[Drawing]:
        """Lay out the text, then each annex from a page of its own."""
        self._start_page()
        y = OFFICIAL.top
        if self._letter.head:
            y = _draw_head(self._page, self._letter.head)
        self._draw_lines(y)
        for number, annex in enumerate(self._letter.annexes, 1):
            self._draw_annex(annex, f"附件{number if len(self._letter.annexes) > 1 else ''}")
        return self._pages

    @property
    def _page(self) -> Drawing:
        return self._pages[-1]

    def _start_page(self) -> None:
        self._pages.append(self._document.drawing())

    def _draw_lines(self, y: float) -> None:
        lines = [*self._title(), *self._text(), *self._enclosures(), *self._signed()]
        at = 0
        while at < len(lines):
            room = int((y - OFFICIAL.bottom + 0.5) / PITCH)
            end = _page_end(lines, at, min(room, LINES))
            for line in lines[at:end]:
                base = y - (PITCH + line.size) / 2 + line.size * 0.12
                self._page.text(
                    line.x, base, line.text, face=line.face, size=line.size, align=line.align
                )
                y -= PITCH
            at = end
            if at < len(lines):
                self._start_page()
                y = OFFICIAL.top

    def _title(self) -> Iterator[_Line]:
        letters = self._page.letters(Typeface.TITLE)
        fitted = fit(letters, self._letter.title, _WIDTH, size=TITLE, floor=TEXT, lines=4)
        self._page.cut += fitted.cut
        middle = (OFFICIAL.left + OFFICIAL.right) / 2
        for line in _shapely(letters, self._letter.title, fitted):
            yield _Line(line, Typeface.TITLE, fitted.size, middle, Align.CENTER, stays=True)
        yield _Line(stays=True)

    def _text(self) -> Iterator[_Line]:
        song, hei = self._page.letters(Typeface.SONG), self._page.letters(Typeface.HEI)
        if self._letter.to:
            for text in wrap(song, self._letter.to, TEXT, _WIDTH):
                yield _Line(text)
        for each in self._letter.paragraphs:
            said = f"　　{each.text}"
            if each.heading:
                for text in wrap(hei, said, TEXT, _WIDTH):
                    yield _Line(text, Typeface.HEI, TEXT, stays=True)
                continue
            for text in wrap(song, said, TEXT, _WIDTH):
                yield _Line(text)

    def _enclosures(self) -> Iterator[_Line]:
        """Name the annexes below the text; a long name goes on below its own first letter."""
        annexes = self._letter.annexes
        if not annexes:
            return
        yield _Line()
        song = self._page.letters(Typeface.SONG)
        for number, annex in enumerate(annexes, 1):
            before = "附件：" if number == 1 else "　　　"
            counted = f"{number}. " if len(annexes) > 1 else ""
            start = OFFICIAL.left + 2 * TEXT
            indent = start + song.width(before + counted, TEXT)
            for at, text in enumerate(wrap(song, annex.title, TEXT, OFFICIAL.right - indent)):
                yield _Line(text if at else before + counted + text, x=indent if at else start)

    def _signed(self) -> Iterator[_Line]:
        """Put sender and day where a seal lies over both: the day four letters from the right."""
        letter, song = self._letter, self._page.letters(Typeface.SONG)
        if not letter.sender and not letter.day:
            return
        yield _Line(stays=True)
        right = OFFICIAL.right - SEAL_INDENT
        middle = right - song.width(letter.day, TEXT) / 2
        for text in wrap(song, letter.sender, TEXT, _WIDTH):
            half = song.width(text, TEXT) / 2
            yield _Line(text, x=min(middle, OFFICIAL.right - half), align=Align.CENTER, stays=True)
        yield _Line(letter.day, x=right, align=Align.RIGHT)

    def _draw_annex(self, annex: Annex, name: str) -> None:
        y = self._start_annex(annex, name)
        pen = GridPen(annex.columns, OFFICIAL.left, OFFICIAL.right, _ANNEX_ROW)
        captions = pen.captions(self._page)
        top, y = y, pen.draw_captions(self._page, y, captions)
        for row in annex.rows:
            fitted = pen.fit(self._page, row)
            if y - pen.height(fitted) < OFFICIAL.bottom:
                self._close_frame(top, y)
                self._start_page()
                top, y = OFFICIAL.top, pen.draw_captions(self._page, OFFICIAL.top, captions)
            y = pen.draw(self._page, y, fitted)
        self._close_frame(top, y)
        letters = self._page.letters(Typeface.SONG)
        for line in wrap(letters, annex.note, _NOTE, _WIDTH) if annex.note else ():
            y -= _NOTE * 1.7
            self._page.text(OFFICIAL.left, y, line, face=Typeface.SONG, size=_NOTE)

    def _start_annex(self, annex: Annex, name: str) -> float:
        self._start_page()
        page, y = self._page, OFFICIAL.top - TEXT
        page.text(OFFICIAL.left, y, name, face=Typeface.HEI, size=TEXT)
        title = fit(page.letters(Typeface.TITLE), annex.title, _WIDTH, size=TITLE, floor=TEXT,
                    lines=3)  # fmt: skip
        page.cut += title.cut
        middle = (OFFICIAL.left + OFFICIAL.right) / 2
        y -= PITCH
        for line in _shapely(page.letters(Typeface.TITLE), annex.title, title):
            y -= PITCH
            page.text(middle, y, line, face=Typeface.TITLE, size=title.size, align=Align.CENTER)
        return y - PITCH / 2

    def _close_frame(self, top: float, bottom: float) -> None:
        self._page.pen(THICK)
        self._page.box(OFFICIAL.left, bottom, _WIDTH, top - bottom)


def _page_end(lines: Sequence[_Line], at: int, room: int) -> int:
    """Say where a page ends: not behind a heading, and not before the place to sign alone."""
    end = at + room
    if end >= len(lines):
        return len(lines)
    while end > at + 1 and lines[end - 1].stays:
        end -= 1
    if all(line.stays for line in lines[end:-1]) and end > at + 2:
        end -= 1  # one line of the text at least goes on with the signature
    return end


def _shapely(letters: Letters, text: str, fitted: Fitted) -> tuple[str, ...]:
    """Break a title into lines of much the same length, as the standard asks."""
    width, lines, size = _WIDTH, fitted.lines, fitted.size
    if fitted.cut:
        return lines
    while len(narrower := wrap(letters, text, size, width - size)) == len(lines):
        width, lines = width - size, narrower
    return lines


def _draw_head(page: Drawing, name: str) -> float:
    """Draw the red head of a letter; give where its text begins."""
    letters = page.letters(Typeface.TITLE)
    fitted = fit(letters, name, RULE_LENGTH, size=_HEAD_SIZE, floor=_HEAD_FLOOR)
    if fitted.cut:
        fitted = fit(letters, name, RULE_LENGTH, size=_HEAD_FLOOR, floor=TEXT, lines=3)
    page.cut += fitted.cut
    left = (OFFICIAL.width - RULE_LENGTH) / 2
    y = OFFICIAL.height - HEAD_TOP
    page.ink(RED)
    for line in fitted.lines:
        y -= fitted.size * 1.15
        page.text(
            OFFICIAL.width / 2, y, line, face=Typeface.TITLE, size=fitted.size, align=Align.CENTER
        )
    y -= fitted.size * 0.15 + RULE_BELOW_HEAD
    _draw_rules(page, left, y, RULE_THICK, RULE_THIN)
    _draw_rules(page, left, RULE_FROM_FOOT, RULE_THIN, RULE_THICK)
    page.ink(BLACK)
    y -= PITCH
    page.text(
        OFFICIAL.right, y, _NUMBER, face=Typeface.SONG, size=TEXT, align=Align.RIGHT
    )  # the office writes its own number there
    return y - PITCH * 1.5


def _draw_rules(page: Drawing, left: float, y: float, upper: float, lower: float) -> None:
    for width, place in ((upper, y), (lower, y - RULE_APART)):
        page.pen(width)
        page.line(left, place, left + RULE_LENGTH, place)


def _draw_folio(page: Drawing, number: int) -> None:
    """Write the page number at the outer edge, one letter in."""
    said, y = f"— {number} —", OFFICIAL.bottom - FOLIO_BELOW - FOLIO * 0.3
    if number % 2:
        x, align = OFFICIAL.right - FOLIO, Align.RIGHT
    else:
        x, align = OFFICIAL.left + FOLIO, Align.LEFT
    page.text(x, y, said, face=Typeface.SONG, size=FOLIO, align=align)
