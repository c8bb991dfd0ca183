"""Checklists on paper: what is drawn is registered, and stays where it was drawn."""

from datetime import date

import pytest

from jianxi_desktop.db import lookup, write
from jianxi_desktop.domain.rights import Role
from jianxi_desktop.errors import ConflictError
from jianxi_desktop.services import checklists, observation, papers, printed_forms, records
from jianxi_desktop.services.entry_states import void_form
from tests import factory

DAY = date(2026, 11, 20)


@pytest.fixture
def round_id(office):
    planned = observation.plan_round(office, step="street_internal", period="2026H2", today=DAY)
    return planned.id


@pytest.fixture
def make_problem(office):
    def make(title, **given):
        facts = {
            "title": title,
            "organisation": office.unit.organisation,
            "source": "observation",
            "found_on": "2026-05-12",
        }
        ledger = office.catalog["problem"]
        return records.save_record(office, ledger, {**facts, **given}).id

    return make


def rows(office, key):
    return factory.rows_of(office, office.catalog[key])


def test_that_a_saved_checklist_is_registered_with_its_problems(
    office, round_id, make_problem, tmp_path
):
    make_problem("党费台账不符", found_on="2026-06-01")
    make_problem("会议记录不全")
    document = checklists.print_checklists(office, round_id, copies=2, today=DAY)
    papers.save_pdf(office, document, tmp_path / "forms.pdf")
    (form,) = rows(office, "printed_form")
    assert form["form_number"] == document.forms[0]
    told = form["state"], form["pages"], form["copies"], form["problems"]
    assert told == ("printed", 2, 2, 2)
    seen = sorted(rows(office, "problem_review"), key=lambda row: row["position"])
    assert [(row["problem"], row["outcome"]) for row in seen] == [
        ("会议记录不全", None),
        ("党费台账不符", None),
    ]


def test_that_printing_again_changes_the_day_alone(office, round_id, make_problem):
    make_problem("会议记录不全")
    document = checklists.print_checklists(office, round_id, today=DAY)
    printed_forms.register(office, document, today=DAY)
    before, reviews = rows(office, "printed_form"), rows(office, "problem_review")
    make_problem("后来的问题")
    again = checklists.print_checklists(office, round_id, copies=3, today=date(2026, 11, 25))
    printed_forms.register(office, again, today=date(2026, 11, 25))
    (form,) = rows(office, "printed_form")
    assert form["printed_on"] == "2026-11-25"
    assert {**form, "printed_on": "2026-11-20"} == before[0]
    assert rows(office, "problem_review") == reviews


def test_that_a_problem_found_after_the_preview_does_not_come_on_the_sheet(
    office, round_id, make_problem
):
    make_problem("会议记录不全")
    document = checklists.print_checklists(office, round_id, today=DAY)
    make_problem("后来的问题", found_on="2026-01-01")
    printed_forms.register(office, document, today=DAY)
    assert [row["problem"] for row in rows(office, "problem_review")] == ["会议记录不全"]
    with office.store.read() as connection:
        (form,) = checklists.checklists_of(office, connection, round_id)
    assert [each.title for each in form.problems] == ["会议记录不全"]


def test_that_a_preview_with_other_problems_than_the_printed_sheet_is_refused(
    office, round_id, make_problem, tmp_path
):
    old = checklists.print_checklists(office, round_id, today=DAY)
    make_problem("会议记录不全")
    printed_forms.register(office, checklists.print_checklists(office, round_id, today=DAY))
    with pytest.raises(ConflictError) as refused:
        papers.save_pdf(office, old, tmp_path / "old.pdf")
    assert "重新预览" in refused.value.user_message
    assert not (tmp_path / "old.pdf").exists()


def test_that_a_preview_with_other_criteria_is_refused(office, round_id):
    document = checklists.print_checklists(office, round_id, today=DAY)
    ledger = office.catalog["observation_criterion"]
    with office.change("change") as change:
        criterion = lookup.existing(change.connection, ledger, "round", [round_id])[0]
        write.update_rows(change, ledger, [write.Edit(criterion["id"], {"guidance": "改过了"})])
    with pytest.raises(ConflictError):
        printed_forms.register(office, document)
    assert rows(office, "printed_form") == []


def test_that_a_void_form_is_registered_anew(office, round_id):
    document = checklists.print_checklists(office, round_id, today=DAY)
    printed_forms.register(office, document, today=DAY)
    (form,) = rows(office, "printed_form")
    void_form(office, form["form_number"], "打印不清")
    printed_forms.register(office, document, today=DAY)
    assert sorted(row["state"] for row in rows(office, "printed_form")) == ["printed", "void"]


def test_that_who_may_only_print_registers_nothing(office, round_id, tmp_path):
    viewer = factory.limited(office, None, Role.VIEWER, "+print")
    document = checklists.print_checklists(viewer, round_id, today=DAY)
    assert papers.save_pdf(viewer, document, tmp_path / "a.pdf") == frozenset()
    assert (tmp_path / "a.pdf").stat().st_size > 10_000
    assert rows(office, "printed_form") == []
