"""The head of an observation checklist: title, whom the form is about, what is known of them."""

from jianxi_desktop.prints.checklist import Checklist
from jianxi_desktop.prints.checklist_grid import THICK, THIN, Cell
from jianxi_desktop.prints.checklist_layout import FIRST_TOP, NEXT_TOP
from jianxi_desktop.prints.document import Align, Drawing
from jianxi_desktop.prints.fonts import Typeface
from jianxi_desktop.prints.page import CODE_SIDE, PORTRAIT
from jianxi_desktop.prints.wrapping import Fitted, fit

_LABEL = 60.0
_GAP = 6.0  # between the head's grid and the criteria
_ROWS = (
    ("观摩轮次", "观摩步骤"),
    ("被观摩单位", "所属街道"),
    ("观摩单位", "带队领导"),
    ("计划时间", "观摩日期"),
    ("党组织书记", "党员人数"),
    ("下设组织", "上轮成绩"),
)
_ROW, _PEOPLE = 21.0, 24.0
_TOP = FIRST_TOP + _GAP + _PEOPLE + _ROW * len(_ROWS)
# Names of party organisations are long: the left half of the grid is the wider one.
_SPLIT = 0.57
_BLANK_DAY = "　　　　年　　月　　日"


def draw_blank_head(drawing: Drawing, title: str) -> None:
    """Draw what the heads of all forms of a round share: title, grid and captions."""
    left, right = PORTRAIT.left, PORTRAIT.right
    width = right - left - 2 * (CODE_SIDE + 14)
    letters = drawing.letters(Typeface.TITLE)
    said = fit(letters, title, width, size=20, floor=15)
    if said.cut:
        said = fit(letters, title, width, size=13, floor=9, lines=2)
    place = (left + CODE_SIDE + 14, _TOP + 3, width, 30.0)
    drawing.box_text(place, said, face=Typeface.TITLE, align=Align.CENTER, leading=1.15)
    middle = left + (right - left) * _SPLIT
    y = _TOP
    drawing.pen(THIN)
    for captions in _ROWS:
        for x, caption in zip((left, middle), captions, strict=True):
            _draw_label(drawing, caption, x, y, _ROW)
        y -= _ROW
        drawing.line(left, y, right, y)
    drawing.line(middle, y, middle, _TOP)
    _draw_label(drawing, "检查人", left, y, _PEOPLE)
    drawing.pen(THICK)
    drawing.box(left, y - _PEOPLE, right - left, _TOP - y + _PEOPLE)


def draw_head(drawing: Drawing, form: Checklist) -> None:
    """Write whom this form is about into its head."""
    left, right = PORTRAIT.left, PORTRAIT.right
    middle = left + (right - left) * _SPLIT
    widths = middle - left - _LABEL, right - middle - _LABEL
    y = _TOP
    for row in _values(form):
        y -= _ROW
        for x, width, value in zip((left, middle), widths, row, strict=True):
            _draw_value(drawing, value, (x + _LABEL, y, width, _ROW))
    names = "、".join(form.inspectors)
    _draw_value(drawing, names, (left + _LABEL, y - _PEOPLE, right - left - _LABEL, _PEOPLE))


def draw_running_head(drawing: Drawing, form: Checklist) -> None:
    """Write above the grid of a later page which form it continues."""
    left, right = PORTRAIT.left, PORTRAIT.right - CODE_SIDE - 14
    letters = drawing.letters(Typeface.BOLD)
    said = fit(letters, f"{form.title}（续）", right - left, size=11, floor=8)
    drawing.text(left, NEXT_TOP + 23, said.lines[0], face=Typeface.BOLD, size=said.size)
    about = f"{form.street}　{form.visited}　　{form.round_name}"
    song = drawing.letters(Typeface.SONG)
    small = fit(song, about, right - left, size=9.5, floor=7.5)
    if small.cut:
        small = fit(song, about, right - left, size=7.5, floor=6, lines=2)
    box = left, NEXT_TOP + 1, right - left, 18.0
    drawing.box_text(box, small, face=Typeface.SONG, leading=1.12)
    drawing.cut += said.cut


def _values(form: Checklist) -> tuple[tuple[str, str], ...]:
    """Give what stands in the head, as its rows are."""
    facts = form.facts
    period = f"（{form.period}）" if form.period and form.period not in form.round_name else ""
    below = [f"网格党支部 {facts.branches} 个"] if facts.branches else []
    below += [f"党小组 {facts.groups} 个"] if facts.groups else []
    return (
        (f"{form.round_name}{period}", form.step),
        (form.visited, form.street),
        (form.inspected_by, form.leader),
        (form.planned, form.visited_on or _BLANK_DAY),
        (facts.secretary, f"{facts.members} 名" if facts.members else ""),
        ("、".join(below), facts.last),
    )


def _draw_label(drawing: Drawing, caption: str, left: float, top: float, height: float) -> None:
    box = (left, top - height, _LABEL, height)
    drawing.box_text(box, Fitted(9.5, (caption,)), face=Typeface.BOLD, align=Align.CENTER)
    drawing.line(left + _LABEL, top - height, left + _LABEL, top)


def _draw_value(drawing: Drawing, value: str, cell: Cell) -> None:
    if not value:
        return
    left, bottom, width, height = cell
    letters = drawing.letters(Typeface.SONG)
    fitted = fit(letters, value, width - 12, size=10.5, floor=8.5)
    if fitted.cut:
        fitted = fit(letters, value, width - 12, size=8.5, floor=6, lines=2)
    drawing.box_text(
        (left + 6, bottom, width - 12, height), fitted, face=Typeface.SONG, leading=1.12
    )
