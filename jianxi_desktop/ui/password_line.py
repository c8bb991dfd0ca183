"""The line a password is typed into; it notices that Caps Lock is on."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from jianxi_desktop.ui.theme import columns_of

CAPS = "大写锁定键开着。"


class PasswordLine(QLineEdit):
    """Shows dots for letters.

    Signals:
        capitals: A letter came as it comes with Caps Lock on, or no longer does.
    """

    capitals = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setMinimumWidth(columns_of(self, 16))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override: a capital without Shift, or a small letter with it, tells of Caps Lock."""
        text = event.text()
        if len(text) == 1 and text.isascii() and text.isalpha():
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.capitals.emit(text.isupper() != shift)
        super().keyPressEvent(event)
