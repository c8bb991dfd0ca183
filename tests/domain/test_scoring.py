"""Points on a checklist: what may be written, what it counts, who ranks where."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianxi_desktop.domain.scoring import (
    Scale,
    allowed,
    full_score,
    mean,
    ranks,
    read_score,
    read_written,
    rounded,
    show_points,
    show_written,
    total,
)
from jianxi_desktop.errors import InputError

RULES = ("plain", "deduct", "grades", "yes_no")
SCALES = st.builds(Scale, st.integers(1, 100), st.sampled_from(RULES))


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("8", 800),
        ("8.5", 850),
        (" ８．５分", 850),
        ("0", 0),
        ("10", 1000),
        ("-2", 800),
        ("扣2.5", 750),
    ],
)
def test_that_a_score_is_read_as_people_write_it(text, points):
    assert read_score(Scale(10), text) == points


@pytest.mark.parametrize(
    "text", ["", "11", "10.5", "-11", "八", "8.55", "1e1", "8,5", "٨", "--2", "A"]
)
def test_that_a_wrong_score_is_refused_with_the_range(text):
    with pytest.raises(InputError) as refused:
        read_score(Scale(10), text)
    assert "0到10" in refused.value.user_message


def test_that_grades_are_worth_their_share_of_the_full_score():
    scale = Scale(8, "grades")
    assert [read_score(scale, text) for text in ("A", "b", "Ｃ", "C#", "c＃")] == [
        800,
        528,
        264,
        0,
        0,
    ]
    with pytest.raises(InputError) as refused:
        read_score(scale, "8")
    assert "A、B、C、C#" in refused.value.user_message


def test_that_yes_and_no_have_the_words_people_use():
    scale = Scale(5, "yes_no")
    assert [read_score(scale, text) for text in ("是", "有", "√", "y", "否", "无", "×", "n")] == [
        *[500] * 4, *[0] * 4,
    ]  # fmt: skip


def test_that_on_paper_a_deduction_is_what_was_taken_off():
    scale = Scale(10, "deduct")
    assert read_written(scale, "2") == read_written(scale, "扣2") == 800
    assert read_score(scale, "2") == 200
    assert show_written(scale, 800) == "2"
    assert "扣" in allowed(scale)


def test_that_what_is_not_scored_takes_no_score():
    with pytest.raises(InputError) as refused:
        read_score(Scale(0, "unscored"), "5")
    assert "不打分" in refused.value.user_message


@given(SCALES, st.integers(0, 1000))
def test_that_what_the_paper_shows_is_read_back(scale, tenths):
    points = min(tenths * 10, scale.most * 100)
    if scale.marks:
        points = read_score(scale, scale.marks[tenths % len(scale.marks)])
    assert read_written(scale, show_written(scale, points)) == points


@given(SCALES, st.text(max_size=6))
def test_that_whatever_is_typed_is_a_score_in_range_or_refused(scale, text):
    try:
        points = read_score(scale, text)
    except InputError:
        return
    assert 0 <= points <= scale.most * 100


def test_that_weights_count():
    lines = [(Scale(10), 100), (Scale(10), 50), (Scale(0, "unscored"), 100)]
    assert full_score(lines) == 1500
    assert total([(800, 100), (500, 50)]) == 1050


def test_that_extremes_are_left_out_where_three_have_scored():
    totals = [Fraction(each) for each in (9000, 8000, 7600)]
    assert mean(totals, drop_extremes=True) == 8000
    assert mean(totals) == Fraction(24600, 3)
    assert mean(totals[:2], drop_extremes=True) == 8500


@given(st.lists(st.integers(0, 10_000).map(Fraction), min_size=1, max_size=9), st.booleans())
def test_that_a_mean_lies_between_the_totals(totals, drop):
    assert min(totals) <= mean(totals, drop_extremes=drop) <= max(totals)


def test_that_halves_are_rounded_up():
    assert (rounded(Fraction(1, 2)), rounded(Fraction(12345, 10))) == (1, 1235)
    assert show_points(Fraction(17001, 2)) == "85.01"
    assert show_points(8500) == "85"


@given(st.lists(st.integers(0, 20), max_size=30))
def test_that_a_rank_is_one_more_than_how_many_are_better(scores):
    assert ranks(scores) == [1 + sum(other > each for other in scores) for each in scores]
