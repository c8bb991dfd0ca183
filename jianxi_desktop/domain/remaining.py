"""How long work will still take, in words: said when enough is known, and never jumping about."""

import math
from collections import deque
from dataclasses import dataclass, field

_QUIET = 3.0  # seconds of work before anything is said
_SHARE = 0.03  # of the work that must be done before
_WINDOW = 20.0  # seconds the pace is taken from: what lies longer back says little
_EASE = 6.0  # seconds in which what is known follows what the pace says
_LATE = 1.25  # times what was said must be left before more is said than before
_STEPS = (10, 20, 30, 60, 120, 180, 240, 300, 420, 600, 900, 1200, 1800, 2700, 3600)  # seconds


@dataclass
class Remaining:
    """Works out from what is told how long the rest takes.

    Feed it with ``tell``; times are seconds of one clock that never goes back.
    """

    _told: deque[tuple[float, int]] = field(default_factory=deque)
    _total: int = 0
    _ends: float | None = None  # when, as far as is known
    _step: int = 0  # what was said last, in seconds

    def tell(self, now: float, done: int, total: int) -> None:
        """Take note of what is done; another total, or less done, begins anew."""
        if total != self._total or (self._told and done < self._told[-1][1]):
            self._told.clear()
            self._total, self._ends, self._step = total, None, 0
        since = now - self._told[-1][0] if self._told else 0.0
        self._told.append((now, done))
        while now - self._told[0][0] > _WINDOW and len(self._told) > 2:
            self._told.popleft()
        self._estimate(now, done, since)

    def seconds(self, now: float) -> float | None:
        """Give how long it will still take; ``None`` while nobody can know."""
        return None if self._ends is None else max(0.0, self._ends - now)

    def words(self, now: float) -> str:
        """Say how long it will still take; nothing while nobody can know."""
        left = self.seconds(now)
        if left is None:
            return ""
        step = next((each for each in _STEPS if left <= each), round(left / 3600 + 0.5) * 3600)
        if not self._step or step < self._step or left > _LATE * self._step:
            self._step = step
        return said(self._step)

    def _estimate(self, now: float, done: int, since: float) -> None:
        begun, before = self._told[0]
        spent, moved = now - begun, done - before
        enough = self._ends is not None or (spent >= _QUIET and done >= _SHARE * self._total)
        if not (enough and moved > 0 and self._total > 0):
            return
        ends = now + (self._total - done) * spent / moved
        if self._ends is None:
            self._ends = ends
        else:
            self._ends += (ends - self._ends) * (1 - math.exp(-since / _EASE))


def said(step: int) -> str:
    """Say so many seconds, one of the steps, in words."""
    if step <= _STEPS[0]:
        return "就要好了"
    if step < 60:
        return f"约还要{step}秒"
    if step < _STEPS[-1]:
        return f"约还要{step // 60}分钟"
    return f"约还要{step // 3600}小时"
