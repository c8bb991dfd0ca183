"""What a list does with the records that are selected: history, removal and back, erasure."""

from collections.abc import Callable, Mapping
from functools import partial

from jianxi_desktop.schema.ledger import Ledger
from jianxi_desktop.services import records
from jianxi_desktop.ui.erasing import ask_erasure
from jianxi_desktop.ui.history_dialog import HistoryDialog
from jianxi_desktop.ui.list_bulk import ListBulk
from jianxi_desktop.ui.list_lines import Line
from jianxi_desktop.ui.list_view import LedgerView
from jianxi_desktop.ui.listing import LedgerTable
from jianxi_desktop.ui.removal import ask_reason
from jianxi_desktop.ui.revealing import ListNumbers
from jianxi_desktop.ui.screen import Desk, Screen


class ListDeeds:
    """Answers the commands that are about the selected record of a list, or about several.

    Attributes:
        bulk: What is done to several at once.
    """

    def __init__(
        self, page: Screen, desk: Desk, ledger: Ledger, view: LedgerView, numbers: ListNumbers
    ) -> None:
        self._page, self._desk, self._ledger, self._view = page, desk, ledger, view
        self.bulk = ListBulk(page, desk, ledger, view, numbers)

    def answers(self) -> Mapping[str, Callable[[], None]]:
        """Give the commands that are answered here."""
        return {
            "record.remove": self._ask_removal,
            "record.history": self._show_history,
            "record.restore": self._restore_current,
            "record.erase": self._ask_erasure,
            **self.bulk.answers(),
        }

    @property
    def table(self) -> LedgerTable:
        """The lines of the list."""
        return self._view.table

    def current(self) -> Line | None:
        """Give the line that is selected, once it has been read."""
        index = self._view.currentIndex()
        return self.table.line(index.row()) if index.isValid() else None

    def _show_history(self) -> None:
        line = self.current()
        if line is not None:
            about = (self._ledger, line.id, self._caption(line))
            HistoryDialog(self._page, self._desk, *about).open()

    def _ask_removal(self) -> None:
        if self.bulk.many:
            self.bulk.ask_removal()
            return
        line = self.current()
        if line is not None:
            ask_reason(self._page, self._caption(line), partial(self._remove, line))

    def _caption(self, line: Line) -> str:
        for place, field in enumerate(self.table.fields):
            if field.key == self._ledger.caption.key:
                return line.texts[place]
        return line.texts[0]

    def _remove(self, line: Line, reason: str) -> None:
        office = self._desk.office
        work = partial(records.remove_record, office, self._ledger, line.id, line.version, reason)
        self._desk.jobs.run(work, partial(self._say_removed, line))

    def _say_removed(self, line: Line, touched: frozenset[str]) -> None:
        self._desk.changed(touched)
        self._desk.notice(f"已移除“{self._caption(line)}”。", undo=partial(self._restore, line))

    def _restore(self, line: Line) -> None:
        work = partial(records.restore_record, self._desk.office, self._ledger, line.id)
        self._desk.jobs.run(work, partial(self._say_restored, line))

    def _say_restored(self, line: Line, touched: frozenset[str]) -> None:
        self._desk.changed(touched)
        self._desk.notice(f"“{self._caption(line)}”已恢复。")

    def _restore_current(self) -> None:
        line = self.current()
        if line is not None and self.table.query.removed:
            self._restore(line)

    def _ask_erasure(self) -> None:
        line = self.current()
        if line is not None:
            ask_erasure(self._page, self._desk, (self._ledger, line.id, self._caption(line)))
