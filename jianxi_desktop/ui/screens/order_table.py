"""Rows whose order is theirs to say: dragged or moved by keys to another place."""

from collections.abc import Collection, Sequence
from typing import Any, Final
from uuid import UUID

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QAbstractItemView, QWidget

from jianxi_desktop.ui.screens.table import TextModel, TextTable
from jianxi_desktop.ui.theme import colour

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE: Final = -1
_SIZE: Final = 16  # bytes of an identity
_FIXED: Final = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
_SELECT: Final = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows


class OrderModel(TextModel):
    """Shows rows in an order; what is dropped between two of them goes there at once.

    Who derives from it says what a row is known by, and shows rows in another order.

    Attributes:
        mime: What its dragged rows are called; rows of another kind do not fall here.
        may_move: Whether rows can be dragged.

    Signals:
        reordered: Rows were put elsewhere; those that moved.
    """

    reordered = Signal(object)
    mime = "application/x-jianxi-rows"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.may_move = False

    def ordered(self) -> Sequence[Any]:
        """Give what is shown, in order."""
        raise NotImplementedError

    def identity(self, item: Any) -> UUID:
        """Give what a row is known by."""
        raise NotImplementedError

    def show_order(self, items: Sequence[Any]) -> None:
        """Show the same rows in another order."""
        raise NotImplementedError

    def order(self) -> list[UUID]:
        """Give what the rows are known by, in order."""
        return [self.identity(each) for each in self.ordered()]

    def row_of(self, known: UUID) -> int:
        """Give the row of something; -1 where it is not shown."""
        order = self.order()
        return order.index(known) if known in order else _NOWHERE

    def move(self, chosen: Collection[UUID], row: int) -> bool:
        """Put rows before another, in the order they stand in; tell whether anything moved."""
        items = list(self.ordered())
        moved = [each for each in items if self.identity(each) in chosen]
        before = [each for each in items[:row] if self.identity(each) not in chosen]
        after = [each for each in items[row:] if self.identity(each) not in chosen]
        order = [*before, *moved, *after]
        if order == items:
            return False
        self.show_order(order)
        self.reordered.emit([self.identity(each) for each in moved])
        return True

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Override: a row is dragged; it falls between two others and never onto one."""
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled if self.may_move else Qt.ItemFlag.NoItemFlags
        return _FIXED | Qt.ItemFlag.ItemIsDragEnabled if self.may_move else _FIXED

    def mimeTypes(self) -> list[str]:
        """Override: rows of this kind."""
        return [self.mime]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Override: which rows are dragged."""
        rows = sorted({index.row() for index in indexes})
        order, data = self.order(), QMimeData()
        data.setData(self.mime, b"".join(order[row].bytes for row in rows))
        return data

    def supportedDropActions(self) -> Qt.DropAction:
        """Override: they are moved."""
        return Qt.DropAction.MoveAction

    def canDropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: _Index
    ) -> bool:
        """Override: only rows of this kind may fall here."""
        del action, row, column, parent
        return self.may_move and data.hasFormat(self.mime)

    def dropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: _Index
    ) -> bool:
        """Override: put them where they fell; the view removes nothing."""
        if self.canDropMimeData(data, action, row, column, parent):
            raw = bytes(data.data(self.mime).data())
            chosen = [UUID(bytes=raw[n : n + _SIZE]) for n in range(0, len(raw), _SIZE)]
            self.move(chosen, len(self.ordered()) if row < 0 else row)
        return False


