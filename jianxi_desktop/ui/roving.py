"""Keys within a row of buttons: Tab reaches one of them, arrows go on from there."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

_WAYS: Final = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Down: 1,
}
_ENDS: Final = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: -1}
_PRESSING: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Roving(QObject):
    """Goes from button to button; twenty of them cost one stop of Tab.

    Left, Right, Up, Down, Home and End move, Enter and the space bar press.
    """

    def __init__(self, row: QWidget, buttons: Callable[[], Sequence[QAbstractButton]]) -> None:
        """Make it.

        Args:
            row: What the buttons stand in.
            buttons: Gives those that there are now, in their order.
        """
        super().__init__(row)
        self._buttons = buttons

    def take(self, button: QAbstractButton) -> None:
        """Look after one more button."""
        button.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        button.installEventFilter(self)

    def let_in(self, place: int) -> None:
        """Choose the one that Tab reaches."""
        for n, button in enumerate(self._buttons()):
            reached = n == place
            button.setFocusPolicy(
                Qt.FocusPolicy.StrongFocus if reached else Qt.FocusPolicy.ClickFocus
            )

    def entrance(self) -> int:
        """Give the place of the one that Tab reaches; -1: there is none yet."""
        tabbed = (
            n
            for n, button in enumerate(self._buttons())
            if button.focusPolicy() & Qt.FocusPolicy.TabFocus
        )
        return next(tabbed, -1)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Override: move, press, or remember where one was."""
        if isinstance(watched, QAbstractButton):
            if event.type() == QEvent.Type.FocusIn:
                self.let_in(self._buttons().index(watched))
            elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
                return self._pressed(watched, Qt.Key(event.key()))
        return super().eventFilter(watched, event)

    def _pressed(self, button: QAbstractButton, key: Qt.Key) -> bool:
        buttons = self._buttons()
        if key in _PRESSING:
            button.click()
        elif key in _WAYS:
            place = buttons.index(button) + _WAYS[key]
            buttons[max(0, min(place, len(buttons) - 1))].setFocus(Qt.FocusReason.TabFocusReason)
        elif key in _ENDS:
            buttons[_ENDS[key]].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            return False
        return True
