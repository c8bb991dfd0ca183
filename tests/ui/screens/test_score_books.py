"""Workbooks of scores in the window: written, tried, told, taken in, refused with every reason."""

import pytest
from openpyxl import load_workbook
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMessageBox

from jianxi_desktop.services.observation_entry import open_entry
from jianxi_desktop.ui.screens.score_books import ReasonsDialog
from tests.services.observation_books import WANG, plan, write_book
from tests.ui.looks import cut

HEADING = ("表号", "打分人", "序号", "得分")


@pytest.fixture
def planned(office):
    return plan(office, inspectors=WANG)


@pytest.fixture
def desk(open_window, office, planned):
    return open_window(office)


@pytest.fixture
def screen(desk, planned, visit):
    return visit(desk, "observation_entry", planned[0])


def press(box, text):
    next(button for button in box.buttons() if button.text() == text).click()


def test_that_a_workbook_is_tried_first_and_told(desk, screen, planned, office, answer, tmp_path):
    _round, number = planned
    path = write_book(tmp_path / "打分.xlsx", [HEADING, (number, WANG, 1, 4), (number, WANG, 2, 9)])
    screen.books.pickers = answer(path)
    desk.commands.trigger("entry.book")
    box = screen.findChild(QMessageBox, "question")
    assert "1 张检查表：新录 2 项" in box.text()
    assert open_entry(office, number).scorers == ()
    press(box, "录入")
    assert len(open_entry(office, number).of(WANG).points) == 2
    assert screen.forms.forms[0].scorers == (WANG,)
    desk.commands.trigger("record.undo")
    assert open_entry(office, number).scorers == ()


def test_that_every_reason_is_listed_and_nothing_taken(
    desk, screen, planned, office, answer, tmp_path
):
    _round, number = planned
    rows = [HEADING, *((number, WANG, n, 99) for n in range(1, 30))]
    screen.books.pickers = answer(write_book(tmp_path / "打分.xlsx", rows))
    desk.commands.trigger("entry.book")
    dialog = screen.findChild(ReasonsDialog)
    lines = dialog.reasons.toPlainText().splitlines()
    assert len(lines) == 29
    assert lines[0].startswith("第2行：第1项")
    assert cut(dialog) == []
    dialog.accept()
    assert open_entry(office, number).scorers == ()


def test_that_the_reasons_can_be_copied(screen):
    dialog = ReasonsDialog(screen, ("第2行：一", "第3行：二"))
    dialog._copy()
    assert QGuiApplication.clipboard().text().splitlines() == ["第2行：一", "第3行：二"]
    dialog.accept()


def test_that_an_empty_book_is_written_and_read_back_as_empty(
    desk, screen, planned, answer, tmp_path
):
    path = tmp_path / "打分表.xlsx"
    screen.books.pickers = answer(path)
    desk.commands.trigger("entry.template")
    assert load_workbook(path).active["A2"].value == planned[1]
    desk.commands.trigger("entry.book")
    assert screen.findChild(QMessageBox, "question") is None


def test_that_a_file_that_is_no_table_is_told(desk, screen, office, planned, answer, tmp_path):
    path = tmp_path / "打分.xlsx"
    path.write_bytes(b"%PDF-1.7")
    screen.books.pickers = answer(path)
    desk.commands.trigger("entry.book")
    assert open_entry(office, planned[1]).scorers == ()
    assert screen.findChild(QMessageBox, "question") is None
