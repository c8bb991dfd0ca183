"""Looks at boxes and circles: what a pen has added to what was printed there.

The upright page is compared with the same page unmarked. A box is marked when a fair share of its
inside is new ink, empty when next to none is; what lies between, or looks struck out, is unsure.
"""

from collections.abc import Iterable
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from jianxi_desktop.scans.layout import Box, PageLayout, State
from jianxi_desktop.scans.straight import PIXELS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Grey = NDArray[np.uint8]
    Mask = NDArray[np.bool_]

# Shares of the inside that are new ink: below the first empty, from the second on marked, from the
# third on filled in.
_EMPTY, _MARKED, _FILLED = 0.035, 0.10, 0.5
# What is darker than the paper by this part of the darkness of print is ink.
_INK, _PRINT = 0.16, 0.12
# Something fainter all over a box may be a weak pencil, or what an eraser left.
_FAINT, _FAINT_SHARE = 0.09, 0.3
# More ink than over this part of a turn around a box is no stroke of an answer.
_BROAD = 0.35
_ROOM = 7.0  # points around boxes that are looked at too
# Points outside a box where strokes that run out of it are counted: near, where nothing is printed
# yet, and further out, where the rim of a neighbour may hide them.
_NEAR, _FAR = 1.6, 2.4
_SHIFT = 5  # pixels a part of the page may be off
_STEPS = 96  # of a turn around a box
_LEAST_LIKE = 0.35  # likeness below which a part of the page is not what was printed


class Look(NamedTuple):
    """What was seen of one box.

    Attributes:
        state: What stands in it.
        share: Part of its inside that is new ink.
        strokes: How many strokes run out of it.
    """

    state: State
    share: float
    strokes: int


def look_at(page: "Grey", blank: "Grey", layout: PageLayout) -> tuple[Look, ...]:
    """Look at the boxes of an upright page.

    Args:
        page: The page as it was scanned, laid straight.
        blank: The same page as it was printed, of the same size.
        layout: Where its boxes are.
    """
    black = _black(page, layout)
    looks: list[Look] = []
    for _group, boxes in groupby(layout.boxes, key=lambda box: box.group):
        looks.extend(_look_at_group(page, blank, layout, tuple(boxes), black))
    return tuple(looks)


def _black(page: "Grey", layout: PageLayout) -> float:
    """Give how dark this scan shows solid print, as half of the code is."""
    import numpy as np

    x, y, side = layout.code
    part = _crop(page, layout, (x, y, x + side, y + side))
    return float(np.percentile(part, 15)) if part.size else 0.0


def _look_at_group(
    page: "Grey", blank: "Grey", layout: PageLayout, boxes: tuple[Box, ...], black: float
) -> Iterable[Look]:
    around = (
        max(min(box.x for box in boxes) - _ROOM, 0.0),
        max(min(box.y for box in boxes) - _ROOM, 0.0),
        max(box.x + box.width for box in boxes) + _ROOM,
        max(box.y + box.height for box in boxes) + _ROOM,
    )
    left, top = int(around[0] * PIXELS), int((layout.height - around[3]) * PIXELS)
    printed = _crop(blank, layout, around)
    seen = _aligned(page, printed, left, top)
    if seen is None:
        return [Look(State.UNSURE, 0.0, 0) for _box in boxes]
    part = _part(seen, printed, black, (left, top))
    return [_look(part, box, layout.height - box.y - box.height) for box in boxes]


def _crop(page: "Grey", layout: PageLayout, around: tuple[float, float, float, float]) -> "Grey":
    """Cut out what lies between left, lower, right and upper edges given in points."""
    left, low, right, high = around
    rows = slice(max(0, int((layout.height - high) * PIXELS)), int((layout.height - low) * PIXELS))
    return page[rows, max(0, int(left * PIXELS)) : int(right * PIXELS)]


def _aligned(page: "Grey", printed: "Grey", left: int, top: int) -> "Grey | None":
    """Find the part of the page that looks most like what was printed there."""
    import cv2
    import numpy as np

    height, width = printed.shape
    rows = np.clip(np.arange(top - _SHIFT, top + height + _SHIFT), 0, page.shape[0] - 1)
    columns = np.clip(np.arange(left - _SHIFT, left + width + _SHIFT), 0, page.shape[1] - 1)
    around = page[np.ix_(rows, columns)]
    likeness = cv2.matchTemplate(around, printed, cv2.TM_CCOEFF_NORMED)
    _least, most, _worst, (x, y) = cv2.minMaxLoc(likeness)
    if most < _LEAST_LIKE:
        return None
    return np.asarray(around[y : y + height, x : x + width], np.uint8)


class _Part(NamedTuple):
    """A part of the page: where ink is new or faint, where it could be seen, where it begins."""

    fresh: "Mask"
    faint: "Mask"
    free: "Mask"
    left: int
    top: int


