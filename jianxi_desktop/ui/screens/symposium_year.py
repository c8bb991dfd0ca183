"""The turns of a year as a row of cards: held, still to come, missing."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFont,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from jianxi_desktop.domain.symposium import DUE, HELD, LATER, MISSING, PLANNED
from jianxi_desktop.services.symposium import Meeting, Slot
from jianxi_desktop.ui.theme import colour, columns_of, line_height

_LOOKS: Final = {
    HELD: ("good-soft", "good", "✓ 已召开"),
    PLANNED: ("amber-soft", "amber", "已安排"),
    DUE: ("amber-soft", "amber", "应召开"),
    MISSING: ("error-soft", "error", "✗ 没有召开"),
    LATER: ("desk", "ink-faint", "未到"),
}
_MARKS: Final = "✓✗"
_ALIGNED: Final = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


class TurnCards(QWidget):
    """Shows the turns side by side; Left and Right go along, Enter opens or arranges.

    Signals:
        chosen: Another turn was gone to; its slot and its symposium, or ``None``.
        wanted: A turn without a symposium is to get one; its slot.
    """

    chosen = Signal(object, object)
    wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.slots: tuple[Slot, ...] = ()
        self.place = 0
        self._which = 0  # of several symposia in one turn
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("一年的座谈会")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def slot(self) -> Slot | None:
        """The turn one is at."""
        return self.slots[self.place] if self.slots else None

    @property
    def meeting(self) -> Meeting | None:
        """The symposium one is at."""
        slot = self.slot
        if slot is None or not slot.meetings:
            return None
        return slot.meetings[self._which % len(slot.meetings)]

    def show_slots(self, slots: Sequence[Slot], place: int, which: int = 0) -> None:
        """Show other turns, and stand at one of them."""
        self.slots = tuple(slots)
        self.go(place, which)

    def go(self, place: int, which: int = 0) -> None:
        """Stand at a turn, and in it at one of its symposia."""
        self.place = min(max(place, 0), max(len(self.slots) - 1, 0))
        self._which = which
        slot = self.slot
        if slot is not None:
            self.setAccessibleDescription(_described(slot))
        self.update()
        self.chosen.emit(slot, self.meeting)

    def rect_of(self, place: int) -> QRect:
        """Give where a turn is drawn."""
        gap = columns_of(self, 0.5)
        count = max(len(self.slots), 1)
        wide = (self.width() + gap) / count
        left = round(wide * place)
        return QRect(left, 1, round(wide * (place + 1)) - left - gap, self.height() - 2)

    def _at(self, point: QPoint) -> int | None:
        found = (n for n in range(len(self.slots)) if self.rect_of(n).contains(point))
        return next(found, None)

    def _use(self) -> None:
        slot = self.slot
        if slot is not None and not slot.meetings:
            self.wanted.emit(slot)

    def sizeHint(self) -> QSize:
        """Override: three lines high."""
        return QSize(columns_of(self, 60), round(line_height(self) * 2.75))

    def minimumSizeHint(self) -> QSize:
        """Override: as high as the hint."""
        return QSize(columns_of(self, 36), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Override: the cards."""
        del event
        painter = QPainter(self)
        for place, slot in enumerate(self.slots):
            self._paint(painter, place, slot)
        painter.end()

    def _paint(self, painter: QPainter, place: int, slot: Slot) -> None:
        soft, ink, said = _LOOKS[slot.state]
        box, here = self.rect_of(place), place == self.place
        painter.fillRect(box, colour(soft))
        painter.fillRect(QRect(box.left(), box.top(), 4, box.height()), colour(ink))
        if here:
            strong = self.hasFocus()
            painter.setPen(QPen(colour("accent" if strong else "line-strong"), 2 if strong else 1))
            painter.drawRect(box.adjusted(0, 0, -1, -1))
        inside = box.adjusted(columns_of(self, 0.8), 4, -columns_of(self, 0.4), -4)
        line = painter.fontMetrics().height() + 2
        head = QRect(inside.left(), inside.top(), inside.width(), line)
        bold = QFont(self.font())
        bold.setBold(True)
        painter.setFont(bold)
        painter.setPen(colour("ink"))
        painter.drawText(head, _ALIGNED, slot.turn.name)
        taken = painter.fontMetrics().horizontalAdvance(slot.turn.name + "　")
        painter.setFont(self.font())
        painter.setPen(colour(ink))
        if taken + painter.fontMetrics().horizontalAdvance(said) > inside.width():
            said = said[:1] if said[:1] in _MARKS else ""  # the colour says the rest
        right = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(head, right, said)
        painter.setPen(colour("ink" if slot.meetings else "ink-soft"))
        for number, text in enumerate(self._words(place, slot), 1):
            cut = painter.fontMetrics().elidedText(
                text, Qt.TextElideMode.ElideRight, inside.width()
            )
            painter.drawText(head.translated(0, line * number), _ALIGNED, cut)

    def _words(self, place: int, slot: Slot) -> tuple[str, ...]:
        if not slot.meetings:
            return () if slot.state == LATER else ("回车安排",)
        which = self._which % len(slot.meetings) if place == self.place else 0
        meeting = slot.meetings[which]
        count = f"{which + 1}/{len(slot.meetings)}" if len(slot.meetings) > 1 else ""
        left = f"余{meeting.open}项" if meeting.open else ""
        facts = "　".join(filter(None, (_short(meeting.held_on), count, left)))
        return facts, meeting.theme

    def event(self, event: QEvent) -> bool:
        """Override: the whole of a card as a tooltip."""
        if isinstance(event, QHelpEvent):
            place = self._at(event.pos())
            said = _described(self.slots[place]) if place is not None else ""
            QToolTip.showText(event.globalPos(), said, self)
            return True
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Override: show where one is."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Override: show that one is elsewhere."""
        super().focusOutEvent(event)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Override: go to a card; a second click goes on to its next symposium."""
        place = self._at(event.position().toPoint())
        if place is not None:
            self.go(place, self._which + 1 if place == self.place else 0)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Override: arrange what is missing."""
        if self._at(event.position().toPoint()) is not None:
            self._use()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override: go along, or arrange."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        key = Qt.Key(event.key())
        if key in steps and not event.modifiers():
            self.go(self.place + steps[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._use()
        else:
            super().keyPressEvent(event)


def _short(day: str) -> str:
    return f"{int(day[5:7])}月{int(day[8:10])}日" if len(day) == len("2026-01-31") else day


def _described(slot: Slot) -> str:
    said = f"{slot.turn.name}　{_LOOKS[slot.state][2].lstrip('✓✗ ')}"
    lines = [
        f"{each.held_on}　{each.theme}（{each.reports}家汇报，交办{each.given}项）"
        for each in slot.meetings
    ]
    return "\n".join([said, *lines])
