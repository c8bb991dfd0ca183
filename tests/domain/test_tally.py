"""What the sheets of a visit come to, for any scores."""

import uuid
from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from jianxi_desktop.domain.grading import RATE, SHARE, Band, grade_of
from jianxi_desktop.domain.scoring import GRADES, PLAIN, UNSCORED, Scale
from jianxi_desktop.domain.tally import full_parts, tally


@dataclass(frozen=True)
class Line:
    id: uuid.UUID
    number: int
    scale: Scale
    weight: int
    method: str
    dimension: str = ""


LINES = tuple(
    Line(uuid.UUID(int=n), n, Scale(most, rule), weight, method)
    for n, (most, rule, weight, method) in enumerate(
        [
            (10, PLAIN, 100, "listen"),
            (20, PLAIN, 150, "look"),
            (5, GRADES, 100, "look"),
            (5, UNSCORED, 100, "rate"),
        ],
        1,
    )
)
SHEET = st.fixed_dictionaries(
    {}, optional={each.id: st.integers(0, each.scale.most * 100) for each in LINES}
)
SHEETS = st.dictionaries(st.sampled_from("甲乙丙丁戊"), SHEET, min_size=1)


@given(SHEETS, st.booleans())
def test_that_a_score_lies_between_the_lowest_and_the_highest_scorer(given_scores, drop):
    found = tally(LINES, given_scores, drop_extremes=drop)
    totals = [each.total for each in found.scorers]
    assert min(totals) <= found.score <= max(totals) <= 4500
    counted = [each.total for each in found.scorers if each.counted]
    assert len(counted) == len(totals) - (2 if drop and len(totals) >= 3 else 0)
    assert min(counted) <= found.score <= max(counted)


@given(SHEETS, st.booleans())
def test_that_the_parts_add_up_and_stay_below_their_highest(given_scores, drop):
    found = tally(LINES, given_scores, drop_extremes=drop)
    most = full_parts(LINES, lambda line: line.method)
    assert set(found.by_method) == set(most) == {"listen", "look"}
    assert abs(sum(found.by_method.values()) - found.score) <= 2  # each part is rounded
    assert all(found.by_method[key] <= most[key] for key in most)


@given(SHEETS)
def test_that_what_a_scorer_left_out_is_named_and_unscored_lines_are_not(given_scores):
    for each in tally(LINES, given_scores, drop_extremes=False).scorers:
        left = {line.number for line in LINES[:3] if line.id not in given_scores[each.name]}
        assert set(each.missing) == left


def test_that_nobodys_scores_are_no_result():
    assert tally(LINES, {}, drop_extremes=True) is None


BANDS = (Band("advanced", RATE, 9000), Band("qualified", RATE, 7000), Band("lagging", RATE, 0))


@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_that_a_higher_rate_is_never_graded_worse(one, other):
    order = [band.grade for band in BANDS]
    worse, better = (
        order.index(grade_of(BANDS, rate=rate, rank=1, ranked=1)) for rate in sorted((one, other))
    )
    assert better <= worse


@given(st.integers(1, 71), st.integers(0, 10_000))
def test_that_a_share_of_places_takes_no_more_than_its_share(ranked, limit):
    bands = (Band("advanced", SHARE, limit),)
    taken = sum(
        grade_of(bands, rate=0, rank=rank, ranked=ranked) == "advanced"
        for rank in range(1, ranked + 1)
    )
    assert taken == limit * ranked // 10_000
