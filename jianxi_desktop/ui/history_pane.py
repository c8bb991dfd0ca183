"""The history of a record beside its form: who, when, what stood there, what came in its place."""

from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
)
from shiboken6 import isValid

from jianxi_desktop.domain.rights import Right
from jianxi_desktop.schema.ledger import Ledger
from jianxi_desktop.services.history import HistoryLine, history_of
from jianxi_desktop.ui.history_dialog import HistoryDialog
from jianxi_desktop.ui.history_lines import Entry, entries_of, revert, revertible
from jianxi_desktop.ui.memory import Memory
from jianxi_desktop.ui.screen import Desk
from jianxi_desktop.ui.theme import as_hint, as_quiet, columns_of, icon

WIDTH = 22  # characters
_WIDE = 78  # characters of the page from which form and history have room side by side
_NARROW = 52  # and below which the form needs it all
_KEPT = "form/history"  # in the memory of this PC
_UNSAID, _WANTED, _UNWANTED = 0, 1, 2
_MOST = 300  # changes that are listed; older ones stand in the page of the history
_NEW = "保存以后，这里看得到谁在什么时候改了什么。"
_OLDER = "更早的，在列表里选中这条记录按 Ctrl+H 看。"


class HistoryPane(QFrame):
    """Lists the changes of one record, the newest first; read when it is seen.

    Attributes:
        list: A line for each change, and below it one for each field.
        revert: Gives a field the value again that stood there before the chosen change.

    Signals:
        left: The person goes back to the form.
    """

    left = Signal()

    def __init__(self, desk: Desk, ledger: Ledger, memory: Memory | None = None) -> None:
        """Show nothing yet.

        Args:
            desk: The desk.
            ledger: The ledger of the record.
            memory: Remembers whether the person wants it; without that a wide window shows it.
        """
        super().__init__()
        self._desk, self._ledger, self._memory = desk, ledger, memory
        self._record: UUID | None = None
        self._stale = True
        self._room = 0
        self._entries: list[Entry | None] = []
        self.setObjectName("beside")
        self.setFixedWidth(columns_of(self, WIDTH))
        self.list = QListWidget()
        self.list.setAccessibleName("历史")
        self.list.setWordWrap(True)
        self.list.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.list.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.hint = as_hint(QLabel(_NEW))
        self.revert = QPushButton("恢复这个值")
        self.revert.setVisible(Right.EDIT in desk.office.account.rights)
        self.revert.clicked.connect(self._revert)
        self.list.currentItemChanged.connect(self._choose)
        self._lay_out()
        self._choose()

    def turn(self, name: str) -> None:
        """Show it and bring the keys to it; where they are already, put it away.

        On a page too narrow for both it opens above the form.

        Args:
            name: What the record is called.
        """
        if self._record is not None and self._room < columns_of(self, _NARROW):
            HistoryDialog(self.window(), self._desk, self._ledger, self._record, name).open()
        elif self.isVisible() and self.list.hasFocus():
            self._close()
        else:
            self._want(_WANTED)
            self.list.setFocus(Qt.FocusReason.TabFocusReason)

    def fit(self, room: int) -> None:
        """Be seen where it is wanted, or nobody said and a page so wide has room for it."""
        kept = self._memory.number(_KEPT, _UNSAID) if self._memory is not None else _UNSAID
        self._room = room
        wide = room >= columns_of(self, _WIDE)
        wanted = kept == _WANTED and room >= columns_of(self, _NARROW)
        self.setVisible(wanted or (kept == _UNSAID and wide))

    def about(self, record: UUID | None) -> None:
        """Show the history of a record, read again; ``None``: of one that is not saved yet."""
        self._record, self._stale = record, True
        self.read()

    def read(self) -> None:
        """Read what is not read yet, if it is seen."""
        if not self.isVisible() or not self._stale:
            return
        self._stale = False
        if self._record is None:
            self._show([])
            return
        work = partial(history_of, self._desk.office, self._ledger, self._record)
        self._desk.jobs.run_newest(f"history.{id(self)}", work, self._show)

    def entry(self) -> Entry | None:
        """Give the change that is chosen."""
        row = self.list.currentRow()
        return self._entries[row] if 0 <= row < len(self._entries) else None

    def words(self) -> list[str]:
        """Give the lines that are shown."""
        return [self.list.item(row).text() for row in range(self.list.count())]

    def _lay_out(self) -> None:
        title = QLabel("历史")
        title.setProperty("role", "section")
        close = as_quiet(QPushButton())
        close.setIcon(icon("close"))
        close.setToolTip("收起历史（Ctrl+H）")
        close.setAccessibleName("收起历史")
        close.clicked.connect(self._close)
        head = QHBoxLayout()
        head.addWidget(title, 1)
        head.addWidget(close)
        column = QVBoxLayout(self)
        pad = columns_of(self, 0.6)
        column.setContentsMargins(pad, pad, pad, pad)
        column.addLayout(head)
        column.addWidget(self.list, 1)
        column.addWidget(self.hint)
        column.addWidget(self.revert)

    def _close(self) -> None:
        self._want(_UNWANTED)
        self.left.emit()

    def _want(self, wanted: int) -> None:
        if self._memory is not None:
            self._memory.keep_number(_KEPT, wanted)
        self.setVisible(wanted == _WANTED)

    def _show(self, lines: list[HistoryLine]) -> None:
        self.list.clear()
        self._entries = []
        for entry in entries_of(lines[:_MOST]):
            if entry.first:
                self._add(_head(entry.line), None)
            if entry.change is not None:
                change = entry.change
                old = f"{change.old} → " if change.old else ""
                self._add(f"{change.caption}：{old}{change.new or '（空）'}", entry)
        self.hint.setText(_NEW if not lines else _OLDER)
        self.hint.setVisible(not lines or len(lines) > _MOST)
        self.list.setVisible(bool(lines))
        self._choose()

    def _add(self, text: str, entry: Entry | None) -> None:
        item = QListWidgetItem(text)
        if entry is None:
            font = QFont(self.list.font())
            font.setBold(True)
            item.setFont(font)
        item.setToolTip(text)
        self._entries.append(entry)
        self.list.addItem(item)

    def _choose(self) -> None:
        change = revertible(self._desk, self.entry())
        self.revert.setEnabled(change is not None)
        words = "选中一项，可以恢复原来的值"
        if change is not None:
            words = f"把“{change.caption}”恢复为“{change.old or '空'}”"
        self.revert.setToolTip(words)

    def _revert(self) -> None:
        revert(self._desk, self.entry(), self._read_again)

    def _read_again(self) -> None:
        if isValid(self):  # the form may have been left meanwhile
            self._stale = True
            self.read()

    def showEvent(self, event: QShowEvent) -> None:
        """Override: what is seen is read."""
        super().showEvent(event)
        self.read()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override: Esc leads back to the form."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


def _head(line: HistoryLine) -> str:
    reason = f"（{line.reason}）" if line.reason else ""
    pc = "" if line.pc == "本机" else f"　{line.pc}"
    return f"{line.when:%Y-%m-%d %H:%M}　{line.who}{pc}\n{line.action}{reason}"
