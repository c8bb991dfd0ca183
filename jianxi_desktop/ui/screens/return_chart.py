"""A chart of some columns of a return: a group of bars for each row."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QPushButton, QScrollArea, QVBoxLayout, QWidget

from jianxi_desktop.services.return_tables import TableResult
from jianxi_desktop.ui.charts import draw_scale, scale_of
from jianxi_desktop.ui.screens.parts import row_of, section
from jianxi_desktop.ui.theme import colour, columns_of, line_height

_INKS = ("ink-soft", "amber", "good", "accent")


@dataclass(frozen=True)
class Bars:
    """What a chart shows: a name for each series, and for each row its label and numbers."""

    series: tuple[str, ...]
    rows: tuple[tuple[str, tuple[float, ...]], ...]


def bars_of(result: TableResult) -> Bars | None:
    """Give the bars that a return's form asks for; the totals of all are left out."""
    wanted = result.edition.chart.get("columns", ())
    keys = [column.key for column in result.edition.columns]
    places = [keys.index(key) for key in wanted if key in keys]
    rows = [
        (row.label, tuple(float(cells[place].value or 0) for place in places))
        for row, cells in zip(result.rows, result.cells, strict=True)
        if not row.total
    ]
    if not places or not rows:
        return None
    letters = zip(*(label for label, _numbers in rows), strict=False)
    alike = sum(1 for _ in takewhile(lambda each: len(set(each)) == 1, letters))
    if len(rows) > 1:  # what all labels begin with tells none from the others
        rows = [(label[alike:] or label, numbers) for label, numbers in rows]
    names = [result.edition.columns[place].caption.split("/")[-1] for place in places]
    return Bars(tuple(names), tuple(rows))


class Chart(QWidget):
    """Draws bars; each carries its number, so that colour alone says nothing."""

    def __init__(self, bars: Bars) -> None:
        super().__init__()
        self._bars = bars
        self.setAccessibleName("图表")
        self.setAccessibleDescription(described(bars))

    def sizeHint(self) -> QSize:
        """Override: as wide as the rows need."""
        group = columns_of(self, 2.2) * len(self._bars.series) + columns_of(self, 2)
        return QSize(
            max(group * len(self._bars.rows), columns_of(self, 40)), line_height(self) * 14
        )

    def minimumSizeHint(self) -> QSize:
        """Override: nothing is squeezed; the area around it scrolls."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Override: draw it."""
        del event
        painter = QPainter(self)
        line = line_height(self)
        area = QRectF(columns_of(self, 4), line, self.width(), self.height() - 3.4 * line)
        area.setRight(self.width() - columns_of(self, 1))
        most = scale_of(max((n for _label, row in self._bars.rows for n in row), default=0))
        draw_scale(painter, area, most, self)
        group = area.width() / len(self._bars.rows)
        for place, (label, numbers) in enumerate(self._bars.rows):
            left = area.left() + place * group
            self._group(painter, QRectF(left, area.top(), group, area.height()), numbers, most)
            box = QRectF(left, area.bottom() + 2, group, line * 1.1)
            self._text(painter, box, label, Qt.AlignmentFlag.AlignHCenter)
        self._legend(painter, area.bottom() + line * 1.4)
        painter.end()

    def _group(
        self, painter: QPainter, area: QRectF, numbers: Sequence[float], most: float
    ) -> None:
        width = area.width() * 0.76 / len(numbers)
        for place, number in enumerate(numbers):
            high = area.height() * number / most
            left = area.left() + area.width() * 0.12 + place * width
            bar = QRectF(left + 1, area.bottom() - high, width - 2, high)
            painter.fillRect(bar, colour(_INKS[place % len(_INKS)]))
            top = QRectF(left - 8, bar.top() - line_height(self), width + 16, line_height(self))
            self._text(painter, top, f"{number:g}", Qt.AlignmentFlag.AlignHCenter)

    def _legend(self, painter: QPainter, y: float) -> None:
        x, side = float(columns_of(self, 4)), line_height(self) * 0.5
        for place, name in enumerate(self._bars.series):
            painter.fillRect(QRectF(x, y + side / 2, side, side), colour(_INKS[place % 4]))
            box = QRectF(x + side * 1.6, y, columns_of(self, len(name) + 2), side * 2)
            self._text(painter, box, name, Qt.AlignmentFlag.AlignLeft)
            x = box.right() + side

    def _text(self, painter: QPainter, box: QRectF, text: str, way: Qt.AlignmentFlag) -> None:
        painter.setPen(colour("ink-soft"))
        short = self.fontMetrics().elidedText(
            text, Qt.TextElideMode.ElideRight, max(int(box.width()), 1)
        )
        painter.drawText(box, int(way | Qt.AlignmentFlag.AlignVCenter), short)


class ChartDialog(QDialog):
    """Shows a chart."""

    def __init__(self, parent: QWidget, title: str, bars: Bars) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.chart = Chart(bars)
        area = QScrollArea()
        area.setWidget(self.chart)
        area.setWidgetResizable(True)
        close = QPushButton("关闭")
        close.clicked.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(section(title))
        column.addWidget(area, 1)
        column.addLayout(row_of(None, close))
        self.resize(columns_of(self, 60), line_height(self) * 20)


def described(bars: Bars) -> str:
    """Say in words what a chart shows."""
    rows = (f"{label} {'、'.join(f'{n:g}' for n in numbers)}" for label, numbers in bars.rows)
    return f"{'、'.join(bars.series)}：{'；'.join(rows)}"
