"""The history of one record: who wrote what, when, where; each earlier value can come back."""

from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from jianxi_desktop.domain.rights import Right
from jianxi_desktop.schema.ledger import Ledger
from jianxi_desktop.services.history import HistoryLine, history_of
from jianxi_desktop.ui.history_lines import Entry, entries_of, revert, revertible
from jianxi_desktop.ui.screen import Desk
from jianxi_desktop.ui.screens.table import Column, Line, TextTable
from jianxi_desktop.ui.theme import as_hint, as_title, columns_of, line_height

_COLUMNS = (
    Column("时间", 9),
    Column("谁", 5),
    Column("电脑", 5),
    Column("做了什么", 6),
    Column("内容", 7),
    Column("原来", 11),
    Column("改为", 11),
    Column("原因", 10),
)


class HistoryDialog(QDialog):
    """Shows every change of a record, the newest first.

    Attributes:
        table: The changes, a line a field.
        revert: Gives a field the value again that stood there before the selected change.
    """

    def __init__(
        self, parent: QWidget, desk: Desk, ledger: Ledger, record: UUID, name: str
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("历史")
        self._desk, self._ledger, self._record = desk, ledger, record
        self.table = TextTable()
        self.table.setAccessibleName("历史")
        self.revert = QPushButton("恢复这个值")
        self.revert.setEnabled(False)
        self._can = Right.EDIT in desk.office.account.rights
        self.revert.setVisible(self._can)
        close = QPushButton("关闭")
        close.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addWidget(self.revert)
        buttons.addStretch(1)
        buttons.addWidget(close)
        column = QVBoxLayout(self)
        column.addWidget(as_title(QLabel(f"{ledger.title} · {name}")))
        column.addWidget(as_hint(QLabel("最近的在最上面。选中一行，可以把这一项恢复成原来的值。")))
        column.addWidget(self.table, 1)
        column.addLayout(buttons)
        self.table.selectionModel().currentRowChanged.connect(self._choose)
        self.revert.clicked.connect(self._revert)
        self.resize(
            min(columns_of(self, 82), parent.window().width() - columns_of(self, 2)),
            min(line_height(self) * 20, parent.window().height() - line_height(self) * 2),
        )
        self.read()

    def read(self) -> None:
        """Read the history, again after something was put back."""
        work = partial(history_of, self._desk.office, self._ledger, self._record)
        self._desk.jobs.run(work, self._show)

    def _show(self, lines: list[HistoryLine]) -> None:
        self.table.show_items(_COLUMNS, entries_of(lines), _words)
        self.table.setCurrentIndex(self.table.model().index(0, 0))
        self.table.setFocus()
        self._choose()

    def _current(self) -> Entry | None:
        index = self.table.currentIndex()
        found = self.table.rows.item(index.row()) if index.isValid() else None
        return found if isinstance(found, Entry) else None

    def _choose(self) -> None:
        change = revertible(self._desk, self._current())
        self.revert.setEnabled(change is not None)
        old = "" if change is None else f"：{change.caption}“{change.old or '空'}”"
        self.revert.setText(f"恢复这个值{old}")

    def _revert(self) -> None:
        revert(self._desk, self._current(), self.read)


def _words(entry: Entry) -> Line:
    line, change = entry.line, entry.change
    head = (f"{line.when:%Y-%m-%d %H:%M}", line.who, line.pc, line.action)
    field = (change.caption, change.old, change.new) if change is not None else ("", "", "")
    reason = line.reason if entry.first else ""
    return Line((*(head if entry.first else ("",) * 4), *field, reason), {5: "quiet"})
