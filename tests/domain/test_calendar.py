"""Days as people and spreadsheets write them."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianxi_desktop.domain.calendar import (
    DAY_PROBLEMS,
    DayProblemError,
    age_on,
    first_day,
    read_day,
    same_day,
    show_day,
)

DAYS = st.dates(date(1900, 3, 1), date(2099, 12, 31))
WAYS = (
    lambda d: d,
    lambda d: datetime.combine(d, time()),
    lambda d: d.isoformat(),
    lambda d: f"{d:%Y%m%d}",
    lambda d: float(f"{d:%Y%m%d}"),
    lambda d: f"{d.year}.{d.month}.{d.day}",
    lambda d: f"{d.year}/{d.month:02}/{d.day:02}",
    lambda d: f"{d.year}年{d.month}月{d.day}日",
    lambda d: f" {d.year} 年 {d.month} 月 {d.day} 号",
    lambda d: f"{d.isoformat()} 00:00:00",
    lambda d: f"{d.isoformat()}T08:30",
    lambda d: f"'{d.isoformat()}",
)


@given(DAYS, st.sampled_from(WAYS))
def test_that_a_day_is_read_in_every_way_it_is_written(day, way):
    assert read_day(way(day)) == day.isoformat()


@given(st.dates(date(1928, 1, 1), date(2099, 12, 31)))
def test_that_the_number_of_a_day_in_a_sheet_is_that_day(day):
    assert read_day(float((day - date(1899, 12, 30)).days)) == day.isoformat()


@given(DAYS, st.sampled_from([10, 7, 4]))
def test_that_what_is_shown_is_read_back_with_its_precision(day, length):
    known = day.isoformat()[:length]
    assert read_day(known) == known
    assert read_day(show_day(known)) == known


@pytest.mark.parametrize(
    ("raw", "day"),
    [
        ("1985", "1985"),
        (1985.0, "1985"),
        ("1985年", "1985"),
        ("1985-3", "1985-03"),
        ("1985.03", "1985-03"),
        (1985.03, "1985-03"),
        (1985.12, "1985-12"),
        ("198503", "1985-03"),
        (198503.0, "1985-03"),
        ("１９８５．０３", "1985-03"),
        ("一九八五年三月", "1985-03"),
        ("二〇〇一年七月一日", "2001-07-01"),
        ("二零零一年十二月三十一日", "2001-12-31"),
        ("1985年十月二十日", "1985-10-20"),
        ("1985—03—12", "1985-03-12"),
        ("2000-02-29", "2000-02-29"),
    ],
)
def test_that_a_day_keeps_the_precision_it_was_given_with(raw, day):
    assert read_day(raw) == day


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("1985-13", "no_such_day"),
        ("1985-00", "no_such_day"),
        ("1985-02-30", "no_such_day"),
        ("2001-02-29", "no_such_day"),
        ("19850231", "no_such_day"),
        ("1899-01-01", "range"),
        ("2100", "range"),
        ("85-03-12", "short_year"),
        ("85.3", "short_year"),
        ("不记得", "format"),
        ("1985年春", "format"),
        ("1985-03-12-01", "format"),
        ("", "format"),
        (float("nan"), "format"),
        (-5.0, "format"),
        (1e300, "format"),
        (1985.1, "ambiguous"),
        ("19853", "ambiguous"),
    ],
)
def test_that_what_is_no_day_has_its_own_reason(raw, code):
    with pytest.raises(DayProblemError) as caught:
        read_day(raw)
    assert caught.value.code == code
    assert code in DAY_PROBLEMS


@given(st.one_of(st.text(max_size=20), st.floats(), st.integers()))
def test_that_anything_is_a_day_or_a_reason(raw):
    try:
        day = read_day(raw)
    except DayProblemError as problem:
        day, code = "", problem.code
    else:
        code = ""
    assert code in DAY_PROBLEMS or read_day(day) == day
    assert not day or first_day(day).isoformat().startswith(day)


@pytest.mark.parametrize(
    ("born", "today", "age"),
    [
        ("1985-03-12", date(2026, 3, 11), 40),
        ("1985-03-12", date(2026, 3, 12), 41),
        ("2000-02-29", date(2026, 2, 28), 25),
        ("2000-02-29", date(2026, 3, 1), 26),
        ("1985", date(2026, 1, 1), 41),
        ("1985-06", date(2026, 5, 31), 40),
    ],
)
def test_that_ages_are_full_years(born, today, age):
    assert age_on(born, today) == age


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("1985", "1985-03-12", True),
        ("1985-03", "1985-03-12", True),
        ("1985-04", "1985-03-12", False),
        ("1985-03-12", "1985-03-12", True),
    ],
)
def test_that_days_are_compared_as_far_as_both_are_known(one, other, same):
    assert same_day(one, other) is same
    assert same_day(other, one) is same
