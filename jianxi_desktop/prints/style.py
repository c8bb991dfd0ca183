"""The style sheet of papers: the figures of official documents (GB/T 9704-2012), in points.

What is no form of its own takes margins, sizes and lines from here. Letters are those of
``fonts``: 宋体 stands in for 仿宋, which no free font has with all characters of names.
"""

from dataclasses import dataclass

from jianxi_desktop.prints.document import Colour
from jianxi_desktop.prints.page import Paper

MILLIMETRE = 72 / 25.4
RED: Colour = (0.85, 0.0, 0.0)

# Sizes of letters by their Chinese numbers.
SIZE_SMALL_ONE, SIZE_TWO, SIZE_THREE, SIZE_FOUR = 24.0, 22.0, 16.0, 14.0
SIZE_SMALL_FOUR, SIZE_FIVE, SIZE_SMALL_FIVE = 12.0, 10.5, 9.0

LINES, LETTERS = 22, 28  # of the type area
_TYPE_WIDTH, _TYPE_HEIGHT = 156 * MILLIMETRE, 225 * MILLIMETRE
PITCH = _TYPE_HEIGHT / LINES
# 28 letters of size three are two millimetres wider than the type area that is to hold them.
TEXT = min(SIZE_THREE, _TYPE_WIDTH / LETTERS)
TITLE, HEADING, FOLIO = SIZE_TWO, TEXT, SIZE_FOUR
FOLIO_BELOW = 7 * MILLIMETRE  # from the type area down to the dashes beside the page number

# A letter (信函): head, red double rule below it, another at the foot.
HEAD_TOP, RULE_BELOW_HEAD, RULE_FROM_FOOT = 30 * MILLIMETRE, 4 * MILLIMETRE, 20 * MILLIMETRE
RULE_LENGTH = 170 * MILLIMETRE
RULE_THICK, RULE_THIN, RULE_APART = 1.6, 0.6, 2.2

THIN, THICK = 0.5, 1.1  # lines of tables and of their frames


@dataclass(frozen=True)
class Margins:
    """How far the text stays from the edges of the sheet, in millimetres."""

    top: float
    left: float
    right: float
    bottom: float


DOCUMENT = Margins(37, 28, 26, 35)  # 天头 and 订口; the others follow from the type area
FORM = Margins(30, 28, 26, 28)  # a form has a frame and fills the page


@dataclass(frozen=True)
class FormalPaper(Paper):
    """A sheet of A4 with the margins of official papers.

    Attributes:
        margins: Those margins.
    """

    margins: Margins = FORM

    @property
    def left(self) -> float:
        """Left edge of the text."""
        return self.margins.left * MILLIMETRE

    @property
    def right(self) -> float:
        """Right edge of the text."""
        return self.width - self.margins.right * MILLIMETRE

    @property
    def top(self) -> float:
        """Upper edge of the text."""
        return self.height - self.margins.top * MILLIMETRE

    @property
    def bottom(self) -> float:
        """Lower edge of the text."""
        return self.margins.bottom * MILLIMETRE


FORMAL = FormalPaper(595.28, 841.89, FORM)
OFFICIAL = FormalPaper(595.28, 841.89, DOCUMENT)
