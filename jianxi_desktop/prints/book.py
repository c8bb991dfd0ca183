"""A book: chapters of headings, paragraphs, lists, tables and pictures, with its contents."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO, Final

from jianxi_desktop.prints.document import Align, Document, Drawing
from jianxi_desktop.prints.fonts import Typeface, find_fonts
from jianxi_desktop.prints.output import PrintResult
from jianxi_desktop.prints.page import PORTRAIT, Identity, draw_footer
from jianxi_desktop.prints.picture_file import PalettePicture, read_palette_picture
from jianxi_desktop.prints.wrapping import wrap

_TOP: Final = 786.0
_BOTTOM: Final = 60.0
_WIDTH: Final = PORTRAIT.right - PORTRAIT.left
_SIZE, _LEADING = 10.5, 17.0
_SMALL, _TIGHT = 9.5, 14.0
_HEADINGS: Final = {1: (17.0, 20.0), 2: (13.0, 14.0), 3: (11.0, 10.0)}  # size, gap above
_KEPT: Final = 80.0  # points that must be left below a heading
_SHARES: Final = {2: (0.3, 0.7), 3: (0.3, 0.24, 0.46)}
_LARGEST: Final = 0.46  # of the height of a page, for a picture


@dataclass(frozen=True)
class Block:
    """Something that stands in a chapter.

    Attributes:
        kind: ``heading``, ``text``, ``item``, ``table`` or ``picture``.
        text: The words; of an item behind its mark; of a picture its name.
        level: Of a heading, from 1.
        mark: What an item begins with.
        rows: Of a table, the first its heading.
    """

    kind: str
    text: str = ""
    level: int = 0
    mark: str = "•"
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Chapter:
    """A chapter of a book.

    Attributes:
        title: What the contents call it.
        part: The part of the book it stands in.
        blocks: What it says, its heading included.
    """

    title: str
    part: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Book:
    """A book to print.

    Attributes:
        title: What it is called.
        chapters: Its chapters, those of a part one after another.
        pictures: Files of pictures by their names: PNG with a palette.
        made_on: The day that stands at the foot.
    """

    title: str
    chapters: tuple[Chapter, ...]
    pictures: Mapping[str, bytes]
    made_on: str


def draw_book(stream: BinaryIO, book: Book) -> PrintResult:
    """Draw a book on A4; one of several chapters has its contents in front.

    Raises:
        EnvironmentFailure: Fonts are missing.
    """
    document = Document(stream, find_fonts(), book.title)
    flow = _Flow(document, book.pictures)
    begins = []
    part = book.chapters[0].part if book.chapters else ""
    for chapter in book.chapters:
        if chapter.part != part:
            flow.turn()
            part = chapter.part
        flow.need(_KEPT * 2)
        begins.append(len(flow.pages))
        for block in chapter.blocks:
            flow.add(block)
    several = len(book.chapters) > 1
    fronts = _contents(document, book, begins) if several else []
    _bind(document, book, fronts, flow.pages, begins)
    document.finish()
    return PrintResult(document.pages, (), document.missing, document.cut)


class _Flow:
    """Sets blocks below each other, page after page."""

    def __init__(self, document: Document, pictures: Mapping[str, bytes]) -> None:
        self._document = document
        self._files, self._known = pictures, dict[str, tuple[str, PalettePicture]]()
        self.pages: list[Drawing] = [document.drawing()]
        self._y = _TOP

    def turn(self) -> None:
        """Begin a page."""
        self.pages.append(self._document.drawing())
        self._y = _TOP

    def need(self, height: float) -> None:
        """Begin a page if there is no room for so many points."""
        if self._y - height < _BOTTOM:
            self.turn()

    def add(self, block: Block) -> None:
        """Set a block."""
        {
            "heading": self._heading,
            "text": self._text,
            "item": self._item,
            "table": self._table,
            "picture": self._picture,
        }[block.kind](block)

    def _heading(self, block: Block) -> None:
        size, gap = _HEADINGS.get(block.level, _HEADINGS[3])
        self.need(_KEPT)
        self._y -= gap if self._y < _TOP else 0
        for line in wrap(self.pages[-1].letters(Typeface.BOLD), block.text, size, _WIDTH):
            self._line(PORTRAIT.left, line, Typeface.BOLD, size, size * 1.5)
        self._y -= 2

    def _text(self, block: Block) -> None:
        self._lines(block.text, 0)
        self._y -= 5

    def _item(self, block: Block) -> None:
        self.need(_LEADING)
        drawing, y = self.pages[-1], self._y - _SIZE
        drawing.text(PORTRAIT.left + 4, y, block.mark, face=Typeface.SONG, size=_SIZE)
        self._lines(block.text, 20)
        self._y -= 2

    def _lines(self, text: str, indent: float) -> None:
        letters = self.pages[-1].letters(Typeface.SONG)
        for line in wrap(letters, text, _SIZE, _WIDTH - indent):
            self._line(PORTRAIT.left + indent, line, Typeface.SONG, _SIZE, _LEADING)

    def _line(self, x: float, text: str, face: Typeface, size: float, leading: float) -> None:
        self.need(leading)
        self.pages[-1].text(x, self._y - size, text, face=face, size=size)
        self._y -= leading

    def _table(self, block: Block) -> None:
        columns = max(map(len, block.rows))
        shares = _SHARES.get(columns, tuple([1 / columns] * columns))
        self._y -= 2
        for place, row in enumerate(block.rows):
            self._row(row, shares, Typeface.BOLD if place == 0 else Typeface.SONG)
        self._y -= 8

    def _row(self, row: Sequence[str], shares: Sequence[float], face: Typeface) -> None:
        letters = self.pages[-1].letters(face)
        cells = [
            wrap(letters, text, _SMALL, share * _WIDTH - 10)
            for text, share in zip(row, shares, strict=False)
        ]
        height = max(map(len, cells)) * _TIGHT + 7
        self.need(height)
        drawing, x = self.pages[-1], PORTRAIT.left
        drawing.pen(0.4)
        for lines, share in zip(cells, shares, strict=False):
            drawing.box(x, self._y - height, share * _WIDTH, height)
            for place, line in enumerate(lines):
                y = self._y - 3 - _SMALL - place * _TIGHT
                drawing.text(x + 5, y, line, face=face, size=_SMALL)
            x += share * _WIDTH
        self._y -= height

    def _picture(self, block: Block) -> None:
        if block.text not in self._files:
            return
        if block.text not in self._known:
            picture = read_palette_picture(self._files[block.text])
            self._known[block.text] = (self._document.make_picture(picture), picture)
        name, picture = self._known[block.text]
        scale = min(_WIDTH / picture.width, (_TOP - _BOTTOM) * _LARGEST / picture.height)
        wide, high = picture.width * scale, picture.height * scale
        self.need(high + 10)
        x = PORTRAIT.left + (_WIDTH - wide) / 2
        self.pages[-1].picture(name, (x, self._y - high, wide, high))
        self.pages[-1].pen(0.4)
        self.pages[-1].box(x, self._y - high, wide, high)
        self._y -= high + 12


def _contents(document: Document, book: Book, begins: Sequence[int]) -> list[Drawing]:
    """Draw the contents; they count themselves among the pages."""
    lines = list(_entries(book, begins))
    on_page = int((_TOP - _BOTTOM - 40) // _LEADING)
    fronts = []
    front_pages = -(-len(lines) // on_page)
    for start in range(0, len(lines), on_page):
        drawing = document.drawing()
        y = _TOP
        if start == 0:
            middle = PORTRAIT.width / 2
            face = Typeface.TITLE
            drawing.text(middle, y - 10, book.title, face=face, size=20, align=Align.CENTER)
        y -= 40
        for text, number, is_part in lines[start : start + on_page]:
            face = Typeface.BOLD if is_part else Typeface.SONG
            x = PORTRAIT.left + (0 if is_part else 16)
            drawing.text(x, y - _SIZE, text, face=face, size=_SIZE)
            if number:
                shown = str(number + front_pages)
                place = (PORTRAIT.right, y - _SIZE)
                drawing.text(*place, shown, face=Typeface.SONG, size=_SIZE, align=Align.RIGHT)
            y -= _LEADING
        fronts.append(drawing)
    return fronts


def _entries(book: Book, begins: Sequence[int]) -> Iterable[tuple[str, int, bool]]:
    part = ""
    for chapter, number in zip(book.chapters, begins, strict=True):
        if chapter.part != part:
            part = chapter.part
            yield part, 0, True
        yield chapter.title, number, False


def _bind(
    document: Document,
    book: Book,
    fronts: Sequence[Drawing],
    pages: Sequence[Drawing],
    begins: Sequence[int],
) -> None:
    """Put the pages in order, with foot lines and the reader's list of contents."""
    whole = [*fronts, *pages]
    for number, drawing in enumerate(whole, start=1):
        for chapter, begin in zip(book.chapters, begins, strict=True):
            if begin + len(fronts) == number:
                document.bookmark(chapter.title)
        draw_footer(drawing, PORTRAIT, Identity("", book.title, book.made_on), number, len(whole))
        document.add_page(drawing, PORTRAIT.width, PORTRAIT.height)
