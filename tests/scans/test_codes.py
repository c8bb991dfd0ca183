"""Codes are found however the page lies and however badly it was scanned."""

import random

import cv2
import numpy as np
import pytest

from jianxi_desktop.scans.codes import find_codes
from tests.scans import pens
from tests.scans.conftest import TEXT


@pytest.mark.parametrize("turned", [-5.0, -2.0, 0.0, 2.0, 5.0])
@pytest.mark.parametrize("upside_down", [False, True])
def test_that_a_turned_page_tells_its_code(blank, turned, upside_down):
    page = pens.scan(blank, random.Random(1), turned=turned, scaled=0.9, upside_down=upside_down)
    (code,) = find_codes(page)
    assert code.text == TEXT


@pytest.mark.parametrize("quarter", [cv2.ROTATE_90_CLOCKWISE, cv2.ROTATE_90_COUNTERCLOCKWISE])
def test_that_a_page_on_its_side_tells_its_code(blank, quarter):
    assert [code.text for code in find_codes(cv2.rotate(blank, quarter))] == [TEXT]


@pytest.mark.parametrize("noise", [0.0, 12.0, 30.0])
def test_that_noise_hides_no_code(blank, noise):
    page = pens.scan(blank, random.Random(2), noise=noise)
    assert [code.text for code in find_codes(page)] == [TEXT]


def test_that_the_corners_begin_at_the_upper_left_of_the_code_itself(blank):
    (upright,) = find_codes(blank)
    (turned,) = find_codes(cv2.rotate(blank, cv2.ROTATE_180))
    assert upright.corners[0][0] < upright.corners[1][0]
    assert turned.corners[0][0] > turned.corners[1][0]
    assert turned.corners[0][1] > turned.corners[3][1]


def test_that_a_page_without_a_code_has_none():
    assert find_codes(np.full((2339, 1654), 240, np.uint8)) == ()


def test_that_two_sheets_side_by_side_tell_both_codes(blank):
    both = find_codes(np.hstack([blank, blank]))
    assert [code.text for code in both] == [TEXT, TEXT]
    assert abs(both[0].corners[0][0] - both[1].corners[0][0]) > 1600
