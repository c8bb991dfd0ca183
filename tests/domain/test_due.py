"""Things that are due stand under the right heading, and in time."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from jianxi_desktop.domain import due
from jianxi_desktop.domain.due import BANDS, Due, band_of, days_left, kinds, notice_days, shown

DAY = date(2026, 11, 20)
NAMES = tuple(row["kind"] for row in kinds(DAY))


def test_that_every_kind_has_a_name_and_days_of_notice():
    assert len(set(NAMES)) == len(NAMES)
    for row in kinds(DAY):
        assert row["title"]
        assert notice_days(row["kind"], DAY) >= 0
        assert row["source"]


@given(st.dates(date(1950, 1, 1), date(2099, 12, 31)), st.dates(date(2000, 1, 1)))
@settings(max_examples=60)
def test_that_a_heading_is_as_pressing_as_the_days_that_are_left(last, day):
    band, left = band_of(last.isoformat(), day), days_left(last.isoformat(), day)

    assert left == (last - day).days
    bands = {due.OVERDUE: left < 0, due.TODAY: left == 0}
    bands |= {due.WEEK: 0 < left <= 7, due.LATER: left > 7}
    assert [each for each, holds in bands.items() if holds] == [band]
    assert band in BANDS


items = st.builds(
    lambda kind, offset, text: Due(kind, (DAY + timedelta(days=offset)).isoformat(), text),
    st.sampled_from(NAMES),
    st.integers(-400, 400),
    st.sampled_from("甲乙丙"),
)


@given(st.lists(items, max_size=30))
@settings(max_examples=60)
def test_that_what_is_overdue_is_never_left_out_and_the_oldest_comes_first(found):
    kept = shown(found, DAY)

    assert sorted(kept, key=lambda each: each.due_on) == kept
    for each in found:
        ahead = days_left(each.due_on, DAY) - notice_days(each.kind, DAY)
        assert (each in kept) == (ahead <= 0)
