"""The route of a round: its stops in order, dragged or moved by keys to another place."""

from collections.abc import Collection, Sequence
from typing import Final
from uuid import UUID

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QPoint, Qt, Signal
from PySide6.QtGui import (
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QAbstractItemView

from jianxi_desktop.services.observation_route import Stop
from jianxi_desktop.ui.screens.route_model import RouteModel
from jianxi_desktop.ui.screens.table import TextTable
from jianxi_desktop.ui.theme import colour

_NOWHERE: Final = -1
_SELECT: Final = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows


class RouteTable(TextTable):
    """Shows a route; a line shows where what is dragged would fall.

    Attributes:
        route: The stops.

    Signals:
        reordered: The stops stand in another order; all visits in it.
        chosen: Other stops were selected, or none.
    """

    reordered = Signal(object)
    chosen = Signal()

    def __init__(self) -> None:
        self.route = RouteModel()
        super().__init__(rows=self.route)
        self.route.setParent(self)
        self._falls = _NOWHERE  # the row before which what is dragged would fall
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setDropIndicatorShown(False)
        self.setDragDropOverwriteMode(False)
        self.setAccessibleName("观摩路线")
        self.route.reordered.connect(self._tell_order)
        self.selectionModel().selectionChanged.connect(self.chosen)

    def show_route(self, stops: Sequence[Stop], *, may_move: bool) -> None:
        """Show other stops; those that were selected stay so as far as they are there."""
        there = {stop.visit for stop in stops}
        kept = [stop.visit for stop in self.selected() if stop.visit in there]
        self.route.may_move = may_move
        self.setDragEnabled(may_move)
        before = self.route.columns
        self.route.show_stops(stops)
        if self.route.columns != before:
            self.fit_columns()
        self.select_visits(kept or [stop.visit for stop in stops[:1]])

    def selected(self) -> list[Stop]:
        """Give the stops that are selected, in the order of the route."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [self.route.stops[row] for row in rows]

    def select_visits(self, visits: Collection[UUID]) -> None:
        """Select stops, and go to the first of them."""
        rows = sorted(row for visit in visits if (row := self.route.row_of(visit)) >= 0)
        found = QItemSelection()
        for row in rows:
            found.select(self.route.index(row, 0), self.route.index(row, 0))
        if rows:
            first = self.route.index(rows[0], 0)
            self.selectionModel().setCurrentIndex(first, QItemSelectionModel.SelectionFlag.NoUpdate)
            self.scrollTo(first)
        self.selectionModel().select(found, QItemSelectionModel.SelectionFlag.Clear | _SELECT)
        self.chosen.emit()

    def shift(self, step: int) -> None:
        """Move what is selected one place up (-1) or down (1)."""
        chosen = self.selected()
        if not chosen or not self.route.may_move:
            return
        rows = [self.route.row_of(stop.visit) for stop in chosen]
        goal = rows[0] - 1 if step < 0 else rows[-1] + 2
        if 0 <= goal <= len(self.route.stops):
            self.route.move([stop.visit for stop in chosen], goal)

    def _tell_order(self, moved: Sequence[UUID]) -> None:
        self.select_visits(moved)
        self.reordered.emit([stop.visit for stop in self.route.stops])

    def _takes(self, event: QDropEvent) -> bool:
        """Tell whether what is dragged may fall here: a stop of this route, moved by an editor."""
        return self.route.canDropMimeData(
            event.mimeData(), Qt.DropAction.MoveAction, -1, -1, self.rootIndex()
        )

    def _row_under(self, place: QPoint) -> int:
        """Give the row before which something falls: above the middle of a row, before it."""
        row = self.rowAt(place.y())
        if row < 0:
            return len(self.route.stops)
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
        self.route.dropMimeData(
            event.mimeData(), Qt.DropAction.MoveAction, row, 0, self.rootIndex()
        )
        event.setDropAction(Qt.DropAction.MoveAction)
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Override: the rows, and the line where something would fall."""
        super().paintEvent(event)
        if self._falls == _NOWHERE:
            return
        rows = len(self.route.stops)
        last = self._falls >= rows
        row = rows - 1 if last else self._falls
        y = self.rowViewportPosition(row) + (self.rowHeight(row) if last else 0)
        painter = QPainter(self.viewport())
        painter.setPen(QPen(colour("accent"), 2))
        painter.drawLine(0, max(y, 1), self.viewport().width(), max(y, 1))
        painter.end()
