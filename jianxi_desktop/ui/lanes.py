"""A lane of work: one thing after another off the GUI thread, and past whoever has to wait."""

import threading
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

_Todo = tuple[Future[Any], Callable[[], Any]]


class Lane(Executor):
    """Works through what it is given on one thread; while that waits, on another in its place."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._lock = threading.Lock()
        self._caught_up = threading.Condition(self._lock)
        self._todo: deque[_Todo] = deque()
        self._ended = False
        self._here = threading.local()
        self._worker = self._hire()
        self._workers = [self._worker]

    def submit(self, work: Callable[..., Any], /, *args: Any, **options: Any) -> Future[Any]:
        """Override: put work at the end of the lane.

        Raises:
            RuntimeError: The lane was shut down.
        """
        future: Future[Any] = Future()
        with self._lock:
            if self._ended:
                raise RuntimeError("the lane was shut down")
            self._todo.append((future, lambda: work(*args, **options)))
            self._worker.submit(self._serve, self._worker)
        return future

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Let what stands behind this piece of work go on while the block waits."""
        mine = getattr(self._here, "worker", None)
        with self._lock:
            if mine is self._worker and not self._ended:
                self._worker = self._hire()
                self._workers.append(self._worker)
                for _ in self._todo:
                    self._worker.submit(self._serve, self._worker)
        yield

    def settle(self) -> None:
        """Wait, on the lane's own thread, until all that stepped aside is done."""
        with self._caught_up:
            self._caught_up.wait_for(lambda: len(self._workers) == 1)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002 - as overridden
        """Override: take nothing more, and wait for what is being done."""
        with self._lock:
            self._ended = True
            dropped = list(self._todo) if cancel_futures else []
            if cancel_futures:
                self._todo.clear()
            workers = list(self._workers)
        for future, _work in dropped:
            future.cancel()
        for worker in workers:
            worker.shutdown(wait=wait)

    def _hire(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(1, thread_name_prefix=self._name)

    def _serve(self, worker: ThreadPoolExecutor) -> None:
        """Do the first thing of the lane; not when another has taken this one's place."""
        self._here.worker = worker
        with self._lock:
            if worker is not self._worker or not self._todo:
                return
            future, work = self._todo.popleft()
        if not future.set_running_or_notify_cancel():
            return
        try:
            result = work()
        except BaseException as failure:  # noqa: BLE001 - handed on, as every executor does
            future.set_exception(failure)
        else:
            future.set_result(result)
        with self._lock:
            if worker is not self._worker:  # another took its place: it is done with
                self._workers.remove(worker)
                worker.shutdown(wait=False)
                self._caught_up.notify_all()
