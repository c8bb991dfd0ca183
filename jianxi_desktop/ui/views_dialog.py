"""The dialogs of lists kept under a name: what one is to be called, and which there are."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from jianxi_desktop.services.list_views import LONGEST_NAME
from jianxi_desktop.ui.theme import as_hint, as_primary, as_title, columns_of

_NAME = Qt.ItemDataRole.UserRole


class NameDialog(QDialog):
    """Asks for a name."""

    def __init__(
        self, parent: QWidget, about: str, given: str, named: Callable[[str], None]
    ) -> None:
        """Make it.

        Args:
            parent: The page.
            about: What is to be named, in words.
            given: A name to begin with.
            named: Takes the name.
        """
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("存为常用列表")
        self._named = named
        self.name = QLineEdit(given)
        self.name.setMaxLength(LONGEST_NAME)
        self.name.setAccessibleName("名称")
        self.name.selectAll()
        self.go = as_primary(QPushButton("存起来"))
        self.go.setDefault(True)
        stay = QPushButton("不存")
        column = _column(self)
        column.addWidget(as_title(QLabel("这个列表叫什么？")))
        column.addWidget(as_hint(QLabel(about)))
        column.addWidget(self.name)
        column.addLayout(_row(None, self.go, stay))
        self.name.textChanged.connect(self._look)
        self.go.clicked.connect(self._take)
        stay.clicked.connect(self.reject)
        self.setMinimumWidth(columns_of(self, 28))
        self._look()
        self.name.setFocus()

    def _look(self) -> None:
        self.go.setEnabled(bool(self.name.text().strip()))

    def _take(self) -> None:
        name = self.name.text()
        self.accept()
        self._named(name)


class ViewsDialog(QDialog):
    """Shows the lists that are kept; each is renamed in its line or forgotten.

    Signals:
        renamed: A list has another name: the one before, and the new one.
        dropped: A list is to go; its name.
    """

    renamed = Signal(str, str)
    dropped = Signal(str)

    def __init__(self, parent: QWidget, lines: Sequence[tuple[str, str]]) -> None:
        """Make it.

        Args:
            parent: The page.
            lines: Name of each list and what it is, in words.
        """
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("整理常用列表")
        self.names = QListWidget()
        self.names.setAccessibleName("常用列表")
        for name, about in lines:
            item = QListWidgetItem(name)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
            item.setData(_NAME, name)
            item.setToolTip(about)
            self.names.addItem(item)
        self.about = as_hint(QLabel())
        self.rename, self.drop = QPushButton("改名"), QPushButton("删除")
        self.rename.setToolTip("改名（F2）")
        close = as_primary(QPushButton("好了"))
        column = _column(self)
        column.addWidget(self.names, 1)
        column.addWidget(self.about)
        column.addLayout(_row(self.rename, self.drop, None, close))
        for button in (self.rename, self.drop, close):
            button.setAutoDefault(False)
        self.names.itemChanged.connect(self._take)
        self.names.currentRowChanged.connect(self._look)
        self.rename.clicked.connect(lambda: self.names.editItem(self.names.currentItem()))
        self.drop.clicked.connect(self._drop)
        close.clicked.connect(self.accept)
        self.setMinimumSize(columns_of(self, 30), columns_of(self, 18))
        self.names.setCurrentRow(0)
        self._look()
        self.names.setFocus()

    def _look(self, _row: int = 0) -> None:
        item = self.names.currentItem()
        none = "还没有存过常用列表。在台账里按 Ctrl+Shift+S 存一个。"
        self.about.setText(item.toolTip() if item is not None else none)
        for button in (self.rename, self.drop):
            button.setEnabled(item is not None)

    def _take(self, item: QListWidgetItem) -> None:
        """Hand a new name on; one that is empty or another's is taken back."""
        before, name = str(item.data(_NAME)), " ".join(item.text().split())
        others = {self.names.item(n).data(_NAME) for n in range(self.names.count())} - {before}
        if not name or name in others or len(name) > LONGEST_NAME:
            item.setText(before)
        elif name != before:
            item.setData(_NAME, name)
            self.renamed.emit(before, name)

    def _drop(self) -> None:
        item = self.names.takeItem(self.names.currentRow())
        self.dropped.emit(str(item.data(_NAME)))
        self._look()


def _column(dialog: QDialog) -> QVBoxLayout:
    edge = columns_of(dialog, 1)
    column = QVBoxLayout(dialog)
    column.setContentsMargins(edge, edge, edge, edge)
    column.setSpacing(edge // 2)
    return column


def _row(*parts: QWidget | None) -> QHBoxLayout:
    row = QHBoxLayout()
    for part in parts:
        if part is None:
            row.addStretch(1)
        else:
            row.addWidget(part)
    return row
