"""What a checklist says, before anything is drawn."""

from dataclasses import dataclass
from enum import StrEnum

from jianxi_desktop.domain.scoring import Scale


class Part(StrEnum):
    """The four ways of observing (听看查评)."""

    LISTEN = "listen"
    LOOK = "look"
    CHECK = "check"
    RATE = "rate"

    @property
    def caption(self) -> str:
        """Give the heading of this part."""
        return _CAPTIONS[self]


_CAPTIONS = {
    Part.LISTEN: "听　听取汇报",
    Part.LOOK: "看　看设施、看品牌",
    Part.CHECK: "查　查阅资料台账",
    Part.RATE: "评　综合评议",
}


@dataclass(frozen=True)
class Criterion:
    """One line to be scored.

    Attributes:
        part: The way of observing it belongs to.
        number: Its number on the paper, running through all pages.
        item: What is observed (观摩内容).
        guidance: What to look at and how to score (观摩要点、评分说明).
        scale: What may be given.
        evidence: What is to be shown (要看的材料).
        weight: Its weight in percent.
    """

    part: Part
    number: int
    item: str
    guidance: str
    scale: Scale
    evidence: str = ""
    weight: int = 100


@dataclass(frozen=True)
class OpenProblem:
    """A problem of an earlier round to be looked at again (回头看).

    Attributes:
        title: What it is.
        found_on: Day it was found as shown.
        due_on: Day it was to be put right by as shown; empty: none was set.
    """

    title: str
    found_on: str = ""
    due_on: str = ""


@dataclass(frozen=True)
class Facts:
    """What is known of the organisation visited, as shown; what is empty leaves room to write.

    Attributes:
        secretary: Its secretary.
        members: Members in it and below it.
        branches: Grid branches below it.
        groups: Groups below it.
        last: What it earned in the last round of the same step, and its rank there.
    """

    secretary: str = ""
    members: str = ""
    branches: str = ""
    groups: str = ""
    last: str = ""


@dataclass(frozen=True)
class Checklist:
    """One form: one community visited in one round.

    Attributes:
        form_number: Number of the form; empty for a blank to try out, which has no QR code.
        round_name: Name of the round.
        step: Its step, such as 全区示范观摩.
        period: The half-year it belongs to.
        leader: Who leads the observers.
        visited: The community visited.
        street: Its street.
        criteria: What is scored, in the order of the paper; neighbours of one way of observing
            stand under one heading.
        problems: What is looked at again.
        facts: What is known of the community.
        inspected_by: The office that observes.
        planned: Day and hour of the visit as planned.
        visited_on: Day of the visit as shown; empty leaves room to write it.
        inspectors: The observers; none leaves room to write them.
        title: Title of the form.
        set_title: Title of the indicator set, which names its version.
        unit: The office that hands it out.
        printed_on: Day of printing as shown.
        copy: Which of several copies this is.
        copies: How many there are.
    """

    form_number: str
    round_name: str
    step: str
    period: str
    leader: str
    visited: str
    street: str
    criteria: tuple[Criterion, ...]
    problems: tuple[OpenProblem, ...] = ()
    facts: Facts = Facts()
    inspected_by: str = ""
    planned: str = ""
    visited_on: str = ""
    inspectors: tuple[str, ...] = ()
    title: str = "城市基层党建工作观摩检查表"
    set_title: str = ""
    unit: str = ""
    printed_on: str = ""
    copy: int = 1
    copies: int = 1
