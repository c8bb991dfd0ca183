"""The pages of a document small, one below the other, to see it whole and to go to one."""

from collections import OrderedDict
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    QSizeF,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QImage, QPainter, QPen
from PySide6.QtWidgets import (
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from jianxi_desktop.ui.screens.pages import A4, fitted
from jianxi_desktop.ui.theme import colour, columns_of, line_height

_KEPT = 160  # small pictures held in memory, about 100 kB each
_FINER = 2  # drawn so much larger than shown, or lines would swallow a small page
_WIDE = 5.5  # characters
_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class PageStrip(QListView):
    """Shows small pages that somebody else draws; those in view are asked for, one at a time.

    Signals:
        wanted: A page should be drawn: its number from 0 and the dots an inch.
        chosen: A person chose a page: its number from 0.
    """

    wanted = Signal(int, float)
    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("各页")
        self._sheet = A4
        self._model = _Pages(self)
        self._asked: int | None = None
        self._marking = False
        self.setModel(self._model)
        self.setItemDelegate(_Draw(self))
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(columns_of(self, _WIDE + 2.5))
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._look)
        self.verticalScrollBar().valueChanged.connect(self._ask_soon)
        self.selectionModel().currentChanged.connect(self._choose)

    @property
    def images(self) -> "OrderedDict[int, QImage]":
        """The small pages that are drawn."""
        return self._model.images

    def show_pages(self, number: int, sheet: QSizeF | None = None) -> None:
        """Show a document of so many pages, which are so many inches wide and high."""
        self._sheet = sheet or A4
        self._asked = None
        self._model.show_pages(number)
        self._ask_soon()

    def mark(self, page: int) -> None:
        """Mark the page that is looked at."""
        if 0 <= page < self._model.rowCount() and page != self.currentIndex().row():
            self._marking = True
            self.setCurrentIndex(self._model.index(page))
            self._marking = False

    def take_image(self, page: int, image: QImage) -> None:
        """Take the picture of a page that was wanted."""
        self._asked = None
        self._model.take_image(page, image)
        self._ask_soon()

    def picture_size(self) -> QSize:
        """The size of a small page on the screen."""
        wide = columns_of(self, _WIDE)
        return QSize(wide, round(wide * self._sheet.height() / max(self._sheet.width(), 0.1)))

    def _choose(self) -> None:
        if not self._marking and self.currentIndex().isValid():
            self.chosen.emit(self.currentIndex().row())

    def _ask_soon(self) -> None:
        self._later.start(0)

    def _look(self) -> None:
        """Ask for the next small page in view that is missing."""
        number = self._model.rowCount()
        if self._asked is not None or not number or not self.isVisible():
            return
        step = max(self.sizeHintForIndex(self._model.index(0)).height(), 1)
        first = max(self.verticalScrollBar().value() // step, 0)
        last = min(first + self.viewport().height() // step + 1, number - 1)
        missing = (page for page in range(first, last + 1) if page not in self.images)
        page = next(missing, None)
        if page is not None:
            self._asked = page
            wide = self.picture_size().width() * self.devicePixelRatioF() * _FINER
            self.wanted.emit(page, wide / max(self._sheet.width(), 0.1))

    def showEvent(self, event: object) -> None:
        """Override: pictures are asked for only while somebody looks."""
        del event
        self._ask_soon()


class _Pages(QAbstractListModel):
    """So many pages, and the pictures of some of them."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.images: OrderedDict[int, QImage] = OrderedDict()
        self._number = 0

    def show_pages(self, number: int) -> None:
        """Take other pages."""
        self.beginResetModel()
        self._number = number
        self.images.clear()
        self.endResetModel()

    def take_image(self, page: int, image: QImage) -> None:
        """Take the picture of a page."""
        self.images[page] = image
        while len(self.images) > _KEPT:
            self.images.popitem(last=False)
        if page < self._number:
            self.dataChanged.emit(self.index(page), self.index(page))

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        """Override: the number of pages."""
        return 0 if parent.isValid() else self._number

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Override: the number of a page."""
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"第 {index.row() + 1} 页"
        return None


class _Draw(QStyledItemDelegate):
    """Draws a small page with its number below it."""

    def __init__(self, strip: PageStrip) -> None:
        super().__init__(strip)
        self._strip = strip

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Override: the page, its number, and air."""
        del option, index
        size, line = self._strip.picture_size(), line_height(self._strip)
        return QSize(size.width() + line // 2, size.height() + round(line * 1.3))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Override: draw it."""
        room: QRect = option.rect
        size, line = self._strip.picture_size(), line_height(self._strip)
        place = QRect(room.x() + (room.width() - size.width()) // 2, room.y() + line // 4, 0, 0)
        place.setSize(size)
        painter.save()
        current = bool(option.state & QStyle.StateFlag.State_Selected)
        if current:
            painter.fillRect(room, colour("selected"))
        image = self._strip.images.get(index.row())
        if image is None:
            painter.fillRect(place, colour("sheet"))
        else:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            place = fitted(image.size(), place)
            painter.drawImage(place, image)
        painter.setPen(QPen(colour("accent" if current else "line-strong"), 1))
        painter.drawRect(place.adjusted(-1, -1, 0, 0))
        painter.setPen(colour("ink" if current else "ink-soft"))
        end = room.y() + line // 4 + size.height()
        below = QRect(room.x(), end, room.width(), room.bottom() + 1 - end)
        painter.drawText(below, int(Qt.AlignmentFlag.AlignCenter), str(index.row() + 1))
        painter.restore()
