"""The style sheet of papers: margins, lines and letters of official documents, in points.

The figures stand in ``resources/rules/paper_style.csv``, each with its source: those of GB/T
9704-2012, and for forms our own. What has no layout of its own takes them from here. Letters are
those of ``fonts``: 宋体 stands in for 仿宋, which no free font has with all characters of names.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from jianxi_desktop import settings
from jianxi_desktop.domain import calendar
from jianxi_desktop.prints.document import Colour
from jianxi_desktop.prints.page import Paper

MILLIMETRE = 72 / 25.4
_IN_FORCE = date(2012, 7, 1)  # the clock of a PC may stand before that
_UNITS = {"mm": MILLIMETRE, "pt": 1.0, "": 1.0}


def figures(day: date) -> Mapping[str, float]:
    """Read the style sheet of a day: lengths in points, counts as they are."""
    path = settings.resource("rules", "paper_style.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return {
            row["figure"]: float(row["value"]) * _UNITS[row["unit"]]
            for row in csv.DictReader(file)
            if row["valid_from"] <= day.isoformat() <= (row["valid_to"] or "9999")
        }


_FIGURES = figures(max(calendar.today(), _IN_FORCE))
_WIDTH, _HEIGHT = 210 * MILLIMETRE, 297 * MILLIMETRE

LINES = int(_FIGURES["lines"])  # of the type area
PITCH = _FIGURES["type_height"] / LINES
# 28 letters of size three are two millimetres wider than the type area that is to hold them.
TEXT = min(_FIGURES["text"], _FIGURES["type_width"] / _FIGURES["letters"])
TITLE, FOLIO, FOLIO_BELOW = (_FIGURES[each] for each in ("title", "folio", "folio_below"))
SEAL_INDENT = _FIGURES["seal_indent"] * TEXT

# A letter (信函): head, red double rule below it, another at the foot.
HEAD_TOP, RULE_BELOW_HEAD = _FIGURES["head_top"], _FIGURES["rule_below_head"]
RULE_FROM_FOOT, RULE_LENGTH = _FIGURES["rule_from_foot"], _FIGURES["rule_length"]
RULE_THICK, RULE_THIN, RULE_APART = 1.6, 0.6, 2.2
RED: Colour = (0.85, 0.0, 0.0)

THIN, THICK = 0.5, 1.1  # lines of tables and of their frames


@dataclass(frozen=True)
class Margins:
    """How far the text stays from the edges of the sheet, in points."""

    top: float
    left: float
    right: float
    bottom: float


_RIGHT = _WIDTH - _FIGURES["document_left"] - _FIGURES["type_width"]
DOCUMENT = Margins(
    _FIGURES["document_top"],
    _FIGURES["document_left"],
    _RIGHT,
    _HEIGHT - _FIGURES["document_top"] - _FIGURES["type_height"],
)
FORM = Margins(
    _FIGURES["form_top"], _FIGURES["document_left"], _RIGHT, _FIGURES["form_bottom"]
)  # a form has a frame and fills the page


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
        return self.margins.left

    @property
    def right(self) -> float:
        """Right edge of the text."""
        return self.width - self.margins.right

    @property
    def top(self) -> float:
        """Upper edge of the text."""
        return self.height - self.margins.top

    @property
    def bottom(self) -> float:
        """Lower edge of the text."""
        return self.margins.bottom


FORMAL = FormalPaper(595.28, 841.89, FORM)
OFFICIAL = FormalPaper(595.28, 841.89, DOCUMENT)
