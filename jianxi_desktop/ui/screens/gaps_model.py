"""The gaps of a round as rows to tick and to edit before they become problems."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QWidget

from jianxi_desktop.domain.calendar import DayProblemError, read_day
from jianxi_desktop.services.observation_problems import NewProblem, VisitGaps
from jianxi_desktop.ui.screens.rows_model import RowsModel
from jianxi_desktop.ui.theme import colour

_Index = QModelIndex | QPersistentModelIndex
_ROLE = Qt.ItemDataRole
_NOWHERE: Final = QModelIndex()
NAME, TITLE, PERSON, DUE = range(4)


@dataclass
class GapRow:
    """One gap as it is going to be.

    Attributes:
        visit: The visit that wrote it down.
        wanted: Whether it becomes a problem.
        title: What it is.
        person: Who answers for it.
        due_on: By when, as typed.
    """

    visit: VisitGaps
    wanted: bool
    title: str
    person: str
    due_on: str


class GapsModel(RowsModel):
    """Rows of gaps; all but the name of the community is edited in place.

    Signals:
        counted: Another number of rows is ticked.
    """

    captions = ("党组织", "问题", "责任人", "整改时限")
    counted = Signal(int)

    def __init__(self, gaps: Sequence[VisitGaps], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: list[GapRow] = [
            GapRow(each, wanted=True, title=title, person=each.duty_person, due_on=each.due_on)
            for each in gaps
            for title in each.titles
        ]

    def wanted(self) -> list[NewProblem]:
        """Give the rows that are ticked."""
        return [
            NewProblem(
                visit=row.visit.visit,
                title=row.title,
                due_on=row.due_on,
                duty_person=row.person or None,
            )
            for row in self.rows
            if row.wanted
        ]

    def tick_all(self, *, on: bool) -> None:
        """Tick every row, or none."""
        for row in self.rows:
            row.wanted = on
        self._tell()

    def set_due(self, day: str) -> None:
        """Give every ticked row one day."""
        for row in self.rows:
            if row.wanted:
                row.due_on = day
        self._tell()

    def add(self, gaps: VisitGaps) -> int:
        """Add an empty row for a visit, after its others; give its place."""
        same = [place for place, row in enumerate(self.rows) if row.visit.visit == gaps.visit]
        place = same[-1] + 1 if same else len(self.rows)
        self.beginInsertRows(_NOWHERE, place, place)
        row = GapRow(gaps, wanted=True, title="", person=gaps.duty_person, due_on=gaps.due_on)
        self.rows.insert(place, row)
        self.endInsertRows()
        self._tell()
        return place

    def _tell(self) -> None:
        self.tell()
        self.counted.emit(sum(row.wanted for row in self.rows))

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
            return (row.visit.name, row.title, row.person, row.due_on)[index.column()]
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
        elif role != _ROLE.EditRole:
            return False
        elif index.column() == TITLE:
            row.title = str(value).strip()
        elif index.column() == PERSON:
            row.person = str(value).strip()
        else:
            row.due_on = _day(str(value))
        self._tell()
        return True


def _day(typed: str) -> str:
    """Give a day as it is kept; what is none stays, for the service to say why."""
    try:
        return read_day(typed) if typed.strip() else ""
    except DayProblemError:
        return typed.strip()
