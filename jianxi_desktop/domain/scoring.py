"""How points are given on a checklist: what may be written, what it counts, what it comes to.

Points are whole hundredths of a point throughout; a criterion counts with its weight. The rules
``plain``, ``deduct``, ``grades``, ``yes_no`` and ``unscored`` are those of domain.md, record 30.
"""

import csv
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cache
from typing import NamedTuple

from jianxi_desktop import settings
from jianxi_desktop.errors import InputError

PLAIN, DEDUCT, GRADES, YES_NO, UNSCORED = "plain", "deduct", "grades", "yes_no", "unscored"
YES, NO = "是", "否"
_ANSWERS = {"是": YES, "有": YES, "√": YES, "Y": YES, "YES": YES, "1": YES,
            "否": NO, "无": NO, "×": NO, "X": NO, "N": NO, "NO": NO, "0": NO}  # fmt: skip
_POINTS = re.compile(r"[0-9]{1,3}(\.[0-9]?0*)?")
_DEDUCTED = re.compile(r"(?:扣|-|－|−)\s*(.+)")


@cache
def figures() -> Mapping[str, Mapping[str, int]]:
    """Read ``resources/rules/observation_scoring.csv``: by rule, what each mark stands for."""
    found: dict[str, dict[str, int]] = {}
    path = settings.resource("rules", "observation_scoring.csv")
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["rule"], {})[row["mark"]] = int(row["value"])
    return found


class Scale(NamedTuple):
    """What a criterion allows.

    Attributes:
        most: Full score in whole points.
        rule: One of the five rules.
    """

    most: int
    rule: str = PLAIN

    @property
    def marks(self) -> tuple[str, ...]:
        """Give what is ticked in place of a number; nothing where a number is written."""
        return tuple(figures()[self.rule]) if self.rule in (GRADES, YES_NO) else ()


def read_score(scale: Scale, text: str) -> int:
    """Read a score as people say it: ``8.5``, ``A``, ``是``; ``-2`` or ``扣2`` takes off.

    Returns:
        Hundredths of a point.

    Raises:
        InputError: It is none, or not allowed here; the message gives the range.
    """
    plain = _tidy(text)
    if scale.rule == UNSCORED:
        raise _refused(scale, text)
    if scale.marks:
        return _marked(scale, plain, text)
    taken = _DEDUCTED.fullmatch(plain)
    if taken:
        return scale.most * 100 - _number(scale, taken[1], text)
    return _number(scale, plain, text)


def read_written(scale: Scale, text: str) -> int:
    """Read what stands in the boxes of the paper: where points are deducted, those taken off.

    Raises:
        InputError: As ``read_score``.
    """
    if scale.rule != DEDUCT:
        return read_score(scale, text)
    plain = _tidy(text)
    taken = _DEDUCTED.fullmatch(plain)
    return scale.most * 100 - _number(scale, taken[1] if taken else plain, text)


def show_written(scale: Scale, points: int) -> str:
    """Write points as they stand on the paper."""
    if scale.rule == UNSCORED:
        return ""
    for mark in scale.marks:
        if points == _share(scale, mark):
            return mark
    return show_points(scale.most * 100 - points if scale.rule == DEDUCT else points)


def allowed(scale: Scale) -> str:
    """Say in Chinese what may be written."""
    if scale.rule == UNSCORED:
        return "不打分，只写情况"
    if scale.marks:
        return f"{'、'.join(scale.marks)}"
    return f"{'扣' if scale.rule == DEDUCT else ''}0到{scale.most}，最多一位小数"


def show_points(points: int | Fraction) -> str:
    """Write hundredths of a point without idle zeros, rounded half up to two decimals."""
    hundredths = Decimal(rounded(points))
    return f"{(hundredths / 100).normalize():f}"


def rounded(points: int | Fraction) -> int:
    """Round to whole hundredths, halves up."""
    if isinstance(points, int):
        return points
    exact = Decimal(points.numerator) / Decimal(points.denominator)
    return int(exact.quantize(Decimal(1), ROUND_HALF_UP))


def full_score(lines: Iterable[tuple[Scale, int]]) -> Fraction:
    """Give the highest total of criteria with their weights in percent, in hundredths."""
    return Fraction(sum(scale.most * weight for scale, weight in lines if scored(scale)))


def scored(scale: Scale) -> bool:
    """Tell whether a criterion counts at all."""
    return scale.rule != UNSCORED


def total(points: Iterable[tuple[int, int]]) -> Fraction:
    """Add points with their weights in percent."""
    return Fraction(sum(each * weight for each, weight in points), 100)


def mean(totals: Sequence[Fraction], *, drop_extremes: bool = False) -> Fraction:
    """Average the totals of several scorers.

    Args:
        totals: One for each scorer, at least one.
        drop_extremes: Leave one highest and one lowest out, where at least three have scored.
    """
    kept = sorted(totals)
    if drops(len(kept), drop_extremes=drop_extremes):
        kept = kept[1:-1]
    return sum(kept, Fraction(0)) / len(kept)


def drops(scorers: int, *, drop_extremes: bool) -> bool:
    """Tell whether so many scorers are enough to leave the highest and the lowest out."""
    return drop_extremes and scorers >= figures()["drop_extremes"]["least_scorers"]


def ranks(scores: Sequence[int]) -> list[int]:
    """Give each score its rank from 1; equal scores share the better one and the next is left out.

    Scores are what people see, rounded: who reads two equal numbers reads two equal ranks.
    """
    place: dict[int, int] = {}
    for at, score in enumerate(sorted(scores, reverse=True), 1):
        place.setdefault(score, at)
    return [place[score] for score in scores]


def share(points: int, full: int) -> int:
    """Give the part of a full score that was reached, in hundredths of a percent, halves up."""
    return (points * 20_000 + full) // (2 * full)


def _tidy(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().removesuffix("分").strip()


def _marked(scale: Scale, plain: str, text: str) -> int:
    upper = plain.upper()
    mark = _ANSWERS.get(upper, "") if scale.rule == YES_NO else upper
    if mark not in scale.marks:
        raise _refused(scale, text)
    return _share(scale, mark)


def _share(scale: Scale, mark: str) -> int:
    return scale.most * figures()[scale.rule][mark]


def _number(scale: Scale, plain: str, text: str) -> int:
    if not _POINTS.fullmatch(plain):
        raise _refused(scale, text)
    points = int(Decimal(plain) * 100)
    if points > scale.most * 100:
        raise _refused(scale, text)
    return points


def _refused(scale: Scale, text: str) -> InputError:
    return InputError(
        "score out of range",
        user_message=f"“{text.strip()[:10]}”不能填在这里，这一项可以填：{allowed(scale)}。",
        code="score",
    )
