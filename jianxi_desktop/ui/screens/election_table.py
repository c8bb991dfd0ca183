"""The candidates of an election as rows: votes are typed, who is elected follows from them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from jianxi_desktop.services.election_records import Candidate
from jianxi_desktop.ui.screens.rows_model import RowsModel
from jianxi_desktop.ui.theme import colour, columns_of, line_height

_Index = QModelIndex | QPersistentModelIndex
_ROLE = Qt.ItemDataRole
_NOWHERE: Final = QModelIndex()
NAME, POST, FOR, AGAINST, ABSTAINED, ELECTED = range(6)
_VOTES: Final = {FOR: "votes_for", AGAINST: "votes_against", ABSTAINED: "abstentions"}
_WIDTHS: Final = (5.5, 6, 4.4, 5.4, 4.4, 5)
_MOST_VOTES: Final = 100_000


class CandidateModel(RowsModel):
    """Candidates with their votes.

    Signals:
        edited: A person changed something.
    """

    captions = ("姓名", "职务", "赞成票", "不赞成票", "弃权票", "当选")
    edited = Signal()

    def __init__(self, posts: Mapping[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.posts = dict(posts)
        self.frozen = False
        self._rows: list[Candidate] = []
        self._by_hand: list[bool] = []
        self.rows = self._rows

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        """Who stands, as it is shown."""
        return tuple(self._rows)

    def show_candidates(self, candidates: Sequence[Candidate], *, settled: bool) -> None:
        """Show other candidates; of a settled election votes decide nothing any more."""
        self.beginResetModel()
        self._rows = list(candidates)
        self._by_hand = [settled] * len(candidates)
        self.rows = self._rows
        self.endResetModel()

    def elect(self, places: Sequence[int]) -> None:
        """Mark who is elected by votes; whom a person marked stays as he is."""
        for at, row in enumerate(self._rows):
            if not self._by_hand[at]:
                counted = row.votes_for is not None
                self._rows[at] = replace(row, elected=(at in places) if counted else None)
        self.tell()

    def add(self, candidate: Candidate) -> int:
        """Add a candidate at the end; give his place."""
        place = len(self._rows)
        self.beginInsertRows(_NOWHERE, place, place)
        self._rows.append(candidate)
        self._by_hand.append(False)
        self.endInsertRows()
        self.edited.emit()
        return place

    def drop(self, place: int) -> None:
        """Take a candidate out."""
        self.beginRemoveRows(_NOWHERE, place, place)
        del self._rows[place], self._by_hand[place]
        self.endRemoveRows()
        self.edited.emit()

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Override: the last column is ticked, the others are typed."""
        usual = super().flags(index)
        if not index.isValid() or self.frozen:
            return usual
        if index.column() == ELECTED:
            return usual | Qt.ItemFlag.ItemIsUserCheckable
        return usual | Qt.ItemFlag.ItemIsEditable

    def data(self, index: _Index, role: int = _ROLE.DisplayRole) -> object:
        """Override: give what stands in a cell."""
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], index.column()
        if role == _ROLE.CheckStateRole and column == ELECTED:
            return Qt.CheckState.Checked if row.elected else Qt.CheckState.Unchecked
        if role in (_ROLE.DisplayRole, _ROLE.ToolTipRole):
            return self._text(row, column)
        if role == _ROLE.EditRole:
            return row.post if column == POST else self._text(row, column)
        if role == _ROLE.TextAlignmentRole and column in _VOTES:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role == _ROLE.FontRole and row.elected:
            font = QFont()
            font.setBold(True)
            return font
        return colour("good") if role == _ROLE.ForegroundRole and row.elected else None

    def headerData(self, place: int, way: Qt.Orientation, role: int = _ROLE.DisplayRole) -> object:
        """Override: number the candidates; figures stand under the end of their captions."""
        if way == Qt.Orientation.Vertical:
            return str(place + 1) if role == _ROLE.DisplayRole else None
        if role == _ROLE.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if place in _VOTES else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return super().headerData(place, way, role)

    def setData(self, index: _Index, value: Any, role: int = _ROLE.EditRole) -> bool:
        """Override: take what was typed; what is no number of votes is not taken."""
        if not index.isValid():
            return False
        at, column = index.row(), index.column()
        row = self._rows[at]
        if role == _ROLE.CheckStateRole and column == ELECTED:
            self._by_hand[at] = True
            self._rows[at] = replace(row, elected=value in (2, Qt.CheckState.Checked))
        elif role == _ROLE.EditRole and column in _VOTES:
            text = str(value).strip()
            if text and not (text.isdecimal() and int(text) <= _MOST_VOTES):
                return False
            votes: dict[str, Any] = {_VOTES[column]: int(text) if text else None}
            self._rows[at] = replace(row, **votes)
        elif role == _ROLE.EditRole and column == POST and value in self.posts:
            self._rows[at] = replace(row, post=str(value))
        elif role == _ROLE.EditRole and column == NAME and str(value).strip():
            self._rename(at, str(value).strip())
        else:
            return False
        self.tell()
        self.edited.emit()
        return True

    def _rename(self, at: int, name: str) -> None:
        """Give a candidate another name; then he is no more the member he was picked as."""
        row = self._rows[at]
        self._rows[at] = replace(row, name=name, person=row.person if name == row.name else None)

    def _text(self, row: Candidate, column: int) -> str:
        if column == NAME:
            return row.name
        if column == POST:
            return self.posts.get(row.post, row.post)
        if column in _VOTES:
            votes = getattr(row, _VOTES[column])
            return "" if votes is None else str(votes)
        return "当选" if row.elected else ""


