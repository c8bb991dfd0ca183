"""A week of one place: what is taken, drawn over its hours, and what is free."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final, NamedTuple

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from jianxi_desktop.domain.booking import HOURS, Span
from jianxi_desktop.services.bookings import Booked, Day
from jianxi_desktop.ui.theme import colour, columns_of, line_height

_NAMES: Final = "一二三四五六日"
_INKS: Final = {
    "booked": ("amber-soft", "amber"),
    "confirmed": ("good-soft", "good"),
    "done": ("hover", "ink-soft"),
}
_LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
_CENTRE: Final = Qt.AlignmentFlag.AlignCenter


class Cell(NamedTuple):
    """One hour of one day: the day from 0, the hour of the clock."""

    day: int
    hour: int


class Block(NamedTuple):
    """A booking as it is drawn; several at one time stand side by side."""

    day: int
    booked: Booked
    lane: int
    lanes: int


class WeekView(QWidget):
    """Shows seven days side by side; the arrow keys move, Enter books or opens.

    Signals:
        wanted: A free hour was chosen; the day and the time to offer.
        chosen: A booking was gone to, or ``None`` where there is none.
        opened: A booking is to be opened.
        told: What stands where one is, in words.
    """

    wanted = Signal(object, object)
    chosen = Signal(object)
    opened = Signal(object)
    told = Signal(str)

    def __init__(self, today: date) -> None:
        super().__init__()
        self._today = today
        self._days: Sequence[Day] = ()
        self._blocks: list[Block] = []
        self._hours = (int(HOURS.starts[:2]), int(HOURS.ends[:2]))
        self.cell = Cell(today.weekday(), 9)
        self.current: Booked | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName("一周日程")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(columns_of(self, 32), line_height(self) * 12)

    def show_week(self, days: Sequence[Day]) -> None:
        """Show other days, and stay at the same weekday and hour."""
        self._days = days
        self._blocks = [block for n, day in enumerate(days) for block in _in_lanes(n, day.booked)]
        times = [block.booked.span for block in self._blocks]
        first, last = (int(each[:2]) for each in HOURS)
        self._hours = (
            min([first, *(int(s.starts[:2]) for s in times if s.starts != "00:00")]),
            max([last, *(_ceiling(s.ends) for s in times if s.ends != "24:00")]),
        )
        self._go(self.cell)

    def blocks(self) -> list[Block]:
        """Give what is drawn."""
        return list(self._blocks)

    def rect_of(self, block: Block) -> QRect:
        """Give where a booking is drawn."""
        column = self._column(block.day)
        wide = column.width() // block.lanes
        top, bottom = (self._y(time) for time in block.booked.span)
        left = column.left() + wide * block.lane
        return QRect(left + 2, top + 1, wide - 3, max(bottom - top - 2, 4))

    def cell_at(self, place: QPoint) -> Cell | None:
        """Give the hour at a point of the widget."""
        head, high = self._head(), self._row_height()
        for number in range(len(self._days)):
            column = self._column(number)
            if column.left() <= place.x() < column.right() + 1 and place.y() >= head:
                hour = self._hours[0] + int((place.y() - head) / high)
                return Cell(number, min(hour, self._hours[1] - 1))
        return None

    def offer(self) -> tuple[date | None, Span | None]:
        """Give the day and the free time where one is."""
        if not self._days:
            return None, None
        return self._days[self.cell.day].day, self._free(self.cell)

    def describe(self) -> str:
        """Say in words what stands where one is."""
        if not self._days:
            return ""
        day = self._days[self.cell.day].day
        head = f"{day.month}月{day.day}日 周{_NAMES[day.weekday()]}"
        if self.current is None:
            free = self._free(self.cell)
            return f"{head} {free.show()} 空闲，回车预约" if free is not None else head
        return f"{head} {describe_booked(self.current)}"

    def _go(self, cell: Cell, at: Booked | None = None) -> None:
        hour = min(max(cell.hour, self._hours[0]), self._hours[1] - 1)
        self.cell = Cell(min(max(cell.day, 0), 6), hour)
        self.current = at or self._booked(self.cell)
        self.chosen.emit(self.current)
        said = self.describe()
        self.setAccessibleDescription(said)
        self.told.emit(said)
        self.update()

    def _booked(self, cell: Cell) -> Booked | None:
        here = _hour(cell.hour)
        found = [b.booked for b in self._blocks if b.day == cell.day and b.booked.span.meets(here)]
        return found[0] if found else None

    def _free(self, cell: Cell) -> Span | None:
        """Give the time to offer for an hour: as much of it as is free."""
        here = _hour(cell.hour)
        for gap in self._days[cell.day].free:
            if gap.meets(here):
                return Span(max(gap.starts, here.starts), min(gap.ends, here.ends))
        return here if self._booked(cell) is None else None

    def _use(self) -> None:
        if self.current is not None:
            self.opened.emit(self.current)
            return
        free = self._free(self.cell) if self._days else None
        if free is not None:
            self.wanted.emit(self._days[self.cell.day].day, free)

    def _head(self) -> int:
        return round(line_height(self) * 1.3)

    def _row_height(self) -> float:
        first, last = self._hours
        return max(self.height() - self._head() - 1, 1) / (last - first)

    def _column(self, number: int) -> QRect:
        gutter = columns_of(self, 3.2)
        wide = (self.width() - gutter - 1) / 7
        left = gutter + round(wide * number)
        return QRect(left, 0, gutter + round(wide * (number + 1)) - left, self.height())

    def _y(self, time: str) -> int:
        first, last = self._hours
        hours = int(time[:2]) + int(time[3:]) / 60
        return self._head() + round((min(max(hours, first), last) - first) * self._row_height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Override: the days, the hours, the bookings, where one is."""
        del event
        painter = QPainter(self)
        painter.fillRect(self.rect(), colour("sheet"))
        for number, day in enumerate(self._days):
            self._paint_day(painter, number, day)
        self._paint_hours(painter)
        for block in self._blocks:
            self._paint_block(painter, block)
        if self.hasFocus() and self._days and self.current is None:
            painter.setPen(QPen(colour("focus")))
            painter.drawRect(self._cell_rect(self.cell))
        painter.end()

    def _cell_rect(self, cell: Cell) -> QRect:
        column, span = self._column(cell.day), _hour(cell.hour)
        top = self._y(span.starts)
        return QRect(column.left() + 1, top + 1, column.width() - 2, self._y(span.ends) - top - 2)

    def _paint_day(self, painter: QPainter, number: int, day: Day) -> None:
        column = self._column(number)
        head = QRect(column.left(), 0, column.width(), self._head())
        today = day.day == self._today
        if day.day < self._today:
            painter.fillRect(column, colour("desk"))
        painter.fillRect(head, colour("accent-soft" if today else "desk"))
        painter.setPen(QPen(colour("accent" if today else "ink-soft")))
        text = f"周{_NAMES[day.day.weekday()]} {day.day.month}-{day.day.day:02}"
        whole = f"{text} 今天" if today else text
        fits = painter.fontMetrics().horizontalAdvance(whole) < head.width()
        painter.drawText(head, int(_CENTRE), whole if fits else text)
        painter.setPen(QPen(colour("line")))
        painter.drawLine(column.left(), 0, column.left(), self.height())

    def _paint_hours(self, painter: QPainter) -> None:
        first, last = self._hours
        gutter = columns_of(self, 3.2)
        for hour in range(first, last):
            y = self._y(f"{hour:02}:00")
            painter.setPen(QPen(colour("line")))
            painter.drawLine(gutter, y, self.width(), y)
            painter.setPen(QPen(colour("ink-soft")))
            place = QRect(0, y, gutter - columns_of(self, 0.4), line_height(self))
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop
            painter.drawText(place, int(right), f"{hour:02}:00")

    def _paint_block(self, painter: QPainter, block: Block) -> None:
        rect, (soft, ink) = self.rect_of(block), _INKS.get(block.booked.state, _INKS["booked"])
        current = self.current is not None and block.booked.id == self.current.id
        painter.fillRect(rect, colour(soft))
        painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), colour(ink))
        if current:
            painter.setPen(QPen(colour(ink)))
            painter.drawRect(rect.adjusted(0, 0, -1, -1))
        inside = rect.adjusted(columns_of(self, 0.5), 2, -2, 0)
        metrics = painter.fontMetrics()
        painter.setPen(QPen(colour("ink")))
        for line in _lines_of(block.booked):
            if inside.height() < metrics.height() * 0.8:
                break
            cut = metrics.elidedText(line, Qt.TextElideMode.ElideRight, inside.width())
            painter.drawText(inside, int(_LEFT), cut)
            inside.setTop(inside.top() + metrics.height())

    def event(self, event: QEvent) -> bool:
        """Override: the whole of a booking as a tooltip."""
        if isinstance(event, QHelpEvent):
            found = self._block_at(event.pos())
            QToolTip.showText(event.globalPos(), describe_booked(found.booked) if found else "")
            return True
        return super().event(event)

    def _block_at(self, place: QPoint) -> Block | None:
        return next((b for b in self._blocks if self.rect_of(b).contains(place)), None)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Override: what can be pressed shows it."""
        place = event.position().toPoint()
        over = self._block_at(place) is not None or self.cell_at(place) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Override: choose a booking, or book a free hour."""
        place = event.position().toPoint()
        cell, block = self.cell_at(place), self._block_at(place)
        if cell is not None:
            self._go(cell, block.booked if block is not None else None)
            if self.current is None:
                self._use()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Override: open a booking."""
        if self._block_at(event.position().toPoint()) is not None:
            self._use()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override: the arrow keys move, Enter uses what is there."""
        moves = {
            Qt.Key.Key_Left: (-1, 0),
            Qt.Key.Key_Right: (1, 0),
            Qt.Key.Key_Up: (0, -1),
            Qt.Key.Key_Down: (0, 1),
        }
        key = Qt.Key(event.key())
        if key in moves:
            across, down = moves[key]
            self._go(Cell(self.cell.day + across, self.cell.hour + down))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._use()
        else:
            super().keyPressEvent(event)


def describe_booked(booked: Booked) -> str:
    """Say a booking in one line."""
    people = f"{booked.headcount}人" if booked.headcount else ""
    said = (booked.span.show(), booked.visitor, booked.purpose, people, booked.place)
    return "　".join(filter(None, said))


def _lines_of(booked: Booked) -> Iterator[str]:
    yield booked.span.show()
    yield booked.visitor
    if booked.place:
        yield booked.place
    if booked.purpose:
        yield booked.purpose


def _hour(hour: int) -> Span:
    return Span(f"{hour:02}:00", f"{hour + 1:02}:00")


def _ceiling(time: str) -> int:
    return int(time[:2]) + (time[3:] > "00")


def _in_lanes(day: int, booked: Sequence[Booked]) -> list[Block]:
    """Let bookings of different rooms that meet in time stand side by side."""
    ends: list[str] = []
    placed: list[tuple[Booked, int]] = []
    for each in booked:
        lane = next((n for n, end in enumerate(ends) if end <= each.span.starts), len(ends))
        ends[lane : lane + 1] = [each.span.ends]
        placed.append((each, lane))
    return [Block(day, each, lane, len(ends)) for each, lane in placed]
