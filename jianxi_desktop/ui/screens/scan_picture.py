"""The scanned pages of a sheet below one another, with the place marked that is looked at."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from jianxi_desktop.services.scan_answers import Place
from jianxi_desktop.ui.theme import colour, columns_of, line_height

_STEP, _LEAST, _MOST = 1.25, 0.5, 4.0
_GAP = 6  # pixels between two pages


class PageShown(NamedTuple):
    """One page: its number on the paper, and its picture as a file."""

    page: int
    image: bytes


class PagePicture(QScrollArea):
    """Shows pages as wide as it is, or wider; what is in doubt is framed."""

    def __init__(self) -> None:
        super().__init__()
        self._sheet = _Pages()
        self._zoom = 1.0
        self.setWidget(self._sheet)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.setMinimumWidth(columns_of(self, 10))
        self.setMinimumHeight(line_height(self) * 5)
        self.setAccessibleName("扫描页图像")
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)

    def show_pages(self, pages: Sequence[PageShown], doubts: Sequence[Place] = ()) -> None:
        """Show pages, and frame what is in doubt on them."""
        self._sheet.show_pages(pages, doubts)
        self._fit()
        self.verticalScrollBar().setValue(0)

    def set_zoom(self, zoom: float) -> None:
        """Show the pages so many times as wide as there is room."""
        self._zoom = min(max(zoom, _LEAST), _MOST)
        self._fit()
        self.show_place(self._sheet.current)

    def show_place(self, place: Place | None) -> None:
        """Bring a place into view and frame it strongly."""
        self._sheet.current = place
        self._sheet.update()
        if place is not None:
            middle = self._sheet.rect_of(place).center()
            room = self.viewport().size()
            self.ensureVisible(
                round(middle.x()), round(middle.y()), room.width() // 3, room.height() // 3
            )

    def enlarge(self) -> None:
        """Show the pages larger."""
        self.set_zoom(self._zoom * _STEP)

    def reduce(self) -> None:
        """Show the pages smaller."""
        self.set_zoom(self._zoom / _STEP)

    def _fit(self) -> None:
        self._sheet.set_width(round(self.viewport().width() * self._zoom))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Override: the pages follow the width."""
        super().resizeEvent(event)
        self._fit()


class _Pages(QWidget):
    """Draws the pages.

    Attributes:
        current: The place that is looked at.
    """

    def __init__(self) -> None:
        super().__init__()
        self._pages: list[tuple[int, QPixmap]] = []
        self._doubts: Sequence[Place] = ()
        self.current: Place | None = None

    def show_pages(self, pages: Sequence[PageShown], doubts: Sequence[Place]) -> None:
        """Take other pages."""
        self._pages, self._doubts, self.current = [], doubts, None
        for page in pages:
            picture = QPixmap()
            if page.image and picture.loadFromData(page.image):
                self._pages.append((page.page, picture))

    def set_width(self, width: int) -> None:
        """Take so much room across, and down what the pages need then."""
        self.resize(width, max(1, round(self._tops(width)[1])))
        self.update()

    def rect_of(self, place: Place) -> QRectF:
        """Give where a place is drawn."""
        tops = self._tops(self.width())[0]
        for (page, picture), top in zip(self._pages, tops, strict=True):
            if page == place.page:
                tall = _height(picture, self.width())
                wide = self.width()
                return QRectF(
                    place.left * wide,
                    top + place.top * tall,
                    (place.right - place.left) * wide,
                    (place.bottom - place.top) * tall,
                )
        return QRectF()

    def sizeHint(self) -> QSize:
        """Override: its own size."""
        return self.size()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Override: draw the pages and frames that are seen."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for (_page, picture), top in zip(self._pages, self._tops(self.width())[0], strict=True):
            room = QRectF(0, top, self.width(), _height(picture, self.width()))
            if room.intersects(QRectF(event.rect())):
                painter.drawPixmap(room, picture, QRectF(picture.rect()))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for place in self._doubts:
            self._frame(painter, place, "amber", 1.5)
        if self.current is not None:
            self._frame(painter, self.current, "accent", 3.0)
        painter.end()

    def _frame(self, painter: QPainter, place: Place, name: str, width: float) -> None:
        edge = columns_of(self, 0.3)
        painter.setPen(QPen(colour(name), width))
        painter.drawRoundedRect(self.rect_of(place).adjusted(-edge, -edge, edge, edge), edge, edge)

    def _tops(self, width: int) -> tuple[list[float], float]:
        """Give where each page begins when they are so wide, and where the last ends."""
        tops, down = [], 0.0
        for _page, picture in self._pages:
            tops.append(down)
            down += _height(picture, width) + _GAP
        return tops, down - _GAP if tops else 0.0


def _height(picture: QPixmap, width: int) -> float:
    return picture.height() * width / max(picture.width(), 1)
