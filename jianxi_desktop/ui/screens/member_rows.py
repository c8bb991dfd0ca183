"""A table of members on a page made by hand: rows of finished text; Enter opens one."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from jianxi_desktop.ui.screens.table import CellPainter
from jianxi_desktop.ui.theme import colour, columns_of, line_height

_Index = QModelIndex | QPersistentModelIndex
_ROLE = Qt.ItemDataRole
_NOWHERE = QModelIndex()


@dataclass(frozen=True)
class Shown:
    """One row.

    Attributes:
        person: The member.
        cells: What stands in each column.
        ink: Colour of the last column's words; empty: as the others.
    """

    person: UUID
    cells: tuple[str, ...]
    ink: str = ""


class MemberModel(QAbstractTableModel):
    """Shows rows under captions; the first columns stand at the left, numbers in the middle."""

    def __init__(
        self, captions: Sequence[str], left: Sequence[int], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._captions, self._left = tuple(captions), frozenset(left)
        self.rows: Sequence[Shown] = ()

    def show_rows(self, rows: Sequence[Shown]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        """Override: count the rows."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        """Override: count the columns."""
        return 0 if parent.isValid() else len(self._captions)

    def data(self, index: _Index, role: int = _ROLE.DisplayRole) -> object:
        """Override: give a cell's words and looks."""
        if not index.isValid():
            return None
        row, column = self.rows[index.row()], index.column()
        if role in (_ROLE.DisplayRole, _ROLE.ToolTipRole):
            return row.cells[column]
        if role == _ROLE.TextAlignmentRole:
            return self._alignment(column)
        last = column == len(self._captions) - 1
        return colour(row.ink) if role == _ROLE.ForegroundRole and last and row.ink else None

    def headerData(self, place: int, way: Qt.Orientation, role: int = _ROLE.DisplayRole) -> object:
        """Override: give the captions, and the numbers of the rows."""
        across = way == Qt.Orientation.Horizontal
        if role == _ROLE.DisplayRole:
            return self._captions[place] if across else str(place + 1)
        return self._alignment(place) if across and role == _ROLE.TextAlignmentRole else None

    def _alignment(self, column: int) -> int:
        side = Qt.AlignmentFlag.AlignLeft if column in self._left else Qt.AlignmentFlag.AlignHCenter
        return int(side | Qt.AlignmentFlag.AlignVCenter)


class MemberTable(QTableView):
    """The view of such rows.

    Signals:
        chosen: A row was asked for; the member.
    """

    chosen = Signal(object)

    def __init__(
        self,
        columns: Sequence[tuple[str, float]],
        left: Sequence[int] = (0,),
        parent: QWidget | None = None,
    ) -> None:
        """Make it.

        Args:
            columns: Caption and width in Chinese letters of each column.
            left: Columns whose words stand at the left.
            parent: What it stands in.
        """
        super().__init__(parent)
        self.model_ = MemberModel([caption for caption, _width in columns], left, self)
        self.setModel(self.model_)
        self.setItemDelegate(CellPainter(self))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setShowGrid(False)
        labels = self.verticalHeader()
        labels.setDefaultSectionSize(line_height(self))
        labels.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        across = self.horizontalHeader()
        across.setHighlightSections(False)
        across.setStretchLastSection(True)
        for place, (_caption, width) in enumerate(columns):
            self.setColumnWidth(place, columns_of(self, width))
        self.doubleClicked.connect(self._choose)

    def show_rows(self, rows: Sequence[Shown]) -> None:
        """Show other rows; the place in the list is kept."""
        at = max(self.currentIndex().row(), 0)
        self.model_.show_rows(rows)
        if rows:
            self.setCurrentIndex(self.model_.index(min(at, len(rows) - 1), 0))

    def person(self) -> UUID | None:
        """Give the member whose row has the focus."""
        at = self.currentIndex()
        return self.model_.rows[at.row()].person if at.isValid() else None

    def _choose(self, index: QModelIndex) -> None:
        self.chosen.emit(self.model_.rows[index.row()].person)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override: Enter opens a row, as a double click does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._choose(self.currentIndex())
            return
        super().keyPressEvent(event)
