"""The pages of a document one below the other; a page is drawn when it comes into view."""

from collections import OrderedDict
from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QImage,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from jianxi_desktop.ui.theme import colour, columns_of

if TYPE_CHECKING:
    from collections.abc import Callable

A4 = QSizeF(210 / 25.4, 297 / 25.4)  # inches
_KEPT = 16  # pictures of pages held in memory
_MOST_BYTES = 96_000_000  # of them together, but those in view and the next are held anyway
_MOST_DOTS = 16_000_000  # of one picture: larger sizes are blown up
_ROUNDING = 4  # dots by which pages of one size may differ
_STEPS = (0.25, 0.33, 0.5, 0.67, 0.75, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0, 4.0)


class Fit(Enum):
    """How the size of a page follows the window."""

    WIDTH = "width"
    PAGE = "page"
    NONE = "none"


class PagesView(QAbstractScrollArea):
    """Shows pages that somebody else draws.

    Signals:
        wanted: A page should be drawn: its number from 0 and the dots an inch.
        moved: Another page is in the middle of the view: its number from 0.
        zoomed: The size changed: parts of the real size.
        turning: The size should follow the window in the other way.
    """

    wanted = Signal(int, float)
    moved = Signal(int)
    zoomed = Signal(float)
    turning = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pages = 0
        self._sheet = A4
        self._fit = Fit.WIDTH
        self._zoom = 1.0
        self._images: OrderedDict[int, QImage] = OrderedDict()
        self._drawn: dict[int, float] = {}  # dots an inch that pictures were asked for with
        self._broken: set[int] = set()
        self._asked: int | None = None
        self._page = -1
        bar, keys = self.verticalScrollBar(), Qt.Key
        self._acts: dict[Qt.Key, Callable[[], object]] = {
            keys.Key_Home: lambda: bar.setValue(0),
            keys.Key_End: lambda: bar.setValue(bar.maximum()),
            keys.Key_Plus: self.enlarge,
            keys.Key_Equal: self.enlarge,
            keys.Key_Minus: self.reduce,
            keys.Key_0: self.turning.emit,
        }
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setAutoFillBackground(False)
        self.verticalScrollBar().valueChanged.connect(self._look)

    @property
    def zoom(self) -> float:
        """The size of a page in parts of its real size."""
        return self._zoom

    @property
    def fit(self) -> Fit:
        """How the size follows the window."""
        return self._fit

    @property
    def page(self) -> int:
        """The page in the middle of the view, from 0."""
        return max(self._page, 0)

    def show_pages(self, number: int, sheet: QSizeF = A4) -> None:
        """Show a document of so many pages, which are so many inches wide and high."""
        self._pages, self._sheet = number, sheet
        self._images.clear()
        self._drawn.clear()
        self._broken.clear()
        self._asked, self._page = None, -1
        self.verticalScrollBar().setValue(0)
        self._arrange()

    def take_image(self, page: int, image: QImage) -> None:
        """Take the picture of a page that was wanted."""
        self._asked = None
        self._images[page] = image
        self._images.move_to_end(page)
        self._keep_few()
        self.viewport().update()
        self._look()

    def _keep_few(self) -> None:
        """Let go of the pictures that were looked at longest ago; a large one weighs 60 MB."""
        near = self._near()
        for page in [each for each in self._images if each not in near]:
            if len(self._images) <= _KEPT and self.held_bytes <= _MOST_BYTES:
                return
            del self._images[page]

    @property
    def held_bytes(self) -> int:
        """How much memory the pictures of pages take."""
        return sum(image.sizeInBytes() for image in self._images.values())

    def has_image(self, page: int) -> bool:
        """Tell whether a page is drawn, at whatever size."""
        return page in self._images

    def give_up(self) -> None:
        """The page that was wanted does not come; the others still do."""
        if self._asked is not None:
            self._broken.add(self._asked)
        self._asked = None
        self.viewport().update()
        self._look()

    def set_fit(self, fit: Fit) -> None:
        """Let the size follow the window."""
        self._fit = fit
        self._arrange()

    def set_zoom(self, zoom: float) -> None:
        """Give pages a size in parts of their real size."""
        self._fit, self._zoom = Fit.NONE, zoom
        self._arrange()

    def enlarge(self) -> None:
        """Take the next larger size."""
        self.set_zoom(next((s for s in _STEPS if s > self._zoom * 1.01), _STEPS[-1]))

    def reduce(self) -> None:
        """Take the next smaller size."""
        self.set_zoom(next((s for s in reversed(_STEPS) if s < self._zoom * 0.99), _STEPS[0]))

    def go_to(self, page: int) -> None:
        """Bring the top of a page into view."""
        self.verticalScrollBar().setValue(min(max(page, 0), self._pages - 1) * self._pitch())

    def page_size(self) -> QSize:
        """The size of a page on the screen."""
        dots = self.logicalDpiX() * self._zoom
        return (self._sheet * dots).toSize()

    def _gap(self) -> int:
        return columns_of(self, 1)

    def _pitch(self) -> int:
        return self.page_size().height() + self._gap()

    def _fitting_zoom(self) -> float:
        one, view, gap = self._size_at_one(), self.viewport().size(), self._gap()
        across = (view.width() - 2 * gap) / one.width()
        if self._fit is Fit.WIDTH:
            return max(across, 0.1)
        return max(min(across, (view.height() - 2 * gap) / one.height()), 0.1)

    def _size_at_one(self) -> QSize:
        zoom, self._zoom = self._zoom, 1.0
        size = self.page_size()
        self._zoom = zoom
        return size

    def _arrange(self) -> None:
        """Size the pages and the scroll bars; the place in the document stays."""
        bar = self.verticalScrollBar()
        before = bar.value() / self._pitch() if self._pages else 0.0
        if self._fit is not Fit.NONE:
            self._zoom = self._fitting_zoom()
        size, view, gap = self.page_size(), self.viewport().size(), self._gap()
        bar.setRange(0, max(self._pages * self._pitch() + gap - view.height(), 0))
        bar.setPageStep(max(view.height() - gap, 1))
        bar.setSingleStep(columns_of(self, 3))
        across = self.horizontalScrollBar()
        across.setRange(0, max(size.width() + 2 * gap - view.width(), 0))
        across.setPageStep(view.width())
        across.setSingleStep(columns_of(self, 3))
        bar.setValue(round(before * self._pitch()))
        self.zoomed.emit(self._zoom)
        self.viewport().update()
        self._look()

    def _place(self, page: int) -> QRect:
        size, gap = self.page_size(), self._gap()
        spare = self.viewport().width() - size.width()
        left = spare // 2 if spare > 2 * gap else gap - self.horizontalScrollBar().value()
        top = gap + page * self._pitch() - self.verticalScrollBar().value()
        return QRect(left, top, size.width(), size.height())

    def _in_view(self) -> range:
        if not self._pages:
            return range(0)
        top = self.verticalScrollBar().value()
        first = max((top - self._gap()) // self._pitch(), 0)
        last = min((top + self.viewport().height()) // self._pitch(), self._pages - 1)
        return range(first, last + 1)

    def _near(self) -> list[int]:
        """Give the pages to be drawn: the one in the middle, all in view, and the next."""
        seen = self._in_view()
        after = [] if not seen or seen[-1] + 1 >= self._pages else [seen[-1] + 1]
        return [*(each for each in (self._page,) if each in seen), *seen, *after]

    def _look(self) -> None:
        """Say which page is in view, and ask for the next picture that is missing."""
        seen = self._in_view()
        if not seen:
            return
        middle = self.verticalScrollBar().value() + self.viewport().height() // 2
        page = min(middle // self._pitch(), self._pages - 1)
        if page != self._page:
            self._page = page
            self.moved.emit(page)
        if self._asked is None and self.isVisible():
            wanting = (each for each in self._near() if each not in self._broken)
            missing = next((each for each in wanting if not self._sharp(each)), None)
            if missing is not None:
                self._asked, self._drawn[missing] = missing, self._dpi()
                self.wanted.emit(missing, self._drawn[missing])

    def _dpi(self) -> float:
        dots = self.logicalDpiX() * self._zoom * self.devicePixelRatioF()
        area = max(self._sheet.width() * self._sheet.height(), 0.01)
        return float(min(dots, (_MOST_DOTS / area) ** 0.5))

    def _sharp(self, page: int) -> bool:
        """Tell whether a page was drawn for its size; it need not be as large as the first one."""
        if page not in self._images:
            return False
        dots = self._dpi()
        return abs(self._drawn.get(page, 0.0) - dots) <= dots * 0.01

    def paintEvent(self, event: QPaintEvent) -> None:
        """Override: draw the sheets that are in view."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(event.rect(), colour("rail"))
        for page in self._in_view():
            place = self._place(page)
            image = self._images.get(page)
            if image is None:
                painter.fillRect(place, colour("sheet"))
                painter.setPen(colour("ink-faint"))
                said = f"第 {page + 1} 页{'打不开' if page in self._broken else ''}"
                painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter), said)
            else:
                place = fitted(image.size(), place)
                painter.drawImage(place, image)
            painter.setPen(QPen(colour("line-strong"), 1))
            painter.drawRect(place.adjusted(-1, -1, 0, 0))
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Override: the size may follow the window."""
        super().resizeEvent(event)
        self._arrange()

    def showEvent(self, event: object) -> None:
        """Override: pictures are asked for only while somebody looks."""
        del event
        self._look()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Override: everything is painted where it now stands."""
        del dx, dy
        self.viewport().update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Override: with Ctrl the wheel changes the size."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            (self.enlarge if event.angleDelta().y() > 0 else self.reduce)()
            event.accept()
            return
        super().wheelEvent(event)

    def event(self, event: QEvent) -> bool:
        """Override: Ctrl+0 is about the size here, whatever it is elsewhere."""
        if event.type() == QEvent.Type.ShortcutOverride and _is_turning(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override: the keys that go through a document."""
        act = self._acts.get(Qt.Key(event.key()))
        ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if ctrl and event.key() == Qt.Key.Key_PageDown:
            self.go_to(self.page + 1)
        elif ctrl and event.key() == Qt.Key.Key_PageUp:
            self.go_to(self.page - 1)
        elif act is not None:
            act()
        else:
            super().keyPressEvent(event)


def fitted(size: QSize, place: QRect) -> QRect:
    """Give the middle of a place, in the proportions of a page that may lie among others."""
    fitting = size.scaled(place.size(), Qt.AspectRatioMode.KeepAspectRatio)
    if abs(fitting.width() - place.width()) + abs(fitting.height() - place.height()) <= _ROUNDING:
        return place
    made = QRect(place.topLeft(), fitting)
    made.moveCenter(place.center())
    return made


def _is_turning(event: QEvent) -> bool:
    return isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_0
