"""What every printed page has: paper, corner marks, form number with its QR code, footer.

A form that comes back filled in by hand is scanned; the four black corner marks tell how the
sheet lies and the QR code which page of which form it is.
"""

import re
from dataclasses import dataclass
from typing import NamedTuple

from jianxi_desktop.prints.document import Align, Drawing
from jianxi_desktop.prints.fonts import Typeface
from jianxi_desktop.prints.lettering import one_line
from jianxi_desktop.prints.wrapping import fit


@dataclass(frozen=True)
class Paper:
    """A sheet and the area to print on, in points.

    Attributes:
        width: Width of the sheet.
        height: Height of the sheet.
    """

    width: float
    height: float

    @property
    def left(self) -> float:
        """Left edge of the text."""
        return 42

    @property
    def right(self) -> float:
        """Right edge of the text."""
        return self.width - 42

    @property
    def top(self) -> float:
        """Upper edge of the text."""
        return self.height - 28

    @property
    def bottom(self) -> float:
        """Lower edge of the text; notes and footer stand below."""
        return 62


PORTRAIT = Paper(595.28, 841.89)
LANDSCAPE = Paper(841.89, 595.28)

CODE_SIDE = 46.0
# Version of where boxes stand; raised with each change of the arrangement, so that a scan of an
# older sheet is never read by the places of a newer one.
LAYOUT = 2
MARK_SIDE, MARK_EDGE = 9.0, 20.0
_SMALL = 8.5


@dataclass(frozen=True)
class Identity:
    """What tells one printed form from another.

    Attributes:
        form_number: Number of the form; empty for a paper that does not come back.
        unit: The office the paper is from.
        printed_on: Day of printing, as it is to be shown.
        printed_by: Who printed it and when, in place of the day alone.
        copy: Which of several copies it is.
        about: What stands below the form number in smaller letters.
    """

    form_number: str
    unit: str
    printed_on: str
    printed_by: str = ""
    copy: int = 1
    about: str = ""


class Mark(NamedTuple):
    """What the QR code of a page says.

    Attributes:
        form_number: Number of the form.
        page: Which page of it.
        pages: How many it has.
        copy: Which of several copies of the form.
        layout: Which arrangement of boxes it was printed with.
    """

    form_number: str
    page: int
    pages: int
    copy: int = 1
    layout: int = 1


def mark_text(form_number: str, page: int, pages: int, copy: int = 1, layout: int = LAYOUT) -> str:
    """Give the text of a page's QR code."""
    which = f"#{copy}" if copy > 1 else ""
    return f"{form_number}{which}:{page}/{pages}~{layout}"


def read_mark(text: str) -> Mark | None:
    """Read a QR code's text; ``None`` when it is not one of ours.

    A sheet printed before layouts had numbers has the first.
    """
    found = re.fullmatch(r"([^#~]+?)(?:#(\d+))?:(\d+)/(\d+)(?:~(\d+))?", text.strip())
    if not found:
        return None
    return Mark(found[1], int(found[3]), int(found[4]), int(found[2] or 1), int(found[5] or 1))


def draw_corner_marks(drawing: Drawing, paper: Paper) -> None:
    """Draw the black squares by which a scan is laid straight."""
    for x in (MARK_EDGE, paper.width - MARK_EDGE - MARK_SIDE):
        for y in (MARK_EDGE, paper.height - MARK_EDGE - MARK_SIDE):
            drawing.block(x, y, MARK_SIDE, MARK_SIDE)


def draw_identity(
    drawing: Drawing, paper: Paper, identity: Identity, page: int, pages: int
) -> None:
    """Write the form number at the upper left and its QR code at the upper right."""
    width = paper.right - paper.left - CODE_SIDE - 14
    if identity.about:
        about = fit(drawing.letters(Typeface.HEI), identity.about, width, size=7.5, floor=5)
        place = paper.left, paper.top - 21
        drawing.text(*place, about.lines[0], face=Typeface.HEI, size=about.size)
    if not identity.form_number:
        return
    number = one_line(identity.form_number)
    copy = f"　第 {identity.copy} 份" if identity.copy > 1 else ""
    place = paper.right - CODE_SIDE, paper.top - CODE_SIDE - 3
    drawing.code(*place, CODE_SIDE, mark_text(identity.form_number, page, pages, identity.copy))
    said = f"表号：{number}{copy}"
    drawing.text(paper.left, paper.top - 10, said, face=Typeface.HEI, size=_SMALL)


def draw_footer(drawing: Drawing, paper: Paper, identity: Identity, page: int, pages: int) -> None:
    """Write office, page number, day and notes below the text."""
    third = (paper.right - paper.left) / 3
    unit = fit(drawing.letters(Typeface.HEI), identity.unit, third, size=_SMALL, floor=6)
    drawing.text(paper.left, 34, unit.lines[0], face=Typeface.HEI, size=unit.size)
    middle = (paper.left + paper.right) / 2
    counted = f"第 {page} 页　共 {pages} 页"
    drawing.text(middle, 34, counted, face=Typeface.HEI, size=_SMALL, align=Align.CENTER)
    draw_origin(drawing, paper, identity)


def draw_origin(drawing: Drawing, paper: Paper, identity: Identity) -> None:
    """Write who printed a page at its foot, and notes on what could not be printed."""
    third = (paper.right - paper.left) / 3
    if printed := _printed(identity):
        by = fit(drawing.letters(Typeface.HEI), printed, third, size=_SMALL, floor=5)
        place = paper.right, 34
        drawing.text(*place, by.lines[0], face=Typeface.HEI, size=by.size, align=Align.RIGHT)
    note = "　".join(_notes(drawing))
    if note:
        letters = drawing.letters(Typeface.HEI)
        said = fit(letters, note, paper.right - paper.left, size=7.5, floor=5)
        drawing.text(paper.left, 48, said.lines[0], face=Typeface.HEI, size=said.size)


def _printed(identity: Identity) -> str:
    if identity.printed_by:
        return f"打印：{one_line(identity.printed_by)}"
    return f"打印日期：{one_line(identity.printed_on)}" if identity.printed_on else ""


def _notes(drawing: Drawing) -> list[str]:
    notes = []
    if drawing.missing:
        points = "、".join(f"U+{ord(character):04X}" for character in drawing.missing)
        notes.append(f"注：写着编码的方框是字库中没有的字：{points}，请手写补上。")
    if drawing.cut:
        notes.append(f"注：本页有 {drawing.cut} 处文字过长，以“…”结尾，全文请在程序中查看。")
    return notes
