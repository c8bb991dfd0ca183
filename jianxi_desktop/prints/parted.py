"""Papers in parts, one above the other, to be cut apart along a line that is sealed across.

The stub stays, the letter goes, the receipt comes back; what is cut must fit together again, so the
number stands across each cut, and the seal is set over it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from jianxi_desktop.prints.document import Align, Document, Drawing
from jianxi_desktop.prints.fonts import Typeface
from jianxi_desktop.prints.output import PrintResult, Target
from jianxi_desktop.prints.page import Identity, draw_footer
from jianxi_desktop.prints.style import FORMAL
from jianxi_desktop.prints.whole import write_whole
from jianxi_desktop.prints.wrapping import fit, wrap

_TOP, _BOTTOM = FORMAL.height - 46.0, 58.0
_CUT = 44.0  # the band around a cut
_TALLEST = 300.0  # a part; what is left of the page stays empty
_TITLE, _SIZE, _SMALLEST, _LEADING = 17.0, 12.5, 8.0, 1.75
_SMALL = 10.0
_FOOT = 21.0  # pitch of the lines at the foot of a part


@dataclass(frozen=True)
class PaperPart:
    """One part.

    Attributes:
        title: Its title.
        number: Its number, at the right below the title.
        paragraphs: What it says.
        to: Whom it is to, with the colon; empty: nobody.
        signed: What stands at its foot at the right, line by line.
        notes: Smaller lines at its foot at the left.
        share: How much of the page it takes, compared with the others.
    """

    title: str
    number: str
    paragraphs: tuple[str, ...]
    to: str = ""
    signed: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    share: float = 1.0


@dataclass(frozen=True)
class PartedPaper:
    """A page of parts.

    Attributes:
        parts: They, from top to bottom.
        seam: What stands across each cut, such as the number; one less than there are parts.
        unit: The office, at the foot.
        printed_by: Who prints it and when, at the foot.
    """

    parts: tuple[PaperPart, ...]
    seam: str
    unit: str = ""
    printed_by: str = ""


def draw_parted(target: Target, title: str, papers: Sequence[PartedPaper]) -> PrintResult:
    """Draw papers, each on a page of A4.

    Args:
        target: File or memory that takes the PDF.
        title: What the file is called by its reader.
        papers: The papers.

    Raises:
        EnvironmentFailure: Fonts are missing or the file cannot be written.
    """

    def draw(document: Document) -> None:
        for paper in papers:
            drawing = document.drawing()
            _draw(drawing, paper)
            identity = Identity("", paper.unit, "", paper.printed_by)
            draw_footer(drawing, FORMAL, identity, 1, 1)
            document.add_page(drawing, FORMAL.width, FORMAL.height)

    return write_whole(target, title, draw)


def _draw(drawing: Drawing, paper: PartedPaper) -> None:
    whole, top = sum(part.share for part in paper.parts), _TOP
    room = _TOP - _BOTTOM - _CUT * (len(paper.parts) - 1)
    room = min(room, _TALLEST * whole / max(part.share for part in paper.parts))
    for at, part in enumerate(paper.parts):
        bottom = top - room * part.share / whole
        _draw_part(drawing, part, top, bottom)
        top = bottom - _CUT
        if at < len(paper.parts) - 1:
            _draw_cut(drawing, paper.seam, bottom - _CUT * 0.4)


def _draw_cut(drawing: Drawing, seam: str, y: float) -> None:
    """Draw a cut, with the number across it: its upper half stays on one part, the lower goes."""
    letters = drawing.letters(Typeface.BOLD)
    text = f"……（骑缝章）……　{seam}　……（骑缝章）……"
    fitted = fit(letters, text, FORMAL.right - FORMAL.left, size=13, floor=7)
    half = letters.width(fitted.lines[0], fitted.size) / 2 + 8
    middle = (FORMAL.left + FORMAL.right) / 2
    drawing.pen(0.7)
    drawing.dash(4, 3)
    drawing.line(FORMAL.left, y, middle - half, y)
    drawing.line(middle + half, y, FORMAL.right, y)
    drawing.dash()
    base = y - fitted.size * 0.38
    drawing.text(
        middle, base, fitted.lines[0], face=Typeface.BOLD, size=fitted.size, align=Align.CENTER
    )
    drawing.cut += fitted.cut


def _draw_part(drawing: Drawing, part: PaperPart, top: float, bottom: float) -> None:
    middle, y = (FORMAL.left + FORMAL.right) / 2, top - _TITLE
    title = fit(
        drawing.letters(Typeface.TITLE),
        part.title,
        FORMAL.right - FORMAL.left,
        size=_TITLE,
        floor=9,
    )
    drawing.text(
        middle, y, title.lines[0], face=Typeface.TITLE, size=title.size, align=Align.CENTER
    )
    y -= 22
    drawing.text(
        FORMAL.right, y, part.number, face=Typeface.SONG, size=_SMALL + 1, align=Align.RIGHT
    )
    y -= 8
    foot = bottom + _FOOT * max(len(part.signed), len(part.notes)) + 4
    _draw_text(drawing, part, y, foot)
    _draw_foot(drawing, part, bottom)


def _draw_text(drawing: Drawing, part: PaperPart, top: float, foot: float) -> None:
    """Set what a part says, smaller where it is long."""
    letters, width = drawing.letters(Typeface.SONG), FORMAL.right - FORMAL.left
    said = [*([part.to] if part.to else []), *(f"　　{each}" for each in part.paragraphs)]
    size, lines = _SIZE, list[str]()
    while True:
        lines = [line for each in said for line in wrap(letters, each, size, width)]
        if len(lines) * size * _LEADING <= top - foot or size <= _SMALLEST:
            break
        size -= 0.5
    room = int((top - foot) / (size * _LEADING))
    drawing.cut += len(lines) > room
    y = top
    for line in lines[:room]:
        y -= size * _LEADING
        drawing.text(FORMAL.left, y, line, face=Typeface.SONG, size=size)


def _draw_foot(drawing: Drawing, part: PaperPart, bottom: float) -> None:
    width = FORMAL.right - FORMAL.left
    for lines, x, align, size, share in (
        (part.signed, FORMAL.right, Align.RIGHT, _SIZE, 0.5),
        (part.notes, FORMAL.left, Align.LEFT, _SMALL, 0.52),
    ):
        y = bottom + _FOOT * (len(lines) - 1) + 6
        for line in lines:
            fitted = fit(drawing.letters(Typeface.SONG), line, width * share, size=size, floor=6.5)
            drawing.text(x, y, fitted.lines[0], face=Typeface.SONG, size=fitted.size, align=align)
            drawing.cut += fitted.cut
            y -= _FOOT
