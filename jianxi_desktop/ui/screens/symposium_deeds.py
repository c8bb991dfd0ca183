"""What a person does with a symposium: arrange it, put its speakers in order, hand tasks out."""

from collections.abc import Sequence
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from jianxi_desktop.domain import calendar, symposium
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.domain.symposium import Turn
from jianxi_desktop.services import symposium_making as making
from jianxi_desktop.services.records import Saved
from jianxi_desktop.services.symposium import Sheet, Slot, Year
from jianxi_desktop.services.symposium_making import Committee, NewTask
from jianxi_desktop.ui.screen import Desk
from jianxi_desktop.ui.screens.symposium_dialogs import ReportersDialog, SymposiumDialog
from jianxi_desktop.ui.screens.symposium_tasks import TasksDialog


class SymposiumDeeds(QObject):
    """Asks what is needed and does it, each as one change that can be taken back.

    Attributes:
        dialog: What was asked last.

    Signals:
        made: A symposium was arranged.
        refused: A new order was refused: what is shown does not hold.
    """

    made = Signal(object)
    refused = Signal()

    def __init__(self, page: QWidget, desk: Desk) -> None:
        super().__init__(page)
        self._page, self._desk = page, desk
        self._year: Year | None = None
        self._sheet: Sheet | None = None
        self.dialog: SymposiumDialog | ReportersDialog | TasksDialog | None = None

    def stand_on(self, year: Year | None, sheet: Sheet | None) -> None:
        """Say which year and which symposium the next deed is about."""
        self._year, self._sheet = year, sheet

    def may_plan(self) -> bool:
        """Tell whether the year is this office's to arrange."""
        office, year = self._desk.office, self._year
        mine = year is not None and year.organisation == office.top
        return mine and Right.EDIT in office.account.rights

    def ask_new(self, slot: Slot) -> None:
        """Ask what the symposium of a turn is about, and who reports."""
        shown = self._year
        if shown is None or not self.may_plan():
            return
        year = shown.year
        given = {"topic": symposium.topic_of(year, ""), "held_on": _likely_day(slot.turn)}
        last = [each for one in shown.slots for each in one.meetings]
        if last:
            given |= {key: getattr(last[-1], key) for key in ("starts_at", "place", "host")}
        turn = f"{year}年{slot.turn.name}"
        dialog = self.dialog = SymposiumDialog(self._page, self._desk, turn, given)
        dialog.wanted.connect(partial(self._make, dialog))
        work = partial(making.committees_of, self._desk.office, shown.organisation)
        self._desk.jobs.run(work, dialog.reporters.offer, dialog.refuse)
        dialog.open()

    def _make(
        self, dialog: SymposiumDialog, values: dict[str, Any], reporters: list[Committee]
    ) -> None:
        assert self._year is not None  # noqa: S101 - the dialog came from it
        given = {**values, "organisation": self._year.organisation}
        work = partial(making.plan_symposium, self._desk.office, given, reporters)
        self._desk.jobs.run(work, partial(self._made, dialog), dialog.refuse)

    def _made(self, dialog: SymposiumDialog, saved: Saved) -> None:
        dialog.accept()
        self.made.emit(saved.id)
        self._say("座谈会已安排，通知、签到册、汇报顺序表可以打印。", saved.touched)

    def ask_reporters(self) -> None:
        """Ask who reports as well."""
        if self._sheet is not None:
            meeting = self._sheet.meeting
            work = partial(
                making.committees_of, self._desk.office, meeting.organisation, meeting.id
            )
            self._desk.jobs.run(work, self._offer_reporters)

    def _offer_reporters(self, committees: tuple[Committee, ...]) -> None:
        if all(each.asked for each in committees):
            self._desk.notice("直接下属的党组织都已经在汇报顺序里。")
            return
        dialog = self.dialog = ReportersDialog(self._page, committees)
        dialog.wanted.connect(partial(self._add, dialog))
        dialog.open()

    def _add(self, dialog: ReportersDialog, reporters: list[Committee]) -> None:
        if self._sheet is not None:
            work = partial(
                making.add_reporters, self._desk.office, self._sheet.meeting.id, reporters
            )
            done = partial(self._accepted, dialog, f"已加 {len(reporters)} 个汇报单位。")
            self._desk.jobs.run(work, done, dialog.refuse)

    def ask_tasks(self) -> None:
        """Ask which tasks of the reports are handed out."""
        if self._sheet is not None:
            work = partial(making.propose_tasks, self._desk.office, self._sheet.meeting.id)
            self._desk.jobs.run(work, self._offer_tasks)

    def _offer_tasks(self, tasks: tuple[NewTask, ...]) -> None:
        if self._sheet is None or not self._sheet.reports:
            self._desk.warn("还没有汇报单位，请先用“加汇报单位”排好。")
            return
        meeting = self._sheet.meeting
        due_on = symposium.deadline(meeting.held_on, calendar.today())
        dialog = self.dialog = TasksDialog(
            self._page, meeting.theme, tasks, self._sheet.reports, due_on
        )
        dialog.wanted.connect(partial(self._hand_out, dialog))
        dialog.open()

    def _hand_out(self, dialog: TasksDialog, tasks: list[NewTask]) -> None:
        if self._sheet is not None:
            work = partial(making.hand_out, self._desk.office, self._sheet.meeting.id, tasks)
            said = f"已交办 {len(tasks)} 项任务，列进交办台账。"
            done = partial(self._accepted, dialog, said)
            self._desk.jobs.run(work, lambda saved: done(saved.touched), dialog.refuse)

    def _accepted(
        self, dialog: ReportersDialog | TasksDialog, said: str, touched: frozenset[str]
    ) -> None:
        dialog.accept()
        self._say(said, touched)

    def _say(self, said: str, touched: frozenset[str]) -> None:
        self._desk.changed(touched)
        self._desk.notice(said, undo=partial(self._desk.commands.trigger, "record.undo"))

    def reorder(self, order: Sequence[UUID]) -> None:
        """Let the organisations speak in another order."""
        if self._sheet is not None:
            work = partial(making.reorder, self._desk.office, self._sheet.meeting.id, order)
            self._desk.jobs.run(work, partial(self._say, "汇报顺序已改。"), self._refused)

    def _refused(self, error: Exception) -> None:
        self._desk.report(error)
        self.refused.emit()


def _likely_day(turn: Turn) -> str:
    """Propose today where it lies in the turn, else the turn's first month."""
    today = calendar.today().isoformat()
    return today if turn.holds(today) else turn.first.isoformat()[:7]
