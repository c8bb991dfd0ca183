"""One page of an organisation chart: title, head with those at its sides, columns, legend."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from jianxi_desktop.prints.chart_boxes import (
    LOOKS,
    SMALLEST,
    Sized,
    Style,
    draw_box,
    draw_shape,
    make_box,
)
from jianxi_desktop.prints.chart_layout import (
    CONTINUED,
    Node,
    Plan,
    draw_shelves,
    listed,
    total_height,
)
from jianxi_desktop.prints.document import Align, Drawing
from jianxi_desktop.prints.fonts import Typeface
from jianxi_desktop.prints.page import Paper
from jianxi_desktop.prints.wrapping import fit

A3 = Paper(1190.55, 841.89)
TITLE = "组织架构图"
_TITLE_SIZE = 22.0
_HEAD_TOP = A3.top - 46
_HEAD_WIDTH, _FLANK_WIDTH, _FLANK_GAP = 420.0, 150.0, 18.0
_HEAD_SIZE, _FLANK_SIZE = 18.0, 10.5
_STEM = 14.0  # between the head of a page and the line above its columns
_LEGEND, _SMALL = 40.0, 8.5
_MOST_DROP = 44.0
_DASH = (2.2, 1.6)


@dataclass(frozen=True)
class Chart:
    """An organisation chart.

    Attributes:
        top: Who stands on top, with all below.
        day: The day it holds for, as shown.
        unit: The office that prints it.
        above: Name of whoever stands above the top; empty: nobody, or it is of no interest.
        printed_on: Day of printing as shown.
        labels: What the totals count, in their order; others follow.
    """

    top: Node
    day: str
    unit: str = ""
    above: str = ""
    printed_on: str = ""
    labels: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """What one head has below it, laid out.

    Attributes:
        top: The head.
        above: Who stands above it.
        flanks: Who stands at the left and right of the head.
        plan: Where the rest stands; ``None``: nobody is left.
        whole: The head with all below, also what this sheet leaves out.
        overview: Whether levels are left out that have pages of their own.
    """

    top: Node
    above: str
    flanks: tuple[Node, ...]
    plan: Plan | None
    whole: Node
    overview: bool = False

    @property
    def pages(self) -> int:
        """Count the pages."""
        return len(self.plan.pages) if self.plan else 1


def room_below(drawing: Drawing, top: Node, flanks: tuple[Node, ...]) -> tuple[float, float]:
    """Give width and height that are left for the columns below a head."""
    head = _head_boxes(drawing, top, flanks)
    height = _HEAD_TOP - max(box.height for box in head) - _STEM - A3.bottom - _LEGEND
    return A3.right - A3.left, height


def _head_boxes(drawing: Drawing, top: Node, flanks: Iterable[Node]) -> list[Sized]:
    head = make_box(drawing, top.words, _HEAD_WIDTH, _HEAD_SIZE)
    return [head, *(make_box(drawing, each.words, _FLANK_WIDTH, _FLANK_SIZE) for each in flanks)]


def draw_chart_page(drawing: Drawing, chart: Chart, sheet: Sheet, page: int) -> None:
    """Draw one page of a sheet."""
    _draw_title(drawing, chart, sheet)
    top = sheet.top if page == 0 else replace(sheet.top, name=sheet.top.name + CONTINUED)
    bottom = _draw_head(drawing, top, sheet.flanks)
    plan = sheet.plan
    if plan is not None:
        middle = (A3.left + A3.right) / 2
        line = bottom - _STEM
        spare = line - A3.bottom - _LEGEND - total_height(plan, page)
        drop = min(max(spare, 0) * 0.25, _MOST_DROP)
        draw_shelves(drawing, plan, page, (middle, line - drop), bottom)
    _draw_legend(drawing, chart, sheet)


def _draw_title(drawing: Drawing, chart: Chart, sheet: Sheet) -> None:
    middle = (A3.left + A3.right) / 2
    letters = drawing.letters(Typeface.TITLE)
    said = f"{sheet.top.name}{TITLE}" + ("（总览）" if sheet.overview else "")
    title = fit(letters, said, 640, size=_TITLE_SIZE, floor=8)
    drawing.text(
        middle, A3.top - 24, title.lines[0],
        face=Typeface.TITLE, size=title.size, align=Align.CENTER,
    )  # fmt: skip
    drawing.cut += title.cut
    if sheet.above:
        above = fit(drawing.letters(Typeface.HEI), f"上级：{sheet.above}", 220, size=9.5, floor=6)
        drawing.text(A3.left, A3.top - 22, above.lines[0], face=Typeface.HEI, size=above.size)
        drawing.cut += above.cut
    day = f"截至 {chart.day}"
    drawing.text(A3.right, A3.top - 22, day, face=Typeface.HEI, size=9.5, align=Align.RIGHT)


def _draw_head(drawing: Drawing, top: Node, flanks: tuple[Node, ...]) -> float:
    """Draw the head of a page with those at its sides; give where it ends."""
    head, *sides = _head_boxes(drawing, top, flanks)
    middle, y = (A3.left + A3.right) / 2, _HEAD_TOP
    left, right = middle - head.width / 2, middle + head.width / 2
    axis = y - head.height / 2
    drawing.dash(*_DASH)
    drawing.pen(0.6)
    reach = _FLANK_WIDTH + _FLANK_GAP
    counts = len(sides) // 2, len(sides) - len(sides) // 2  # left, right
    if counts[0]:
        drawing.line(left - counts[0] * reach + _FLANK_WIDTH / 2, axis, left, axis)
    if counts[1]:
        drawing.line(right, axis, right + counts[1] * reach - _FLANK_WIDTH / 2, axis)
    drawing.dash()
    for at, box in enumerate(sides):
        x = (
            right + _FLANK_GAP + at * reach
            if at < counts[1]
            else left - (at - counts[1] + 1) * reach
        )
        draw_box(drawing, box, x, axis + box.height / 2)
    draw_box(drawing, head, left, y)
    return y - head.height


def _draw_legend(drawing: Drawing, chart: Chart, sheet: Sheet) -> None:
    """Explain the shapes that occur, and count what the head of the page has below it."""
    y = A3.bottom + _LEGEND - 16
    below = list(listed(sheet.whole))
    drawing.pen(0.4)
    drawing.line(A3.left, y + 10, A3.right, y + 10)
    x = _draw_shapes(drawing, {sheet.whole.style, *(node.style for node in below)}, y)
    letters = drawing.letters(Typeface.HEI)
    if any(node.beside for node in (sheet.whole, *below)):
        said = "实线为隶属，虚线为依托、挂靠"
        if sheet.overview:
            said += "；社区框内的“区域、新兴、物业、共建”是这样的组织有几个"
        lines = fit(letters, said, A3.right - x, size=_SMALL, floor=SMALLEST)
        drawing.text(x, y - 3, lines.lines[0], face=Typeface.HEI, size=lines.size)
        drawing.cut += lines.cut
    said = _totals(chart, sheet.whole, below)
    totals = fit(letters, said, A3.right - A3.left, size=_SMALL, floor=SMALLEST + 1)
    if totals.cut:
        totals = fit(letters, said, A3.right - A3.left, size=_SMALL, floor=SMALLEST, lines=2)
    drawing.cut += totals.cut
    for at, line in enumerate(totals.lines):
        drawing.text(A3.left, y - 19 - at * 11, line, face=Typeface.HEI, size=totals.size)


def _draw_shapes(drawing: Drawing, styles: set[Style], y: float) -> float:
    x = A3.left
    drawing.text(x, y - 3, "图例", face=Typeface.BOLD, size=_SMALL)
    x += 30
    letters = drawing.letters(Typeface.HEI)
    for style, look in LOOKS.items():
        if style in styles and look.caption:
            draw_shape(drawing, style, (x, y - 6, 24, 12))
            drawing.text(x + 29, y - 3, look.caption, face=Typeface.HEI, size=_SMALL)
            x += 29 + letters.width(look.caption, _SMALL) + 16
    return x


def _totals(chart: Chart, head: Node, below: list[Node]) -> str:
    """Say how many there are of each kind; places that stay together keep their number."""
    counted = Counter(node.label for node in below if node.label)
    order = [label for label in chart.labels if label in counted]
    order += [label for label in counted if label not in chart.labels]
    parts = [f"{label}{counted[label]:,}个" for label in order]
    return f"合计：{'，'.join([*parts, f'党员{head.members:,}人'])}。"
