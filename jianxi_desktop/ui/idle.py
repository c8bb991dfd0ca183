"""Notices that nobody is at the PC: no key and no mouse for some minutes, or the PC slept."""

import time
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Signal

SHORTEST: Final = 1  # minutes
USUAL: Final = 5
LONGEST: Final = 30
_LOOKS_EVERY: Final = 5.0  # seconds
_SLEPT: Final = 60.0  # seconds between two looks that only a PC asleep lets pass
_SIGNS = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.ShortcutOverride,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.InputMethod,
    }
)


def boot_clock() -> float:
    """Give seconds that go on while the PC sleeps and that nobody can set."""
    if hasattr(time, "CLOCK_BOOTTIME"):
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    return time.monotonic()  # on Windows this goes on in sleep


class IdleWatch(QObject):
    """Watches the whole program for keys and mouse.

    Attributes:
        minutes: After how many the PC counts as left.
        busy: Tells whether long work runs; nobody need touch anything meanwhile.

    Signals:
        idle: Nobody is here any more.
    """

    idle = Signal()

    def __init__(
        self,
        parent: QObject,
        *,
        clock: Callable[[], float] = boot_clock,
        busy: Callable[[], bool] = lambda: False,
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self.busy = busy
        self.minutes = USUAL
        self._touched = self._looked = clock()
        self._timer = QTimer(self)
        self._timer.setInterval(round(_LOOKS_EVERY * 1000))
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """Begin to watch: an office is open."""
        self._touched = self._looked = self._clock()
        application = QCoreApplication.instance()
        if application is not None:
            application.installEventFilter(self)
        self._timer.start()

    def stop(self) -> None:
        """Watch no longer: nothing is shown that needs it."""
        application = QCoreApplication.instance()
        if application is not None:
            application.removeEventFilter(self)
        self._timer.stop()

    def look(self) -> None:
        """See how long nothing was touched."""
        now = self._clock()
        slept, self._looked = now - self._looked > _SLEPT, now
        if self.busy():
            self._touched = now
        elif slept or now - self._touched >= self.minutes * 60:
            self._touched = now
            self.idle.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Override: let everything pass and remember when somebody was here."""
        del watched
        if event.type() in _SIGNS:
            self._touched = self._clock()
        return False
