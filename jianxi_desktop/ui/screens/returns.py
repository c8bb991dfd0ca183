"""The return page: choose a return and a period, look at figures and checks, save the workbook."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QVBoxLayout, QWidget

from jianxi_desktop.domain.progress import Progress, no_progress
from jianxi_desktop.services import returns
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.return_page import heading_of
from jianxi_desktop.services.return_records import RecordsBehind, records_behind
from jianxi_desktop.services.returns import (
    DistrictResult,
    Figure,
    Result,
    TableResult,
)
from jianxi_desktop.ui.commands import Command, plain_button
from jianxi_desktop.ui.screen import Desk, Edited, Screen
from jianxi_desktop.ui.screens.behind_dialog import BehindDialog
from jianxi_desktop.ui.screens.figure_list import FigureList
from jianxi_desktop.ui.screens.figures_table import FiguresTable
from jianxi_desktop.ui.screens.parts import (
    Message,
    captioned,
    choices,
    choose,
    heading,
    page_column,
    row_of,
    section,
)
from jianxi_desktop.ui.screens.period_choice import PeriodChoice
from jianxi_desktop.ui.screens.pickers import PICKERS, Pickers
from jianxi_desktop.ui.screens.table import Column, Line, TextTable
from jianxi_desktop.ui.theme import as_hint, as_primary, line_height

_CHECKS = (Column("结果", 4), Column("勾稽关系", 24), Column("说明", 30))
_MOST_NAMED = 6  # checks that hold, named in one sentence
_MOST_CHECKS = 4  # lines of the list of checks that stand without scrolling
_MOST_RECORDS = 5_000  # behind a figure, in one list
_DISTRICT, _MEMBERS = "R0", "R2"
_BEHIND = Command(
    "return.behind", "查看记录", icon="list", tip="这个数字由哪些记录算出（双击或回车）"
)


class ReturnScreen(Screen):
    """Makes returns from the records; nothing is typed into them here."""

    key, title, area, symbol = "return", "上报报表", "报表", "return"

    def __init__(self, desk: Desk, pickers: Pickers = PICKERS) -> None:
        super().__init__(desk)
        self.pickers = pickers
        self._result: Result | None = None
        self._shown = False
        self.kinds = QComboBox()
        for code, title in returns.return_definitions():
            self.kinds.addItem(title, code)
        first = _DISTRICT if desk.office.unit.level == "district" else _MEMBERS
        choose(self.kinds, first)
        self.period = PeriodChoice()
        self.period.changed.connect(self._out_of_date)
        self.kinds.currentIndexChanged.connect(self._out_of_date)
        self.caption = section("")
        self.unit = as_hint(QLabel())
        self.table = FiguresTable()
        self.table.setAccessibleName("报表数字")
        self.figures = FigureList()
        self.figures.setAccessibleName("报表数字")
        self.figures.chosen.connect(self._ask_behind)
        self.behind = plain_button(_BEHIND, self)
        self.behind.clicked.connect(self._ask_behind_current)
        self.verdict = Message()
        self.checks = TextTable()
        self.checks.setAccessibleName("勾稽关系")
        self.checks.horizontalHeader().hide()
        self.checks.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._lay_out()

    def opened(self, argument: object = None) -> None:
        """Count when the page is shown for the first time or what it counts was changed."""
        del argument
        self._shown = True
        if self._result is None:
            self._make()
        self._show_state()

    def answers(self) -> Mapping[str, Callable[[], None]]:
        """Give what this page does with its commands."""
        return {"return.make": self._make, "return.save": self._ask_path}

    def refresh(self, touched: frozenset[str]) -> None:
        """Forget figures that may have changed; they are counted again when looked at."""
        if touched:
            self._result = None
            if self.isVisible():
                self._make()

    def _lay_out(self) -> None:
        commands = self.desk.commands
        asked = choices(
            captioned("报表", self.kinds),
            self.period,
            commands.button("return.make", self),
            as_primary(commands.button("return.save", self)),
        )
        self.sheet = QWidget()
        below = QVBoxLayout(self.sheet)
        below.setContentsMargins(0, 0, 0, 0)
        below.addLayout(row_of(self.caption, None, self.unit, self.behind))
        below.addWidget(self.table, 1)
        below.addWidget(self.figures, 1)
        below.addWidget(self.verdict)
        below.addWidget(self.checks)
        self.unit.setWordWrap(False)
        for each in (self.table, self.figures):
            each.setMinimumHeight(line_height(self) * 7)
        column = page_column(self)
        column.addWidget(
            heading(
                "上报报表",
                "数字全部由台账算出来，不用手填。核对后保存成 Excel 上报，合计是公式，可以复核。",
            )
        )
        column.addWidget(asked)
        column.addWidget(self.sheet, 1)

    def _make(self) -> None:
        work = partial(_count, self.desk.office, *self._asked(), None)
        self.desk.jobs.run_newest("return.make", work, self._show_result)

    def _asked(self) -> tuple[str, date, str]:
        return str(self.kinds.currentData()), self.period.chosen_day, self.period.period

    def _show_result(self, result: Result) -> None:
        self._result = result
        self.caption.setText(result.title)
        listed = isinstance(result, DistrictResult)
        self.figures.setVisible(listed)
        self.behind.setVisible(listed)
        self.table.setVisible(not listed)
        if isinstance(result, DistrictResult):
            self.unit.setText(f"{result.unit}　{result.day_words}")
            self.figures.show_result(result)
        else:
            self._show_cells(result)
        self._show_checks(result)
        self._show_state()

    def _show_cells(self, result: TableResult) -> None:
        self.unit.setText(f"{result.unit}　{result.day_words}")
        captions = heading_of(result.edition.columns)
        figures = [[cell.value for cell in row] for row in result.cells]
        self.table.show_figures(result.edition.corner, captions, result.rows, figures)

    def _show_checks(self, result: Result) -> None:
        wrong = [check for check in result.checks if not check.ok]
        lines = [
            Line(
                ("相符" if check.ok else "不符", check.rule, check.detail),
                {0: "good"} if check.ok else {0: "error", 2: "error"},
            )
            for check in sorted(result.checks, key=lambda check: check.ok)
        ]
        self.checks.show_items(_CHECKS, lines)
        self.checks.setFixedHeight(line_height(self) * min(len(lines), _MOST_CHECKS) + 4)
        self.checks.setVisible(bool(wrong))
        if wrong:
            self.verdict.say(
                f"有 {len(wrong)} 项勾稽关系不符，请先核对台账里的对应内容，再上报。", "error"
            )
        else:
            self.verdict.say(_agreement([check.rule for check in result.checks]))

    def _ask_behind_current(self) -> None:
        if figure := self.figures.current():
            self._ask_behind(figure)

    def _ask_behind(self, figure: Figure) -> None:
        code, day, _period = self._asked()
        work = partial(
            records_behind,
            self.desk.office,
            code,
            figure.rule.id,
            as_of=day,
            limit=_MOST_RECORDS,
        )
        self.desk.jobs.run_newest("return.behind", work, self._show_behind)

    def _show_behind(self, found: RecordsBehind) -> None:
        BehindDialog(self, found, self._open_record).open()

    def _open_record(self, ledger: str, record_id: UUID) -> None:
        self.desk.open_screen("form", Edited(ledger, record_id))

    def _out_of_date(self) -> None:
        self._result = None
        self._make()

    def _show_state(self) -> None:
        self.desk.commands.enable("return.save", on=self._result is not None)

    def _ask_path(self) -> None:
        if self._result is not None:
            asked = self._asked()
            name = f"{self._result.title}-{self.desk.office.unit.name}-{asked[1]:%Y%m%d}.xlsx"
            take = partial(self._save, asked)
            self.pickers.save(self, "保存报表", "Excel 工作簿 (*.xlsx)", name, take)

    def _save(self, asked: tuple[str, date, str], path: Path) -> None:
        work = partial(_count, self.desk.office, *asked, path)
        self.desk.jobs.run_long(work, self._saved, title="正在写报表")

    def _saved(self, result: Result) -> None:
        wrong = sum(not check.ok for check in result.checks)
        name = result.path.name if result.path else ""
        if wrong:
            self.desk.warn(f"报表已保存：{name}。其中 {wrong} 项勾稽关系不符，上报前请核对。")
        else:
            agreed = f"，{len(result.checks)} 项勾稽关系全部相符" if result.checks else ""
            self.desk.notice(f"报表已保存：{name}{agreed}。")


def _agreement(rules: Sequence[str]) -> str:
    """Say that all checks hold, and which these are where they are few."""
    if not rules:
        return ""
    named = f"：{'；'.join(rules)}" if len(rules) <= _MOST_NAMED else ""
    return f"{len(rules)} 项勾稽关系全部相符{named}。"


def _count(
    office: Office,
    code: str,
    day: date,
    period: str,
    path: Path | None,
    progress: Progress = no_progress,
) -> Result:
    return returns.make_return(office, code, as_of=day, period=period, path=path, progress=progress)
