"""Where a score goes on a checklist: boxes to write it in, circles to fill in beside them.

How high an answer is and where its boxes stand follow from the scale alone.
"""

from typing import NamedTuple

from jianxi_desktop.domain.bubbles import HALF, TENS, circles_of
from jianxi_desktop.domain.scoring import DEDUCT, UNSCORED, Scale
from jianxi_desktop.prints.checklist_grid import BOX, PADDING, SCORE, THIN, Cell, Sheet
from jianxi_desktop.prints.document import BLACK, Align, Drawing
from jianxi_desktop.prints.fonts import Typeface
from jianxi_desktop.prints.mark_boxes import MarkBox

DIGIT_WIDTH, DIGIT_HEIGHT = 15.0, 20.0
_POINT_GAP = 6.0
_CIRCLE, _PITCH, _LINE, _ACROSS = 9.5, 12.5, 13.0, 6
_SIDE = 3.0  # between the answer and the edges of its cell
_BETWEEN = 4.0  # between boxes and circles that stand side by side
_TAKEN = 11.0  # room of the word before a number of points that are taken off
_TICK, _TICK_LINE, _TICKS = 12.0, 18.0, 4
_CAPTION = 8.5
_WRITING = 17.0
# Numbers in the circles are pale: a scanner must tell an empty one from a filled one.
_PALE = (0.45, 0.45, 0.45)


class _Circle(NamedTuple):
    """One circle: what it stands for, what is printed in it, and its place among the others."""

    part: str
    value: str
    shown: str
    column: int
    line: int


