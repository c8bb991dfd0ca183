"""A page is laid straight by its corner squares to a part of a millimetre, or not at all."""

import random

import cv2
import numpy as np
import pytest

from jianxi_desktop.scans.codes import find_codes
from jianxi_desktop.scans.straight import PIXELS, lies_as_printed, straighten
from tests.scans import pens


def upright_of(page, layout):
    return straighten(page, find_codes(page)[0], layout)


def dark_middle(page, layout, corner):
    """Find the middle of the dark dots around a corner square, in points."""
    x, y = corner[0] * PIXELS, (layout.height - corner[1]) * PIXELS
    left, top = int(x) - 25, int(y) - 25
    rows, columns = np.nonzero(page[top : top + 50, left : left + 50] < 120)
    return (left + columns.mean() + 0.5) / PIXELS, layout.height - (
        top + rows.mean() + 0.5
    ) / PIXELS


@pytest.mark.parametrize(("turned", "scaled"), [(-5.0, 0.9), (2.0, 0.97), (-1.0, 1.0)])
@pytest.mark.parametrize("upside_down", [False, True])
def test_that_corner_squares_come_where_they_were_printed(
    blank, layout, turned, scaled, upside_down
):
    way = {"turned": turned, "scaled": scaled, "upside_down": upside_down}
    upright = upright_of(pens.scan(blank, random.Random(3), **way), layout)
    for corner in layout.corners:
        assert np.hypot(*np.subtract(dark_middle(upright, layout, corner), corner)) < 0.5


def test_that_a_photograph_from_aside_is_laid_straight(blank, layout):
    height, width = blank.shape
    corners = np.float32([[0, 0], [width, 0], [width, height], [0, height]])
    aside = np.float32([[60, 40], [width - 20, 9], [width - 90, height - 30], [10, height - 80]])
    way = cv2.getPerspectiveTransform(corners, aside)
    seen = cv2.warpPerspective(blank, way, (width, height), borderValue=200)
    upright = upright_of(seen, layout)
    for corner in layout.corners:
        assert np.hypot(*np.subtract(dark_middle(upright, layout, corner), corner)) < 0.6


@pytest.mark.parametrize(("hidden", "is_read"), [(1, True), (2, False)])
def test_that_one_lost_square_is_made_up_for_and_two_are_not(blank, layout, hidden, is_read):
    page = np.array(blank)
    for x, y in layout.corners[:hidden]:
        column, row = int(x * PIXELS), int((layout.height - y) * PIXELS)
        page[row - 25 : row + 25, column - 25 : column + 25] = 255
    upright = upright_of(page, layout)
    assert (upright is not None) is is_read


def test_that_a_page_half_of_which_is_cut_off_is_not_laid_straight(blank, layout):
    assert upright_of(np.ascontiguousarray(blank[:1200]), layout) is None


def test_that_a_page_that_lies_off_by_a_step_of_its_boxes_is_told(blank):
    assert lies_as_printed(blank, blank)
    assert lies_as_printed(np.roll(blank, 3, axis=1), blank)
    assert not lies_as_printed(np.roll(blank, 35, axis=1), blank)
    assert not lies_as_printed(np.roll(blank, 20, axis=0), blank)


def test_that_another_page_is_told(blank):
    assert not lies_as_printed(np.ascontiguousarray(blank[::-1]), blank)
