"""The part of the desk that says who has reported: the missing ones first, and what came last."""

from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QDialog, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from jianxi_desktop.domain import calendar, package_days
from jianxi_desktop.domain.calendar import show_day
from jianxi_desktop.services import arrival_papers, arrivals, receipts
from jianxi_desktop.services.arrivals import STANDINGS, ArrivalBoard, ArrivalRow, Standing
from jianxi_desktop.services.drawn import Wanted
from jianxi_desktop.services.receipts import Receipt
from jianxi_desktop.ui.open_folder import offer_folder
from jianxi_desktop.ui.screen import Desk, Printed
from jianxi_desktop.ui.screens import arrivals_words as words
from jianxi_desktop.ui.screens.parts import (
    Facts,
    Figures,
    captioned,
    choices,
    dialog_column,
    empty_page,
    row_of,
    wrapped,
)
from jianxi_desktop.ui.screens.pickers import Pickers
from jianxi_desktop.ui.screens.table import TextTable
from jianxi_desktop.ui.theme import as_hint, as_title, columns_of, line_height

_BEFORE = 6  # reporting days that can be looked back to
_FIGURES = {
    "missing": ("未报", "error"),
    "gap": ("有缺", "error"),
    "refused": ("被拒", "error"),
    "no_card": ("未登记名片", "amber"),
    "late": ("迟报", "amber"),
    "reported": ("已报", "good"),
    "not_due": ("还没到期", "ink-soft"),
}
_SHOWN: dict[str, tuple[str, tuple[Standing, ...]]] = {
    "missing_first": ("全部，没报的在前", tuple(STANDINGS)),
    "by_street": ("全部，按街道", tuple(STANDINGS)),
    "open": ("只看没报齐的", ("missing", "gap", "refused", "no_card")),
    "late": ("只看迟报的", ("late",)),
    "reported": ("只看已报的", ("reported", "late")),
}
_ORDER = {
    standing: place
    for place, standing in enumerate(
        ("missing", "gap", "refused", "no_card", "late", "not_due", "reported")
    )
}


