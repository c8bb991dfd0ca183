"""Who was at an activity: one line a member, one key a mark."""

from collections.abc import Mapping
from functools import partial
from typing import Any, Final
from uuid import UUID

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableView,
    QVBoxLayout,
)

from jianxi_desktop.schema.fields import Choice
from jianxi_desktop.schema.ledger import Ledger, Values
from jianxi_desktop.services import attendance
from jianxi_desktop.services.attendance import Attendee, Marks
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.records import Saved, Saver, Seen, save_record
from jianxi_desktop.ui.listing import NOWHERE, Index
from jianxi_desktop.ui.screen import Desk
from jianxi_desktop.ui.theme import as_hint, colour, columns_of, line_height

_LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_ON, _OFF = "●", "○"
_MOST: Final = 14  # rows seen without scrolling


class AttendanceTable(QAbstractTableModel):
    """Members in rows, the states and the reason in columns."""

    def __init__(self, field: Choice, reason: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.codes = tuple(field.options.labels)
        self.captions = ("姓名", *field.options.labels.values(), reason)
        self._people: list[Attendee] = []
        self._marks: dict[UUID, tuple[str | None, str]] = {}

    @property
    def marks(self) -> dict[UUID, tuple[str | None, str]]:
        """State and reason by person."""
        return dict(self._marks)

    def show_people(self, people: list[Attendee]) -> None:
        """Show who is expected and what is recorded; who was exempt last time begins so."""
        self.beginResetModel()
        self._people = people
        self._marks = {p.person: (p.state or p.usual, p.reason or "") for p in people}
        self.endResetModel()

    def mark(self, row: int, code: str) -> None:
        """Record the state of one member."""
        person = self._people[row].person
        self._marks[person] = (code, self._marks[person][1])
        self.dataChanged.emit(self.index(row, 0), self.index(row, self.columnCount() - 1))

    def clear(self, row: int) -> None:
        """Take back the mark of one member that was not recorded yet."""
        person = self._people[row]
        if person.state is None:
            self._marks[person.person] = (None, self._marks[person.person][1])
            self.dataChanged.emit(self.index(row, 0), self.index(row, self.columnCount() - 1))

    def take_marks(self, marks: Mapping[UUID, tuple[str | None, str]]) -> None:
        """Record what was recorded elsewhere, of those who are listed here."""
        self.beginResetModel()
        self._marks |= {person: mark for person, mark in marks.items() if person in self._marks}
        self.endResetModel()

    def mark_rest(self, code: str) -> None:
        """Record a state for everyone who has none yet."""
        for person, (state, reason) in self._marks.items():
            if state is None:
                self._marks[person] = (code, reason)
        if self._people:
            last = self.index(self.rowCount() - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def count(self, code: str | None) -> int:
        """Count the members with a state."""
        return sum(state == code for state, _ in self._marks.values())

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """Override."""
        return 0 if parent.isValid() else len(self._people)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        """Override."""
        return 0 if parent.isValid() else len(self.captions)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Override."""
        if not index.isValid():
            return None
        person = self._people[index.row()]
        state, reason = self._marks[person.person]
        column = index.column()
        is_state = 0 < column <= len(self.codes)
        chosen = is_state and self.codes[column - 1] == state
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return (_ON if chosen else _OFF) if is_state else reason if column else person.name
        if role == Qt.ItemDataRole.TextAlignmentRole and is_state:
            return Qt.AlignmentFlag.AlignCenter
        if role == Qt.ItemDataRole.ForegroundRole and is_state:
            return QColor(colour("accent" if chosen else "line-strong"))
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Override: the reason is typed."""
        if role != Qt.ItemDataRole.EditRole or index.column() != len(self.captions) - 1:
            return False
        person = self._people[index.row()].person
        self._marks[person] = (self._marks[person][0], str(value).strip())
        self.dataChanged.emit(index, index)
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Override."""
        flags = super().flags(index)
        if index.isValid() and index.column() == len(self.captions) - 1:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """Override."""
        across = orientation == Qt.Orientation.Horizontal
        if not across:  # the numbers of the printed sheet
            return str(section + 1) if role == Qt.ItemDataRole.DisplayRole else None
        if across and role == Qt.ItemDataRole.DisplayRole and section < len(self.captions):
            key = f"　{section}" if 0 < section <= len(self.codes) else ""
            return f"{self.captions[section]}{key}"
        if across and role == Qt.ItemDataRole.TextAlignmentRole:
            ends = section in (0, len(self.captions) - 1)
            return _LEFT if ends else Qt.AlignmentFlag.AlignCenter
        return None


class _MarkView(QTableView):
    """Takes the keys 1 to 4, 0 for all who are left, and Backspace.

    Signals:
        marked: A key was pressed on a row; row and number of the state from 0.
        rest_marked: The first state is wanted for everyone who has none.
        cleared: The mark of a row is to go; its row.
    """

    marked = Signal(int, int)
    rest_marked = Signal()
    cleared = Signal(int)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Override: who comes here by keys marks the first one at once."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self.setCurrentIndex(self.model().index(0, 1))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override: a number marks the row and goes on to the next."""
        index = self.currentIndex()
        states = self.model().columnCount() - 2
        if not index.isValid() or index.column() == states + 1 or not self._take(event, index):
            super().keyPressEvent(event)

    def _take(self, event: QKeyEvent, index: QModelIndex) -> bool:
        """Do what a key means on a row; tell whether it means something."""
        number = event.key() - int(Qt.Key.Key_1)
        if 0 <= number < self.model().columnCount() - 2:
            self.marked.emit(index.row(), number)
            below = self.model().index(index.row() + 1, index.column())
            if below.isValid():
                self.setCurrentIndex(below)
        elif event.key() == Qt.Key.Key_Space:
            self.marked.emit(index.row(), max(index.column() - 1, 0))
        elif event.key() == Qt.Key.Key_0:
            self.rest_marked.emit()
        elif event.key() == Qt.Key.Key_Backspace:
            self.cleared.emit(index.row())
        else:
            return False
        return True


class AttendancePanel(QFrame):
    """The attendance of one activity; saved together with its form.

    Signals:
        changed: A mark was made or taken back.
    """

    changed = Signal()

    def __init__(self, desk: Desk, ledger: Ledger, activity: UUID) -> None:
        super().__init__()
        self._desk, self._activity = desk, activity
        field = ledger.fields["state"]
        assert isinstance(field, Choice)  # noqa: S101 - the ledger says so
        self.table = AttendanceTable(field, ledger.fields["reason"].caption, self)
        self.view = _MarkView()
        self.view.setModel(self.table)
        self.counts = QLabel()
        self.all_present = QPushButton("其余到会")
        self.all_present.setToolTip("没有记的都记为到会（在名单里按 0）")
        self._before = self.table.marks
        self._kept: Mapping[UUID, tuple[str | None, str]] = {}
        self._lay_out(ledger.title)
        self.all_present.clicked.connect(self._mark_all)
        self.view.clicked.connect(self._click)
        self.view.marked.connect(self._mark)
        self.view.rest_marked.connect(self._mark_all)
        self.view.cleared.connect(self.table.clear)
        self.table.dataChanged.connect(self._show_counts)

    @property
    def dirty(self) -> bool:
        """Whether marks were made and not saved."""
        return self.table.marks != self._before

    def resume(self, marks: Mapping[UUID, tuple[str | None, str]]) -> None:
        """Make these marks again as soon as the people are read: the window was locked since."""
        self._kept = marks

    def freeze(self) -> None:
        """Let the marks be read and not be changed."""
        self.all_present.hide()
        self.view.setEnabled(False)

    def reload(self) -> None:
        """Read the attendance again."""
        work = partial(attendance.attendance_of, self._desk.office, self._activity)
        self._desk.jobs.run(work, self._fill)

    def saver(self) -> Saver:
        """Give what saves the form and these marks as one."""
        marks = {
            person: (state, reason or None)
            for person, (state, reason) in self.table.marks.items()
            if state is not None
        }
        return partial(_save_with_marks, marks)

    def forget(self) -> None:
        """Hold what stands here for saved."""
        self._before = self.table.marks

    def _lay_out(self, title: str) -> None:
        self.head = QLabel(title)
        self.head.setProperty("role", "section")
        self.counts.setProperty("role", "hint")
        row = QHBoxLayout()
        row.addWidget(self.head)
        row.addWidget(self.counts)
        row.addStretch(1)
        row.addWidget(self.all_present)
        keys = "、".join(
            f"{n} {label}" for n, label in enumerate(self.table.captions[1:-1], start=1)
        )
        self.view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.view.verticalHeader().setDefaultSectionSize(line_height(self))
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.view.setShowGrid(False)
        self.view.setTabKeyNavigation(False)
        across = self.view.horizontalHeader()
        across.setStretchLastSection(True)
        across.setHighlightSections(False)
        across.setFixedHeight(line_height(self) + 2)
        for column, caption in enumerate(self.table.captions[:-1]):
            across.resizeSection(column, columns_of(self, max(len(caption) + 4, 6)))
        column_box = QVBoxLayout(self)
        column_box.setContentsMargins(0, 0, 0, columns_of(self, 0.6))
        column_box.addLayout(row)
        column_box.addWidget(
            as_hint(
                QLabel(f"点选，或按数字键：{keys}，按下后自动到下一人；0 其余都到会，退格键取消。")
            )
        )
        column_box.addWidget(self.view)

    def _fill(self, people: list[Attendee]) -> None:
        self.table.show_people(people)
        self.setTabOrder(self.view, self.all_present)  # one comes to mark people one by one
        self._before = self.table.marks
        kept, self._kept = self._kept, {}
        self.table.take_marks(kept)
        rows = min(max(len(people), 2), _MOST) + 1
        self.view.setFixedHeight(rows * line_height(self.view) + columns_of(self, 1))
        self._show_counts()

    def _show_counts(self) -> None:
        table = self.table
        parts = [f"共 {table.rowCount()} 人"]
        for code, label in zip(table.codes, table.captions[1:-1], strict=True):
            parts.append(f"{label} {table.count(code)}")
        if table.count(None):
            parts.append(f"未记 {table.count(None)}")
        self.counts.setText("　".join(parts))
        self.changed.emit()

    def _mark_all(self) -> None:
        self.table.mark_rest(self.table.codes[0])

    def _mark(self, row: int, number: int) -> None:
        self.table.mark(row, self.table.codes[number])

    def _click(self, index: QModelIndex) -> None:
        if 0 < index.column() <= len(self.table.codes):
            self.table.mark(index.row(), self.table.codes[index.column() - 1])


def _save_with_marks(
    marks: Marks, office: Office, ledger: Ledger, values: Values, seen: Seen | None
) -> Saved:
    if seen is None:  # attendance is shown once the activity is there
        return save_record(office, ledger, values)
    return attendance.record_attendance(office, seen.id, seen.version, marks, values)
