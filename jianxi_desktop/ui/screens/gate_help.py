"""Help for the pages before an office is open, and for the dialogs above them: a button and F1."""

from collections.abc import Callable
from functools import partial

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QPushButton, QWidget

from jianxi_desktop.ui.help_dialogs import PAGES, DialogKeys
from jianxi_desktop.ui.help_page import open_help
from jianxi_desktop.ui.screen import Gate


def help_button(page: Callable[[], str], gate: Gate, parent: QWidget) -> QPushButton:
    """Make a button that opens the manual, and let F1 do the same, in dialogs above it too.

    Args:
        page: Names the page about what is shown now.
        gate: What the parent may use.
        parent: The page that stands before an office is open.
    """
    button = QPushButton("帮助（F1）")
    button.setProperty("role", "link")
    act = partial(_show, page, gate, parent)
    button.clicked.connect(act)
    QShortcut(QKeySequence(QKeySequence.StandardKey.HelpContents), parent, act)
    DialogKeys(parent, gate.jobs, partial(_page_of, page))
    return button


def _show(page: Callable[[], str], gate: Gate, parent: QWidget, *_checked: bool) -> None:
    open_help(gate.jobs, page(), parent)


def _page_of(page: Callable[[], str], dialog: QDialog) -> str:
    return PAGES.get(type(dialog).__name__) or page()
