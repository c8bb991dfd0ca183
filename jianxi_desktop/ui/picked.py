"""Which rows of a list are picked: with the mouse and Shift, or ticked one after the other.

Both are the selection of the view. While rows are ticked, moving about and clicking leave it as it
is, so that thirty ticks are not lost by one click; Esc lets go of them.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QObject, Qt, Signal
from PySide6.QtGui import QInputEvent

if TYPE_CHECKING:
    from array import array

    from jianxi_desktop.ui.list_view import LedgerView

Span = tuple[int, int]
_Flag = QItemSelectionModel.SelectionFlag
_MOST_KEPT = 20_000  # rows that are found again after the list was read anew


class Picked(QObject):
    """The rows of a list that have a cell in its selection.

    Attributes:
        ticking: Whether rows are ticked: moving about does not change what is picked.

    Signals:
        changed: Other rows are picked; how many.
    """

    changed = Signal(int)

    def __init__(self, view: "LedgerView") -> None:
        super().__init__(view)
        self._view = view
        self.ticking = False
        self._last = -1
        self._spans: tuple[Span, ...] = ()
        view.selectionModel().selectionChanged.connect(self._look)
        view.table.modelReset.connect(self._forget)
        view.table.rowsInserted.connect(self._pick_new)
        view.table.found_again.connect(self._pick_again)
        view.table.keep = self.kept

    @property
    def spans(self) -> tuple[Span, ...]:
        """The first and last row of each stretch of picked rows, in order, none overlapping."""
        return self._spans

    @property
    def count(self) -> int:
        """How many rows are picked."""
        return sum(last - first + 1 for first, last in self._spans)

    @property
    def many(self) -> bool:
        """Whether what is done is to be done to several records, or to those that are ticked."""
        return self.ticking or self.count > 1

    @property
    def every(self) -> bool:
        """Whether all rows there are are picked."""
        return self._spans == ((0, self._view.table.rowCount() - 1),)

    def serials(self) -> "array[int]":
        """Give the records that are picked, in the order of the list."""
        return self._view.table.serials_in(self._spans)

    def holds(self, row: int) -> bool:
        """Tell whether a row is picked."""
        return any(first <= row <= last for first, last in self._spans)

    def tick(self, row: int, *, on: bool | None = None) -> None:
        """Tick a row, or take its tick away; ``on`` says which, if it matters."""
        self._begin()
        wanted = not self.holds(row) if on is None else on
        self._select(row, row, on=wanted)
        self._last = row

    def tick_to(self, row: int) -> None:
        """Tick all rows from the one that was ticked last to this one."""
        first = self._last if self._last >= 0 else self._view.currentIndex().row()
        self._begin()
        self._select(min(max(first, 0), row), max(first, row), on=True)
        self._last = row

    def pick_every(self) -> None:
        """Pick all rows, or none if all are."""
        if self.every:
            self.clear()
        else:
            self._view.selectAll()
            self.ticking = True
            self._tell()

    def clear(self) -> None:
        """Pick no row; the current cell stays where it is."""
        self.ticking, self._last = False, -1
        self._view.selectionModel().clearSelection()
        self._tell()

    def command(
        self, usual: QItemSelectionModel.SelectionFlag, event: QEvent | None
    ) -> QItemSelectionModel.SelectionFlag:
        """Say what moving to a cell does to the selection."""
        if not self.ticking:
            return usual
        held = event.modifiers() if isinstance(event, QInputEvent) else None
        wide = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier
        if held is not None and held & wide:
            return usual | _Flag.Rows
        return _Flag.NoUpdate

    def kept(self) -> frozenset[int]:
        """Give the records to be picked again when the list was read anew."""
        many = self.many and self.count <= _MOST_KEPT
        return frozenset(self.serials()) if many else frozenset()

    def _begin(self) -> None:
        """Go over to ticking: a cell one merely stands on is not picked by that."""
        if self.ticking:
            return
        spans = self._spans if self.count > 1 else ()
        self.ticking = True
        self._view.selectionModel().clearSelection()
        for first, last in spans:
            self._select(first, last, on=True)

    def _select(self, first: int, last: int, *, on: bool) -> None:
        table = self._view.table
        right = table.columnCount() - 1
        rows = QItemSelection(table.index(first, 0), table.index(last, right))
        self._view.selectionModel().select(rows, _Flag.Select if on else _Flag.Deselect)

    def _look(self) -> None:
        parts = self._view.selectionModel().selection()
        spans = sorted((part.top(), part.bottom()) for part in map(parts.at, range(parts.size())))
        merged: list[Span] = []
        for first, last in spans:
            if merged and first <= merged[-1][1] + 1:
                merged[-1] = (merged[-1][0], max(merged[-1][1], last))
            else:
                merged.append((first, last))
        if tuple(merged) != self._spans:
            self._spans = tuple(merged)
            self._tell()

    def _tell(self) -> None:
        self.changed.emit(self.count)

    def _forget(self) -> None:
        self.ticking, self._last = False, -1
        self._spans = ()
        self._tell()

    def _pick_new(self, _parent: object, first: int, _last: int) -> None:
        """Pick what has come, too, where all was picked before the whole list was known."""
        if first > 1 and self._spans == ((0, first - 1),):
            self._view.selectAll()

    def _pick_again(self, rows: list[int]) -> None:
        """Pick the same records in a list that was read anew."""
        self.ticking = True
        table, right = self._view.table, self._view.table.columnCount() - 1
        again = QItemSelection()
        for first, last in _runs(rows):
            again.select(table.index(first, 0), table.index(last, right))
        self._view.selectionModel().select(again, _Flag.Select)


def _runs(rows: list[int]) -> list[Span]:
    """Give the stretches of rows that rise one by one."""
    runs: list[Span] = []
    for row in rows:
        if runs and runs[-1][1] == row - 1:
            runs[-1] = (runs[-1][0], row)
        else:
            runs.append((row, row))
    return runs
