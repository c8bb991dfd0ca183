"""The figures at the head of the home page: each opens the list that it counts."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from jianxi_desktop.services.overview import Figure
from jianxi_desktop.ui.roving import Roving
from jianxi_desktop.ui.screens.flow import FlowLayout
from jianxi_desktop.ui.theme import colour, columns_of, line_height

_BIGGER: Final = 1.5  # the number, in sizes of the caption
_LEFT: Final = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


class FigureButton(QAbstractButton):
    """A number, and below it what it counts."""

    def __init__(self, figure: Figure) -> None:
        super().__init__()
        self.figure = figure
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_figure(self, figure: Figure, *, leads: bool) -> None:
        """Show another number; ``leads`` says whether its list may be opened here."""
        self.figure = figure
        told = f"{figure.caption} {figure.number:,}"
        self.setAccessibleName(told)
        self.setToolTip(f"{told}：打开这{figure.number:,}条的列表" if leads else told)
        self.setEnabled(leads)
        self.setCursor(Qt.CursorShape.PointingHandCursor if leads else Qt.CursorShape.ArrowCursor)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Override: room for both lines."""
        number = QFontMetrics(self._big()).horizontalAdvance(f"{self.figure.number:,}")
        caption = self.fontMetrics().horizontalAdvance(self.figure.caption)
        width = max(number, caption) + columns_of(self, 0.6)
        return QSize(width, _height(self))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Override: the number, its caption, and where the focus is."""
        del event
        painter, line = QPainter(self), line_height(self)
        if self.isEnabled() and (self.underMouse() or self.hasFocus()):
            painter.fillRect(self.rect(), colour("hover"))
        room = self.rect().adjusted(columns_of(self, 0.3), 0, 0, 0)
        upper = QRect(room.left(), 0, room.width(), round(line * 1.2))
        lower = QRect(room.left(), upper.bottom() - 1, room.width(), self.height() - upper.height())
        painter.setPen(colour("ink-soft"))
        painter.drawText(lower, _LEFT, self.figure.caption)
        painter.setPen(colour("ink" if self.figure.number else "ink-faint"))
        painter.setFont(self._big())
        painter.drawText(upper, _LEFT, f"{self.figure.number:,}")
        if self.hasFocus():
            painter.setPen(QPen(colour("accent"), 1))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def _big(self) -> QFont:
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * _BIGGER)
        font.setBold(True)
        return font


class FigureStrip(QWidget):
    """Figures side by side, in as many lines as the window needs.

    Signals:
        opened: A figure was pressed; it.
    """

    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.buttons: dict[str, FigureButton] = {}
        self._keys = Roving(self, lambda: list(self.buttons.values()))
        self._flow = FlowLayout(columns_of(self, 1.4), columns_of(self, 0.3))
        self.setLayout(self._flow)
        self.setAccessibleName("本单位一览")
        self.setMinimumHeight(_height(self))  # nothing moves down when the figures come

    def show_figures(self, figures: Sequence[Figure], leads: Callable[[str], bool]) -> None:
        """Show other figures.

        Args:
            figures: They.
            leads: Tells of a ledger whether its list may be opened here.
        """
        if list(self.buttons) != [each.key for each in figures]:
            self._make(figures)
        for each in figures:
            self.buttons[each.key].show_figure(each, leads=leads(each.ledger))

    def changeEvent(self, event: QEvent) -> None:
        """Override: larger letters need more room."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.setMinimumHeight(_height(self))
            self._flow.invalidate()

    def _make(self, figures: Sequence[Figure]) -> None:
        """Make the buttons anew: other things are counted here."""
        for button in self.buttons.values():
            self._flow.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.buttons = {}
        for each in figures:
            button = self.buttons[each.key] = FigureButton(each)
            button.clicked.connect(lambda _=False, key=each.key: self._press(key))
            self._keys.take(button)
            self._flow.addWidget(button)
        self._keys.let_in(0)

    def _press(self, key: str) -> None:
        self.opened.emit(self.buttons[key].figure)


def _height(widget: QWidget) -> int:
    return round(line_height(widget) * 2.05)
