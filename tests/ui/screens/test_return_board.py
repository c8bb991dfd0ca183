"""The board in the window: who has sent what, in words; open, decide, remind."""

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from jianxi_desktop.db.write import Edit, update_rows
from jianxi_desktop.domain import calendar
from jianxi_desktop.services import filing, records
from jianxi_desktop.ui.removal import ReasonDialog
from jianxi_desktop.ui.screens.board_grid import BoardModel, Reminders
from jianxi_desktop.ui.screens.parts import choose
from tests import factory


@pytest.fixture
def street(district):
    """A street that handed a monthly return in on time."""
    row = next(row for row in records.organisation_tree(district) if row.kind == "street")
    own = factory.limited(district, row.id)
    begun = filing.open_filing(own, "R3", "2026-06")
    filing.complete(own, begun.id)
    filing.submit(own, begun.id, explanation="已核对")
    with district.change("change") as change:
        edit = Edit(begun.id, {"submitted_on": "2026-07-03"})
        update_rows(change, district.catalog["return_filing"], [edit])
    return row


@pytest.fixture
def screen(open_window, district, street, visit):
    """The district's board on the end of June."""
    page = visit(open_window(district), "return_board")
    choose(page.year, 2026)
    choose(page.month, 6)
    return page


def at(screen, unit, code):
    """Give the focus to the cell of a unit and a return."""
    index = screen.table.place_of(unit, code)
    screen.table.setCurrentIndex(index)
    return index


def test_that_cells_say_in_words_what_their_colours_say(screen, street, district):
    index = at(screen, street.id, "R3")
    assert index.data() == "✓ 7.3报"
    assert "按时，已上报，2026年7月3日上报" in screen.told.text()
    assert at(screen, street.id, "R1").data() == "✗ 未报"
    assert screen.counts.text_of("on_time") == "1"


def test_that_headings_count_what_is_missing(screen, street):
    column = at(screen, street.id, "R3").column()
    way = Qt.Orientation.Horizontal
    assert screen.table.rows.headerData(column, way) == "R3\n缺11"
    row = screen.table.place_of(street.id, "R3").row()
    owed = screen.table.rows.index(row, 0).data()
    assert int(owed) == screen.board.counts(unit=street.id)["missing"]


def test_that_enter_opens_the_return(screen, street, qtbot):
    at(screen, street.id, "R3")
    qtbot.keyClick(screen.table, Qt.Key.Key_Return)
    desk = screen.desk.shown
    assert desk.key == "return"
    assert desk.page.filing.organisation == street.id


def test_that_what_nobody_began_is_said(screen, street):
    at(screen, street.id, "R1")
    screen.desk.commands.trigger("board.open")
    assert "还没有开始填报" in screen.desk.window().notices.text.text()


def test_that_returns_are_accepted_and_given_back_here(screen, street):
    at(screen, street.id, "R3")
    screen.desk.commands.trigger("return.give_back")
    dialog = screen.findChild(ReasonDialog)
    dialog.reason.setCurrentText("第二栏请核对")
    dialog.accept()
    assert screen.table.current().state == "returned"
    assert screen.table.currentIndex().data() == "✗ 已退回"
    assert not screen.desk.commands.is_on("return.accept")


def test_that_only_units_that_owe_are_left(screen):
    before = screen.table.rows.rowCount()
    screen.only.setChecked(True)
    assert screen.table.rows.rowCount() == before == 12
    today = calendar.today()
    choose(screen.year, today.year)
    choose(screen.month, today.month)
    assert screen.counts.text_of("not_due") != "0"
    assert screen.table.rows.rowCount() == 0


def test_that_reminders_are_copied(screen, street):
    screen.desk.commands.trigger("board.remind")
    dialog = screen.findChild(Reminders)
    assert f"催报通知\n{street.name}：" in dialog.text.toPlainText()
    dialog.copy.click()
    assert "已过报送时限" in QApplication.clipboard().text()


def test_that_the_list_of_who_owes_is_saved_and_printed(screen, answer, tmp_path):
    screen.pickers = answer(tmp_path / "催报.xlsx")
    screen.desk.commands.trigger("board.export")
    sheet = openpyxl.load_workbook(tmp_path / "催报.xlsx").worksheets[0]
    assert sheet.max_row == len(screen.board.missing) + 1
    screen.desk.commands.trigger("board.print")
    assert screen.desk.shown.key == "print"
    assert screen.desk.shown.document.title.endswith("催报名单")


def test_that_the_board_is_a_sound_model(screen, watch_model):
    model = watch_model(BoardModel())
    model.show_board(screen.board, only_missing=False)
    assert model.columnCount() == len(screen.board.returns) + 1
