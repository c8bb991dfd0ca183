"""What can be done with one record of a ledger beyond editing it, on its list and its form."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final
from uuid import UUID

from PySide6.QtWidgets import QHBoxLayout, QWidget

from jianxi_desktop.domain.rights import Right
from jianxi_desktop.schema.ledger import Ledger
from jianxi_desktop.ui import (
    attachment_actions,
    booking_actions,
    indicator_actions,
    movement_actions,
    picture_dialog,
    project_actions,
)
from jianxi_desktop.ui.command import Command
from jianxi_desktop.ui.screen import Desk

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


@dataclass(frozen=True)
class ListAction:
    """One thing to do with a ledger that is about none of its records.

    Attributes:
        command: What menus and buttons call it.
        do: Does it.
    """

    command: Command
    do: Callable[[Desk], None]


def _action(key: str, text: str, icon: str, tip: str, ask: Ask) -> RecordAction:
    return RecordAction(Command(key, text, "", "", icon, tip, right=Right.EDIT), ask)


_ACTIONS: Final[Mapping[str, tuple[RecordAction, ...]]] = {
    "attachment": (
        RecordAction(
            Command(
                "attachment.picture",
                "查看附件",
                "",
                "",
                "eye",
                "看这份附件存在本数据库里的照片、扫描页或 PDF",
            ),
            picture_dialog.show_picture,
        ),
        _action(
            "attachment.add",
            "添加文件",
            "add",
            "把照片或文件存进这条登记，多出来的另立登记",
            attachment_actions.ask_own_files,
        ),
        RecordAction(
            Command(
                "attachment.save",
                "另存文件",
                "",
                "",
                "save",
                "把存在本数据库里的附件存成文件",
                right=Right.EXPORT,
            ),
            attachment_actions.ask_save,
        ),
    ),
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
    "indicator_set": (
        _action(
            "indicators.version",
            "另立新版",
            "layers",
            "照这一套另立下一版，是草稿，可以修改；原来的不动",
            indicator_actions.make_version,
        ),
        _action(
            "indicators.copy",
            "复制一套",
            "copy",
            "照这一套另做一套，换个名称",
            indicator_actions.make_copy,
        ),
    ),
    "person": (
        _action(
            "person.movement",
            "组织关系变动",
            "transfer",
            "转出、转入、流动、失联、停止党籍、出党、去世",
            movement_actions.ask_movement,
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
        _action(
            "project.stop",
            "终止",
            "stop",
            "不做了，写明原因；需求改回待对接，资源空出来",
            project_actions.ask_stop,
        ),
        _action(
            "project.rate",
            "登记评价",
            "star",
            "已完成的项目，群众满意不满意",
            project_actions.ask_rating,
        ),
        RecordAction(
            Command(
                "project.letter",
                "认领书",
                "",
                "",
                "print",
                "打印共建项目认领书，一式两份",
                right=Right.PRINT,
            ),
            project_actions.print_letter,
        ),
    ),
}
_LIST_ACTIONS: Final[Mapping[str, ListAction]] = {
    "indicator_set": ListAction(
        Command(
            "indicators.install",
            "装入三套现成指标",
            "",
            "",
            "box",
            "缺哪套补哪套：综合观摩、阵地观摩、快速走访",
            right=Right.EDIT,
        ),
        indicator_actions.install,
    )
}
COMMANDS: Final = (
    *(each.command for actions in _ACTIONS.values() for each in actions),
    *(each.command for each in _LIST_ACTIONS.values()),
)


def actions_of(ledger: Ledger) -> tuple[RecordAction, ...]:
    """Give what can be done with a record of a ledger."""
    return _ACTIONS.get(ledger.key, ())


class ActionButtons(QWidget):
    """The buttons of a ledger's actions; they are about the record that ``current`` gives."""

    def __init__(self, screen: QWidget, desk: Desk, current: Callable[[], UUID | None]) -> None:
        super().__init__()
        self._screen, self._desk, self._current = screen, desk, current
        self._actions: tuple[RecordAction, ...] = ()
        self._alone: ListAction | None = None
        self._mine: frozenset[str] | None = None
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self.hide()

    def know(self, ledger: Ledger) -> None:
        """Say whose records it is about, before there are buttons: other commands are let go."""
        self._mine = frozenset(each.command.key for each in actions_of(ledger))

    def offer(self, ledger: Ledger) -> None:
        """Show the buttons of a ledger, once it is known."""
        self.know(ledger)
        if not self._actions:
            self._actions = actions_of(ledger)
            for each in self._actions:
                self._row.addWidget(self._desk.commands.button(each.command.key, self))
            self._row.addStretch(1)
            self.setVisible(bool(self._actions))

    def offer_listed(self, ledger: Ledger) -> None:
        """Show the buttons of a ledger on its list, where some are about no record."""
        self._alone = _LIST_ACTIONS.get(ledger.key)
        if self._alone is not None:
            self._row.addWidget(self._desk.commands.button(self._alone.command.key, self))
        self.offer(ledger)

    def answers(self) -> dict[str, Callable[[], None]]:
        """Answer the commands of every ledger; a form learns its ledger later than this."""
        every = (each for actions in _ACTIONS.values() for each in actions)
        answers: dict[str, Callable[[], None]] = {
            each.command.key: partial(self._do, each) for each in every
        }
        if self._alone is not None:
            answers[self._alone.command.key] = partial(self._alone.do, self._desk)
        return answers

    def enable(self, *, on: bool) -> None:
        """Switch on what is about this ledger, where a record is there; let go of the rest."""
        commands, mine = self._desk.commands, self._mine
        for key in (each.command.key for actions in _ACTIONS.values() for each in actions):
            if mine is None or key in mine:
                commands.enable(key, on=on and mine is not None)
            else:
                commands.withdraw(key)

    def _do(self, action: RecordAction) -> None:
        record = self._current()
        if record is not None:
            action.ask(self._screen.window(), self._desk, record)
