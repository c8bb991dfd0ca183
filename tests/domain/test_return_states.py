"""The states of a filed return, and which of two copies that travelled is the later one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jianxi_desktop.domain.return_states import (
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


class TwoOffices:
    """An owner and a superior with a copy each; what was sent arrives late, twice, or never."""

    def __init__(self):
        self.owner = self.superior = {"state": "draft", "answer": None}
        self.up, self.down = [self.owner], []

    def owner_goes_on(self, choose):
        """Let the owner take a step and send it."""
        offered = [s for s in steps_from(self.owner["state"], "owner") if s != "take_back"]
        if offered:
            self.owner = taken(self.owner, choose(offered))
            self.up.append(self.owner)

    def superior_decides(self, choose):
        """Let the superior decide on what was handed in and send it."""
        offered = steps_from(self.superior["state"], "superior")
        if offered:
            self.superior = taken(self.superior, choose(offered))
            self.down.append(self.superior)

    def superior_merges(self, choose):
        """Let any package of the owner arrive; of two copies of the owner's own the dot tells."""
        copy, here = choose(self.up), self.superior
        if here in self.up:
            self.superior = max(here, copy, key=self.up.index)
        elif newer(here, copy):
            self.superior = copy

    def owner_merges(self, choose):
        """Let any package of the superior arrive."""
        if self.down and newer(self.owner, copy := choose(self.down)):
            self.owner = copy


@given(
    st.lists(
        st.sampled_from(
            ["owner_goes_on", "superior_decides"] * 2 + ["superior_merges", "owner_merges"]
        ),
        max_size=30,
    ),
    st.data(),
)
def test_that_no_decision_is_lost_and_no_later_copy_gives_way(turns, data):
    offices = TwoOffices()
    for turn in turns:
        known = decisions(offices.owner["answer"]), decisions(offices.superior["answer"])
        getattr(offices, turn)(lambda found: data.draw(st.sampled_from(found)))
        assert decisions(offices.owner["answer"]) >= known[0]
        assert decisions(offices.superior["answer"]) >= known[1]
    for copy in offices.down:
        if newer(offices.owner, copy):
            offices.owner = copy
    assert decisions(offices.owner["answer"]) == decisions(offices.superior["answer"])


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
