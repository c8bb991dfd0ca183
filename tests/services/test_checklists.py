"""Checklists put together: what is known of a community stands on its sheet already."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import event

from jianxi_desktop.errors import InputError
from jianxi_desktop.prints.checklist import OpenProblem
from jianxi_desktop.prints.form_marks import geometry
from jianxi_desktop.services import checklists, observation, records
from jianxi_desktop.services.observation_facts import facts_of
from jianxi_desktop.services.observation_sheets import sheets_of
from tests import factory
from tests.scored import communities_of

DAY = date(2026, 11, 20)


def forms_of(office, round_id, **given):
    with office.store.read() as connection:
        return checklists.checklists_of(office, connection, round_id, today=DAY, **given)


def round_titled(office, part):
    return next(each for each, title in observation.list_rounds(office) if part in title)


def test_that_a_sheet_says_what_is_known_of_the_community(demo):
    (form,) = forms_of(demo, round_titled(demo, "2026年下半年武汉路街道内部"))
    nodes = records.organisation_tree(demo)
    grids = [node for node in nodes if (node.kind, node.form) == ("grid", "branch")]
    assert form.facts.members == str(sum(node.members for node in nodes)) != "0"
    assert form.facts.branches == str(len(grids)) != "0"
    assert form.facts.groups == str(sum(node.form == "group" for node in nodes)) != "0"
    (row,) = (
        row
        for row in factory.rows_of(demo, demo.catalog["post_holding"])
        if row["post"] == "secretary"
        and row["organisation"] == form.visited
        and row["ends_on"] is None
    )
    assert form.facts.secretary == row["name"]
    assert form.inspected_by == "武汉路街道党工委"
    assert "2026年上半年武汉路街道内部观摩" in form.facts.last
    assert form.set_title.startswith("综合观摩")


def test_that_a_first_round_has_no_last_one(office):
    planned = observation.plan_round(office, step="district_demo", period="2026H2", today=DAY)
    (form,) = forms_of(office, planned.id)
    assert form.facts.last == "—"
    assert form.facts.members == "0"


def test_that_criteria_stand_in_walking_order_under_running_numbers(demo):
    (form,) = forms_of(demo, round_titled(demo, "2026年下半年武汉路街道内部"))
    assert [each.number for each in form.criteria] == list(range(1, 18))
    assert form.criteria[0].part == "look"


def test_that_the_usual_sheet_has_two_pages_with_three_problems_on_it(demo):
    (form,) = forms_of(demo, round_titled(demo, "2026年下半年武汉路街道内部"))
    for count in range(4):
        problems = (OpenProblem("会议记录不全"),) * count
        assert len(geometry(replace(form, problems=problems))) == 2


def test_that_facts_of_many_visits_take_no_more_questions(district):
    communities_of(district, 4)
    planned = observation.plan_round(district, step="district_demo", period="2026H2", today=DAY)
    asked = []
    with district.store.read() as connection:
        sheets = sheets_of(district, connection, planned.id)
        event.listen(connection, "before_cursor_execute", lambda *told: asked.append(told[2]))
        facts_of(district, connection, sheets[0].round, sheets[:1], DAY)
        once = len(asked)
        facts_of(district, connection, sheets[0].round, sheets, DAY)
    assert len(sheets) == 4
    assert len(asked) == 2 * once < 20


@pytest.mark.parametrize("copies", [0, 21])
def test_that_an_odd_number_of_copies_is_refused(demo, copies):
    with pytest.raises(InputError) as refused:
        checklists.print_checklists(demo, copies=copies)
    assert refused.value.code == "copies"


def test_that_forms_of_another_round_are_refused_by_number(demo):
    chosen = round_titled(demo, "2026年下半年武汉路街道内部")
    other = round_titled(demo, "2026年上半年武汉路街道内部")
    (number,) = (form.form_number for form in forms_of(demo, other))
    with pytest.raises(InputError) as refused:
        checklists.print_checklists(demo, chosen, [number])
    assert number in refused.value.user_message
