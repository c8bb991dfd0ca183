import pytest
from PySide6.QtCore import Qt

from jianxi_desktop.services.observation import list_rounds
from jianxi_desktop.ui.screens.preview import PrintScreen


@pytest.fixture
def screen(bench, visit):
    return visit(bench, "observation")


def test_that_a_round_shows_whom_it_visits_and_the_form_numbers(screen):
    line = screen.visits.rows.line(0)

    assert screen.rounds.currentText() == "2026年下半年武汉路街道内部观摩"
    assert line.cells[:3] == ("1", "武汉路社区党委", "GMN-2026H2-410305008001-001")


def test_that_a_new_round_is_planned_and_shown(screen, bench, demo, qtbot):
    before = len(list_rounds(demo))
    bench.commands.trigger("observation.plan")
    dialog = screen.dialog
    dialog.periods.setCurrentIndex(2)
    dialog.leader.setText("王建国")
    qtbot.mouseClick(dialog.make, Qt.MouseButton.LeftButton)

    assert len(list_rounds(demo)) == before + 1
    assert screen.rounds.currentText() == dialog.name.placeholderText()
    assert not dialog.isVisible()


def test_that_the_dialog_stays_open_and_says_why_a_round_was_refused(screen, bench):
    bench.commands.trigger("observation.plan")
    screen.dialog.leader.setText("王1")
    screen.dialog.wanted.emit({"step": "street_internal", "period": "下半年"})

    assert screen.dialog.isVisible()
    assert "不是期次" in screen.dialog.problem.text()
    screen.dialog.reject()


def test_that_its_checklists_are_printed_from_here(screen, bench):
    bench.commands.trigger("observation.print")

    assert isinstance(bench.shown, PrintScreen)
    assert bench.shown.document.forms == ("GMN-2026H2-410305008001-001",)


def test_that_a_visit_opens_in_its_form(screen, bench):
    screen.visits.activated.emit(screen.visits.rows.index(0, 0))

    assert bench.shown.key == "form"


def test_that_an_office_without_rounds_is_told_what_to_do(open_window, office, visit):
    bench = open_window(office)
    screen = visit(bench, "observation")

    assert screen.empty.isVisible()
    assert not screen.sheet.isVisible()
    assert not bench.commands.is_on("observation.print")
