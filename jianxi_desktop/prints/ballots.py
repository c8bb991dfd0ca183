"""Ballots (选票) of an election: all alike, several on a sheet of A4, to be cut apart."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from jianxi_desktop.prints.document import Align, Document, Drawing, Stamp
from jianxi_desktop.prints.fonts import Typeface
from jianxi_desktop.prints.grid import GridPen
from jianxi_desktop.prints.output import PrintResult, Target
from jianxi_desktop.prints.page import LANDSCAPE, PORTRAIT, Paper
from jianxi_desktop.prints.style import THICK, THIN
from jianxi_desktop.prints.table import Column
from jianxi_desktop.prints.whole import write_whole
from jianxi_desktop.prints.wrapping import fit, wrap

_EDGE: Final = 24.0  # from the cut to what is printed
_SMALL: Final = 7  # candidates that leave room for four ballots on a sheet
_ROW: Final = 25.0
_NOTE: Final = 8.5
_COLUMNS: Final = (
    Column("候选人", 6, Align.CENTER),
    Column("职务", 7, Align.CENTER),
    Column("符号", 5, Align.CENTER),
)


@dataclass(frozen=True)
class Ballots:
    """The ballots of one election.

    Attributes:
        organisation: Whose election it is.
        title: What is elected, such as ``第四届委员会选举``.
        rows: Candidates with the post each stands for.
        blanks: Empty rows for somebody else.
        notes: How the ballot is filled in.
        copies: How many there are.
        printed_by: Who prints them and when; stands at the edge that is cut off.
    """

    organisation: str
    title: str
    rows: tuple[tuple[str, str], ...]
    blanks: int
    notes: tuple[str, ...]
    copies: int
    printed_by: str = ""


def draw_ballots(target: Target, ballots: Ballots) -> PrintResult:
    """Draw ballots, exactly as many as are wanted, four a sheet or two where many stand.

    Args:
        target: File or memory that takes the PDF.
        ballots: The ballots.

    Raises:
        EnvironmentFailure: Fonts are missing or the file cannot be written.
    """

    def draw(document: Document) -> None:
        few = len(ballots.rows) + ballots.blanks <= _SMALL
        paper, down = (PORTRAIT, 2) if few else (LANDSCAPE, 1)
        places = _places(paper, down)
        number = max(ballots.copies, 1)
        pages = -(-number // len(places))
        stamps: dict[int, Stamp] = {}
        for page in range(pages):
            here = min(len(places), number - page * len(places))
            if here not in stamps:
                stamps[here] = _sheet(document, ballots, places[:here], paper, down)
            drawing = document.drawing()
            drawing.stamp(stamps[here])
            _draw_edge(drawing, ballots.printed_by, page + 1, pages)
            document.add_page(drawing, paper.width, paper.height)

    return write_whole(target, f"选票（{ballots.organisation}{ballots.title}）", draw)


def _places(paper: Paper, down: int) -> list[tuple[float, float]]:
    """Give the lower left corner of each ballot, row by row from the top."""
    width, height = paper.width / 2, paper.height / down
    return [
        (column * width, (down - 1 - row) * height) for row in range(down) for column in range(2)
    ]


def _sheet(
    document: Document,
    ballots: Ballots,
    places: Sequence[tuple[float, float]],
    paper: Paper,
    down: int,
) -> Stamp:
    """Make the stamp with all ballots of a sheet and the lines to cut along."""
    drawing = document.drawing()
    width, height = paper.width / 2, paper.height / down
    drawing.pen(THIN)
    drawing.dash(3, 3)
    drawing.line(width, 12, width, paper.height - 12)
    if down > 1:
        drawing.line(12, height, paper.width - 12, height)
    drawing.dash()
    for left, bottom in places:
        _draw_ballot(drawing, ballots, (left, bottom, width, height))
    return document.make_stamp(drawing, paper.width, paper.height)


def _draw_ballot(
    drawing: Drawing, ballots: Ballots, box: tuple[float, float, float, float]
) -> None:
    left, right = box[0] + _EDGE, box[0] + box[2] - _EDGE
    middle, y = (left + right) / 2, box[1] + box[3] - _EDGE - 14
    bold = drawing.letters(Typeface.BOLD)
    for said, lines in ((ballots.organisation, 2), (ballots.title, 1)):
        words = fit(bold, said, right - left, size=13, floor=9, lines=lines)
        for line in words.lines:
            drawing.text(middle, y, line, face=Typeface.BOLD, size=words.size, align=Align.CENTER)
            y -= words.size * 1.35
        drawing.cut += words.cut
    y -= 8
    drawing.text(middle, y, "选　　票", face=Typeface.TITLE, size=17, align=Align.CENTER)
    y = _draw_rows(drawing, ballots, left, right, y - 14) - 13
    for note in ballots.notes:
        for line in wrap(drawing.letters(Typeface.SONG), note, _NOTE, right - left):
            drawing.text(left, y, line, face=Typeface.SONG, size=_NOTE)
            y -= _NOTE * 1.4
    drawing.text(
        right, box[1] + _EDGE, "（选举大会盖章）", face=Typeface.SONG, size=9, align=Align.RIGHT
    )


def _draw_rows(drawing: Drawing, ballots: Ballots, left: float, right: float, top: float) -> float:
    """Draw the table of candidates, with empty rows for somebody else; give where it ends."""
    pen, y = GridPen(_COLUMNS, left, right, _ROW), top
    y = pen.draw_captions(drawing, y, pen.captions(drawing))
    for name, post in (*ballots.rows, *((("", ""),) * ballots.blanks)):
        y = pen.draw(drawing, y, pen.fit(drawing, (name, post, "")))
    drawing.pen(THICK)
    drawing.box(left, y, right - left, top - y)
    return y


def _draw_edge(drawing: Drawing, printed_by: str, page: int, pages: int) -> None:
    if printed_by:
        said = f"打印：{printed_by}　第 {page} 页　共 {pages} 页　沿虚线裁开"
        drawing.text(_EDGE, 6, said, face=Typeface.HEI, size=5.5)
