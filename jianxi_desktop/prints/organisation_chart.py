"""The organisation chart (组织架构图) on A3, lying: one page if that can be read, else several.

What is too much for one page becomes a page with two levels and then a page for each of those who
have more below them. Dashed lines lead to whoever stands at the side of the line.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from jianxi_desktop.domain.progress import Progress, no_progress
from jianxi_desktop.prints.chart_boxes import LOOKS, Style
from jianxi_desktop.prints.chart_layout import Node, plan_page, plan_pages
from jianxi_desktop.prints.chart_page import A3, TITLE, Chart, Sheet, draw_chart_page, room_below
from jianxi_desktop.prints.document import Document, Drawing
from jianxi_desktop.prints.output import PrintResult, Target
from jianxi_desktop.prints.page import Identity, draw_footer
from jianxi_desktop.prints.whole import write_whole

_MOST_FLANKS = 4
_MOST_LEAVES = 4  # more of them without anybody below share a column,
_FULL_SHELF = 12  # and so do two where all together are more than this


def draw_organisation_chart(
    target: Target, chart: Chart, progress: Progress = no_progress
) -> PrintResult:
    """Draw a chart.

    Args:
        target: File or memory that takes the PDF.
        chart: What is drawn.
        progress: Told every page; what it raises stops the work and leaves no file.

    Raises:
        EnvironmentFailure: Fonts are missing or the file cannot be written.
    """

    def draw(document: Document) -> None:
        sheets = list(_sheets(document.drawing(), chart.top, chart.above))
        total = sum(sheet.pages for sheet in sheets)
        for sheet in sheets:
            if len(sheets) > 1:
                document.bookmark(sheet.top.name)
            for page in range(sheet.pages):
                drawing = document.drawing()
                draw_chart_page(drawing, chart, sheet, page)
                number = document.pages + 1
                identity = Identity("", chart.unit, chart.printed_on)
                draw_footer(drawing, A3, identity, number, total)
                document.add_page(drawing, A3.width, A3.height)
                progress(number, total)

    return write_whole(target, f"{chart.top.name}{TITLE}", draw)


def _sheets(drawing: Drawing, top: Node, above: str) -> Iterator[Sheet]:
    flanks, columns, sides = _columns(top)
    room = room_below(drawing, top, flanks)
    whole = plan_page(drawing, columns, sides, room) if columns else None
    if whole is not None or not columns:
        yield Sheet(top, above, flanks, whole, top)
        return
    deeper = [each for each in (*top.below, *top.beside) if any(n.below for n in each.below)]
    if not deeper:
        yield Sheet(top, above, flanks, plan_pages(drawing, columns, sides, room), top)
        return
    yield _overview(drawing, top, above)
    for each in (*top.below, *top.beside):
        if any(not node.alone for node in each.below):
            yield from _sheets(drawing, each, top.name)


def _overview(drawing: Drawing, top: Node, above: str) -> Sheet:
    """Lay out two levels below the head; what stands below them is counted in their boxes."""
    pruned = _pruned(top, 2)
    flanks, columns, sides = _columns(pruned)
    room = room_below(drawing, pruned, flanks)
    plan = plan_page(drawing, columns, sides, room) or plan_pages(drawing, columns, sides, room)
    return Sheet(pruned, above, flanks, plan, top, overview=True)


def _pruned(node: Node, levels: int) -> Node:
    if levels == 0:
        beside = Counter(each.style for each in node.beside)
        told = tuple(f"{LOOKS[style].short} {number}" for style, number in beside.items())
        facts = (*node.facts, told) if told else node.facts
        return replace(node, below=(), beside=(), facts=facts)
    return replace(
        node,
        below=tuple(_pruned(each, levels - 1) for each in node.below),
        beside=tuple(_pruned(each, 0) for each in node.beside),
    )


def _columns(top: Node) -> tuple[tuple[Node, ...], list[Node], int]:
    """Say who stands beside the head, who opens a column, how many of these are at the side."""
    aside = [each for each in top.beside if each.alone]
    flanks = tuple(aside) if len(aside) <= _MOST_FLANKS else ()
    sides = [each for each in top.beside if not each.alone]
    if len(aside) > _MOST_FLANKS:
        sides.append(_gathered("其他党组织", aside))
    deep = [each for each in top.below if not each.alone]
    leaves = [each for each in top.below if each.alone]
    crowded = len(leaves) > 1 and len(deep) + len(leaves) + len(sides) > _FULL_SHELF
    if deep and (crowded or len(leaves) > _MOST_LEAVES):
        return flanks, [*deep, _gathered("直属党组织", leaves), *sides], len(sides)
    return flanks, [*top.below, *sides], len(sides)


def _gathered(name: str, nodes: list[Node]) -> Node:
    return Node(f"{name}（{len(nodes)}个）", Style.GATHERED, below=tuple(nodes))
