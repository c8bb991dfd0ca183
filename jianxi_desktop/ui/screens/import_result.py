"""The lower part of the import page: figures, rows with their reasons, columns, and the buttons."""

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import (
    QButtonGroup,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from jianxi_desktop.schema.ledger import Ledger
from jianxi_desktop.services.import_report import RosterReport, RowReport
from jianxi_desktop.ui.commands import Commands
from jianxi_desktop.ui.screens import import_words as words
from jianxi_desktop.ui.screens.parts import Figures, choices, wrapped
from jianxi_desktop.ui.screens.table import TextTable
from jianxi_desktop.ui.theme import as_hint, as_primary, columns_of, line_height


class ImportResult(QWidget):
    """Shows a report of an import, on trial or done."""

    def __init__(self, commands: Commands) -> None:
        super().__init__()
        self._rows: list[RowReport] = []
        self._words: words.RowWords | None = None
        self.figures = Figures(words.FIGURES)
        self.where = as_hint(wrapped())
        self.table = TextTable()
        self.table.setAccessibleName("名册各行")
        self.matched = TextTable()
        self.matched.setAccessibleName("名册各列")
        self.reasons = wrapped()
        self.table.setMinimumHeight(line_height(self) * 7)
        self.run = as_primary(commands.button("import.run", self))
        self.report = commands.button("import.report", self)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self._rows_page(), "各行")
        self.tabs.addTab(self.matched, "各列")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(choices(self.figures, self.run, self.report))
        column.addWidget(self.where)
        column.addWidget(self.tabs, 1)
        self.table.selectionModel().currentRowChanged.connect(self._show_reasons)

    def show_preview(self, ledger: Ledger, report: RosterReport) -> None:
        """Show what a roster would do, or did."""
        self._words = words.RowWords(ledger, report)
        self._rows = [row for row in report.rows if row.action != "skip"]
        self.figures.show_numbers(words.numbers_of(report))
        self.where.setText(words.where_read(report))
        left = sum(map(words.is_left_out, self._rows))
        odd = sum(map(words.is_odd, self._rows))
        self.left.setText(f"没有收的 {left:,}" if report.touched else f"不会收的 {left:,}")
        self.odd.setText(f"有提醒的 {odd:,}")
        self.all.setText(f"全部 {len(self._rows):,}")
        (self.left if left else self.all).setChecked(True)
        self.matched.show_items(words.COLUMN_HEADS, words.column_lines(ledger, report))
        self.run.setText(f"导入 {report.created + report.updated:,} 条")
        self._show_rows()

    def _rows_page(self) -> QWidget:
        captions = ("不会收的", "有提醒的", "全部")
        self.left, self.odd, self.all = map(QPushButton, captions)
        group = QButtonGroup(self)
        for button in (self.left, self.odd, self.all):
            button.setCheckable(True)
            group.addButton(button)
        group.buttonClicked.connect(self._show_rows)
        page = QWidget()
        column = QVBoxLayout(page)
        edge = columns_of(self, 0.5)
        column.setContentsMargins(0, edge, 0, 0)
        column.addWidget(choices(self.left, self.odd, self.all))
        column.addWidget(self.reasons)
        column.addWidget(self.table, 1)
        return page

    def _show_rows(self) -> None:
        assert self._words is not None  # noqa: S101 - shown only with a report
        shown = self._rows
        for button, wanted in ((self.left, words.is_left_out), (self.odd, words.is_odd)):
            if button.isChecked():
                shown = [row for row in self._rows if wanted(row)]
        self.table.show_items(self._words.columns, shown, self._words.line)
        self.reasons.clear()
        if shown:
            self.table.selectRow(0)

    def _show_reasons(self, now: QModelIndex) -> None:
        if now.isValid():
            row: RowReport = self.table.rows.item(now.row())
            text = words.reasons_of(row)
            self.reasons.setText(f"第 {row.row} 行：{text}" if text else "")
