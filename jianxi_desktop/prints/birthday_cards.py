"""Political birthday cards (政治生日贺卡): four on a sheet of A4, to be cut apart."""

from collections.abc import Sequence
from dataclasses import dataclass

from jianxi_desktop.domain.progress import Progress, no_progress
from jianxi_desktop.prints.document import BLACK, Align, Colour, Document, Drawing, Stamp
from jianxi_desktop.prints.fonts import Typeface
from jianxi_desktop.prints.output import PrintResult, Target
from jianxi_desktop.prints.page import LANDSCAPE
from jianxi_desktop.prints.whole import write_whole
from jianxi_desktop.prints.wrapping import fit, wrap

TITLE = "政治生日贺卡"
_ACROSS, _DOWN = 2, 2
_WIDTH, _HEIGHT = 397.0, 275.0  # points: 140 by 97 mm
_LEFT = (LANDSCAPE.width - _ACROSS * _WIDTH) / 2
_BOTTOM = (LANDSCAPE.height - _DOWN * _HEIGHT) / 2
_RED: Colour = (0.72, 0.07, 0.08)
_GOLD: Colour = (0.80, 0.62, 0.24)
_WHITE: Colour = (1, 1, 1)
_PAPER: Colour = (1, 0.985, 0.96)
_BAND = 50.0
_FRAME = 11.0  # from the cut to the frame
_TEXT = 34.0  # from the cut to the text
_SIZE, _SMALLEST, _LEADING = 12.0, 8.0, 1.58
_MARK, _MARK_GAP = 9.0, 2.0
_STAR = ((0, 1), (0.2245, 0.309), (0.951, 0.309), (0.3633, -0.118), (0.5878, -0.809), (0, -0.382))


@dataclass(frozen=True)
class Card:
    """One card.

    Attributes:
        name: Whom it is for.
        occasion: What there is to celebrate, a sentence.
        greeting: What the organisation wishes.
        years: How many years it is.
        sender: The organisation.
        day: The day as shown.
    """

    name: str
    occasion: str
    greeting: str
    years: int
    sender: str
    day: str


def draw_cards(
    target: Target, cards: Sequence[Card], printed_by: str = "", progress: Progress = no_progress
) -> PrintResult:
    """Draw cards, four a page; without one there is a page that says so.

    Args:
        target: File or memory that takes the PDF.
        cards: The cards.
        printed_by: Who prints them and when; stands at the edge that is cut off.
        progress: Told every page; what it raises stops the work and leaves no file.

    Raises:
        EnvironmentFailure: Fonts are missing or the file cannot be written.
    """

    def draw(document: Document) -> None:
        blank = _blank(document)
        each_page = _ACROSS * _DOWN
        pages = [cards[at : at + each_page] for at in range(0, len(cards), each_page)] or [()]
        for number, page in enumerate(pages, 1):
            drawing = document.drawing()
            _draw_page(drawing, blank, page)
            _draw_edge(drawing, printed_by, number, len(pages))
            document.add_page(drawing, LANDSCAPE.width, LANDSCAPE.height)
            progress(number, len(pages))

    return write_whole(target, TITLE, draw)


def _draw_page(drawing: Drawing, blank: "_Blank", cards: Sequence[Card]) -> None:
    if not cards:
        middle = LANDSCAPE.width / 2, LANDSCAPE.height / 2
        said = "这个月没有可以制作贺卡的政治生日"
        drawing.text(*middle, said, face=Typeface.HEI, size=14, align=Align.CENTER)
        return
    drawing.stamp(blank[len(cards)])
    _draw_cut_marks(drawing)
    for place, card in zip(_places(), cards, strict=False):
        _draw_words(drawing, card, *place)


_Blank = dict[int, Stamp]


def _places() -> list[tuple[float, float]]:
    """Give the lower left corner of each card, row by row from the top."""
    return [
        (_LEFT + column * _WIDTH, _BOTTOM + (_DOWN - 1 - row) * _HEIGHT)
        for row in range(_DOWN)
        for column in range(_ACROSS)
    ]


def _blank(document: Document) -> _Blank:
    """Make the stamps with what all cards of a sheet share, for one card to a full sheet."""
    stamps = {}
    for number in range(1, _ACROSS * _DOWN + 1):
        drawing = document.drawing()
        for left, bottom in _places()[:number]:
            _draw_frame(drawing, left, bottom)
        stamps[number] = document.make_stamp(drawing, LANDSCAPE.width, LANDSCAPE.height)
    return stamps


