"""Results of a round: scores, ranks, grades, how it was the last time."""

import pytest

from jianxi_desktop.services.observation_results import results_of
from tests.scored import communities_of, scored_round


@pytest.fixture
def places(district):
    return communities_of(district, 4)


def places_of(results):
    return [(each.rank, each.street_rank, each.score) for each in results.results]


def test_that_equal_scores_share_a_rank_and_the_next_is_left_out(district, places):
    found = results_of(district, scored_round(district, {"甲": [80, 90, 80, 60]}))
    assert places_of(found) == [(1, 1, 9000), (2, 1, 8000), (2, 1, 8000), (4, 2, 6000)]
    assert [each.name for each in found.results][0] == "第2社区党委"


def test_that_one_highest_and_one_lowest_scorer_are_left_out_when_asked(district, places):
    scores = {"甲": [100, 70, 70, 70], "乙": [80, 70, 70, 70], "丙": [10, 70, 70, 70]}
    found = results_of(district, scored_round(district, scores, drop_extremes=True))
    first = found.results[0]
    assert (first.score, [each.counted for each in first.scorers]) == (8000, [False, True, False])
