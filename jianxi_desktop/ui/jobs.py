"""Work off the GUI thread, one job after another, and back to it with the result."""

import time
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from threading import Event
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from jianxi_desktop.domain.progress import Progress, StoppedError

T = TypeVar("T")
Failed = Callable[[Exception], None]

_TELL_EVERY = 0.05  # seconds between two words of progress: the window need not paint more


@dataclass
class _Job:
    done: Callable[[Any], None]
    failed: Failed
    key: str = ""
    title: str = ""
    number: int = 0
    stop: Event = field(default_factory=Event)
    future: Future[Any] | None = None


class Jobs(QObject):
    """Runs one job after another on a single worker thread.

    Work touches no widget; ``done`` and ``failed`` run on the GUI thread, and not at all when the
    widget they belong to is gone. An executor that runs at once makes everything happen at once.

    Signals:
        started: A long job began; its title.
        progressed: What is done and how much there is; a total of 0 means nobody knows.
        ended: No long job is running or waiting any more.
        unhandled: A job without ``failed`` of its own failed; the error.
    """

    started = Signal(str)
    progressed = Signal(int, int)
    ended = Signal()
    unhandled = Signal(object)

    _finished = Signal(object)
    _told = Signal(object, int, int)

    def __init__(self, executor: Executor | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._executor = executor or ThreadPoolExecutor(1, thread_name_prefix="jobs")
        self._newest: dict[str, _Job] = {}
        self._long: list[_Job] = []
        self._closed = False
        self._begun = self._begun_before = 0
        # Queued when they come from the worker, at once when from this thread.
        self._finished.connect(self._deliver)
        self._told.connect(self._tell)

    @property
    def busy(self) -> bool:
        """Whether a long job is running or waiting."""
        return bool(self._long)

    def run(
        self, work: Callable[[], T], done: Callable[[T], None], failed: Failed | None = None
    ) -> None:
        """Start ``work``; call ``done`` with its result, or ``failed`` with its error."""
        self._submit(_Job(done, failed or self.unhandled.emit), work)

    def run_newest(
        self,
        key: str,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Failed | None = None,
    ) -> None:
        """Start ``work`` in place of what was started under ``key`` before and is not done."""
        self.drop(key)
        job = self._newest[key] = _Job(done, failed or self.unhandled.emit, key)
        self._submit(job, work)

    def drop(self, key: str) -> None:
        """Forget what was started under ``key``: its result is not wanted any more."""
        before = self._newest.pop(key, None)
        if before is not None and before.future is not None:
            before.future.cancel()

    def run_long(
        self,
        work: Callable[[Progress], T],
        done: Callable[[T], None],
        failed: Failed | None = None,
        *,
        title: str,
    ) -> None:
        """Start ``work`` that tells its progress and may be stopped; the status line shows it."""
        job = _Job(done, failed or self.unhandled.emit, title=title)
        self._long.append(job)
        self.started.emit(title)
        self._submit(job, partial(work, self._progress_of(job)))

    def stop(self) -> None:
        """Ask the long jobs to stop; they end with ``StoppedError``."""
        for job in self._long:
            job.stop.set()

    def abandon(self) -> None:
        """Deliver nothing of what was begun so far, for nobody is there to take it.

        What only reads and has not begun is dropped; what writes is done to its end.
        """
        self._begun_before = self._begun
        for key in tuple(self._newest):
            self.drop(key)

    def close(self) -> None:
        """Stop the running job, drop the waiting ones and deliver nothing any more."""
        self._closed = True
        self.stop()
        self._executor.shutdown(wait=True, cancel_futures=True)

    def _submit(self, job: _Job, work: Callable[[], Any]) -> None:
        self._begun += 1
        job.number = self._begun
        if not self._closed:
            job.future = self._executor.submit(self._do, job, work)

    def _do(self, job: _Job, work: Callable[[], Any]) -> None:
        """Runs on the worker and tells from there, so that the result is never early."""
        result, error = None, None
        try:
            result = work()
        except Exception as failure:  # noqa: BLE001 - it is shown by whoever asked
            error = failure
        except BaseException as panic:  # noqa: BLE001 - parsers written in Rust panic like this
            error = RuntimeError(type(panic).__name__).with_traceback(panic.__traceback__)
        if not self._closed and isValid(self):
            self._finished.emit((job, result, error))

    def _progress_of(self, job: _Job) -> Progress:
        told_at = 0.0

        def progress(done: int, total: int) -> None:
            nonlocal told_at
            if job.stop.is_set():
                raise StoppedError(
                    "stopped by the person",
                    user_message="已停止，什么都没有改动。",
                    code="stopped",
                )
            now = time.monotonic()
            if now - told_at >= _TELL_EVERY or done >= total:
                told_at = now
                self._told.emit(job, done, total)

        return progress

    def _tell(self, job: _Job, done: int, total: int) -> None:
        if job in self._long:
            self.progressed.emit(done, total)

    def _deliver(self, outcome: tuple[_Job, Any, Exception | None]) -> None:
        job, result, error = outcome
        if self._closed:
            return
        if job in self._long:
            self._long.remove(job)
            if not self._long:
                self.ended.emit()
        if not self._is_wanted(job):
            return
        if error is None:
            if _has_receiver(job.done):
                job.done(result)
        elif _has_receiver(job.failed):
            job.failed(error)

    def _is_wanted(self, job: _Job) -> bool:
        """Tell whether somebody waits for it, and no newer job took its place."""
        if job.number <= self._begun_before:
            return False
        if not job.key:
            return True
        if self._newest.get(job.key) is not job:
            return False
        del self._newest[job.key]
        return True


def _has_receiver(callback: Callable[..., None]) -> bool:
    """Tell whether the widget a callback belongs to still exists."""
    while isinstance(callback, partial):
        callback = callback.func
    receiver = getattr(callback, "__self__", None)
    return not isinstance(receiver, QObject) or isValid(receiver)
