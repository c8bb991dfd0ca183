"""The list on the screen: one painter for the whole viewport, for a frame of 16 ms is short."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QItemSelectionRange,
    QPoint,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QFontMetrics,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPen,
    QStaticText,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from jianxi_desktop.schema.ledger import Attr
from jianxi_desktop.ui.list_copy import copy_selected
from jianxi_desktop.ui.listing import WAITING, Index, LedgerTable
from jianxi_desktop.ui.memory import Memory
from jianxi_desktop.ui.picked import Picked
from jianxi_desktop.ui.theme import colour, columns_of, line_height
from jianxi_desktop.ui.tick_header import TickHeader

_CACHED: Final = 20_000  # laid-out texts
_SHOWN: Final = 1.5  # characters more: a number in full is wider than with its asterisks
_WIDEST: Final = 40  # characters of a column that was made to fit


class LedgerView(QTableView):
    """Paints the lines of a ``LedgerTable``.

    Signals:
        chosen: A line was opened by Enter or a double click; its row.
        turned: A heading was clicked; its column.
        asked: The menu of the line one stands on is wanted; where in the viewport.
        typed: A letter was typed: the list itself does not search.
        too_much: More rows are selected than can be copied; how many can.
        copied: Rows are on the clipboard; how many.

    Attributes:
        table: What is shown.
        picked: Which rows are.
    """

    chosen = Signal(int)
    turned = Signal(int)
    asked = Signal(QPoint)
    typed = Signal(str)
    too_much = Signal(int)
    copied = Signal(int)

    def __init__(self, table: LedgerTable, key: str, memory: Memory | None = None) -> None:
        super().__init__()
        self.table = table
        self._key = key
        self._memory = memory
        self._sizing = False
        self._laid: dict[tuple[str, int], QStaticText] = {}
        self.setModel(table)
        table.waiting.changed.connect(self.viewport().update)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self._set_up_headers()
        self.picked = Picked(self)
        self.doubleClicked.connect(lambda index: self.chosen.emit(index.row()))

    def copy(self, *, heads: bool = False) -> None:
        """Put the selected cells on the clipboard, masked as they are shown."""
        copy_selected(self, heads=heads)

    def show_ticks(self) -> None:
        """Put boxes before the rows, in which each can be ticked."""
        header = TickHeader(self)
        self.setVerticalHeader(header)
        self._set_up_rows(header)
        header.setDefaultSectionSize(line_height(self))
        header.take_corner()
        self.setCornerButtonEnabled(True)
        header.show()

    def stand_on(self, row: int) -> None:
        """Make a row the current one, in the column that one stands in."""
        column = max(self.currentIndex().column(), 0)
        self.setCurrentIndex(self.table.index(row, column))

    def lie_at(self, top: int, across: int) -> None:
        """Scroll to a place; rows that have just come are laid out before."""
        self.executeDelayedItemsLayout()
        self.verticalScrollBar().setValue(top)
        self.horizontalScrollBar().setValue(across)

    def top_row(self) -> int:
        """Give the first row that is looked at."""
        return max(self.rowAt(0), 0)

    def _set_up_headers(self) -> None:
        self._set_up_rows(self.verticalHeader())
        self.verticalHeader().hide()
        across = self.horizontalHeader()
        across.setSectionsClickable(True)
        across.setHighlightSections(False)
        # Of the real selection Qt would ask the model for every row, each time it is painted.
        across.setSelectionModel(QItemSelectionModel(self.table, across))
        across.setStretchLastSection(True)
        across.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        across.setSortIndicatorShown(True)
        across.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        # Qt would pick every cell of a column whose heading is pressed, to be ordered or moved.
        across.sectionPressed.disconnect()
        across.sectionEntered.disconnect()
        across.sectionClicked.connect(self.turned)
        self.size_columns()
        across.sectionResized.connect(self._keep_width)

    def _set_up_rows(self, down: QHeaderView) -> None:
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        down.setMinimumSectionSize(1)

    def show_columns(self, attributes: Sequence[Attr]) -> None:
        """Show other columns, each as wide as it was the last time; stay where one is."""
        row, scroll = self.currentIndex().row(), self.verticalScrollBar().value()
        column = self.currentIndex().column()
        key = self.table.fields[column].key if column >= 0 else ""

        def restore(_count: int = 0) -> None:
            self.table.counted.disconnect(restore)
            self.verticalScrollBar().setValue(scroll)
            if 0 <= row < self.table.rowCount():
                keys = [field.key for field in self.table.fields]
                column = keys.index(key) if key in keys else 0
                self.setCurrentIndex(self.table.index(row, column))

        if self.table.rowCount():
            self.table.counted.connect(restore)
        self._straighten()
        self.table.show_columns(attributes)
        self.size_columns()

    def _straighten(self) -> None:
        """Let the headings stand in the order of the columns."""
        across = self.horizontalHeader()
        across.blockSignals(True)  # noqa: FBT003 - Qt takes it by place
        for place in range(across.count()):
            across.moveSection(across.visualIndex(place), place)
        across.blockSignals(False)  # noqa: FBT003 - Qt takes it by place

    def size_columns(self) -> None:
        """Give every column the width it had the last time, or that its kind of field needs."""
        self._sizing = True
        self.verticalHeader().setDefaultSectionSize(line_height(self))
        across = self.horizontalHeader()
        across.setFixedHeight(line_height(self) + 2)
        kept = self._memory.widths_of(self._key) if self._memory else {}
        for place, field in enumerate(self.table.fields):
            needed = max(field.width, len(field.caption) + 1.5)
            needed += _SHOWN if field.masked else 0
            across.resizeSection(place, kept.get(field.key) or columns_of(self, needed + 1))
        self._sizing = False

    def _keep_width(self, column: int, _before: int, width: int) -> None:
        """Remember the width a person gave a column; the last one only fills the window."""
        across = self.horizontalHeader()
        last = across.visualIndex(column) == across.count() - 1
        if self._memory is None or self._sizing or last or not self.isVisible():
            return
        kept = self._memory.widths_of(self._key)
        kept[self.table.fields[column].key] = width
        self._memory.keep_widths(self._key, kept)

    def sizeHintForColumn(self, column: int) -> int:
        """Override: what the lines that are seen need, and the caption with its sign of order."""
        metrics, field = self.fontMetrics(), self.table.fields[column]
        first = self.top_row()
        rows = range(
            first,
            min(first + self.viewport().height() // line_height(self) + 1, self.table.rowCount()),
        )
        lines = (self.table.line(row) for row in rows)
        texts = [line.texts[column].replace("\n", " ") for line in lines if line is not None]
        pad = 2 * (columns_of(self, 0.5) + 2) + 2
        widest = max((metrics.horizontalAdvance(text) for text in texts), default=0) + pad
        caption = metrics.horizontalAdvance(field.caption) + pad + columns_of(self, 1)
        return min(max(widest, caption), columns_of(self, _WIDEST))

    def changeEvent(self, event: QEvent) -> None:
        """Override: a new font has other widths."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_laid"):
            self._laid.clear()
            self.size_columns()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override: Enter opens the line, the space bar ticks it, Esc lets go of what is picked."""
        index = self.currentIndex()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid():
            self.chosen.emit(index.row())
        elif event.key() == Qt.Key.Key_Space and index.isValid():
            self.picked.tick(index.row())
        elif event.key() == Qt.Key.Key_Escape and self.picked.many:
            self.picked.clear()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif is_letter(event):
            self.typed.emit(event.text())
        else:
            super().keyPressEvent(event)

    def selectionCommand(  # noqa: N802 - Qt's name
        self, index: Index, event: QEvent | None = None
    ) -> QItemSelectionModel.SelectionFlag:
        """Override: while rows are ticked, moving about leaves the ticks as they are."""
        usual = super().selectionCommand(index, event)
        # Qt asks already when the model is set.
        return self.picked.command(usual, event) if hasattr(self, "picked") else usual

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Override: the band of the current line goes across all of it, Qt paints its cell."""
        super().currentChanged(current, previous)
        height = self.verticalHeader().defaultSectionSize()
        for each in (current, previous):
            if each.isValid():
                y = self.rowViewportPosition(each.row())
                self.viewport().update(0, y, self.viewport().width(), height)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Override: by the mouse the menu is that of the line below it, by a key of one's own."""
        place, current = event.pos(), self.currentIndex()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            place = self.visualRect(current).center()
        elif (below := self.indexAt(place)).isValid() and not self._is_picked(below):
            self.setCurrentIndex(below)
        self.asked.emit(place)

    def _is_picked(self, index: Index) -> bool:
        return self.selectionModel().isSelected(index)

    def keyboardSearch(self, search: str) -> None:
        """Override: do nothing; Qt would ask the model for every row there is."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Override: paint the rows that are seen, straight from the lines."""
        del event
        viewport = self.viewport()
        painter = QPainter(viewport)
        rows = self.table.rowCount()
        height = self.verticalHeader().defaultSectionSize()
        first = self.rowAt(0)
        if first >= 0 and rows:
            top = self.rowViewportPosition(first)
            last = min(first + (viewport.height() - top) // height, rows - 1)
            self.table.need(first, last)
            _Painting(self, painter, first, last, top, height).paint()
        painter.end()

    def laid(self, text: str, width: int, metrics: QFontMetrics) -> QStaticText:
        """Lay a text out once, cut with … where it is wider than its column."""
        known = self._laid.get((text, width))
        if known is None:
            if len(self._laid) >= _CACHED:
                self._laid.clear()
            shown = metrics.elidedText(text.replace("\n", " "), Qt.TextElideMode.ElideRight, width)
            known = QStaticText(shown)
            known.setTextFormat(Qt.TextFormat.PlainText)
            known.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
            self._laid[text, width] = known
        return known


def is_letter(event: QKeyEvent) -> bool:
    """Tell whether a key writes something, so that a search line may take it."""
    plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)
    return plain and event.text().isprintable() and bool(event.text().strip())


