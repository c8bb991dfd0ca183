"""Watches for USB drives while somebody may see it, never in the thread of the window.

The thread that looks touches nothing of Qt: the window may go while it still waits for a drive. It
leaves its answer in a box, and the window comes for it.
"""

from collections.abc import Callable, Hashable, Sequence
from functools import partial
from threading import Event, Thread
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from jianxi_desktop.services import plugged_drives as drives
from jianxi_desktop.services.plugged_drives import Drive

_EVERY: Final = 2_000  # milliseconds
_ANSWERS: Final = 50  # milliseconds between two visits to the box

Find = Callable[[], Sequence[Drive]]


class _Box:
    """What one look leaves: what it knows the drives by, and the drives if that has changed."""

    def __init__(self) -> None:
        self.known: Hashable = None
        self.found: tuple[Drive, ...] | None = None
        self.full = Event()


class DriveWatch(QObject):
    """Knows which drives are plugged in.

    One look at a time is under way: a drive that hangs lets the watch wait, not the window.

    Attributes:
        found: The drives, those with packages first.

    Signals:
        changed: Drives came or went, or one was looked at again.
    """

    changed = Signal()

    def __init__(
        self,
        seen_by: QWidget,
        *,
        find: Find = drives.find_drives,
        fingerprint: Callable[[], Hashable] = drives.fingerprint,
    ) -> None:
        """Make it.

        Args:
            seen_by: Whose visibility decides whether it looks.
            find: Lists the drives; may take long.
            fingerprint: Changes when a drive comes or goes; cheap.
        """
        super().__init__(seen_by)
        self.found: tuple[Drive, ...] = ()
        self._seen_by, self._find, self._fingerprint = seen_by, find, fingerprint
        self._known: Hashable = None
        self._box: _Box | None = None
        self._again = False
        self._timer = QTimer(self, interval=_EVERY)
        self._timer.timeout.connect(self._tick)
        self._visits = QTimer(self, interval=_ANSWERS)
        self._visits.timeout.connect(self._visit)

    def start(self) -> None:
        """Begin to watch."""
        self._timer.start()
        self._tick()

    def look(self) -> None:
        """Look at the drives again though none came or went: what is on them has changed."""
        self._known = None
        self._begin()

    def take(self, found: Sequence[Drive], known: Hashable = None) -> None:
        """Take what is known otherwise; a look that is under way is not wanted any more."""
        self._visits.stop()
        self._box, self._again = None, False
        self._take(known, tuple(found))

    def _tick(self) -> None:
        window = self._seen_by.window()
        if self._seen_by.isVisible() and not window.isMinimized():
            self._begin()

    def _begin(self) -> None:
        if self._box is not None:
            self._again = True
            return
        self._box = box = _Box()
        look = partial(_look, box, self._find, self._fingerprint, self._known)
        Thread(target=look, name="drives", daemon=True).start()
        self._visits.start()

    def _visit(self) -> None:
        box = self._box
        if box is not None and box.full.is_set():
            self._visits.stop()
            self._box = None
            self._take(box.known, box.found)

    def _take(self, known: Hashable, found: tuple[Drive, ...] | None) -> None:
        if found is not None:
            self._known, self.found = known, found
            self.changed.emit()
        if self._again:
            self._again = False
            self._begin()


def _look(box: _Box, find: Find, fingerprint: Callable[[], Hashable], known: Hashable) -> None:
    """Look at the drives, in a thread of its own."""
    try:
        box.known = fingerprint()
        if box.known != known:
            box.found = tuple(find())
    finally:
        box.full.set()
