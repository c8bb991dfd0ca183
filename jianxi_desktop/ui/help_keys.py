"""F1, wherever one is: the page of the screen, of the dialog above it, of the field one is in."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from jianxi_desktop.services.manual import LEDGER
from jianxi_desktop.ui.details import DetailDialog
from jianxi_desktop.ui.form import RecordForm
from jianxi_desktop.ui.form_screen import FormScreen
from jianxi_desktop.ui.help_page import HelpDialog, open_help

if TYPE_CHECKING:
    from jianxi_desktop.ui.workbench import Workbench

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
    "TrustDialog": "package",
    "LostDialog": "package",
    "RecoveryDialog": "accounts",
}
_MARKED = "（必填）"


class HelpKeys(QObject):
    """Opens the manual at what is in front; gives every dialog a key for it too.

    A shortcut of the window is deaf while a dialog stands above it, so each dialog gets its own
    when the focus first comes into it.
    """

    def __init__(self, desk: "Workbench") -> None:
        super().__init__(desk)
        self._desk = desk
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow)

    def open(self) -> None:
        """Show the page of the screen in front, at the field one is in."""
        open_help(self._desk.jobs, self.page(), self._desk)

    def page(self, dialog: QDialog | None = None) -> str:
        """Name the page of the screen in front or of a dialog above it."""
        if isinstance(dialog, DetailDialog):
            return _of_form(dialog.form)
        named = PAGES.get(type(dialog).__name__) if dialog is not None else None
        shown = self._desk.shown
        if named is None and isinstance(shown, FormScreen) and shown.form is not None:
            return _of_form(shown.form)
        return named or (shown.help_page() if shown is not None else "list")

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
        open_help(self._desk.jobs, self.page(dialog), dialog)


def _of_form(form: RecordForm) -> str:
    """Name the page of a form's ledger, at the field that has the focus.

    An editor is called like the caption of its field.
    """
    page = f"{LEDGER}{form.ledger.key}"
    focused = QApplication.focusWidget()
    if focused is None or not form.isAncestorOf(focused):
        return page
    return f"{page}#{focused.accessibleName().removesuffix(_MARKED)}"
