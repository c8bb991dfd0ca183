"""Four small bars that fill as a password gets better; the words beside them say the same."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from jianxi_desktop.ui.theme import colour, columns_of, line_height

_BARS = 4
_INKS = ("line-strong", "error", "amber", "good", "good")


class StrengthBar(QWidget):
    """Shows a strength of 0 to 4."""

    def __init__(self) -> None:
        super().__init__()
        self.strength = 0
        self.setAccessibleName("密码强度")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_strength(self, strength: int, said: str) -> None:
        """Fill so many bars; ``said`` is for those who cannot see them."""
        self.strength = strength
        self.setAccessibleDescription(said)
        self.update()

    def sizeHint(self) -> QSize:
        """Override: as high as a line of text."""
        return QSize(columns_of(self, 6), round(line_height(self) * 0.7))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Override."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        gap = self.height() / 5
        wide = (self.width() - gap * (_BARS - 1)) / _BARS
        high = self.height() / 3
        for place in range(_BARS):
            filled = place < self.strength
            painter.setBrush(colour(_INKS[self.strength] if filled else "line"))
            bar = QRectF(place * (wide + gap), (self.height() - high) / 2, wide, high)
            painter.drawRoundedRect(bar, high / 2, high / 2)
        painter.end()