def _part(seen: "Grey", printed: "Grey", black: float, at: tuple[int, int]) -> _Part:
    """Tell what was added from what was printed."""
    import cv2
    import numpy as np

    print_shade = (255.0 - printed.astype(np.float32)) / 255
    around = cv2.dilate(cv2.GaussianBlur(print_shade, (0, 0), 0.8), np.ones((3, 3), np.uint8))
    free = np.asarray(around < _PRINT, np.bool_)
    soft = cv2.GaussianBlur(seen, (0, 0), 0.9).astype(np.float32)
    paper = float(np.percentile(soft[free], 75)) if free.any() else 255.0
    shade = (paper - soft) / max(60.0, paper - black)
    fresh, faint = (np.asarray((shade > least) & free, np.bool_) for least in (_INK, _FAINT))
    return _Part(fresh, faint, free, *at)


def _look(part: _Part, box: Box, from_top: float) -> Look:
    """Look at one box, given how far below the upper edge of the page it begins."""
    import numpy as np

    x = (box.x + box.width / 2) * PIXELS - part.left - 0.5
    y = (from_top + box.height / 2) * PIXELS - part.top - 0.5
    half_wide, half_tall = box.width / 2 * PIXELS, box.height / 2 * PIXELS
    rows = slice(max(0, int(y - half_tall)), int(y + half_tall) + 2)
    columns = slice(max(0, int(x - half_wide)), int(x + half_wide) + 2)
    free, fresh = part.free[rows, columns], part.fresh[rows, columns]
    down, right = np.ogrid[: free.shape[0], : free.shape[1]]
    across = np.abs(right + columns.start - x) / half_wide
    along = np.abs(down + rows.start - y) / half_tall
    away = np.hypot(across, along) if box.round else np.maximum(across, along)
    inside = (away < 1.0) & free
    room = int(inside.sum())
    if not room:
        return Look(State.UNSURE, 0.0, 0)
    share = float((fresh & inside).sum()) / room
    if share < _MARKED:
        faint = float((part.faint[rows, columns] & inside).sum()) / room
        is_empty = share < _EMPTY and faint < _FAINT_SHARE
        return Look(State.EMPTY if is_empty else State.UNSURE, share, 0)
    strokes = _strokes(part, (x, y), (half_wide, half_tall), round_=box.round)
    struck = _looks_struck(share, strokes)
    return Look(State.UNSURE if struck else State.MARKED, share, len(strokes))


class _Stroke(NamedTuple):
    """Where ink runs out of a box: direction and breadth in parts of a turn."""

    angle: float
    breadth: float


def _strokes(
    part: _Part, middle: tuple[float, float], half: tuple[float, float], *, round_: bool
) -> tuple[_Stroke, ...]:
    """Find the strokes that run out of a box.

    What ends close by is no stroke: people fill in over the rim.
    """
    near = _around(part, middle, half, _NEAR, round_=round_)
    far = _around(part, middle, half, _FAR, round_=round_)
    hit = [
        inked and any(ink or not free for ink, free in _beside(far, at))
        for at, (inked, _free) in enumerate(near)
    ]
    if all(hit):
        return (_Stroke(0.0, 1.0),)
    first = hit.index(False)
    runs = groupby(range(first, first + _STEPS), key=lambda at: hit[at % _STEPS])
    found = [list(run) for is_hit, run in runs if is_hit]
    return tuple(_Stroke((run[0] + run[-1]) / 2 / _STEPS % 1, len(run) / _STEPS) for run in found)


def _around(
    part: _Part,
    middle: tuple[float, float],
    half: tuple[float, float],
    away: float,
    *,
    round_: bool,
) -> list[tuple[bool, bool]]:
    """Go around a box so many points outside: is there new ink, could it be seen?"""
    import numpy as np

    turn = np.arange(_STEPS) / _STEPS * 2 * np.pi
    across, along = np.cos(turn), np.sin(turn)
    far = 1.0 if round_ else 1 / np.maximum(np.abs(across), np.abs(along))
    column = np.rint(middle[0] + (half[0] + away * PIXELS) * far * across).astype(int)
    row = np.rint(middle[1] + (half[1] + away * PIXELS) * far * along).astype(int)
    rows, columns = part.fresh.shape
    column, row = np.clip(column, 0, columns - 1), np.clip(row, 0, rows - 1)
    return [
        (bool(ink), bool(free))
        for ink, free in zip(part.fresh[row, column], part.free[row, column], strict=True)
    ]


def _beside(around: list[tuple[bool, bool]], at: int) -> Iterable[tuple[bool, bool]]:
    """Give what lies in one direction and close to it: strokes run aslant."""
    return (around[(at + step) % _STEPS] for step in (-4, -2, 0, 2, 4))


def _looks_struck(share: float, strokes: tuple[_Stroke, ...]) -> bool:
    """Tell whether a mark may have been taken back: strokes run right through and out of it."""
    if sum(stroke.breadth for stroke in strokes) > _BROAD:
        return True
    if share >= _FILLED:
        return len(strokes) > 1
    if len(strokes) == 2:
        apart = abs(strokes[0].angle - strokes[1].angle)
        return abs(min(apart, 1 - apart) - 0.5) < 0.1
    return len(strokes) > 2
