"""The boxes at the left of a list: a click ticks a row, with Shift all rows from the last one."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QAbstractButton, QHeaderView

from jianxi_desktop.ui.theme import colour, line_height

if TYPE_CHECKING:
    from jianxi_desktop.ui.list_view import LedgerView

_BOX = 0.5  # of the height of a line


class TickHeader(QHeaderView):
    """Paints a box beside each row that is seen."""

    def __init__(self, view: "LedgerView") -> None:
        super().__init__(Qt.Orientation.Vertical, view)
        self._view = view
        self._ticks = True
        self.setAccessibleName("勾选")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setToolTip("勾选这一条（空格）；按住 Shift 点，勾选到这一条为止的每一条")

    def take_corner(self) -> None:
        """Let the box over the others pick every row; the view has made it by now."""
        corner = self._view.findChild(QAbstractButton)
        if corner is not None:
            corner.setAccessibleName("全选")
            corner.setToolTip("全选，再点一次全不选（Ctrl+A）")
            corner.clicked.disconnect()
            corner.clicked.connect(self._view.picked.pick_every)
            corner.installEventFilter(self)
            self._view.picked.changed.connect(corner.update)
        self._view.picked.changed.connect(self.viewport().update)

    def sizeHint(self) -> QSize:
        """Override: room for a box."""
        return QSize(round(line_height(self._view) * 1.1), super().sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Override: ground, boxes and lines of the rows that are seen."""
        del event
        view, picked = self._view, self._view.picked
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), colour("sheet"))
        first, rows = view.rowAt(0), view.table.rowCount()
        height = self.defaultSectionSize()
        if first >= 0 and rows:
            top = view.rowViewportPosition(first)
            last = min(first + (self.viewport().height() - top) // height, rows - 1)
            for row in range(first, last + 1):
                place = QRectF(0, top + (row - first) * height, self.width(), height)
                ticked = picked.many and picked.holds(row)
                if ticked:
                    painter.fillRect(place, colour("selected"))
                painter.setPen(QPen(colour("line")))
                painter.drawLine(place.bottomLeft() - QPointF(0, 1), place.bottomRight())
                paint_box(painter, place, "all" if ticked else "none")
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Override: tick; Qt would select rows and let go of the others."""
        row = self.logicalIndexAt(event.position().toPoint())
        if event.button() != Qt.MouseButton.LeftButton or row < 0:
            return
        self._view.setFocus()
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._view.picked.tick_to(row)
        else:
            self._view.picked.tick(row)
            self._ticks = self._view.picked.holds(row)
        self._view.stand_on(row)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Override: what is drawn over becomes like the first one."""
        row = self.logicalIndexAt(event.position().toPoint())
        picked = self._view.picked
        drawing = bool(event.buttons() & Qt.MouseButton.LeftButton) and row >= 0
        if drawing and picked.holds(row) != self._ticks:
            picked.tick(row, on=self._ticks)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Override: nothing is left to do."""

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Override: two quick clicks are two clicks."""
        self.mousePressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Paint the box over the others."""
        if event.type() != QEvent.Type.Paint or not isinstance(watched, QAbstractButton):
            return super().eventFilter(watched, event)
        picked = self._view.picked
        state = "none" if not picked.many else "all" if picked.every else "some"
        painter = QPainter(watched)
        painter.fillRect(watched.rect(), colour("desk"))
        paint_box(painter, QRectF(watched.rect()), state)
        painter.end()
        return True


def paint_box(painter: QPainter, place: QRectF, state: str) -> None:
    """Paint a box in the middle of a place: ``none``, ``some`` or ``all`` is ticked."""
    side = round(min(place.height(), place.width()) * _BOX)
    left = round(place.center().x() - side / 2) + 0.5
    box = QRectF(left, round(place.center().y() - side / 2) + 0.5, side, side)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    full = state != "none"
    painter.setPen(QPen(colour("primary" if full else "edge")))
    painter.setBrush(colour("primary" if full else "sheet"))
    painter.drawRoundedRect(box, 2, 2)
    painter.setPen(QPen(colour("on-primary"), max(1.5, side / 8)))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if state == "all":
        marks = ((0.22, 0.52), (0.43, 0.72), (0.78, 0.3))
        spots = [QPointF(box.x() + x * side, box.y() + y * side) for x, y in marks]
        painter.drawPolyline(QPolygonF(spots))
    elif state == "some":
        middle = box.center().y()
        painter.drawLine(
            QPointF(box.x() + 0.25 * side, middle), QPointF(box.x() + 0.75 * side, middle)
        )
    painter.restore()
