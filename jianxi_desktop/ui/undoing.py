"""Ctrl+Z for what was saved: takes back a person's last action and says what that was."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

from jianxi_desktop.domain.rights import Right
from jianxi_desktop.errors import ConflictError
from jianxi_desktop.services import history
from jianxi_desktop.services.history import Undone
from jianxi_desktop.ui.report_error import describe_error, show_report

if TYPE_CHECKING:
    from jianxi_desktop.ui.window import Window
    from jianxi_desktop.ui.workbench import Workbench

T = TypeVar("T")
_FRESH = 5_000  # milliseconds
_KEYS = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)


class Undoing(QObject):
    """Undoes and does again; an editor with something typed in it keeps the keys for itself."""

    def __init__(self, desk: "Workbench", window: "Window") -> None:
        super().__init__(desk)
        self._desk, self._window = desk, window
        self._steps = 0
        self._since = QElapsedTimer()
        application = QApplication.instance()
        assert isinstance(application, QApplication)  # noqa: S101 - there are widgets
        application.focusChanged.connect(self._follow)

    def look(self) -> None:
        """Find out what would be taken back, for the menu to say."""
        if Right.EDIT in self._desk.office.account.rights:
            work = partial(history.next_undo, self._desk.office)
            self._desk.jobs.run_newest("undo.title", work, self._name)

    def undo(self) -> None:
        """Take the last action back, unless the page holds what is not saved yet."""
        if self._desk.unsaved():
            self._desk.warn("这一页有修改还没有保存。请先保存或放弃，再撤销上一步。")
            return
        self._run(partial(history.undo_last, self._desk.office), self._say_undone)

    def redo(self) -> None:
        """Do again what was taken back last."""
        self._run(partial(history.redo_last, self._desk.office), self._say_redone)

    def _run(self, work: Callable[[], Undone], done: Callable[[Undone], None]) -> None:
        """One step after another; a key pressed again while one waits for long work is no more."""
        if not (self._steps and self._desk.jobs.held):
            self._steps += 1
            self._desk.jobs.run(
                work, partial(self._end, done), partial(self._end, self._say_refused)
            )

    @property
    def is_fresh(self) -> bool:
        """Whether the last step is so new that what it did is still being shown."""
        return self._since.isValid() and self._since.elapsed() < _FRESH

    def _end(self, then: Callable[[T], None], outcome: T) -> None:
        self._steps -= 1
        self._since.start()
        then(outcome)

    def _name(self, title: str | None) -> None:
        action = self._desk.commands.action("record.undo")
        action.setText(f"撤销上一步（{title.replace('&', '&&')}）" if title else "撤销上一步")

    def _say_undone(self, done: Undone) -> None:
        self._desk.changed(done.touched)
        self._desk.notice(
            f"已撤销 {done.when:%m月%d日 %H:%M} 的{_said(done)}。",
            undo=self.redo,
            undo_text="恢复",
        )

    def _say_redone(self, done: Undone) -> None:
        self._desk.changed(done.touched)
        self._desk.notice(f"已恢复{_said(done)}。")

    def _say_refused(self, error: Exception) -> None:
        if isinstance(error, ConflictError) and error.details:
            show_report(describe_error(error), self._window)
        else:
            self._desk.report(error)

    def _follow(self, before: QWidget | None, now: QWidget | None) -> None:
        """Watch the keys of the editor that has the focus."""
        if isinstance(before, QLineEdit | QPlainTextEdit):
            before.removeEventFilter(self)
        if isinstance(now, QLineEdit | QPlainTextEdit):
            now.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Override: an editor with nothing of its own to take back lets the keys pass."""
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        if event.key() in (Qt.Key.Key_Z, Qt.Key.Key_Y) and any(map(event.matches, _KEYS)):
            return not _has_own(watched)
        return False


def _said(done: Undone) -> str:
    """Say what was taken back or done again: the action, whose record, how many."""
    about = f"（{done.about}）" if done.about else ""
    return f"“{done.title}”{about}，涉及 {done.records} 条记录"


def _has_own(editor: QObject) -> bool:
    """Tell whether an editor can take something back, or do it again, by itself."""
    if isinstance(editor, QLineEdit):
        return editor.isUndoAvailable() or editor.isRedoAvailable()
    if isinstance(editor, QPlainTextEdit):
        document = editor.document()
        return document.isUndoAvailable() or document.isRedoAvailable()
    return False
