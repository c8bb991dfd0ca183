"""The style sheet: figures of GB/T 9704-2012, each with where it was read."""

import csv
from datetime import date

import pytest

from jianxi_desktop import settings
from jianxi_desktop.prints.style import DOCUMENT, MILLIMETRE, PITCH, TEXT, figures


def test_that_margins_are_those_of_official_documents():
    margins = (DOCUMENT.top, DOCUMENT.left, DOCUMENT.right, DOCUMENT.bottom)
    assert [round(each / MILLIMETRE) for each in margins] == [37, 28, 26, 35]


def test_that_a_page_is_22_lines_of_28_letters_and_full():
    assert pytest.approx(225) == 22 * PITCH / MILLIMETRE
    assert pytest.approx(156) == 28 * TEXT / MILLIMETRE


def test_that_every_figure_has_a_source_and_holds_today():
    with settings.resource("rules", "paper_style.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert all(row["source"] for row in rows)
    assert set(figures(date(2026, 11, 30))) == {row["figure"] for row in rows}
