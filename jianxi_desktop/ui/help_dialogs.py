"""F1 in dialogs: each gets a key of its own, and knows its page of the manual."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from jianxi_desktop.ui.help_page import HelpDialog, open_help
from jianxi_desktop.ui.jobs import Jobs

# What dialogs are about that is not what the screen below them is about.
PAGES: Final = {
    "FindBox": "find",
    "PaperDialog": "print",
    "PrintDialog": "print#选打印机",
    "PasswordDialog": "accounts#密码怎样设",
    "MinutesDialog": "unlock#离开座位",
    "DivisionsDialog": "tree#区划变了",
    "HistoryDialog": "form#历史",
    "EraseDialog": "form#依法彻底删除",
    "ClashDialog": "form#别人先改了这条记录",
    "MergeDialog": "list#合并两条记录",
    "DuplicatesDialog": "list#合并两条记录",
    "PictureDialog": "form#照片和文件",
    "DeedDialog": "tree#党组织变动的规则",
    "FillDialog": "list#一次办几条",
    "OutcomeDialog": "list#一次办几条",
    "ColumnsDialog": "list#列",
    "NameDialog": "list#常用列表",
    "ViewsDialog": "list#常用列表",
    "TrustDialog": "package#只做一次：互换名片",
    "LostDialog": "package#换密钥、撤销、电脑遗失",
    "RecoveryDialog": "welcome#恢复密钥",
}


class DialogKeys(QObject):
    """Gives every dialog a key for the manual.

    A shortcut of the window is deaf while a dialog stands above it, so each dialog gets its own
    when the focus first comes into it.
    """

    def __init__(self, below: QWidget, jobs: Jobs, page: Callable[[QDialog], str]) -> None:
        """Follow the focus.

        Args:
            below: What the dialogs stand over; no more is done when it goes.
            jobs: Where the manual is read.
            page: Names the page of a dialog.
        """
        super().__init__(below)
        self._jobs, self._page = jobs, page
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow)

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        window = now.window() if now is not None else None
        if not isinstance(window, QDialog) or isinstance(window, HelpDialog):
            return
        above = window.parentWidget()
        if window.property("helped") or above is None:
            return
        window.setProperty("helped", True)  # noqa: FBT003 - Qt takes it by place
        keys = QKeySequence(QKeySequence.StandardKey.HelpContents)
        QShortcut(keys, window, lambda: self._open_over(window))

    def _open_over(self, dialog: QDialog) -> None:
        open_help(self._jobs, self._page(dialog), dialog)
