"""Results of a round: scores, ranks, grades, how it was the last time."""

from datetime import date

import openpyxl
import pytest

from jianxi_desktop.db import lookup
from jianxi_desktop.db.write import Edit, update_rows
from jianxi_desktop.domain.rights import Role
from jianxi_desktop.errors import ConflictError
from jianxi_desktop.ledgers import CATALOG
from jianxi_desktop.services import records
from jianxi_desktop.services.observation_ranking import export_ranking
from jianxi_desktop.services.observation_results import results_of
from tests import factory
from tests.scored import communities_of, scored_round, sheets_in

DAY = date(2026, 11, 30)


@pytest.fixture
def places(district):
    return communities_of(district, 4)


def places_of(results):
    return [(each.rank, each.street_rank, each.score) for each in results.results]


def take_out(office, round_id, scorer):
    """Remove one score of a scorer from the first sheet."""
    ledger = CATALOG["observation_score"]
    first = sheets_in(office, round_id)[0]
    with office.store.read() as connection:
        query = records.Query(filters=(records.Filter("visit", first.visit),))
        rows = office.lister(ledger).stream(connection, (ledger.record.scorer,), query)
        one = next(row for row in rows if row.cells == (scorer,))
    records.remove_record(office, ledger, one.id, one.version, "录错了")


def test_that_equal_scores_share_a_rank_and_the_next_is_left_out(district, places):
    found = results_of(district, scored_round(district, {"甲": [80, 90, 80, 60]}))
    assert places_of(found) == [(1, 1, 9000), (2, 1, 8000), (2, 1, 8000), (4, 2, 6000)]
    assert found.results[0].name == "第2社区党委"


def test_that_one_highest_and_one_lowest_scorer_are_left_out_when_asked(district, places):
    scores = {"甲": [100, 70, 70, 70], "乙": [80, 70, 70, 70], "丙": [10, 70, 70, 70]}
    found = results_of(district, scored_round(district, scores, drop_extremes=True))
    first = found.results[0]
    assert (first.score, [each.counted for each in first.scorers]) == (8000, [False, True, False])


def test_that_who_is_not_scored_comes_last_and_has_no_place(district, places):
    found = results_of(district, scored_round(district, {"甲": [None, 50, 60, 70]}))
    assert places_of(found)[-1] == (None, None, None)
    last = found.results[-1]
    assert (last.name, last.missing, last.grade) == ("第1社区党委", True, "")


def test_that_nobody_gets_a_grade_while_a_score_is_missing(district, places):
    round_id = scored_round(district, {"甲": [90, 80, 70, 60], "乙": [90, 80, 70, 60]})
    assert [each.grade for each in results_of(district, round_id).results] == [
        "advanced", "qualified", "qualified", "lagging",
    ]  # fmt: skip
    take_out(district, round_id, "乙")
    first = next(each for each in results_of(district, round_id).results if each.position == 1)
    assert (first.missing, first.grade) == (True, "")
    assert [len(each.missing) for each in first.scorers] == [1, 0]


def test_that_parts_add_up_to_the_score(district, places):
    found = results_of(district, scored_round(district, {"甲": [80, 90, 70, 60]}))
    for each in found.results:
        assert sum(each.by_method.values()) == each.score
        assert set(each.by_method) == set(found.method_full) == {"listen", "look", "check", "rate"}
    assert sum(found.method_full.values()) == found.full == 10_000
    assert [line.rate for line in found.lines] == [7500] * len(found.lines)


def test_that_a_districts_own_bands_stand_in_place_of_the_programs(district, places):
    bands = [(1, "five_stars", "share", 2500), (2, "four_stars", "rate", 0)]
    for position, grade, basis, limit in bands:
        values = {"scheme": "five_stars", "position": position, "grade": grade, "basis": basis}
        given = values | {"limit": limit, "valid_from": "2026-01-01"}
        records.save_record(district, CATALOG["grade_band"], given)
    round_id = scored_round(district, {"甲": [80, 90, 70, 60]}, scheme="five_stars")
    own = [each.grade for each in results_of(district, round_id, as_of=DAY).results]
    assert own == ["five_stars", "four_stars", "four_stars", "four_stars"]
    before = [e.grade for e in results_of(district, round_id, as_of=date(2025, 1, 1)).results]
    assert before == ["four_stars", "three_stars", "two_stars", "two_stars"]


def test_that_it_is_compared_with_the_last_round_of_the_same_step(district, places):
    def held(share, period, **facts):
        return scored_round(district, {"甲": [share] * 4}, period=period, **facts)

    held(50, "2025H1", starts_on="2025-03-01")
    held(70, "2026H1", starts_on="2026-03-01", title="上一轮")
    held(99, "2026H1", step="street_internal", starts_on="2026-05-01")
    now = held(80, "2026H2", starts_on="2026-09-01")
    held(10, "2027H1", starts_on="2027-03-01")
    told = {
        (each.last_round, each.last_score, each.last_full, each.last_rank)
        for each in results_of(district, now).results
    }
    assert told == {("上一轮", 7000, 10_000, 1)}


def test_that_a_street_sees_its_own_with_the_ranks_of_the_whole_round(district, places):
    round_id = scored_round(district, {"甲": [80, 90, 70, 60], "乙": [None, 90, None, 60]})
    street = factory.limited(district, places["湖北路街道党工委"], Role.VIEWER)
    found = results_of(street, round_id)
    assert [(each.name, each.rank, each.street_rank) for each in found.results] == [
        ("第1社区党委", 2, 1),
        ("第3社区党委", 3, 2),
    ]
    assert found.scorers == ("甲",)
    assert (found.ranked, found.mean_score) == (4, 7500)


def test_that_a_round_that_is_gone_is_told(district):
    with pytest.raises(ConflictError):
        results_of(district, factory.any_id())


def test_that_the_ranking_goes_out_as_a_workbook(district, places, tmp_path):
    round_id = scored_round(district, {"甲": [80, 90, None, 60]})
    path = tmp_path / "排名.xlsx"
    assert export_ranking(district, round_id, path) == 4
    rows = list(openpyxl.load_workbook(path).active.iter_rows(values_only=True))
    assert rows[0][:4] == ("名次", "街道内名次", "党组织", "街道")
    assert [(row[0], row[2], row[5], row[8]) for row in rows[1:]] == [
        (1, "第2社区党委", 90, "先进"),
        (2, "第1社区党委", 80, "达标"),
        (3, "第4社区党委", 60, "落后"),
        (None, "第3社区党委", None, None),
    ]


def test_that_a_checklist_where_nothing_counts_gives_no_result(district, places):
    round_id = scored_round(district, {"甲": [0, 0, 0, 0]})
    ledger = CATALOG["observation_criterion"]
    with district.store.read() as connection:
        rows = lookup.existing(connection, ledger, "round", [round_id])
    with district.change("change") as change:
        update_rows(change, ledger, [Edit(row["id"], {"rule": "unscored"}) for row in rows])
    assert places_of(results_of(district, round_id)) == [(None, None, None)] * 4
