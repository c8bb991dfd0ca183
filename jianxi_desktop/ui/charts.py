"""Charts drawn from data: columns that stand side by side, each of which opens what it counts.

A column is a button, so that mouse, keyboard and screen readers reach it like any other control.
Colours are asked for while painting, for the theme may change while the window is open.
"""

import math
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from jianxi_desktop.ui.roving import Roving
from jianxi_desktop.ui.theme import colour, columns_of, line_height

STEPS: Final = 4
_ROUND: Final = (10, 12, 15, 20, 25, 30, 40, 50, 60, 80, 100)  # tenths of a step
_CENTRE: Final = int(Qt.AlignmentFlag.AlignCenter)
_RIGHT: Final = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT: Final = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


class Series(NamedTuple):
    """One of the parts that a column is made of.

    Attributes:
        name: What the legend calls it.
        ink: Name of a colour of the theme.
        hollow: Whether only its edge is drawn: it has not happened yet.
    """

    name: str
    ink: str
    hollow: bool = False


class Column(NamedTuple):
    """One column.

    Attributes:
        label: What stands below it.
        numbers: How high each of its parts is, in the order of the series, from below.
        told: What it says in words, for tooltips and screen readers.
        before: Where it stood the last time; ``None``: it is not marked.
        target: What is opened with it.
        strong: Whether its label is set in bold: it is the one that goes on now.
    """

    label: str
    numbers: tuple[int, ...]
    told: str
    before: int | None = None
    target: object = None
    strong: bool = False

    @property
    def total(self) -> int:
        """All its parts together."""
        return sum(self.numbers)


