"""The question which tasks of a symposium are handed out: to whom, how, by when."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QPushButton,
    QTableView,
    QWidget,
)

from jianxi_desktop.domain.calendar import DayProblemError, read_day
from jianxi_desktop.services.symposium import Report
from jianxi_desktop.services.symposium_making import NewTask
from jianxi_desktop.ui.screens.parts import (
    captioned,
    choices,
    dialog_column,
    row_of,
    section,
    wrapped,
)
from jianxi_desktop.ui.screens.rows_model import RowsModel
from jianxi_desktop.ui.screens.symposium_dialogs import Asking
from jianxi_desktop.ui.theme import as_hint, colour, columns_of, line_height

_Index = QModelIndex | QPersistentModelIndex
_ROLE = Qt.ItemDataRole
_NOWHERE: Final = QModelIndex()
NAME, CONTENT, MEASURE, PERSON, DUE, EVIDENCE = range(6)
_WIDTHS: Final = {NAME: 10, MEASURE: 11, PERSON: 4.6, DUE: 6.4, EVIDENCE: 8}
_ROOM: Final = 0.94  # of the window
_EDITED_BY: Final = (
    QAbstractItemView.EditTrigger.DoubleClicked
    | QAbstractItemView.EditTrigger.EditKeyPressed
    | QAbstractItemView.EditTrigger.AnyKeyPressed
    | QAbstractItemView.EditTrigger.SelectedClicked
)
_ASKED: Final = (
    "打勾的列进交办台账，责任单位是汇报单位。任务、措施、责任人、时限、"
    "要什么佐证都可以在这里改，按 F2 或直接输入。"
)


@dataclass
class _Row:
    """One task as it is going to be."""

    report: UUID
    name: str
    wanted: bool
    texts: list[str]  # content, measure, person, due day, evidence


class TasksModel(RowsModel):
    """Rows of tasks; all but the name of the organisation is edited in place.

    Signals:
        counted: Another number of rows is ticked.
    """

    captions = ("责任单位", "任务", "具体措施", "责任人", "完成时限", "佐证要求")
    counted = Signal(int)

    def __init__(self, tasks: Sequence[NewTask], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: list[_Row] = [
            _Row(
                each.report,
                each.name,
                wanted=True,
                texts=[each.content, each.measure, each.duty_person, each.due_on, each.evidence],
            )
            for each in tasks
        ]

    def wanted(self) -> list[NewTask]:
        """Give the rows that are ticked."""
        return [
            NewTask(
                row.report,
                row.name,
                content=row.texts[CONTENT - 1],
                measure=row.texts[MEASURE - 1],
                duty_person=row.texts[PERSON - 1],
                due_on=row.texts[DUE - 1],
                evidence=row.texts[EVIDENCE - 1],
            )
            for row in self.rows
            if row.wanted
        ]

    def add(self, report: Report, due_on: str) -> int:
        """Add an empty row for a report, after its others; give its place."""
        same = [place for place, row in enumerate(self.rows) if row.report == report.id]
        place = same[-1] + 1 if same else len(self.rows)
        texts = ["", "", report.speaker, report.due_on or due_on, ""]
        self.beginInsertRows(_NOWHERE, place, place)
        self.rows.insert(place, _Row(report.id, report.name, wanted=True, texts=texts))
        self.endInsertRows()
        self._tell()
        return place

    def count(self) -> int:
        """Count the rows that are ticked."""
        return sum(row.wanted for row in self.rows)

    def _tell(self) -> None:
        self.tell()
        self.counted.emit(self.count())

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Override: the first column is ticked, the others are edited."""
        usual = super().flags(index)
        if not index.isValid():
            return usual
        if index.column() == NAME:
            return usual | Qt.ItemFlag.ItemIsUserCheckable
        return usual | Qt.ItemFlag.ItemIsEditable

    def data(self, index: _Index, role: int = _ROLE.DisplayRole) -> object:
        """Override: give what stands in a cell."""
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == _ROLE.CheckStateRole and index.column() == NAME:
            return Qt.CheckState.Checked if row.wanted else Qt.CheckState.Unchecked
        if role in (_ROLE.DisplayRole, _ROLE.EditRole, _ROLE.ToolTipRole):
            return row.name if index.column() == NAME else row.texts[index.column() - 1]
        if role == _ROLE.ForegroundRole and not row.wanted:
            return colour("ink-faint")
        return None

    def setData(self, index: _Index, value: object, role: int = _ROLE.EditRole) -> bool:
        """Override: take a tick, or what was typed; a day as people write it."""
        if not index.isValid():
            return False
        row = self.rows[index.row()]
        if role == _ROLE.CheckStateRole:
            row.wanted = Qt.CheckState(value) == Qt.CheckState.Checked
        elif role == _ROLE.EditRole:
            text = str(value).strip()
            row.texts[index.column() - 1] = _day(text) if index.column() == DUE else text
        else:
            return False
        self._tell()
        return True


