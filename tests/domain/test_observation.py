"""Half-years, form numbers and the standard checklist."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianxi_desktop.domain.observation import (
    form_number,
    half_year_of,
    read_period,
    show_period,
    standard_criteria,
)
from jianxi_desktop.errors import InputError


@pytest.mark.parametrize("text", ["2026H2", "2026h2", " 2026年下半年 ", "2026下半年"])
def test_that_a_half_year_is_read_as_people_write_it(text):
    assert read_period(text) == "2026H2"


@pytest.mark.parametrize("text", ["", "2026", "2026H3", "26H1", "2026年", "下半年"])
def test_that_what_is_no_half_year_is_refused(text):
    with pytest.raises(InputError) as caught:
        read_period(text)
    assert "2026H2" in caught.value.user_message


@given(st.dates(date(2018, 1, 1), date(2099, 12, 31)))
def test_that_the_half_year_of_a_day_is_shown_and_read_back(day):
    period = half_year_of(day)
    assert read_period(show_period(period)) == read_period(period) == period


def test_that_form_numbers_tell_step_period_community_and_count():
    assert form_number("street_cross", "2026H2", "410305001", 7) == "GMJ-2026H2-410305001-007"


def test_that_the_standard_checklist_adds_up_to_a_hundred():
    criteria = standard_criteria(date(2026, 6, 30))
    assert sum(each.most for each in criteria) == 100
    assert {each.method for each in criteria} == {"listen", "look", "check", "rate"}
    for method in ("listen", "look", "check", "rate"):
        places = [each.position for each in criteria if each.method == method]
        assert places == list(range(1, len(places) + 1))
