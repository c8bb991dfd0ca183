"""Gaps of a round: taken apart, made problems in one action, listed."""

from datetime import date

import pytest

from jianxi_desktop.errors import InputError
from jianxi_desktop.ledgers import CATALOG
from jianxi_desktop.services import history, records
from jianxi_desktop.services.observation_problems import (
    NewProblem,
    gaps_to_problems,
    problems_of,
    suggest_problems,
)
from tests import factory
from tests.scored import communities_of, scored_round, sheets_in, write_down

DAY = date(2026, 11, 20)
GAPS = "1.版面内容偏旧；2.需求清单更新不及时。"


@pytest.fixture
def places(district):
    return communities_of(district, 2)


@pytest.fixture
def held(district, places):
    """A round that wrote down gaps at the first of two communities."""
    round_id = scored_round(district, {"甲": [80, 90]})
    write_down(district, round_id, GAPS, visited_on="2026-11-18")
    return round_id


def as_given(gaps, **given):
    return [
        NewProblem(each.visit, title, given.get("due_on", each.due_on))
        for each in gaps
        for title in each.titles
    ]


def test_that_gaps_are_taken_apart_with_a_day_and_the_weakest_criteria(district, held):
    first, second = suggest_problems(district, held, today=DAY)
    assert first.titles == ("版面内容偏旧", "需求清单更新不及时")
    assert (first.name, first.due_on) == ("第1社区党委", "2026-12-18")
    assert [(line.number, line.rate) for line in first.weakest] == [(1, 8000), (2, 8000), (3, 8000)]
    assert second.titles == ()


def test_that_gaps_become_problems_of_whom_was_visited_in_one_action(district, held):
    gaps_to_problems(district, held, as_given(suggest_problems(district, held, today=DAY)))
    one, other = problems_of(district, held)
    assert (one.title, other.title) == ("版面内容偏旧", "需求清单更新不及时")
    assert (one.name, one.duty_name, one.found_on) == ("第1社区党委", "第1社区党委", "2026-11-18")
    assert [each.titles for each in suggest_problems(district, held)] == [(), ()]
    history.undo_last(district)
    assert problems_of(district, held) == ()


def test_that_an_open_problem_with_the_same_words_is_not_suggested_again(district, held):
    values = {
        "title": "版面内容偏旧。",
        "organisation": sheets_in(district, held)[0].organisation,
        "source": "observation",
        "found_on": "2026-06-10",
    }
    records.save_record(district, CATALOG["problem"], values)
    assert suggest_problems(district, held)[0].titles == ("需求清单更新不及时",)


def test_that_all_reasons_are_told_at_once_and_nothing_is_kept(district, held):
    visit = sheets_in(district, held)[0].visit
    before = factory.dump(district)
    lines = [
        NewProblem(visit, "", "2026-12-18"),
        NewProblem(visit, "版面内容偏旧", "2026-11-01"),
        NewProblem(visit, "版面内容偏旧", ""),
        NewProblem(visit, "记录过简", "2026-12-18"),
        NewProblem(visit, "记录过简。", "2026-12-18"),
        NewProblem(factory.any_id(), "别处的问题", "2026-12-18"),
    ]
    with pytest.raises(InputError) as refused:
        gaps_to_problems(district, held, lines, today=DAY)
    told = "".join(refused.value.details)
    for reason in (
        "第1条",
        "不能为空",
        "早于发现日期",
        "没有写整改时限",
        "第5条（第1社区党委）：“记录过简。”已经登记过",
        "第6条",
    ):
        assert reason in told
    assert factory.dump(district) == before


def test_that_nothing_chosen_is_told(district, held):
    with pytest.raises(InputError) as refused:
        gaps_to_problems(district, held, [])
    assert "勾选" in refused.value.user_message


def test_that_a_street_makes_problems_of_its_own_communities_only(district, places, held):
    other = places["郑州路街道党工委"]
    street = factory.limited(district, other)
    visit = sheets_in(district, held)[0].visit
    with pytest.raises(InputError):
        gaps_to_problems(street, held, [NewProblem(visit, "版面内容偏旧", "2026-12-18")])
    own = factory.limited(district, places["湖北路街道党工委"])
    line = NewProblem(visit, "版面内容偏旧", "2026-12-18", duty_organisation=other)
    with pytest.raises(InputError) as refused:
        gaps_to_problems(own, held, [line])
    assert refused.value.code == "outside"
