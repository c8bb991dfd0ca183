"""回头看: open problems of earlier rounds, each with boxes to tick for what is seen of it now.

All rows are of one height, so that where the boxes stand does not depend on the titles.
"""

from jianxi_desktop.domain.bubbles import OUTCOME, OUTCOMES
from jianxi_desktop.prints.checklist import OpenProblem
from jianxi_desktop.prints.checklist_answers import Tick, draw_ticks
from jianxi_desktop.prints.checklist_grid import (
    HEADING,
    LEFT,
    NUMBER,
    PADDING,
    REMARK,
    RIGHT,
    SCORE,
    Sheet,
    draw_captions,
    draw_heading,
    draw_uprights,
)
from jianxi_desktop.prints.document import Align, Drawing
from jianxi_desktop.prints.fonts import Typeface
from jianxi_desktop.prints.lettering import Letters, one_line
from jianxi_desktop.prints.wrapping import Fitted, fit

PROBLEM = 40.0
OPENING = HEADING + 16.0  # the heading with the line that says what the columns are
_TALL = PROBLEM - 3  # of it for letters
_DAYS = 74.0
_LARGEST, _LEADING, _MOST_LINES = 9.5, 1.16, 5
_WIDTHS = (NUMBER, RIGHT - LEFT - NUMBER - _DAYS - SCORE - REMARK, _DAYS, SCORE, REMARK)
_EDGES = tuple(LEFT + sum(_WIDTHS[:at]) for at in range(len(_WIDTHS) + 1))
_CAPTIONS = ("序号", "上次观摩指出、还没有销号的问题", "发现与时限", "现场看到（打“√”）", "备注")
_WORDS = dict(zip(OUTCOMES, ("已整改", "整改中", "未整改"), strict=True))


def draw_opening(drawing: Drawing, count: int, top: float) -> float:
    """Draw what stands above the first problem of a page; give where it ends."""
    y = draw_heading(drawing, f"回头看　上次问题整改情况（{count} 项）", top)
    return draw_captions(drawing, _CAPTIONS, _EDGES, y, OPENING - HEADING)


def draw_problem_row(sheet: Sheet, place: int, top: float) -> float:
    """Draw the empty row of a problem; give where it ends."""
    y = top - PROBLEM
    sheet.slots[place] = top
    box = _EDGES[0], y, _WIDTHS[0], PROBLEM
    number = Fitted(9.5, (str(place),))
    sheet.drawing.box_text(box, number, face=Typeface.SONG, align=Align.CENTER)
    ticks = [Tick(word, OUTCOME, code, problem=place) for code, word in _WORDS.items()]
    draw_ticks(sheet, ticks, (_EDGES[3], y, _WIDTHS[3], PROBLEM))
    draw_uprights(sheet.drawing, y, top, _EDGES)
    return y


def draw_problem(drawing: Drawing, problem: OpenProblem, top: float) -> None:
    """Write what a problem is into its row."""
    letters, y = drawing.letters(Typeface.SONG), top - PROBLEM
    width = _WIDTHS[1] - 2 * PADDING
    said = _title(letters, problem.title, width)
    box = _EDGES[1] + PADDING, y, width, PROBLEM
    drawing.box_text(box, said, face=Typeface.SONG, leading=_LEADING)
    days = [f"{problem.found_on}发现"] if problem.found_on else []
    days.append(f"限{problem.due_on}" if problem.due_on else "未定时限")
    small = _DAYS - 2 * 2
    size = min(8.0, *(fit(letters, day, small, size=8, floor=5).size for day in days))
    box = _EDGES[2] + 2, y, small, PROBLEM
    drawing.box_text(box, Fitted(size, tuple(days)), face=Typeface.SONG, leading=1.4)


def _title(letters: Letters, title: str, width: float) -> Fitted:
    """Set a title on as few lines as it takes, as large as they allow."""
    wide = letters.width(one_line(title), 1)
    for lines in range(1, _MOST_LINES):
        size = min(_LARGEST, _TALL / lines / _LEADING)
        if wide * size <= lines * width:
            said = fit(letters, title, width, size=size, floor=size, lines=lines)
            if not said.cut:
                return said
    size = _TALL / _MOST_LINES / _LEADING
    return fit(letters, title, width, size=size, floor=size, lines=_MOST_LINES)
