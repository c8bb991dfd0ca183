"""The list of what waits for a decision, with the keys that decide."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from jianxi_desktop.services.conflicts import KINDS
from jianxi_desktop.services.conflicts import Line as Waiting
from jianxi_desktop.ui.screens.table import Column, Line, TextTable

COLUMNS: Final = (Column("记录", 7, names=True), Column("待核对的", 7.5), Column("台账", 4))
_KEYS: Final[Mapping[Qt.Key, str]] = {
    Qt.Key.Key_Return: "accept",
    Qt.Key.Key_Enter: "accept",
    Qt.Key.Key_E: "type",
    Qt.Key.Key_K: "keep",
    Qt.Key.Key_D: "remove",
    Qt.Key.Key_M: "merge",
    Qt.Key.Key_N: "apart",
    Qt.Key.Key_B: "several",
    Qt.Key.Key_O: "open",
}
_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


class ReviewTable(TextTable):
    """Shows the list; digits choose a version, letters and Enter do what the buttons do.

    Signals:
        chosen: A digit was pressed; the place of the version.
        pressed: A key was pressed that stands for a command, without ``review.``.
    """

    chosen = Signal(int)
    pressed = Signal(str)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override: decide with one key."""
        if event.modifiers() in _PLAIN:
            digit = event.key() - Qt.Key.Key_1
            if 0 <= digit < 9:
                self.chosen.emit(digit)
                return
            wanted = _KEYS.get(Qt.Key(event.key()))
            if wanted is not None:
                self.pressed.emit(wanted)
                return
        super().keyPressEvent(event)


def line_of(waiting: Waiting) -> Line:
    """Put a conflict into words."""
    told = waiting.what if waiting.kind == "value" else KINDS[waiting.kind]
    return Line((waiting.name, told, waiting.title), {2: "quiet"})
