"""One writer at a time in this process: the others stand in line instead of failing.

SQLite would let a second writer wait for some seconds and then refuse him. Here whoever comes
second waits as long as it takes, in the order of coming, and lets the reads behind him go on. A
writer of another process is still refused by SQLite itself, or waited for by a server.
"""

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from jianxi_desktop.domain.progress import aside


@dataclass(eq=False)
class _Writer:
    thread: int = field(default_factory=threading.get_ident)
    turn: threading.Event = field(default_factory=threading.Event)


class Writers:
    """The line of those who want to write to one database."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._line: deque[_Writer] = deque()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait until nobody else of this process writes; then write, while the block lasts.

        Whoever has the turn already and asks again has it.
        """
        writer = _Writer()
        with self._lock:
            first = self._line[0] if self._line else None
            if first is None or first.thread != writer.thread:
                self._line.append(writer)
        if first is not None and first.thread == writer.thread:
            yield
            return
        try:
            if first is not None:
                with aside.get()():
                    writer.turn.wait()
            yield
        finally:
            self._leave(writer)

    def _leave(self, writer: _Writer) -> None:
        with self._lock:
            self._line.remove(writer)
            if self._line:
                self._line[0].turn.set()
