"""Lists of the page of work plans: the plans, what is overdue, what was handed to this office."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView

from jianxi_desktop.domain.plan_items import OVERDUE, SOON
from jianxi_desktop.schema.codes import code_table
from jianxi_desktop.services.plans import Item, PlanRow
from jianxi_desktop.ui.screens.table import Column, Line, TextTable

_PLANS: Final = (Column("台账", 13, names=True), Column("办结", 3.6, right=True))
_LATE: Final = (
    Column("逾期", 4, right=True),
    Column("工作内容", 10),
    Column("台账", 14, names=True),
    Column("责任单位", 9, names=True),
    Column("责任人", 4.2),
    Column("时限", 5.8),
    Column("进展", 3.6),
    Column("反馈", 8),
)
_HANDED: Final = (
    Column("任务", 10),
    Column("交办单位", 8, names=True),
    Column("承办单位", 9, names=True),
    Column("时限", 5.8),
    Column("进展", 4),
    Column("反馈日期", 5.8),
    Column("反馈", 8),
    Column("来自", 9, names=True),
)
_WIDE: Final = (0, 1)  # the column that takes what room there is: of tasks, of what is late
_STATES: Final = {OVERDUE: "error", SOON: "warning", "done": "good", "stopped": "quiet"}


class PlanList(TextTable):
    """The plans, each with how much of it is done.

    Signals:
        chosen: Another plan was gone to; it, or ``None``.
    """

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("台账")
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.horizontalHeader().setStretchLastSection(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.plans: Sequence[PlanRow] = ()

    def show_plans(self, plans: Sequence[PlanRow], keep: UUID | None) -> None:
        """Show other plans, and stay at one of them."""
        self.plans = plans
        self.show_items(_PLANS, plans, _plan_line)
        header = self.horizontalHeader()
        header.setSectionResizeMode(0, header.ResizeMode.Stretch)
        place = next((n for n, each in enumerate(plans) if each.id == keep), 0)
        if plans:
            self.selectRow(place)
            self.scrollTo(self.rows.index(place, 0))
        self.chosen.emit(self.current)

    @property
    def current(self) -> PlanRow | None:
        """The plan one is at."""
        rows = self.selectionModel().selectedRows() if self.plans else []
        return self.plans[rows[0].row()] if rows else None


class ItemList(TextTable):
    """Items of several plans in rows.

    Signals:
        chosen: Another item was gone to; it, or ``None``.
        opened: Enter or a double click.
    """

    chosen = Signal(object)
    opened = Signal(object)

    def __init__(self, columns: Sequence[Column], name: str) -> None:
        super().__init__()
        self._columns = columns
        self.items: Sequence[Item] = ()
        self.setAccessibleName(name)
        self.horizontalHeader().setStretchLastSection(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.doubleClicked.connect(lambda _index: self._open())
        self.selectionModel().selectionChanged.connect(lambda *_: self.chosen.emit(self.current))

    def show_rows(self, items: Sequence[Item], keep: UUID | None = None) -> None:
        """Show other items, and stay at one of them."""
        self.items = items
        line_of = late_line if self._columns is _LATE else handed_line
        self.show_items(self._columns, items, line_of)
        header = self.horizontalHeader()
        header.setSectionResizeMode(_WIDE[self._columns is _LATE], header.ResizeMode.Stretch)
        place = next((n for n, each in enumerate(items) if each.id == keep), 0)
        if items:
            self.selectRow(place)
        else:
            self.chosen.emit(None)

    @property
    def current(self) -> Item | None:
        """The item one is at."""
        rows = self.selectionModel().selectedRows() if self.items else []
        return self.items[rows[0].row()] if rows else None

    def _open(self) -> None:
        if self.current is not None:
            self.opened.emit(self.current)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override: Enter opens."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._open()
            return
        super().keyPressEvent(event)


def late_list() -> ItemList:
    """Make the list of what is overdue."""
    return ItemList(_LATE, "逾期清单")


def handed_list() -> ItemList:
    """Make the list of what was handed to this office."""
    return ItemList(_HANDED, "上级交办的任务")


def _plan_line(plan: PlanRow) -> Line:
    tally = plan.tally
    state = "error" if tally.overdue else "warning" if tally.soon else "good"
    states = {1: state if tally.total else "quiet"}
    if plan.closed_on or not plan.own:
        states[0] = "quiet"
    return Line((plan.title, f"{tally.done}/{tally.total}"), states)


def late_line(item: Item) -> Line:
    """Write an overdue item as a row."""
    cells = (
        f"{item.days_late}天",
        item.content,
        item.plan_title,
        item.duty_name or item.giver_name,
        item.duty_person,
        item.due_on,
        _state(item),
        item.feedback,
    )
    return Line(cells, {0: "error"})


def handed_line(item: Item) -> Line:
    """Write a task that was handed to this office as a row."""
    late = f"逾期{item.days_late}天" if item.days_late else _state(item)
    cells = (
        item.content,
        item.giver_name,
        item.duty_name,
        item.due_on,
        late,
        item.reported_on,
        item.feedback or ("（没有反馈）" if item.state not in ("done", "stopped") else ""),
        item.meeting or item.plan_title,
    )
    state = _STATES.get(item.standing, "")
    states = {4: state} if state else {}
    if not item.feedback:
        states[6] = "quiet"
    return Line(cells, states)


def _state(item: Item) -> str:
    return code_table("item_state").known.get(item.state, item.state)