class _Painting:
    """One painting of the rows that are seen."""

    def __init__(
        self, view: LedgerView, painter: QPainter, first: int, last: int, top: int, height: int
    ) -> None:
        self._view, self._painter = view, painter
        self._first, self._last, self._top, self._height = first, last, top, height
        self._metrics = view.fontMetrics()
        self._pad = columns_of(view, 0.5) + 2  # in line with the captions
        width = view.viewport().width()
        self._width = width
        self._columns = [
            (column, view.columnViewportPosition(column), view.columnWidth(column))
            for column in range(len(view.table.fields))
            if -view.columnWidth(column) < view.columnViewportPosition(column) < width
        ]

    def paint(self) -> None:
        """Paint bands, lines, texts and the frame of the current cell."""
        self._paint_bands()
        self._paint_lines()
        self._painter.setPen(QPen(colour("ink-off" if self._view.table.waiting.old else "ink")))
        down = (self._height - self._metrics.height()) // 2
        for row in range(self._first, self._last + 1):
            self._paint_row(row, self._top + (row - self._first) * self._height + down)
        self._paint_current()

    def _paint_row(self, row: int, y: int) -> None:
        table, view, draw = self._view.table, self._view, self._painter.drawStaticText
        line = table.line(row)
        if line is None:
            column, x, width = self._columns[0]
            draw(QPoint(x + self._pad, y), view.laid(WAITING, width, self._metrics))
            return
        texts, pad, metrics = line.texts, self._pad, self._metrics
        for column, x, width in self._columns:
            text = texts[column]
            if text:
                laid = view.laid(text, width - 2 * pad, metrics)
                left = x + pad
                if table.numeric(column):
                    left = x + width - pad - round(laid.size().width())
                draw(QPoint(left, y), laid)

    def _paint_bands(self) -> None:
        current = self._view.currentIndex()
        if current.isValid() and self._first <= current.row() <= self._last:
            band = QRect(0, self._y(current.row()), self._width, self._height)
            self._painter.fillRect(band, colour("accent-soft"))
        parts = self._view.selectionModel().selection()
        for place in range(parts.size()):
            self._paint_selected(parts.at(place))

    def _paint_selected(self, part: QItemSelectionRange) -> None:
        first, last = max(part.top(), self._first), min(part.bottom(), self._last)
        if first > last:
            return
        for column, x, width in self._columns:
            if part.left() <= column <= part.right():
                cells = QRect(x, self._y(first), width, (last - first + 1) * self._height)
                self._painter.fillRect(cells, colour("selected"))

    def _paint_lines(self) -> None:
        self._painter.setPen(QPen(colour("line")))
        for row in range(self._first, self._last + 1):
            y = self._y(row) + self._height - 1
            self._painter.drawLine(0, y, self._width, y)

    def _paint_current(self) -> None:
        current = self._view.currentIndex()
        if current.isValid() and self._view.hasFocus():
            self._painter.setPen(QPen(colour("accent")))
            self._painter.drawRect(self._view.visualRect(current).adjusted(0, 0, -1, -2))

    def _y(self, row: int) -> int:
        return self._top + (row - self._first) * self._height
