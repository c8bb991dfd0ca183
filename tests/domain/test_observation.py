"""Half-years, form numbers, ready sets of indicators, who inspects whom."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianxi_desktop.domain.observation import (
    form_number,
    half_year_of,
    inspecting_streets,
    names_in,
    plain_title,
    read_period,
    ready_sets,
    show_period,
    title_of_edition,
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


SETS = ready_sets(date(2026, 6, 30))


@pytest.mark.parametrize("each", SETS, ids=lambda each: each.key)
def test_that_a_shipped_set_adds_up_to_a_hundred_in_one_walk(each):
    scored = [line for line in each.indicators if line.rule != "unscored"]
    assert sum(line.most for line in scored) == 100
    walk = [line.walk for line in each.indicators]
    assert len(set(walk)) == len(walk)
    assert each.title == title_of_edition(each.title, 1)
    for method in ("listen", "look", "check", "rate"):
        places = [line.position for line in each.indicators if line.method == method]
        assert places == list(range(1, len(places) + 1))


def test_that_the_comprehensive_set_comes_first_and_takes_nothing_but_points():
    assert [each.key for each in SETS] == ["comprehensive", "venue", "quick"]
    assert {line.method for line in SETS[0].indicators} == {"listen", "look", "check", "rate"}
    rules = [{line.rule for line in each.indicators} for each in SETS]
    assert rules[0] == {"plain"}
    assert set.union(*rules) == {"plain", "deduct", "grades", "yes_no", "unscored"}


def test_that_a_title_carries_the_version_and_only_one():
    assert title_of_edition("综合观摩（第1版）", 12) == "综合观摩（第12版）"
    assert plain_title("综合观摩（第12版）") == plain_title("综合观摩") == "综合观摩"


@given(st.text("甲乙丙丁 、，；,", max_size=20))
def test_that_names_are_taken_apart_once_each_and_without_blanks(text):
    names = names_in(text)
    assert len(set(names)) == len(names)
    assert all(name and name == name.strip() and "、" not in name for name in names)


@given(
    st.lists(st.integers(), unique=True, max_size=14),
    st.integers(2018, 2099),
    st.sampled_from("12"),
)
def test_that_crossing_streets_inspect_each_other_and_never_themselves(streets, year, half):
    found = inspecting_streets(streets, f"{year}H{half}")
    assert all(one != other for one, other in found.items())
    if len(streets) > 1:
        assert sorted(found) == sorted(found.values()) == sorted(streets)
    else:
        assert found == {}
