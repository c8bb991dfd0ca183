"""Slips (单据): one-page forms of one record: title, framed cells, places to sign.

A slip is declared as parts from top to bottom. Its margins are those of the style sheet; inside a
frame the letters are smaller than in official papers, as in tables.
"""

from dataclasses import dataclass

from jianxi_desktop.prints.table import Column

BLANK_DAY = "　　　　年　　月　　日"


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


Part = Line | Area | Heading | Grid


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
