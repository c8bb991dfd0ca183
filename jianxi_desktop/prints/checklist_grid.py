"""What the parts of a checklist's grid share: columns, lines, the sheet that notes its boxes."""

from jianxi_desktop.prints.document import Align, Drawing
from jianxi_desktop.prints.fonts import Typeface
from jianxi_desktop.prints.mark_boxes import MarkBox
from jianxi_desktop.prints.page import PORTRAIT
from jianxi_desktop.prints.wrapping import Fitted

Cell = tuple[float, float, float, float]  # left, bottom, width, height

THIN, THICK, BOX = 0.5, 1.2, 0.8
LEFT, RIGHT, BOTTOM = PORTRAIT.left, PORTRAIT.right, PORTRAIT.bottom
NUMBER, SCORE, REMARK, MOST = 20.0, 136.0, 48.0, 26.0
ITEM = 88.0
COLUMNS = (NUMBER, ITEM, RIGHT - LEFT - NUMBER - ITEM - MOST - SCORE - REMARK, MOST, SCORE, REMARK)
EDGES = tuple(LEFT + sum(COLUMNS[:at]) for at in range(len(COLUMNS) + 1))
HEADING = 19.0
LABEL = 66.0
PADDING = 4.0


class Sheet:
    """One page of a grid while it is drawn.

    Whatever is to be filled in is drawn and noted in one step, so that a scanner looks where the
    printer printed.

    Attributes:
        drawing: What stands on it.
        boxes: What there is to fill in.
        slots: Upper edge of the row of each problem, by its place on the paper.
    """

    def __init__(self, drawing: Drawing) -> None:
        self.drawing = drawing
        self.boxes: list[MarkBox] = []
        self.slots: dict[int, float] = {}

    def tick_box(self, mark: MarkBox) -> None:
        """Draw a square to tick."""
        self.drawing.pen(BOX)
        self.drawing.box(mark.x, mark.y, mark.width, mark.height)
        self.boxes.append(mark)

    def circle(self, mark: MarkBox) -> None:
        """Draw a circle to fill in."""
        self.drawing.circle(mark.x, mark.y, mark.width)
        self.boxes.append(mark)


def draw_uprights(drawing: Drawing, bottom: float, top: float, edges: tuple[float, ...]) -> None:
    """Draw the line above a row and the lines between its cells."""
    drawing.pen(THIN)
    drawing.line(edges[0], top, edges[-1], top)
    for x in edges[1:-1]:
        drawing.line(x, bottom, x, top)


def draw_heading(drawing: Drawing, heading: str, top: float) -> float:
    """Draw the heading of a part across the grid; give where it ends."""
    y = top - HEADING
    drawing.pen(THICK)
    drawing.line(LEFT, top, RIGHT, top)
    box = (LEFT + 6, y, RIGHT - LEFT, HEADING)
    drawing.box_text(box, Fitted(10, (heading,)), face=Typeface.BOLD)
    return y


def draw_captions(
    drawing: Drawing,
    captions: tuple[str, ...],
    edges: tuple[float, ...],
    top: float,
    height: float,
) -> float:
    """Draw what the columns are; give where the line ends."""
    y = top - height
    for at, caption in enumerate(captions):
        box = (edges[at], y, edges[at + 1] - edges[at], height)
        drawing.box_text(box, Fitted(9, (caption,)), face=Typeface.BOLD, align=Align.CENTER)
    draw_uprights(drawing, y, top, edges)
    return y


def draw_label(drawing: Drawing, caption: str, top: float, height: float) -> float:
    """Draw the left cell of a closing row and the line below it; give where the row ends."""
    y = top - height
    lines = tuple(caption.split("\n"))
    drawing.box_text(
        (LEFT, y, LABEL, height), Fitted(9.5, lines), face=Typeface.BOLD, align=Align.CENTER
    )
    drawing.pen(THIN)
    drawing.line(LEFT + LABEL, y, LEFT + LABEL, top)
    drawing.line(LEFT, y, RIGHT, y)
    return y


def inside(cell: Cell) -> Cell:
    """Give the part of a cell that text may take."""
    left, bottom, width, height = cell
    return left + PADDING, bottom, width - 2 * PADDING, height
