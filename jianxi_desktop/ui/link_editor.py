"""The editor of a link: the other record is found by typing."""

from collections.abc import Sequence
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from jianxi_desktop.services import records
from jianxi_desktop.services.suggestions import Linked, link_choices
from jianxi_desktop.ui.editor import Editor
from jianxi_desktop.ui.offering import Offering
from jianxi_desktop.ui.screen import Desk
from jianxi_desktop.ui.theme import icon


class LinkEditor(Editor):
    """Finds another record by what is typed and shows its caption.

    What was typed when the line is left is taken for the record it can only mean: the one that is
    called so, else the one that is chosen in the list, else the only one found.
    """

    def __init__(self, desk: Desk, target: str) -> None:
        super().__init__()
        self._desk, self._target = desk, target
        self._id: UUID | None = None
        self._found: tuple[Linked, ...] = ()
        self._words = ""
        self.line = OpeningLine()
        self.line.setPlaceholderText("输入名称或拼音首字母查找")
        self.line.setToolTip("↓ 列出全部")
        self.line.addAction(
            icon("down"), QLineEdit.ActionPosition.TrailingPosition
        ).triggered.connect(self._list_all)
        self.offering = Offering(self.line, first=True)
        self.offering.taken.connect(self._take)
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
        if words.strip():
            self._ask(words)
        else:
            self.offering.hide()
        self.changed.emit()

    def _list_all(self) -> None:
        self.line.setFocus()
        self._ask("")

    def _ask(self, words: str) -> None:
        self._desk.jobs.run_newest(
            f"link.{id(self)}",
            partial(link_choices, self._desk.office, self._target, words),
            partial(self._offer, words),
        )

    def _offer(self, words: str, found: Sequence[Linked]) -> None:
        self._found, self._words = tuple(found), words.strip()
        self.offering.offer([each.told for each in found])
        if not self.line.hasFocus():
            self._settle()

    def _take(self, place: int) -> None:
        linked = self._found[place]
        self._id = linked.id
        self.line.setText(linked.caption)
        self.line.setCursorPosition(0)
        self.changed.emit()
        self.left.emit()

    def _settle(self) -> None:
        """Take what the words can only mean, once it is known what they find."""
        if self.offering.open:
            return
        place = self._meant(self.line.text().strip())
        if self._id is None and place is not None:
            self._take(place)
        else:
            self.left.emit()

    def _meant(self, text: str) -> int | None:
        if not text:
            return None
        called = [n for n, each in enumerate(self._found) if each.caption == text]
        if called:
            return called[0] if len(called) == 1 else None
        if text != self._words:
            return None
        return 0 if len(self._found) == 1 else self.offering.chosen


class OpeningLine(QLineEdit):
    """A line that asks for its choices when Down is pressed.

    Signals:
        asked: Down was pressed.
    """

    asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("keeps_down", True)  # noqa: FBT003 - Qt takes it by place

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override: Down opens the choices."""
        if event.key() == Qt.Key.Key_Down:
            self.asked.emit()
        else:
            super().keyPressEvent(event)
