"""The records behind one figure of a return; each leads to its form."""

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLabel, QPushButton, QVBoxLayout, QWidget

from jianxi_desktop.services.return_records import RecordBehind, RecordsBehind
from jianxi_desktop.ui.screens.parts import row_of, section, wrapped
from jianxi_desktop.ui.screens.table import Column, Line, TextTable
from jianxi_desktop.ui.theme import as_hint, as_primary, columns_of, line_height

_WIDTHS = (5, 16)  # characters of a column, at least and at most
_LATIN = 0x2E7F  # the last character that is half as wide as a Chinese one
_LOOKED_AT = 50  # rows whose texts decide how wide a column is
_PART = {"sum": "计入数量", "distinct": "计入的值"}
_MOST_VALUES = 20  # that can be taken in at a glance


class BehindDialog(QDialog):
    """Lists records; a double click or Enter opens one."""

    def __init__(
        self, parent: QWidget, found: RecordsBehind, open_record: Callable[[str, UUID], None]
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._found, self._open_record = found, open_record
        figure = found.figure
        self.setWindowTitle(f"{figure.id} {figure.name}")
        self.head = section(f"{figure.name}：{figure.shown}")
        self.told = as_hint(QLabel(_told(found)))
        self.values = wrapped("；".join(f"{text} {n:,}条" for text, n in found.values))
        self.values.setVisible(0 < len(found.values) <= _MOST_VALUES)
        self.table = TextTable()
        self.table.setAccessibleName("记录")
        line_of = _with_part if _shows_part(found) else _without_part
        self.table.show_items(_columns(found, line_of), found.rows, line_of)
        self.table.doubleClicked.connect(self.open_current)
        if found.rows:
            self.table.selectRow(0)
        self.open_button = as_primary(QPushButton("打开记录"))
        self.open_button.setEnabled(bool(found.rows))
        self.open_button.clicked.connect(self.open_current)
        self.close_button = QPushButton("关闭")
        self.close_button.clicked.connect(self.reject)
        column = QVBoxLayout(self)
        for part in (self.head, self.told, self.values):
            column.addWidget(part)
        column.addWidget(self.table, 1)
        column.addLayout(row_of(None, self.open_button, self.close_button))
        self.resize(columns_of(self, 76), line_height(self) * 20)
        self.table.setFocus()

    def open_current(self) -> None:
        """Open the record that is chosen, and close the list."""
        index = self.table.currentIndex()
        if not index.isValid():
            return
        row = self.table.rows.item(index.row())
        self.accept()
        self._open_record(self._found.ledger.key, row.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override: Enter opens the record."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.open_current()
            return
        super().keyPressEvent(event)


def _told(found: RecordsBehind) -> str:
    shown = len(found.rows)
    text = f"{found.ledger.title}，共{found.total:,}条"
    if shown < found.total:
        text += f"，列出前{shown:,}条"
    return f"{text}。双击一条打开它。" if shown else f"{text}。"


def _shows_part(found: RecordsBehind) -> bool:
    """Tell whether what a record adds is to be seen, and not in a column of the list already."""
    listed = {key for key, _caption in found.columns}
    return found.of not in listed and any(row.part for row in found.rows)


def _columns(found: RecordsBehind, line_of: Callable[[object], Line]) -> list[Column]:
    captions = [caption for _key, caption in found.columns]
    if line_of is _with_part:
        captions.insert(0, _PART[found.way])
    looked_at = [line_of(row).cells for row in found.rows[:_LOOKED_AT]]
    return [
        Column(caption, _width([caption, *(cells[place] for cells in looked_at)]))
        for place, caption in enumerate(captions)
    ]


def _width(texts: list[str]) -> float:
    wide = (sum(1 if ord(each) > _LATIN else 0.6 for each in text) for text in texts)
    return min(max(_WIDTHS[0], *wide), _WIDTHS[1])


def _with_part(row: object) -> Line:
    assert isinstance(row, RecordBehind)  # noqa: S101 - the list is made of them
    return Line((row.part, *row.cells))


def _without_part(row: object) -> Line:
    assert isinstance(row, RecordBehind)  # noqa: S101 - the list is made of them
    return Line(row.cells)
