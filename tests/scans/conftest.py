"""A form as it was printed, and a hand that fills it in."""

import random

import numpy as np
import pytest

from jianxi_desktop.scans import pictures, straight
from tests.scans import pages, pens

TEXT = "GMS-2018H2-990101001-001:1/2~2"


@pytest.fixture(scope="session")
def layout():
    return pages.layout()


@pytest.fixture(scope="session")
def blank(layout):
    """The unmarked page as pixels."""
    size = straight.size_of(layout)
    return pictures.draw_blank(pages.blank_pdf(TEXT), 0, straight.DPI, size)


@pytest.fixture
def marker(blank, layout):
    """Give a hand over a fresh page; the same number writes the same."""

    def make(number=1):
        return pens.Marker(np.array(blank), layout.height, random.Random(number))

    return make
