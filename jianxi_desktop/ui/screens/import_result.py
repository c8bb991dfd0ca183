"""The lower part of the import page: figures, rows with what becomes of them, columns, buttons."""

from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from jianxi_desktop.schema.ledger import Ledger
from jianxi_desktop.services.import_report import RosterReport, RowReport, Rows
from jianxi_desktop.ui.commands import Commands
from jianxi_desktop.ui.jobs import Jobs
from jianxi_desktop.ui.screens import import_words as words
from jianxi_desktop.ui.screens.import_decide import DecidePanel
from jianxi_desktop.ui.screens.import_filters import Chosen, RowFilters, places_of
from jianxi_desktop.ui.screens.import_reading import ColumnsPage
from jianxi_desktop.ui.screens.import_source import Brought, is_done, is_open, pending
from jianxi_desktop.ui.screens.parts import choices, wrapped
from jianxi_desktop.ui.screens.table import TextTable
from jianxi_desktop.ui.theme import as_hint, as_primary, columns_of, line_height

if TYPE_CHECKING:
    from array import array

_SEARCHED = "import.rows"
_NEAR = 2_000  # rows among which the next one that asks is looked for


class ImportResult(QWidget):
    """Shows a report of an import, on trial or done.

    Signals:
        decided: Something was decided about a row.
        withdrawn: What was decided about a row is taken back; its number.
    """

    decided = Signal()
    withdrawn = Signal(int)

    def __init__(self, commands: Commands, jobs: Jobs, brought: Brought) -> None:
        super().__init__()
        self._jobs, self._brought = jobs, brought
        self._ledger: Ledger | None = None
        self._report: RosterReport | None = None
        self._words: words.RowWords | None = None
        self.figures = RowFilters()
        self.where = as_hint(wrapped())
        self.decide = DecidePanel()
        self.table = _RowsTable(self.decide)
        self.table.setAccessibleName("名册各行")
        self.columns = ColumnsPage()
        self.reasons = wrapped()
        self.table.setMinimumHeight(line_height(self) * 6)
        self.decide.decided.connect(self._decide)
        self.decide.withdrawn.connect(self.withdrawn)
        self.run = as_primary(commands.button("import.run", self))
        self.report = commands.button("import.report", self)
        self.duplicates = commands.button("person.duplicates", self)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self._rows_page(), "各行")
        self.tabs.addTab(self.columns, "各列")
        self._buttons = choices(self.run, self.report, self.duplicates, self.figures.name)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._buttons)
        column.addWidget(self.where)
        column.addWidget(self.tabs, 1)
        self.figures.changed.connect(self._find)
        self.table.selectionModel().currentRowChanged.connect(self._show_row)

    def show_preview(self, ledger: Ledger, report: RosterReport) -> None:
        """Show what a roster would do, or did; or its columns alone, where they are asked about."""
        self._ledger, self._report = ledger, report
        read = report.file == "read"
        for part in (self._buttons, self.where):
            part.setVisible(read)
        self.tabs.setTabVisible(0, read)
        self.columns.show_report(ledger, report)
        if not read:
            self.tabs.setCurrentWidget(self.columns)
            return
        self._words = words.RowWords(ledger, report, self._brought.decisions)
        self.where.setText(words.where_read(report, pasted=bool(self._brought.pasted)))
        self.figures.show_report(report, ledger.fields[ledger.caption.key].caption)
        self.duplicates.setVisible(ledger.key == "person")
        self.say_number()
        self.tabs.setCurrentIndex(0)
        self._find()

    def say_number(self) -> None:
        """Say on the button how many records will be written."""
        if self._report is not None:
            number = self._report.created + self._report.updated + pending(self._brought)
            verb = "已导入" if is_done(self._report) else "导入"
            self.run.setText(f"{verb} {number:,} 条")
            self.figures.say_decided(len(self._brought.waiting))

    def _rows_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, columns_of(self, 0.5), 0, 0)
        column.addWidget(self.figures)
        column.addWidget(self.reasons)
        column.addWidget(self.decide)
        column.addWidget(self.table, 1)
        return page

    def _find(self) -> None:
        """Look for the rows that are wanted; a name among many takes a moment, off this thread."""
        report, ledger = self._report, self._ledger
        if report is None or ledger is None:
            return
        name = self.figures.name.text().strip()
        work = partial(places_of, report.rows, self.figures.chosen, name, ledger.caption.key)
        if name:
            self.tabs.setCurrentIndex(0)
            self._jobs.run_newest(_SEARCHED, work, partial(self._show_rows, report.rows))
        else:
            self._jobs.drop(_SEARCHED)
            self._show_rows(report.rows, work())

    def _show_rows(self, rows: Rows, places: "array[int]") -> None:
        assert self._words is not None  # noqa: S101 - shown only with a report
        self.table.show_items(self._words.columns, Chosen(rows, places), self._words.line)
        self.reasons.clear()
        self.reasons.show()
        self.decide.hide()
        if places:
            self.table.selectRow(0)
        elif self.figures.name.text():
            self.reasons.setText("没有找到。换一个词，或先按“全部”。")

    def _show_row(self, now: QModelIndex) -> None:
        if not now.isValid() or self._words is None or self._ledger is None:
            return
        row: RowReport = self.table.rows.item(now.row())
        text = self._words.remarks(row)
        self.reasons.setText(f"第 {row.row} 行：{text}" if text else "")
        self.decide.show_row(self._ledger, row, self._brought.decisions.get(row.row), text)
        self.reasons.setVisible(not self.decide.isVisibleTo(self))

    def _decide(self, decision: object) -> None:
        """Keep a decision and go on to the next row that asks."""
        self._brought.decide(decision)  # type: ignore[arg-type]  # a signal carries objects
        self.table.rows.refresh()
        self.say_number()
        self.decided.emit()
        at = self.table.currentIndex().row()
        rows = self.table.rows
        after = (*range(at + 1, rows.rowCount()), *range(at))
        nearest = islice(after, _NEAR)
        following = next((n for n in nearest if is_open(rows.item(n), self._brought)), at)
        if following == at:
            self._show_row(self.table.currentIndex())
        else:
            self.table.selectRow(following)
        self.table.setFocus()


class _RowsTable(TextTable):
    """The rows; a key answers the question that the row in front asks."""

    def __init__(self, panel: DecidePanel) -> None:
        super().__init__()
        self._panel = panel

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override: digits and the dash are answers."""
        if event.modifiers() or not self._panel.press(event.text()):
            super().keyPressEvent(event)
