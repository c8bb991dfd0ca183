"""Slips (单据): one-page forms of one record: title, framed cells, places to sign.

A slip is declared as parts from top to bottom. Margins are those of official papers (GB/T 9704);
inside a frame the letters are smaller than there, as in tables.
"""

from dataclasses import dataclass

from jianxi_desktop.prints.page import Paper
from jianxi_desktop.prints.table import Column

_MILLIMETRE = 72 / 25.4
BLANK_DAY = "　　　　年　　月　　日"


class FormalPaper(Paper):
    """A sheet of A4 with the margins of official papers, at the top those of a form."""

    @property
    def left(self) -> float:
        """Left edge of the text: 28 mm."""
        return 28 * _MILLIMETRE

    @property
    def right(self) -> float:
        """Right edge of the text: 26 mm from the edge."""
        return self.width - 26 * _MILLIMETRE

    @property
    def top(self) -> float:
        """Upper edge of the text: 30 mm from the edge; a letter's is 37."""
        return self.height - 30 * _MILLIMETRE

    @property
    def bottom(self) -> float:
        """Lower edge of the text: 28 mm."""
        return 28 * _MILLIMETRE


FORMAL = FormalPaper(595.28, 841.89)


@dataclass(frozen=True)
class Cell:
    """A caption and what stands beside it."""

    label: str
    text: str = ""


@dataclass(frozen=True)
class Line:
    """A row of one cell or of several that share its width."""

    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Area:
    """A tall row: what is said at length or written by hand, and who signs it.

    Attributes:
        label: Its caption, at the left.
        text: What is said.
        signed: What stands at its foot, such as ``（盖章）``, and a day to fill in.
        least: Height it has at least, in points.
    """

    label: str
    text: str = ""
    signed: str = ""
    least: float = 70.0


@dataclass(frozen=True)
class Heading:
    """A row that says what the rows below it are about."""

    text: str


@dataclass(frozen=True)
class Grid:
    """A table inside the frame, with rows to fill in below those that are known.

    Attributes:
        columns: Its columns.
        rows: What is known.
        spare: Empty rows at its end.
        height: Height of a row in points, at least.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...] = ()
    spare: int = 0
    height: float = 26.0


@dataclass(frozen=True)
class Prose:
    """Paragraphs as in a letter; the first may name whom it is to.

    Attributes:
        paragraphs: The paragraphs.
        to: Whom it is to, with its colon; empty: nobody in particular.
        signed: Who signs, and the day, at the right below the last paragraph.
    """

    paragraphs: tuple[str, ...]
    to: str = ""
    signed: tuple[str, ...] = ()


Part = Line | Area | Heading | Grid | Prose


@dataclass(frozen=True)
class Slip:
    """A slip.

    Attributes:
        title: Its title.
        parts: What stands below, from top to bottom.
        about: What stands between title and frame at the left, such as the office.
        number: What stands there at the right, such as a number or a day.
        notes: Remarks below the frame.
        unit: The office, at the foot of the page.
        printed_by: Who prints it and when, at the foot.
    """

    title: str
    parts: tuple[Part, ...]
    about: str = ""
    number: str = ""
    notes: tuple[str, ...] = ()
    unit: str = ""
    printed_by: str = ""
