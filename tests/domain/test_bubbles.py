"""Circles beside a score: which there are, and what filled ones say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianxi_desktop.domain.bubbles import Doubt, circles_for, circles_of, read_circles
from jianxi_desktop.domain.scoring import Scale, read_written

NUMBERS = st.builds(Scale, st.integers(1, 100), st.sampled_from(["plain", "deduct"]))


@given(NUMBERS, st.data())
def test_that_every_half_point_can_be_said_and_is_read_back(scale, data):
    halves = data.draw(st.integers(0, scale.most * 2))
    points = read_written(scale, f"{halves / 2:g}")
    chosen = circles_for(scale, points)
    assert chosen is not None
    assert read_circles(scale, {part: [value] for part, value in chosen.items()}) == points


@given(NUMBERS, st.data())
def test_that_no_filling_is_read_as_more_than_the_full_score(scale, data):
    filled = {
        place.part: data.draw(st.lists(st.sampled_from(place.values), max_size=2, unique=True))
        for place in circles_of(scale)
    }
    said = read_circles(scale, filled)
    assert isinstance(said, Doubt) or 0 <= said <= scale.most * 100
    if any(len(values) > 1 for values in filled.values()):
        assert said is Doubt.TWICE


@pytest.mark.parametrize(
    ("filled", "doubt"),
    [
        ({}, Doubt.EMPTY),
        ({"ones": []}, Doubt.EMPTY),
        ({"half": [".5"]}, Doubt.PART),
        ({"tens": ["1"]}, Doubt.PART),
        ({"ones": ["3", "4"]}, Doubt.TWICE),
        ({"tens": ["1"], "ones": ["6"]}, Doubt.RANGE),
        ({"tens": ["1"], "ones": ["5"], "half": [".5"]}, Doubt.RANGE),
    ],
)
def test_that_what_says_no_score_is_asked_about(filled, doubt):
    assert read_circles(Scale(15), filled) is doubt


def test_that_choices_are_read_by_their_mark():
    assert read_circles(Scale(8, "grades"), {"mark": ["B"]}) == 528
    assert read_circles(Scale(5, "yes_no"), {"mark": ["否"]}) == 0
    assert circles_of(Scale(0, "unscored")) == ()
