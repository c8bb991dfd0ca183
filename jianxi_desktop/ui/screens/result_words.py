"""Results of a round in words and bars, as the results page shows them."""

import re
from collections.abc import Mapping

from jianxi_desktop.domain.grading import RATE
from jianxi_desktop.domain.scoring import share, show_points
from jianxi_desktop.schema.ledger import Catalog
from jianxi_desktop.services.observation_results import Result, Results
from jianxi_desktop.ui.screens.part_bars import PartBar
from jianxi_desktop.ui.screens.score_bars import GradeLine, ScoreBar
from jianxi_desktop.ui.screens.table import Column, Line

_NOWHERE = "—"
_FORM = re.compile(r"(?<=..)(社区)?(党委|党总支|党支部)$")
_COLUMNS = {
    "rank": Column("名次", 2.4, right=True),
    "street_rank": Column("街道内", 3.2, right=True),
    "name": Column("党组织", 11),
    "street": Column("街道", 5.4),
    "score": Column("得分", 3.4, right=True),
    "rate": Column("得分率", 3.6, right=True),
    "grade": Column("等次", 5.2),
    "change": Column("比上轮", 6.4),
}


def short_street(name: str) -> str:
    """Leave out what all streets' organisations are called after."""
    return name.removesuffix("党工委").removesuffix("党委")


