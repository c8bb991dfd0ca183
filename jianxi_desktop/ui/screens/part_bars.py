"""Parts of a score as lying bars, each with a mark where the mean of all lies."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from jianxi_desktop.ui.theme import colour, columns_of, line_height

_LEFT: Final = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT: Final = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_THICK: Final = 0.42  # of a line


class PartBar(NamedTuple):
    """One bar; shares are hundredths of a percent.

    Attributes:
        caption: What it is about.
        share: How far it reaches.
        value: What stands at its end, such as ``18.5/20``.
        mean: Where the mean of all lies; ``None``: it is not marked.
        ink: Name of a colour of the theme.
    """

    caption: str
    share: int
    value: str
    mean: int | None = None
    ink: str = "handle"


class PartBars(QWidget):
    """Draws a caption, a bar and a value in each line; as high as its lines are."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.bars: Sequence[PartBar] = ()
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(columns_of(self, 13))
        self.show_bars(())

    def show_bars(self, bars: Sequence[PartBar]) -> None:
        """Show other parts."""
        self.bars = bars
        self.setFixedHeight(round(self._high() * len(bars)))
        self.setAccessibleDescription(self.text())
        self.setToolTip(self.text().replace("；", "\n"))
        self.update()

    def text(self) -> str:
        """Say what is drawn."""
        return "；".join(f"{bar.caption} {bar.value}" for bar in self.bars)

    def _high(self) -> float:
        return line_height(self) * 0.85

    def _widths(self) -> tuple[float, float]:
        """Give the room of captions and of values, so that the bars keep a third at least."""
        measure = self.fontMetrics().horizontalAdvance
        gap = columns_of(self, 0.6)
        most = self.width() / 3
        captions = max((measure(bar.caption) for bar in self.bars), default=0)
        values = max((measure(bar.value) for bar in self.bars), default=0)
        return min(captions + gap, most), min(values + gap, most)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Override: draw the lines."""
        del event
        painter = QPainter(self)
        left, right = self._widths()
        high, room = self._high(), self.width() - left - right
        for place, bar in enumerate(self.bars):
            line = QRectF(0, place * high, self.width(), high)
            painter.setPen(colour("ink"))
            painter.drawText(line.adjusted(0, 0, -(room + right), 0), _LEFT, bar.caption)
            painter.drawText(line.adjusted(left + room, 0, 0, 0), _RIGHT, bar.value)
            track = QRectF(left, line.center().y() - high * _THICK / 2, room, high * _THICK)
            painter.fillRect(track, colour("rail"))
            reached = QRectF(track)
            reached.setWidth(room * min(bar.share, 10_000) / 10_000)
            painter.fillRect(reached, colour(bar.ink))
            if bar.mean is not None:
                x = left + room * bar.mean / 10_000
                painter.fillRect(
                    QRectF(x - 1, track.top() - 2, 2, track.height() + 4), colour("ink")
                )
        painter.end()
