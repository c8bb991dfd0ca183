"""Watches for USB drives while somebody may see it, never in the thread of the window."""

import contextlib
import weakref
from collections.abc import Callable, Hashable, Sequence
from threading import Thread
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from jianxi_desktop.services import plugged_drives as drives
from jianxi_desktop.services.plugged_drives import Drive

_EVERY: Final = 2_000  # milliseconds

Find = Callable[[], Sequence[Drive]]


class DriveWatch(QObject):
    """Knows which drives are plugged in.

    One look at a time is under way: a drive that hangs lets the watch wait, not the window.

    Attributes:
        found: The drives, those with packages first.

    Signals:
        changed: Drives came or went, or one was looked at again.
    """

    changed = Signal()
    _answered = Signal(object, object)

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
        self._looking = False
        self._again = False
        self._timer = QTimer(self, interval=_EVERY)
        self._timer.timeout.connect(self._tick)
        self._answered.connect(self._take)

    def start(self) -> None:
        """Begin to watch."""
        self._timer.start()
        self._tick()

    def look(self) -> None:
        """Look at the drives again though none came or went: what is on them has changed."""
        self._known = None
        self._begin()

    def take(self, found: Sequence[Drive], known: Hashable = None) -> None:
        """Take what a look gave."""
        self._take(known, tuple(found))

    def _tick(self) -> None:
        window = self._seen_by.window()
        if self._seen_by.isVisible() and not window.isMinimized():
            self._begin()

    def _begin(self) -> None:
        if self._looking:
            self._again = True
            return
        self._looking = True
        kept, find, fingerprint, known = (
            weakref.ref(self),
            self._find,
            self._fingerprint,
            self._known,
        )

        def look() -> None:
            now = fingerprint()
            answer = None if now == known else tuple(find())
            here = kept()
            if here is not None:
                with contextlib.suppress(RuntimeError):  # the window went meanwhile
                    here._answered.emit(now, answer)  # noqa: SLF001 - our own signal

        Thread(target=look, name="drives", daemon=True).start()

    def _take(self, known: Hashable, found: tuple[Drive, ...] | None) -> None:
        self._looking = False
        if found is not None:
            self._known, self.found = known, found
            self.changed.emit()
        if self._again:
            self._again = False
            self._begin()
