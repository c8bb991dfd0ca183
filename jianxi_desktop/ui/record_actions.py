"""What can be done with one record of a ledger beyond editing it, on its list and its form."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final
from uuid import UUID

from PySide6.QtWidgets import QHBoxLayout, QWidget

from jianxi_desktop.domain.rights import Right
from jianxi_desktop.schema.ledger import Ledger
from jianxi_desktop.ui import booking_actions, project_actions
from jianxi_desktop.ui.commands import Command
from jianxi_desktop.ui.screen import Desk

_RECORD: Final = "记录"
Ask = Callable[[QWidget, Desk, UUID], None]


@dataclass(frozen=True)
class RecordAction:
    """One thing to do.

    Attributes:
        command: What menus and buttons call it.
        ask: Does it with a record, or asks for what it needs first.
    """

    command: Command
    ask: Ask


def _action(key: str, text: str, icon: str, tip: str, ask: Ask) -> RecordAction:
    return RecordAction(Command(key, text, _RECORD, "", icon, tip, right=Right.EDIT), ask)


_ACTIONS: Final[Mapping[str, tuple[RecordAction, ...]]] = {
    "booking": (
        _action(
            "booking.confirm",
            "确认预约",
            "save",
            "已经答复对方，场地留好了",
            booking_actions.confirm,
        ),
        _action(
            "booking.done", "接待完成", "done", "来过了，登记实到人数", booking_actions.ask_number
        ),
        _action(
            "booking.cancel",
            "取消预约",
            "remove",
            "不来了，时间空出来，可以撤销",
            booking_actions.cancel,
        ),
    ),
    "project": (
        _action(
            "project.claim",
            "认领",
            "claim",
            "登记哪个单位认领、怎样承诺",
            project_actions.ask_claim,
        ),
        _action(
            "project.finish", "完成", "done", "登记完成情况和群众评价", project_actions.ask_finish
        ),
    ),
}
COMMANDS: Final = tuple(each.command for actions in _ACTIONS.values() for each in actions)


def actions_of(ledger: Ledger) -> tuple[RecordAction, ...]:
    """Give what can be done with a record of a ledger."""
    return _ACTIONS.get(ledger.key, ())


class ActionButtons(QWidget):
    """The buttons of a ledger's actions; they are about the record that ``current`` gives."""

    def __init__(self, screen: QWidget, desk: Desk, current: Callable[[], UUID | None]) -> None:
        super().__init__()
        self._screen, self._desk, self._current = screen, desk, current
        self._actions: tuple[RecordAction, ...] = ()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self.hide()

    def offer(self, ledger: Ledger) -> None:
        """Show the buttons of a ledger, once it is known."""
        if not self._actions:
            self._actions = actions_of(ledger)
            for each in self._actions:
                self._row.addWidget(self._desk.commands.button(each.command.key, self))
            self._row.addStretch(1)
            self.setVisible(bool(self._actions))

    def answers(self) -> dict[str, Callable[[], None]]:
        """Answer the commands of every ledger; a form learns its ledger later than this."""
        every = (each for actions in _ACTIONS.values() for each in actions)
        return {each.command.key: partial(self._do, each) for each in every}

    def enable(self, *, on: bool) -> None:
        """Switch on what is about this ledger, where a record is there."""
        mine = {each.command.key for each in self._actions}
        for command in COMMANDS:
            self._desk.commands.enable(command.key, on=on and command.key in mine)

    def _do(self, action: RecordAction) -> None:
        record = self._current()
        if record is not None:
            action.ask(self._screen.window(), self._desk, record)
