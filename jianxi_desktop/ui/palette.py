"""All commands by name: type a part, press Enter."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from jianxi_desktop.ui.command import Command
from jianxi_desktop.ui.commands import Commands
from jianxi_desktop.ui.theme import columns_of, icon, line_height


class Palette(QDialog):
    """Lists the commands that can be given now."""

    def __init__(self, commands: Commands, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("所有命令")
        self._commands = commands
        self._offered = [c for c in commands.all() if commands.is_on(c.key)]
        self.words = QLineEdit()
        self.words.setPlaceholderText("输入命令的名称，回车执行")
        self.found = QListWidget()
        self.found.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = QVBoxLayout(self)
        column.addWidget(self.words)
        column.addWidget(self.found)
        self.resize(columns_of(self, 30), line_height(self) * 14)
        self.words.textChanged.connect(self._find)
        self.words.returnPressed.connect(self._do)
        self.found.itemClicked.connect(self._do)
        self._find("")

    def _find(self, words: str) -> None:
        self.found.clear()
        for command in self._offered:
            if all(word in _text(command).lower() for word in words.lower().split()):
                item = QListWidgetItem(icon(command.icon), _text(command))
                item.setData(Qt.ItemDataRole.UserRole, command.key)
                self.found.addItem(item)
        self.found.setCurrentRow(0)

    def _do(self) -> None:
        item = self.found.currentItem()
        self.accept()
        if item is not None:
            self._commands.trigger(item.data(Qt.ItemDataRole.UserRole))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override: up and down move in the list while the line keeps the focus."""
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        if step:
            row = self.found.currentRow() + step
            self.found.setCurrentRow(min(max(row, 0), self.found.count() - 1))
        else:
            super().keyPressEvent(event)


def _text(command: Command) -> str:
    keys = [QKeySequence(s).toString() for s in command.shortcut.split(";") if s]
    area = f"{command.menu}：" if command.menu else ""
    return f"{area}{command.text}" + (f"　{keys[0]}" if keys else "")
