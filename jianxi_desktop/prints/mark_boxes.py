"""What a page of a form has to fill in, as those who print it and those who read it call it."""

from typing import NamedTuple


class MarkBox(NamedTuple):
    """A box or circle to fill in, in points from the lower left corner of the sheet.

    Attributes:
        line: Running number of its criterion; 0: it is none's.
        problem: Place on the paper, from 1, of the problem it is about; 0: about none.
        part: ``tens``, ``ones``, ``half``, ``mark`` or ``outcome``, as in ``domain/bubbles``.
        value: What it stands for when it is filled.
        x: Its left edge.
        y: Its lower edge.
        width: How wide it is.
        height: How high it is.
        round: Whether it is a circle.
    """

    line: int
    problem: int
    part: str
    value: str
    x: float
    y: float
    width: float
    height: float
    round: bool


class PageMarks(NamedTuple):
    """What there is to fill in on one page of a form.

    Attributes:
        page: Which page, from 1.
        boxes: Its boxes and circles, in the order of the paper.
    """

    page: int
    boxes: tuple[MarkBox, ...]
