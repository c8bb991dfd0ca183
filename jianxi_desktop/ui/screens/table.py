"""A table of words to look at: rows of text, some cells marked, nothing to edit."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont, QKeySequence, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from jianxi_desktop.ui import clipboard
from jianxi_desktop.ui.theme import colour, columns_of, line_height

_Index = QModelIndex | QPersistentModelIndex
_ROLE = Qt.ItemDataRole
_SOFT = {"error": "error-soft", "warning": "amber-soft", "changed": "good-soft"}
_INK = {
    "error": "error",
    "warning": "amber",
    "good": "good",
    "changed": "good",
    "quiet": "ink-faint",
}
_NOWHERE = QModelIndex()
_NAMES = Qt.ItemDataRole.UserRole  # whether a cell holds a long name
_MIDDLE = Qt.TextElideMode.ElideMiddle
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


@dataclass(frozen=True)
class Line:
    """One row.

    Attributes:
        cells: The words of its cells.
        states: ``error``, ``warning``, ``good``, ``changed`` or ``quiet`` by the place of a cell.
        strong: Whether the row is set in bold.
    """

    cells: tuple[str, ...]
    states: Mapping[int, str] = field(default_factory=dict)
    strong: bool = False


@dataclass(frozen=True)
class Column:
    """One column.

    Attributes:
        caption: Its heading.
        width: Width in Chinese characters.
        right: Whether it holds numbers.
        names: Whether it holds long names, which differ at their ends: no end is left out.
    """

    caption: str
    width: float = 8
    right: bool = False
    names: bool = False


def as_line(item: Any) -> Line:
    """Take an item that is a line already."""
    assert isinstance(item, Line)  # noqa: S101 - the caller chose how items become lines
    return item


class TextModel(QAbstractTableModel):
    """Rows that become words only when they are looked at."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.columns: tuple[Column, ...] = ()
        self._items: Sequence[Any] = ()
        self._line_of: Callable[[Any], Line] = as_line
        self._last: tuple[int, Line] = (-1, Line(()))

    def show_items(
        self,
        columns: Sequence[Column],
        items: Sequence[Any],
        line_of: Callable[[Any], Line] = as_line,
    ) -> None:
        """Show other rows under other headings."""
        self.beginResetModel()
        self.columns, self._items, self._line_of = tuple(columns), items, line_of
        self._last = (-1, Line(()))
        self.endResetModel()

    def refresh(self) -> None:
        """Put the rows into words again: what they say has changed."""
        self._last = (-1, Line(()))
        if self._items:
            last = self.index(len(self._items) - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def item(self, row: int) -> Any:
        """Give what a row is made from."""
        return self._items[row]

    def line(self, row: int) -> Line:
        """Give a row in words."""
        if self._last[0] != row:
            self._last = (row, self._line_of(self._items[row]))
        return self._last[1]

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        """Override: count the rows."""
        return 0 if parent.isValid() else len(self._items)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        """Override: count the columns."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: _Index, role: int = _ROLE.DisplayRole) -> object:
        """Override: give words and looks of a cell."""
        if not index.isValid():
            return None
        line, place = self.line(index.row()), index.column()
        if role in (_ROLE.DisplayRole, _ROLE.ToolTipRole):
            return line.cells[place] if place < len(line.cells) else ""
        if role == _ROLE.TextAlignmentRole and self.columns[place].right:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role == _NAMES:
            return self.columns[place].names
        if role == _ROLE.FontRole and line.strong:
            font = QFont()
            font.setBold(True)
            return font
        return _looks(line.states.get(place, ""), role)

    def headerData(self, place: int, way: Qt.Orientation, role: int = _ROLE.DisplayRole) -> object:
        """Override: give the captions."""
        if way != Qt.Orientation.Horizontal or place >= len(self.columns):
            return None
        if role in (_ROLE.DisplayRole, _ROLE.ToolTipRole):
            return self.columns[place].caption
        if role == _ROLE.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if self.columns[place].right else 0
            return int((side or Qt.AlignmentFlag.AlignLeft) | Qt.AlignmentFlag.AlignVCenter)
        return None


def _looks(state: str, role: int) -> object:
    if role == _ROLE.BackgroundRole and state in _SOFT:
        return colour(_SOFT[state])
    if role == _ROLE.ForegroundRole and state in _INK:
        return colour(_INK[state])
    return None


class CellPainter(QStyledItemDelegate):
    """Draws a cell with its words under the words of the heading."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | _Index
    ) -> None:
        """Override: background, then words on one line."""
        rect, model = option.rect, index.model()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        ground = colour("selected") if chosen else model.data(index, _ROLE.BackgroundRole)
        if ground is not None:
            painter.fillRect(rect, ground)
        painter.setPen(model.data(index, _ROLE.ForegroundRole) or colour("ink"))
        # The painter comes with the font of the cell before.
        painter.setFont(model.data(index, _ROLE.FontRole) or option.font)
        edge = columns_of(option.widget, 0.6)
        room = rect.adjusted(edge, 0, -edge, 0)
        text = option.fontMetrics.elidedText(
            model.data(index) or "",
            _MIDDLE if model.data(index, _NAMES) else Qt.TextElideMode.ElideRight,
            room.width(),
        )
        way = model.data(index, _ROLE.TextAlignmentRole)
        painter.drawText(room, way or _LEFT, text)


class TextTable(QTableView):
    """The view of such rows; Ctrl+C copies what is selected."""

    def __init__(self, parent: QWidget | None = None, rows: TextModel | None = None) -> None:
        super().__init__(parent)
        self.rows = rows or TextModel(self)
        self.setModel(self.rows)
        self.setItemDelegate(CellPainter(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(line_height(self))
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setStretchLastSection(True)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)

    def show_items(
        self,
        columns: Sequence[Column],
        items: Sequence[Any],
        line_of: Callable[[Any], Line] = as_line,
    ) -> None:
        """Show other rows; the columns take their own widths."""
        same = self.rows.columns == tuple(columns)
        self.rows.show_items(columns, items, line_of)
        if not same:
            self.fit_columns()

    def fit_columns(self) -> None:
        """Give every column the width it asks for."""
        for place, column in enumerate(self.rows.columns):
            self.setColumnWidth(place, columns_of(self, column.width + 1.2))

    def selected_text(self) -> str:
        """Give the selected rows as a spreadsheet takes them."""
        chosen = sorted({index.row() for index in self.selectionModel().selectedRows()})
        return "\n".join("\t".join(self.rows.line(row).cells) for row in chosen)

    def keyPressEvent(self, event: Any) -> None:
        """Override: copy whole rows."""
        if event.matches(QKeySequence.StandardKey.Copy):
            clipboard.shared().put(self.selected_text())
            return
        super().keyPressEvent(event)
