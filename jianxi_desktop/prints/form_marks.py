"""Where a scanner looks on a checklist: the corner marks, and each box and circle to fill in."""

from functools import lru_cache
from typing import NamedTuple

from jianxi_desktop.prints.checklist import Checklist, Criterion
from jianxi_desktop.prints.checklist_layout import Grids
from jianxi_desktop.prints.document import Drawing
from jianxi_desktop.prints.fonts import find_fonts
from jianxi_desktop.prints.lettering import Lettering
from jianxi_desktop.prints.mark_boxes import MarkBox, PageMarks
from jianxi_desktop.prints.page import MARK_EDGE, MARK_SIDE, PORTRAIT

__all__ = ["CORNERS", "Corners", "MarkBox", "PageMarks", "geometry"]


class Corners(NamedTuple):
    """The four black squares.

    Attributes:
        centres: Lower left, lower right, upper left, upper right; in points from the lower left
            corner of the sheet.
        side: How long each side is.
    """

    centres: tuple[tuple[float, float], ...]
    side: float


_NEAR = MARK_EDGE + MARK_SIDE / 2
CORNERS = Corners(
    tuple(
        (x, y) for y in (_NEAR, PORTRAIT.height - _NEAR) for x in (_NEAR, PORTRAIT.width - _NEAR)
    ),
    MARK_SIDE,
)


def geometry(form: Checklist) -> tuple[PageMarks, ...]:
    """Give what there is to fill in on each page of a form.

    It depends on the criteria and on the number of problems alone: names and titles that are put
    right after printing move nothing.

    Raises:
        EnvironmentFailure: Fonts are missing.
    """
    return _marks(form.criteria, len(form.problems))


@lru_cache(maxsize=32)
def _marks(criteria: tuple[Criterion, ...], problems: int) -> tuple[PageMarks, ...]:
    lettering = Lettering(find_fonts())
    sheets = Grids(lambda: Drawing(lettering)).lay_out(criteria, problems)
    return tuple(PageMarks(page, tuple(sheet.boxes)) for page, sheet in enumerate(sheets, 1))
