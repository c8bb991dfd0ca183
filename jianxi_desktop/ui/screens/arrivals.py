"""The desk of packages: a whole folder comes in at once, and who has reported is seen."""

from collections.abc import Callable, Mapping
from uuid import UUID

from PySide6.QtWidgets import QTabWidget

from jianxi_desktop.domain.rights import Right
from jianxi_desktop.services import receipt_paper
from jianxi_desktop.services.drawn import Wanted
from jianxi_desktop.ui.screen import Desk, Printed, Screen
from jianxi_desktop.ui.screens.arrivals_board import BoardPanel
from jianxi_desktop.ui.screens.arrivals_take import TakePanel
from jianxi_desktop.ui.screens.parts import Working, heading, page_column
from jianxi_desktop.ui.screens.pickers import PICKERS, Pickers

_RECEIPTS = ("merged", "held", "refused", "duplicate")  # what a receipt can be printed of


class ArrivalsScreen(Screen):
    """Takes packages in for a street or the district, and shows its board."""

    key, title, area, symbol = "arrivals", "收包台", "数据", "layers"
    right = Right.MERGE
    of_upper_office = True

    def __init__(self, desk: Desk, pickers: Pickers = PICKERS) -> None:
        super().__init__(desk)
        self.take = TakePanel(desk, pickers)
        self.board = BoardPanel(desk, pickers)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.take, "收数据包")
        self.tabs.addTab(self.board, "报送情况")
        self.tabs.currentChanged.connect(self._turned)
        self.take.taken.connect(self.board.load)
        for panel in (self.take, self.board):
            panel.chosen.connect(self._show_state)
        column = page_column(self)
        column.addWidget(
            heading(
                "收包台",
                "一个文件夹、一个U盘里的数据包一次收完：并行核验，一个一个写入，有问题的不影响别的。",
            )
        )
        column.addWidget(self.tabs, 1)
        column.addWidget(Working(desk.jobs))

    def opened(self, argument: object = None) -> None:
        """Look for drives, and read who has reported; ``board`` shows that first."""
        if argument == "board":
            self.tabs.setCurrentWidget(self.board)
        self.take.load()
        self.board.load()
        self._show_state()

    def answers(self) -> Mapping[str, Callable[[], None]]:
        """Give what this page does with its commands."""
        return {
            "arrivals.folder": self.take.choose,
            "arrivals.look": self.take.look_again,
            "arrivals.trial": self.take.try_all,
            "arrivals.merge": self.take.merge_all,
            "arrivals.receipt": self._print_receipt,
            "arrivals.brought": self.board.tell,
            "arrivals.print": self.board.print_board,
            "arrivals.export": self.board.export,
        }

    def refresh(self, touched: frozenset[str]) -> None:
        """Read again what may have changed."""
        if "territory" in touched and self.isVisible():
            self.board.load()

    def _turned(self, place: int) -> None:
        del place
        self._show_state()

    def _show_state(self) -> None:
        self.take.show_state()
        enable = self.desk.commands.enable
        row = self.board.current()
        enable("arrivals.receipt", on=bool(self._receipt()))
        enable("arrivals.brought", on=row is not None)
        there = self.board.board is not None and bool(self.board.board.rows)
        for key in ("print", "export"):
            enable(f"arrivals.{key}", on=there)

    def _receipt(self) -> str:
        """Name the package whose receipt can be printed now; empty: none."""
        if self.tabs.currentWidget() is self.board:
            row = self.board.current()
            return row.package if row else ""
        package = self.take.current()
        noted = package is not None and package.state in _RECEIPTS and package.file.id
        return package.file.id if package is not None and noted else ""

    def _print_receipt(self) -> None:
        wanted = Wanted(record=UUID(self._receipt()))
        self.desk.open_screen("print", Printed(receipt_paper.KEY, wanted))
