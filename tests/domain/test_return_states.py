"""The states of a filed return, and which of two copies that travelled is the later one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianxi_desktop.domain.return_states import (
    DECIDED,
    FROZEN,
    STATES,
    STEPS,
    after,
    decisions,
    newer,
    steps_from,
    with_decision,
)

MOVES = st.lists(st.sampled_from(sorted(STEPS)), max_size=30)


def taken(row, step):
    """Take a step with a copy; one that cannot be taken leaves it."""
    state = after(row["state"], step)
    if state is None:
        return row
    decided = STEPS[step].side == "superior"
    answer = with_decision(row["answer"], step) if decided else row["answer"]
    return {"state": state, "answer": answer}


@given(MOVES)
def test_that_what_was_handed_in_is_opened_again_by_its_superior_or_taken_back_alone(moves):
    row = {"state": "draft", "answer": None}
    for step in moves:
        before, row = row, taken(row, step)
        assert row["state"] in STATES
        opened = before["state"] in FROZEN and row["state"] not in FROZEN
        if opened:
            assert (before["state"], step) in {("submitted", "take_back"), ("returned", "edit")} | {
                ("returned", "complete")
            }


@given(MOVES)
def test_that_the_steps_named_are_those_that_can_be_taken(moves):
    row = {"state": "draft", "answer": None}
    for step in moves:
        offered = steps_from(row["state"], "owner", "superior")
        assert (step in offered) == (after(row["state"], step) is not None)
        row = taken(row, step)


@given(st.lists(st.sampled_from(["owner", "superior", "up", "down"]), max_size=24), st.data())
def test_that_two_offices_that_take_turns_always_agree_who_was_last(turns, data):
    """Copies travel late and often; each side keeps the later one and never loses a step."""
    first = {"state": "draft", "answer": None}
    owner, superior, sent = first, first, {"up": [first], "down": [first]}
    for turn in turns:
        if turn == "owner":
            offered = [s for s in steps_from(owner["state"], "owner") if s != "take_back"]
            if offered:
                owner = taken(owner, data.draw(st.sampled_from(offered)))
                sent["up"].append(owner)
        elif turn == "superior" and superior == sent["up"][-1]:
            offered = steps_from(superior["state"], "superior")
            if offered:
                superior = taken(superior, data.draw(st.sampled_from(offered)))
                sent["down"].append(superior)
        elif turn == "up":
            copy = data.draw(st.sampled_from(sent["up"]))
            if decisions(copy["answer"]) >= decisions(superior["answer"]) and newer(superior, copy):
                superior = copy
            elif newer(superior, copy) is None and superior["state"] not in DECIDED:
                superior = max(superior, copy, key=sent["up"].index)  # one writer: its dot tells
        elif turn == "down" and newer(owner, sent["down"][-1]):
            owner = sent["down"][-1]
    assert decisions(owner["answer"]) <= decisions(superior["answer"])
    last = sent["down"][-1]
    if decisions(last["answer"]) > decisions(owner["answer"]):
        assert newer(owner, last)


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        (("submitted", None), ("returned", "a"), True),
        (("returned", "a"), ("submitted", None), False),
        (("returned", "a"), ("submitted", "a"), True),
        (("submitted", "a"), ("returned", "a"), False),
        (("submitted", "a"), ("accepted", "a\nb"), True),
        (("accepted", "a"), ("draft", "a"), None),
        (("draft", None), ("submitted", None), None),
    ],
)
def test_that_the_copy_that_knows_more_is_the_later(ours, theirs, expected):
    one, other = ({"state": state, "answer": answer} for state, answer in (ours, theirs))
    assert newer(one, other) is expected


def test_that_a_decision_is_one_line_whatever_is_written():
    answers = with_decision(with_decision(None, "第三栏\n请核对"), "好")
    assert answers == "第三栏 请核对\n好"
    assert decisions(answers) == 2
