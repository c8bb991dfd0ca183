"""An election through the real window: prepared, voted, finished, taken back, extended."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt

from jianxi_desktop.domain import calendar
from jianxi_desktop.schema.query import Filter, Query
from jianxi_desktop.services import elections, terms
from jianxi_desktop.ui.fields_dialog import FieldsDialog
from jianxi_desktop.ui.screens.election_table import AGAINST, ELECTED, FOR
from tests import factory

PATIENCE = 30_000


@pytest.fixture
def desk(open_window, demo):
    return open_window(demo)


@pytest.fixture
def until(qtbot):
    return lambda holds: qtbot.waitUntil(holds, timeout=PATIENCE)


def asked(desk, until):
    until(lambda: desk.window().findChild(FieldsDialog) is not None)
    return desk.window().findChild(FieldsDialog)


def gone(desk, until):
    until(lambda: desk.window().findChild(FieldsDialog) is None)


def type_in(page, **typed):
    for key, text in typed.items():
        line = page.form.editors[key].line
        line.setText(text)
        line.textEdited.emit(text)
        page.form.changed.emit()


def open_posts(office, organisation):
    query = Query(filters=(Filter("organisation", organisation), Filter("ends_on", way="empty")))
    return factory.rows_of(office, office.catalog["post_holding"], query)


def test_that_an_election_is_run_from_its_candidates_to_its_result(desk, until, qtbot, demo):
    """The list → a branch → candidates, ballots → votes by key → finished → undone."""
    desk.open_screen("terms")
    page = desk.shown
    until(lambda: page.board is not None)
    row = next(r for r in page._shown if r.form == "branch" and r.committee == 3
               and r.preparing is None)  # fmt: skip
    page.table.selectRow(page._shown.index(row))
    desk.commands.trigger("terms.elect")
    dialog = asked(desk, until)
    assert dialog.editor("entitled").raw() == str(
        elections.look_before(demo, row.organisation).entitled)  # fmt: skip
    dialog.ask()
    until(lambda: desk.shown.key == "election" and desk.shown.found is not None)
    gone(desk, until)

    page = desk.shown
    desk.commands.trigger("election.add")
    dialog = asked(desk, until)
    dialog.editor("name").line.setText("欧阳修竹")
    dialog.ask()
    until(lambda: page.model.rowCount() == 4)
    gone(desk, until)
    voters = page.found.voters
    type_in(page, attended="3", ballots_out="3", ballots_back="3", valid_votes="3")
    assert "选举不能进行" in page.checks.text()
    type_in(page, attended=str(voters), ballots_out=str(voters), ballots_back=str(voters),
            valid_votes=str(voters))  # fmt: skip
    assert "选举不能进行" not in page.checks.text()
    page.table.setFocus()
    votes = (voters, voters - 1, voters - 2, 1)
    for column, count in ((FOR, lambda n: votes[n]), (AGAINST, lambda n: voters - votes[n])):
        page.table.setCurrentIndex(page.model.index(0, column))
        for at in range(4):
            page.model.setData(page.table.currentIndex(), str(count(at)))
            qtbot.keyClick(page.table, Qt.Key.Key_Return)
    ticked = [page.model.index(at, ELECTED).data(Qt.ItemDataRole.CheckStateRole) for at in range(4)]
    assert [tick == Qt.CheckState.Checked for tick in ticked] == [True, True, True, False]
    assert page.dirty

    desk.commands.trigger("election.finish")
    until(lambda: desk.shown.key == "terms" and desk.shown.current is not None
          and desk.shown.current.organisation == row.organisation
          and desk.shown.current.preparing is None)  # fmt: skip
    assert "换届完成：3人任职，3个原职务到期" in desk.window().notices.text.text()
    now = desk.shown.current
    assert now.term_name != row.term_name
    today = calendar.today().isoformat()
    assert {post["starts_on"] for post in open_posts(demo, row.organisation)} == {today}

    desk.commands.trigger("record.undo")
    until(lambda: desk.shown.current is not None
          and desk.shown.current.preparing is not None)  # fmt: skip
    assert desk.shown.current.term_name == row.term_name
    desk.commands.trigger("terms.elect")
    until(lambda: desk.shown.key == "election" and desk.shown.found is not None)
    assert not desk.shown.found.finished


def test_that_an_extension_is_written_down_with_its_paper(desk, until, demo):
    desk.open_screen("terms")
    page = desk.shown
    until(lambda: page.board is not None)
    row = page._shown[0]
    page.table.selectRow(0)
    desk.commands.trigger("terms.extend")
    dialog = asked(desk, until)
    day = (calendar.today() + timedelta(days=200)).isoformat()
    for key, text in (("extended_until", day), ("extension_document", "涧组〔2026〕41号")):
        dialog.editor(key).line.setText(text)
    dialog.ask()
    gone(desk, until)
    found = next(r for r in terms.board(demo).rows if r.organisation == row.organisation)
    assert found.due_on == day
