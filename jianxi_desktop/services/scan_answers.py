"""What the marks on scanned pages say, line by line; what is in doubt is said to be."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from jianxi_desktop.domain.bubbles import TENS, Doubt, read_circles
from jianxi_desktop.domain.scoring import Scale
from jianxi_desktop.prints.form_marks import MarkBox
from jianxi_desktop.prints.page import PORTRAIT
from jianxi_desktop.scans.boxes import Look
from jianxi_desktop.scans.layout import State
from jianxi_desktop.services.scan_forms import group_of

_OF_TWO = 2  # answers, all of them sure, in which two scans of one sheet never differ
UNSURE, DIFFERS, NO_PAGE = "unsure", "differs", "no_page"
DOUBTS = {
    "": "",
    Doubt.EMPTY: "没有涂圈",
    Doubt.TWICE: "涂了不止一个",
    Doubt.PART: "只涂了一部分",
    Doubt.RANGE: "超过了分值",
    UNSURE: "看不清或划去了",
    DIFFERS: "两次扫的不一样",
    NO_PAGE: "缺这一页",
}


class Place(NamedTuple):
    """Where something is on the picture of a page, edges in parts of its width and height."""

    page: int
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class ReadLine:
    """What was read of one criterion.

    Attributes:
        points: Hundredths of a point; ``None``: nothing that is sure.
        doubt: Why not, a key of ``DOUBTS``; empty when it is sure.
        place: Where its boxes are; ``None``: on a page that is missing.
    """

    points: int | None
    doubt: str
    place: Place | None


@dataclass(frozen=True)
class ReadOutcome:
    """What was read of one problem looked at again.

    Attributes:
        code: Code of ``review_outcome``; ``None``: nothing that is sure.
        doubt: Why not, a key of ``DOUBTS``; empty when it is sure.
        place: Where its boxes are; ``None``: on a page that is missing.
    """

    code: str | None
    doubt: str
    place: Place | None


class Answers(NamedTuple):
    """What one page says: by number of the line, by place of the problem on the paper."""

    lines: Mapping[int, ReadLine]
    outcomes: Mapping[int, ReadOutcome]


NOTHING = Answers({}, {})
Looked = tuple[MarkBox, Look]


def answers_of(page: int, looked: Iterable[Looked], scales: Mapping[int, Scale]) -> Answers:
    """Say what the marks of one page mean.

    Args:
        page: Which page of the form, from 1.
        looked: Its boxes, those of one line together, and what was seen of each.
        scales: What each line allows, by its number.
    """
    lines: dict[int, ReadLine] = {}
    outcomes: dict[int, ReadOutcome] = {}
    for group, members in groupby(looked, key=lambda each: group_of(each[0])):
        seen = list(members)
        place = _place(page, [box for box, _look in seen])
        if group > 0:
            points, doubt = _points(scales[group], seen)
            lines[group] = ReadLine(points, doubt, place)
        elif group < 0:
            code, doubt = _outcome(seen)
            outcomes[-group] = ReadOutcome(code, doubt, place)
    return Answers(lines, outcomes)


def joined(first: Answers, second: Answers) -> Answers:
    """Join two scans of one page: where they do not say the same, a person is asked."""
    lines = {
        number: line
        if line.points == second.lines[number].points
        else ReadLine(None, DIFFERS, line.place)
        for number, line in first.lines.items()
    }
    outcomes = {
        at: outcome
        if outcome.code == second.outcomes[at].code
        else ReadOutcome(None, DIFFERS, outcome.place)
        for at, outcome in first.outcomes.items()
    }
    return Answers(lines, outcomes)


def are_of_two(first: Answers, second: Answers) -> bool:
    """Tell whether two scans of one page are of two people: they say several things otherwise.

    People photocopy a form for a second scorer, code and all.
    """
    lines = (
        None not in (line.points, second.lines[number].points)
        and line.points != second.lines[number].points
        for number, line in first.lines.items()
    )
    outcomes = (
        None not in (outcome.code, second.outcomes[at].code)
        and outcome.code != second.outcomes[at].code
        for at, outcome in first.outcomes.items()
    )
    return sum((*lines, *outcomes)) >= _OF_TWO


def _points(scale: Scale, seen: Sequence[Looked]) -> tuple[int | None, str]:
    if any(look.state is State.UNSURE for _box, look in seen):
        return None, UNSURE
    filled: dict[str, list[str]] = {}
    for box in _marked(seen):
        filled.setdefault(box.part, []).append(box.value)
    if any(box.part == TENS for box, _look in seen) and filled and TENS not in filled:
        return None, str(Doubt.PART)  # weak tens that were missed would make 5 of 15
    read = read_circles(scale, filled)
    return (None, str(read)) if isinstance(read, Doubt) else (read, "")


def _outcome(seen: Sequence[Looked]) -> tuple[str | None, str]:
    if any(look.state is State.UNSURE for _box, look in seen):
        return None, UNSURE
    codes = [box.value for box in _marked(seen)]
    if len(codes) != 1:
        return None, str(Doubt.TWICE if codes else Doubt.EMPTY)
    return codes[0], ""


def _marked(seen: Sequence[Looked]) -> list[MarkBox]:
    return [box for box, look in seen if look.state is State.MARKED]


def _place(page: int, boxes: Sequence[MarkBox]) -> Place:
    return Place(
        page,
        min(box.x for box in boxes) / PORTRAIT.width,
        1 - max(box.y + box.height for box in boxes) / PORTRAIT.height,
        max(box.x + box.width for box in boxes) / PORTRAIT.width,
        1 - min(box.y for box in boxes) / PORTRAIT.height,
    )
