"""What the sheets of one visit come to: each scorer's total, their mean, and its parts.

A criterion that a scorer left out counts nothing and is named, so that whoever grades by the
result sees that it is not whole.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol
from uuid import UUID

from jianxi_desktop.domain import scoring
from jianxi_desktop.domain.scoring import Scale


class Line(Protocol):
    """One criterion, as a tally needs it."""

    @property
    def id(self) -> UUID:
        """The criterion."""

    @property
    def number(self) -> int:
        """Its number on the paper."""

    @property
    def scale(self) -> Scale:
        """What may be given."""

    @property
    def weight(self) -> int:
        """Its weight in percent."""

    @property
    def method(self) -> str:
        """Code of its method."""

    @property
    def dimension(self) -> str:
        """Code of its dimension; empty: none."""


@dataclass(frozen=True)
class ScorerTotal:
    """What one scorer gave in all.

    Attributes:
        name: The scorer.
        total: Weighted total in hundredths of a point, rounded.
        missing: Numbers of the criteria without a score.
        counted: Whether the total is in the mean; an extreme one may have been left out.
    """

    name: str
    total: int
    missing: tuple[int, ...]
    counted: bool


@dataclass(frozen=True)
class Tally:
    """The result of one visit, in hundredths of a point.

    Attributes:
        score: Mean of the scorers' totals, rounded.
        scorers: What each gave, by name.
        by_line: Mean of the points by number of the criterion, without weights.
        by_method: Weighted points by method.
        by_dimension: Weighted points by dimension, of the criteria that have one.
    """

    score: int
    scorers: tuple[ScorerTotal, ...]
    by_line: Mapping[int, int]
    by_method: Mapping[str, int]
    by_dimension: Mapping[str, int]


def tally(
    lines: Sequence[Line], given: Mapping[str, Mapping[UUID, int]], *, drop_extremes: bool
) -> Tally | None:
    """Add up what the scorers of one visit gave; ``None`` where nobody scored, or nothing counts.

    Args:
        lines: The criteria of the round.
        given: Hundredths of a point by scorer and criterion.
        drop_extremes: Leave one highest and one lowest scorer out; see ``scoring.mean``.
    """
    counting = [line for line in lines if scoring.scored(line.scale)]
    totals = {
        name: scoring.total(
            (points[line.id], line.weight) for line in counting if line.id in points
        )
        for name, points in given.items()
    }
    if not totals or not counting:
        return None
    kept = _kept(totals, drop_extremes=drop_extremes)
    sums = {line: sum(given[name].get(line.id, 0) for name in kept) for line in counting}
    return Tally(
        score=scoring.rounded(scoring.mean(list(totals.values()), drop_extremes=drop_extremes)),
        scorers=tuple(
            ScorerTotal(
                name=name,
                total=scoring.rounded(totals[name]),
                missing=tuple(line.number for line in counting if line.id not in given[name]),
                counted=name in kept,
            )
            for name in sorted(totals)
        ),
        by_line={
            line.number: scoring.rounded(Fraction(sums[line], len(kept))) for line in counting
        },
        by_method=_parts(sums, len(kept), lambda line: line.method),
        by_dimension=_parts(sums, len(kept), lambda line: line.dimension),
    )


def full_parts(lines: Sequence[Line], part: Callable[[Line], str]) -> Mapping[str, int]:
    """Give the highest sums by method or dimension; criteria without one are left out."""
    counting = [line for line in lines if scoring.scored(line.scale)]
    return _parts({line: line.scale.most * 100 for line in counting}, 1, part)


def _kept(totals: Mapping[str, Fraction], *, drop_extremes: bool) -> Sequence[str]:
    """Name the scorers whose totals ``scoring.mean`` averages."""
    ordered = sorted(totals, key=lambda name: (totals[name], name))
    return ordered[1:-1] if scoring.drops(len(ordered), drop_extremes=drop_extremes) else ordered


def _parts(
    sums: Mapping[Line, int], scorers: int, part: Callable[[Line], str]
) -> Mapping[str, int]:
    weighted: dict[str, int] = {}
    for line, points in sums.items():
        if key := part(line):
            weighted[key] = weighted.get(key, 0) + points * line.weight
    return {key: scoring.rounded(Fraction(each, 100 * scorers)) for key, each in weighted.items()}
