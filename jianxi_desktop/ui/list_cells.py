"""Conditions from the cell one stands on, and the menu of a line."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final
from uuid import UUID

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QMenu, QWidget

from jianxi_desktop.schema.fields import Field, Link
from jianxi_desktop.schema.ledger import Ledger
from jianxi_desktop.schema.query import Filter
from jianxi_desktop.services import records
from jianxi_desktop.ui.filters import FilterBar
from jianxi_desktop.ui.list_view import LedgerView
from jianxi_desktop.ui.screen import Desk

_WAYS: Final = ("list.only", "list.also", "list.except")
# What the menu of a line offers, where it can be done; an empty word parts the groups.
_MENU: Final = (
    "record.open",
    "record.history",
    "record.restore",
    "record.remove",
    "",
    *_WAYS,
    "",
    "list.fill_field",
    "list.export_picked",
    "list.print_picked",
    "list.copy",
    "list.columns",
)


class ListCells(QObject):
    """Narrows a list to the value of a cell, or to all others."""

    def __init__(
        self, page: QWidget, desk: Desk, ledger: Ledger, view: LedgerView, filters: FilterBar
    ) -> None:
        super().__init__(page)
        self._desk, self._ledger, self._view, self._filters = desk, ledger, view, filters
        view.asked.connect(self._offer)

    def answers(self) -> Mapping[str, Callable[[], None]]:
        """Give the commands that are answered here."""
        return {key: partial(self._ask, key) for key in _WAYS}

    def enable(self, *, on: bool) -> None:
        """Switch the commands on where one stands on a cell."""
        for key in _WAYS:
            self._desk.commands.enable(key, on=on)

    def make_menu(self) -> QMenu:
        """Make the menu of the line one stands on."""
        commands = self._desk.commands
        menu = QMenu(self._view)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for key in _MENU:
            if not key:
                menu.addSeparator()
            elif commands.is_on(key):
                menu.addAction(commands.action(key))
        return menu

    def _offer(self, place: QPoint) -> None:
        self.make_menu().popup(self._view.viewport().mapToGlobal(place))

    def _ask(self, way: str) -> None:
        """Read the value behind the cell: the list has its text only."""
        index = self._view.currentIndex()
        line = self._view.table.line(index.row()) if index.isValid() else None
        if line is None:
            return
        field, text = self._view.table.fields[index.column()], line.texts[index.column()]
        if field.masked:
            self._desk.warn(f"{field.caption}是遮盖的，不能按它筛选；可以在查找框里输完整号码。")
            return
        work = partial(_value_of, self._desk.office, self._ledger, line.id, field.key)
        self._desk.jobs.run(work, partial(self._narrow, way, field, text))

    def _narrow(self, way: str, field: Field[Any], text: str, value: Any) -> None:
        """Make the condition of a value."""
        names = {value: text} if isinstance(field, Link) and isinstance(value, UUID) else {}
        self._filters.narrow(_condition(way, field.key, value), names, also=way == "list.also")


def _condition(way: str, key: str, value: Any) -> Filter:
    if way == "list.except":
        return Filter(key, way="given") if value is None else Filter(key, value, "not")
    return Filter(key, way="empty") if value is None else Filter(key, value)


def _value_of(office: Any, ledger: Ledger, record: UUID, key: str) -> Any:
    return records.find_record(office, ledger, record).values.get(key)
