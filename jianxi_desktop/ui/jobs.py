"""Work off the GUI thread and back to it: a lane for short work, one for long, one to read in."""

import time
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from jianxi_desktop.domain.progress import Progress, aside, doing
from jianxi_desktop.domain.remaining import Remaining
from jianxi_desktop.ui.job import Failed, Job, Outcome, has_receiver, nothing, stopped
from jianxi_desktop.ui.lanes import Lane
from jianxi_desktop.ui.passing import Passing

if TYPE_CHECKING:
    from collections.abc import Iterator

T = TypeVar("T")

_TELL_EVERY = 0.05  # seconds between two words of progress: the window need not paint more


class Jobs(QObject):
    """Runs short work one after another, and long work and long reading beside it.

    Work touches no widget; ``done`` and ``failed`` run on the GUI thread, and not at all when their
    widget is gone. Short work keeps its order, and so do its results, except that what must wait
    for long work to have written lets the reads behind it go on. An executor that runs at once
    makes everything happen at once.

    Attributes:
        remaining: How long the long job that runs will still take.

    Signals:
        started: A long job runs now; its title.
        progressed: What is done and how much there is; a total of 0 means nobody knows.
        stopping: The long job that runs was asked to stop.
        held_up: Short work waits for the long job to have written; told once a long job.
        lined_up: Long jobs that wait, or what must wait for one to have written, are others now.
        ended: No long job is running or waiting any more.
        unhandled: A job without ``failed`` of its own failed; the error.
    """

    started = Signal(str)
    progressed = Signal(int, int)
    stopping = Signal()
    held_up = Signal(str)
    lined_up = Signal()
    ended = Signal()
    unhandled = Signal(object)

    _finished = Signal(object)
    _told = Signal(object, int, int)
    _held = Signal(object, bool)

    def __init__(self, executor: Executor | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._short = executor or Lane("jobs")
        self._behind = executor or ThreadPoolExecutor(1, thread_name_prefix="long")
        self._beside = executor or ThreadPoolExecutor(1, thread_name_prefix="beside")
        self._newest: dict[str, Job] = {}
        self._long: list[Job] = []
        self._passing: Passing[Job] = Passing()
        self._kept: list[Outcome] = []
        self._told_held = False
        self._closed = False
        self._begun = self._begun_before = 0
        self.remaining = Remaining()
        # Queued when they come from a worker, at once when from this thread.
        self._finished.connect(self._deliver)
        self._told.connect(self._tell)
        self._held.connect(self._note_held)

    @property
    def busy(self) -> bool:
        """Whether a long job runs or waits, or something that waited for one is not told."""
        return bool(self._long) or self.held > 0

    @property
    def title(self) -> str:
        """Title of the long job that runs; empty where none does."""
        return self._long[0].title if self._long else ""

    @property
    def stoppable(self) -> bool:
        """Whether the long job that runs can be asked to stop, and was not yet."""
        return bool(self._long) and self._long[0].stops and not self._long[0].stop.is_set()

    @property
    def waiting(self) -> tuple[tuple[int, str], ...]:
        """Number and title of the long jobs that wait their turn, the next one first."""
        return tuple((job.number, job.title) for job in self._long[1:])

    @property
    def held(self) -> int:
        """How many pieces of short work waited until the long job has written, and are not told."""
        return len(self._passing)

    def run(
        self, work: Callable[[], T], done: Callable[[T], None], failed: Failed | None = None
    ) -> None:
        """Start ``work``; call ``done`` with its result, or ``failed`` with its error."""
        self._submit(Job(work, done, failed or self.unhandled.emit))

    def run_newest(
        self,
        key: str,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Failed | None = None,
        *,
        beside: bool = False,
    ) -> None:
        """Start ``work`` in place of what was started under ``key`` before and is not done.

        Args:
            key: What it is a newer state of.
            work: What is done.
            done: Takes its result.
            failed: Takes its error.
            beside: Whether it only reads and takes a second or more: lists and searches that are
                asked for later need not wait for it.
        """
        self.drop(key)
        job = self._newest[key] = Job(work, done, failed or self.unhandled.emit, key)
        job.beside = beside
        self._submit(job)

    def drop(self, key: str) -> None:
        """Forget what was started under ``key``: its result is not wanted any more."""
        before = self._newest.pop(key, None)
        if before is not None and before.future is not None and before.future.cancel():
            before.let_go()

    def run_long(
        self,
        work: Callable[[Progress], T],
        done: Callable[[T], None],
        failed: Failed | None = None,
        *,
        title: str,
        alone: bool = False,
        stops: bool = True,
    ) -> None:
        """Start ``work`` that tells its progress and may be stopped; the status line shows it.

        Where other long work runs it waits its turn, and can be withdrawn until then.

        Args:
            work: What is done.
            done: Takes its result.
            failed: Takes its error; ``StoppedError`` when it was stopped or withdrawn.
            title: What it is, for people: 正在导入.
            alone: Whether short work must wait for it too: it puts other files in the place of
                the database, or changes its key. It cannot be stopped half-way.
            stops: Whether it looks whether it is to stop.
        """
        job = Job(nothing, done, failed or self.unhandled.emit, title=title, alone=alone)
        job.stops = stops and not alone
        job.work = partial(work, self._progress_of(job))
        self._long.append(job)
        if len(self._long) == 1:
            self._begin()
        else:
            self.lined_up.emit()
        self._submit(job)

    def run_last(
        self, work: Callable[[], T], done: Callable[[T], None], failed: Failed | None = None
    ) -> None:
        """Start ``work`` when everything that was begun before, long and short, is at its end."""
        self._submit(Job(work, done, failed or self.unhandled.emit, alone=True))

    def stop(self) -> None:
        """Ask the long job that runs to stop; it ends with ``StoppedError``."""
        if self._long:
            self._long[0].stop.set()
            self.stopping.emit()

    def withdraw(self, number: int) -> None:
        """Take a long job out of those that wait; it ends with ``StoppedError``."""
        job = next((each for each in self._long[1:] if each.number == number), None)
        if job is not None and job.future is not None and job.future.cancel():
            self._deliver((job, None, stopped("已取消排队，没有做。")))
            self.lined_up.emit()

    def stop_all(self) -> None:
        """Ask the long job that runs to stop, and drop those that wait."""
        for number, _title in self.waiting:
            self.withdraw(number)
        self.stop()

    def abandon(self) -> None:
        """Deliver nothing of what was begun so far, for nobody is there to take it.

        What only reads and has not begun is dropped; what writes is done to its end.
        """
        self._begun_before = self._begun
        for key in tuple(self._newest):
            self.drop(key)

    def close(self) -> None:
        """Stop the running jobs, drop the waiting ones and deliver nothing any more."""
        self._closed = True
        for job in self._long:
            job.stop.set()
        self._behind.shutdown(wait=True, cancel_futures=True)
        self._beside.shutdown(wait=True, cancel_futures=True)
        self._short.shutdown(wait=True, cancel_futures=True)

    def _submit(self, job: Job) -> None:
        self._begun += 1
        job.number = self._begun
        if self._closed:
            return
        if job.alone:
            job.future = self._behind.submit(self._do_alone, job)
        elif job.title:
            job.future = self._behind.submit(self._do, job)
        elif job.beside:
            job.future = self._beside.submit(self._do, job)
        else:
            job.future = self._short.submit(self._do, job)

    def _do_alone(self, job: Job) -> None:
        """Occupies every lane: nothing else is done meanwhile."""
        self._beside.submit(lambda: self._short.submit(self._do_last, job).result()).result()

    def _do_last(self, job: Job) -> None:
        if isinstance(self._short, Lane):
            self._short.settle()
        self._do(job)

    def _do(self, job: Job) -> None:
        """Runs on a worker and tells from there, so that the result is never early."""
        result, error = None, None
        here, behind = doing.set(job.title), aside.set(partial(self._step_aside, job))
        try:
            result = job.work()
        except Exception as failure:  # noqa: BLE001 - it is shown by whoever asked
            error = failure
        except BaseException as panic:  # noqa: BLE001 - parsers written in Rust panic like this
            error = RuntimeError(type(panic).__name__).with_traceback(panic.__traceback__)
        doing.reset(here)
        aside.reset(behind)
        if not self._closed and isValid(self):
            self._finished.emit((job, result, error))

    @contextmanager
    def _step_aside(self, job: Job) -> "Iterator[None]":
        """Entered on a worker whose work waits for the long job to have written."""
        lane = self._short
        passing: AbstractContextManager[None] | None = (
            lane.aside() if isinstance(lane, Lane) and not doing.get() else None
        )
        if passing is None:
            yield
            return
        self._tell_held(job, goes_on=False)
        try:
            with passing:
                yield
        finally:
            self._tell_held(job, goes_on=True)

    def _tell_held(self, job: Job, *, goes_on: bool) -> None:
        if not self._closed and isValid(self):
            self._held.emit(job, goes_on)

    def _note_held(self, job: Job, goes_on: bool) -> None:  # noqa: FBT001 - as a signal gives it
        if goes_on:
            self._passing.go_on(job)
            return
        self._passing.begin(job, job.number)
        if self._long and not self._told_held:
            self._told_held = True
            self.held_up.emit(self.title)
        self.lined_up.emit()

    def _progress_of(self, job: Job) -> Progress:
        told_at = 0.0

        def progress(done: int, total: int) -> None:
            nonlocal told_at
            if job.stop.is_set():
                raise stopped("已停止，什么都没有改动。")
            now = time.monotonic()
            if now - told_at >= _TELL_EVERY or done >= total:
                told_at = now
                self._told.emit(job, done, total)

        return progress

    def _tell(self, job: Job, done: int, total: int) -> None:
        if self._long and job is self._long[0]:
            self.remaining.tell(time.monotonic(), done, total)
            self.progressed.emit(done, total)

    def _begin(self) -> None:
        self.remaining, self._told_held = Remaining(), False
        self.started.emit(self.title)

    def _say_ended(self) -> None:
        if not self.busy:
            self.ended.emit()

    def _deliver(self, outcome: Outcome) -> None:
        job = outcome[0]
        if self._closed:
            return
        if job in self._long:
            self._end_long(job)
        elif not job.beside and self._passing.must_wait(job, job.number):
            self._kept.append(outcome)
            return
        passed = self._passing.end(job)
        try:
            self._hand_over(outcome)
        finally:
            if passed:
                self._go_on_telling()

    def _go_on_telling(self) -> None:
        kept, self._kept = self._kept, []
        for each in kept:
            self._deliver(each)
        self.lined_up.emit()
        self._say_ended()

    def _hand_over(self, outcome: Outcome) -> None:
        job, result, error = outcome
        done, failed, wanted = job.done, job.failed, self._is_wanted(job)
        job.let_go()
        if not wanted:
            return
        if error is None:
            if has_receiver(done):
                done(result)
        elif has_receiver(failed):
            failed(error)

    def _end_long(self, job: Job) -> None:
        first = job is self._long[0]
        self._long.remove(job)
        if first and self._long:
            self._begin()
            self.lined_up.emit()
        self._say_ended()

    def _is_wanted(self, job: Job) -> bool:
        """Tell whether somebody waits for it, and no newer job took its place."""
        if job.number <= self._begun_before:
            return False
        if not job.key:
            return True
        if self._newest.get(job.key) is not job:
            return False
        del self._newest[job.key]
        return True
