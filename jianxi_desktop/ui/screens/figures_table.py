"""The table of a return: captions in groups, a label before every row that never scrolls away."""

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QLabel, QTableView, QWidget

from jianxi_desktop.ui.theme import colour, columns_of, line_height

_Index = QModelIndex | QPersistentModelIndex
_ROLE = Qt.ItemDataRole
_MIDDLE = int(Qt.AlignmentFlag.AlignCenter)
_NOWHERE = QModelIndex()
_LABELS = (9, 20)  # characters of a row's label, at least and at most


class Caption(Protocol):
    """A column of figures, or a group of them."""

    @property
    def text(self) -> str:
        """What the heading says."""

    @property
    def below(self) -> "Sequence[Caption]":
        """The captions under it; none for a column."""

    @property
    def width(self) -> float:
        """Width of a column in Chinese characters."""


class LabelledRow(Protocol):
    """What stands before a row of figures."""

    @property
    def label(self) -> str:
        """What the row is about."""

    @property
    def level(self) -> int:
        """Depth below the whole."""

    @property
    def total(self) -> bool:
        """Whether it is a sum."""


class _Cell(NamedTuple):
    """One box of the heading: lines from the top, columns from the left."""

    text: str
    line: int
    lines: int
    first: int
    last: int


class FiguresModel(QAbstractTableModel):
    """Figures with a label before each row."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: Sequence[LabelledRow] = ()
        self._figures: Sequence[Sequence[int | float | None]] = ()

    def show_figures(
        self, rows: Sequence[LabelledRow], figures: Sequence[Sequence[int | float | None]]
    ) -> None:
        """Show other rows."""
        self.beginResetModel()
        self._rows, self._figures = rows, figures
        self.endResetModel()

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        """Override: count the rows."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        """Override: count the columns."""
        return 0 if parent.isValid() or not self._figures else len(self._figures[0])

    def data(self, index: _Index, role: int = _ROLE.DisplayRole) -> object:
        """Override: give a figure; noughts step back."""
        if not index.isValid():
            return None
        figure = self._figures[index.row()][index.column()]
        if role == _ROLE.DisplayRole:
            return "" if figure is None else f"{figure:,}"
        if role == _ROLE.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role == _ROLE.ForegroundRole:
            return None if figure else colour("ink-faint")
        return self._looks(index.row(), role)

    def headerData(self, place: int, way: Qt.Orientation, role: int = _ROLE.DisplayRole) -> object:
        """Override: give the labels."""
        if way != Qt.Orientation.Vertical or place >= len(self._rows):
            return None
        row = self._rows[place]
        if role == _ROLE.DisplayRole:
            return "　" * row.level + row.label
        if role == _ROLE.ToolTipRole:
            return row.label
        if role == _ROLE.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return self._looks(place, role)

    def _looks(self, row: int, role: int) -> object:
        if role == _ROLE.FontRole and self._rows[row].total:
            font = QFont()
            font.setBold(True)
            return font
        return None


class GroupedHeading(QHeaderView):
    """A heading of several lines, where a group stands above its columns."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._cells: list[_Cell] = []
        self._lines = 1
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def show_captions(self, captions: Sequence[Caption]) -> list[int]:
        """Show other captions; give the width of each column in characters."""
        self._lines = max((_height(each) for each in captions), default=1)
        self._cells = []
        widths: list[int] = []
        for caption in captions:
            self._add(caption, 0, widths)
        self.updateGeometry()
        self.viewport().update()
        return widths

    def _add(self, caption: Caption, line: int, widths: list[int]) -> None:
        first = len(widths)
        if not caption.below:
            widths.append(max(round(caption.width), min(len(caption.text), 4)))
        for each in caption.below:
            self._add(each, line + 1, widths)
        lines = 1 if caption.below else self._lines - line
        self._cells.append(_Cell(caption.text, line, lines, first, len(widths) - 1))

    def sizeHint(self) -> QSize:
        """Override: a line a level, the lowest one twice as high for captions that wrap."""
        height = self._line() * self._lines + self._line()
        return QSize(super().sizeHint().width(), height)

    def _line(self) -> int:
        return round(self.fontMetrics().height() * 1.45)

    def _rect(self, cell: _Cell) -> QRect:
        left = self.sectionViewportPosition(cell.first)
        width = sum(self.sectionSize(place) for place in range(cell.first, cell.last + 1))
        top = cell.line * self._line()
        to_the_end = cell.line + cell.lines == self._lines
        bottom = self.height() if to_the_end else (cell.line + cell.lines) * self._line()
        return QRect(left, top, width, bottom - top)

    def paintSection(  # noqa: N802 - Qt calls it
        self, painter: QPainter, rect: QRect, place: int
    ) -> None:
        """Override: draw every box that stands above this column."""
        del rect
        for cell in self._cells:
            if cell.first <= place <= cell.last:
                self._paint(painter, cell)

    def _paint(self, painter: QPainter, cell: _Cell) -> None:
        box = self._rect(cell)
        painter.fillRect(box, colour("desk"))
        painter.setPen(QPen(colour("line"), 1))
        painter.drawLine(box.topRight(), box.bottomRight())
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        painter.setPen(colour("ink-soft"))
        flags = _MIDDLE | int(Qt.TextFlag.TextWrapAnywhere)
        painter.drawText(box.adjusted(3, 1, -3, -1), flags, cell.text)


class FiguresTable(QTableView):
    """Shows a return as it will stand on paper, with the labels held fast at the left."""

    def __init__(self, parent: QWidget | None = None, rows: FiguresModel | None = None) -> None:
        super().__init__(parent)
        self.rows = rows or FiguresModel(self)
        self.setModel(self.rows)
        self._widths: list[int] = []
        self.heading = GroupedHeading(self)
        self.setHorizontalHeader(self.heading)
        self.heading.show()
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        labels = self.verticalHeader()
        labels.setDefaultSectionSize(line_height(self))
        labels.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        labels.setFixedWidth(columns_of(self, _LABELS[1]))
        labels.setHighlightSections(False)
        self._corner = QLabel(self)
        self._corner.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._corner.setProperty("role", "hint")

    def show_figures(
        self,
        corner: str,
        captions: Sequence[Caption],
        rows: Sequence[LabelledRow],
        figures: Sequence[Sequence[int | float | None]],
    ) -> None:
        """Show a return."""
        self.take_captions(corner, captions)
        self.rows.show_figures(rows, figures)
        self.fit_columns()

    def take_captions(self, corner: str, captions: Sequence[Caption]) -> None:
        """Show other captions; the rows that stand under them come next."""
        self._corner.setText(corner)
        self._widths = self.heading.show_captions(captions)

    def fit_columns(self) -> None:
        """Give every column the width that its caption asks for, and the labels theirs."""
        for place, width in enumerate(self._widths):
            self.setColumnWidth(place, columns_of(self, width + 1))
        labels = [self.rows.headerData(row, Qt.Orientation.Vertical) for row in self._places()]
        longest = max((len(str(each)) for each in labels), default=0)
        wide = min(max(longest + 2, _LABELS[0]), _LABELS[1])
        self.verticalHeader().setFixedWidth(columns_of(self, wide))
        self.updateGeometries()
        self._place_corner()

    def _places(self) -> range:
        return range(self.rows.rowCount())

    def _place_corner(self) -> None:
        self._corner.setGeometry(1, 1, self.verticalHeader().width(), self.heading.height())
        self._corner.raise_()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Override: keep the corner where the headings meet."""
        super().resizeEvent(event)
        self._place_corner()


def _height(caption: Caption) -> int:
    return 1 + max((_height(each) for each in caption.below), default=0)
