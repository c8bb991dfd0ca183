"""The steps a person takes with a return at the desk: figures, completing, handing in, deciding."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from jianxi_desktop.domain.return_states import STEPS
from jianxi_desktop.services import filing
from jianxi_desktop.services.filing_page import FilingPage, PageLine
from jianxi_desktop.services.history import Undone
from jianxi_desktop.services.return_figures import write_number
from jianxi_desktop.ui.removal import Why, ask_why
from jianxi_desktop.ui.screens import return_work
from jianxi_desktop.ui.screens.return_dialogs import CompleteDialog, FigureDialog

_SAID = {
    "edit": "数字已保存，合计和勾稽关系已重新计算。",
    "complete": "填报完成。核对无误后按“上报”。",
    "submit": "已上报，数字定下来了；以后记录再变，上报的数不变。",
    "take_back": "已撤回，可以修改后重新上报。",
    "give_back": "已退回，填报单位会看到原因。",
    "accept": "已接收。",
    "lock": "已归档。",
}

if TYPE_CHECKING:
    from jianxi_desktop.ui.screen import Desk

GIVE_BACK = Why(
    "退回报表",
    "退回这份报表？",
    "填报单位会看到原因，改好后重新上报。",
    ("与台账不一致，请核对", "勾稽关系不符，请核对", "漏填，请补齐", "口径不对，请按填报说明修改"),
    "退回",
    "不退回",
)


def said_of(step: str) -> str:
    """Say that a step was taken and what comes next."""
    return _SAID[step]


class Steps(QObject):
    """Takes steps with what a page shows and says what was done."""

    def __init__(
        self, widget: QWidget, desk: "Desk", shown: Callable[[], FilingPage | None]
    ) -> None:
        """Make it.

        Args:
            widget: What dialogs stand before.
            desk: Where work runs.
            shown: Gives the return that is shown.
        """
        super().__init__(widget)
        self._widget, self._desk, self._shown = widget, desk, shown

    def take(self, key: str) -> None:
        """Begin a step: ask what has to be asked, then do it."""
        page = self._shown()
        if page is None or key not in page.steps:
            return
        if key == "complete":
            self._ask_complete(page)
        elif key == "submit":
            self._ask_submit(page)
        elif key == "give_back":
            ask_why(self._widget, GIVE_BACK, partial(self._give_back, page.filing.id))
        else:
            work = partial(return_work.SIMPLE[key], self._desk.office, page.filing.id)
            self._desk.jobs.run(work, partial(self._done, key))

    def ask_figure(self, line: PageLine) -> None:
        """Ask for a figure; one that is computed is explained by the service."""
        page = self._shown()
        if page is None:
            return
        if line.kind == "formula":
            self._desk.warn(
                f"“{line.name}”由别的数字算出，不能直接改。请改算出它的各项，它会跟着变。"
            )
            return

        def save(number: str, reason: str, dialog: FigureDialog) -> None:
            self._set({line.key: number}, reason, dialog)

        FigureDialog(self._widget, line, save, partial(self._clear, line)).open()

    def type_in(self, key: str, text: str) -> None:
        """Keep a number that was typed into the grid."""
        self._set({key: text}, "", None)

    def take_last(self) -> None:
        """Type the numbers of the period before where nothing is typed yet."""
        page = self._shown()
        if page is None:
            return
        wanted = {
            each.key: write_number(each.last) or ""
            for each in page.lines
            if each.kind == "typed" and each.value is None and each.last is not None
        }
        if wanted:
            self._set(wanted, "", None)
        else:
            self._desk.warn("没有可以照填的：手填的数字都已填写，或上期没有填过。")

    def type_noughts(self) -> None:
        """Type nought where nothing is typed yet."""
        page = self._shown()
        if page is not None:
            empty = [each.key for each in page.lines if each.kind == "typed" and each.value is None]
            if empty:
                self._set(dict.fromkeys(empty, "0"), "", None)

    def begin(self, then: Callable[[UUID], None]) -> None:
        """Begin the filing where nobody did, then go on with it."""
        page = self._shown()
        if page is None:
            return
        if page.begun:
            then(page.filing.id)
            return
        work = partial(return_work.begun, self._desk.office, page)
        self._desk.jobs.run(work, partial(self._begun, then))

    def _begun(self, then: Callable[[UUID], None], one: UUID) -> None:
        self._desk.changed(frozenset({"return_filing"}))
        then(one)

    def _set(self, given: Mapping[str, str], reason: str, dialog: FigureDialog | None) -> None:
        page = self._shown()
        if page is None:
            return
        work = partial(return_work.set_figures, self._desk.office, page, given, reason)
        failed = dialog.refuse if dialog is not None else self._desk.report

        def done(touched: frozenset[str]) -> None:
            if dialog is not None:
                dialog.accept()
            self._done("edit", touched)

        self._desk.jobs.run(work, done, failed)

    def _clear(self, line: PageLine, dialog: FigureDialog) -> None:
        page = self._shown()
        if page is None:
            return
        work = partial(filing.clear_figure, self._desk.office, page.filing.id, line.key)

        def done(touched: frozenset[str]) -> None:
            dialog.accept()
            self._done("edit", touched)

        self._desk.jobs.run(work, done, dialog.refuse)

    def _ask_complete(self, page: FilingPage) -> None:
        def go(told: dict[str, str], dialog: CompleteDialog) -> None:
            work = partial(return_work.complete, self._desk.office, page, told)
            self._run_long(work, "complete", dialog)

        CompleteDialog(self._widget, page, self._desk.office.user, go).open()

    def _ask_submit(self, page: FilingPage) -> None:
        def go(told: dict[str, str], dialog: CompleteDialog) -> None:
            work = partial(return_work.submit, self._desk.office, page, told["explanation"] or None)
            self._run_long(work, "submit", dialog)

        CompleteDialog(self._widget, page, self._desk.office.user, go, "上报").open()

    def _run_long(
        self,
        work: Callable[..., frozenset[str]],
        step: str,
        dialog: CompleteDialog,
    ) -> None:
        def done(touched: frozenset[str]) -> None:
            dialog.accept()
            self._done(step, touched)

        self._desk.jobs.run_long(work, done, dialog.refuse, title=f"正在{STEPS[step].text}")

    def _give_back(self, filing_id: UUID, reason: str) -> None:
        work = partial(filing.give_back, self._desk.office, filing_id, reason)
        self._desk.jobs.run(work, partial(self._done, "give_back"))

    def _done(self, step: str, touched: frozenset[str]) -> None:
        self._desk.changed(touched)
        self._desk.notice(_SAID[step], undo=self._undo)

    def _undo(self) -> None:
        self._desk.jobs.run(partial(return_work.undo, self._desk.office), self._undone)

    def _undone(self, done: Undone) -> None:
        self._desk.changed(done.touched)
        self._desk.notice(f"已撤销“{done.title}”。")