class _Posts(QStyledItemDelegate):
    """Offers the posts in a list."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: _Index) -> QWidget:
        """Override: a list of posts for their column."""
        model = index.model()
        if index.column() != POST or not isinstance(model, CandidateModel):
            return super().createEditor(parent, option, index)
        box = QComboBox(parent)
        for code, label in model.posts.items():
            box.addItem(label, code)
        return box

    def setEditorData(self, editor: QWidget, index: _Index) -> None:
        """Override: show the post that stands."""
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(max(editor.findData(index.data(_ROLE.EditRole)), 0))
        else:
            super().setEditorData(editor, index)

    def setModelData(self, editor: QWidget, model: Any, index: _Index) -> None:
        """Override: take the post that was picked."""
        if isinstance(editor, QComboBox):
            model.setData(index, editor.currentData())
        else:
            super().setModelData(editor, model, index)


class CandidateTable(QTableView):
    """The view of candidates: a figure typed in a cell goes there, Enter goes to the next line."""

    def __init__(self, model: CandidateModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setItemDelegate(_Posts(self))
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setAccessibleName("候选人和得票")
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(line_height(self) + 2)
        self.horizontalHeader().setHighlightSections(False)
        for place, width in enumerate(_WIDTHS):
            self.setColumnWidth(place, columns_of(self, width))
        across = self.horizontalHeader()
        across.setMinimumSectionSize(columns_of(self, 4.4))
        across.setSectionResizeMode(POST, QHeaderView.ResizeMode.Stretch)
        self.setMinimumHeight(line_height(self) * 6)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override: Enter goes on to the next line, Delete empties a figure, Space ticks."""
        index, key = self.currentIndex(), event.key()
        open_ = self.model().flags(index) & Qt.ItemFlag.ItemIsEditable
        if key == Qt.Key.Key_Delete and index.column() in _VOTES and open_:
            self.model().setData(index, "")
            return
        enter = key in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and not event.modifiers() and index.isValid():
            below = self.model().index(index.row() + 1, index.column())
            if not below.isValid():
                below = self.model().index(0, min(index.column() + 1, ELECTED))
            self.setCurrentIndex(below)
            return
        super().keyPressEvent(event)