class TasksDialog(Asking):
    """Shows the tasks that reports took home; stays open until they are in the work plan.

    Signals:
        wanted: The ticked rows; call ``accept`` or ``refuse`` when it is known.
    """

    wanted = Signal(object)

    def __init__(
        self,
        parent: QWidget,
        theme: str,
        tasks: Sequence[NewTask],
        reports: Sequence[Report],
        due_on: str,
    ) -> None:
        super().__init__(parent, "交办任务", "", "先不交办")
        self._due_on = due_on
        self.rows = TasksModel(tasks, self)
        self.table = QTableView()
        self.places = QComboBox()
        for each in reports:
            self.places.addItem(each.name, each)
        self.more = QPushButton("加一项")
        self._make_table()
        column = dialog_column(self)
        column.addWidget(section(f"“{theme}”交办的任务"))
        column.addWidget(as_hint(wrapped(_ASKED)))
        column.addWidget(self.table, 1)
        column.addWidget(choices(captioned("另交办给", self.places), self.more))
        column.addWidget(self.problem)
        column.addLayout(row_of(None, self.go, self.stay))
        wanted = QSize(columns_of(self, 72), line_height(self) * 19)
        self.resize(wanted.boundedTo(parent.window().size() * _ROOM))
        self.rows.counted.connect(self._count)
        self.more.clicked.connect(self._add)
        self._count(self.rows.count())
        if self.rows.rows:
            self.table.setCurrentIndex(self.rows.index(0, CONTENT))
        self.table.setFocus()

    def ask(self) -> None:
        """Hand on the rows that are ticked."""
        self.table.setFocus()  # an editor that is open gives what was typed
        self.problem.hide()
        if not self.begin():
            return
        self.go.setEnabled(False)
        self.wanted.emit(self.rows.wanted())

    def _make_table(self) -> None:
        table = self.table
        table.setModel(self.rows)
        table.setAccessibleName("交办的任务")
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(round(line_height(self) * 1.15))
        table.setShowGrid(False)
        table.setTabKeyNavigation(False)
        table.setWordWrap(False)
        table.setEditTriggers(_EDITED_BY)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        for place, characters in _WIDTHS.items():
            table.setColumnWidth(place, columns_of(self, characters + 1.2))
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(CONTENT, QHeaderView.ResizeMode.Stretch)

    def _add(self) -> None:
        place = self.rows.add(self.places.currentData(), self._due_on)
        index = self.rows.index(place, CONTENT)
        self.table.setCurrentIndex(index)
        self.table.edit(index)

    def _count(self, number: int) -> None:
        self.go.setText(f"交办 {number} 项任务")
        self.go.setEnabled(number > 0)


def _day(typed: str) -> str:
    """Give a day as it is kept; what is none stays, for the service to say why."""
    try:
        return read_day(typed) if typed else ""
    except DayProblemError:
        return typed
