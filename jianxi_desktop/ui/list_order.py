"""The order of a list: by a column, down or up, or as its records were entered."""

from PySide6.QtCore import QObject, Qt, Signal

from jianxi_desktop.schema.fields import Day
from jianxi_desktop.schema.ledger import Ledger
from jianxi_desktop.schema.query import Query
from jianxi_desktop.ui.list_view import LedgerView


class ListOrder(QObject):
    """Holds by which field a list is ordered, and shows it in the headings.

    Attributes:
        key: The field; empty: in the order of entry.
        descending: Whether the order is reversed.

    Signals:
        changed: The order is another one.
    """

    changed = Signal()

    def __init__(self, ledger: Ledger, view: LedgerView) -> None:
        super().__init__(view)
        self._view = view
        # What is written down day by day is looked for at its end.
        first = ledger.pick(ledger.listing[:1])[0]
        self._usual = (first.key, True) if isinstance(first, Day) else ("", False)
        self.key, self.descending = self._usual
        self.show()
        view.turned.connect(self._turn)

    def turn_current(self) -> None:
        """Order by the column one stands in, as a click on its heading does."""
        column = self._view.currentIndex().column()
        if column >= 0:
            self._turn(column)

    def take(self, query: Query) -> None:
        """Take the order of a query; the usual one where it has none. Nobody is told."""
        asked = (query.order, query.descending)
        self.key, self.descending = asked if query.order else self._usual
        self.show()

    def sort_by(self, key: str, descending: bool) -> None:  # noqa: FBT001 - a signal's argument
        """Order by a field."""
        self.key, self.descending = key, descending
        self.show()
        self.changed.emit()

    def show(self) -> None:
        """Show the sign of the order over its column, if that is shown."""
        keys = [field.key for field in self._view.table.fields]
        column = keys.index(self.key) if self.key in keys else -1
        down, up = Qt.SortOrder.DescendingOrder, Qt.SortOrder.AscendingOrder
        self._view.horizontalHeader().setSortIndicator(column, down if self.descending else up)

    def _turn(self, column: int) -> None:
        """Go from ascending to descending to the order of entry."""
        key = self._view.table.fields[column].key
        if (key, True) == (self.key, self.descending):
            self.sort_by("", False)  # noqa: FBT003 - as the signal has it
        else:
            self.sort_by(key, key == self.key)