class ResultWords:
    """Says what the results of one round are.

    Attributes:
        columns: The columns of its ranking: one street needs no street, a full score of 100 no
            rate.
    """

    def __init__(self, catalog: Catalog, results: Results) -> None:
        self._results = results
        # A community has its own visit of a district's round only: first of one says nothing.
        self._alone = results.ranked < 2
        self._grades = catalog["organisation_rating"].fields["grade"]
        self._methods = catalog["observation_criterion"].fields["method"]
        self._dimensions = catalog["observation_criterion"].fields["dimension"]
        left = {"street_rank", "street"} if len(self.streets()) < 2 else set()
        if results.full == 10_000:
            left.add("rate")
        self._keys = [key for key in _COLUMNS if key not in left]
        self.columns = [_COLUMNS[key] for key in self._keys]

    def streets(self) -> list[str]:
        """Name the streets that were visited, in the order of the route."""
        route = sorted(self._results.results, key=lambda each: each.position)
        return list(dict.fromkeys(each.street for each in route))

    def count(self) -> str:
        """Say how many were visited, scored, and are not whole."""
        every = self._results.results
        scored = [each for each in every if each.score is not None]
        open_ones = sum(each.missing for each in scored)
        said = f"共 {len(every)} 个，已打分 {len(scored)} 个"
        return f"{said}，缺分 {open_ones} 个" if open_ones else said

    def line(self, result: Result) -> Line:
        """Give a result as a row of the ranking."""
        score, score_state = _score(result)
        grade, grade_state = self._grade(result)
        change, change_state = _change(result, places=not self._alone)
        cells = {
            "rank": _NOWHERE if self._alone else _number(result.rank),
            "street_rank": _number(result.street_rank),
            "name": result.name,
            "street": short_street(result.street),
            "score": score,
            "rate": _NOWHERE if result.rate is None else f"{show_points(result.rate)}%",
            "grade": grade,
            "change": change,
        }
        states = {"score": score_state, "grade": grade_state, "change": change_state}
        return Line(
            tuple(cells[key] for key in self._keys),
            {self._keys.index(key): state for key, state in states.items() if state},
        )

    def bar(self, result: Result) -> ScoreBar:
        """Give a score as a bar, in the colour of its grade."""
        assert result.rate is not None  # noqa: S101 - only scores have bars
        last = None
        if result.last_score is not None and result.last_full:
            last = share(result.last_score, result.last_full)
        order = [band.grade for band in self._results.bands]
        place = order.index(result.grade) if result.grade in order else -1
        ink = "line-strong"
        if place == 0:
            ink = "good"
        elif place == len(order) - 1 and len(order) > 1:
            ink = "amber"
        grade = self._grades.show(result.grade) if result.grade else "缺分，不定等次"
        told = f"{self._place(result.rank)}{result.name} {_score(result)[0]}分 {grade}"
        return ScoreBar(_FORM.sub("", result.name), result.rate, last, ink, told)

    def lines(self) -> list[GradeLine]:
        """Say where grades that go by the score begin."""
        return [
            GradeLine(band.limit, self._grades.show(band.grade))
            for band in self._results.bands
            if band.basis == RATE and band.limit > 0
        ]

    def head(self, result: Result) -> str:
        """Say in one line where somebody stands."""
        if result.rank is None:
            return f"{short_street(result.street)}　还没有得分"
        if self._alone:
            return "有得分的只有它一个，没有名次可比"
        within = f"，{short_street(result.street)}第{result.street_rank}名"
        return f"第{result.rank}名{within if len(self.streets()) > 1 else ''}"

    def scorers(self, result: Result) -> str:
        """Say what each scorer gave, and what is missing."""
        said = []
        for each in result.scorers:
            left = "、".join(str(number) for number in each.missing)
            more = f"，缺第{left}项" if left else ""
            told = "" if each.counted else "，未计入"
            note = f"（{(more + told).lstrip('，')}）" if more or told else ""
            said.append(f"{each.name} {show_points(each.total)}{note}")
        return "、".join(said) or "没有人打分"

    def compared(self, result: Result) -> list[PartBar]:
        """Compare with the last round and with the mean of this one."""
        bars = []
        if result.score is not None and result.rate is not None:
            value = f"{show_points(result.score)} {self._place(result.rank)}".strip()
            bars.append(PartBar("本轮", result.rate, value))
        if result.last_score is not None and result.last_full:
            value = f"{show_points(result.last_score)} {self._place(result.last_rank)}".strip()
            last = share(result.last_score, result.last_full)
            bars.append(PartBar("上轮", last, value, ink="line-strong"))
        mean = self._results.mean_score
        if mean is not None and not self._alone:
            part = share(mean, self._results.full)
            bars.append(PartBar("本轮平均", part, show_points(mean), ink="line-strong"))
        return bars

    def methods(self, result: Result) -> list[PartBar]:
        """Give the parts by method; a mark where the mean of all lies."""
        results = self._results
        parts = _parts(result.by_method, results.method_full, results.mean_method)
        return [bar._replace(caption=self._methods.show(bar.caption)) for bar in parts]

    def dimensions(self, result: Result) -> list[PartBar]:
        """Give the parts by dimension, where the criteria have any."""
        results = self._results
        parts = _parts(result.by_dimension, results.dimension_full, results.mean_dimension)
        return [bar._replace(caption=self._dimensions.show(bar.caption)) for bar in parts]

    def _place(self, rank: int | None) -> str:
        return "" if self._alone or rank is None else f"第{rank}名 "

    def _grade(self, result: Result) -> tuple[str, str]:
        if result.score is None:
            return _NOWHERE, "quiet"
        if result.missing:
            return "缺分", "warning"
        if not result.grade:
            return _NOWHERE, "quiet"
        said = self._grades.show(result.grade)
        return (said, "") if result.rated == result.grade else (f"{said}（拟）", "")


def _parts(
    points: Mapping[str, int], full: Mapping[str, int], means: Mapping[str, int]
) -> list[PartBar]:
    return [
        PartBar(
            key,
            share(points[key], most),
            f"{show_points(points[key])}/{show_points(most)}",
            share(means[key], most) if key in means else None,
        )
        for key, most in full.items()
        if key in points and most
    ]


def _score(result: Result) -> tuple[str, str]:
    if result.score is None:
        return "未打分", "quiet"
    return show_points(result.score), "warning" if result.missing else ""


def _change(result: Result, *, places: bool) -> tuple[str, str]:
    """Say how the score and the place moved; rounds with other full scores compare by rate."""
    if result.score is None or result.last_score is None or not result.last_full:
        return ("", "") if result.score is None else ("首次", "quiet")
    moved = result.score - share(result.last_score * result.full, result.last_full * 10_000)
    sign = "+" if moved > 0 else "-" if moved < 0 else ""
    up = (result.last_rank or 0) - (result.rank or 0)
    arrow = f" {'↑' if up > 0 else '↓'}{abs(up)}" if places and up else ""
    return f"{sign}{show_points(abs(moved))}{arrow}", "good" if moved > 0 else ""


def _number(number: int | None) -> str:
    return _NOWHERE if number is None else str(number)
