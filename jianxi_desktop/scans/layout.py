"""What a page looks like before anybody wrote on it: where its marks and boxes are.

Places are PDF points from the lower left corner of the page, as the printed page has them.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


@dataclass(frozen=True)
class Box:
    """One place to mark with a pen.

    Attributes:
        x: Its left edge.
        y: Its lower edge.
        width: How wide it is.
        height: How tall it is.
        round: Whether it is a circle.
        group: Boxes of one criterion have one number; they are looked at together.
    """

    x: float
    y: float
    width: float
    height: float
    round: bool
    group: int


@dataclass(frozen=True)
class PageLayout:
    """One page of a form.

    Attributes:
        width: Width of the page.
        height: Height of the page.
        corners: Centres of its black corner squares.
        side: Side of a corner square.
        code: Left edge, lower edge and side of its QR code.
        boxes: Where people make marks.
        blank: Which page of the PDF that goes with it shows it unmarked, from 0.
    """

    width: float
    height: float
    corners: tuple[tuple[float, float], ...]
    side: float
    code: tuple[float, float, float]
    boxes: tuple[Box, ...]
    blank: int


class State(StrEnum):
    """What stands in a box."""

    EMPTY = "empty"
    MARKED = "marked"
    UNSURE = "unsure"


def write_layout(layout: PageLayout) -> dict[str, Any]:
    """Give a layout as JSON takes it."""
    return asdict(layout)


def read_layout(told: Mapping[str, Any]) -> PageLayout:
    """Read what ``write_layout`` gave."""
    return PageLayout(
        width=told["width"],
        height=told["height"],
        corners=tuple((x, y) for x, y in told["corners"]),
        side=told["side"],
        code=tuple(told["code"]),
        boxes=tuple(Box(**box) for box in told["boxes"]),
        blank=told["blank"],
    )
