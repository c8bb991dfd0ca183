"""The figures at the head of the home page: each leads to what it counts."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLayout, QSizePolicy, QWidget

from jianxi_desktop.domain.due import BANDS, LATER, OVERDUE, TODAY, WEEK
from jianxi_desktop.services.attention import Attention
from jianxi_desktop.services.overview import Figure
from jianxi_desktop.ui.charts import draw_ring
from jianxi_desktop.ui.roving import Roving
from jianxi_desktop.ui.screens.flow import FlowLayout
from jianxi_desktop.ui.theme import colour, columns_of

INKS: Final = {OVERDUE: "error", TODAY: "amber", WEEK: "amber", LATER: "ink-soft"}
_USUAL, _LARGE = 1.5, 1.9  # the number, in sizes of the caption
_LEFT: Final = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


class FigureButton(QAbstractButton):
    """A number, and below it what it counts.

    Attributes:
        number: It.
    """

    def __init__(self, caption: str, ink: str = "ink", size: float = _USUAL) -> None:
        super().__init__()
        self.number = 0
        self._caption, self._ink, self._size = caption, ink, size
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_number(self, number: int, leads_to: str = "") -> None:
        """Show another number; ``leads_to`` says what a click does, nothing where it does none."""
        self.number = number
        told = f"{self._caption} {number:,}"
        self.setAccessibleName(told)
        self.setToolTip(f"{told}：{leads_to}" if leads_to else told)
        self.setEnabled(bool(leads_to))
        shape = Qt.CursorShape
        self.setCursor(shape.PointingHandCursor if leads_to else shape.ArrowCursor)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Override: room for both lines."""
        number = QFontMetrics(self._big()).horizontalAdvance(f"{self.number:,}")
        caption = self.fontMetrics().horizontalAdvance(self._caption)
        return QSize(max(number, caption) + columns_of(self, 0.6), height_of(self, self._size))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Override: the number, its caption, and where the focus is."""
        del event
        painter = QPainter(self)
        if self.isEnabled() and (self.underMouse() or self.hasFocus()):
            painter.fillRect(self.rect(), colour("hover"))
        room = self.rect().adjusted(columns_of(self, 0.3), 0, 0, 0)
        upper = QRect(room)
        upper.setHeight(round(self.fontMetrics().height() * (self._size + 0.1)))
        lower = QRect(room.left(), upper.bottom() - 1, room.width(), self.height() - upper.height())
        painter.setPen(colour("ink-soft"))
        painter.drawText(lower, _LEFT, self._caption)
        painter.setPen(colour(self._ink if self.number else "ink-faint"))
        painter.setFont(self._big())
        painter.drawText(upper, _LEFT, f"{self.number:,}")
        if self.hasFocus():
            draw_ring(painter, self.rect())
        painter.end()

    def _big(self) -> QFont:
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * self._size)
        font.setBold(True)
        return font


class _Strip(QWidget):
    """Figures side by side, one stop of Tab; arrows go on.

    Attributes:
        buttons: They, by key.
    """

    def __init__(self, name: str, layout: QLayout, size: float) -> None:
        super().__init__()
        self.buttons: dict[str, FigureButton] = {}
        self._size = size
        self._keys = Roving(self, lambda: list(self.buttons.values()))
        self.setLayout(layout)
        self.setAccessibleName(name)
        self.setMinimumHeight(height_of(self, size))  # nothing moves when the figures come

    def changeEvent(self, event: QEvent) -> None:
        """Override: larger letters need more room."""
        super().changeEvent(event)
        layout = self.layout()
        if event.type() == QEvent.Type.FontChange and layout is not None:
            self.setMinimumHeight(height_of(self, self._size))
            layout.invalidate()

    def _add(self, key: str, button: FigureButton, press: Callable[[], None]) -> None:
        self.buttons[key] = button
        button.clicked.connect(press)
        self._keys.take(button)
        layout = self.layout()
        if layout is not None:
            layout.addWidget(button)


class FigureStrip(_Strip):
    """The office's figures, in as many lines as the window needs.

    Signals:
        opened: A figure was pressed; it.
    """

    opened = Signal(object)

    def __init__(self) -> None:
        gaps = QWidget()
        flow = FlowLayout(columns_of(gaps, 1.4), columns_of(gaps, 0.3))
        super().__init__("本单位一览", flow, _USUAL)
        self._figures: dict[str, Figure] = {}

    def show_figures(self, figures: Sequence[Figure], leads: Callable[[str], bool]) -> None:
        """Show other figures.

        Args:
            figures: They.
            leads: Tells of a ledger whether its list may be opened here.
        """
        self._figures = {each.key: each for each in figures}
        if list(self.buttons) != list(self._figures):
            self._make(figures)
        for each in figures:
            told = f"打开这{each.number:,}条的列表" if leads(each.ledger) else ""
            self.buttons[each.key].show_number(each.number, told)

    def _make(self, figures: Sequence[Figure]) -> None:
        """Make the buttons anew: other things are counted here."""
        layout = self.layout()
        for button in self.buttons.values():
            if layout is not None:
                layout.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.buttons = {}
        for each in figures:
            press = lambda _=False, key=each.key: self.opened.emit(self._figures[key])  # noqa: E731
            self._add(each.key, FigureButton(each.caption), press)
        self._keys.let_in(0)


class BandStrip(_Strip):
    """How much is overdue, due today, within a week, and later; each leads to its heading.

    Signals:
        opened: A heading is wanted; its key.
    """

    opened = Signal(str)

    def __init__(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        super().__init__("到期和逾期的件数", row, _LARGE)
        row.setSpacing(columns_of(self, 1.8))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        for band, caption in BANDS.items():
            press = lambda _=False, band=band: self.opened.emit(band)  # noqa: E731
            self._add(band, FigureButton(caption, INKS[band], _LARGE), press)
        self._keys.let_in(0)

    def show_numbers(self, found: Attention) -> None:
        """Count what is due."""
        counts = found.counts()
        for band, button in self.buttons.items():
            button.show_number(counts[band], "到清单里这一段" if counts[band] else "")

    def text_of(self, band: str) -> str:
        """Give a number as it is shown."""
        return f"{self.buttons[band].number:,}"


def height_of(widget: QWidget, size: float) -> int:
    """Give how high a figure is."""
    return round(widget.fontMetrics().height() * (size + 1.2))
