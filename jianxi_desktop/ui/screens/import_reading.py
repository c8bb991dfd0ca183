"""How a file was read: which sheet, what was noticed, how its columns were matched."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QVBoxLayout, QWidget

from jianxi_desktop.schema.ledger import Ledger
from jianxi_desktop.services.import_report import RosterReport
from jianxi_desktop.ui.screens import import_words as words
from jianxi_desktop.ui.screens.import_columns import ColumnsTable
from jianxi_desktop.ui.screens.parts import captioned, choose, row_of, wrapped
from jianxi_desktop.ui.theme import as_hint, as_primary, columns_of, line_height


class SheetChoice(QWidget):
    """Offers the sheets of a workbook that look like a table, where there are several.

    Signals:
        chosen: The name of another sheet.
    """

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.sheets = QComboBox()
        self.sheets.setMaximumWidth(columns_of(self, 30))
        self.sheets.activated.connect(self._choose)
        self._now = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row_of(captioned("工作表", self.sheets), None))

    def show_report(self, report: RosterReport) -> None:
        """Offer the sheets of a reading."""
        self.sheets.clear()
        for each in report.sheets:
            self.sheets.addItem(
                f"{each.name}（{each.rows:,} 行，认出 {each.matched} 列）", each.name
            )
        self._now = report.sheet
        choose(self.sheets, report.sheet)
        self.setVisible(len(report.sheets) > 1)

    def _choose(self) -> None:
        name = self.sheets.currentData()
        if name != self._now:
            self.chosen.emit(name)


class ColumnsPage(QWidget):
    """Shows how columns were matched and takes corrections.

    Signals:
        wanted: The file is to be read again; the field by caption where it was decided.
        forgotten: What was remembered of columns is to be forgotten.
    """

    wanted = Signal(object)
    forgotten = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.table = ColumnsTable()
        self.table.setMinimumHeight(line_height(self) * 7)
        self.said = wrapped()
        self.read = QPushButton("照这样读")
        self.read.clicked.connect(self._read)
        self.learned = as_hint(wrapped())
        self.forget = QPushButton("忘掉")
        self.forget.setToolTip("忘掉这本台账记住的列对应，按表头重新认")
        self.forget.clicked.connect(self.forgotten)
        self._memory = QWidget()
        memory = QVBoxLayout(self._memory)
        memory.setContentsMargins(0, 0, 0, 0)
        line = row_of(self.learned, self.forget)
        line.setStretch(0, 1)
        memory.addLayout(line)
        self._asks = False
        self.table.rows.chosen.connect(self._tell)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, columns_of(self, 0.5), 0, 0)
        line = row_of(self.said, self.read)
        line.setStretch(0, 1)
        column.addLayout(line)
        column.addWidget(self._memory)
        column.addWidget(self.table, 1)
        column.addWidget(
            as_hint(QLabel("点“收进”一格改对应（键盘：选中一行按回车）。改过的导入时会记住。"))
        )

    def show_report(self, ledger: Ledger, report: RosterReport) -> None:
        """Show the columns of a reading."""
        self._asks = report.file == "ask"
        self.table.rows.show_report(ledger, report)
        said = words.learned_of(report, ledger)
        self.learned.setText(said)
        self._memory.setVisible(bool(said))
        self._tell()

    def _tell(self) -> None:
        rows = self.table.rows
        missing = rows.missing()
        if missing:
            said = f"还缺“{'”“'.join(missing)}”：请在下面选出是哪一列。"
        elif rows.changed:
            said = f"改了 {rows.changed} 列的对应。按“照这样读”重新看一遍。"
        elif self._asks:
            said = "请看下面的对应对不对，不对就改，再按“照这样读”。"
        else:
            said = "每一列收进了哪里。不对的可以改。"
        self.said.setText(said)
        ready = not missing and (self._asks or rows.changed > 0)
        self.read.setEnabled(ready)
        if ready:
            as_primary(self.read)
        else:
            self.read.setProperty("role", "")
        self.read.style().unpolish(self.read)
        self.read.style().polish(self.read)

    def _read(self) -> None:
        self.wanted.emit(self.table.rows.matched)
