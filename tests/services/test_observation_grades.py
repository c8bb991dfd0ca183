"""Grades of a round, taken over as ratings."""

from datetime import date

import pytest

from jianxi_desktop.errors import InputError
from jianxi_desktop.ledgers import CATALOG
from jianxi_desktop.services import history
from jianxi_desktop.services.observation_grades import adopt_grades
from tests import factory
from tests.scored import communities_of, scored_round

DAY = date(2026, 11, 30)


@pytest.fixture
def places(district):
    return communities_of(district, 3)


def ratings(office):
    columns = ("organisation", "scheme", "period", "grade", "rated_on")
    rows = factory.rows_of(office, CATALOG["organisation_rating"])
    return {tuple(row[key] for key in columns) for row in rows}


def test_that_grades_become_ratings_by_the_usual_scheme(district, places):
    round_id = scored_round(district, {"甲": [90, None, 60]})
    done = adopt_grades(district, round_id, today=DAY)
    assert (done.made, done.left) == (2, ("第2社区党委",))
    assert ratings(district) == {
        ("第1社区党委", "three_classes", "2026年下半年", "advanced", "2026-11-30"),
        ("第3社区党委", "three_classes", "2026年下半年", "lagging", "2026-11-30"),
    }
    history.undo_last(district)
    assert ratings(district) == set()


def test_that_a_rating_is_changed_and_not_doubled(district, places):
    adopt_grades(district, scored_round(district, {"甲": [90, 80, 60]}), today=DAY)
    again = scored_round(district, {"甲": [95, 50, 60]}, title="复查")
    done = adopt_grades(district, again, today=DAY)
    assert (done.made, done.changed, done.same) == (0, 3, 0)
    assert {row[3] for row in ratings(district)} == {"advanced", "lagging"}
    assert len(ratings(district)) == 3
    done = adopt_grades(district, again, today=DAY)
    assert (done.made, done.changed, done.same) == (0, 0, 3)


def test_that_there_has_to_be_a_grade(district, places):
    before = factory.dump(district)
    with pytest.raises(InputError) as refused:
        adopt_grades(district, scored_round(district, {"甲": [None] * 3}), today=DAY)
    assert "录全" in refused.value.user_message
    assert "organisation_rating" in before
    assert ratings(district) == set()
