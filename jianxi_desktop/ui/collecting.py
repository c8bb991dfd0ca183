"""Lets Python look for what nobody needs any more when it disturbs nobody.

Left to itself it looks in whatever thread has just made something: through everything, while the
window waits, and it lets go of widgets on a worker, which Qt forbids. Here it looks on the GUI
thread only: through what is new now and then, through everything while nothing is going on.
"""

import gc
from typing import Final

from PySide6.QtCore import QObject, QTimer

from jianxi_desktop.ui.jobs import Jobs

_EVERY: Final = 250  # milliseconds
_FEW: Final = 2_000  # new things that are not worth a look
_MANY: Final = 200_000  # new things that are some work's own: a look takes too long
_QUIET: Final = 20  # times of looking in which nothing went on before everything is looked through
_OLD: Final = 40  # looks at what is new before everything is worth a look


class Collector(QObject):
    """Looks for what is not needed any more, while it lives; Python by itself does not."""

    def __init__(self, jobs: Jobs) -> None:
        super().__init__(jobs)
        self._jobs = jobs
        self._quiet = self._looks = 0
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self._timer.start(_EVERY)
        self.destroyed.connect(gc.enable)

    def look(self) -> None:
        """Look at what is new, or at everything where nothing goes on."""
        fresh = gc.get_count()[0]
        calm = fresh < _FEW and not self._jobs.busy
        self._quiet = self._quiet + 1 if calm else 0
        if _FEW <= fresh <= _MANY:
            gc.collect(0)
            self._looks += 1
        elif self._quiet >= _QUIET and self._looks >= _OLD:
            gc.collect()
            self._quiet = self._looks = 0
