"""The longest time in which the window answers nothing, and what ran then.

A timer of two milliseconds beats in the event loop; what lies between two beats is a gap. Beside
the wall each gap has the CPU time that this process took in it: on a busy machine a window waits
for its turn like everybody else, and only what it computed itself is its own. A second thread looks
where every thread stands while a gap lasts.
"""

import os
import sys
import threading
import time
import traceback
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer

_BEAT = 2  # milliseconds
_LOOK = 0.01  # seconds between two looks
_LONG = 0.04  # seconds of a gap before anybody looks


@dataclass
class Gap:
    """A time without a beat.

    Attributes:
        wall: Its seconds.
        own: Those of them that this process computed.
        ours: Those that the thread of the window computed.
        ran: Where the threads stood, most often seen first.
    """

    wall: float
    own: float
    ours: float
    ran: Counter[str]


class Heart(QObject):
    """Beats while it lives and remembers the longest gaps."""

    def __init__(self) -> None:
        super().__init__()
        self.gaps: list[Gap] = []
        self._ran: Counter[str] = Counter()
        self._main = threading.get_ident()
        self._stopped = threading.Event()
        self._last = self._now()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start(_BEAT)
        threading.Thread(target=self._watch, name="watch", daemon=True).start()

    def begin(self) -> None:
        """Forget what was before."""
        self.gaps.clear()
        self._last = self._now()

    def told(self, prefix: str = "") -> dict[str, float]:
        """Give the longest gaps in milliseconds, and how many were longer than 100."""
        gaps = self.gaps or [Gap(0, 0, 0, Counter())]
        return {
            f"{prefix}gap_ms": 1000 * max(gap.wall for gap in gaps),
            f"{prefix}own_ms": 1000 * max(gap.own for gap in gaps),
            f"{prefix}window_ms": 1000 * max(gap.ours for gap in gaps),
            f"{prefix}over_100": sum(gap.own > 0.1 for gap in gaps),
            f"{prefix}beats": len(self.gaps),
        }

    def say_longest(self, name: str) -> None:
        """Say where the threads stood in the longest gaps, for whoever wants to mend them."""
        if not os.environ.get("W15_SAY"):
            return
        for gap in sorted(self.gaps, key=lambda each: each.own, reverse=True)[:4]:
            figures = (gap.wall, gap.own, gap.ours)
            said = " ".join(f"{1000 * part:.0f}" for part in figures)
            print(f"--- {name}: wall, own, window: {said} ms", file=sys.stderr)
            for where, count in gap.ran.most_common(6):
                print(f"{count}× {where}", file=sys.stderr)

    def stop(self) -> None:
        """End both the timer and the thread that looks."""
        self._timer.stop()
        self._stopped.set()

    @staticmethod
    def _now() -> tuple[float, float, float]:
        return time.perf_counter(), time.process_time(), time.thread_time()

    def _beat(self) -> None:
        now, before = self._now(), self._last
        wall, cpu, ours = (one - other for one, other in zip(now, before, strict=True))
        self.gaps.append(Gap(wall, min(wall, cpu), ours, self._ran))
        if self._ran:
            self._ran = Counter()
        self._last = self._now()

    def _watch(self) -> None:
        while not self._stopped.wait(_LOOK):
            if time.perf_counter() - self._last[0] < _LONG:
                continue
            for thread, frame in sys._current_frames().items():
                if thread == threading.get_ident():
                    continue
                stack = traceback.extract_stack(frame)[-5:]
                who = "window" if thread == self._main else "worker"
                at = [f"{Path(f.filename).name}:{f.lineno} {f.name}" for f in stack]
                self._ran[f"{who}: " + " < ".join(reversed(at))] += 1
