"""Where the boxes of an organisation chart stand: columns below a head, on shelves, on pages.

Whoever stands directly below the head of a page opens a column; all below him are listed in it,
each level further in. Columns stand side by side on a shelf; where there are many, shelves stand
one below the other, and a column that is longer than a page goes on in the next one.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from jianxi_desktop.prints.chart_boxes import Sized, Style, Words, draw_box, make_box
from jianxi_desktop.prints.document import Drawing

SIZES = (18.0, 16.0, 14.0, 13.0, 12.0, 11.0, 10.5, 10.0, 9.5, 9.0, 8.5, 8.0, 7.5, 7.0)
_FLOWING = (8.0, 7.5, 7.0)  # where one page does not hold all, its letters may as well be read
_ACROSS = 9.0  # between columns
_WIDEST, _NARROWEST = 19.0, 8.0  # a column in letters
_MOST_ON_A_SHELF = 13
_STEM = 11.0  # between the line above a shelf and its columns
_SHELF_GAP = 10.0
_COMFORTABLE = 8.5  # no smaller only to save a second line
_MOST_BROKEN = 0.1  # names on two lines, as a part of all
_MOST_LINES = 2
_LINE = 0.6
CONTINUED = "（续）"


@dataclass(frozen=True)
class Node:
    """An organisation on the chart.

    Attributes:
        name: Its name.
        style: How its box looks.
        label: What the totals count it as.
        facts: Secretary and figures, a line each.
        members: Members of it and of all below.
        below: Those of its line below it.
        beside: Those that stand at its side, such as a regional committee.
    """

    name: str
    style: Style
    label: str = ""
    facts: tuple[tuple[str, ...], ...] = ()
    members: int = 0
    below: "tuple[Node, ...]" = ()
    beside: "tuple[Node, ...]" = ()

    @property
    def alone(self) -> bool:
        """Whether nobody stands below or beside it."""
        return not self.below and not self.beside

    @property
    def words(self) -> Words:
        """What stands in its box."""
        return Words(self.style, self.name, self.facts)


@dataclass(frozen=True)
class Entry:
    """A box in a column.

    Attributes:
        box: The box.
        depth: How far in it stands, from 1.
        side: Whether it stands at the side of the one above.
    """

    box: Sized
    depth: int
    side: bool


@dataclass(frozen=True)
class Column:
    """A column: who stands directly below the head of the page, and all below him."""

    head: Sized
    entries: tuple[Entry, ...]
    side: bool = False

    def height(self, gap: float) -> float:
        """Measure it with a distance between boxes."""
        return self.head.height + sum(entry.box.height + gap for entry in self.entries)


Shelf = tuple[Column, ...]


@dataclass(frozen=True)
class Plan:
    """A layout.

    Attributes:
        size: Size of the names in points.
        width: Width of a column.
        gap: Distance between the boxes of a column.
        pages: The shelves of each page.
    """

    size: float
    width: float
    gap: float
    pages: tuple[tuple[Shelf, ...], ...]


def plan_page(
    drawing: Drawing, columns: Sequence[Node], sides: int, room: tuple[float, float]
) -> Plan | None:
    """Lay columns out on one page in the largest letters that do; ``None`` where none do.

    Args:
        drawing: To measure with.
        columns: Who opens a column; the last ``sides`` stand at the side of the head.
        sides: How many of them.
        room: Width and height there are.
    """
    best: dict[int, Plan] = {}
    for size in SIZES:
        if best and size < _COMFORTABLE:
            break
        for width, shelves in _arrangements(drawing, columns, sides, room[0], size):
            gap = _gap(size)
            if _height(shelves, gap) > room[1]:
                continue
            plan = Plan(size, width, _spread(shelves, gap, room[1]), (tuple(shelves),))
            grade = _grade(shelves)
            if grade == 0:
                return plan
            best.setdefault(grade, plan)
    return best.get(1) or best.get(2)


def plan_pages(
    drawing: Drawing, columns: Sequence[Node], sides: int, room: tuple[float, float]
) -> Plan:
    """Lay columns out on as many pages as they need."""
    size = _FLOWING[0] if len(columns) <= _MOST_ON_A_SHELF else _FLOWING[1]
    across = min(len(columns), _MOST_ON_A_SHELF)
    width = _width(room[0], max(across, 1), size)
    gap = _gap(size)
    whole = [
        _column(drawing, node, width, size, side=at >= len(columns) - sides)
        for at, node in enumerate(columns)
    ]
    pieces = [piece for each in whole for piece in _pieces(drawing, each, gap, room[1] - _STEM)]
    pages: list[list[Shelf]] = [[]]
    for shelf in _shelves(pieces, across):
        if pages[-1] and _height([*pages[-1], shelf], gap) > room[1]:
            pages.append([])
        pages[-1].append(shelf)
    return Plan(size, width, gap, tuple(tuple(page) for page in pages))


def draw_shelves(
    drawing: Drawing, plan: Plan, page: int, place: tuple[float, float], stem: float
) -> None:
    """Draw the columns of a page, and the lines that lead to them.

    Args:
        drawing: The page.
        plan: The layout.
        page: Which page of it.
        place: Where the middle of the columns is, and the line above them.
        stem: Where the head of the page ends.
    """
    middle, top = place
    shelves = plan.pages[page]
    drawing.pen(_LINE)
    drawing.line(middle, stem, middle, top)
    trunk = middle - _breadth(plan, max(map(len, shelves), default=0)) / 2 - _ACROSS / 2
    tops = []
    for shelf in shelves:
        _draw_shelf(drawing, plan, shelf, (middle, top))
        tops.append(top)
        top -= _shelf_height(shelf, plan.gap) + _SHELF_GAP
    drawing.pen(_LINE)
    for one, other in pairwise(tops):
        drawing.line(trunk, one, trunk, other)
    if len(tops) > 1:
        for shelf, y in zip(shelves, tops, strict=True):
            first = middle - _breadth(plan, len(shelf)) / 2 + plan.width / 2
            drawing.line(trunk, y, first, y)


def total_height(plan: Plan, page: int) -> float:
    """Measure the shelves of a page."""
    return _height(plan.pages[page], plan.gap)


def listed(node: Node) -> Iterator[Node]:
    """Give all below and beside a node."""
    for each in (*node.beside, *node.below):
        yield each
        yield from listed(each)


def _arrangements(
    drawing: Drawing, columns: Sequence[Node], sides: int, room: float, size: float
) -> Iterator[tuple[float, list[Shelf]]]:
    """Try one shelf, two, and so on, as long as columns gain width by it."""
    before = 0.0
    for number in range(1, max(len(columns), 1) + 1):
        across = -(-len(columns) // number)
        width = _width(room, max(across, 1), size)
        if across > _MOST_ON_A_SHELF or width < size * _NARROWEST:
            continue
        if width == before:
            return
        before = width
        made = [
            _column(drawing, node, width, size, side=at >= len(columns) - sides)
            for at, node in enumerate(columns)
        ]
        yield width, list(_shelves(made, across))


def _width(room: float, across: int, size: float) -> float:
    return min((room - (across - 1) * _ACROSS) / across, size * _WIDEST)


def _gap(size: float) -> float:
    return size * 0.5


def _shelves(columns: Sequence[Column], across: int) -> Iterator[Shelf]:
    for start in range(0, len(columns), max(across, 1)):
        yield tuple(columns[start : start + across])


def _shelf_height(shelf: Shelf, gap: float) -> float:
    return _STEM + max(column.height(gap) for column in shelf)


def _height(shelves: Iterable[Shelf], gap: float) -> float:
    heights = [_shelf_height(shelf, gap) for shelf in shelves]
    return sum(heights) + _SHELF_GAP * max(len(heights) - 1, 0)


def _breadth(plan: Plan, columns: int) -> float:
    return columns * plan.width + max(columns - 1, 0) * _ACROSS


def _spread(shelves: Sequence[Shelf], gap: float, room: float) -> float:
    """Let boxes stand further apart where the page has room."""
    for factor in (2.4, 2.0, 1.7, 1.4, 1.2):
        if _height(shelves, gap * factor) <= room * 0.94:
            return gap * factor
    return gap


def _grade(shelves: Iterable[Shelf]) -> int:
    """Say how names stand: 0 nearly all on one line, 1 none on more than two, 2 worse."""
    lines = [
        len(box.name)
        for shelf in shelves
        for column in shelf
        for box in (column.head, *(entry.box for entry in column.entries))
    ]
    if max(lines, default=1) > _MOST_LINES:
        return 2
    return int(sum(number > 1 for number in lines) > _MOST_BROKEN * len(lines))


def _column(drawing: Drawing, node: Node, width: float, size: float, *, side: bool) -> Column:
    head = make_box(drawing, node.words, width, size)
    return Column(head, tuple(_entries(drawing, node, width, size, 1)), side)


def _entries(
    drawing: Drawing, node: Node, width: float, size: float, depth: int
) -> Iterator[Entry]:
    for side, nodes in ((True, node.beside), (False, node.below)):
        for each in nodes:
            box = make_box(drawing, each.words, width - depth * _indent(size), size)
            yield Entry(box, depth, side)
            yield from _entries(drawing, each, width, size, depth + 1)


def _indent(size: float) -> float:
    return size * 1.1


def _pieces(drawing: Drawing, column: Column, gap: float, room: float) -> Iterator[Column]:
    """Part a column that is longer than a page; each part begins with its head."""
    head = column.head
    words = replace(head.words, name=head.words.name + CONTINUED, facts=())
    again = make_box(drawing, words, head.width, head.size)
    taken: list[Entry] = []
    left = room - head.height
    for entry in column.entries:
        if entry.box.height + gap > left and taken:
            yield Column(head, tuple(taken), column.side)
            head, taken, left = again, [], room - again.height
        taken.append(entry)
        left -= entry.box.height + gap
    yield Column(head, tuple(taken), column.side)


def _draw_shelf(drawing: Drawing, plan: Plan, shelf: Shelf, place: tuple[float, float]) -> None:
    middle, top = place
    left = middle - _breadth(plan, len(shelf)) / 2
    drawing.pen(_LINE)
    centres = [left + at * (plan.width + _ACROSS) + plan.width / 2 for at in range(len(shelf))]
    if shelf:
        drawing.line(min(centres[0], middle), top, max(centres[-1], middle), top)
    for column, centre in zip(shelf, centres, strict=True):
        drawing.pen(_LINE)
        _draw_link(drawing, (centre, top, centre, top - _STEM), side=column.side)
        _draw_column(drawing, column, (centre - plan.width / 2, top - _STEM), plan.gap)


def _draw_column(drawing: Drawing, column: Column, place: tuple[float, float], gap: float) -> None:
    left, top = place
    draw_box(drawing, column.head, left, top)
    y = top - column.head.height
    ends = [y]  # where the box that each level hangs from ends
    indent = _indent(column.head.size)
    for entry in column.entries:
        y -= gap
        middle = y - entry.box.height / 2
        x = left + (entry.depth - 1) * indent + indent / 2
        del ends[entry.depth :]
        start = ends[-1] if len(ends) == entry.depth else top - column.head.height
        drawing.pen(_LINE)
        _draw_link(drawing, (x, start, x, middle), side=entry.side)
        _draw_link(drawing, (x, middle, x + indent / 2, middle), side=entry.side)
        draw_box(drawing, entry.box, left + entry.depth * indent, y)
        y -= entry.box.height
        ends.append(y)


def _draw_link(drawing: Drawing, line: tuple[float, float, float, float], *, side: bool) -> None:
    if side:
        drawing.dash(2.2, 1.6)
    drawing.line(*line)
    if side:
        drawing.dash()
