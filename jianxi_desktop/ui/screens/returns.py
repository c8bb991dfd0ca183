"""The return desk: choose a return and a period, fill in, check, hand in, decide, save, print."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from uuid import UUID

from PySide6.QtWidgets import QCheckBox, QComboBox, QPushButton, QVBoxLayout, QWidget

from jianxi_desktop.services import returns
from jianxi_desktop.services.drawn import Wanted
from jianxi_desktop.services.filing_page import FilingPage, PageLine
from jianxi_desktop.services.filing_papers import KEY as FORM
from jianxi_desktop.services.return_book import ReturnBook
from jianxi_desktop.services.return_cells import Cell
from jianxi_desktop.services.return_plans import plan_of
from jianxi_desktop.services.return_records import RecordsBehind, records_behind
from jianxi_desktop.services.return_tables import TableResult
from jianxi_desktop.services.returns import DistrictResult, Result
from jianxi_desktop.ui.open_folder import offer_folder
from jianxi_desktop.ui.screen import Desk, Edited, Printed, Screen
from jianxi_desktop.ui.screens.behind_dialog import BehindDialog
from jianxi_desktop.ui.screens.figure_list import FigureList
from jianxi_desktop.ui.screens.flow import flow
from jianxi_desktop.ui.screens.parts import (
    Elided,
    Message,
    captioned,
    choices,
    choose,
    heading,
    page_column,
    row_of,
    section,
    wrapped,
)
from jianxi_desktop.ui.screens.period_choice import PeriodChoice
from jianxi_desktop.ui.screens.pickers import PICKERS, Pickers
from jianxi_desktop.ui.screens.return_chart import ChartDialog, bars_of
from jianxi_desktop.ui.screens.return_checks import CheckList
from jianxi_desktop.ui.screens.return_commands import STEP_KEYS
from jianxi_desktop.ui.screens.return_dialogs import MovedDialog
from jianxi_desktop.ui.screens.return_grid import ReturnGrid, told_of
from jianxi_desktop.ui.screens.return_steps import Steps
from jianxi_desktop.ui.screens.return_words import figure_words, state_words
from jianxi_desktop.ui.screens.return_work import (
    Asked,
    Filed,
    Looked,
    book_of,
    look,
    save,
    save_book,
)
from jianxi_desktop.ui.theme import as_hint, as_primary, columns_of, line_height

_MOST_RECORDS = 5_000  # behind a figure, in one list
_DISTRICT, _MEMBERS = "R0", "R2"
_HINT = "数字由台账算出，核对后填报完成、上报；上报的数字从此不变。打印和存成 Excel 也在这里。"
_LEGEND = "绿底由人填写；灰底由公式算出；黄底是改动过的数，括号里是计算数；红字与勾稽不符。"


class ReturnScreen(Screen):
    """Shows one return of one period; what was handed in is shown as it was then."""

    key, title, area, symbol = "return", "上报报表", "报表", "return"

    def __init__(self, desk: Desk, pickers: Pickers = PICKERS) -> None:
        super().__init__(desk)
        self.pickers = pickers
        self.looked: Looked | None = None
        self._other: UUID | None = None  # another office's filing that is shown
        self._focus = ""  # a cell to jump to when the figures are there
        self.kinds = QComboBox()
        self.kinds.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.kinds.setMinimumContentsLength(24)
        for code, title in returns.return_definitions():
            self.kinds.addItem(f"{code}　{title}", code)
        choose(self.kinds, _DISTRICT if desk.office.unit.level == "district" else _MEMBERS)
        self.period = PeriodChoice()
        self.period.offer(plan_of(self._code).period)
        self.state = Message()
        self.compare = QPushButton("看哪里不同")
        self.state.add_button(self.compare)
        self.caption, self.unit = section(""), as_hint(Elided())
        self.differences = QCheckBox("看与上期的差")
        self.chart = QPushButton("图表")
        self.table, self.figures = ReturnGrid(), FigureList()
        self.told = wrapped()
        self.checks = CheckList()
        self.steps = Steps(self, desk, lambda: self.page)
        self.buttons: dict[str, QPushButton] = {}
        self._lay_out()
        self._connect()

    @property
    def _code(self) -> str:
        return str(self.kinds.currentData())

    @property
    def page(self) -> FilingPage | None:
        """The filing that is shown, or what one would begin with."""
        return self.looked.page if self.looked is not None else None

    @property
    def _result(self) -> Result | None:
        return self.looked.result if self.looked is not None else None

    def opened(self, argument: object = None) -> None:
        """Show what the board asks for, or what was shown before."""
        if isinstance(argument, Filed):
            self._choose(argument)
        if self.looked is None:
            self._make()
        self._show_state()

    def answers(self) -> Mapping[str, Callable[[], None]]:
        """Give what this page does with its commands."""
        return {
            "return.make": self._make,
            "return.save": self._ask_path,
            "return.book": self._ask_book,
            "return.print": self._print,
            "return.behind": self._ask_behind_current,
            "return.figure": self._ask_figure,
            "return.last": self.steps.take_last,
            "return.noughts": self.steps.type_noughts,
            "return.board": partial(self.desk.open_screen, "return_board"),
            **{f"return.{key}": partial(self.steps.take, key) for key in STEP_KEYS},
        }

    def refresh(self, touched: frozenset[str]) -> None:
        """Forget figures that may have changed; they are counted again when looked at."""
        if touched:
            self.looked = None
            if self.isVisible():
                self._make()

    def way_back(self) -> object:
        """Give what leads back to another office's filing."""
        page = self.page
        if page is None or self._other is None:
            return None
        return Filed(self._other, page.filing.code, page.filing.period)

    def show_cell(self, key: str) -> None:
        """Bring a figure into view and give it the focus."""
        shown = self.table if self.table.isVisible() else self.figures
        if isinstance(shown, ReturnGrid):
            shown.jump_to(key)
        else:
            self.figures.select_figure(key)
        shown.setFocus()

    def _lay_out(self) -> None:
        commands = self.desk.commands
        self.table.setAccessibleName("报表数字")
        self.figures.setAccessibleName("报表数字")
        self.differences.setToolTip("每个数字改为显示比上一期增加或减少多少")
        self.unit.setWordWrap(False)
        self.unit.setMinimumWidth(columns_of(self, 6))
        self.table.heading.setToolTip(_LEGEND)
        for each in (self.table, self.figures):
            each.setMinimumHeight(line_height(self) * 6)
        asked = choices(
            captioned("报表", self.kinds),
            self.period,
            commands.button("return.make", self),
        )
        sheet = QWidget()
        below = QVBoxLayout(sheet)
        below.setContentsMargins(0, 0, 0, 0)
        named = row_of(self.caption, self.unit, self.differences, self.chart)
        named.setStretchFactor(self.unit, 1)
        below.addLayout(named)
        below.addWidget(self.table, 1)
        below.addWidget(self.figures, 1)
        below.addWidget(self.told)
        below.addWidget(self.checks)
        column = page_column(self)
        column.addWidget(heading("上报报表", _HINT))
        column.addWidget(asked)
        column.addWidget(self.state)
        column.addWidget(sheet, 1)
        column.addWidget(self._button_row())

    def _button_row(self) -> QWidget:
        keys = ("behind", "figure", "last", "noughts", *STEP_KEYS, "print", "save", "book", "board")
        for key in keys:
            button = self.desk.commands.button(f"return.{key}", self)
            if key in ("complete", "submit", "accept"):
                as_primary(button)
            self.buttons[key] = button
        across, down = columns_of(self, 0.6), columns_of(self, 0.4)
        return flow(*self.buttons.values(), across=across, down=down)

    def _connect(self) -> None:
        self.period.changed.connect(self._out_of_date)
        self.kinds.currentIndexChanged.connect(self._take_kind)
        self.compare.clicked.connect(self._show_moved)
        self.differences.toggled.connect(lambda on: self.table.cells.show_differences(on=on))
        self.chart.clicked.connect(self._show_chart)
        self.table.chosen.connect(self._ask_behind)
        self.table.looked_at.connect(self._tell_cell)
        self.table.typed.connect(self.steps.type_in)
        self.figures.chosen.connect(lambda figure: self._ask_behind(figure.rule))
        self.figures.selectionModel().currentChanged.connect(self._tell_figure)
        self.checks.asked.connect(self.show_cell)

    def _choose(self, wanted: Filed) -> None:
        """Show another office's filing, or this office's own return of a period."""
        self.looked, self._other = None, wanted.filing
        self.kinds.blockSignals(True)  # noqa: FBT003 - Qt's own
        choose(self.kinds, wanted.code)
        self.kinds.blockSignals(False)  # noqa: FBT003 - Qt's own
        self.period.offer(plan_of(wanted.code).period)
        self.period.choose_period(wanted.period)

    def _take_kind(self) -> None:
        self.period.offer(plan_of(self._code).period)
        self._out_of_date()

    def _out_of_date(self) -> None:
        self.looked, self._other = None, None
        self._make()

    def _make(self) -> None:
        asked = Asked(self._code, self.period.chosen_day, self.period.period, self._other)
        work = partial(look, self.desk.office, asked)
        self.desk.jobs.run_newest("return.make", work, self._show)

    def _show(self, looked: Looked) -> None:
        self.looked = looked
        result, page = looked.result, looked.page
        self.caption.setText(f"{result.title}　")
        self.unit.setText(f"{result.unit}　{result.day_words}")
        listed = isinstance(result, DistrictResult)
        self.figures.setVisible(listed)
        self.table.setVisible(not listed)
        if isinstance(result, DistrictResult):
            self.figures.show_result(result)
            self._tell_figure()
        else:
            self.table.show_return(result, page)
            self._tell_cell(self.table.current())
        bars = bars_of(result) if isinstance(result, TableResult) else None
        self.chart.setVisible(bars is not None)
        self.differences.setVisible(not listed and page is not None and bool(page.last_period))
        self.checks.show_checks(result.checks)
        self._show_state()

    def _show_state(self) -> None:
        page, enable = self.page, self.desk.commands.enable
        said, look_of = state_words(page) if page is not None else ("", "")
        self.state.say(said, look_of)
        self.compare.setVisible(page is not None and bool(page.moved))
        steps = page.steps if page is not None else ()
        for key in STEP_KEYS:
            enable(f"return.{key}", on=key in steps)
            self.buttons[key].setVisible(key in steps)
        lines = page.lines if page is not None else ()
        empty = any(each.kind == "typed" and each.value is None for each in lines)
        typing = "edit" in steps and empty
        for key, on in (("figure", "edit" in steps), ("last", typing), ("noughts", typing)):
            enable(f"return.{key}", on=on)
            self.buttons[key].setVisible(on)
        there = self.looked is not None
        bound = self.looked is not None and bool(book_of(self.looked.asked))
        enable("return.book", on=bound)
        self.buttons["book"].setVisible(bound)
        enable("return.save", on=there)
        enable("return.behind", on=there)
        enable("return.print", on=page is not None and (page.begun or bool(steps)))

    def line(self) -> PageLine | None:
        """Give what is known of the figure that has the focus."""
        key = self._current()
        return self.page.line(key) if self.page is not None and key else None

    def _current(self) -> str:
        if not self.figures.isHidden():
            figure = self.figures.current()
            return figure.rule.id if figure is not None else ""
        cell = self.table.current()
        return cell.key if cell is not None else ""

    def _tell_cell(self, cell: Cell | None) -> None:
        line = self.page.line(cell.key) if cell is not None and self.page is not None else None
        said = told_of(cell, line, self.page) if cell is not None else []
        self.told.setText("　".join(said))

    def _tell_figure(self) -> None:
        line = self.line()
        self.told.setText(
            "" if line is None or self.page is None else figure_words(line, self.page)
        )

    def _ask_figure(self) -> None:
        if (line := self.line()) is not None:
            self.steps.ask_figure(line)

    def _ask_behind_current(self) -> None:
        figure = self.figures.current() if not self.figures.isHidden() else None
        what: object = figure.rule if figure is not None else self.table.current()
        if what is not None:
            self._ask_behind(what)

    def _ask_behind(self, what: object) -> None:
        figure = what.key if isinstance(what, Cell) else getattr(what, "id", "")
        if self.looked is None:
            return
        asked, whose = self.looked.asked, None
        if self.page is not None and self.page.filing.organisation != self.desk.office.top:
            whose = self.page.filing.organisation
        work = partial(
            records_behind,
            self.desk.office,
            asked.code,
            figure,
            as_of=asked.day,
            limit=_MOST_RECORDS,
            period=asked.period,
            organisation=whose,
        )
        self.desk.jobs.run_newest("return.behind", work, self._show_behind)

    def _show_behind(self, found: RecordsBehind) -> None:
        BehindDialog(self, found, self._open_record).open()

    def _open_record(self, ledger: str, record_id: UUID) -> None:
        self.desk.open_screen("form", Edited(ledger, record_id))

    def _show_moved(self) -> None:
        if self.page is not None:
            MovedDialog(self, self.page.moved).open()

    def _show_chart(self) -> None:
        result = self._result
        if isinstance(result, TableResult) and (bars := bars_of(result)) is not None:
            ChartDialog(self, f"{result.title}　{result.day_words}", bars).open()

    def _print(self) -> None:
        """Show the form as it will be printed; a return that nobody began is begun."""
        if self.page is not None:
            self.steps.begin(self._preview)

    def _preview(self, filing_id: UUID) -> None:
        self.desk.open_screen("print", Printed(FORM, Wanted(record=filing_id)))

    def _ask_path(self) -> None:
        looked = self.looked
        if looked is not None:
            unit, when = looked.result.unit, looked.asked.period or f"{looked.asked.day:%Y%m%d}"
            name = f"{looked.result.title}-{unit}-{when}.xlsx"
            take = partial(self._save, looked)
            self.pickers.save(self, "保存报表", "Excel 工作簿 (*.xlsx)", name, take)

    def _save(self, looked: Looked, path: Path) -> None:
        work = partial(save, self.desk.office, looked, path)
        self.desk.jobs.run_long(work, partial(self._saved, path), title="正在写报表")

    def _ask_book(self) -> None:
        looked = self.looked
        if looked is not None:
            when = looked.asked.period or f"{looked.asked.day:%Y%m%d}"
            name = f"党内统计年报表-{looked.result.unit}-{when}.xlsx"
            take = partial(self._save_book, looked)
            self.pickers.save(self, "保存一本报表", "Excel 工作簿 (*.xlsx)", name, take)

    def _save_book(self, looked: Looked, path: Path) -> None:
        work = partial(save_book, self.desk.office, looked, path)
        self.desk.jobs.run_long(work, partial(self._saved, path), title="正在写一本报表")

    def _saved(self, path: Path, result: Result | ReturnBook) -> None:
        wrong = sum(not check.ok for check in result.checks)
        if wrong:
            said = f"报表已保存：{path.name}。其中 {wrong} 项勾稽关系不符，上报前请核对。"
            offer_folder(self.desk, path, said, careful=True)
        else:
            agreed = f"，{len(result.checks)} 项勾稽关系全部相符" if result.checks else ""
            offer_folder(self.desk, path, f"报表已保存：{path.name}{agreed}。")
