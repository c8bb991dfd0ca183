"""The turns of the symposia, and how items of work plans stand."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jianxi_desktop.domain import plan_items, symposium
from jianxi_desktop.domain.calendar import first_day
from jianxi_desktop.domain.district_return import missing_turns
from jianxi_desktop.domain.plan_items import Timed

DAY = date(2026, 11, 20)
DAYS = st.dates(date(2018, 1, 1), date(2027, 12, 31))


def states(*held, day=DAY):
    return [symposium.state_of(turn, held, day) for turn in symposium.turns(day.year)]


def test_that_a_year_has_six_turns_of_two_months():
    found = symposium.turns(2028)
    assert [turn.name for turn in found] == [
        "1—2月", "3—4月", "5—6月", "7—8月", "9—10月", "11—12月",
    ]  # fmt: skip
    assert (found[0].last, found[-1].last) == (date(2028, 2, 29), date(2028, 12, 31))


def test_that_each_turn_says_how_it_stands():
    held = ("2026-01-16", "2026-03", "2026-07-17", "2026-12-04")
    assert states(*held) == ["held", "held", "missing", "held", "missing", "planned"]
    assert states(day=date(2026, 2, 28)) == ["due", *["later"] * 5]
    assert states("2026", day=date(2026, 3, 1))[:2] == ["missing", "due"]


@settings(max_examples=60, deadline=None)
@given(DAYS, st.lists(DAYS.map(date.isoformat), max_size=8))
def test_that_the_page_and_the_check_of_the_return_miss_the_same_turns(day, held):
    ended = day + timedelta(days=1)
    known = [each for each in held if first_day(each) <= day]
    mine = [
        turn.name
        for turn in symposium.turns(day.year)
        if symposium.state_of(turn, known, ended) == "missing"
    ]
    assert mine == missing_turns(6, [first_day(each) for each in known], day)


@settings(max_examples=60, deadline=None)
@given(DAYS, st.sampled_from(("2026-07-17", "2026-07", "2026", "2018-01-19")))
def test_that_a_deadline_is_always_still_to_come(day, held):
    assert day < first_day(symposium.deadline(held, day))
    assert first_day(symposium.deadline(held, day)) > first_day(held) or held > day.isoformat()


def test_that_a_title_gives_its_theme_back():
    title = symposium.topic_of(2026, "推动社区减负增效")
    assert symposium.theme_of(title) == "推动社区减负增效"
    assert symposium.theme_of("第六次双月座谈会") == "第六次双月座谈会"


@pytest.mark.parametrize(
    ("item", "stands", "late"),
    [
        (Timed("running", "2026-11-19"), "overdue", 1),
        (Timed("waiting", "2026-11-20"), "soon", 0),
        (Timed("waiting", "2026-11"), "overdue", 19),
        (Timed("waiting", "2026-12-20"), "soon", 0),
        (Timed("waiting", "2026-12-21"), "open", 0),
        (Timed("running", None), "open", 0),
        (Timed("done", "2026-01-01", "2026-03-01"), "done", 0),
        (Timed("stopped", "2026-01-01"), "stopped", 0),
    ],
)
def test_that_an_item_stands_by_its_day(item, stands, late):
    assert plan_items.standing(item, DAY) == stands
    assert plan_items.days_late(item, DAY) == late


def test_that_a_plan_is_counted_as_its_items_stand():
    items = [
        Timed("done", "2026-05-01", "2026-05-01"),
        Timed("done", "2026-05-01", "2026-06-02"),
        Timed("done", "2026-05-01"),
        Timed("running", "2026-10-01"),
        Timed("waiting", "2026-12-01"),
        Timed("stopped", "2026-10-01"),
    ]
    counted = plan_items.tally(items, DAY)
    assert counted == plan_items.Tally(total=5, done=3, late=1, overdue=1, soon=1, stopped=1)
    assert counted.open == 2
