"""Turns what pushes its results into what they can be asked for, one by one.

The cipher of the age format pushes; it waits in a thread of its own while nobody asks.
"""

import queue
import threading
from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

T = TypeVar("T")


class _StoppedError(Exception):
    """Nobody wants more."""


def pull(push: Callable[[Callable[[T], None]], None]) -> Iterator[T]:
    """Give one by one what ``push`` hands to the function it is given; what it raises is raised."""
    pulled = _Pulled(push)
    try:
        yield from pulled.results()
    finally:
        pulled.stop()


class _Pulled(Generic[T]):
    def __init__(self, push: Callable[[Callable[[T], None]], None]) -> None:
        self._push = push
        self._ready: queue.Queue[tuple[T] | BaseException | None] = queue.Queue(maxsize=1)
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def results(self) -> Iterator[T]:
        while (given := self._ready.get()) is not None:
            if isinstance(given, BaseException):
                raise given
            yield given[0]

    def stop(self) -> None:
        self._stopped.set()
        self._thread.join()

    def _run(self) -> None:
        last: BaseException | None = None
        try:
            self._push(lambda result: self._put((result,)))
        except BaseException as error:  # noqa: BLE001  raised where results are asked for
            last = error
        if not self._stopped.is_set():
            self._put(last)

    def _put(self, given: tuple[T] | BaseException | None) -> None:
        while not self._stopped.is_set():
            try:
                self._ready.put(given, timeout=0.1)
            except queue.Full:
                continue
            return
        raise _StoppedError
