"""Ctrl+Enter pressed twice is meant once: the second press must do nothing on what is shown then.

It saves and leads back, to a page where the same keys may finish an election or write a package.
"""

import weakref
from typing import Final

from PySide6.QtCore import QElapsedTimer, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

_WITHIN: Final = 700  # milliseconds between two presses that are one


class Pressing:
    """Remembers who took Ctrl+Enter last, and when."""

    def __init__(self) -> None:
        self._by = ""
        self._window: weakref.ref[QWidget] | None = None
        self._since = QElapsedTimer()

    def take(self, by: str, widget: QWidget) -> bool:
        """Take the keys, if they are what is pressed; tell whether they were meant for ``by``.

        Args:
            by: Who takes them: a command, or a dialog. The same one may take them again at once.
            widget: A widget of its window.
        """
        if not QGuiApplication.keyboardModifiers() & Qt.KeyboardModifier.ControlModifier:
            return True
        window = widget.window()
        while (above := window.parentWidget()) is not None:
            window = above.window()
        soon = self._since.isValid() and self._since.elapsed() < _WITHIN
        here = self._window is not None and self._window() is window
        if self._by != by and soon and here:
            return False
        self._by, self._window = by, weakref.ref(window)
        self._since.start()
        return True


PRESSING: Final = Pressing()
