"""The board of organised life in the window: a cell opens its meeting, or begins one."""

import openpyxl
import pytest
from PySide6.QtCore import Qt

from jianxi_desktop.domain import calendar
from jianxi_desktop.services import records
from jianxi_desktop.ui.screens.meeting_grid import MeetingModel
from jianxi_desktop.ui.screens.parts import choose

YEAR = calendar.today().year - 1


@pytest.fixture
def screen(open_window, office, branch, visit):
    """The board of last year, on a branch that held one theme day, of another that held none."""
    given = {"kind": "theme_day", "organisation": branch, "topic": "植绿护绿"}
    ledger = office.catalog["activity"]
    records.save_record(office, ledger, {**given, "held_on": f"{YEAR}-03-05"})
    other = {"name": "第二网格党支部", "form": "branch", "kind": "grid"}
    above = {"parent": office.unit.organisation}
    records.save_record(office, office.catalog["organisation"], {**other, **above})
    page = visit(open_window(office), "meeting_board")
    choose(page.year, YEAR)
    return page


def cell(screen, row, column):
    screen.table.setCurrentIndex(screen.table.rows.index(row, column))
    return screen.table.rows.index(row, column).data()


def captions(screen):
    model = screen.table.rows
    across = [model.headerData(n, Qt.Orientation.Horizontal) for n in range(model.columnCount())]
    return [each.split("\n")[0] for each in across]


def row_named(screen, name):
    model = screen.table.rows
    labels = [model.headerData(n, Qt.Orientation.Vertical) for n in range(model.rowCount())]
    return labels.index(name)


def test_that_it_begins_with_the_year_of_every_kind(screen):
    column = captions(screen).index("主题党日")
    row = row_named(screen, "第一网格党支部")
    assert cell(screen, row, column) == "✗ 1/12"
    assert "全年要12，已有1，缺11" in screen.told.text()
    assert int(screen.counts.text_of("missing")) > 20


def test_that_enter_leads_from_the_year_to_the_months_to_the_meeting(screen, qtbot):
    row = row_named(screen, "第一网格党支部")
    cell(screen, row, captions(screen).index("主题党日"))
    qtbot.keyClick(screen.table, Qt.Key.Key_Return)
    assert screen.kind.currentData() == "theme_day"
    assert cell(screen, row_named(screen, "第一网格党支部"), 2) == "✓"
    qtbot.keyClick(screen.table, Qt.Key.Key_Return)
    desk = screen.desk
    assert desk.shown.key == "form"
    assert desk.shown.form.values["topic"] == "植绿护绿"


def test_that_an_empty_month_begins_a_meeting(screen, qtbot, branch):
    choose(screen.kind, "theme_day")
    assert cell(screen, row_named(screen, "第一网格党支部"), 4) == "✗"
    qtbot.keyClick(screen.table, Qt.Key.Key_Return)
    form = screen.desk.shown.form
    assert form.editor("held_on").raw() == f"{YEAR}-05"
    assert form.raw()["kind"] == "theme_day"


def test_that_one_branch_shows_all_its_kinds_by_month(screen):
    cell(screen, row_named(screen, "第一网格党支部"), captions(screen).index("主题党日"))
    screen.desk.commands.trigger("meeting.branch")
    assert captions(screen)[:2] == ["1月", "2月"]
    assert cell(screen, row_named(screen, "主题党日"), 2) == "✓"
    screen.desk.commands.trigger("meeting.all")
    assert "主题党日" in captions(screen)


def test_that_only_those_who_lack_something_can_be_shown(screen):
    choose(screen.kind, "committee_meeting")
    assert screen.pages.currentIndex() == 1  # nobody has a committee
    choose(screen.kind, "theme_day")
    screen.only.setChecked(True)
    assert screen.table.rows.rowCount() == 2


def test_that_an_item_that_is_due_leads_to_its_cell(screen, branch):
    screen.desk.open_screen("meeting_board", f"{branch} {YEAR} theme_day")
    found = screen.table.current()
    assert (found.place.organisation, found.place.kind) == (branch, "theme_day")


def test_that_what_is_due_elsewhere_is_found_too(screen, branch):
    (other,) = [each.id for each in screen.board.bodies if each.name.startswith("第二")]
    screen.desk.choose_organisation(other, "第二网格党支部")
    screen.desk.open_screen("meeting_board", f"{branch} {YEAR} appraisal")
    found = screen.table.current()
    assert (found.place.organisation, found.place.kind) == (branch, "appraisal")


def test_that_the_board_is_printed_and_written(screen, tmp_path):
    path = tmp_path / "board.xlsx"
    screen._save(screen.board, path)
    assert openpyxl.load_workbook(path).active.max_row > 10
    screen.desk.commands.trigger("list.print")
    assert screen.desk.shown.key == "print"


def test_that_the_model_keeps_qts_rules(screen, watch_model):
    model = watch_model(MeetingModel())
    model.show_sheet(screen.table.rows.sheet)
    assert model.rowCount() == screen.table.rows.rowCount()


def test_that_what_lacks_below_somebody_is_shown_narrowed_to_him(screen, office, branch):
    own = office.unit.organisation
    given = {"name": "商圈党总支", "form": "general_branch", "kind": "other", "parent": own}
    above = records.save_record(office, office.catalog["organisation"], given).id
    below = {"name": "商圈支部", "form": "branch", "kind": "other", "parent": above}
    records.save_record(office, office.catalog["organisation"], below)
    screen.desk.changed(frozenset({"organisation"}))

    screen.desk.open_screen("meeting_board", f"{above} {YEAR} theme_day")

    assert (screen.desk.within, screen.kind.currentData()) == (above, "theme_day")
    assert screen.only.isChecked()
    assert [each.name for each in screen.board.bodies if each.form == "branch"] == ["商圈支部"]
