"""Observation rounds: whom they visit, with which numbers."""

import pytest

from jianxi_desktop.errors import InputError
from jianxi_desktop.schema.query import Query
from jianxi_desktop.services import records
from jianxi_desktop.services.observation import (
    form_numbers,
    list_rounds,
    plan_round,
    round_named,
)
from tests import factory


def test_that_a_community_has_a_round_with_one_visit_and_the_whole_checklist(office):
    saved = plan_round(office, step="street_internal", period="2026年下半年", leader="周建国")
    assert form_numbers(office, saved.id) == ["GMN-2026H2-410305008001-001"]
    criteria = office.catalog["observation_criterion"]
    serials = records.list_serials(office, criteria, Query())
    columns = (criteria.record.method, criteria.record.most)
    rows = records.list_rows(office, criteria, columns, serials)
    assert {row.cells[0] for row in rows} == {"listen", "look", "check", "rate"}
    assert sum(row.cells[1] for row in rows) == 100
    assert saved.touched == {
        "indicator_set",
        "indicator",
        "observation_round",
        "observation_visit",
        "observation_criterion",
    }


def test_that_a_round_is_found_by_its_title_or_its_id(office):
    saved = plan_round(office, step="street_cross", period="2026H1")
    ((one, title),) = list_rounds(office)
    assert one == saved.id == round_named(office, title) == round_named(office, str(saved.id))
    with pytest.raises(InputError) as refused:
        round_named(office, "没有这一轮")
    assert refused.value.code == "no_round"


def test_that_no_two_sheets_of_paper_have_one_number(office):
    """A returned sheet is found by its number, also when a round is planned a second time."""
    rounds = [plan_round(office, step="street_internal", period="2026H2") for _ in range(3)]
    numbers = [number for each in rounds for number in form_numbers(office, each.id)]
    assert len(numbers) == len(set(numbers)) == 3


@pytest.mark.parametrize(("step", "period"), [("street_internal", "2026"), ("walk", "2026H2")])
def test_that_a_step_or_period_that_is_none_is_refused(office, step, period):
    before = factory.dump(office)
    with pytest.raises(InputError):
        plan_round(office, step=step, period=period)
    assert factory.dump(office) == before


def test_that_there_has_to_be_somebody_to_visit(office, district):
    with pytest.raises(InputError) as refused:
        plan_round(
            office, step="street_internal", period="2026H2", organisations=[factory.any_id()]
        )
    assert refused.value.code == "no_visits"
    with pytest.raises(InputError):
        plan_round(district, step="district_demo", period="2026H2")
    assert list_rounds(office) == list_rounds(district) == []


@pytest.mark.parametrize("facts", [{"leader": "王1"}, {"title": "长" * 81}])
def test_that_a_title_or_leader_no_field_would_take_is_refused(office, facts):
    with pytest.raises(InputError):
        plan_round(office, step="street_cross", period="2026H2", **facts)
    assert list_rounds(office) == []
