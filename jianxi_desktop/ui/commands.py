"""One registry of everything a person can do; menus, buttons and the palette are made from it."""

from collections.abc import Callable, Iterable, Mapping

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from jianxi_desktop.domain.rights import RIGHT_NAMES, Right
from jianxi_desktop.ui.command import BELOW, Command
from jianxi_desktop.ui.command_table import COMMANDS
from jianxi_desktop.ui.pressing import PRESSING
from jianxi_desktop.ui.theme import icon

Run = Callable[[], None]
_ENTER = "Ctrl+Return"
STOP = "window.stop"  # there is something to stop only while long work runs


class Commands(QObject):
    """Holds the one action of every command and who answers it now.

    Some commands are answered by the window always, others by the screen that is shown; one that
    nobody answers is off and stands in no palette.
    """

    def __init__(
        self,
        host: QWidget,
        commands: Iterable[Command] = COMMANDS,
        rights: Iterable[Right] = tuple(Right),
    ) -> None:
        """Register commands.

        Args:
            host: The widget whose window takes their keys.
            commands: The commands.
            rights: What the person may do; other commands stay off and say why.
        """
        super().__init__(host)
        self._host = host
        self._rights = frozenset(rights)
        self._commands: dict[str, Command] = {}
        self._actions: dict[str, QAction] = {}
        self._always: dict[str, Run] = {}
        self._now: dict[str, Run] = {}
        self._off: set[str] = set()
        self._busy = False
        for command in commands:
            self.add(command)

    def all(self) -> tuple[Command, ...]:
        """Give every command, in the order of the menus."""
        return tuple(self._commands.values())

    def add(self, command: Command, run: Run | None = None) -> QAction:
        """Register a command; with ``run`` the window answers it always."""
        action = QAction(command.text, self._host)
        action.setObjectName(command.key)
        action.setShortcuts([QKeySequence(s) for s in command.shortcut.split(";") if s])
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        if command.icon:
            action.setIcon(icon(command.icon))
        action.setToolTip(self._tip(command))
        if _ENTER in command.shortcut:
            action.setAutoRepeat(False)
        action.triggered.connect(lambda: self._give(command))
        self._host.addAction(action)
        self._commands[command.key] = command
        self._actions[command.key] = action
        if run is not None:
            self._always[command.key] = run
        self._update(command.key)
        return action

    def answer(self, key: str, run: Run) -> None:
        """Let the window answer a command always."""
        self._always[key] = run
        self._update(key)

    def hand_to(self, answers: Mapping[str, Run]) -> None:
        """Let the screen that is shown now answer its commands, and no other screen."""
        self._now = dict(answers)
        self._off.clear()
        self._update_all()

    def enable(self, key: str, *, on: bool) -> None:
        """Switch a command of the shown screen on or off, such as with nothing selected."""
        (self._off.discard if on else self._off.add)(key)
        self._update(key)

    def withdraw(self, key: str) -> None:
        """Let the shown screen not answer a command: it is about nothing that stands there."""
        self._now.pop(key, None)
        self._update(key)

    def set_busy(self, *, busy: bool) -> None:
        """Say whether long work runs: what begins such work then waits its turn."""
        self._busy = busy
        self._update_all()

    def is_on(self, key: str) -> bool:
        """Tell whether a command can be given now."""
        command = self._commands[key]
        if not self.may(command) or (command.calm if self._busy else key == STOP):
            return False
        return key not in self._off and self.is_answered(key)

    def is_answered(self, key: str) -> bool:
        """Tell whether the window or the screen in front answers a command, if only off now."""
        return key in self._now or key in self._always

    def may(self, command: Command) -> bool:
        """Tell whether the person is allowed to give a command."""
        return command.right is None or command.right in self._rights

    def trigger(self, key: str) -> None:
        """Do a command, if it can be done now."""
        if self.is_on(key):
            (self._now.get(key) or self._always[key])()

    def _give(self, command: Command) -> None:
        """Do what was chosen or pressed, unless the keys were pressed for what was here before."""
        if _ENTER not in command.shortcut or PRESSING.take(command.key, self._host):
            self.trigger(command.key)

    def action(self, key: str) -> QAction:
        """Give the action of a command, for menus and tool bars."""
        return self._actions[key]

    def button(self, key: str, parent: QWidget | None = None) -> QPushButton:
        """Make a button that gives a command and is on and off with it."""
        command, action = self._commands[key], self._actions[key]
        button = plain_button(command, parent)
        button.setObjectName(f"button:{key}")
        button.setEnabled(action.isEnabled())
        button.setToolTip(self._tip(command))
        action.enabledChanged.connect(button.setEnabled)
        button.clicked.connect(action.trigger)
        return button

    def fill_menu(self, title: str, menu: QMenu) -> dict[str, QMenu]:
        """Put the commands of one menu into it; give the menus inside it by their titles."""
        inside: dict[str, QMenu] = {}
        for command in self._commands.values():
            top, _, below = command.menu.partition(BELOW)
            if top != title:
                continue
            if below and below not in inside:
                inside[below] = menu.addMenu(below)
            inside.get(below, menu).addAction(self._actions[command.key])
        return inside

    def fill_page_menu(self, menu: QMenu) -> None:
        """Put into a menu what the page in front can do and no other menu has."""
        menu.clear()
        for key, command in self._commands.items():
            if not command.menu and key in self._now:
                menu.addAction(self._actions[key])
        if menu.isEmpty():
            menu.addAction("这一页没有自己的命令").setEnabled(False)

    def _tip(self, command: Command) -> str:
        if command.right is not None and not self.may(command):
            return f"您没有“{RIGHT_NAMES[command.right]}”的权限，需要时请联系管理员"
        return _tip(command)

    def _update_all(self) -> None:
        for key in self._commands:
            self._update(key)

    def _update(self, key: str) -> None:
        self._actions[key].setEnabled(self.is_on(key))


def plain_button(command: Command, parent: QWidget | None = None) -> QPushButton:
    """Make a button that looks like a command; the caller connects it to what it does.

    For commands that stand on a page several times, such as 新增 of each detail list.
    """
    button = QPushButton(command.text, parent)
    if command.icon:
        button.setIcon(icon(command.icon))
    button.setToolTip(_tip(command))
    return button


def _tip(command: Command) -> str:
    keys = [QKeySequence(s).toString() for s in command.shortcut.split(";") if s]
    words = command.tip or command.text
    return f"{words}（{'、'.join(keys)}）" if keys else words