class OrderTable(TextTable):
    """Shows rows in an order; a line shows where what is dragged would fall.

    Signals:
        reordered: The rows stand in another order; all of them in it.
        chosen: Other rows were selected, or none.
    """

    reordered = Signal(object)
    chosen = Signal()

    def __init__(self, rows: OrderModel) -> None:
        self.sequence = rows
        super().__init__(rows=rows)
        rows.setParent(self)
        self._falls = _NOWHERE  # the row before which what is dragged would fall
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setDropIndicatorShown(False)
        self.setDragDropOverwriteMode(False)
        rows.reordered.connect(self._tell_order)
        self.selectionModel().selectionChanged.connect(self.chosen)

    def let_move(self, *, on: bool) -> None:
        """Let rows be dragged, or not."""
        self.sequence.may_move = on
        self.setDragEnabled(on)

    def selected_items(self) -> list[Any]:
        """Give what is selected, in order."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        items = self.sequence.ordered()
        return [items[row] for row in rows]

    def select_known(self, known: Collection[UUID]) -> None:
        """Select rows, and go to the first of them."""
        rows = sorted(row for each in known if (row := self.sequence.row_of(each)) >= 0)
        found = QItemSelection()
        for row in rows:
            found.select(self.sequence.index(row, 0), self.sequence.index(row, 0))
        if rows:
            first = self.sequence.index(rows[0], 0)
            self.selectionModel().setCurrentIndex(first, QItemSelectionModel.SelectionFlag.NoUpdate)
            self.scrollTo(first)
        self.selectionModel().select(found, QItemSelectionModel.SelectionFlag.Clear | _SELECT)
        self.chosen.emit()

    def shift(self, step: int) -> None:
        """Move what is selected one place up (-1) or down (1)."""
        chosen = [self.sequence.identity(each) for each in self.selected_items()]
        if not chosen or not self.sequence.may_move:
            return
        rows = [self.sequence.row_of(each) for each in chosen]
        goal = rows[0] - 1 if step < 0 else rows[-1] + 2
        if 0 <= goal <= len(self.sequence.ordered()):
            self.sequence.move(chosen, goal)

    def _tell_order(self, moved: Sequence[UUID]) -> None:
        self.select_known(moved)
        self.reordered.emit(self.sequence.order())

    def _takes(self, event: QDropEvent) -> bool:
        """Tell whether what is dragged may fall here: a row of this kind, where rows may move."""
        return self.sequence.canDropMimeData(
            event.mimeData(), Qt.DropAction.MoveAction, -1, -1, self.rootIndex()
        )

    def _row_under(self, place: QPoint) -> int:
        """Give the row before which something falls: above the middle of a row, before it."""
        row = self.rowAt(place.y())
        if row < 0:
            return len(self.sequence.ordered())
        middle = self.rowViewportPosition(row) + self.rowHeight(row) // 2
        return row + (place.y() >= middle)

    def _mark(self, row: int) -> None:
        self._falls = row
        self.viewport().update()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Override: show where it would fall; near an edge the table scrolls."""
        super().dragMoveEvent(event)
        if self._takes(event):
            event.setDropAction(Qt.DropAction.MoveAction)
            event.accept()
            self._mark(self._row_under(event.position().toPoint()))

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Override: nothing would fall here now."""
        super().dragLeaveEvent(event)
        self._mark(_NOWHERE)

    def dropEvent(self, event: QDropEvent) -> None:
        """Override: it falls between two rows, in whichever column."""
        self._mark(_NOWHERE)
        self.stopAutoScroll()
        self.setState(QAbstractItemView.State.NoState)
        if not self._takes(event):
            event.ignore()
            return
        row = self._row_under(event.position().toPoint())
        self.sequence.dropMimeData(
            event.mimeData(), Qt.DropAction.MoveAction, row, 0, self.rootIndex()
        )
        event.setDropAction(Qt.DropAction.MoveAction)
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Override: the rows, and the line where something would fall."""
        super().paintEvent(event)
        if self._falls == _NOWHERE:
            return
        rows = len(self.sequence.ordered())
        last = self._falls >= rows
        row = rows - 1 if last else self._falls
        y = self.rowViewportPosition(row) + (self.rowHeight(row) if last else 0)
        painter = QPainter(self.viewport())
        painter.setPen(QPen(colour("accent"), 2))
        painter.drawLine(0, max(y, 1), self.viewport().width(), max(y, 1))
        painter.end()
