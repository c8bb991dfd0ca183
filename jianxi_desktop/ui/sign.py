"""A drawing that stands beside words, such as on a place where files are dropped."""

from PySide6.QtGui import QIcon, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget


class Sign(QWidget):
    """Shows a drawing; it is drawn anew with the colours of each theme."""

    def __init__(self, drawing: QIcon, side: int) -> None:
        """Make it.

        Args:
            drawing: What it shows.
            side: How wide and high it is, in points of the screen.
        """
        super().__init__()
        self._drawing = drawing
        self.setFixedSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Override: draw it."""
        del event
        painter = QPainter(self)
        self._drawing.paint(painter, self.rect())
        painter.end()
