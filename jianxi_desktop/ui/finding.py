"""The way to the search box: the field at the top right, the keys, and what was opened last."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from jianxi_desktop.ui.find_box import FindBox
from jianxi_desktop.ui.help_page import open_help
from jianxi_desktop.ui.screen import Edited, Unit
from jianxi_desktop.ui.theme import columns_of

if TYPE_CHECKING:
    from uuid import UUID

    from jianxi_desktop.ui.window import Window
    from jianxi_desktop.ui.workbench import Workbench

_KEPT = 12  # records that were opened last


class Finding(QObject):
    """Opens the search box, and remembers until the office is closed which records were opened.

    Attributes:
        button: Opens it, at the top right of the window.
    """

    def __init__(self, desk: "Workbench", window: "Window") -> None:
        super().__init__(desk)
        self._desk, self._window = desk, window
        self._recent: list[tuple[str, UUID]] = []
        self.button = desk.commands.button("window.find")
        self.button.setText("查找人、组织、表号、命令　Ctrl+K")
        self.button.setAccessibleName("到处查找")
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keys lead there from anywhere
        corner = QWidget(window.menuBar())
        row = QHBoxLayout(corner)
        edge = columns_of(self.button, 0.4)
        row.setContentsMargins(edge, edge // 2, edge, edge // 2)
        row.addWidget(self.button)
        window.menuBar().setCornerWidget(corner, Qt.Corner.TopRightCorner)
        corner.show()  # the menu bar is seen already
        desk.destroyed.connect(corner.deleteLater)
        desk.commands.answer("window.find", self.open)
        desk.commands.answer("window.palette", self.open_commands)

    def note(self, argument: object) -> None:
        """Remember the record that a screen was opened on; identities only."""
        if isinstance(argument, Edited | Unit) and argument.id is not None:
            opened = (argument.ledger, argument.id)
            self._recent = [opened, *(each for each in self._recent if each != opened)][:_KEPT]

    def open(self) -> None:
        """Open the box on everything."""
        self._open("")

    def open_commands(self) -> None:
        """Open the box on commands."""
        self._open("> ")

    def _open(self, words: str) -> None:
        box = FindBox(self._desk, tuple(self._recent), self._open_help, self._window, words)
        box.open()

    def _open_help(self, page: str) -> None:
        open_help(self._desk.jobs, page, self._window)