class BoardPanel(QWidget):
    """A line for each office below, for one reporting day.

    Signals:
        chosen: Another office is selected.
    """

    chosen = Signal()

    def __init__(self, desk: Desk, pickers: Pickers) -> None:
        super().__init__()
        self._desk = desk
        self.pickers = pickers
        self.board: ArrivalBoard | None = None
        self.rows: list[ArrivalRow] = []
        self.due, self.only = QComboBox(), QComboBox()
        self.figures = Figures(_FIGURES)
        self.table = _Rows()
        self.table.setAccessibleName("各单位数据包的报送情况")
        self.told = as_hint(wrapped())
        self._pages = QStackedWidget()
        self._offer()
        self._lay_out()
        self.due.currentIndexChanged.connect(self.load)
        self.only.currentIndexChanged.connect(self._show_rows)
        self.table.selectionModel().selectionChanged.connect(self._say)
        self.table.asked.connect(self.tell)

    def load(self) -> None:
        """Read the board."""
        due = date.fromisoformat(self.due.currentData())
        work = partial(arrivals.board, self._desk.office, due=due)
        self._desk.jobs.run_newest("arrivals.board", work, self._show)

    def current(self) -> ArrivalRow | None:
        """Give the selected office."""
        chosen = self.table.selectionModel().selectedRows()
        return self.rows[chosen[0].row()] if len(chosen) == 1 else None

    def tell(self) -> None:
        """Say what the last package of the selected office brought."""
        row = self.current()
        if row is None:
            return
        if not row.package:
            self._desk.warn(f"{row.name}的数据包还没有收到过。")
            return
        work = partial(receipts.receipt_of, self._desk.office, row.package)
        self._desk.jobs.run(work, self._tell)

    def print_board(self) -> None:
        """Show the board on the print page."""
        if self.board is not None:
            wanted = Wanted(as_of=self.board.due_on)
            self._desk.open_screen("print", Printed(arrival_papers.KEY, wanted))

    def export(self) -> None:
        """Ask where to write the board to."""
        if self.board is not None:
            name = f"数据包报送情况-{self._desk.office.unit.name}-{self.board.due_on:%Y%m%d}.xlsx"
            take = partial(self._save, self.board)
            self.pickers.save(self, "导出报送情况表", "Excel 工作簿 (*.xlsx)", name, take)

    def _offer(self) -> None:
        """Offer the last reporting day, those before it, and the one that comes next."""
        today = calendar.today()
        last = package_days.last_due(today)
        days = [package_days.after(last), last]
        for _each in range(_BEFORE):
            days.append(package_days.before(days[-1]))
        for each in days:
            self.due.addItem(f"{show_day(each.isoformat())}前应报的", each.isoformat())
        self.due.setCurrentIndex(1)
        for key, (text, _standings) in _SHOWN.items():
            self.only.addItem(text, key)

    def _lay_out(self) -> None:
        commands = self._desk.commands
        gap = columns_of(self, 0.8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, gap, 0, 0)
        column.setSpacing(gap)
        buttons = ("brought", "receipt", "print", "export")
        column.addWidget(
            choices(
                captioned("看", self.due),
                self.only,
                *(commands.button(f"arrivals.{key}", self) for key in buttons),
            )
        )
        column.addWidget(self.figures)
        self.table.setMinimumHeight(line_height(self) * 6)
        self._pages.addWidget(self.table)
        self._pages.addWidget(
            empty_page(
                "下面没有要报数据包的单位",
                "应报的单位是区域台账里的街道和社区（要有区划代码）。缺了的请到“区域台账”补上。",
            )
        )
        column.addWidget(self._pages, 1)
        column.addWidget(self.told)

    def _say(self) -> None:
        self.told.setText(words.board_told(self.current()))
        self.chosen.emit()

    def _show(self, board: ArrivalBoard) -> None:
        self.board = board
        self.figures.show_numbers({key: board.count(key) for key in STANDINGS})
        self._show_rows()

    def _show_rows(self) -> None:
        if self.board is None:
            return
        key = self.only.currentData()
        kept = [each for each in self.board.rows if each.standing in _SHOWN[key][1]]
        if key == "missing_first":
            kept.sort(key=lambda each: _ORDER[each.standing])
        self.rows = kept
        self.table.show_items(words.BOARD_HEADS, kept, words.board_line)
        self._pages.setCurrentIndex(0 if self.board.rows else 1)
        self._say()

    def _tell(self, receipt: Receipt) -> None:
        self._desk.commands.enable("arrivals.brought", on=True)
        Brought(self, receipt).open()

    def _save(self, board: ArrivalBoard, path: Path) -> None:
        work = partial(arrival_papers.save_board, self._desk.office, board, path)
        self._desk.jobs.run(work, partial(self._saved, path))

    def _saved(self, path: Path, lines: int) -> None:
        offer_folder(self._desk, path, f"报送情况表已保存：{path.name}，共 {lines} 个单位。")


class _Rows(TextTable):
    """Lines that a double click or Enter asks about.

    Signals:
        asked: Somebody wants to know more about the selected line.
    """

    asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.doubleClicked.connect(lambda _index: self.asked.emit())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override: Enter asks."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.asked.emit()
            return
        super().keyPressEvent(event)


class Brought(QDialog):
    """Says what the last package of an office brought."""

    def __init__(self, parent: QWidget, receipt: Receipt) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("最近收下的数据包")
        self.facts = Facts()
        self.facts.show_facts(words.receipt_facts(receipt))
        column = dialog_column(self)
        column.setSpacing(columns_of(self, 1.2))
        column.addWidget(as_title(wrapped(f"{receipt.sender}第 {receipt.number} 号数据包")))
        column.addWidget(self.facts)
        close = QPushButton("关闭")
        close.clicked.connect(self.accept)
        column.addLayout(row_of(None, close))
        self.setMinimumWidth(columns_of(self, 30))
