"""The scores of a round side by side, best first, and where the grades begin."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFont, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from jianxi_desktop.ui.theme import colour, columns_of, line_height

_CENTRE: Final = Qt.AlignmentFlag.AlignCenter
_RIGHT: Final = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT: Final = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_STEP: Final = 1_000  # between two lines of the scale, in hundredths of a percent
_LEGEND: Final = "短横线是上一轮"


class ScoreBar(NamedTuple):
    """One bar; shares are hundredths of a percent of the full score.

    Attributes:
        name: Whose it is.
        share: How high it is.
        last: How high it was in the last round; ``None``: there was none.
        ink: Name of a colour of the theme.
        told: What a tooltip says.
    """

    name: str
    share: int
    last: int | None
    ink: str
    told: str


class GradeLine(NamedTuple):
    """Where a grade begins."""

    share: int
    name: str


class ScoreBars(QWidget):
    """Draws one bar for each score, the chosen one in the colour of the program.

    The scale begins at the ten percent below the lowest: scores of one round lie close together.

    Signals:
        chosen: A bar was clicked; its place from 0.
    """

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.bars: Sequence[ScoreBar] = ()
        self.lines: Sequence[GradeLine] = ()
        self.current = -1
        self.setAccessibleName("全部得分")
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(line_height(self) * 5)

    def show_bars(self, bars: Sequence[ScoreBar], lines: Sequence[GradeLine]) -> None:
        """Show other scores."""
        self.bars, self.lines, self.current = bars, lines, -1
        self.setAccessibleDescription("；".join(bar.told for bar in bars))
        self.update()

    def mark(self, place: int) -> None:
        """Mark the bar of whoever is looked at; -1: nobody who has a score."""
        self.current = place
        self.update()

    def rect_of(self, place: int) -> QRect:
        """Give where a bar is drawn."""
        field = self._field()
        each = field.width() / max(len(self.bars), 1)
        wide = max(1.0, min(each * 0.72, line_height(self) * 1.4))
        left = field.left() + each * place + (each - wide) / 2
        top = self._y(self.bars[place].share)
        return QRectF(QPointF(left, top), QPointF(left + wide, field.bottom())).toRect()

    @property
    def lowest(self) -> int:
        """Where the scale begins, in hundredths of a percent."""
        shares = [each.share for each in self.bars]
        shares += [each.last for each in self.bars if each.last is not None]
        low = min(shares, default=0)
        return max(0, (low - _STEP // 2) // _STEP * _STEP)

    def _field(self) -> QRectF:
        """Give the room of the bars: beside the numbers of the scale, below the words."""
        head = line_height(self)
        left, right = columns_of(self, 3.4), columns_of(self, 4)
        foot = head if self._named() else head // 4
        return QRectF(self.rect()).adjusted(left, head, -right, -foot)

    def _y(self, share: int) -> float:
        field = self._field()
        reached = (min(share, 10_000) - self.lowest) / (10_000 - self.lowest)
        return field.bottom() - field.height() * reached

    def _named(self) -> bool:
        """Tell whether there is room for names below the bars."""
        room = self.width() - columns_of(self, 7.4)
        return bool(self.bars) and room / len(self.bars) >= columns_of(self, 4)

    def _place_at(self, x: float) -> int:
        field = self._field()
        if not self.bars or not field.left() <= x < field.right():
            return -1
        return int((x - field.left()) * len(self.bars) / field.width())

    def _draw_scale(self, painter: QPainter) -> None:
        field, high = self._field(), line_height(self)
        for share in range(self.lowest, 10_001, _STEP if self.lowest >= 5_000 else _STEP * 2):
            y = self._y(share)
            painter.setPen(QPen(colour("line")))
            painter.drawLine(QPointF(field.left(), y), QPointF(field.right(), y))
            painter.setPen(colour("ink-soft"))
            room = QRectF(0, y - high / 2, field.left() - columns_of(self, 0.4), high)
            painter.drawText(room, _RIGHT, f"{share // 100}%")

    def _draw_lines(self, painter: QPainter) -> None:
        field, high = self._field(), line_height(self)
        for line in self.lines:
            if self.lowest < line.share < 10_000:
                y = self._y(line.share)
                painter.setPen(QPen(colour("ink-soft"), 1, Qt.PenStyle.DashLine))
                painter.drawLine(QPointF(field.left(), y), QPointF(field.right(), y))
                painter.setPen(colour("ink-soft"))
                left = field.right() + columns_of(self, 0.3)
                room = QRectF(left, y - high / 2, self.width() - left, high)
                painter.drawText(room, _LEFT, line.name)

    def _draw_bars(self, painter: QPainter) -> None:
        for place, bar in enumerate(self.bars):
            rect = self.rect_of(place)
            chosen = place == self.current
            painter.fillRect(rect, colour("accent" if chosen else bar.ink))
            if bar.last is not None:
                y = round(self._y(bar.last))
                painter.fillRect(QRect(rect.left(), y - 1, rect.width(), 2), colour("ink"))
            if self._named():
                self._draw_name(painter, rect, bar.name, chosen=chosen)

    def _draw_name(self, painter: QPainter, rect: QRect, name: str, *, chosen: bool) -> None:
        wide = int(self._field().width() / len(self.bars))
        room = QRect(rect.center().x() - wide // 2, rect.bottom() + 1, wide, line_height(self))
        painter.setPen(colour("accent" if chosen else "ink-soft"))
        painter.drawText(room, _CENTRE, self._elided(name, wide - 4))

    def _draw_head(self, painter: QPainter) -> None:
        field, high = self._field(), line_height(self)
        said = self.bars[self.current].told if 0 <= self.current < len(self.bars) else ""
        legend = _LEGEND if any(bar.last is not None for bar in self.bars) else ""
        wide = self.fontMetrics().horizontalAdvance(legend) + columns_of(self, 1)
        painter.setPen(colour("ink-soft"))
        painter.drawText(QRectF(0, 0, self.width(), high * 0.9), _RIGHT, legend)
        font = QFont(self.font())
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(colour("ink"))
        room = QRectF(field.left(), 0, self.width() - field.left() - wide, high * 0.9)
        painter.drawText(room, _LEFT, self._elided(said, int(room.width() * 0.95)))

    def _elided(self, text: str, room: int) -> str:
        return self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Override: scale, bars, grades, and above them who is looked at."""
        del event
        painter = QPainter(self)
        self._draw_scale(painter)
        self._draw_bars(painter)
        self._draw_lines(painter)
        self._draw_head(painter)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Override: choose whose bar it is."""
        place = self._place_at(event.position().x())
        if place >= 0:
            self.chosen.emit(place)

    def event(self, event: QEvent) -> bool:
        """Override: the tooltip says whose bar it is."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            place = self._place_at(event.pos().x())
            QToolTip.showText(event.globalPos(), self.bars[place].told if place >= 0 else "", self)
            return True
        return super().event(event)
