"""The board: which unit has sent which return, on time, late, missing; who is reminded."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QComboBox, QStackedWidget, QVBoxLayout, QWidget

from jianxi_desktop.domain import calendar, periods
from jianxi_desktop.domain.calendar import show_period
from jianxi_desktop.domain.return_states import steps_from
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.services import filing, filing_papers, return_board
from jianxi_desktop.services.drawn import Wanted
from jianxi_desktop.services.return_board import Board, BoardRow
from jianxi_desktop.ui.open_folder import offer_folder
from jianxi_desktop.ui.removal import ask_why
from jianxi_desktop.ui.screen import Desk, Printed, Screen
from jianxi_desktop.ui.screens.board_grid import BoardGrid, Reminders, told_of
from jianxi_desktop.ui.screens.flow import flow
from jianxi_desktop.ui.screens.parts import (
    Figures,
    captioned,
    choices,
    choose,
    empty_page,
    heading,
    page_column,
    wrapped,
)
from jianxi_desktop.ui.screens.pickers import PICKERS, Pickers
from jianxi_desktop.ui.screens.return_steps import GIVE_BACK, said_of
from jianxi_desktop.ui.screens.return_work import Filed
from jianxi_desktop.ui.screens.year_choice import YearChoice
from jianxi_desktop.ui.theme import as_hint, columns_of, line_height

_COUNTS: Mapping[str, tuple[str, str]] = {
    "missing": ("到期未报", "error"),
    "late": ("迟报", "amber"),
    "on_time": ("按时报送", "good"),
    "not_due": ("还没到期", "ink-soft"),
}


class ReturnBoardScreen(Screen):
    """Shows units by returns for the periods that end with one month."""

    key, title, area, symbol = "return_board", "报送情况", "报表", "tasks"

    def __init__(self, desk: Desk, pickers: Pickers = PICKERS) -> None:
        super().__init__(desk)
        self.pickers = pickers
        self.board: Board | None = None
        self.year, self.month = YearChoice(), QComboBox()
        self.only = QCheckBox("只看没有报齐的单位")
        self.counts = Figures(_COUNTS)
        self.table = BoardGrid()
        self.table.setAccessibleName("各单位报表的报送情况")
        self.told = wrapped()
        self.pages = QStackedWidget()
        self._offer()
        self._lay_out()
        self.year.currentIndexChanged.connect(self._make)
        self.month.currentIndexChanged.connect(self._make)
        self.only.toggled.connect(self._show_rows)
        self.table.chosen.connect(self._open)
        self.table.looked_at.connect(self._tell)

    @property
    def period(self) -> str:
        """The month whose end the periods share."""
        return f"{self.year.year}-{self.month.currentData():02}"

    def opened(self, argument: object = None) -> None:
        """Read when the page is shown for the first time or something was filed.

        A month, such as ``2026-10``, is shown in place of the one before.
        """
        if isinstance(argument, str) and argument:
            self._choose(argument)
        if self.board is None:
            self._make()
        self._show_state()

    def answers(self) -> Mapping[str, Callable[[], None]]:
        """Give what this page does with its commands."""
        return {
            "return.make": self._make,
            "board.open": partial(self._with_row, self._open),
            "board.remind": self._remind,
            "board.export": self._ask_path,
            "board.print": self._print,
            "return.accept": partial(self._with_row, self._accept),
            "return.give_back": partial(self._with_row, self._ask_give_back),
        }

    def refresh(self, touched: frozenset[str]) -> None:
        """Read again what may have changed."""
        if touched & {"return_filing", "organisation"}:
            self.board = None
            if self.isVisible():
                self._make()

    def _offer(self) -> None:
        today = calendar.today()
        for month in range(1, 13):
            self.month.addItem(f"{month}月", month)
        last = periods.previous(periods.period_of("month", today))
        choose(self.year, int(last[:4]))
        choose(self.month, int(last[5:]))

    def _choose(self, month: str) -> None:
        """Show another month; it is read once."""
        if month != self.period:
            for box in (self.year, self.month):
                box.blockSignals(True)  # noqa: FBT003 - Qt takes it by place
            choose(self.year, int(month[:4]))
            choose(self.month, int(month[5:7]))
            for box in (self.year, self.month):
                box.blockSignals(False)  # noqa: FBT003 - Qt takes it by place
            self.board = None

    def _lay_out(self) -> None:
        commands = self.desk.commands
        asked = choices(
            captioned("期末在", self.year),
            self.month,
            self.only,
            commands.button("return.make", self),
        )
        table = QWidget()
        below = QVBoxLayout(table)
        below.setContentsMargins(0, 0, 0, 0)
        below.addWidget(self.table, 1)
        below.addWidget(self.told)
        self.table.setMinimumHeight(line_height(self) * 8)
        self.pages.addWidget(table)
        hint = "换一个月份看看：月报每月都有，季报在3、6、9、12月，半年报在6、12月，年报在12月。"
        self.pages.addWidget(empty_page("这个月末没有要报的报表", hint))
        buttons = flow(
            *(commands.button(f"board.{key}", self) for key in ("open",)),
            *(commands.button(f"return.{key}", self) for key in ("accept", "give_back")),
            *(commands.button(f"board.{key}", self) for key in ("remind", "print", "export")),
            across=columns_of(self, 0.6),
            down=columns_of(self, 0.4),
        )
        column = page_column(self)
        said = "一行一个单位，一列一张报表，双击打开；同一天期满的月报、季报、半年报放在一起看。"
        column.addWidget(heading("报送情况", said))
        column.addWidget(asked)
        column.addWidget(self.counts)
        column.addWidget(self.pages, 1)
        column.addWidget(buttons)
        as_hint(self.told)

    def _make(self) -> None:
        work = partial(return_board.board, self.desk.office, self.period)
        self.desk.jobs.run_newest("board.make", work, self._show)

    def _show(self, board: Board) -> None:
        self.board = board
        self.counts.show_numbers(dict(board.counts()))
        self.pages.setCurrentIndex(0 if board.rows else 1)
        self._show_rows()

    def _show_rows(self) -> None:
        if self.board is not None:
            self.table.show_board(self.board, only_missing=self.only.isChecked())
        self._show_state()

    def _show_state(self) -> None:
        row = self.table.current()
        steps = self._steps(row)
        enable = self.desk.commands.enable
        enable("board.open", on=row is not None)
        enable("return.accept", on="accept" in steps)
        enable("return.give_back", on="give_back" in steps)
        missing = self.board is not None and bool(self.board.missing)
        for key in ("board.remind", "board.print", "board.export"):
            enable(key, on=missing)

    def _steps(self, row: BoardRow | None) -> tuple[str, ...]:
        office = self.desk.office
        if row is None or row.filing is None or Right.EDIT not in office.account.rights:
            return ()
        on_top = office.unit.level == "district" and row.unit == office.unit.organisation
        if row.unit == office.top and not on_top:
            return ()
        return steps_from(row.state, "superior")

    def _tell(self, row: BoardRow | None) -> None:
        self.told.setText(told_of(row) if row is not None else "")
        self._show_state()

    def _with_row(self, act: Callable[[BoardRow], None]) -> None:
        if (row := self.table.current()) is not None:
            act(row)

    def _open(self, row: BoardRow) -> None:
        if row.filing is None and row.unit != self.desk.office.top:
            self.desk.warn(
                f"{row.name}还没有开始填报《{row.title}》（{show_period(row.period)}）。"
            )
            return
        own = row.unit == self.desk.office.top
        self.desk.open_screen("return", Filed(None if own else row.filing, row.code, row.period))

    def _accept(self, row: BoardRow) -> None:
        if row.filing is not None:
            work = partial(filing.accept, self.desk.office, row.filing)
            self.desk.jobs.run(work, partial(self._done, "accept"))

    def _ask_give_back(self, row: BoardRow) -> None:
        def give(reason: str) -> None:
            if row.filing is not None:
                work = partial(filing.give_back, self.desk.office, row.filing, reason)
                self.desk.jobs.run(work, partial(self._done, "give_back"))

        ask_why(self, GIVE_BACK, give)

    def _done(self, step: str, touched: frozenset[str]) -> None:
        self.desk.changed(touched)
        self.desk.notice(said_of(step))

    def _remind(self) -> None:
        if self.board is not None:
            told = return_board.reminders(self.desk.office, self.board.rows, self.board.day)
            Reminders(self, told).open()

    def _print(self) -> None:
        if self.board is not None:
            wanted = Wanted(as_of=self.board.end)
            self.desk.open_screen("print", Printed(filing_papers.MISSING, wanted))

    def _ask_path(self) -> None:
        if self.board is not None:
            name = f"催报名单-{self.desk.office.unit.name}-{self.period}.xlsx"
            take = partial(self._save, self.board)
            self.pickers.save(self, "导出催报名单", "Excel 工作簿 (*.xlsx)", name, take)

    def _save(self, board: Board, path: Path) -> None:
        work = partial(filing_papers.save_missing, self.desk.office, board, path)
        self.desk.jobs.run(work, partial(self._saved, path))

    def _saved(self, path: Path, lines: int) -> None:
        offer_folder(self.desk, path, f"催报名单已保存：{path.name}，共 {lines} 份未报。")
