"""The lines of the search box as a list, and how they are drawn."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QIcon, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from jianxi_desktop.ui.find_lines import Line
from jianxi_desktop.ui.theme import colour, columns_of, icon, line_height

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class FindModel(QAbstractListModel):
    """Headings, which cannot be chosen, and lines, which can."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.lines: Sequence[Line] = ()

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show these in place of those before."""
        self.beginResetModel()
        self.lines = tuple(lines)
        self.endResetModel()

    def tell(self, lines: Sequence[Line]) -> None:
        """Say more about the lines that are shown, and add some behind them; their order stays."""
        old, new = len(self.lines), len(lines)
        if new < old:
            self.show_lines(lines)
            return
        if new > old:
            self.beginInsertRows(_NOWHERE, old, new - 1)
        self.lines = tuple(lines)
        if new > old:
            self.endInsertRows()
        if old:
            self.dataChanged.emit(self.index(0), self.index(old - 1))

    def next_line(self, start: int, step: int) -> int:
        """Give the next line that can be chosen, going by ``step``; -1: there is none."""
        at = start + step
        while 0 <= at < len(self.lines):
            if self.lines[at].act is not None:
                return at
            at += step
        return -1

    def next_group(self, start: int, step: int) -> int:
        """Give the first line of the next group, or of the one before; -1: there is none."""
        lines = self.lines
        heads = [at for at, _line in enumerate(lines) if self.next_line(at, 1) == at + 1]
        heads = [at for at in heads if lines[at].act is None]
        if step > 0:
            after = [at for at in heads if at > start]
            return self.next_line(after[0], 1) if after else -1
        before = [at for at in heads if at < start]
        here = before[-2:-1] if before and before[-1] + 1 == start else before[-1:]
        return self.next_line(here[0], 1) if here else -1

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        """Override: the number of lines."""
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Override: the words of a line, and what a screen reader says."""
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return line.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return "，".join(part for part in (line.title, line.facts, line.keys) if part)
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{line.title}\n{line.facts}".strip()
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Override: a heading is not chosen."""
        if index.isValid() and self.lines[index.row()].act is None:
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class FindPaint(QStyledItemDelegate):
    """Draws a heading small, a line with its drawing, its name, its facts and its keys.

    Attributes:
        words: What was typed; it stands bold where a name holds it.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._widget = parent
        self.words = ""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Override: a heading has air above it."""
        del option
        height = line_height(self._widget)
        heading = _line(index).act is None
        return QSize(columns_of(self._widget, 10), round(height * (1.15 if heading else 1.1)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Override: draw a line."""
        line = _line(index)
        painter.save()
        room: QRect = option.rect
        if line.act is None:
            self._paint_heading(painter, room, line)
        else:
            state: QStyle.StateFlag = option.state
            if state & QStyle.StateFlag.State_Selected:
                painter.fillRect(room, colour("selected"))
            self._paint_line(painter, room, line)
        painter.restore()

    def _paint_heading(self, painter: QPainter, room: QRect, line: Line) -> None:
        edge = columns_of(self._widget, 0.6)
        room = room.adjusted(edge, round(room.height() * 0.2), -edge, 0)
        font = QFont(painter.font())
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(colour("ink-soft"))
        left = _write(painter, room, line.title)
        font.setBold(False)
        painter.setFont(font)
        painter.setPen(colour("ink-faint"))
        _write(painter, room.adjusted(left + edge, 0, 0, 0), line.facts)

    def _paint_line(self, painter: QPainter, room: QRect, line: Line) -> None:
        edge, metrics = columns_of(self._widget, 0.6), painter.fontMetrics()
        side = metrics.height()
        top = room.top() + (room.height() - side) // 2
        picture: QIcon = icon(line.symbol)
        picture.paint(painter, QRect(room.left() + edge, top, side, side))
        room = room.adjusted(edge * 2 + side, 0, -edge, 0)
        if line.keys:
            painter.setPen(colour("ink-faint"))
            painter.drawText(room, _RIGHT, line.keys)
            room.setRight(room.right() - metrics.horizontalAdvance(line.keys) - edge)
        painter.setPen(colour("ink"))
        left = self._write_name(painter, room, line.title)
        painter.setPen(colour("ink-soft"))
        _write(painter, room.adjusted(left + edge * 2, 0, 0, 0), line.facts)

    def _write_name(self, painter: QPainter, room: QRect, text: str) -> int:
        """Write a name with what was typed in bold; give the room it takes."""
        at = text.lower().find(self.words.lower()) if self.words else -1
        if at < 0:
            return _write(painter, room, text)
        plain, bold = QFont(painter.font()), QFont(painter.font())
        bold.setBold(True)
        left, end = 0, at + len(self.words)
        for part, font in ((text[:at], plain), (text[at:end], bold), (text[end:], plain)):
            painter.setFont(font)
            left += _write(painter, room.adjusted(left, 0, 0, 0), part)
        painter.setFont(plain)
        return left


_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


def _write(painter: QPainter, room: QRect, text: str) -> int:
    """Write as much as there is room for; give the width."""
    if room.width() <= 0 or not text:
        return 0
    metrics = QFontMetrics(painter.font())
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, _LEFT, shown)
    return metrics.horizontalAdvance(shown)


def _line(index: _Index) -> Line:
    model = index.model()
    assert isinstance(model, FindModel)  # noqa: S101 - the delegate draws no other
    return model.lines[index.row()]
