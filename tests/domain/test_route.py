"""Days and hours of a route: working days, no noon, nobody twice at one time."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianxi_desktop.domain.route import Slot, is_working_day, slots, slots_after
from jianxi_desktop.errors import InputError

DAYS = st.dates(date(2018, 1, 1), date(2099, 12, 31))
FRIDAY = date(2026, 12, 4)


def test_that_a_day_is_laid_out_around_noon():
    found = slots(8, FRIDAY)
    assert [each.starts_at for each in found] == [
        "09:00", "09:45", "10:30", "11:15", "14:30", "15:15", "16:00", "16:45"
    ]  # fmt: skip
    assert {each.day for each in found} == {"2026-12-04"}


def test_that_after_friday_comes_monday():
    assert [each.day for each in slots(3, FRIDAY, per_day=1)] == [
        "2026-12-04",
        "2026-12-07",
        "2026-12-08",
    ]


@given(st.integers(0, 90), DAYS, st.integers(1, 5), st.integers(5, 60))
def test_that_places_follow_each_other_on_working_days_and_leave_noon_free(
    count, first, per_day, minutes
):
    found = slots(count, first, per_day=per_day, minutes=minutes)
    assert len(found) == count
    assert found == sorted(found, key=lambda each: (each.day, each.starts_at))
    for one, other in pairwise(found):
        assert one.day < other.day or one.ends_at < other.starts_at
    for each in found:
        day = date.fromisoformat(each.day)
        assert is_working_day(day)
        assert day >= first
        assert each.ends_at <= "12:00" or each.starts_at >= "14:30"
        assert "09:00" <= each.starts_at < each.ends_at <= "18:00"


@pytest.mark.parametrize(
    "facts", [{"per_day": 12}, {"per_day": 0}, {"minutes": 0}, {"first_at": "17:50"}]
)
def test_that_what_fits_into_no_day_is_refused_with_what_would(facts):
    with pytest.raises(InputError) as refused:
        slots(1, FRIDAY, **facts)
    assert refused.value.code == "per_day"
    assert "最多" in refused.value.user_message


@given(st.integers(0, 30), st.integers(1, 20))
def test_that_more_places_come_behind_the_last_one(planned, more):
    first = slots(planned + 1, FRIDAY)
    behind = slots_after(first[-1], more)
    assert len(behind) == more
    every = [first[-1], *behind]
    for one, other in pairwise(every):
        assert one.day < other.day or one.ends_at < other.starts_at


def test_that_a_late_last_place_sends_the_next_one_to_the_next_day():
    last = Slot("2026-12-04", "17:10", "17:50")
    assert slots_after(last, 1) == [Slot("2026-12-07", "09:00", "09:40")]
