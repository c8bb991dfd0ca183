"""People with pens, and the copier that scans what they did: marks of many kinds, then a scan."""

import random
from typing import NamedTuple

import cv2
import numpy as np

from jianxi_desktop.scans.layout import Box

DPI = 200.0
PIXELS = DPI / 72
FINE = 4  # marks are drawn so many times finer than the page

KINDS = ("fill", "hatch", "tick", "cross", "slash_tick")
TAKEN_BACK = ("strike", "double_strike", "big_cross", "scribble")


class Pen(NamedTuple):
    """What somebody writes with.

    Attributes:
        shade: Its darkest grey, 0 is black.
        width: Width of its line in points.
    """

    shade: int
    width: float


PENS = (Pen(20, 1.3), Pen(50, 1.0), Pen(95, 0.9), Pen(140, 1.0), Pen(25, 1.9))


class Marker:
    """Draws marks upon one page.

    Args:
        page: The page in grey at 200 dots an inch; it is drawn upon.
        height: Height of the page in points.
        chance: Where the hand gets its luck from.
    """

    def __init__(self, page: np.ndarray, height: float, chance: random.Random) -> None:
        self.page, self._height, self._chance = page, height, chance

    def mark(self, box: Box, kind: str, pen: Pen) -> None:
        """Mark a box as it should be."""
        strokes = getattr(self, f"_{kind}")()
        self._stroke(box, strokes, pen)

    def take_back(self, box: Box, kind: str, pen: Pen) -> None:
        """Strike a mark out."""
        strokes = getattr(self, f"_{kind}")()
        self._stroke(box, strokes, pen)

    def smudge(self, box: Box) -> None:
        """Leave what an eraser leaves."""
        around = self._part(box, 1.0)
        grey = self._chance.randint(222, 240)
        disc = np.full((int(PIXELS * box.width),) * 2, 255, np.uint8)
        cv2.circle(disc, (disc.shape[1] // 2,) * 2, disc.shape[0] // 2 - 1, grey, -1)
        soft = cv2.GaussianBlur(disc, (0, 0), 1.5)
        self._lay(around, soft)

    def _stroke(self, box: Box, strokes: list[list[tuple[float, float]]], pen: Pen) -> None:
        """Draw strokes given in half sides of the box from its middle, upwards."""
        reach = 3.2
        side = int(box.width * reach * PIXELS * FINE)
        sheet = np.full((side, side), 255, np.uint8)
        half = box.width / 2 * PIXELS * FINE
        off_x, off_y = (self._chance.gauss(0, 0.08) for _ in "xy")
        for stroke in strokes:
            points = [
                (side / 2 + (x + off_x) * half, side / 2 - (y + off_y) * half) for x, y in stroke
            ]
            line = np.array([points], np.float32).round().astype(np.int32)
            cv2.polylines(
                sheet, line, False, pen.shade, max(1, round(pen.width * PIXELS * FINE)), cv2.LINE_AA
            )
        small = cv2.resize(sheet, None, fx=1 / FINE, fy=1 / FINE, interpolation=cv2.INTER_AREA)
        self._lay(self._part(box, reach), small)

    def _part(self, box: Box, reach: float) -> tuple[int, int]:
        x = (box.x + box.width / 2 - box.width * reach / 2) * PIXELS
        y = (self._height - box.y - box.height / 2 - box.height * reach / 2) * PIXELS
        return round(x), round(y)

    def _lay(self, at: tuple[int, int], sheet: np.ndarray) -> None:
        left, top = at
        part = self.page[top : top + sheet.shape[0], left : left + sheet.shape[1]]
        np.minimum(part, sheet[: part.shape[0], : part.shape[1]], out=part)

    def _fill(self) -> list[list[tuple[float, float]]]:
        size = self._chance.uniform(0.75, 1.0)
        turns = [
            (size * at / 60 * np.cos(at * 0.9), size * at / 60 * np.sin(at * 0.9))
            for at in range(61)
        ]
        rim = [(size * 0.9 * np.cos(at / 5), size * 0.9 * np.sin(at / 5)) for at in range(34)]
        return [turns, rim]

    def _dot(self) -> list[list[tuple[float, float]]]:
        return [[(0.6 * x, 0.6 * y) for x, y in row] for row in self._fill()]

    def _hatch(self) -> list[list[tuple[float, float]]]:
        size, line = self._chance.uniform(0.8, 1.05), []
        for at in range(9):
            x = -size + at * size / 4
            reach = max(0.25, np.sqrt(max(0.0, size**2 - x**2)))
            line += [(x - 0.1, -reach), (x + 0.1, reach)]
        return [line]

    def _tick(self) -> list[list[tuple[float, float]]]:
        size = self._chance.uniform(0.8, 1.5)
        shift = self._chance.uniform(-0.2, 0.1)
        return [[(x * size + shift, y * size) for x, y in ((-0.6, 0.1), (-0.15, -0.5), (0.8, 0.9))]]

    def _slash_tick(self) -> list[list[tuple[float, float]]]:
        size = self._chance.uniform(0.9, 1.3)
        return [
            [(x * size, y * size) for x, y in ((-0.4, 0.3), (-0.1, -0.6), (0.3, 0.2), (0.7, 0.6))]
        ]

    def _cross(self) -> list[list[tuple[float, float]]]:
        size = self._chance.uniform(0.6, 1.0)
        return [[(-size, -size), (size, size)], [(-size, size), (size, -size)]]

    def _strike(self) -> list[list[tuple[float, float]]]:
        size, tilt = self._chance.uniform(1.7, 2.6), self._chance.uniform(-0.7, 0.7)
        return [[(-size, -tilt * 0.9), (size, tilt * 0.9)]]

    def _double_strike(self) -> list[list[tuple[float, float]]]:
        size, tilt = self._chance.uniform(1.7, 2.6), self._chance.uniform(-0.4, 0.4)
        return [[(-size, y - tilt), (size, y + tilt)] for y in (-0.35, 0.35)]

    def _big_cross(self) -> list[list[tuple[float, float]]]:
        size = self._chance.uniform(1.6, 2.2)
        return [[(-size, -size), (size, size)], [(-size, size), (size, -size)]]

    def _scribble(self) -> list[list[tuple[float, float]]]:
        size = self._chance.uniform(1.5, 2.1)
        return [[(-size + at * size / 5, (-1) ** at * 1.3) for at in range(11)]]


def scan(
    page: np.ndarray,
    chance: random.Random,
    *,
    turned: float = 2.0,
    scaled: float = 0.97,
    noise: float = 8.0,
    upside_down: bool = False,
) -> np.ndarray:
    """Give a page as a copier scans it: turned, smaller, a little soft, with noise."""
    height, width = page.shape
    way = cv2.getRotationMatrix2D((width / 2, height / 2), turned, scaled)
    way[:, 2] += chance.uniform(-4, 4), chance.uniform(-4, 4)
    laid = cv2.warpAffine(page, way, (width, height), flags=cv2.INTER_AREA, borderValue=255)
    soft = cv2.GaussianBlur(laid, (0, 0), chance.uniform(0.4, 0.8)).astype(np.float32)
    paper = chance.uniform(0.93, 1.0)
    grain = np.random.default_rng(chance.randrange(1 << 30)).normal(0, noise, soft.shape)
    seen = np.clip(soft * paper + grain, 0, 255).astype(np.uint8)
    return cv2.rotate(seen, cv2.ROTATE_180) if upside_down else seen