def _draw_frame(drawing: Drawing, left: float, bottom: float) -> None:
    right, top = left + _WIDTH, bottom + _HEIGHT
    x, y = left + _FRAME, bottom + _FRAME
    width, height = _WIDTH - 2 * _FRAME, _HEIGHT - 2 * _FRAME
    drawing.ink(_PAPER)
    drawing.block(x, y, width, height)
    drawing.ink(_RED)
    drawing.block(x, top - _FRAME - _BAND, width, _BAND)
    drawing.pen(1.6)
    drawing.box(x, y, width, height)
    drawing.ink(_GOLD)
    drawing.pen(0.7)
    drawing.box(x + 4, y + 4, width - 8, height - 8)
    drawing.line(x + 4, top - _FRAME - _BAND - 3, right - _FRAME - 4, top - _FRAME - _BAND - 3)
    middle, line = (left + right) / 2, top - _FRAME - _BAND / 2
    for side in (-1, 1):
        for step, size in ((112, 7.0), (132, 5.0), (148, 3.6)):
            _draw_star(drawing, middle + side * step, line, size)
    drawing.ink(_WHITE)
    drawing.text(middle, line - 8.5, TITLE, face=Typeface.TITLE, size=23, align=Align.CENTER)
    drawing.ink(BLACK)


def _draw_star(drawing: Drawing, x: float, y: float, size: float) -> None:
    right = [(x + across * size, y + up * size) for across, up in _STAR]
    left = [(2 * x - across, up) for across, up in reversed(right[1:-1])]
    drawing.outline([*right, *left], filled=True)


def _draw_words(drawing: Drawing, card: Card, left: float, bottom: float) -> None:
    x, width = left + _TEXT, _WIDTH - 2 * _TEXT
    y = bottom + _HEIGHT - _FRAME - _BAND - 28
    name = fit(drawing.letters(Typeface.BOLD), f"{card.name} 同志：", width, size=15, floor=9)
    drawing.text(x, y, name.lines[0], face=Typeface.BOLD, size=name.size)
    drawing.cut += name.cut
    y -= 24
    foot = bottom + _FRAME + 21
    right, room = left + _WIDTH - _TEXT, width - 84
    sender = fit(drawing.letters(Typeface.HEI), card.sender, room, size=11.5, floor=8, lines=2)
    drawing.cut += sender.cut
    size, lines = _paragraphs(drawing, card, width, y - foot - 6 - len(sender.lines) * 15)
    for line in lines:
        drawing.text(x, y, line, face=Typeface.SONG, size=size)
        y -= size * _LEADING
    _draw_years(drawing, card.years, x, bottom)
    above = foot + 3 + len(sender.lines) * 15
    for at, line in enumerate(sender.lines):
        drawing.text(
            right, above - at * 15, line, face=Typeface.HEI, size=sender.size, align=Align.RIGHT
        )
    drawing.text(right, foot, card.day, face=Typeface.HEI, size=11, align=Align.RIGHT)


def _paragraphs(drawing: Drawing, card: Card, width: float, room: float) -> tuple[float, list[str]]:
    """Break what is said into lines, smaller where it is long."""
    size, lines = _SIZE, list[str]()
    song = drawing.letters(Typeface.SONG)
    while size > _SMALLEST:
        lines = [
            line
            for paragraph in (card.occasion, card.greeting)
            for line in wrap(song, f"　　{paragraph}", size, width)
        ]
        if len(lines) * size * _LEADING <= room:
            break
        size -= 0.5
    return size, lines


def _draw_years(drawing: Drawing, years: int, x: float, bottom: float) -> None:
    """Write how many years it is, large, in the lower left corner."""
    y = bottom + _FRAME + 21
    drawing.ink(_RED)
    text = str(years)
    drawing.text(x, y, text, face=Typeface.TITLE, size=34)
    wide = drawing.letters(Typeface.TITLE).width(text, 34)
    drawing.text(x + wide + 4, y, "周年", face=Typeface.BOLD, size=12)
    drawing.ink(BLACK)


def _draw_cut_marks(drawing: Drawing) -> None:
    """Draw short lines outside the cards where the scissors go."""
    drawing.pen(0.4)
    right, top = _LEFT + _ACROSS * _WIDTH, _BOTTOM + _DOWN * _HEIGHT
    for column in range(_ACROSS + 1):
        x = _LEFT + column * _WIDTH
        drawing.line(x, top + _MARK_GAP, x, top + _MARK_GAP + _MARK)
        drawing.line(x, _BOTTOM - _MARK_GAP, x, _BOTTOM - _MARK_GAP - _MARK)
    for row in range(_DOWN + 1):
        y = _BOTTOM + row * _HEIGHT
        drawing.line(_LEFT - _MARK_GAP, y, _LEFT - _MARK_GAP - _MARK, y)
        drawing.line(right + _MARK_GAP, y, right + _MARK_GAP + _MARK, y)


def _draw_edge(drawing: Drawing, printed_by: str, page: int, pages: int) -> None:
    if not printed_by:
        return
    said = f"打印：{printed_by}　第 {page} 页　共 {pages} 页　沿短线裁开"
    small = fit(drawing.letters(Typeface.HEI), said, _WIDTH - 40, size=6.5, floor=5)
    drawing.text(_LEFT + 20, _BOTTOM - 9, small.lines[0], face=Typeface.HEI, size=small.size)
