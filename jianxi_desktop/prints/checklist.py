"""What a checklist says, before anything is drawn."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Part(StrEnum):
    """The four ways of observing (听看查评), in the order of the form."""

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
        number: Its number as printed.
        content: What is observed (观摩内容).
        points: What to look at and how to score (观摩要点、评分说明).
        max_score: The most points it can earn.
        grades: Names of grades to tick instead of writing a score, such as A, B, C.
    """

    part: Part
    number: str
    content: str
    points: str
    max_score: Decimal | int
    grades: tuple[str, ...] = ()


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
        criteria: What is scored; shown by part, within a part in this order.
        visited_on: Day of the visit as shown; empty leaves room to write it.
        inspectors: The observers; none leaves room to write them.
        title: Title of the form.
        unit: The office that hands it out.
        printed_on: Day of printing as shown.
    """

    form_number: str
    round_name: str
    step: str
    period: str
    leader: str
    visited: str
    street: str
    criteria: tuple[Criterion, ...]
    visited_on: str = ""
    inspectors: tuple[str, ...] = ()
    title: str = "城市基层党建工作观摩检查表"
    unit: str = ""
    printed_on: str = ""
