"""F1, wherever one is: the page of the screen, of the dialog above it, of the field one is in."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QDialog

from jianxi_desktop.services.manual import LEDGER
from jianxi_desktop.ui.commands import Commands
from jianxi_desktop.ui.details import DetailDialog
from jianxi_desktop.ui.form import RecordForm
from jianxi_desktop.ui.form_screen import FormScreen
from jianxi_desktop.ui.help_dialogs import PAGES, DialogKeys
from jianxi_desktop.ui.help_page import open_help

if TYPE_CHECKING:
    from jianxi_desktop.ui.workbench import Workbench

_MARKED = "（必填）"


class HelpKeys(QObject):
    """Opens the manual at what is in front, which may be a dialog."""

    def __init__(self, desk: "Workbench") -> None:
        super().__init__(desk)
        self._desk = desk
        DialogKeys(desk, desk.jobs, self.page)

    def answer(self, commands: Commands) -> None:
        """Answer the commands of the menu 帮助."""
        commands.answer("help.page", self.open)
        commands.answer("help.book", partial(self._open_at, "welcome"))
        for page in ("where", "keys", "commands"):
            commands.answer(f"help.{page}", partial(self._open_at, page))

    def open(self) -> None:
        """Show the page of the screen in front, at the field one is in."""
        self._open_at(self.page())

    def page(self, dialog: QDialog | None = None) -> str:
        """Name the page of the screen in front or of a dialog above it."""
        if isinstance(dialog, DetailDialog):
            return _of_form(dialog.form)
        named = PAGES.get(type(dialog).__name__) if dialog is not None else None
        shown = self._desk.shown
        if named is None and isinstance(shown, FormScreen) and shown.form is not None:
            return _of_form(shown.form)
        return named or (shown.help_page() if shown is not None else "list")

    def _open_at(self, page: str) -> None:
        open_help(self._desk.jobs, page, self._desk)


def _of_form(form: RecordForm) -> str:
    """Name the page of a form's ledger, at the field that has the focus.

    An editor is called like the caption of its field.
    """
    page = f"{LEDGER}{form.ledger.key}"
    focused = QApplication.focusWidget()
    if focused is None or not form.isAncestorOf(focused):
        return page
    return f"{page}#{focused.accessibleName().removesuffix(_MARKED)}"
