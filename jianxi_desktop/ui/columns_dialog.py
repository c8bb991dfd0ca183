"""The dialog in which a person says which columns a list shows, and in which order."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QDropEvent, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from jianxi_desktop.schema.fields import Field
from jianxi_desktop.ui.theme import as_hint, as_primary, as_quiet, columns_of, icon

_KEY = Qt.ItemDataRole.UserRole


class ColumnsDialog(QDialog):
    """Shows the columns that may be shown at the left and those that are at the right.

    Signals:
        chosen: Keys of the columns in their order.
    """

    chosen = Signal(object)

    def __init__(
        self,
        parent: QWidget,
        fields: Sequence[Field[Any]],
        shown: Sequence[str],
        usual: Sequence[str],
        fixed: str,
    ) -> None:
        """Make it.

        Args:
            parent: The page.
            fields: All columns there could be, in their order.
            shown: Keys of those that are shown.
            usual: Keys of those that are shown where nobody chose.
            fixed: Key of the one that names the record, and stays.
        """
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("选择列")
        self._captions = {field.key: field.caption for field in fields}
        self._usual, self._fixed = tuple(usual), fixed
        self.search = QLineEdit()
        self.search.setPlaceholderText("查找列名")
        self.search.setAccessibleName("查找列名")
        self.search.setClearButtonEnabled(True)
        self.others, self.shown = _Keys("不显示的列"), _Order("显示的列")
        self.add, self.drop = _button("right", "显示"), _button("left", "不显示")
        self.up, self.down = _button("up", "上移"), _button("lower", "下移")
        self.add.setToolTip("显示选中的列（回车）")
        self.drop.setToolTip("不显示选中的列（Del）")
        self.up.setToolTip("往前移一列（Alt+↑）")
        self.down.setToolTip("往后移一列（Alt+↓）")
        self.reset = as_quiet(QPushButton("恢复默认的列"))
        self.go = as_primary(QPushButton("就这样显示"))
        self.stay = QPushButton("不改了")
        self._lay_out()
        self._connect()
        self.show_keys(shown)
        self.search.setFocus()

    def keys(self) -> tuple[str, ...]:
        """Give the columns as they are chosen now."""
        return self.shown.keys()

    def show_keys(self, shown: Sequence[str]) -> None:
        """Show a choice of columns."""
        self.shown.fill((key, self._captions[key]) for key in shown)
        self._fill_others()
        self._look()

    def take_in(self) -> None:
        """Show the columns that are marked at the left, behind the one marked at the right."""
        taken = [item for item in self.others.selectedItems() if not item.isHidden()]
        place = self.shown.currentRow() + 1 if self.shown.currentRow() >= 0 else self.shown.count()
        for item in taken:
            self.shown.put(place, str(item.data(_KEY)), item.text())
            place += 1
        if taken:
            self.shown.setCurrentRow(place - 1)
            at = self.others.row(taken[0])
            self._fill_others()
            self.others.setCurrentRow(min(at, self.others.count() - 1))
            self._look()

    def take_out(self) -> None:
        """Show those no more that are marked at the right; the record's name stays."""
        for item in self.shown.selectedItems():
            if item.data(_KEY) != self._fixed and self.shown.count() > 1:
                self.shown.takeItem(self.shown.row(item))
        self._fill_others()
        self._look()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override: Enter in a list moves a column over; Ctrl+Enter is done."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self._choose()
            elif self.shown.hasFocus() or self.others.hasFocus() or self.search.hasFocus():
                self.take_in()
            else:
                super().keyPressEvent(event)
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        edge = columns_of(self, 1)
        grid = QGridLayout()
        grid.setHorizontalSpacing(edge)
        grid.addWidget(_head("不显示的列", self.others), 0, 0)
        grid.addWidget(_head("显示的列，从左到右", self.shown), 0, 2)
        grid.addWidget(self.search, 1, 0)
        grid.addWidget(self.others, 2, 0)
        grid.addWidget(self.shown, 1, 2, 2, 1)
        between = QVBoxLayout()
        between.addStretch(1)
        for button in (self.add, self.drop, self.up, self.down):
            between.addWidget(button)
        between.addStretch(1)
        grid.addLayout(between, 1, 1, 2, 1)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(2, 1)
        buttons = QHBoxLayout()
        buttons.addWidget(self.reset)
        buttons.addStretch(1)
        buttons.addWidget(self.go)
        buttons.addWidget(self.stay)
        column = QVBoxLayout(self)
        column.setContentsMargins(edge, edge, edge, edge)
        column.addLayout(grid, 1)
        hint = "右边的可以拖动换次序，也可以按 Alt+↑、Alt+↓。只在这台电脑上记住。"
        column.addWidget(as_hint(QLabel(hint)))
        column.addLayout(buttons)
        self.setMinimumSize(columns_of(self, 40), columns_of(self, 24))

    def _connect(self) -> None:
        self.search.textChanged.connect(self._find)
        self.search.returnPressed.connect(self.take_in)
        self.others.itemDoubleClicked.connect(self.take_in)
        self.shown.itemDoubleClicked.connect(self.take_out)
        self.shown.unwanted.connect(self.take_out)
        for view in (self.others, self.shown):
            view.itemSelectionChanged.connect(self._look)
        self.add.clicked.connect(self.take_in)
        self.drop.clicked.connect(self.take_out)
        self.up.clicked.connect(lambda: self.shown.move_by(-1))
        self.down.clicked.connect(lambda: self.shown.move_by(1))
        self.reset.clicked.connect(lambda: self.show_keys(self._usual))
        self.go.setAutoDefault(False)
        self.go.clicked.connect(self._choose)
        self.stay.clicked.connect(self.reject)

    def _fill_others(self) -> None:
        there = set(self.shown.keys())
        rest = ((key, name) for key, name in self._captions.items() if key not in there)
        with QSignalBlocker(self.others):
            self.others.fill(rest)
        self._find(self.search.text())

    def _find(self, words: str) -> None:
        """Leave those at the left whose captions hold the words."""
        wanted, first = words.strip(), -1
        for row in range(self.others.count()):
            item = self.others.item(row)
            item.setHidden(wanted not in item.text())
            if first < 0 and not item.isHidden():
                first = row
        self.others.setCurrentRow(first)
        self._look()

    def _look(self) -> None:
        chosen = self.shown.selectedItems()
        self.add.setEnabled(any(not item.isHidden() for item in self.others.selectedItems()))
        self.drop.setEnabled(any(item.data(_KEY) != self._fixed for item in chosen))
        self.up.setEnabled(bool(chosen))
        self.down.setEnabled(bool(chosen))

    def _choose(self) -> None:
        self.chosen.emit(self.keys())
        self.accept()