def answer_height(scale: Scale) -> float:
    """Give the room an answer needs from top to bottom."""
    if scale.rule == UNSCORED:
        return 2 * _WRITING
    if scale.marks:
        return -(-len(scale.marks) // _TICKS) * _TICK_LINE
    circles = _circles(scale)
    tall = (circles[-1].line + 1) * _LINE
    return max(tall, DIGIT_HEIGHT) if _side_by_side(scale) else tall + DIGIT_HEIGHT + _BETWEEN


def draw_answer(sheet: Sheet, scale: Scale, line: int, cell: Cell) -> None:
    """Draw what is filled in for one criterion."""
    if scale.rule == UNSCORED:
        _draw_lines(sheet.drawing, cell)
    elif scale.marks:
        draw_ticks(sheet, _ticks(scale, line), cell)
    else:
        _draw_number(sheet, scale, line, cell)


def draw_digits(drawing: Drawing, x: float, y: float, whole: int, scale: float = 1) -> None:
    """Draw boxes for a number written digit by digit: whole digits, point, one decimal."""
    side, tall, gap = DIGIT_WIDTH * scale, DIGIT_HEIGHT * scale, _POINT_GAP * scale
    drawing.pen(BOX)
    for at in range(whole):
        drawing.box(x + at * side, y, side, tall)
    x += whole * side
    drawing.block(x + gap / 2 - 1.1, y + 1, 2.2, 2.2)
    drawing.box(x + gap, y, side, tall)


def digits_width(whole: int, scale: float = 1) -> float:
    """Give how wide the boxes of a number are."""
    return ((whole + 1) * DIGIT_WIDTH + _POINT_GAP) * scale


class Tick(NamedTuple):
    """A square to tick with its caption."""

    caption: str
    part: str
    value: str
    line: int = 0
    problem: int = 0


def draw_ticks(sheet: Sheet, ticks: list[Tick], cell: Cell) -> None:
    """Draw squares to tick, evenly across a cell, each with its caption before it."""
    left, bottom, width, height = cell
    letters = sheet.drawing.letters(Typeface.HEI)
    across = min(len(ticks), _TICKS)
    lines = -(-len(ticks) // across)
    each = (width - 2 * _SIDE) / across
    for at, tick in enumerate(ticks):
        wide = letters.width(tick.caption, _CAPTION)
        x = left + _SIDE + at % across * each + (each - wide - 2.5 - _TICK) / 2
        y = bottom + height / 2 + (lines / 2 - 0.5 - at // across) * _TICK_LINE - _TICK / 2
        sheet.drawing.text(x, y + 2.5, tick.caption, face=Typeface.HEI, size=_CAPTION)
        place = x + wide + 2.5, y, _TICK, _TICK
        sheet.tick_box(MarkBox(tick.line, tick.problem, tick.part, tick.value, *place, round=False))


def _ticks(scale: Scale, line: int) -> list[Tick]:
    return [
        Tick(value, part, value, line) for part, values in circles_of(scale) for value in values
    ]


def _draw_lines(drawing: Drawing, cell: Cell) -> None:
    """Draw lines to write on, where nothing is scored."""
    left, bottom, width, height = cell
    drawing.pen(THIN)
    for y in (bottom + height / 2, bottom + height / 2 - _WRITING + PADDING):
        drawing.line(left + PADDING, y, left + width - PADDING, y)


def _draw_number(sheet: Sheet, scale: Scale, line: int, cell: Cell) -> None:
    left, bottom, width, height = cell
    middle, whole, taken = bottom + height / 2, len(str(scale.most)), _taken(scale)
    circles = _circles(scale)
    tall = (circles[-1].line + 1) * _LINE
    circles_left = left + width - _SIDE - _ACROSS * _PITCH
    if _side_by_side(scale):
        x = circles_left - _BETWEEN - digits_width(whole)
        y = middle - DIGIT_HEIGHT / 2
        circles_top = middle + tall / 2
    else:
        x = left + (width - digits_width(whole) + taken) / 2
        y = middle + (tall + DIGIT_HEIGHT + _BETWEEN) / 2 - DIGIT_HEIGHT
        circles_top = y - _BETWEEN
    draw_digits(sheet.drawing, x, y, whole)
    if taken:
        sheet.drawing.text(x - taken + 1, y + 6, "扣", face=Typeface.HEI, size=9)
    _draw_circles(sheet, line, circles, circles_left, circles_top)


def _draw_circles(sheet: Sheet, line: int, circles: list[_Circle], left: float, top: float) -> None:
    drawing, inset = sheet.drawing, (_PITCH - _CIRCLE) / 2
    drawing.pen(THIN)
    for circle in circles:
        x = left + circle.column * _PITCH + inset
        y = top - (circle.line + 1) * _LINE + (_LINE - _CIRCLE) / 2
        place = x, y, _CIRCLE, _CIRCLE
        sheet.circle(MarkBox(line, 0, circle.part, circle.value, *place, round=True))
    drawing.ink(_PALE)
    for circle in circles:
        x = left + (circle.column + 0.5) * _PITCH
        y = top - (circle.line + 0.5) * _LINE - 2
        size = 5.5 if len(circle.shown) < len("100") else 4.2
        drawing.text(x, y, circle.shown, face=Typeface.HEI, size=size, align=Align.CENTER)
    drawing.ink(BLACK)


def _circles(scale: Scale) -> list[_Circle]:
    """Give the circles of a number: each place on lines of its own, the half after the ones."""
    found: list[_Circle] = []
    column, line = 0, 0
    for part, values in circles_of(scale):
        if found and (part != HALF or column == _ACROSS):
            column, line = 0, line + 1
        for value in values:
            if column == _ACROSS:
                column, line = 0, line + 1
            shown = f"{value}0" if part == TENS else value
            found.append(_Circle(part, value, shown, column, line))
            column += 1
    return found


def _taken(scale: Scale) -> float:
    return _TAKEN if scale.rule == DEDUCT else 0.0


def _side_by_side(scale: Scale) -> bool:
    """Tell whether boxes and circles have room beside each other."""
    wide = digits_width(len(str(scale.most))) + _taken(scale)
    return 2 * _SIDE + wide + _BETWEEN + _ACROSS * _PITCH <= SCORE
