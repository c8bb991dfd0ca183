"""Gaps as inspectors write them, taken apart."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianxi_desktop.domain.gaps import due_day, same_problem, split_gaps


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("版面偏旧；记录过简。", ("版面偏旧", "记录过简")),
        ("1.版面偏旧 \n2、记录过简\n（3）缺少评价", ("版面偏旧", "记录过简", "缺少评价")),
        ("①版面偏旧②记录过简", ("版面偏旧", "记录过简")),
        ("一是版面偏旧；二是记录过简。", ("版面偏旧", "记录过简")),
        ("3.5米展板破损；1921年的照片褪色", ("3.5米展板破损", "1921年的照片褪色")),
        ("一站式服务台没有人；十五分钟生活圈不全", ("一站式服务台没有人", "十五分钟生活圈不全")),
        ("版面偏旧；版面偏旧", ("版面偏旧",)),
        ("无。", ()),
        ("", ()),
    ],
)
def test_that_a_list_is_taken_apart_without_its_marks(text, points):
    assert split_gaps(text) == points


@given(st.text())
def test_that_points_taken_apart_stay_as_they_are(text):
    for point in split_gaps(text):
        assert point
        assert point in text


def test_that_titles_are_the_same_but_for_stops_and_spaces():
    assert same_problem("版面偏旧，未更新", "版面偏旧 未更新。")
    assert not same_problem("版面偏旧", "版面偏新")


@pytest.mark.parametrize(
    ("found_on", "due"),
    [
        ("2026-11-18", "2026-12-18"),
        ("", "2026-12-30"),
        ("2026-11", "2026-12-30"),
        ("2026-06-09", "2026-12-30"),
    ],
)
def test_that_the_day_proposed_is_still_to_come(found_on, due):
    assert due_day(found_on, date(2026, 11, 30)) == due
