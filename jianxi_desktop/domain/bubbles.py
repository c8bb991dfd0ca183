"""Circles to fill in beside a score, so that a scanner reads it: which there are, what they say.

A number is filled in place by place: tens where the full score has them, ones, and the half. What
is filled in twice or half is never read as a number: a person is asked.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import NamedTuple

from jianxi_desktop.domain.scoring import Scale, read_written
from jianxi_desktop.errors import InputError

TENS, ONES, HALF, MARK, OUTCOME = "tens", "ones", "half", "mark", "outcome"
HALF_VALUE = ".5"
OUTCOMES = ("done", "underway", "open")  # codes of review_outcome, in the order of the paper


class Doubt(StrEnum):
    """Why circles are no score."""

    EMPTY = "empty"  # none is filled in
    TWICE = "twice"  # two of one place are
    PART = "part"  # a place is missing, such as the half alone
    RANGE = "range"  # more than the full score


class Circles(NamedTuple):
    """One place of a number, or one choice.

    Attributes:
        part: ``tens``, ``ones``, ``half``, ``mark`` or ``outcome``.
        values: What each circle stands for, in the order of the paper.
    """

    part: str
    values: tuple[str, ...]


def circles_of(scale: Scale) -> tuple[Circles, ...]:
    """Give the circles of a criterion; none where nothing is scored."""
    if scale.marks:
        return (Circles(MARK, scale.marks),)
    if scale.rule == "unscored":
        return ()
    half = Circles(HALF, (HALF_VALUE,))
    if scale.most <= 10:
        return Circles(ONES, _digits(scale.most)), half
    tens = Circles(TENS, _digits(scale.most // 10))
    return tens, Circles(ONES, _digits(9)), half


def read_circles(scale: Scale, filled: Mapping[str, Iterable[str]]) -> int | Doubt:
    """Give the points in hundredths that filled circles say, or why they say none.

    Args:
        scale: What the criterion allows.
        filled: Values of the filled circles by part.
    """
    given = {part: tuple(values) for part, values in filled.items() if tuple(values)}
    if not given:
        return Doubt.EMPTY
    if any(len(values) > 1 for values in given.values()):
        return Doubt.TWICE
    if MARK in given:
        written = given[MARK][0]
    elif ONES not in given:
        return Doubt.PART
    else:
        written = "".join(given.get(part, ("",))[0] for part in (TENS, ONES, HALF))
    try:
        return read_written(scale, written)
    except InputError:
        return Doubt.RANGE


def circles_for(scale: Scale, points: int) -> Mapping[str, str] | None:
    """Give the circles that say points; ``None`` where circles cannot say them."""
    for choice in _choices(circles_of(scale)):
        if read_circles(scale, {part: (value,) for part, value in choice.items()}) == points:
            return choice
    return None


def _choices(places: tuple[Circles, ...]) -> Iterable[dict[str, str]]:
    """Give every way to fill in one circle a place; the half and the tens may stay empty."""
    if not places:
        yield {}
        return
    first, rest = places[0], places[1:]
    for tail in _choices(rest):
        if first.part in (TENS, HALF):
            yield dict(tail)
        for value in first.values:
            yield {first.part: value, **tail}


def _digits(last: int) -> tuple[str, ...]:
    return tuple(map(str, range(last + 1)))
