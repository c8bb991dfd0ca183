"""What stands on a sheet, in the order of the paper."""

import pytest

from jianxi_desktop.errors import InputError
from jianxi_desktop.services import observation
from jianxi_desktop.services.observation_sheets import find_sheet, sheets_of
from jianxi_desktop.services.records import Seen, find_record, save_record


@pytest.fixture
def round_id(office):
    return observation.plan_round(office, step="street_internal", period="2026H2").id


def sheets(office, round_id):
    with office.store.read() as connection:
        return sheets_of(office, connection, round_id)


def add_problem(office, **given):
    ledger = office.catalog["problem"]
    facts = {
        "title": "宣传栏内容未更新",
        "organisation": office.top,
        "source": "observation",
        "found_on": "2026-05-10",
        **given,
    }
    return save_record(office, ledger, facts).id


def change(office, key, record_id, **values):
    ledger = office.catalog[key]
    seen = find_record(office, ledger, record_id)
    save_record(office, ledger, values, Seen(record_id, seen.version))


def test_that_lines_are_numbered_through_in_the_order_people_walk(office):
    ledger = office.catalog["observation_round"]
    facts = {"title": "试一轮", "step": "street_internal", "period": "2026年下半年"}
    round_id = save_record(office, ledger, facts).id
    given = (("check", 1, 1), ("listen", 1, None), ("look", 2, 2), ("look", 1, None))
    for method, position, walk in given:
        facts = {"round": round_id, "method": method, "position": position, "most": 10}
        facts |= {"item": f"{method}{position}", "walk": walk}
        save_record(office, office.catalog["observation_criterion"], facts)
    visit = {"round": round_id, "organisation": office.top, "position": 1, "form_number": "GMN-1"}
    save_record(office, office.catalog["observation_visit"], visit)
    (sheet,) = sheets(office, round_id)
    assert [(line.number, line.item) for line in sheet.lines] == [
        (1, "check1"),
        (2, "look2"),
        (3, "listen1"),
        (4, "look1"),
    ]
    assert {line.weight for line in sheet.lines} == {100}


def test_that_open_problems_of_earlier_visits_are_on_the_sheet(office, round_id):
    (sheet,) = sheets(office, round_id)
    add_problem(office, closed_on="2026-06-01")
    add_problem(office, source="residents")
    add_problem(office, visit=sheet.visit)  # found by this very visit
    late = add_problem(office, title="台账缺页", found_on="2026-05-12", due_on="2026-06-30")
    early = add_problem(office, title="制度未上墙")
    (sheet,) = sheets(office, round_id)
    assert [(each.problem, each.title) for each in sheet.problems] == [
        (early, "制度未上墙"),
        (late, "台账缺页"),
    ]
    assert sheet.problems[1].due_on == "2026-06-30"


def test_that_a_printed_sheet_keeps_the_problems_it_was_printed_with(office, round_id):
    first = add_problem(office)
    (sheet,) = sheets(office, round_id)
    form = {"form_number": sheet.form_number, "title": "观摩检查表", "state": "printed"}
    save_record(office, office.catalog["printed_form"], form)
    review = {"problem": first, "visit": sheet.visit, "position": 1}
    save_record(office, office.catalog["problem_review"], review)
    add_problem(office, title="后来才有的问题")
    change(office, "problem", first, closed_on="2026-11-01")
    (sheet,) = sheets(office, round_id)
    assert [each.problem for each in sheet.problems] == [first]


def test_that_a_sheet_is_found_by_its_number_however_it_is_typed(office, round_id):
    (sheet,) = sheets(office, round_id)
    with office.store.read() as connection:
        assert find_sheet(office, connection, f" {sheet.form_number.lower()} ") == sheet
        with pytest.raises(InputError) as refused:
            find_sheet(office, connection, "GMN-2026H2-999")
    assert refused.value.code == "no_form"


def test_that_names_of_inspectors_are_told_apart(office, round_id):
    (sheet,) = sheets(office, round_id)
    change(office, "observation_visit", sheet.visit, inspectors="周建国、 王秀兰、")
    (sheet,) = sheets(office, round_id)
    assert sheet.inspectors == ("周建国", "王秀兰")
    assert sheet.name
