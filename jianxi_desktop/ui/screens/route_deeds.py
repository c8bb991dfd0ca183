"""What a person does with the stops of a route: put in order, change, add, take out."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QCheckBox, QWidget
from shiboken6 import isValid

from jianxi_desktop.services import observation_route
from jianxi_desktop.services.observation_coverage import Coverage
from jianxi_desktop.services.observation_route import Route, Stop
from jianxi_desktop.services.observation_times import Pace, set_times
from jianxi_desktop.ui.fields_dialog import FieldsDialog
from jianxi_desktop.ui.removal import ask_why
from jianxi_desktop.ui.screen import Desk
from jianxi_desktop.ui.screens.community_choice import Community, communities_of
from jianxi_desktop.ui.screens.route_table import RouteTable
from jianxi_desktop.ui.screens.stops_dialog import (
    StopsDialog,
    ask_inspectors,
    ask_stop,
    drop_why,
)
from jianxi_desktop.ui.screens.times_dialog import TimesDialog

Write = Callable[[], frozenset[str]]


class RouteDeeds(QObject):
    """Asks what is needed and does it, each as one change that can be taken back.

    Attributes:
        retime: Whether days and hours stay with the places of the route.
        dialog: What was asked last.

    Signals:
        refused: A new order was refused: what is shown does not hold.
    """

    refused = Signal()

    def __init__(self, page: QWidget, desk: Desk, table: RouteTable) -> None:
        super().__init__(page)
        self._page, self._desk, self._table = page, desk, table
        self._route: Route | None = None
        self._missing: frozenset[UUID] = frozenset()
        self.dialog: StopsDialog | TimesDialog | FieldsDialog | None = None
        self.retime = QCheckBox("日期、时间留在原来的位次上")
        self.retime.setToolTip("勾上：谁排在前面谁先去；不勾：各点原来的日期、时间不变")
        self.retime.setChecked(True)
        table.reordered.connect(self._reorder)

    def stand_on(self, route: Route, found: Coverage) -> None:
        """Say which route the next deed is about, and which communities are on none."""
        self._route = route
        self._missing = frozenset(community for community, _name, _street in found.missing)

    def ask_stop(self) -> None:
        """Ask about one stop when it is visited and by whom; about several, by whom."""
        chosen = self._table.selected()
        if len(chosen) == 1:
            dialog = ask_stop(self._page, self._desk, chosen[0])
            dialog.wanted.connect(partial(self._set_stop, chosen[0]))
        elif chosen:
            dialog = ask_inspectors(self._page, self._desk, chosen)
            dialog.wanted.connect(partial(self._assign, [stop.visit for stop in chosen]))
        else:
            return
        self.dialog = dialog
        dialog.open()

    def ask_times(self) -> None:
        """Ask on which days and at which hours stops are visited."""
        stops = self._table.route.stops
        chosen = {stop.visit for stop in self._table.selected()}
        self.dialog = TimesDialog(self._page, self._desk, stops, chosen)
        self.dialog.wanted.connect(self._set_times)
        self.dialog.open()

    def ask_stops(self) -> None:
        """Ask which communities join the round."""
        work = partial(communities_of, self._desk.office)
        self._desk.jobs.run_newest("observation.communities", work, self._offer)

    def add_one(self, community: UUID, name: str) -> None:
        """Let a community join the round."""
        work = partial(observation_route.add_stops, self._desk.office, self._round, [community])
        self._desk.jobs.run(work, partial(self._say, f"“{name}”已加进这一轮，排在最后。"))

    def ask_drop(self) -> None:
        """Ask why a stop leaves the round."""
        chosen = self._table.selected()
        if len(chosen) == 1:
            ask_why(self._page, drop_why(chosen[0]), partial(self._drop, chosen[0]))

    @property
    def _round(self) -> UUID:
        assert self._route is not None  # noqa: S101 - nothing can be asked before one is shown
        return self._route.round.id

    def _reorder(self, visits: Sequence[UUID]) -> None:
        retime = self.retime.isChecked()
        office = self._desk.office
        work = partial(observation_route.reorder, office, self._round, visits, retime=retime)
        self._desk.jobs.run(work, partial(self._say, "路线顺序已改。"), self._refuse)

    def _refuse(self, error: Exception) -> None:
        self._desk.report(error)
        self.refused.emit()

    def _set_stop(self, stop: Stop, values: Mapping[str, Any]) -> None:
        office = self._desk.office

        def work() -> frozenset[str]:
            return observation_route.set_stop(office, stop.visit, stop.version, values).touched

        self._write(work, f"“{stop.name}”的安排已改。")

    def _set_times(self, visits: Sequence[UUID], pace: Pace) -> None:
        work = partial(set_times, self._desk.office, self._round, visits, pace)
        self._write(work, "日程已排好。")

    def _assign(self, visits: Sequence[UUID], values: Mapping[str, Any]) -> None:
        names = dict.fromkeys(visits, values["inspectors"] or "")
        work = partial(observation_route.assign_inspectors, self._desk.office, self._round, names)
        self._write(work, f"{len(visits)} 个观摩点的检查人已改。")

    def _offer(self, communities: Sequence[Community]) -> None:
        here = {stop.organisation for stop in self._table.route.stops}
        others = [each for each in communities if each.id not in here]
        if not others:
            self._desk.notice("本单位下面的社区都已经在这一轮里。")
            return
        self.dialog = StopsDialog(self._page, others, self._missing)
        self.dialog.wanted.connect(self._add)
        self.dialog.open()

    def _add(self, communities: Sequence[UUID]) -> None:
        work = partial(observation_route.add_stops, self._desk.office, self._round, communities)
        self._write(work, f"已加进 {len(communities)} 个观摩点，排在最后。")

    def _drop(self, stop: Stop, reason: str) -> None:
        office = self._desk.office
        work = partial(observation_route.drop_stop, office, stop.visit, stop.version, reason)
        self._desk.jobs.run(work, partial(self._say, f"“{stop.name}”已移出这一轮。"))

    def _write(self, work: Write, said: str) -> None:
        """Do what a dialog asked for; it stays open where that is refused."""
        dialog = self.dialog
        if dialog is not None:
            self._desk.jobs.run(work, partial(self._taken, dialog, said), dialog.refuse)

    def _taken(
        self, dialog: StopsDialog | TimesDialog | FieldsDialog, said: str, touched: frozenset[str]
    ) -> None:
        if isValid(dialog):  # it may have been closed while the worker wrote
            dialog.accept()
        self._say(said, touched)

    def _say(self, said: str, touched: frozenset[str]) -> None:
        self._desk.changed(touched)
        self._desk.notice(said, undo=partial(self._desk.commands.trigger, "record.undo"))
