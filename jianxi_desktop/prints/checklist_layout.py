"""The blank grid of an observation checklist: what stands on which page, drawn once a document.

A page holds whole rows only; a part's heading stays with its first row; the rest of the last page
goes to the lines for handwriting.
"""

from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from jianxi_desktop.prints.checklist import Criterion, Part
from jianxi_desktop.prints.document import Align, Document, Drawing
from jianxi_desktop.prints.fonts import Typeface
from jianxi_desktop.prints.page import PORTRAIT, draw_corner_marks
from jianxi_desktop.prints.wrapping import Fitted, fit, fit_tidily

THIN, THICK = 0.5, 1.2
FIRST_TOP, NEXT_TOP = 656.0, 758.0  # where the grid starts on the first and on later pages

_PAPER = PORTRAIT
_BOTTOM = _PAPER.bottom
_COLUMNS = (26.0, 130.0, 171.28, 32.0, 74.0, 78.0)
_CAPTIONS = ("序号", "观摩内容", "观摩要点、评分说明", "分值", "得分", "备注")
_EDGES = tuple(_PAPER.left + sum(_COLUMNS[:at]) for at in range(len(_COLUMNS) + 1))
_HEAD, _PART, _ROW = 22.0, 21.0, 34.0
_PADDING = 4.0
_CONTENT, _POINTS = 10.0, 9.0
_DIGIT_WIDTH, _DIGIT_HEIGHT, _POINT_GAP = 15.0, 20.0, 6.0
_TICK, _GRADE_PITCH = 11.0, 17.0
_TALLEST = NEXT_TOP - _BOTTOM - _HEAD - _PART

_WRITING = ("亮　点", "存在问题", "整改建议")
_LINE_PITCH, _FEWEST, _MOST = 22.0, 2, 6
_LABEL = 68.0
_TOTAL, _SIGNATURE, _HINTS = 36.0, 34.0, 38.0
_SIGNERS = ("观摩组成员\n签　　　名", "被观摩单位\n负责人签名")
_HOW_TO_FILL = (
    "填写说明：1. 用黑色笔填写，一格写一个数字，小数点已印好；得分不超过分值，前格不用时留空。\n"
    "　　　　　2. 有等级的，在所选等级的方框内打“√”；写错时划去，在备注栏写明正确的得分。\n"
    "　　　　　3. 二维码和四角黑块供扫描识别，请勿折叠、涂画。"
)


@dataclass(frozen=True)
class _Row:
    """One criterion with its text broken into lines.

    Attributes:
        criterion: What is scored.
        content: Its content in lines.
        points: What to look at in lines.
        height: Height of the row.
        heading: Caption of the part this row opens; empty for the others.
    """

    criterion: Criterion
    content: Fitted
    points: Fitted
    height: float
    heading: str

    @property
    def whole_height(self) -> float:
        """Height with the heading above it."""
        return self.height + (_PART if self.heading else 0)


def lay_out(document: Document, criteria: tuple[Criterion, ...]) -> tuple[Drawing, ...]:
    """Draw the blank pages of a checklist with these criteria."""
    rows = _rows(document.drawing(), criteria)
    pages = _paginate(rows)
    drawings = []
    for at, page in enumerate(pages):
        drawing = document.drawing()
        draw_corner_marks(drawing, _PAPER)
        y = _draw_rows(drawing, page, NEXT_TOP if at else FIRST_TOP)
        if at == len(pages) - 1:
            _draw_closing(drawing, y, sum((Decimal(c.max_score) for c in criteria), Decimal(0)))
        drawings.append(drawing)
    return tuple(drawings)


def _rows(drawing: Drawing, criteria: tuple[Criterion, ...]) -> list[_Row]:
    ordered = sorted(criteria, key=lambda criterion: list(Part).index(criterion.part))
    rows = []
    for at, (part, group) in enumerate(groupby(ordered, key=lambda criterion: criterion.part)):
        members = list(group)
        scores = sum((Decimal(criterion.max_score) for criterion in members), Decimal(0))
        heading = f"{'一二三四'[at]}、{part.caption}（{len(members)} 项，共 {_plain(scores)} 分）"
        for criterion in members:
            rows.append(_row(drawing, criterion, heading))
            heading = ""
    return rows


