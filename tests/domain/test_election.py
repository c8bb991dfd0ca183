"""What an election asks for: presence, ballots, votes."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jianxi_desktop.domain import election
from jianxi_desktop.domain.election import Poll, Stood, findings, outcome
from jianxi_desktop.domain.rule_tables import lay_over, text_of

DAY = date(2026, 11, 20)
FULL = Poll(50, 44, 3, 44, 44, 43)
VOTES = (
    Stood("王芳", 40, 2, 1),
    Stood("李明", 35, 8, 0),
    Stood("钱进", 28, 12, 3),
    Stood("孙晓", 26, 17, 0),
)


def codes(poll, stood=()):
    return [each.code for each in findings(poll, stood, DAY)]


@pytest.mark.parametrize(
    ("entitled", "present", "needed"), [(50, 40, 26), (51, 41, 26), (5, 4, 3), (4, 4, 3), (1, 1, 1)]
)
def test_that_four_fifths_must_come_and_more_than_half_elect(entitled, present, needed):
    assert election.least_present(entitled, DAY) == present
    assert election.votes_needed(entitled, DAY) == needed


def test_that_there_are_a_fifth_more_candidates_than_seats():
    assert [election.least_candidates(seats, DAY) for seats in (1, 3, 5, 6)] == [2, 4, 6, 8]


def test_that_the_most_votes_elect_where_more_passed_than_there_are_seats():
    found = outcome(FULL, VOTES, DAY)
    assert found.elected == (0, 1, 2)
    assert (found.needed, found.tied, found.void) == (26, (), False)
    assert codes(FULL, VOTES) == []


def test_that_half_of_the_entitled_is_not_enough():
    poll = FULL._replace(seats=1)
    assert outcome(poll, [Stood("王芳", 25, 18, 0)], DAY).elected == ()
    assert "too_few" in codes(poll, [Stood("王芳", 25, 18, 0)])


def test_that_equal_votes_for_the_last_seat_elect_nobody():
    stood = [Stood("王芳", 32, 11, 0), Stood("李明", 27, 16, 0), Stood("钱进", 27, 16, 0)]
    poll = FULL._replace(seats=2)
    found = outcome(poll, stood, DAY)
    assert (found.elected, found.tied) == ((0,), (1, 2))
    assert "tied" in codes(poll, stood)


@pytest.mark.parametrize(
    ("changed", "code", "grave"),
    [
        ({"attended": 39}, "quorum", True),
        ({"attended": 51}, "attended", False),
        ({"ballots_back": 45}, "void", True),
        ({"ballots_out": 45}, "ballots_out", False),
        ({"valid_votes": 45}, "valid_votes", True),
        ({"seats": 4}, "surplus", False),
        ({"valid_votes": 40}, "votes", True),
    ],
)
def test_that_what_does_not_fit_is_said(changed, code, grave):
    found = {each.code: each for each in findings(FULL._replace(**changed), VOTES, DAY)}
    assert found[code].grave is grave
    assert found[code].text.endswith("。")


def test_that_what_is_not_verified_says_so():
    (found,) = [e for e in findings(FULL._replace(seats=4), VOTES, DAY) if e.code == "surplus"]
    assert "（依据待核实）" in found.text
    assert "待核实" not in election.quorum_text(50, DAY)


def test_that_more_ballots_than_were_given_make_it_void():
    assert outcome(FULL._replace(ballots_back=45), VOTES, DAY).void
    assert outcome(FULL._replace(ballots_back=45), VOTES, DAY).elected == ()


def test_that_a_district_may_ask_for_something_else():
    text = "\n".join(
        line.replace("quorum,80", "quorum,90")
        for line in text_of("election_limits").splitlines()
        if not line.startswith("surplus")
    )
    lay_over({"election_limits": text})
    try:
        assert election.least_present(50, DAY) == 45
        assert codes(FULL) == ["quorum"]
        assert "surplus" not in codes(FULL._replace(seats=4), VOTES)
    finally:
        lay_over({})


@settings(max_examples=60, deadline=None)
@given(
    st.integers(1, 60),
    st.integers(1, 7),
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=9),
)
def test_that_nobody_is_elected_without_more_than_half_and_never_more_than_seats(
    entitled, seats, votes
):
    stood = [Stood(f"候选{at}", *each, 0) for at, each in enumerate(votes)]
    poll = Poll(entitled, entitled, seats, entitled, entitled, entitled)
    found = outcome(poll, stood, DAY)
    assert len(found.elected) <= seats
    assert all(stood[at].votes_for * 2 > entitled for at in found.elected)
    left = set(range(len(stood))) - set(found.elected) - set(found.tied)
    for at in left:
        assert all(stood[at].votes_for <= stood[one].votes_for for one in found.elected)
