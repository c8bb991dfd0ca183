"""One registry of everything a person can do; menus, buttons and the palette are made from it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from jianxi_desktop.domain.rights import RIGHT_NAMES, Right
from jianxi_desktop.ui.theme import icon

Run = Callable[[], None]


@dataclass(frozen=True)
class Command:
    """Something a person can do.

    Attributes:
        key: Stable name, such as ``record.new``.
        text: What menus, buttons and the palette call it: a verb.
        menu: Title of the menu it stands in; empty: in none.
        shortcut: Keys, as Qt writes them; several are split by ``;``.
        icon: Name of a drawing in ``resources/icons``.
        tip: What a tooltip adds to the text.
        idle: Whether it can be given only while no long job runs.
        right: What one must be allowed to do; the service checks it again.
    """

    key: str
    text: str
    menu: str = ""
    shortcut: str = ""
    icon: str = ""
    tip: str = ""
    idle: bool = False
    right: Right | None = None


COMMANDS = (
    Command("record.new", "新增", "记录", "Ctrl+N;Ins", "add", "新增一条记录", right=Right.EDIT),
    Command("record.open", "打开", "记录", "", "open", "打开选中的记录（回车）"),
    Command(
        "record.remove",
        "移除",
        "记录",
        "Del",
        "remove",
        "移除选中的记录，可以撤销",
        right=Right.EDIT,
    ),
    Command("record.save", "保存", "记录", "Ctrl+S", "save", "保存这条记录", right=Right.EDIT),
    Command(
        "record.save_back",
        "保存并返回",
        "记录",
        "Ctrl+Return",
        "save",
        "保存并回到列表",
        right=Right.EDIT,
    ),
    Command("record.parts", "到明细", "记录", "Ctrl+D", "down", "到表单下面属于这条记录的内容"),
    Command("record.history", "历史", "记录", "Ctrl+H", "history", "谁在什么时候改了什么"),
    Command(
        "record.reveal",
        "显示号码",
        "记录",
        "Ctrl+Shift+R",
        "eye",
        "写明原因，看 30 秒完整号码",
        right=Right.REVEAL,
    ),
    Command(
        "record.undo", "撤销上一步", "记录", "Ctrl+Z", "undo", "撤销您做的上一步", right=Right.EDIT
    ),
    Command(
        "record.redo",
        "恢复撤销",
        "记录",
        "Ctrl+Y;Ctrl+Shift+Z",
        "redo",
        "把刚撤销的再做一遍",
        right=Right.EDIT,
    ),
    Command(
        "record.restore",
        "恢复移除的",
        "记录",
        "",
        "undo",
        "把选中的已移除记录放回台账",
        right=Right.EDIT,
    ),
    Command(
        "record.erase",
        "依法彻底删除…",
        "记录",
        "",
        "clear",
        "依据申请清空一条记录，不能恢复",
        idle=True,
        right=Right.ERASE,
    ),
    Command("list.removed", "看已移除的", "记录", "", "remove", "列出移除了的记录，再给一次就回来"),
    Command("list.search", "查找", "记录", "Ctrl+F", "search", "到查找框"),
    Command("list.filter", "筛选", "记录", "Ctrl+Shift+F", "filter", "按各列的内容筛选"),
    Command("list.copy", "复制", "记录", "Ctrl+C", "copy", "复制选中的单元格"),
    Command(
        "list.paste",
        "粘贴表格",
        "数据",
        "Ctrl+V",
        "form",
        "把在 Excel、WPS 里复制的几行收进台账，先看后导入",
        idle=True,
        right=Right.IMPORT,
    ),
    Command("list.refresh", "刷新", "记录", "F5", "refresh", "重新读取"),
    Command(
        "list.import",
        "导入",
        "数据",
        "Ctrl+I",
        "import",
        "从花名册导入",
        idle=True,
        right=Right.IMPORT,
    ),
    Command(
        "list.export",
        "导出",
        "数据",
        "Ctrl+E",
        "export",
        "与列表一致：列、次序、查找和筛选都和屏幕上一样",
        idle=True,
        right=Right.EXPORT,
    ),
    Command(
        "list.fill",
        "填空白表",
        "数据",
        "",
        "fill",
        "用正看着的这些记录填上级发的空白表",
        idle=True,
        right=Right.EXPORT,
    ),
    Command(
        "list.export_form",
        "导出（可再导入）",
        "数据",
        "Ctrl+Shift+E",
        "export",
        "全部栏目，改好以后可以再导入回来",
        idle=True,
        right=Right.EXPORT,
    ),
    Command(
        "list.export_full",
        "导出完整号码",
        "数据",
        "",
        "export",
        "写明用途，号码不遮挡地导出",
        idle=True,
        right=Right.REVEAL,
    ),
    Command(
        "list.print", "打印", "数据", "Ctrl+P", "print", "打印预览", idle=True, right=Right.PRINT
    ),
    Command(
        "window.divisions",
        "对照区划代码…",
        "组织",
        "",
        "map",
        "街道、社区的代码和名称与官方名单有没有出入",
        idle=True,
        right=Right.EDIT,
    ),
    Command("window.back", "返回", "窗口", "Alt+Left", "back", "回到上一页"),
    Command("window.tree", "党组织树", "窗口", "F6", "tree", "到党组织树"),
    Command(
        "tree.find",
        "查找党组织",
        "窗口",
        "Shift+F6",
        "search",
        "在左边的树里按名称、拼音、书记查找",
    ),
    Command("tree.organisations", "组织树", "窗口", "", "", "左边显示党组织"),
    Command("tree.territories", "区域树", "窗口", "", "", "左边显示街道、社区、网格、楼栋"),
    Command(
        "tree.regional", "显示区域党（工）委", "", "", "", "树里显示区域党（工）委和它的成员单位"
    ),
    Command("tree.ended", "显示已撤销的", "", "", "", "树里也显示已经撤销的党组织"),
    Command("tree.expand", "全部展开", "", "", "", "展开整棵树"),
    Command("tree.collapse", "全部收起", "", "", "", "只留最上面两级"),
    Command("window.palette", "所有命令", "窗口", "Ctrl+K", "command", "按名称找命令"),
    Command("window.lock", "锁定", "窗口", "Ctrl+L", "lock", "离开座位前锁上，回来输密码继续"),
    Command("window.password", "修改密码", "窗口", "", "key", "修改您自己的密码"),
    Command("window.minutes", "自动锁定时间", "窗口", "", "", "多久不动就自动锁定"),
    Command("window.stop", "停止", "窗口", "", "stop", "停止正在进行的工作"),
    Command("window.quit", "退出", "窗口", "Ctrl+Q", "quit", "关闭程序"),
    Command("help.page", "本页帮助", "帮助", "F1", "help", "这一页怎么用"),
)


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
        self._now: Mapping[str, Run] = {}
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
        action.triggered.connect(lambda: self.trigger(command.key))
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

    def set_busy(self, *, busy: bool) -> None:
        """Switch the commands off that cannot be given while a long job runs."""
        self._busy = busy
        self._update_all()

    def is_on(self, key: str) -> bool:
        """Tell whether a command can be given now."""
        command = self._commands[key]
        if not self.may(command) or (self._busy and command.idle):
            return False
        return key not in self._off and (key in self._now or key in self._always)

    def may(self, command: Command) -> bool:
        """Tell whether the person is allowed to give a command."""
        return command.right is None or command.right in self._rights

    def trigger(self, key: str) -> None:
        """Do a command, if it can be done now."""
        if self.is_on(key):
            (self._now.get(key) or self._always[key])()

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

    def fill_menu(self, title: str, menu: QMenu) -> None:
        """Put the commands of one menu into it."""
        for command in self._commands.values():
            if command.menu == title:
                menu.addAction(self._actions[command.key])

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
