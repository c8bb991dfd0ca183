"""The end of a checklist: total, lines for handwriting, signatures, how it is filled in."""

from jianxi_desktop.domain.scoring import DEDUCT, full_score, show_points
from jianxi_desktop.prints.checklist import Criterion
from jianxi_desktop.prints.checklist_answers import digits_width, draw_digits
from jianxi_desktop.prints.checklist_grid import (
    BOTTOM,
    COLUMNS,
    EDGES,
    LABEL,
    LEFT,
    RIGHT,
    THICK,
    THIN,
    draw_label,
)
from jianxi_desktop.prints.document import Align, Drawing
from jianxi_desktop.prints.fonts import Typeface
from jianxi_desktop.prints.wrapping import Fitted, fit

TOTAL = 32.0
_WRITING = ("亮　点", "存在问题", "整改建议")
_LINE_PITCH, _FEWEST, _MOST = 22.0, 2, 6
_SIGNATURE, _HINTS = 32.0, 42.0
_SIGNERS = ("观摩组成员\n签　　　名", "被观摩单位\n负责人签名")
_LARGER = 1.12
_HOW_TO_FILL = (
    "填写说明：1. 用黑色笔。得分一格写一个数字，小数点已印好，前格不用时留空；"
    "再把右边同样的数字涂满，如 8.5 分涂“8”和“.5”。\n"
    "　　　　　2. 有方框的在方框里打“√”；标“扣”的写扣几分，不扣写 0；"
    "写错时划去，在备注栏写明正确的。\n"
    "　　　　　3. 回头看逐条打“√”，没有看到的不打。二维码和四角黑块供扫描识别，请勿折叠、涂画。"
)


def closing_height(lines: int = _FEWEST) -> float:
    """Give the room that all below the total needs with so many lines a matter."""
    writing = len(_WRITING) * lines * _LINE_PITCH
    return writing + len(_SIGNERS) * _SIGNATURE + _HINTS


def draw_total(drawing: Drawing, criteria: tuple[Criterion, ...], top: float) -> float:
    """Draw where the total is written; give where the row ends."""
    y = draw_label(drawing, "总　分", top, TOTAL)
    most = full_score((each.scale, each.weight) for each in criteria)
    said = [f"各项得分之和（满分 {show_points(most)} 分）"]
    if any(each.scale.rule == DEDUCT for each in criteria):
        said.append("扣分项按分值减去所扣的分计入")
    if any(each.weight != 100 for each in criteria):
        said.append("有权重（×%）的项按权重折算")
    width = EDGES[4] - LEFT - LABEL - 12
    fitted = fit(
        drawing.letters(Typeface.SONG), "；".join(said), width, size=10, floor=7.5, lines=2
    )
    box = (LEFT + LABEL + 8, y, width, TOTAL)
    drawing.box_text(box, fitted, face=Typeface.SONG)
    whole = len(str(int(most / 100)))
    x = EDGES[4] + (COLUMNS[4] - digits_width(whole, _LARGER)) / 2
    draw_digits(drawing, x, y + (TOTAL - 20 * _LARGER) / 2, whole, _LARGER)
    return y


def draw_closing(drawing: Drawing, top: float) -> None:
    """Draw lines for handwriting as far as the page goes, signatures, and how to fill it in."""
    room = top - BOTTOM - closing_height(0)
    lines = min(_MOST, max(_FEWEST, int(room / (len(_WRITING) * _LINE_PITCH))))
    y = top
    for caption in _WRITING:
        y = _draw_writing(drawing, caption, y, lines)
    for signer in _SIGNERS:
        y = _draw_signature(drawing, signer, y)
    drawing.pen(THICK)
    drawing.box(LEFT, y, RIGHT - LEFT, top - y)
    letters = drawing.letters(Typeface.HEI)
    hints = fit(letters, _HOW_TO_FILL, RIGHT - LEFT, size=7.5, floor=6, lines=3)
    box = (LEFT, y - _HINTS, RIGHT - LEFT, _HINTS)
    drawing.box_text(box, hints, face=Typeface.HEI, leading=1.45)


def _draw_writing(drawing: Drawing, caption: str, top: float, lines: int) -> float:
    y = draw_label(drawing, caption, top, lines * _LINE_PITCH)
    drawing.pen(0.3)
    for at in range(1, lines):
        rule = top - at * _LINE_PITCH
        drawing.line(LEFT + LABEL + 6, rule, RIGHT - 6, rule)
    drawing.pen(THIN)
    return y


def _draw_signature(drawing: Drawing, signer: str, top: float) -> float:
    y = draw_label(drawing, signer, top, _SIGNATURE)
    day = Fitted(10, ("年　　月　　日",))
    box = (EDGES[4], y, RIGHT - EDGES[4] - 8, _SIGNATURE)
    drawing.box_text(box, day, face=Typeface.SONG, align=Align.RIGHT)
    return y
