"""The reporting day of each month, and those beside it."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from jianxi_desktop.domain import package_days

DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))


def test_that_the_reporting_day_counts_as_come_on_the_day_itself():
    assert package_days.last_due(date(2026, 11, 24)) == date(2026, 10, 25)
    assert package_days.last_due(date(2026, 11, 25)) == date(2026, 11, 25)
    assert package_days.last_due(date(2026, 1, 3)) == date(2025, 12, 25)


@given(DAYS)
def test_that_each_day_lies_between_two_reporting_days(day):
    last = package_days.last_due(day)
    assert last <= day < package_days.after(last)
    assert package_days.before(package_days.after(last)) == last
    assert package_days.after(package_days.before(last)) == last
    assert timedelta(27) < package_days.after(last) - last < timedelta(32)
