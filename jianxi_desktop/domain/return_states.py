"""The life of a filed return: which step leads where, who takes it, which of two copies is later.

``draft → complete → submitted → returned → draft …`` or ``… submitted → accepted → locked``. What
was handed in stays as it was from ``submitted`` on: only a return that is given back or taken back
is open again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

Side = Literal["owner", "superior"]

DRAFT, COMPLETE, SUBMITTED = "draft", "complete", "submitted"
RETURNED, ACCEPTED, LOCKED = "returned", "accepted", "locked"
STATES: Final = (DRAFT, COMPLETE, SUBMITTED, RETURNED, ACCEPTED, LOCKED)
FROZEN: Final = frozenset({SUBMITTED, RETURNED, ACCEPTED, LOCKED})
HANDED_IN: Final = frozenset({SUBMITTED, ACCEPTED, LOCKED})
DECIDED: Final = frozenset({RETURNED, ACCEPTED, LOCKED})


@dataclass(frozen=True)
class Step:
    """Something that is done with a filed return.

    Attributes:
        key: Its name.
        text: What people call it.
        side: Who does it: the office whose return it is, or one above it.
        starts: The states it is done in.
        ends: The state afterwards.
    """

    key: str
    text: str
    side: Side
    starts: frozenset[str]
    ends: str


STEPS: Final[Mapping[str, Step]] = {
    step.key: step
    for step in (
        Step("edit", "填写", "owner", frozenset({DRAFT, COMPLETE, RETURNED}), DRAFT),
        Step("complete", "填报完成", "owner", frozenset({DRAFT, RETURNED}), COMPLETE),
        Step("submit", "上报", "owner", frozenset({COMPLETE}), SUBMITTED),
        Step("take_back", "撤回", "owner", frozenset({SUBMITTED}), DRAFT),
        Step("give_back", "退回", "superior", frozenset({SUBMITTED, ACCEPTED}), RETURNED),
        Step("accept", "接收", "superior", frozenset({SUBMITTED}), ACCEPTED),
        Step("lock", "归档", "superior", frozenset({ACCEPTED}), LOCKED),
    )
}


def steps_from(state: str, *sides: Side) -> tuple[str, ...]:
    """Name the steps that a return of a state may take next, by who may take them."""
    return tuple(step.key for step in STEPS.values() if state in step.starts and step.side in sides)


def after(state: str, step: str) -> str | None:
    """Give the state that a step leads to; ``None`` where it cannot be taken."""
    found = STEPS[step]
    return found.ends if state in found.starts else None


def with_decision(answers: str | None, line: str) -> str:
    """Add a decision to those that were taken before, one a line; their number tells how many."""
    said = " ".join(line.split())
    return f"{answers}\n{said}" if answers else said


def decisions(answers: str | None) -> int:
    """Count the decisions that were taken."""
    return len((answers or "").splitlines())


def newer(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> bool | None:
    """Tell which of two copies of one filed return, written in two offices, is the later.

    Offices take turns: the superior decides on what was handed in, then it is the owner's again.
    So whoever knows more decisions is later; of equals, an owner who went on from a decision.

    Args:
        ours: ``state`` and ``answer`` as they are here.
        theirs: As they came.

    Returns:
        Whether theirs is; ``None``: neither has seen the other, a person must decide.
    """
    known, told = decisions(ours["answer"]), decisions(theirs["answer"])
    if known != told:
        return told > known
    mine, other = ours["state"] in DECIDED, theirs["state"] in DECIDED
    if mine == other:
        return None
    decided = ours if mine else theirs
    if decided["state"] != RETURNED:  # what was accepted is not the owner's to go on with
        return None
    return mine
