"""A QR code on the screen, drawn square by square: no picture of it is kept anywhere."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

_MARGIN = 4  # squares of white that readers need around a code
_SQUARE = 3  # pixels, at least


class QrView(QWidget):
    """Shows the rows of a code, a ``1`` for each dark square."""

    def __init__(self, caption: str) -> None:
        super().__init__()
        self.setAccessibleName(caption)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._rows: tuple[str, ...] = ()

    def show_code(self, rows: Sequence[str]) -> None:
        """Show a code; nothing for no rows."""
        self._rows = tuple(rows)
        side = (len(self._rows) + 2 * _MARGIN) * max(_SQUARE, self.fontMetrics().height() // 6)
        self.setFixedSize(side, side)
        self.setVisible(bool(self._rows))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Override: black on white whatever the theme, for readers want it so."""
        del event
        painter = QPainter(self)
        painter.fillRect(self.rect(), Qt.GlobalColor.white)
        square = self.width() // (len(self._rows) + 2 * _MARGIN)
        edge = (self.width() - square * len(self._rows)) // 2
        for down, row in enumerate(self._rows):
            for across, mark in enumerate(row):
                if mark == "1":
                    place = QRect(edge + across * square, edge + down * square, square, square)
                    painter.fillRect(place, Qt.GlobalColor.black)
        painter.end()
