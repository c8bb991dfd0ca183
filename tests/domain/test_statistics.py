"""The bands of the national statistics cover everybody once."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from jianxi_desktop.domain.statistics import (
    UNKNOWN,
    age_band,
    bands,
    captions,
    education_band,
    joined_band,
)
from jianxi_desktop.schema.codes import code_table

DAY = date(2026, 6, 30)


@pytest.mark.parametrize("kind", ["age", "education", "joined"])
def test_that_the_last_caption_is_for_what_is_not_known(kind):
    assert captions(kind, DAY)[-1] == UNKNOWN
    assert len(captions(kind, DAY)) == len(bands(kind, DAY)) + 1 > 2


def test_that_the_bands_of_joining_follow_each_other_without_gap():
    found = bands("joined", DAY)
    for one, other in pairwise(found):
        assert date.fromisoformat(one.last) + timedelta(days=1) == date.fromisoformat(other.first)
    assert (found[0].first, found[-1].last) == ("", "")


def test_that_the_bands_of_age_follow_each_other_without_gap():
    found = bands("age", DAY)
    for one, other in pairwise(found):
        assert int(one.last) + 1 == int(other.first)


@pytest.mark.parametrize(
    ("born", "label"),
    [
        ("1995-06-30", "31至35岁"),
        ("1995-07-01", "30岁及以下"),
        ("1955", "71岁及以上"),
        (None, UNKNOWN),
    ],
)
def test_that_ages_are_counted_on_the_day_of_the_return(born, label):
    assert captions("age", DAY)[age_band(born, DAY)] == label


@pytest.mark.parametrize(
    ("joined", "label"),
    [
        ("1949-09-30", "1945年9月3日至1949年9月"),
        ("1949-10-01", "1949年10月至1966年4月"),
        ("2012-11", "2012年11月及以后"),
        ("2012", "2002年11月至2012年10月"),
        (None, UNKNOWN),
    ],
)
def test_that_the_border_days_of_joining_fall_on_the_right_side(joined, label):
    assert captions("joined", DAY)[joined_band(joined, DAY)] == label


def test_that_no_education_code_stands_in_two_bands():
    codes = [code for band in bands("education", DAY) for code in band.first.split()]
    assert len(codes) == len(set(codes))


def test_that_every_education_has_a_band():
    unknown = len(bands("education", DAY))
    missing = [
        label
        for code, label in code_table("education").labels.items()
        if education_band(code, DAY) == unknown
    ]
    assert missing in ([], ["其他"])
