"""What a person does with the items of work plans: hand down, report, finish, move, close."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from jianxi_desktop.domain import calendar
from jianxi_desktop.schema.fields import Field
from jianxi_desktop.services import plan_deeds
from jianxi_desktop.services.plans import Item, PlanRow
from jianxi_desktop.services.records import Saved, Seen
from jianxi_desktop.services.symposium_making import Committee, committees_of
from jianxi_desktop.ui.fields_dialog import FieldsDialog, Words
from jianxi_desktop.ui.questions import ask
from jianxi_desktop.ui.screen import Desk
from jianxi_desktop.ui.screens.hand_down_dialog import HandDownDialog

_REPORT: Final = ("state", "reported_on", "feedback", "done_on", "evidence")
_MOVED: Final = {
    "waiting": "已退回“未启动”。",
    "running": "已移到“推进中”。",
    "stopped": "已取消，不再催办。",
}


class PlanDeeds(QObject):
    """Asks what is needed and does it, each as one change that can be taken back.

    Attributes:
        dialog: What was asked last.

    Signals:
        refused: Something was not done: what is shown does not hold.
    """

    refused = Signal()

    def __init__(self, page: QWidget, desk: Desk) -> None:
        super().__init__(page)
        self._page, self._desk = page, desk
        self.dialog: FieldsDialog | HandDownDialog | None = None

    def ask_report(self, item: Item) -> None:
        """Ask how a task goes."""
        words = Words("反馈进展", f"“{item.content}”办到哪一步？", "反馈", "先不反馈")
        state = "running" if item.state == "waiting" else item.state
        given = {
            "state": state,
            "reported_on": calendar.today().isoformat(),
            "feedback": item.feedback or None,
            "done_on": item.done_on or None,
            "evidence": item.evidence or None,
        }
        fields = self._fields(*_REPORT)
        work = partial(plan_deeds.report_task, self._desk.office, _seen(item))
        self._ask(words, fields, given, work, "进展已反馈，随下一个数据包报上去。")

    def ask_finish(self, item: Item) -> None:
        """Ask when an item was done, and what shows it."""
        words = Words("办结", f"“{item.content}”办结了？", "办结", "还没有办结")
        today = calendar.today().isoformat()
        given = {"done_on": item.done_on or today, "evidence": item.evidence or None}
        fields = self._fields("done_on", "evidence", required=("done_on", "evidence"))

        def work(values: dict[str, Any]) -> Saved:
            return plan_deeds.finish_item(
                self._desk.office,
                _seen(item),
                on=values["done_on"],
                evidence=values["evidence"],
            )

        self._ask(words, fields, given, work, "事项已办结销号。")

    def move(self, item: Item, state: str) -> None:
        """Let an item stand in another column; it is done with evidence only."""
        if state == "done":
            self.ask_finish(item)
            return
        work = partial(plan_deeds.move_item, self._desk.office, _seen(item), state)
        self._desk.jobs.run(work, partial(self._say, _MOVED[state]), self._refuse)

    def ask_hand_down(self, plan: PlanRow) -> None:
        """Ask what several units have to do."""
        dialog = self.dialog = HandDownDialog(self._page, self._desk, plan.title)
        dialog.wanted.connect(partial(self._hand_down, dialog, plan))
        work = partial(committees_of, self._desk.office, plan.organisation)
        self._desk.jobs.run(work, dialog.offer, dialog.refuse)
        dialog.open()

    def ask_close(self, plan: PlanRow) -> None:
        """Ask whether a plan is finished."""
        ask(
            self._page,
            f"“{plan.title}”的 {plan.tally.total} 项都办完了，整本台账办结？",
            [("办结台账", partial(self._close, plan)), ("还没有", None)],
            more="办结的台账不再催办；要接着用，可以撤销，或打开台账清掉“办结日期”。",
        )

    def _ask(
        self,
        words: Words,
        fields: Sequence[Field[Any]],
        given: dict[str, Any],
        work: Callable[[dict[str, Any]], Saved],
        said: str,
    ) -> None:
        dialog = self.dialog = FieldsDialog(self._page, self._desk, words, fields, given)

        def go(values: dict[str, Any]) -> None:
            done = partial(self._accepted, dialog, said)
            self._desk.jobs.run(partial(work, values), done, dialog.refuse)

        dialog.wanted.connect(go)
        dialog.open()

    def _hand_down(
        self,
        dialog: HandDownDialog,
        plan: PlanRow,
        values: dict[str, Any],
        units: list[Committee],
    ) -> None:
        ids = [each.id for each in units]
        work = partial(plan_deeds.hand_down, self._desk.office, plan.id, values, ids)

        def done(handed: plan_deeds.Handed) -> None:
            dialog.accept()
            self._tell(f"已给 {len(handed.items)} 个单位下达任务。", handed.touched)

        self._desk.jobs.run(work, done, dialog.refuse)

    def _close(self, plan: PlanRow) -> None:
        today = calendar.today().isoformat()
        seen = Seen(plan.id, plan.version)
        work = partial(plan_deeds.close_plan, self._desk.office, seen, on=today)
        self._desk.jobs.run(work, partial(self._say, "台账已办结。"), self._refuse)

    def _accepted(self, dialog: FieldsDialog, said: str, saved: Saved) -> None:
        dialog.accept()
        self._say(said, saved)

    def _say(self, said: str, saved: Saved) -> None:
        self._tell(said, saved.touched)

    def _tell(self, said: str, touched: frozenset[str]) -> None:
        self._desk.changed(touched)
        self._desk.notice(said, undo=partial(self._desk.commands.trigger, "record.undo"))

    def _refuse(self, error: Exception) -> None:
        self._desk.report(error)
        self.refused.emit()

    def _fields(self, *keys: str, required: Sequence[str] = ()) -> list[Field[Any]]:
        every = self._desk.office.catalog["work_plan_item"].fields
        return [
            replace(every[key], required=key in required) if key != "state" else every[key]
            for key in keys
        ]


def _seen(item: Item) -> Seen:
    return Seen(item.id, item.version)
