"""The page of results: who stands where in a round, why, and what is to be done about it."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Final
from uuid import UUID

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QComboBox, QLabel, QMenu, QPushButton, QSplitter, QVBoxLayout, QWidget

from jianxi_desktop.domain.rights import Right
from jianxi_desktop.services import (
    observation_grades,
    observation_problems,
    observation_ranking,
    observation_results,
)
from jianxi_desktop.services.drawn import DRAWN, Wanted
from jianxi_desktop.services.observation_grades import Adopted
from jianxi_desktop.services.observation_problems import Made, NewProblem, VisitGaps
from jianxi_desktop.services.observation_results import Result, Results
from jianxi_desktop.ui.open_folder import offer_folder
from jianxi_desktop.ui.screen import Desk, Edited, Printed, Screen
from jianxi_desktop.ui.screens.gaps_dialog import GapsDialog
from jianxi_desktop.ui.screens.parts import (
    captioned,
    choices,
    choose,
    empty_page,
    heading,
    page_column,
)
from jianxi_desktop.ui.screens.pickers import PICKERS, Pickers
from jianxi_desktop.ui.screens.result_detail import ResultDetail
from jianxi_desktop.ui.screens.result_words import ResultWords, short_street
from jianxi_desktop.ui.screens.round_choice import RoundChoice
from jianxi_desktop.ui.screens.score_bars import ScoreBars
from jianxi_desktop.ui.screens.table import TextTable
from jianxi_desktop.ui.theme import as_primary, columns_of, icon, line_height

_RANKING: Final = "observation.ranking"
_ENTRY: Final = "observation_entry"
_PAPERS: Final = (
    _RANKING,
    "observation.summary",
    "observation.notices",
    "observation.closings",
    "observation.bulletin",
)
_SHOWN_HERE: Final = frozenset(
    (
        "observation_round",
        "observation_visit",
        "observation_score",
        "observation_criterion",
        "grade_band",
        "organisation",
        "organisation_rating",
        "problem",
    )
)


class ResultsScreen(Screen):
    """Ranks whom a round visited; its gaps become problems and its grades ratings."""

    key, title, area, symbol = "observation_results", "观摩结果", "观摩", "medal"

    def __init__(self, desk: Desk, pickers: Pickers = PICKERS) -> None:
        super().__init__(desk)
        self.pickers = pickers
        self.dialog: GapsDialog | None = None
        self._results: Results | None = None
        self._words: ResultWords | None = None
        self._shown: list[Result] = []
        self.rounds = RoundChoice()
        self.rounds.setMinimumWidth(columns_of(self, 18))
        self.rounds.activated.connect(self._load_results)
        self.streets = QComboBox()
        self.streets.setMinimumWidth(columns_of(self, 8))
        self.streets.activated.connect(self._show_ranking)
        self.count = QLabel()
        self.ranking = TextTable()
        self.ranking.setAccessibleName("排名")
        self.ranking.setMinimumSize(columns_of(self, 20), line_height(self) * 6)
        self.ranking.activated.connect(self._open_visit)
        self.ranking.selectionModel().currentRowChanged.connect(self._show_current)
        self.detail = ResultDetail(desk.commands.button("results.enter", self))
        self.bars = ScoreBars()
        self.bars.chosen.connect(self._choose)
        self.papers = QPushButton("打印")
        self.papers.setIcon(icon("print"))
        self._lay_out()

    def opened(self, argument: object = None) -> None:
        """Show a round; if none is named the one before, at first the newest that has scores."""
        self.rounds.want(argument)
        self._load_rounds()
        self._show_state()

    def answers(self) -> Mapping[str, Callable[[], None]]:
        """Give what this page does with its commands."""
        return {
            "results.problems": self._ask_gaps,
            "results.grades": self._adopt,
            "results.enter": self._enter,
            "list.export": self._ask_path,
            "list.print": partial(self._print, _RANKING),
            "record.open": self._open_current,
        }

    def refresh(self, touched: frozenset[str]) -> None:
        """Read again when what results are made of changed."""
        if touched & _SHOWN_HERE:
            self._load_rounds()

    def moved(self) -> None:
        """Narrow the ranking to the street chosen in the tree, or go to the community."""
        choose(self.streets, self.desk.within_name)
        self._show_ranking()
        places = [n for n, each in enumerate(self._shown) if each.organisation == self.desk.within]
        if places:
            self._choose(places[0])

    def way_back(self) -> object:
        """Give the round that is shown."""
        return self.round

    @property
    def round(self) -> UUID | None:
        """The round that is shown."""
        return self.rounds.round

    def _lay_out(self) -> None:
        button = self.desk.commands.button
        self._make_papers()
        asked = choices(
            captioned("观摩轮次", self.rounds),
            captioned("街道", self.streets),
            as_primary(button("results.problems", self)),
            button("results.grades", self),
            self.papers,
            button("list.export", self),
            self.count,
        )
        both = QSplitter(Qt.Orientation.Horizontal)
        both.setChildrenCollapsible(False)
        both.addWidget(self.ranking)
        both.addWidget(self.detail)
        both.setStretchFactor(0, 1)
        both.setStretchFactor(1, 0)
        self.sheet = QWidget()
        sheet = QVBoxLayout(self.sheet)
        sheet.setContentsMargins(0, 0, 0, 0)
        sheet.addWidget(asked)
        sheet.addWidget(both, 1)
        sheet.addWidget(self.bars)
        column = page_column(self)
        column.addWidget(
            heading(
                "观摩结果",
                "得分是各打分人总分的平均，同分同名次；点一行看它的得分构成、亮点和差距。",
            )
        )
        column.addWidget(self.sheet, 1)
        self.empty = empty_page(
            "还没有观摩轮次",
            "先在“观摩安排”里新建一轮，检查表录入以后，这里就有排名。",
            as_primary(self.desk.commands.button("go:observation", self)),
        )
        column.addWidget(self.empty, 1)
        self.sheet.hide()
        self.empty.hide()

    def _make_papers(self) -> None:
        menu = QMenu(self.papers)
        for key in _PAPERS:
            if key in DRAWN:
                menu.addAction(DRAWN[key].title, partial(self._print, key))
        self.papers.setMenu(menu)
        self.papers.setVisible(not menu.isEmpty())
        self.papers.setEnabled(Right.PRINT in self.desk.office.account.rights)

    def _load_rounds(self) -> None:
        work = partial(observation_results.rounds_by_scores, self.desk.office)
        self.desk.jobs.run_newest("results.rounds", work, self._show_rounds)

    def _show_rounds(self, rounds: list[tuple[UUID, str, bool]]) -> None:
        scored = next((each for each, _title, has in rounds if has), None)
        self.rounds.offer(((each, title) for each, title, _has in rounds), usual=scored)
        self.sheet.setVisible(bool(rounds))
        self.empty.setVisible(not rounds)
        self._show_state()
        if rounds:
            self._load_results()

    def _load_results(self) -> None:
        work = partial(observation_results.results_of, self.desk.office, self.rounds.currentData())
        self.desk.jobs.run_newest("results.results", work, self._show_results)

    def _show_results(self, results: Results) -> None:
        street = self.streets.currentData()
        self._results = results
        self._words = ResultWords(self.desk.office.catalog, results)
        self.count.setText(self._words.count())
        self.streets.clear()
        self.streets.addItem("全部街道", "")
        for name in self._words.streets():
            self.streets.addItem(short_street(name), name)
        choose(self.streets, street or "")
        self._show_ranking()

    def _show_ranking(self) -> None:
        if self._results is None or self._words is None:
            return
        street, before = self.streets.currentData(), self._current()
        self._shown = [
            each for each in self._results.results if not street or each.street == street
        ]
        self.ranking.show_items(self._words.columns, self._shown, self._words.line)
        scored = [each for each in self._shown if each.score is not None]
        self.bars.show_bars([self._words.bar(each) for each in scored], self._words.lines())
        self.bars.setVisible(bool(scored))
        visits = [each.visit for each in self._shown]
        self._choose(visits.index(before.visit) if before and before.visit in visits else 0)
        self._show_state()

    def _choose(self, place: int) -> None:
        if place < len(self._shown):
            self.ranking.selectRow(place)
            self._show_current(self.ranking.rows.index(place, 0))

    def _current(self) -> Result | None:
        row = self.ranking.currentIndex().row()
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def _show_current(self, index: QModelIndex, _before: object = None) -> None:
        result = self._shown[index.row()] if 0 <= index.row() < len(self._shown) else None
        if result is None or self._results is None or self._words is None:
            return
        self.detail.show_result(result, self._results, self._words)
        self.bars.mark(index.row() if result.score is not None else -1)

    def _show_state(self) -> None:
        if not self.desk.is_shown(self.key):
            return  # read late: these are the commands of the page in front by now
        commands = self.desk.commands
        there = self._results is not None and bool(self._results.results)
        scored = self._results is not None and bool(self._results.scorers)
        for key in ("results.problems", "list.export", "record.open"):
            commands.enable(key, on=there)
        commands.enable("results.enter", on=there and self.desk.has_screen(_ENTRY))
        commands.enable("results.grades", on=scored)
        commands.enable("list.print", on=there and _RANKING in DRAWN)

    def _ask_gaps(self) -> None:
        work = partial(
            observation_problems.suggest_problems, self.desk.office, self.rounds.currentData()
        )
        self.desk.jobs.run(work, self._open_gaps)

    def _open_gaps(self, gaps: tuple[VisitGaps, ...]) -> None:
        if gaps:
            self.dialog = GapsDialog(self, self.rounds.currentText(), gaps)
            self.dialog.wanted.connect(self._make_problems)
            self.dialog.open()

    def _make_problems(self, lines: list[NewProblem]) -> None:
        office, round_id = self.desk.office, self.rounds.currentData()
        work = partial(observation_problems.gaps_to_problems, office, round_id, lines)
        self.desk.jobs.run(work, self._made_problems, self._not_made)

    def _made_problems(self, made: Made) -> None:
        if self.dialog is not None:
            self.dialog.accept()
        self.desk.changed(made.touched)
        self.desk.notice(
            f"已登记 {len(made.problems)} 个问题。没销号的会印在下一轮的检查表上。",
            undo=partial(self.desk.commands.trigger, "record.undo"),
        )

    def _not_made(self, error: Exception) -> None:
        if self.dialog is not None:
            self.dialog.refuse(error)

    def _adopt(self) -> None:
        work = partial(observation_grades.adopt_grades, self.desk.office, self.rounds.currentData())
        self.desk.jobs.run(work, self._adopted)

    def _adopted(self, done: Adopted) -> None:
        self.desk.changed(done.touched)
        left = f"；{len(done.left)} 个得分不全，没有定" if done.left else ""
        kept = f"新增 {done.made} 个，更新 {done.changed} 个，不变 {done.same} 个"
        told = f"等次已记入分类定级台账：{kept}{left}。"
        undo = partial(self.desk.commands.trigger, "record.undo")
        self.desk.notice(told, undo=undo if done.touched else None)

    def _ask_path(self) -> None:
        name = f"{self.rounds.currentText()}排名表.xlsx"
        self.pickers.save(self, "导出排名", "表格 (*.xlsx)", name, self._export)

    def _export(self, path: Path) -> None:
        office, round_id = self.desk.office, self.rounds.currentData()
        work = partial(observation_ranking.export_ranking, office, round_id, path)
        self.desk.jobs.run(work, partial(self._exported, path))

    def _exported(self, path: Path, count: int) -> None:
        offer_folder(self.desk, path, f"已导出 {count} 行到“{path.name}”。")

    def _print(self, key: str) -> None:
        if self.round is not None:
            self.desk.open_screen("print", Printed(key, Wanted(round=self.round)))

    def _enter(self) -> None:
        if (result := self._current()) is not None:
            self.desk.open_screen(_ENTRY, result.form_number)

    def _open_current(self) -> None:
        self._open_visit(self.ranking.currentIndex())

    def _open_visit(self, index: QModelIndex) -> None:
        if 0 <= index.row() < len(self._shown) and self.desk.has_screen("form"):
            visit = self._shown[index.row()].visit
            self.desk.open_screen("form", Edited("observation_visit", visit))
