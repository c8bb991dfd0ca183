"""The left of the manual: its contents by areas, or what was found in it."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from jianxi_desktop.services.manual import Found, Page
from jianxi_desktop.ui.theme import as_hint, columns_of

_KEY: Final = Qt.ItemDataRole.UserRole
_STEPS: Final = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class ManualContents(QWidget):
    """Leads to the pages.

    Attributes:
        words: What is looked for.
        tree: The contents.
        found: Where the words stand.

    Signals:
        chosen: A page was chosen in the contents; its key.
        picked: A place that was found was chosen.
        asked: The words changed.
        entered: Enter was pressed on the words.
    """

    chosen = Signal(str)
    picked = Signal(object)
    asked = Signal(str)
    entered = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.words, self.tree, self.found = QLineEdit(), QTreeWidget(), QListWidget()
        self.words.setPlaceholderText("在说明书里查找")
        self.words.setAccessibleName("在说明书里查找")
        self.words.setClearButtonEnabled(True)
        self.words.installEventFilter(self)
        self.tree.setHeaderHidden(True)
        self.tree.setAccessibleName("目录")
        self.found.setAccessibleName("找到的地方")
        self.found.setWordWrap(True)
        self.found.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.found.setSpacing(2)
        self.told = as_hint(QLabel())
        self._stack = QStackedWidget()
        self._stack.addWidget(self.tree)
        self._stack.addWidget(self.found)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(columns_of(self, 0.5))
        for part in (self.words, self.told, self._stack):
            column.addWidget(part)
        self.told.hide()
        self._items: dict[str, QTreeWidgetItem] = {}
        self.tree.currentItemChanged.connect(self._choose)
        self.found.currentItemChanged.connect(self._pick)
        self.found.itemClicked.connect(self._pick)
        self.words.textChanged.connect(self._ask)
        self.words.returnPressed.connect(self.entered)

    def fill(self, pages: Sequence[Page]) -> None:
        """Show the contents of these pages."""
        self.tree.clear()
        parts: dict[str, QTreeWidgetItem] = {}
        for page in pages:
            if page.part not in parts:
                parts[page.part] = QTreeWidgetItem(self.tree, [page.part])
                parts[page.part].setFlags(Qt.ItemFlag.ItemIsEnabled)
            item = QTreeWidgetItem(parts[page.part], [page.title])
            item.setData(0, _KEY, page.key)
            self._items[page.key] = item

    def show_key(self, key: str) -> None:
        """Show in the contents which page is open."""
        item = self._items.get(key)
        if item is None:
            return
        self.tree.blockSignals(True)  # noqa: FBT003 - Qt takes it by place
        for place in range(self.tree.topLevelItemCount()):
            part = self.tree.topLevelItem(place)
            if part is not None:
                part.setExpanded(part is item.parent())
        self.tree.setCurrentItem(item)
        self.tree.blockSignals(False)  # noqa: FBT003 - Qt takes it by place
        self.tree.scrollToItem(item)

    def show_found(self, found: Sequence[Found]) -> None:
        """Show what was found, the best first, which is opened at once."""
        self.found.clear()
        for each in found:
            where = f"{each.title} › {each.heading}" if each.heading else each.title
            item = QListWidgetItem(f"{where}\n{each.excerpt}")
            item.setData(_KEY, each)
            self.found.addItem(item)
        told = f"找到 {len(found)} 处" if found else "没有找到，换个词试试。"
        near = bool(found) and found[0].near
        self.told.setText(f"没有正好这样写的，相近的 {len(found)} 处" if near else told)
        self.found.setCurrentRow(0)

    def step(self, way: int) -> bool:
        """Go to the next place that was found or the one before; tell whether there is one."""
        row = self.found.currentRow() + way
        if not 0 <= row < self.found.count():
            return False
        self.found.setCurrentRow(row)
        return True

    @property
    def searching(self) -> bool:
        """Whether words are looked for."""
        return bool(self.words.text().strip())

    def _ask(self, words: str) -> None:
        searching = bool(words.strip())
        self._stack.setCurrentWidget(self.found if searching else self.tree)
        self.told.setVisible(searching)
        self.asked.emit(words)

    def _choose(self, item: QTreeWidgetItem | None) -> None:
        key = item.data(0, _KEY) if item is not None else None
        if key:
            self.chosen.emit(key)

    def _pick(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.picked.emit(item.data(_KEY))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Override: up and down move in what was found while one types."""
        if watched is self.words and isinstance(event, QKeyEvent):
            step = _STEPS.get(Qt.Key(event.key()))
            if event.type() == QEvent.Type.KeyPress and step is not None and self.searching:
                self.step(step)
                return True
        return super().eventFilter(watched, event)
