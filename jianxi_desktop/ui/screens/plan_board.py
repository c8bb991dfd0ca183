"""A plan as a board: a column for each state, a card for each item, moved by keys or the mouse."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from PySide6.QtCore import QMimeData, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QDropEvent, QFocusEvent, QFont, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from jianxi_desktop.domain.calendar import show_day
from jianxi_desktop.domain.plan_items import OVERDUE, SOON
from jianxi_desktop.schema.codes import code_table
from jianxi_desktop.services.plans import Item
from jianxi_desktop.ui.screens.parts import section
from jianxi_desktop.ui.theme import colour, columns_of, line_height

_NO_DAY: Final = "none"
STATES: Final = ("waiting", "running", "done", "stopped")
_ITEM: Final = Qt.ItemDataRole.UserRole
_INKS: Final = {OVERDUE: "error", SOON: "amber", "done": "good", "stopped": "ink-faint"}
_SOFT: Final = {OVERDUE: "error-soft", SOON: "amber-soft"}
_LEFT: Final = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_Index = QModelIndex | QPersistentModelIndex


class PlanBoard(QScrollArea):
    """Shows items in columns by state or by month; arrows go about, Ctrl+arrows move a card.

    Signals:
        chosen: Another item was gone to, or ``None``.
        opened: An item is to be opened.
        moved: An item is to stand in another column; the item and the state.
    """

    chosen = Signal(object)
    opened = Signal(object)
    moved = Signal(object, str)

    def __init__(self) -> None:
        super().__init__()
        self.may_move = False
        self.by_month = False
        self._columns: dict[str, _Column] = {}
        self._heads: dict[str, QLabel] = {}
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_items(self, items: Sequence[Item], keep: UUID | None = None) -> None:
        """Show other items, and go to one of them."""
        groups = _by_month(items) if self.by_month else _by_state(items)
        if list(groups) != list(self._columns):
            self._set_columns(list(groups))
        for key, mine in groups.items():
            late = sum(each.standing == OVERDUE for each in mine)
            told = f"　逾期 {late}" if late else ""
            self._heads[key].setText(f"{_caption(key)}　{len(mine)}{told}")
            self._columns[key].show_items(mine)
        place = next((each for each in items if each.id == keep), None) or _pressing(items)
        if place is not None:
            self.go_to(place.id)
        else:
            self.chosen.emit(None)

    def _set_columns(self, keys: Sequence[str]) -> None:
        inside = QWidget()
        inside.setObjectName("sheet")
        row = QHBoxLayout(inside)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(columns_of(self, 0.6))
        self._columns = {key: _Column(key, _caption(key), may_take=key in STATES) for key in keys}
        self._heads = {}
        for key, column in self._columns.items():
            head = self._heads[key] = section("")
            box = QVBoxLayout()
            box.setSpacing(2)
            box.addWidget(head)
            box.addWidget(column, 1)
            row.addLayout(box, 1)
            column.currentItemChanged.connect(self._tell)
            column.entered_by_key.connect(self._tell)
            column.itemActivated.connect(self._open)
            column.sideways.connect(self._go_sideways)
            column.fell.connect(self._take)
        self.setWidget(inside)

    def go_to(self, item: UUID) -> None:
        """Go to an item."""
        for column in self._columns.values():
            row = column.row_of(item)
            for other in self._columns.values():
                if row >= 0 and other is not column:
                    other.leave()
            if row >= 0:
                column.setCurrentRow(row)
                self.ensureWidgetVisible(column)
                self._tell()

    @property
    def current(self) -> Item | None:
        """The item one is at."""
        found = (column.current for column in self._columns.values())
        return next((each for each in found if each is not None), None)

    def shift(self, step: int) -> None:
        """Ask for the item one is at to stand one column further."""
        item = self.current
        if item is None or not self.may_move or self.by_month:
            return
        place = STATES.index(item.state) + step
        if 0 <= place < len(STATES):
            self.moved.emit(item, STATES[place])

    def column(self, key: str) -> "_Column":
        """Give the column of a state, or of a month such as ``2026-11``."""
        return self._columns[key]

    def take_focus(self) -> None:
        """Put the cursor where the item is that one is at."""
        for column in self._columns.values():
            if column.current is not None:
                column.setFocus()

    def _tell(self, *_items: object) -> None:
        sender = self.sender()
        if isinstance(sender, _Column) and sender.current is not None:
            for column in self._columns.values():
                if column is not sender:
                    column.leave()
            self.ensureWidgetVisible(sender)
        self.chosen.emit(self.current)

    def _open(self, item: QListWidgetItem) -> None:
        self.opened.emit(item.data(_ITEM))

    def _go_sideways(self, step: int) -> None:
        """Go to the next column that holds something, as high as one was."""
        sender = self.sender()
        names = list(self._columns)
        place = next(n for n, name in enumerate(names) if self._columns[name] is sender)
        row = self._columns[names[place]].currentRow()
        place += step
        while 0 <= place < len(names):
            column = self._columns[names[place]]
            if column.count():
                column.setCurrentRow(min(max(row, 0), column.count() - 1))
                column.setFocus()
                return
            place += step

    def _take(self, known: str, state: str) -> None:
        if self.may_move:
            for column in self._columns.values():
                row = column.row_of(UUID(known))
                if row >= 0 and column.code != state:
                    self.moved.emit(column.item(row).data(_ITEM), state)


class _Column(QListWidget):
    """The cards of one state.

    Signals:
        sideways: Left or Right was pressed; -1 or 1.
        fell: A card of another column was dropped here; its identity and this state.
        entered_by_key: The column got the focus.
    """

    sideways = Signal(int)
    fell = Signal(str, str)
    entered_by_key = Signal()

    def __init__(self, code: str, caption: str, *, may_take: bool) -> None:
        super().__init__()
        self.code = code
        self.setItemDelegate(_CardPainter(self))
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAccessibleName(caption)
        mode = QAbstractItemView.DragDropMode
        self.setDragDropMode(mode.DragDrop if may_take else mode.NoDragDrop)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setDropIndicatorShown(False)
        self.setMinimumSize(columns_of(self, 11), line_height(self) * 4)

    def show_items(self, items: Sequence[Item]) -> None:
        """Show other cards."""
        self.blockSignals(True)  # noqa: FBT003 - Qt's way
        self.clear()
        for each in items:
            card = QListWidgetItem(each.content, self)
            card.setData(_ITEM, each)
            card.setToolTip(told_of(each))
        self.blockSignals(False)  # noqa: FBT003 - Qt's way

    @property
    def current(self) -> Item | None:
        """The card one is at."""
        item = self.currentItem()
        return item.data(_ITEM) if item is not None and item.isSelected() else None

    def row_of(self, known: UUID) -> int:
        """Give the row of an item; -1 where it is elsewhere."""
        rows = (row for row in range(self.count()) if self.item(row).data(_ITEM).id == known)
        return next(rows, -1)

    def leave(self) -> None:
        """Stand at no card here."""
        self.blockSignals(True)  # noqa: FBT003 - Qt's way
        self.setCurrentRow(-1)
        self.clearSelection()
        self.blockSignals(False)  # noqa: FBT003 - Qt's way
        self.viewport().update()

    def mimeData(self, items: Sequence[QListWidgetItem]) -> QMimeData:
        """Override: which card is dragged."""
        data = QMimeData()
        if items:
            data.setText(items[0].data(_ITEM).id.hex)
        return data

    def mimeTypes(self) -> list[str]:
        """Override: a card's identity."""
        return ["text/plain"]

    def dropEvent(self, event: QDropEvent) -> None:
        """Override: the record moves, and the board is read again."""
        source = event.source()
        if isinstance(source, _Column) and source is not self:
            self.fell.emit(event.mimeData().text(), self.code)
        event.setDropAction(Qt.DropAction.IgnoreAction)
        event.accept()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Override: stand at the first card where one stands at none."""
        super().focusInEvent(event)
        if self.current is None and self.count():
            self.setCurrentRow(max(self.currentRow(), 0))
            self.item(self.currentRow()).setSelected(True)
            self.entered_by_key.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override: Left and Right go to the other columns."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        key = Qt.Key(event.key())
        if key in steps and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.sideways.emit(steps[key])
        else:
            super().keyPressEvent(event)


class _CardPainter(QStyledItemDelegate):
    """Draws a card: what is to be done, who, until when."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Override: three lines and air."""
        del index
        return QSize(0, round((option.fontMetrics.height() + 2) * 3 + 12))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Override: a card."""
        item: Item = index.data(_ITEM)
        box = option.rect.adjusted(2, 2, -3, -2)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        ink = _INKS.get(item.standing, "line-strong")
        painter.fillRect(box, colour("selected" if chosen else _SOFT.get(item.standing, "sheet")))
        painter.setPen(QPen(colour("accent" if chosen else "line")))
        painter.drawRect(box.adjusted(0, 0, -1, -1))
        painter.fillRect(QRect(box.left(), box.top(), 3, box.height()), colour(ink))
        inside = box.adjusted(columns_of(option.widget, 0.6), 3, -4, -3)
        high = option.fontMetrics.height() + 2
        bold = QFont(option.font)
        bold.setBold(True)
        lines = (
            (f"{item.position}. {item.content}", "ink", bold),
            (_who(item), "ink-soft", option.font),
            (_when(item), ink if ink != "line-strong" else "ink-soft", option.font),
        )
        for place, (text, name, font) in enumerate(lines):
            painter.setFont(font)
            painter.setPen(colour(name))
            line = QRect(inside.left(), inside.top() + high * place, inside.width(), high)
            cut = painter.fontMetrics().elidedText(
                text, Qt.TextElideMode.ElideRight, inside.width()
            )
            painter.drawText(line, _LEFT, cut)


def told_of(item: Item) -> str:
    """Say all that is known of an item."""
    lines = (
        item.content,
        f"措施：{item.measure}" if item.measure else "",
        _who(item),
        _when(item),
        f"来自：{item.meeting}" if item.meeting else "",
        f"反馈（{item.reported_on}）：{item.feedback}" if item.feedback else "",
        f"佐证：{item.evidence}" if item.evidence else "",
    )
    return "\n".join(filter(None, lines))


def _by_state(items: Sequence[Item]) -> dict[str, list[Item]]:
    """Sort items by state; what was given up gets a column only where there is some."""
    stopped = any(each.state == "stopped" for each in items)
    states = STATES if stopped else STATES[:-1]
    return {state: [each for each in items if each.state == state] for state in states}


def _by_month(items: Sequence[Item]) -> dict[str, list[Item]]:
    """Sort items by the month they are due in; those without one come last."""
    groups: dict[str, list[Item]] = {}
    for each in sorted(items, key=lambda each: (each.due_on or "9", each.position)):
        groups.setdefault(each.due_on[:7] or _NO_DAY, []).append(each)
    return groups


def _caption(key: str) -> str:
    if key in STATES:
        return code_table("item_state").known[key]
    return show_day(key) if key != _NO_DAY else "没有时限"


def _pressing(items: Sequence[Item]) -> Item | None:
    """Give what one looks at first: what is overdue, else what is open."""
    order = {OVERDUE: 0, SOON: 1, "open": 2}
    return min(items, key=lambda each: order.get(each.standing, 3), default=None)


def _who(item: Item) -> str:
    return "　".join(filter(None, (item.duty_name or item.giver_name, item.duty_person)))


def _when(item: Item) -> str:
    if item.state == "done":
        return f"{item.done_on} 完成" if item.done_on else "已完成"
    if not item.due_on:
        return "没有时限"
    told = "　有反馈" if item.feedback else ""
    if item.days_late:
        return f"{item.due_on}　逾期 {item.days_late} 天{told}"
    return f"时限 {item.due_on}{told}"