class _Keys(QListWidget):
    """Columns by their captions."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)

    def fill(self, columns: Any) -> None:
        """Show these columns in place of the others."""
        self.clear()
        for key, caption in columns:
            self.put(self.count(), key, caption)

    def put(self, place: int, key: str, caption: str) -> None:
        """Put a column in."""
        item = QListWidgetItem(caption)
        item.setData(_KEY, key)
        self.insertItem(place, item)

    def keys(self) -> tuple[str, ...]:
        """Give the keys in their order."""
        return tuple(str(self.item(row).data(_KEY)) for row in range(self.count()))


class _Order(_Keys):
    """Columns whose order is changed by dragging or by Alt with the arrows.

    Signals:
        unwanted: What is marked is to go.
    """

    unwanted = Signal()

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)

    def move_by(self, step: int) -> None:
        """Move what is marked one place on or back."""
        rows = sorted((self.row(item) for item in self.selectedItems()), reverse=step > 0)
        ends = (rows[0] + step if rows else -1) if rows else -1
        if not rows or not 0 <= ends < self.count():
            return
        current = self.currentItem()
        for row in rows:
            item = self.takeItem(row)
            self.insertItem(row + step, item)
            item.setSelected(True)
        self.setCurrentItem(current)
        for row in rows:
            self.item(row + step).setSelected(True)

    def dropEvent(self, event: QDropEvent) -> None:
        """Override: what comes from elsewhere is no column."""
        if event.source() is self:
            super().dropEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override: Alt with an arrow moves, Delete takes out."""
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if event.modifiers() & Qt.KeyboardModifier.AltModifier and event.key() in steps:
            self.move_by(steps[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.unwanted.emit()
        else:
            super().keyPressEvent(event)


def _button(symbol: str, text: str) -> QPushButton:
    button = QPushButton(text)
    button.setIcon(icon(symbol))
    button.setAutoDefault(False)
    return button


def _head(text: str, view: QWidget) -> QLabel:
    label = QLabel(text)
    label.setBuddy(view)
    return label
