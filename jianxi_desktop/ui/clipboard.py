"""The clipboard, which any program of the PC reads: what we put there does not stay.

A list that is copied, and any other text of the window with a long number in it, is taken off
after a minute, when the window is locked and when it closes; unless something else was copied
since. What is only selected with the mouse goes to a second clipboard on X11; a number is taken
off that one at once.
"""

import hashlib
import re
from collections.abc import Callable
from functools import cache
from typing import Final

from PySide6.QtCore import QMimeData, QObject, QTimer
from PySide6.QtGui import QClipboard, QGuiApplication

STAYS: Final = 60_000  # milliseconds
# Seven figures or hidden figures are no date and no amount; a recovery key has lines of groups.
_PERSONAL = re.compile(
    r"[\dXx*]{7}|1\d\d[ -]\d{4}[ -]\d{4}|\d{6} \d{8} |(?:[0-9A-Za-z]{4}-){3}[0-9A-Za-z]{4}"
)
# What keepers of old clipboards look for before they keep something.
_DO_NOT_KEEP: Final = {
    "x-kde-passwordManagerHint": b"secret",
    'application/x-qt-windows-mime;value="ExcludeClipboardContentFromMonitorProcessing"': b"\0",
    'application/x-qt-windows-mime;value="CanIncludeInClipboardHistory"': b"\0\0\0\0",
}


class Clipboard(QObject):
    """Puts texts on the clipboard and takes them off again.

    Attributes:
        timer: Runs while something of ours is on the clipboard.
    """

    def __init__(
        self, parent: QObject | None = None, *, owns: Callable[[], bool] | None = None
    ) -> None:
        """Begin to watch the clipboard.

        Args:
            parent: The object it lives with.
            owns: Tells whether this program put there what is there now.
        """
        super().__init__(parent)
        self._board = QGuiApplication.clipboard()
        self._owns = owns or self._board.ownsClipboard
        self._ours: bytes | None = None
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.setInterval(STAYS)
        self.timer.timeout.connect(self.take_off)
        self._board.dataChanged.connect(self._watch)
        self._board.selectionChanged.connect(self._watch_selection)

    def put(self, text: str, markup: str = "") -> None:
        """Put a text there for a minute, and the same as a table where that is given."""
        data = QMimeData()
        data.setText(text)
        if markup:
            data.setHtml(markup)
        for kind, value in _DO_NOT_KEEP.items():
            data.setData(kind, value)
        self._board.setMimeData(data)
        self._keep_in_mind(text)

    def there(self) -> QMimeData:
        """Give what is there; where the clipboard is empty, some systems give nothing at all."""
        return self._board.mimeData() or QMimeData()

    def brought(self) -> tuple[str, tuple[str, ...]]:
        """Give the text that was copied somewhere, and the paths of copied files."""
        data = self.there()
        files = tuple(each.toLocalFile() for each in data.urls() if each.isLocalFile())
        return ("" if files else data.text()), files

    def take_off(self) -> None:
        """Empty the clipboard, if what we put there is there still."""
        self.timer.stop()
        ours, self._ours = self._ours, None
        if ours is not None and _mark_of(self._board.text()) == ours:
            self._board.clear()

    def _keep_in_mind(self, text: str) -> None:
        self._ours = _mark_of(text)
        self.timer.start()

    def _watch(self) -> None:
        """Editors copy by themselves; only numbers are minded there."""
        if self._owns() and _PERSONAL.search(self._board.text()):
            self._keep_in_mind(self._board.text())

    def _watch_selection(self) -> None:
        kind = QClipboard.Mode.Selection
        if self._board.ownsSelection() and _PERSONAL.search(self._board.text(kind)):
            self._board.clear(kind)


@cache
def shared() -> Clipboard:
    """Give the one clipboard of the program."""
    return Clipboard(QGuiApplication.instance())


def _mark_of(text: str) -> bytes:
    """Know a text again without keeping it."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
