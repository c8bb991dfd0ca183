"""The observation page: rounds, the route of each, and the papers to take along."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Final
from uuid import UUID

from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from jianxi_desktop.domain.rights import Right
from jianxi_desktop.services import observation, observation_route
from jianxi_desktop.services.drawn import DRAWN, Wanted
from jianxi_desktop.services.observation_coverage import Coverage, coverage
from jianxi_desktop.services.observation_route import Route
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.records import Saved
from jianxi_desktop.ui.screen import Desk, Edited, Printed, Screen
from jianxi_desktop.ui.screens.coverage_panel import CoveragePanel
from jianxi_desktop.ui.screens.parts import (
    Elided,
    captioned,
    choices,
    empty_page,
    heading,
    page_column,
)
from jianxi_desktop.ui.screens.preview import Checklists
from jianxi_desktop.ui.screens.round_choice import RoundChoice
from jianxi_desktop.ui.screens.round_dialog import RoundDialog
from jianxi_desktop.ui.screens.route_deeds import RouteDeeds
from jianxi_desktop.ui.screens.route_table import RouteTable
from jianxi_desktop.ui.theme import as_primary, columns_of, line_height

_ROUTE_BOOK: Final = "observation.route"
_SIGN_IN: Final = "observation.sign_in"
_SHOWN_HERE: Final = frozenset(
    ("observation_round", "observation_visit", "organisation", "printed_form")
)
# Pages that go on with the round that is shown here, and what their buttons say.
_AFTER: Final = (
    ("observation_entry", "录入检查表"),
    ("observation_scan", "识读扫描件"),
    ("observation_results", "看结果"),
)


@dataclass(frozen=True)
class _Shown:
    """What the page shows of a round, read in one go; all rounds of its step have one name."""

    route: Route
    name: str
    coverage: Coverage


class ObservationScreen(Screen):
    """Plans rounds, puts their routes in order, and leads to what follows."""

    key, title, area, symbol = "observation", "观摩安排", "观摩", "route"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._may_edit = Right.EDIT in desk.office.account.rights
        self.dialog: RoundDialog | None = None
        self.rounds = RoundChoice()
        self.rounds.setMinimumWidth(columns_of(self, 20))
        self.rounds.activated.connect(self._load_route)
        self.count = QLabel()
        self.common = Elided()
        self.route = RouteTable()
        self.route.setMinimumHeight(line_height(self) * 6)
        self.coverage = CoveragePanel()
        self.deeds = RouteDeeds(self, desk, self.route)
        self.deeds.retime.setVisible(self._may_edit)
        self._lay_out()
        self.route.activated.connect(self._open_stop)
        self.route.chosen.connect(self._show_state)
        self.coverage.wanted.connect(self.deeds.add_one)
        self.coverage.asked.connect(self.deeds.ask_stops)
        self.deeds.refused.connect(self._load_route)

    def opened(self, argument: object = None) -> None:
        """Show a round; the newest if none is named."""
        self.rounds.want(argument)
        self._load_rounds()
        self._show_state()

    def answers(self) -> Mapping[str, Callable[[], None]]:
        """Give what this page does with its commands."""
        return {
            "observation.plan": self.plan,
            "observation.round": self._open_round,
            "observation.add": self.deeds.ask_stops,
            "observation.stop": self.deeds.ask_stop,
            "observation.times": self.deeds.ask_times,
            "observation.up": partial(self.route.shift, -1),
            "observation.down": partial(self.route.shift, 1),
            "observation.print": self._print_all,
            "observation.print_chosen": self._print_chosen,
            "observation.route_book": partial(self._print_paper, _ROUTE_BOOK),
            "observation.sign_in": partial(self._print_paper, _SIGN_IN),
            "record.open": self._open_stop,
            "record.remove": self.deeds.ask_drop,
        }

    def refresh(self, touched: frozenset[str]) -> None:
        """Read again when rounds, visits or their forms changed."""
        if touched & _SHOWN_HERE:
            self._load_rounds()

    def way_back(self) -> object:
        """Give the round that is shown."""
        return self.round

    @property
    def round(self) -> UUID | None:
        """The round that is shown."""
        return self.rounds.round

    def plan(self) -> None:
        """Ask for the facts of a new round."""
        self.dialog = RoundDialog(self.desk, self)
        self.dialog.wanted.connect(self._make_round)
        self.dialog.open()

    def _lay_out(self) -> None:
        button = self.desk.commands.button
        asked = choices(
            captioned("观摩轮次", self.rounds),
            as_primary(button("observation.print", self)),
            button("observation.plan", self),
            button("observation.round", self),
            self.count,
        )
        on_route = choices(
            *(button(f"observation.{key}", self) for key in ("up", "down", "stop", "times", "add")),
            button("record.remove", self),
            button("record.open", self),
            self.deeds.retime,
        )
        onward = choices(
            *(
                button(f"observation.{key}", self)
                for key in ("print_chosen", "route_book", "sign_in")
            ),
            *(self._way_to(key, text) for key, text in _AFTER if self.desk.has_screen(key)),
        )
        self.sheet = QWidget()
        sheet = QVBoxLayout(self.sheet)
        sheet.setContentsMargins(0, 0, 0, 0)
        for part in (asked, self.coverage, self.common):
            sheet.addWidget(part)
        sheet.addWidget(self.route, 1)
        for part in (on_route, onward):
            sheet.addWidget(part)
        column = page_column(self)
        column.addWidget(
            heading("观摩安排", "每轮观摩哪天去哪些社区、谁检查、带什么表。拖动一行就能改顺序。")
        )
        column.addWidget(self.sheet, 1)
        self.empty = empty_page(
            "还没有观摩轮次",
            "新建一轮后，程序会排好路线、编好表号，马上可以打印检查表。",
            as_primary(self.desk.commands.button("observation.plan", self)),
        )
        column.addWidget(self.empty, 1)
        self.sheet.hide()
        self.empty.hide()

    def _way_to(self, key: str, text: str) -> QPushButton:
        button = QPushButton(text)
        button.setToolTip(f"到“{text}”页，接着做这一轮")
        button.clicked.connect(lambda: self.desk.open_screen(key, self.round))
        return button

    def _load_rounds(self) -> None:
        work = partial(observation.list_rounds, self.desk.office)
        self.desk.jobs.run_newest("observation.rounds", work, self._show_rounds)

    def _show_rounds(self, rounds: list[tuple[UUID, str]]) -> None:
        self.rounds.offer(rounds)
        self.sheet.setVisible(bool(rounds))
        self.empty.setVisible(not rounds)
        self._show_state()
        if rounds:
            self._load_route()

    def _load_route(self) -> None:
        if self.round is not None:
            work = partial(_read, self.desk.office, self.round)
            self.desk.jobs.run_newest("observation.route", work, self._show_route)

    def _show_route(self, shown: _Shown) -> None:
        stops = shown.route.stops
        self.deeds.stand_on(shown.route, shown.coverage)
        self.route.show_route(stops, may_move=self._may_edit)
        days = sorted({stop.planned_on for stop in stops if stop.planned_on})
        lasts = f"，{len(days)} 天" if days else ""
        self.count.setText(f"共 {len(stops)} 个{lasts}")
        common = self.route.route.common
        self.common.setText(f"各点都一样：{common}" if common else "")
        self.common.setVisible(bool(common))
        self.coverage.show_coverage(shown.name, shown.coverage, may_add=self._may_edit)
        self._show_state()

    def _show_state(self) -> None:
        if not self.isVisibleTo(self.window()):
            return
        commands = self.desk.commands
        there, chosen = self.round is not None, bool(self.route.selected())
        for key in ("round", "add", "times", "print"):
            commands.enable(f"observation.{key}", on=there)
        for key in ("stop", "print_chosen"):
            commands.enable(f"observation.{key}", on=chosen)
        for key in ("up", "down"):
            commands.enable(f"observation.{key}", on=chosen and len(self.route.route.stops) > 1)
        for key, paper in (("route_book", _ROUTE_BOOK), ("sign_in", _SIGN_IN)):
            commands.enable(f"observation.{key}", on=there and paper in DRAWN)
        commands.enable("record.open", on=chosen)
        commands.enable("record.remove", on=len(self.route.selected()) == 1)

    def _make_round(self, facts: Mapping[str, Any]) -> None:
        work = partial(observation.plan_round, self.desk.office, **facts)
        self.desk.jobs.run(work, self._made, self._not_made)

    def _made(self, saved: Saved) -> None:
        if self.dialog is not None:
            self.dialog.accept()
        self.rounds.want(saved.id)
        self.desk.changed(saved.touched)
        undo = partial(self.desk.commands.trigger, "record.undo")
        self.desk.notice("已新建一轮观摩，检查表可以打印了。", undo=undo)

    def _not_made(self, error: Exception) -> None:
        if self.dialog is not None:
            self.dialog.refuse(error)

    def _print_all(self) -> None:
        if self.round is not None:
            self.desk.open_screen("print", Checklists(self.round))

    def _print_chosen(self) -> None:
        if self.round is not None:
            forms = tuple(stop.form_number for stop in self.route.selected())
            self.desk.open_screen("print", Checklists(self.round, forms))

    def _print_paper(self, key: str) -> None:
        self.desk.open_screen("print", Printed(key, Wanted(round=self.round)))

    def _open_round(self) -> None:
        if self.round is not None:
            self.desk.open_screen("form", Edited("observation_round", self.round))

    def _open_stop(self) -> None:
        chosen = self.route.selected()
        if chosen:
            self.desk.open_screen("form", Edited("observation_visit", chosen[0].visit))


def _read(office: Office, round_id: UUID) -> _Shown:
    route = observation_route.route_of(office, round_id)
    step = office.catalog["observation_round"].fields["step"].show(route.round.step)
    found = coverage(office, period=route.round.period, step=route.round.step)
    return _Shown(route, f"{route.round.period}{step}", found)
