"""The clipboard forgets what was copied from the program."""

import pytest
from PySide6.QtGui import QGuiApplication

from jianxi_desktop.ui.clipboard import STAYS, Clipboard


@pytest.fixture
def board(qapp):
    """The clipboard of the PC, empty."""
    board = QGuiApplication.clipboard()
    board.clear()
    yield board
    board.clear()


@pytest.fixture
def clipboard(board, qtbot):
    return Clipboard(QGuiApplication.instance(), owns=lambda: True)


def test_that_what_is_copied_leaves_after_a_minute(clipboard, board):
    clipboard.put("李𠮷\t990101********002X")

    assert clipboard.timer.isActive()
    assert clipboard.timer.interval() == STAYS == 60_000
    assert "𠮷" in board.text()
    clipboard.timer.timeout.emit()
    assert board.text() == ""


def test_that_what_somebody_else_copied_since_stays(clipboard, board):
    clipboard.put("李𠮷")
    board.setText("购物清单")

    clipboard.timer.timeout.emit()

    assert board.text() == "购物清单"


def test_that_an_empty_clipboard_brings_nothing(clipboard):
    assert clipboard.brought() == ("", ())


@pytest.mark.parametrize(
    "text",
    ["13800001234", "138 0000 1234", "990101********002X", "0123-4567-89AB-CDEF"],
)
def test_that_a_number_copied_out_of_an_editor_leaves_too(clipboard, board, text):
    board.setText(text)

    clipboard.take_off()

    assert board.text() == ""


@pytest.mark.parametrize("text", ["主题党日", "2026-11-05", "共 168 人"])
def test_that_other_words_of_an_editor_stay(clipboard, board, text):
    board.setText(text)

    clipboard.take_off()

    assert board.text() == text


def test_that_keepers_of_old_clipboards_are_told_not_to_keep_it(clipboard, board):
    clipboard.put("李𠮷")

    assert bytes(board.mimeData().data("x-kde-passwordManagerHint")) == b"secret"