class ColumnChart(QWidget):
    """Draws columns over a scale, with a legend above; one key goes from column to column.

    Tab reaches the column that was used last, the arrow keys, Home and End go on from there, Enter
    or a click opens it.

    Signals:
        opened: A column was opened; its target.
    """

    opened = Signal(object)
    most = 1.0  # where the scale ends
    numbered = False  # whether all columns are wide enough for their numbers

    def __init__(self, name: str, series: Sequence[Series], before: str = "") -> None:
        """Make it.

        Args:
            name: What it shows, for screen readers.
            series: The parts of each column.
            before: What the legend calls the marks of the last time; empty: there are none.
        """
        super().__init__()
        self.series, self.before = tuple(series), before
        self.columns: tuple[Column, ...] = ()
        self.bars: list[ColumnBar] = []
        self._keys = Roving(self, lambda: self.bars)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._fit()

    def show_columns(self, columns: Sequence[Column]) -> None:
        """Show other columns; whoever is at one stays there."""
        self.columns = tuple(columns)
        while len(self.bars) < len(self.columns):
            bar = ColumnBar(self)
            self._keys.take(bar)
            bar.clicked.connect(bar.open)
            if self.bars:
                QWidget.setTabOrder(self.bars[-1], bar)
            self.bars.append(bar)
        while len(self.bars) > len(self.columns):
            gone = self.bars.pop()
            gone.hide()
            gone.deleteLater()
        for bar, column in zip(self.bars, self.columns, strict=True):
            bar.show_column(column)
        self.setAccessibleDescription(described(self.columns))
        heights = [max(each.total, each.before or 0) for each in self.columns]
        self.most = scale_of(max([STEPS, *heights]))  # half an activity is none
        if self._keys.entrance() < 0:
            self._keys.let_in(next((n for n, each in enumerate(columns) if each.strong), 0))
        self._place()
        self.update()

    def field(self) -> QRectF:
        """Give the room of the columns: beside the scale, between legend and labels."""
        line = self._line()
        lines = 1 + max((each[0].top() // line for each in self._legend()), default=0)
        left = self.fontMetrics().horizontalAdvance(f"{self.most:,g}") + columns_of(self, 0.6)
        return QRectF(self.rect()).adjusted(left, line * (lines + 1), 0, -line)

    def sizeHint(self) -> QSize:
        """Override: as high as may be, as wide as the columns need."""
        width = columns_of(self, 1.2) * max(len(self.columns), 8) + columns_of(self, 3)
        return QSize(width, round(line_height(self) * 5.6))

    def minimumSizeHint(self) -> QSize:
        """Override: nothing is squeezed."""
        return self.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Override: the columns share the width."""
        super().resizeEvent(event)
        self._place()

    def changeEvent(self, event: QEvent) -> None:
        """Override: other letters take other room."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()
            self._place()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Override: scale and legend; each column draws itself."""
        del event
        painter = QPainter(self)
        draw_scale(painter, self.field(), self.most, self)
        self._draw_legend(painter)
        painter.end()

    def _fit(self) -> None:
        self.setFixedHeight(self.sizeHint().height())

    def _place(self) -> None:
        field, measure = self.field(), self.fontMetrics().horizontalAdvance
        each = field.width() / max(len(self.bars), 1)
        self.numbered = all(measure(f" {column.total:,}") <= each for column in self.columns)
        for n, bar in enumerate(self.bars):
            left, right = round(field.left() + each * n), round(field.left() + each * (n + 1))
            top = round(field.top() - line_height(self) * 0.8)
            bar.setGeometry(left, top, right - left, self.height() - top)

    def _legend(self) -> Iterator[tuple[QRectF, str, Series | None]]:
        """Give where the samples of the legend are drawn, the word of each, and what it is of.

        ``None`` is the mark of the last time. What does not fit goes on in the next line.
        """
        there = [
            n for n, _each in enumerate(self.series) if any(c.numbers[n] for c in self.columns)
        ]
        words: list[tuple[str, Series | None]] = [
            (self.series[n].name, self.series[n]) for n in there
        ]
        if self.before and any(column.before for column in self.columns):
            words.append((self.before, None))
        line, x, y = self._line(), 0.0, 0.0
        side = line * 0.45
        for word, series in words:
            wide = side * 1.5 + self.fontMetrics().horizontalAdvance(word)
            if x and x + wide > self.width():
                x, y = 0.0, y + line
            yield QRectF(x, y + (line - side) / 2, side, side), word, series
            x += wide + columns_of(self, 0.8)

    def _draw_legend(self, painter: QPainter) -> None:
        for sample, word, series in self._legend():
            if series is None:
                painter.fillRect(
                    QRectF(sample.left(), sample.center().y(), sample.width(), 2), colour("ink")
                )
            else:
                draw_part(painter, sample, series)
            painter.setPen(colour("ink-soft"))
            room = QRectF(
                sample.left() + sample.width() * 1.5,
                sample.center().y() - self._line() / 2,
                self.width(),
                self._line(),
            )
            painter.drawText(room, _LEFT, word)

    def _line(self) -> float:
        return line_height(self) * 0.8


class ColumnBar(QAbstractButton):
    """One column of a chart, as high as the chart, so that it is easy to hit."""

    def __init__(self, chart: ColumnChart) -> None:
        super().__init__(chart)
        self._chart = chart
        self.column = Column("", (), "")
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.show()

    def show_column(self, column: Column) -> None:
        """Show another column."""
        self.column = column
        self.setAccessibleName(column.told)
        self.setToolTip(column.told)
        self.update()

    def open(self) -> None:
        """Open what is counted here."""
        self._chart.opened.emit(self.column.target)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Override: the parts from below, how many they are, the label, and where the focus is."""
        del event
        painter, line = QPainter(self), line_height(self) * 0.8
        field = QRectF(0, line, self.width(), self.height() - 2 * line)
        if self.underMouse() or self.hasFocus():
            painter.fillRect(QRectF(self.rect()), colour("hover"))
        self._draw_parts(painter, field)
        painter.setPen(colour("ink" if self.column.strong else "ink-soft"))
        font = QFont(self.font())
        font.setBold(self.column.strong)
        painter.setFont(font)
        painter.drawText(QRectF(0, field.bottom(), self.width(), line), _CENTRE, self.column.label)
        if self.hasFocus():
            draw_ring(painter, self.rect())
        painter.end()

    def _draw_parts(self, painter: QPainter, field: QRectF) -> None:
        most = self._chart.most
        wide = max(2.0, min(field.width() * 0.62, line_height(self) * 1.2))
        left, bottom = (field.width() - wide) / 2, field.bottom()
        for series, number in zip(self._chart.series, self.column.numbers, strict=True):
            high = field.height() * number / most
            draw_part(painter, QRectF(left, bottom - high, wide, high), series)
            bottom -= high
        if self.column.before:
            y = field.bottom() - field.height() * self.column.before / most
            painter.fillRect(QRectF(left - 3, y - 2, wide + 6, 4), colour("sheet"))
            painter.fillRect(QRectF(left - 2, y - 1, wide + 4, 2), colour("ink"))
        text = f"{self.column.total:,}"
        if self.column.total and self._chart.numbered:
            painter.setPen(colour("ink-soft"))
            room = QRectF(0, bottom - field.top(), field.width(), field.top())
            painter.drawText(room, _CENTRE, text)


def draw_part(painter: QPainter, rect: QRectF, series: Series) -> None:
    """Draw a part of a column, or its sample in a legend."""
    if rect.height() <= 0:
        return
    if series.hollow:
        painter.setPen(QPen(colour(series.ink), 1, Qt.PenStyle.DashLine))
        painter.drawRect(rect.adjusted(0.5, 0.5, -0.5, -0.5))
    else:
        painter.fillRect(rect, colour(series.ink))


def draw_ring(painter: QPainter, rect: QRect) -> None:
    """Ring what has the keys."""
    painter.setPen(QPen(colour("focus"), 2))
    painter.drawRect(rect.adjusted(1, 1, -1, -1))


def draw_scale(painter: QPainter, field: QRectF, most: float, widget: QWidget) -> None:
    """Draw the lines of a scale behind columns, and its numbers at the left of them."""
    high = line_height(widget)
    for step in range(STEPS + 1):
        y = field.bottom() - field.height() * step / STEPS
        painter.setPen(colour("line"))
        painter.drawLine(QPointF(field.left(), y), QPointF(field.right(), y))
        painter.setPen(colour("ink-soft"))
        room = QRectF(0, y - high / 2, field.left() - columns_of(widget, 0.3), high)
        painter.drawText(room, _RIGHT, f"{most * step / STEPS:,g}")


def scale_of(most: float) -> float:
    """Give the top of a scale: its steps are round, and whole where the numbers are large enough.

    A scale of nothing ends at one.
    """
    if most < STEPS:
        return most or 1
    step = most / STEPS
    ten = 10.0 ** math.floor(math.log10(step))
    steps = (each * ten / 10 for each in _ROUND)
    return STEPS * next(each for each in steps if each >= step and each.is_integer())


def described(columns: Sequence[Column]) -> str:
    """Say in words what a chart shows."""
    return "；".join(each.told for each in columns)
