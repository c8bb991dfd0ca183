"""Letters (公文、信函): notices and circulars of an office as official documents have them."""

from dataclasses import dataclass

from jianxi_desktop.prints.table import Column


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of the text.

    Attributes:
        text: What it says.
        heading: Whether it is a heading of the first level, such as ``一、总体情况``.
    """

    text: str
    heading: bool = False


@dataclass(frozen=True)
class Annex:
    """A table that goes with a letter, on pages of its own.

    Attributes:
        title: Its title.
        columns: Its columns.
        rows: Its rows.
        note: A remark below the last row.
    """

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


@dataclass(frozen=True)
class Letter:
    """A letter.

    Attributes:
        title: Its title.
        paragraphs: The text.
        to: Whom it is to, with its colon; empty: nobody in particular.
        sender: Who signs.
        day: The day below that.
        head: Name of the office in red at the head, between red rules; empty: plain paper.
        annexes: Tables that go with it.
        printed_by: Who prints it and when, at the foot.
    """

    title: str
    paragraphs: tuple[Paragraph, ...]
    to: str = ""
    sender: str = ""
    day: str = ""
    head: str = ""
    annexes: tuple[Annex, ...] = ()
    printed_by: str = ""
