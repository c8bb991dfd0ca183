"""The rules of meetings: how often, how many, how many hours; who has talked with whom."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jianxi_desktop.domain.meeting_rules import (
    Requirement,
    requirements,
    study_rule,
    talk_requirements,
    vote,
)
from jianxi_desktop.domain.talks import Talk, coverage, pair_of

DAY = date(2026, 11, 20)


def fields(found):
    return [field for field, _text in found.problems]


@pytest.mark.parametrize(
    ("kind", "form", "words"),
    [
        ("general_meeting", "branch", "每季度不少于1次"),
        ("committee_meeting", "branch", "每月不少于1次"),
        ("group_meeting", "group", "每月不少于1次"),
        ("party_lecture", "branch", "每季度不少于1次"),
        ("party_lecture", "party_committee", "每年不少于1次"),
        ("theme_day", "branch", "每月不少于1次"),
        ("organisation_life", "branch", "每年不少于1次"),
        ("appraisal", "branch", "每年不少于1次"),
    ],
)
def test_that_the_rules_are_those_of_the_regulations(kind, form, words):
    (found,) = [each for each in requirements(DAY) if (each.kind, each.form) == (kind, form)]
    assert found.words == words


def test_that_each_pair_class_is_wanted_once_a_year():
    found = [(each.kind, each.times, each.per) for each in talk_requirements(DAY)]
    assert found == [(pair, 1, "year") for pair in ("committee", "committee_member", "members")]


def test_that_a_rule_nobody_verified_says_so():
    assert (study_rule("member", DAY).hours, study_rule("leader", DAY).hours) == (32, 56)
    assert study_rule("member", DAY).words == "32学时"
    assert study_rule("leader", DAY).words == "56学时（依据待核实）"
    assert "待核实" in Requirement("theme_day", "branch", 1, "month", unverified=True).words


@pytest.mark.parametrize(
    ("entitled", "present", "agreed", "enough", "passed"),
    [
        (40, 21, 21, True, True),
        (40, 20, 20, False, False),  # exactly half is not enough
        (41, 21, 21, True, True),
        (40, 30, 20, True, False),
        (3, 2, None, True, None),
        (None, 20, 20, None, None),
    ],
)
def test_that_more_than_half_have_to_come_and_to_agree(entitled, present, agreed, enough, passed):
    found = vote(entitled, present, agreed, DAY)
    assert (found.enough, found.passed) == (enough, passed)


def test_that_opinions_in_writing_count_among_those_in_favour():
    found = vote(40, 21, 24, DAY, written=3)
    assert (found.passed, found.problems) == (True, ())
    assert fields(vote(40, 21, 24, DAY)) == ["agreed"]


@given(*[st.integers(0, 60)] * 3)
@settings(max_examples=60, deadline=None)
def test_that_numbers_that_cannot_be_are_named(entitled, present, agreed):
    found = vote(entitled, present, agreed, DAY)
    if entitled and (present > entitled or 2 * present <= entitled):
        assert "entitled_present" in fields(found)
    if entitled and (agreed > entitled or 2 * agreed <= entitled):
        assert "agreed" in fields(found)
    if entitled and agreed <= present <= entitled and 2 * agreed > entitled:
        assert found == (True, True, ())


COMMITTEE, MEMBERS = ("书记", "委员甲", "委员乙"), ("书记", "委员甲", "委员乙", "张", "王", "李")


def covered(*talks, committee=COMMITTEE, members=MEMBERS, above=()):
    found = coverage(talk_requirements(DAY), talks, committee, members, above)
    return {each.pair: (each.held, each.wanted, each.left) for each in found}


def test_that_a_talk_without_its_class_is_told_by_who_holds_a_post():
    assert pair_of(Talk("委员甲", "书记"), COMMITTEE) == "committee"
    assert pair_of(Talk("张", "书记、王"), COMMITTEE) == "committee_member"
    assert pair_of(Talk("张", "王"), COMMITTEE) == "members"
    assert pair_of(Talk("张", ""), COMMITTEE) == "committee_member"
    assert pair_of(Talk("张", "王", "committee"), COMMITTEE) == "committee"


def test_that_both_sides_of_a_talk_among_equals_have_talked():
    found = covered(Talk("委员甲", "书记"), Talk("张", "王"), Talk("张", "书记"))
    assert found["committee"] == (2, 3, ("委员乙",))
    assert found["members"] == (2, 3, ("李",))
    assert found["committee_member"] == (1, 3, ("王", "李"))


def test_that_a_leader_from_above_counts_as_one():
    found = covered(Talk("张", "街道书记"), above=("街道书记",))
    assert found["committee_member"][0] == 1


def test_that_one_alone_has_nobody_of_his_class_to_talk_with():
    found = covered(committee=("书记",), members=("书记", "张"))
    assert set(found) == {"committee_member"}
