"""The editor of several codes at once: a line of labels, and a list of check boxes below it."""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from jianxi_desktop.schema.kinds import PARTED, Several
from jianxi_desktop.ui.editor import Editor
from jianxi_desktop.ui.link_editor import OpeningLine
from jianxi_desktop.ui.theme import columns_of, icon, line_height

_MOST = 12  # boxes seen without scrolling


class SeveralEditor(Editor):
    """Takes labels as text, 、 between them, or from check boxes; Down opens those.

    Attributes:
        line: The labels.
        popup: The check boxes, while they are open; ``None`` otherwise.
    """

    def __init__(self, field: Several) -> None:
        super().__init__()
        self.field = field
        self.popup: CheckList | None = None
        self.line = OpeningLine()
        self.line.setPlaceholderText("可选几项")
        self.line.setToolTip("↓ 展开")
        self.line.addAction(
            icon("down"), QLineEdit.ActionPosition.TrailingPosition
        ).triggered.connect(self.open)
        self.hold(self.line)
        self.line.asked.connect(self.open)
        self.line.textEdited.connect(self.changed)
        self.line.editingFinished.connect(self.left)

    def raw(self) -> object:
        """Override: the text; the field knows the labels."""
        return self.line.text().strip()

    def show_value(self, value: Any) -> None:
        """Override: the labels."""
        self._write(self.field.show(value))

    def put_back(self, typed: Any) -> None:
        """Override: what was typed is a text."""
        self._write(str(typed or ""))

    def open(self) -> None:
        """Show the check boxes, those checked whose labels are written."""
        known = self.field.options.codes
        chosen = {known[part] for part in self._parts() if part in known}
        if self.popup is not None:
            self.popup.deleteLater()
        self.popup = CheckList(self, self.field.options.labels, chosen, self._take)
        self.popup.show_below(self.line)

    def _parts(self) -> list[str]:
        text = self.line.text().strip()
        if text in self.field.options.codes:
            return [text]
        return [part.strip() for part in PARTED.split(text) if part.strip()]

    def _take(self, chosen: set[str]) -> None:
        """Write the labels that are checked; a word that is none stays for the person to mend."""
        options = self.field.options
        ended = [p for p in self._parts() if options.codes.get(p, "") not in options.labels]
        labels = [label for code, label in options.labels.items() if code in chosen]
        self._write("、".join([*labels, *ended]))
        self.changed.emit()
        self.left.emit()

    def _write(self, text: str) -> None:
        self.line.setText(text)
        self.line.setCursorPosition(0)
        self.line.setToolTip(text)


class CheckList(QListWidget):
    """Check boxes over the page; Space checks, Enter and Esc close."""

    def __init__(
        self,
        parent: QWidget,
        labels: Mapping[str, str],
        chosen: set[str],
        changed: Callable[[set[str]], None],
    ) -> None:
        super().__init__(parent)
        self.setWindowFlags(Qt.WindowType.Popup)
        self._changed = changed
        for code, label in labels.items():
            item = QListWidgetItem(label)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            item.setData(Qt.ItemDataRole.UserRole, code)
            state = Qt.CheckState.Checked if code in chosen else Qt.CheckState.Unchecked
            item.setCheckState(state)
            self.addItem(item)
        self.setCurrentRow(0)
        self.itemClicked.connect(self.turn)

    def show_below(self, line: QLineEdit) -> None:
        """Open below a line, or above it where the screen ends."""
        rows = min(self.count(), _MOST)
        wide = max(line.width(), self.sizeHintForColumn(0) + columns_of(line, 3))
        high = rows * max(self.sizeHintForRow(0), line_height(line) // 2) + 4
        self.resize(wide, high)
        below = line.mapToGlobal(QPoint(0, line.height()))
        if below.y() + high > line.screen().availableGeometry().bottom():
            below = line.mapToGlobal(QPoint(0, -high))
        self.move(below)
        self.show()
        self.setFocus()

    def turn(self, item: QListWidgetItem) -> None:
        """Check a box, or take its check away."""
        checked = item.checkState() == Qt.CheckState.Checked
        item.setCheckState(Qt.CheckState.Unchecked if checked else Qt.CheckState.Checked)
        every = [self.item(row) for row in range(self.count())]
        chosen = {
            str(each.data(Qt.ItemDataRole.UserRole))
            for each in every
            if each.checkState() == Qt.CheckState.Checked
        }
        self._changed(chosen)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override: Space checks the box one stands on."""
        item = self.currentItem()
        if event.key() == Qt.Key.Key_Space and item is not None:
            self.turn(item)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            self.close()
        else:
            super().keyPressEvent(event)
