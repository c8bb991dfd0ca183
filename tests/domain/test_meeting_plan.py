"""A year of meetings against its rule: what is done, due, missing, and in which month it shows."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from jianxi_desktop.domain import meeting_plan
from jianxi_desktop.domain.meeting_plan import DONE, DUE, LATER, MISSING, PLANNED, QUIET, plan

NOW = date(2026, 11, 20)
counts = st.lists(st.integers(0, 3), min_size=12, max_size=12)


def year(*held):
    return [*held, *[0] * (12 - len(held))]


def test_that_a_month_without_its_meeting_is_missing_once_it_is_over():
    found = plan(1, [1] * 12, year(1, 0, 1, 1, 1, 1, 1, 1, 1, 2), 2026, NOW)
    assert found.months == (
        *(DONE, MISSING, DONE, DONE, DONE, DONE),
        *(DONE, DONE, DONE, DONE, DUE, LATER),
    )
    assert (found.owed, found.held, found.missing, found.due) == (12, 10, 1, 1)
    assert found.state == MISSING


def test_that_a_quarter_shows_what_it_lacks_in_its_last_month():
    found = plan(3, [1] * 4, year(0, 1, 0, 0, 0, 0, 1), 2026, NOW)
    assert found.months[:9] == (QUIET, DONE, QUIET, QUIET, QUIET, MISSING, DONE, QUIET, QUIET)
    assert found.months[9:] == (QUIET, QUIET, DUE)
    assert [tuple(each) for each in found.times] == [(4, 6, 1, MISSING), (10, 12, 1, DUE)]


def test_that_what_is_wanted_once_a_year_is_due_from_october_on():
    lacking = year()
    assert plan(12, [1], lacking, 2026, date(2026, 9, 30)).months[-1] == LATER
    assert plan(12, [1], lacking, 2026, date(2026, 10, 1)).months[-1] == DUE
    assert plan(12, [1], lacking, 2026, date(2027, 1, 1)).months[-1] == MISSING


def test_that_a_meeting_arranged_for_later_is_shown_and_not_counted_as_held():
    later = year(*[0] * 11, 1)
    found = plan(1, [1] * 12, year(*[1] * 11), 2026, NOW, later)
    assert found.months[-1] == PLANNED
    assert (found.held, found.due) == (11, 0)


def test_that_several_wanted_in_one_month_are_counted():
    found = plan(1, [2] * 12, year(*[2] * 9, 1, 1), 2026, NOW)
    assert found.months[9:11] == (MISSING, DUE)
    assert (found.missing, found.due) == (1, 1)


def test_that_two_in_one_quarter_do_not_make_up_for_another():
    found = plan(3, [1] * 4, year(0, 1, 1, 1, 0, 0, 1), 2026, NOW)
    assert (found.held, found.met, found.owed, found.state) == (4, 3, 4, DUE)


def test_that_where_nothing_is_wanted_nothing_is_missing():
    found = plan(1, [0] * 12, year(0, 1), 2026, NOW)
    assert (found.missing, found.due, found.state) == (0, 0, DONE)


@given(st.sampled_from((1, 3, 12)), counts, counts, st.dates(date(2025, 6, 1), date(2027, 6, 1)))
@settings(max_examples=60, deadline=None)
def test_that_nothing_is_missing_before_its_time_is_over(months, owed, held, day):
    found = plan(months, owed[: 12 // months], held, 2026, day)
    for first, last, lack, state in found.times:
        over = (day.year, day.month) > (2026, last)
        assert lack > 0
        assert (state == MISSING) == over
        assert state != DUE or (day.year, day.month) >= (2026, first)
    assert found.held == sum(held)
    wanting = sum(each.lack for each in found.times)
    assert found.missing + found.due <= wanting <= found.owed


@given(counts, counts, st.dates(date(2026, 1, 1), date(2026, 12, 31)))
@settings(max_examples=40, deadline=None)
def test_that_one_meeting_more_never_makes_it_worse(owed, held, day):
    before = plan(1, owed, held, 2026, day)
    for month in range(12):
        more = [number + (at == month) for at, number in enumerate(held)]
        after = plan(1, owed, more, 2026, day)
        assert after.missing <= before.missing
        assert after.due <= before.due


def test_that_every_state_has_a_word_of_its_own():
    states = {DONE, DUE, MISSING, PLANNED, LATER, QUIET}
    assert len(states) == 6
    assert meeting_plan.Year((), 1, 0, 0, 0, ()).state == QUIET
