"""The model of the home page: due things under headings, and there by unit or by kind."""

from typing import Any, Final

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, Qt
from PySide6.QtGui import QFont

from jianxi_desktop.ui.listing import NOWHERE, Index
from jianxi_desktop.ui.screens.home_nodes import Arranged, Node
from jianxi_desktop.ui.theme import colour

CAPTIONS: Final = ("要办的事", "类别", "单位", "最迟", "期限")
_INKS: Final = {"overdue": "error", "today": "amber", "week": "amber", "later": "ink-soft"}
_ROLE = Qt.ItemDataRole


class HomeModel(QAbstractItemModel):
    """Shows what is due, most pressing first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._nodes: list[Node] = []
        self._top: list[int] = []

    def show_nodes(self, arranged: Arranged) -> None:
        """Show other things, or the same in other groups."""
        self.beginResetModel()
        self._nodes, self._top = arranged.nodes, arranged.top
        self.endResetModel()

    def node(self, index: Index) -> Node | None:
        """Give what stands at an index."""
        return self._nodes[index.internalId()] if index.isValid() else None

    def headings(self) -> list[tuple[QModelIndex, Node]]:
        """Give every heading and group with its index, each before what stands below it."""
        return [(self._index(n), each) for n, each in enumerate(self._nodes) if each.item is None]

    def items(self) -> list[QModelIndex]:
        """Give the indexes of all things, from top to bottom."""
        return [self._index(n) for n, each in enumerate(self._nodes) if each.item is not None]

    def ordinal(self, index: Index) -> int:
        """Count the things before one; nought for a heading."""
        node = self.node(index)
        if node is None or node.item is None:
            return 0
        return sum(each.item is not None for each in self._nodes[: index.internalId()])

    def item_at(self, ordinal: int) -> QModelIndex:
        """Give the index of a thing by how many stand before it; the last one where fewer do."""
        places = [n for n, each in enumerate(self._nodes) if each.item is not None]
        return self._index(places[min(ordinal, len(places) - 1)]) if places else QModelIndex()

    def find(self, key: tuple[object, ...]) -> QModelIndex:
        """Give the index of a node by its key; an invalid one where it is gone."""
        places = (n for n, each in enumerate(self._nodes) if each.key == key)
        place = next(places, None)
        return NOWHERE if place is None else self._index(place)

    def _index(self, place: int, column: int = 0) -> QModelIndex:
        return self.createIndex(self._nodes[place].row, column, place)

    def index(self, row: int, column: int, parent: Index = NOWHERE) -> QModelIndex:
        """Override: the index of a node below another."""
        if parent.isValid() and parent.column() != 0:
            return NOWHERE
        beside = self._nodes[parent.internalId()].below if parent.isValid() else self._top
        if 0 <= row < len(beside) and 0 <= column < len(CAPTIONS):
            return self.createIndex(row, column, beside[row])
        return NOWHERE

    def parent(self, index: Index = NOWHERE) -> Any:
        """Override: the node above."""
        if not index.isValid():
            return NOWHERE
        above = self._nodes[index.internalId()].above
        return NOWHERE if above < 0 else self._index(above)

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """Override: how many stand below a node."""
        if not parent.isValid():
            return len(self._top)
        return len(self._nodes[parent.internalId()].below) if parent.column() == 0 else 0

    def columnCount(self, parent: Index = NOWHERE) -> int:
        """Override: the same everywhere."""
        del parent
        return len(CAPTIONS)

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> Any:
        """Override: words and looks of a cell."""
        if not index.isValid():
            return None
        node, column = self._nodes[index.internalId()], index.column()
        if role == _ROLE.DisplayRole:
            return node.text if column == 0 else _cell(node, column)
        if role == _ROLE.ToolTipRole:
            return _told(node, column)
        if role == _ROLE.AccessibleTextRole and column == 0:
            return "，".join((node.text, *filter(None, node.cells)))
        return _looks(node, column, role)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole
    ) -> Any:
        """Override: the captions."""
        shown = orientation == Qt.Orientation.Horizontal and 0 <= section < len(CAPTIONS)
        return CAPTIONS[section] if shown and role == _ROLE.DisplayRole else None


def _cell(node: Node, column: int) -> str:
    return node.cells[column - 1] if node.cells else ""


def _told(node: Node, column: int) -> str | None:
    """Say a cell whole; the days left with the day, which a narrow list leaves out."""
    if column == 0:
        return node.text
    last = len(CAPTIONS) - 1
    cell = _cell(node, column)
    return f"{_cell(node, last - 1)}，{cell}" if cell and column == last else cell or None


def _looks(node: Node, column: int, role: int) -> Any:
    last = len(CAPTIONS) - 1
    if role == _ROLE.ForegroundRole:
        if node.item is None or column == last:
            return colour(_INKS[node.band] if node.above < 0 or column == last else "ink")
        return colour("ink" if column in (0, last - 1) else "ink-soft")
    if role == _ROLE.FontRole and node.item is None:
        font = QFont()
        font.setBold(True)
        return font
    return None
