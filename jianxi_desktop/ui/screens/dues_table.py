"""The table of a branch's dues: Enter types and goes on below, Space takes what is owed as paid."""

from collections.abc import Collection
from typing import Final
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QWidget

from jianxi_desktop.services.dues import Sheet
from jianxi_desktop.services.dues_months import TO_COLLECT, Member
from jianxi_desktop.ui.screens.dues_rows import DuesModel
from jianxi_desktop.ui.screens.table import TextTable

_BEFORE_MONTHS: Final = 4  # columns before the first month of a long period
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class DuesTable(TextTable):
    """Shows a sheet of dues.

    Attributes:
        dues: Its rows.

    Signals:
        asked: A member's standard was asked for, by double click or Enter.
        ticked: Space was pressed: what this member owes is paid.
        cleared: Del was pressed on a payment.
        chosen: Other rows are selected.
    """

    asked = Signal(object)
    ticked = Signal(object)
    cleared = Signal(object)
    chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        self.dues = DuesModel()
        super().__init__(parent, self.dues)
        self.dues.setParent(self)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.DoubleClicked | triggers.AnyKeyPressed)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setAccessibleName("党员党费")
        self.doubleClicked.connect(self._choose)
        self.selectionModel().selectionChanged.connect(self.chosen)

    def show_sheet(self, sheet: Sheet) -> None:
        """Show another sheet; the cell that had the focus keeps its place."""
        at, member = self.currentIndex(), self.dues.member(self.currentIndex())
        column = at.column() if at.isValid() else -1
        before = self.dues.columns
        self.dues.show_sheet(sheet)
        if self.dues.columns != before:
            self.fit_columns()
            column = self._amount_column()
        people = [each.person for each in sheet.members]
        row = people.index(member.person) if member and member.person in people else 0
        self.setCurrentIndex(self.dues.index(row, max(column, 0)))
        self._show_month(sheet)
        self.chosen.emit()

    def current(self) -> Member | None:
        """Give the member whose row has the focus."""
        return self.dues.member(self.currentIndex())

    def selected(self) -> Collection[UUID]:
        """Give the members whose rows are selected, if it is more than one."""
        rows = {index.row() for index in self.selectedIndexes()}
        people = {self.dues.item(row).person for row in sorted(rows)}
        return people if len(people) > 1 else ()

    def selected_text(self) -> str:
        """Override: give the selected cells as a spreadsheet takes them."""
        chosen: dict[int, list[int]] = {}
        for index in sorted(self.selectedIndexes(), key=lambda each: (each.row(), each.column())):
            chosen.setdefault(index.row(), []).append(index.column())
        lines = ((self.dues.line(row).cells, places) for row, places in chosen.items())
        return "\n".join("\t".join(cells[at] for at in places) for cells, places in lines)

    def go_down(self) -> None:
        """Go to the next row."""
        at = self.currentIndex()
        below = self.dues.index(at.row() + 1, at.column())
        if below.isValid():
            self.setCurrentIndex(below)

    def closeEditor(  # noqa: N802 - Qt calls it
        self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint
    ) -> None:
        """Override: what was typed with Enter is kept, and the next row comes."""
        super().closeEditor(editor, hint)
        if hint == QAbstractItemDelegate.EndEditHint.SubmitModelCache:
            self.go_down()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override: Space ticks, Del clears, Enter types or asks for the standard."""
        index, key = self.currentIndex(), event.key()
        editing = self.state() == QAbstractItemView.State.EditingState
        if editing or not index.isValid():
            super().keyPressEvent(event)
        elif key in _ENTER:
            self._enter()
        elif key == Qt.Key.Key_Space:
            self._tick()
        elif key == Qt.Key.Key_Delete:
            self._clear()
        else:
            super().keyPressEvent(event)

    def _enter(self) -> None:
        index = self.currentIndex()
        if self.dues.may_edit(index):
            self.edit(index)
        else:
            self._choose()

    def _tick(self) -> None:
        member = self.current()
        if member is None or not self.dues.may_type:
            return
        if any(month.missing for month in member.in_state(*TO_COLLECT)):
            self.ticked.emit(member)
        self.go_down()

    def _clear(self) -> None:
        index, member = self.currentIndex(), self.current()
        if member is None or not self.dues.may_edit(index) or not member.months[0].payments:
            return
        key = self.dues.key_of(index)
        if key == "amount":
            self.cleared.emit(member)
        else:
            self.dues.setData(index, "")

    def _choose(self) -> None:
        member = self.current()
        if member is not None and not self.dues.may_edit(self.currentIndex()):
            self.asked.emit(member)

    def _show_month(self, sheet: Sheet) -> None:
        """Bring the month that runs into view, where there are many."""
        month = sheet.day.isoformat()[:7]
        if len(sheet.months) > 1 and month in sheet.months:
            column = _BEFORE_MONTHS + sheet.months.index(month)
            self.scrollTo(self.dues.index(max(self.currentIndex().row(), 0), column))

    def _amount_column(self) -> int:
        for column in range(self.dues.columnCount()):
            if self.dues.key_of(self.dues.index(0, column)) == "amount":
                return column
        return 0
