"""Periods follow each other without a gap, and each knows its first and last day."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianxi_desktop.domain import periods
from jianxi_desktop.domain.calendar import period_end, show_period
from jianxi_desktop.errors import InputError

KINDS = st.sampled_from(periods.KINDS)
DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))


@given(KINDS, DAYS)
def test_that_a_day_lies_within_its_period(kind, day):
    period = periods.period_of(kind, day)
    assert periods.period_begin(period) <= day <= period_end(period)
    assert periods.kind_of(period) == kind


@given(KINDS, DAYS)
def test_that_no_day_stands_between_a_period_and_the_one_before(kind, day):
    period = periods.period_of(kind, day)
    before = periods.previous(period)
    assert period_end(before) + timedelta(days=1) == periods.period_begin(period)
    assert periods.kind_of(before) == kind


@given(KINDS, st.integers(1990, 2090))
def test_that_the_periods_of_a_year_make_it_up(kind, year):
    found = periods.periods_of(kind, year)
    assert periods.period_begin(found[0]) == date(year, 1, 1)
    assert period_end(found[-1]) == date(year, 12, 31)
    assert all(periods.previous(later) == each for each, later in pairwise(found))


def test_that_two_months_are_written_as_people_say():
    assert show_period("2018B2") == "2018年3—4月"
    assert period_end("2018b1") == date(2018, 2, 28)
    assert periods.shown_periods("half", 2018) == (
        ("2018H1", "2018年上半年"),
        ("2018H2", "2018年下半年"),
    )


@pytest.mark.parametrize(
    "period", ["2018H3", "2018Q5", "2018B7", "2018B0", "2018X1", "18", "2018-13"]
)
def test_that_what_is_no_period_is_refused(period):
    with pytest.raises(InputError) as refused:
        periods.kind_of(period)
    assert refused.value.code == "period"


def test_that_a_single_day_is_compared_with_the_year_before():
    assert periods.kind_of("2020-02-29") == "day"
    assert periods.previous("2020-02-29") == "2019-02-28"
    assert periods.period_begin("2020-02-29") == date(2020, 2, 29)
