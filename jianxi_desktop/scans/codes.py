"""Finds the QR codes on a page, however it lies."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    import zxingcpp
    from numpy.typing import NDArray

    Grey = NDArray[np.uint8]


class Code(NamedTuple):
    """One code.

    Attributes:
        text: What it says.
        corners: Its corners in pixels of the page, from the code's own upper left one, clockwise.
    """

    text: str
    corners: tuple[tuple[float, float], ...]


def find_codes(page: "Grey") -> tuple[Code, ...]:
    """Find the codes of a page; the harder ways are tried only while nothing is found."""
    import zxingcpp

    wanted = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    for picture, scale in _ways(page):
        found = zxingcpp.read_barcodes(picture, formats=wanted)
        if found:
            return tuple(_code(each, scale) for each in found)
    return ()


def _code(found: "zxingcpp.Barcode", scale: float) -> Code:
    place = found.position
    corners = (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
    return Code(found.text, tuple((each.x / scale, each.y / scale) for each in corners))


def _ways(page: "Grey") -> Iterator[tuple["Grey", float]]:
    """Give the page as it is, then smoothed, larger, smaller, and in pure black and white."""
    import cv2
    import numpy as np

    yield page, 1.0
    smooth = cv2.medianBlur(page, 3)
    yield np.asarray(smooth, np.uint8), 1.0
    for scale, way in ((2.0, cv2.INTER_CUBIC), (0.5, cv2.INTER_AREA)):
        sized = cv2.resize(smooth, None, fx=scale, fy=scale, interpolation=way)
        yield np.asarray(sized, np.uint8), scale
    soft = cv2.GaussianBlur(page, (0, 0), 1.5)
    for block in (31, 91):
        black = cv2.adaptiveThreshold(
            soft, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY, block, 7
        )
        yield np.asarray(black, np.uint8), 1.0
