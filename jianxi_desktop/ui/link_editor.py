"""The editor of a link: the other record is found by typing."""

from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit

from jianxi_desktop.services import records
from jianxi_desktop.ui.editor import Editor
from jianxi_desktop.ui.screen import Desk
from jianxi_desktop.ui.theme import icon


class LinkEditor(Editor):
    """Finds another record by what is typed and shows its caption."""

    def __init__(self, desk: Desk, target: str) -> None:
        super().__init__()
        self._desk, self._target = desk, target
        self._id: UUID | None = None
        self._found: list[tuple[UUID, str]] = []
        self.line = _LinkLine()
        self.line.setPlaceholderText("输入名称或拼音首字母查找")
        self.line.addAction(
            icon("down"), QLineEdit.ActionPosition.TrailingPosition
        ).triggered.connect(self._list_all)
        self._names = QStringListModel(self)
        self._completer = QCompleter(self._names, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setMaxVisibleItems(12)
        self._completer.setWidget(self.line)
        self._completer.activated.connect(self._take_name)
        self.hold(self.line)
        self.line.textEdited.connect(self._search)
        self.line.asked.connect(self._list_all)
        self.line.editingFinished.connect(self._settle)

    def raw(self) -> object:
        """Override: the identity of the record, else what is written."""
        return self._id if self._id is not None else self.line.text().strip()

    def show_value(self, value: Any) -> None:
        """Override: the caption, which comes from the worker."""
        self._id = value
        self.line.setText("" if value is None else "…")
        if value is not None:
            self._desk.jobs.run(
                partial(records.caption_of, self._desk.office, self._target, value),
                partial(self._show_caption, value),
            )

    def put_back(self, typed: Any) -> None:
        """Override: the record that was found, or what was written to find one."""
        if isinstance(typed, UUID):
            self.show_value(typed)
        else:
            self._id = None
            self.line.setText(str(typed or ""))

    def _show_caption(self, record_id: UUID, caption: str) -> None:
        if self._id == record_id:
            self.line.setText(caption)
            self.line.setCursorPosition(0)

    def _search(self, words: str) -> None:
        self._id = None
        self._ask(words)
        self.changed.emit()

    def _list_all(self) -> None:
        self._ask("")

    def _ask(self, words: str) -> None:
        self._desk.jobs.run_newest(
            f"link.{id(self)}",
            partial(records.list_choices, self._desk.office, self._target, words),
            self._offer,
        )

    def _offer(self, found: list[tuple[UUID, str]]) -> None:
        self._found = found
        self._names.setStringList([caption for _, caption in found])
        if self.line.hasFocus() and found:
            self._completer.complete()

    def _take_name(self, name: str) -> None:
        popup = self._completer.popup()
        row = popup.currentIndex().row() if popup is not None else -1
        same = [n for n, (_, caption) in enumerate(self._found) if caption == name]
        if same:
            self._take(row if row in same else same[0])

    def _take(self, place: int) -> None:
        self._id, caption = self._found[place]
        self.line.setText(caption)
        self.changed.emit()
        self.left.emit()

    def _settle(self) -> None:
        """Take a name typed in full, if it is one record's only."""
        text = self.line.text().strip()
        same = [n for n, (_, caption) in enumerate(self._found) if caption == text]
        if self._id is None and text and len(same) == 1:
            self._take(same[0])
        else:
            self.left.emit()


class _LinkLine(QLineEdit):
    """A line that asks for all choices when Down is pressed.

    Signals:
        asked: Down was pressed.
    """

    asked = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override: Down opens the choices."""
        if event.key() == Qt.Key.Key_Down:
            self.asked.emit()
        else:
            super().keyPressEvent(event)
