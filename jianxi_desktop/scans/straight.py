"""Lays a page straight: its code says roughly how it lies, its corner squares say exactly."""

from typing import TYPE_CHECKING

from jianxi_desktop.scans.codes import Code
from jianxi_desktop.scans.layout import PageLayout

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Grey = NDArray[np.uint8]
    Points = NDArray[np.float64]

DPI = 200.0
PIXELS = DPI / 72
# A corner square is looked for within so many points of where the code expects it, and further
# the farther it is from the code, whose short sides tell the angle only roughly.
_NEAR, _SPREAD = 9.0, 0.06
# How far, in points, the code may lie from where the squares put it.
_MOST_ERROR = 3.0
_LEAST_FILL = 0.6
# The upright page is held against the blank one: so much smaller, in so many parts each way.
_SMALLER, _PARTS = 4, (3, 2)
_SEARCH, _MOST_OFF, _LEAST_LIKE = 12, 2, 0.25


def straighten(page: "Grey", code: Code, layout: PageLayout) -> "Grey | None":
    """Give the page upright at 200 dots an inch; ``None`` when too few of its squares are seen."""
    import cv2
    import numpy as np

    ways = _way_to_page(page, code, layout)
    if ways is None:
        return None
    upright = cv2.warpPerspective(
        page,
        ways @ _from_pixels(layout),
        size_of(layout)[::-1],
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return np.asarray(upright, np.uint8)


def size_of(layout: PageLayout) -> tuple[int, int]:
    """Give rows and columns of an upright page."""
    return round(layout.height * PIXELS), round(layout.width * PIXELS)


def lies_as_printed(upright: "Grey", blank: "Grey") -> bool:
    """Tell whether what is printed lies where it should, all over the page.

    Boxes stand in rows of equal steps: a page that lies off by one step must not be read at all.
    """
    import cv2
    import numpy as np

    size = (blank.shape[1] // _SMALLER, blank.shape[0] // _SMALLER)
    seen = cv2.resize(upright, size, interpolation=cv2.INTER_AREA)
    room = np.pad(seen, _SEARCH, mode="edge")
    printed = cv2.resize(blank, size, interpolation=cv2.INTER_AREA)
    tall, wide = printed.shape[0] // _PARTS[0], printed.shape[1] // _PARTS[1]
    alike = 0
    for row, column in np.ndindex(_PARTS):
        top, left = row * tall, column * wide
        part = printed[top : top + tall, left : left + wide]
        around = room[top : top + tall + 2 * _SEARCH, left : left + wide + 2 * _SEARCH]
        likeness = cv2.matchTemplate(around, part, cv2.TM_CCOEFF_NORMED)
        _least, most, _worst, (x, y) = cv2.minMaxLoc(likeness)
        if most < _LEAST_LIKE:
            continue  # somebody has written all over it
        if max(abs(x - _SEARCH), abs(y - _SEARCH)) > _MOST_OFF:
            return False
        alike += 1
    return alike > _PARTS[0] * _PARTS[1] // 2


def _way_to_page(page: "Grey", code: Code, layout: PageLayout) -> "Points | None":
    """Find the perspective that takes points of the layout to pixels of the page."""
    import cv2
    import numpy as np

    x, y, side = layout.code
    printed = [(x, y + side), (x + side, y + side), (x + side, y), (x, y)]
    seen = list(code.corners)
    middle = np.array((x + side / 2, y + side / 2))
    known: list[tuple[tuple[float, float], tuple[float, float]]] = []
    for corner in sorted(layout.corners, key=lambda at: np.hypot(*(np.array(at) - middle))):
        rough = _fit([*printed, *(at for at, _ in known)], [*seen, *(at for _, at in known)])
        reach = _NEAR + _SPREAD * float(np.hypot(*(np.array(corner) - middle)))
        found = _find_square(page, rough, corner, layout.side, reach)
        if found is not None:
            known.append((corner, found))
    if len(known) == len(layout.corners):
        printed_at, seen_at = (np.array(ends, np.float32) for ends in zip(*known, strict=True))
        way = np.asarray(cv2.getPerspectiveTransform(printed_at, seen_at), np.float64)
    elif len(known) == len(layout.corners) - 1:
        way = _fit([at for at, _ in known], [at for _, at in known])
    else:
        return None
    return way if _fits(way, printed, seen) else None


def _fit(printed: list[tuple[float, float]], seen: list[tuple[float, float]]) -> "Points":
    """Fit a straight-lined way (turned, scaled, sheared) from layout to page."""
    import numpy as np

    given = np.array([(x, y, 1.0) for x, y in printed])
    found, *_ = np.linalg.lstsq(given, np.array(seen, np.float64), rcond=None)
    return np.vstack([found.T, (0.0, 0.0, 1.0)])


def _fits(way: "Points", printed: list[tuple[float, float]], seen: object) -> bool:
    """Tell whether the code lies where the squares say, as nothing but the right ones would."""
    import numpy as np

    put = _through(way, np.array(printed))
    scale = np.sqrt(abs(np.linalg.det(way[:2, :2])))
    return bool(np.abs(put - np.array(seen)).max() <= _MOST_ERROR * scale)


def _through(way: "Points", points: "Points") -> "Points":
    import numpy as np

    lifted = np.column_stack([points, np.ones(len(points))]) @ way.T
    return np.asarray(lifted[:, :2] / lifted[:, 2:], np.float64)


def _find_square(
    page: "Grey", way: "Points", corner: tuple[float, float], side: float, reach: float
) -> tuple[float, float] | None:
    """Find the black square nearest to where it is expected, to a part of a pixel."""
    import cv2
    import numpy as np

    scale = float(np.sqrt(abs(np.linalg.det(way[:2, :2]))))
    (x, y), half = _through(way, np.array([corner]))[0], int((reach + side) * scale) + 2
    left, top = max(0, int(x) - half), max(0, int(y) - half)
    part = page[top : int(y) + half, left : int(x) + half]
    if min(part.shape, default=0) < side * scale:
        return None
    soft = cv2.GaussianBlur(part, (0, 0), max(0.6, scale / 4))
    middle = (float(np.percentile(soft, 95)) + float(soft.min())) / 2
    dark = np.asarray(soft < middle, np.uint8)
    number, _labels, stats, centres = cv2.connectedComponentsWithStats(dark, connectivity=4)
    best: tuple[float, int] | None = None
    for at in range(1, number):
        _x, _y, width, height, area = (int(value) for value in stats[at])
        if not _looks_square(width, height, area, side * scale):
            continue
        away = float(np.hypot(centres[at][0] + left - x, centres[at][1] + top - y))
        if away <= reach * scale and (best is None or away < best[0]):
            best = (away, at)
    if best is None:
        return None
    centre = centres[best[1]]
    return float(centre[0]) + left, float(centre[1]) + top


def _looks_square(width: int, height: int, area: int, side: float) -> bool:
    fits = all(0.65 * side <= each <= 1.6 * side for each in (width, height))
    return fits and area >= _LEAST_FILL * width * height and 0.5 * side**2 <= area


def _from_pixels(layout: PageLayout) -> "Points":
    """Give the way from middles of pixels of the upright page to points of the layout."""
    import numpy as np

    step = 1 / PIXELS
    rows = [(step, 0, step / 2), (0, -step, layout.height - step / 2), (0, 0, 1)]
    return np.array(rows, np.float64)
