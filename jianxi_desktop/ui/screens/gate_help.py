"""Help for the pages before an office is open: a button and F1."""

from functools import partial

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QWidget

from jianxi_desktop.ui.help_page import open_help
from jianxi_desktop.ui.screen import Gate


def help_button(page: str, gate: Gate, parent: QWidget) -> QPushButton:
    """Make a button that opens a help page, and let F1 do the same."""
    button = QPushButton("帮助（F1）")
    button.setProperty("role", "link")
    act = partial(_show, page, gate, parent)
    button.clicked.connect(act)
    QShortcut(QKeySequence(QKeySequence.StandardKey.HelpContents), parent, act)
    return button


def _show(page: str, gate: Gate, parent: QWidget, *_checked: bool) -> None:
    open_help(gate.jobs, page, parent)
