"""The boxes of an organisation chart: what stands in one, how large it becomes, how it looks.

Forms of organisation are told apart by shape and by how the edge is drawn, so that a printer
without colours loses nothing; the colours only make it quicker.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from jianxi_desktop.prints.document import BLACK, Align, Colour, Drawing
from jianxi_desktop.prints.fonts import Typeface
from jianxi_desktop.prints.lettering import Letters
from jianxi_desktop.prints.wrapping import wrap

SMALLEST = 6.0  # points; nothing on a chart is set smaller
_SMALL_SHARE = 0.86
_NAME_LEADING, _FACT_LEADING = 1.2, 1.3
_ROUND = 0.55  # how far a curve's handles reach, as a part of the corner


class Style(StrEnum):
    """How a box looks; the order is that of the legend."""

    COMMITTEE = "committee"
    GENERAL_BRANCH = "general_branch"
    BRANCH = "branch"
    GROUP = "group"
    REGIONAL = "regional"
    NEW_FIELD = "new_field"
    PROPERTY = "property"
    PARTNER = "partner"
    GATHERED = "gathered"  # no organisation: a heading over several


Box = tuple[float, float, float, float]  # left, bottom, width, height
Steps = list[tuple[float, ...]]


@dataclass(frozen=True)
class Look:
    """How the boxes of a style are drawn.

    Attributes:
        caption: What the legend calls them; empty: the legend leaves them out.
        short: What they are called where they are only counted.
        area: Colour inside.
        edge: Colour of the edge and its thickness in points.
        dash: Lengths of dashes and gaps; none: a whole line.
        shape: Gives the outline of a box.
        double: Whether a second edge stands inside the first.
        bars: Whether bars stand at the left and the right.
    """

    caption: str
    short: str
    area: Colour
    edge: tuple[Colour, float]
    shape: Callable[[Box], Steps]
    dash: tuple[float, ...] = ()
    double: bool = False
    bars: bool = False


def _straight(box: Box) -> Steps:
    left, bottom, width, height = box
    right, top = left + width, bottom + height
    return [(left, bottom), (right, bottom), (right, top), (left, top)]


def _round(box: Box) -> Steps:
    left, bottom, width, height = box
    right, top = left + width, bottom + height
    r = min(7.0, height / 2, width / 2)
    k = r * (1 - _ROUND)
    return [
        (left + r, bottom),
        (right - r, bottom),
        (right - k, bottom, right, bottom + k, right, bottom + r),
        (right, top - r),
        (right, top - k, right - k, top, right - r, top),
        (left + r, top),
        (left + k, top, left, top - k, left, top - r),
        (left, bottom + r),
        (left, bottom + k, left + k, bottom, left + r, bottom),
    ]


def _cut(box: Box) -> Steps:
    left, bottom, width, height = box
    right, top = left + width, bottom + height
    c = min(5.5, height / 2, width / 2)
    return [
        (left + c, bottom),
        (right - c, bottom),
        (right, bottom + c),
        (right, top - c),
        (right - c, top),
        (left + c, top),
        (left, top - c),
        (left, bottom + c),
    ]


_RED, _GREY = (0.68, 0.08, 0.08), (0.35, 0.35, 0.35)
_AMBER, _BLUE, _GREEN = (0.62, 0.42, 0.0), (0.1, 0.3, 0.55), (0.1, 0.42, 0.22)
_WHITE = (1.0, 1.0, 1.0)
LOOKS = {
    Style.COMMITTEE: Look("党委、党工委", "党委", (0.98, 0.87, 0.85), (_RED, 1.4), _straight),
    Style.GENERAL_BRANCH: Look(
        "党总支", "总支", (0.99, 0.94, 0.93), (_RED, 0.7), _straight, double=True
    ),
    Style.BRANCH: Look("党支部", "支部", _WHITE, (_RED, 0.7), _straight),
    Style.GROUP: Look("党小组", "小组", _WHITE, (_GREY, 0.35), _straight),
    Style.REGIONAL: Look(
        "区域党（工）委", "区域", (1.0, 0.97, 0.86), (_AMBER, 0.9), _round, (3.2, 1.8)
    ),
    Style.NEW_FIELD: Look("新兴领域（综合、挂靠）", "新兴", (0.9, 0.94, 0.99), (_BLUE, 0.8), _cut),
    Style.PROPERTY: Look(
        "红色物业", "物业", (0.91, 0.97, 0.92), (_GREEN, 0.6), _straight, bars=True
    ),
    Style.PARTNER: Look("共建单位、社会组织", "共建", _WHITE, (_GREY, 0.8), _round, (0.9, 1.5)),
    Style.GATHERED: Look("", "", (0.95, 0.95, 0.95), (_GREY, 0.5), _straight),
}


@dataclass(frozen=True)
class Words:
    """What stands in one box.

    Attributes:
        style: How the box looks.
        name: Name of the organisation.
        facts: What stands below it, a line each; the words of a line part where it is too long.
    """

    style: Style
    name: str
    facts: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Sized:
    """A box whose words are broken into lines.

    Attributes:
        words: What stands in it.
        size: Size of the name in points.
        width: Its width.
        height: Its height.
        name: Lines of the name.
        facts: Lines below the name.
        beside: What stands at the right of the only line of the name, in place of ``facts``.
    """

    words: Words
    size: float
    width: float
    height: float
    name: tuple[str, ...]
    facts: tuple[str, ...]
    beside: str = ""


def small_of(size: float) -> float:
    """Give the size of the facts below a name of this size."""
    return max(size * _SMALL_SHARE, SMALLEST)


def make_box(drawing: Drawing, words: Words, width: float, size: float) -> Sized:
    """Break the words of a box into lines for its width."""
    pad = _pad(words.style, size)
    room = width - 2 * pad
    names, plain = drawing.letters(Typeface.BOLD), drawing.letters(Typeface.HEI)
    small = small_of(size)
    name = _evenly(names, words.name, size, room)
    if words.style is Style.GROUP and len(name) == 1:
        together = "　".join(part for line in words.facts for part in line)
        used = names.width(name[0], size) + plain.width(together, small) + size
        if used <= room:
            height = _NAME_LEADING * size + pad
            return Sized(words, size, width, height, name, (), together)
    lines = tuple(part for line in words.facts for part in _fact_lines(plain, line, small, room))
    height = pad * 1.6 + len(name) * size * _NAME_LEADING + len(lines) * small * _FACT_LEADING
    return Sized(words, size, width, height, name, lines)


def draw_box(drawing: Drawing, box: Sized, left: float, top: float) -> None:
    """Draw a box whose upper left corner is at a place."""
    draw_shape(drawing, box.words.style, (left, top - box.height, box.width, box.height))
    pad = _pad(box.words.style, box.size)
    if box.beside:
        y = top - box.height / 2 - box.size * 0.38
        drawing.text(left + pad, y, box.name[0], face=Typeface.BOLD, size=box.size)
        drawing.text(
            left + box.width - pad,
            y,
            box.beside,
            face=Typeface.HEI,
            size=small_of(box.size),
            align=Align.RIGHT,
        )
        return
    middle, small = left + box.width / 2, small_of(box.size)
    y = top - pad * 0.8 - box.size
    for line in box.name:
        drawing.text(middle, y, line, face=Typeface.BOLD, size=box.size, align=Align.CENTER)
        y -= box.size * _NAME_LEADING
    y += box.size * _NAME_LEADING - small * _FACT_LEADING - box.size * 0.08
    for line in box.facts:
        drawing.text(middle, y, line, face=Typeface.HEI, size=small, align=Align.CENTER)
        y -= small * _FACT_LEADING


def draw_shape(drawing: Drawing, style: Style, box: Box) -> None:
    """Draw the area and the edge of a box, and leave the pen black and whole."""
    look = LOOKS[style]
    left, bottom, width, height = box
    colour, thick = look.edge
    drawing.ink(look.area)
    drawing.outline(look.shape(box), filled=True)
    drawing.ink(colour)
    drawing.pen(thick)
    drawing.dash(*look.dash)
    drawing.outline(look.shape(box), filled=False)
    if look.double:
        drawing.box(left + 1.6, bottom + 1.6, width - 3.2, height - 3.2)
    if look.bars:
        for x in (left, left + width - 2.4):
            drawing.block(x, bottom, 2.4, height)
    drawing.dash()
    drawing.ink(BLACK)


def _pad(style: Style, size: float) -> float:
    return size * 0.42 + (1.8 if LOOKS[style].bars or LOOKS[style].double else 0)


def _evenly(letters: Letters, text: str, size: float, room: float) -> tuple[str, ...]:
    """Break a name into lines of much the same length, and into no more than it needs."""
    lines = wrap(letters, text, size, room)
    if len(lines) == 1:
        return lines
    even = letters.width(text, size) / len(lines)
    for extra in (0.5, 1, 1.5, 2, 3):
        tried = wrap(letters, text, size, min(even + extra * size, room))
        if len(tried) == len(lines):
            return tried
    return lines


def _fact_lines(
    letters: Letters, parts: tuple[str, ...], size: float, room: float
) -> Iterator[str]:
    """Put the words of one line on as few as they need."""
    for said in ("　".join(parts), " ".join(part.replace(" ", "") for part in parts)):
        if letters.width(said, size) <= room:
            yield said
            return
    line = ""
    for part in parts:
        longer = f"{line}　{part}" if line else part
        if line and letters.width(longer, size) > room:
            yield from wrap(letters, line, size, room)
            longer = part
        line = longer
    yield from wrap(letters, line, size, room)
