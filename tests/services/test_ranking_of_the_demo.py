"""The ranking of the demonstration's rounds, against one worked out from the bare rows."""

from fractions import Fraction

import pytest
from sqlalchemy import text

from jianxi_desktop.services.observation import list_rounds
from jianxi_desktop.services.observation_results import results_of

ROWS = """
SELECT o.name, a.name, v.form_number, s.scorer, sum(s.points * coalesce(c.weight, 100))
FROM observation_score s
JOIN observation_visit v ON v.id = s.visit
JOIN observation_criterion c ON c.id = s.criterion
JOIN organisation o ON o.id = v.organisation
JOIN organisation a ON a.id = o.parent
JOIN observation_round r ON r.id = v.round
WHERE r.title = :title AND s.removed_on IS NULL AND v.removed_on IS NULL
GROUP BY 1, 2, 3, 4
"""


@pytest.fixture
def office(district_demo):
    """The district's demonstration, only read."""
    return district_demo[0]


def ranking_by_hand(office, title):
    """Rank the long way: how many did better than each."""
    with office.store.read() as connection:
        rows = connection.execute(text(ROWS), {"title": title}).all()
    totals = {}
    for name, street, number, _scorer, hundredths in rows:
        totals.setdefault((name, street, number), []).append(Fraction(hundredths, 100))
    scores = {one: int(sum(each) / len(each) + Fraction(1, 2)) for one, each in totals.items()}
    return {
        one: (
            score,
            1 + sum(other > score for other in scores.values()),
            1 + sum(o > score for (_n, street, _f), o in scores.items() if street == one[1]),
        )
        for one, score in scores.items()
    }


def test_that_every_ranking_is_the_one_worked_out_by_hand(office):
    compared = 0
    for round_id, title in list_rounds(office):
        found = {
            (each.name, each.street, each.form_number): (each.score, each.rank, each.street_rank)
            for each in results_of(office, round_id).results
            if each.score is not None
        }
        assert found == ranking_by_hand(office, title), title
        compared += len(found)
    assert compared > 200


def test_that_the_last_round_of_the_same_step_is_compared_with(office):
    rounds = {title: round_id for round_id, title in list_rounds(office)}
    before = "2026年上半年全区示范观摩"
    then = {each.organisation: each for each in results_of(office, rounds[before]).results}
    planned = results_of(office, rounds["2026年下半年全区示范观摩"]).results
    compared = [each for each in planned if each.last_round == before]
    assert len(compared) == 12
    for each in compared:
        told = (each.last_score, each.last_rank)
        assert told == (then[each.organisation].score, then[each.organisation].rank)


def test_that_scores_earn_the_grades_that_communities_have(office):
    compared = set()
    for round_id, _title in list_rounds(office):
        for each in results_of(office, round_id).results:
            if each.rated:
                assert each.grade == each.rated, each.form_number
                compared.add(each.rated)
    assert compared == {"advanced", "qualified", "lagging"}
