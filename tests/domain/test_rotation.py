"""Rotation of backups: what must hold whenever they were made."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from jianxi_desktop.domain.rotation import DAILY, MONTHLY, WEEKLY, WHOLE, superseded

NOW = datetime(2026, 11, 25, 17, 30, tzinfo=UTC)
MOMENTS = st.integers(-60_000, 26_000).map(lambda hours: NOW + timedelta(hours=hours))
MADE = st.sets(MOMENTS, max_size=80)


@given(MADE, MOMENTS)
def test_that_the_newest_is_never_deleted(made, now):
    if made:
        assert max(made) not in superseded(made, now)


@given(MADE, MOMENTS)
def test_that_all_of_the_last_two_days_stay(made, now):
    assert all(each <= now - WHOLE for each in superseded(made, now))


@given(MADE, MOMENTS)
def test_that_only_what_was_there_is_deleted_and_only_once(made, now):
    gone = superseded(made, now)
    assert gone <= made
    assert superseded(made - gone, now) == set()


@given(MADE, MOMENTS)
def test_that_no_more_stay_than_the_rule_says(made, now):
    older = {each for each in made - superseded(made, now) if each <= now - WHOLE}
    assert len(older) <= DAILY + WEEKLY + MONTHLY


@given(MADE, MOMENTS)
def test_that_the_last_of_each_latest_day_and_month_stays(made, now):
    kept = made - superseded(made, now)
    for period, count in ((lambda m: m.date(), DAILY), (lambda m: (m.year, m.month), MONTHLY)):
        latest = sorted({period(each) for each in made}, reverse=True)[:count]
        for each in latest:
            assert max(m for m in made if period(m) == each) in kept


def test_that_a_year_of_daily_backups_leaves_days_weeks_and_months():
    kept = set()
    for day in range(400):
        now = NOW + timedelta(days=day)
        kept.add(now)
        kept -= superseded(kept, now)
    ages = sorted((now - each).days for each in kept)
    assert ages[:7] == [0, 1, 2, 3, 4, 5, 6]
    assert len(ages) <= 7 + 8 + 12
    assert ages[-1] >= 330


def test_that_a_clock_that_jumped_ahead_deletes_no_more_than_a_place():
    made = {NOW - timedelta(days=n) for n in range(7)}
    gone = superseded(made | {NOW + timedelta(days=30_000)}, NOW)
    assert len(gone) <= 1