def _row(drawing: Drawing, criterion: Criterion, heading: str) -> _Row:
    letters = drawing.letters(Typeface.SONG)
    content = fit(
        letters, criterion.content, _COLUMNS[1] - 2 * _PADDING, size=_CONTENT, floor=6.5, lines=40
    )
    points = fit_tidily(
        letters, criterion.points, _COLUMNS[2] - 2 * _PADDING, size=_POINTS, floor=6.5, lines=50
    )
    ticks = -(-len(criterion.grades) // 2) * _GRADE_PITCH
    text = max(len(content.lines) * content.size, len(points.lines) * points.size) * 1.32
    height = min(max(text, ticks, _ROW - 2 * _PADDING) + 2 * _PADDING, _TALLEST)
    return _Row(criterion, content, points, height, heading)


def _paginate(rows: list[_Row]) -> list[list[_Row]]:
    """Share rows among pages; the last page has room for the closing."""
    pages: list[list[_Row]] = [[]]
    room = FIRST_TOP - _BOTTOM - _HEAD
    for row in rows:
        if row.whole_height > room and (pages[-1] or len(pages) == 1):
            pages.append([])
            room = NEXT_TOP - _BOTTOM - _HEAD
        pages[-1].append(row)
        room -= row.whole_height
    if room < _closing_height(_FEWEST):
        pages.append([])
    return pages


def _closing_height(lines: int) -> float:
    writing = len(_WRITING) * lines * _LINE_PITCH
    return _TOTAL + writing + len(_SIGNERS) * _SIGNATURE + _HINTS


def _draw_rows(drawing: Drawing, rows: list[_Row], top: float) -> float:
    """Draw the header and these rows; give where they end."""
    if not rows:
        return top
    y = _draw_captions(drawing, top)
    for row in rows:
        if row.heading:
            y = _draw_heading(drawing, row.heading, y)
        y = _draw_row(drawing, row, y)
    drawing.pen(THICK)
    drawing.box(_EDGES[0], y, _EDGES[-1] - _EDGES[0], top - y)
    return y


def _draw_captions(drawing: Drawing, top: float) -> float:
    y = top - _HEAD
    drawing.pen(THIN)
    for at, caption in enumerate(_CAPTIONS):
        box = (_EDGES[at], y, _COLUMNS[at], _HEAD)
        drawing.box_text(box, Fitted(9.5, (caption,)), face=Typeface.BOLD, align=Align.CENTER)
    _draw_columns(drawing, y, top)
    return y


def _draw_heading(drawing: Drawing, heading: str, top: float) -> float:
    y = top - _PART
    drawing.pen(THICK)
    drawing.line(_EDGES[0], top, _EDGES[-1], top)
    drawing.pen(THIN)
    box = (_EDGES[0] + 6, y, _EDGES[-1] - _EDGES[0], _PART)
    drawing.box_text(box, Fitted(10.5, (heading,)), face=Typeface.BOLD)
    return y


def _draw_row(drawing: Drawing, row: _Row, top: float) -> float:
    y, height, song = top - row.height, row.height, Typeface.SONG
    cells = [(_EDGES[at], y, _COLUMNS[at], height) for at in range(len(_COLUMNS))]
    number = fit(drawing.letters(song), row.criterion.number, _COLUMNS[0] - 4, size=9.5, floor=5)
    drawing.box_text(cells[0], number, face=song, align=Align.CENTER)
    drawing.box_text(_inside(cells[1]), row.content, face=song, leading=1.32)
    drawing.box_text(_inside(cells[2]), row.points, face=song, leading=1.32)
    most = Fitted(10.5, (_plain(row.criterion.max_score),))
    drawing.box_text(cells[3], most, face=song, align=Align.CENTER)
    if row.criterion.grades:
        _draw_ticks(drawing, cells[4], row.criterion.grades)
    else:
        _draw_digits(drawing, cells[4], row.criterion.max_score)
    drawing.pen(THIN)
    _draw_columns(drawing, y, top)
    return y


def _inside(cell: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    left, bottom, width, height = cell
    return left + _PADDING, bottom, width - 2 * _PADDING, height


def _draw_columns(drawing: Drawing, bottom: float, top: float) -> None:
    drawing.line(_EDGES[0], top, _EDGES[-1], top)
    for x in _EDGES[1:-1]:
        drawing.line(x, bottom, x, top)


def _draw_digits(
    drawing: Drawing, cell: tuple[float, float, float, float], most: Decimal | int, scale: float = 1
) -> None:
    """Draw boxes for a score written digit by digit: whole digits, point, one decimal."""
    left, bottom, width, height = cell
    whole = len(str(int(most)))
    side, tall, gap = _DIGIT_WIDTH * scale, _DIGIT_HEIGHT * scale, _POINT_GAP * scale
    x = left + (width - (whole + 1) * side - gap) / 2
    y = bottom + (height - tall) / 2
    drawing.pen(0.8)
    for at in range(whole):
        drawing.box(x + at * side, y, side, tall)
    x += whole * side
    drawing.block(x + gap / 2 - 1.1, y + 1, 2.2, 2.2)
    drawing.box(x + gap, y, side, tall)


def _draw_ticks(
    drawing: Drawing, cell: tuple[float, float, float, float], grades: tuple[str, ...]
) -> None:
    """Draw a box to tick for each grade, two a line."""
    left, bottom, width, height = cell
    lines = -(-len(grades) // 2)
    letters = drawing.letters(Typeface.HEI)
    drawing.pen(0.8)
    for at, grade in enumerate(grades):
        name = fit(letters, grade, width / 2 - 22, size=9.5, floor=5)
        wide = letters.width(name.lines[0], name.size)
        x = left + 2 + at % 2 * (width / 2 - 2) + (width / 2 - 2 - wide - 3 - _TICK) / 2
        y = bottom + height / 2 + (lines / 2 - 1 - at // 2) * _GRADE_PITCH + 3
        drawing.text(x, y + 2, name.lines[0], face=Typeface.HEI, size=name.size)
        drawing.box(x + wide + 3, y, _TICK, _TICK)


def _draw_closing(drawing: Drawing, top: float, total: Decimal) -> None:
    room = top - _BOTTOM - _closing_height(0)
    lines = min(_MOST, max(_FEWEST, int(room / (len(_WRITING) * _LINE_PITCH))))
    left, right = _PAPER.left, _PAPER.right
    y = _draw_total(drawing, top, total)
    for caption in _WRITING:
        y = _draw_writing(drawing, caption, y, lines)
    for signer in _SIGNERS:
        y = _draw_signature(drawing, signer, y)
    drawing.pen(THICK)
    drawing.box(left, y, right - left, top - y)
    hints = fit(drawing.letters(Typeface.HEI), _HOW_TO_FILL, right - left, size=8, floor=7, lines=3)
    drawing.box_text(
        (left, y - _HINTS, right - left, _HINTS), hints, face=Typeface.HEI, leading=1.4
    )


def _draw_total(drawing: Drawing, top: float, total: Decimal) -> float:
    y = _draw_label(drawing, "总　分", top, _TOTAL)
    cell = (_EDGES[4], y, _COLUMNS[4], _TOTAL)
    said = f"各项得分之和（满分 {_plain(total)} 分）"
    box = (_PAPER.left + _LABEL + 8, y, 200.0, _TOTAL)
    drawing.box_text(box, Fitted(10, (said,)), face=Typeface.SONG)
    _draw_digits(drawing, cell, total, 1.12)
    drawing.pen(THIN)
    return y


def _draw_writing(drawing: Drawing, caption: str, top: float, lines: int) -> float:
    y = _draw_label(drawing, caption, top, lines * _LINE_PITCH)
    drawing.pen(0.3)
    for at in range(1, lines):
        rule = top - at * _LINE_PITCH
        drawing.line(_PAPER.left + _LABEL + 6, rule, _PAPER.right - 6, rule)
    drawing.pen(THIN)
    return y


def _draw_signature(drawing: Drawing, signer: str, top: float) -> float:
    y = _draw_label(drawing, signer, top, _SIGNATURE)
    day = Fitted(10, ("年　　月　　日",))
    box = (_EDGES[4], y, _PAPER.right - _EDGES[4] - 8, _SIGNATURE)
    drawing.box_text(box, day, face=Typeface.SONG, align=Align.RIGHT)
    return y


def _draw_label(drawing: Drawing, caption: str, top: float, height: float) -> float:
    """Draw the left cell of a closing row and the line below it; give where the row ends."""
    y = top - height
    left = _PAPER.left
    lines = tuple(caption.split("\n"))
    drawing.box_text(
        (left, y, _LABEL, height), Fitted(10, lines), face=Typeface.BOLD, align=Align.CENTER
    )
    drawing.pen(THIN)
    drawing.line(left + _LABEL, y, left + _LABEL, top)
    drawing.line(left, y, _PAPER.right, y)
    return y


def _plain(value: Decimal | int) -> str:
    """Write a score without idle zeros."""
    return f"{Decimal(value).normalize():f}"
