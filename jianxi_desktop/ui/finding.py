"""The way to the search box: the field at the top right, the keys, and what was opened last."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QWidget

from jianxi_desktop.ui.find_box import FindBox, warm
from jianxi_desktop.ui.find_offers import offers_of
from jianxi_desktop.ui.help_page import open_help
from jianxi_desktop.ui.screen import Edited, Unit
from jianxi_desktop.ui.theme import columns_of

if TYPE_CHECKING:
    from uuid import UUID

    from jianxi_desktop.ui.window import Window
    from jianxi_desktop.ui.workbench import Workbench

_KEPT = 12  # records that were opened last
_NARROW = 60  # characters of width below which the field at the top says less
_WARM_AFTER = 4_000  # milliseconds: the first page has been read by then


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
        self.button.setAccessibleName("到处查找")
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keys lead there from anywhere
        self._corner = corner = QWidget(window.menuBar())
        row = QHBoxLayout(corner)
        edge = columns_of(self.button, 0.4)
        row.setContentsMargins(edge, edge // 2, edge, edge // 2)
        row.addWidget(self.button)
        window.menuBar().setCornerWidget(corner, Qt.Corner.TopRightCorner)
        corner.show()  # the menu bar is seen already
        desk.destroyed.connect(corner.deleteLater)
        self.fit(window.width())
        QTimer.singleShot(_WARM_AFTER, self, self._warm)
        desk.commands.answer("window.find", self.open)
        desk.commands.answer("window.palette", self.open_commands)

    def fit(self, width: int) -> None:
        """Say less in a narrow window, which needs the room for its menus."""
        narrow = width < columns_of(self.button, _NARROW)
        text = "查找　Ctrl+K" if narrow else "查找人、组织、表号、命令　Ctrl+K"
        if text != self.button.text():
            self.button.setText(text)
            bar = self._window.menuBar()
            bar.setCornerWidget(self._corner, Qt.Corner.TopRightCorner)  # lays it out anew

    def _warm(self) -> None:
        self._desk.jobs.run(warm, lambda _done: None, lambda _error: None)

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
        offers = offers_of(self._desk, self._desk.places, self._open_help)
        recent = tuple(self._recent)
        box = FindBox(self._desk, recent, offers, self._open_help, self._window, words)
        box.open()

    def _open_help(self, page: str) -> None:
        open_help(self._desk.jobs, page, self._window)
