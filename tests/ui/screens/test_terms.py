"""The pages of terms and elections: what is selected, filtered, typed, refused."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox

from jianxi_desktop.domain import calendar
from jianxi_desktop.domain.rights import Role
from jianxi_desktop.services import drafts, elections, terms
from jianxi_desktop.services.election_records import Candidate
from jianxi_desktop.ui.removal import ReasonDialog
from jianxi_desktop.ui.screens.election_table import ELECTED, FOR, NAME, POST, CandidateModel
from tests import factory

TODAY = calendar.today().isoformat()


@pytest.fixture
def page(bench):
    bench.open_screen("terms")
    return bench.shown


@pytest.fixture
def running(demo):
    return next(r for r in terms.board(demo).rows if r.form == "branch" and r.committee == 3)


@pytest.fixture
def prepared(demo, running):
    found = elections.look_before(demo, running.organisation)
    values = {"name": found.name, "starts_on": TODAY, "years": 3, "seats": 3,
              "entitled": found.entitled}  # fmt: skip
    return elections.prepare(demo, running.organisation, values, found.candidates)


def test_that_the_most_pressing_stands_first_and_a_state_narrows_the_list(page):
    assert page.table.rows.line(0).cells[4] == "筹备中，" + page._shown[0].election_on[5:] + "选举"
    everybody = len(page._shown)
    page.states.setCurrentIndex(page.states.findData("running"))
    page.states.activated.emit(0)
    assert 0 < len(page._shown) < everybody
    assert {row.state.state for row in page._shown} == {"running"}
    assert page.figures.text_of("running") == str(len(page._shown))


def test_that_a_reminder_leads_to_its_row_whatever_was_filtered(bench, page, running):
    page.states.setCurrentIndex(page.states.findData("over"))
    page.states.activated.emit(0)
    bench.open_screen("terms", str(running.organisation))
    assert page.current.organisation == running.organisation
    assert running.name in page.told.text()


def test_that_a_prepared_election_is_opened_and_goes_on(bench, page, prepared):
    bench.open_screen("terms", prepared.organisation)
    bench.commands.trigger("record.open")
    assert bench.shown.key == "election"
    assert bench.shown.found.term == prepared.term
    assert "右边核对无误后按" in bench.shown.about.text()


def test_that_nothing_is_offered_where_no_organisation_has_a_term(bench, page, demo):
    group = next(node.id for node in bench.tree.nodes() if node.form == "group")
    bench.choose_organisation(group)
    assert not page.empty.isHidden()
    assert page.sheet.isHidden()
    assert not bench.commands.is_on("terms.elect")


def test_that_somebody_who_only_reads_cannot_elect(open_window, demo, prepared):
    desk = open_window(factory.limited(demo, demo.unit.organisation, Role.VIEWER))
    desk.open_screen("election", prepared.term)
    assert not desk.commands.is_on("election.finish")
    assert desk.shown.model.frozen
    assert not desk.shown.form.isEnabled()


def test_that_what_the_rules_forbid_is_asked_about_and_may_be_done(bench, prepared, demo):
    bench.open_screen("election", prepared.term)
    page = bench.shown
    page.form.editors["attended"].line.setText("2")
    page.form.changed.emit()
    page.model.setData(
        page.model.index(0, ELECTED), Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole
    )
    bench.commands.trigger("election.finish")
    box = page.findChild(QMessageBox)
    assert "选举不能进行" in box.informativeText()
    next(b for b in box.buttons() if b.text() == "仍要完成换届").click()
    assert elections.election(demo, prepared.term).finished


def test_that_wrong_numbers_are_said_and_nothing_is_saved(bench, prepared, demo):
    bench.open_screen("election", prepared.term)
    page = bench.shown
    page.form.editors["attended"].line.setText("三十几")
    page.form.changed.emit()
    assert "实到有选举权数" in page.checks.text()
    bench.commands.trigger("record.save")
    assert elections.election(demo, prepared.term).version == prepared.version


def test_that_what_is_typed_is_asked_about_before_the_page_is_left(bench, prepared, demo):
    bench.open_screen("election", prepared.term)
    page = bench.shown
    page.model.setData(page.model.index(0, FOR), "12")
    assert page.dirty
    bench.open_screen("terms")
    box = page.findChild(QMessageBox)
    next(b for b in box.buttons() if b.text() == "保存").click()
    assert elections.election(demo, prepared.term).candidates[0].votes_for == 12


def test_that_votes_typed_before_the_power_went_are_there_again(bench, prepared, demo):
    bench.open_screen("election", prepared.term)
    page = bench.shown
    page.model.setData(page.model.index(0, FOR), "12")
    page.form.editors["tellers"].line.setText("王芳、李强")
    page.form.changed.emit()
    page.keeping.keep()
    page._told = None  # the page is gone without asking

    again = type(page)(bench)
    again.opened(prepared.term)
    assert again.model.candidates[0].votes_for == 12
    assert again.form.editors["tellers"].line.text() == "王芳、李强"
    again._save()
    assert elections.election(demo, prepared.term).candidates[0].votes_for == 12
    assert drafts.waiting(demo, "page:election") == ()
    again.deleteLater()


def test_that_a_figure_is_emptied_by_one_key(bench, prepared, qtbot):
    bench.open_screen("election", prepared.term)
    page = bench.shown
    page.model.setData(page.model.index(1, FOR), "12")
    page.table.setCurrentIndex(page.model.index(1, FOR))
    qtbot.keyClick(page.table, Qt.Key.Key_Delete)
    assert page.model.candidates[1].votes_for is None
    page.table.setCurrentIndex(page.model.index(1, NAME))
    qtbot.keyClick(page.table, Qt.Key.Key_Delete)
    assert page.model.candidates[1].name


def test_that_an_election_is_given_up_with_a_reason(bench, prepared, running):
    bench.open_screen("election", prepared.term)
    bench.commands.trigger("election.cancel")
    dialog = bench.shown.findChildren(ReasonDialog)[-1]
    dialog.accept()
    assert bench.shown.key == "terms"
    assert bench.shown.current.organisation == running.organisation
    assert bench.shown.current.preparing is None


def test_that_votes_are_figures_and_who_is_renamed_is_no_member_any_more(watch_model):
    model = CandidateModel({"secretary": "书记", "member": "委员"})
    watch_model(model)
    one = Candidate("王芳", "secretary", person=factory.any_id(), votes_for=3)
    model.show_candidates([one], settled=False)
    model.add(Candidate("李明", "member"))
    assert not model.setData(model.index(0, FOR), "三票")
    assert model.setData(model.index(0, FOR), "")
    assert not model.setData(model.index(0, POST), "king")
    assert model.setData(model.index(0, NAME), "王芳芳")
    assert model.candidates[0] == replace(one, name="王芳芳", person=None, votes_for=None)
    model.drop(0)
    assert [each.name for each in model.candidates] == ["李明"]


def test_that_an_election_to_come_says_how_long_it_still_is(bench, demo, running):
    found = elections.look_before(demo, running.organisation)
    day = (calendar.today() + timedelta(days=9)).isoformat()
    values = {"name": found.name, "starts_on": day, "seats": 3, "entitled": 9}
    made = elections.prepare(demo, running.organisation, values, found.candidates)
    bench.open_screen("election", made.term)
    assert "还有9天选举" in bench.shown.about.text()
    assert "应到填的是9名，请核对" in bench.shown.checks.text()
