"""Check packages ahead of the one who writes them: child processes side by side, few at a time.

A checked package stays open, its child waiting with what it has checked, until it was written; so
how many are open at once is what bounds memory, however many lie on the drive.
"""

import contextlib
import os
from collections import deque
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Generic, TypeVar

from jianxi_desktop.errors import JianxiError
from jianxi_desktop.services.desk_files import PackageFile

T = TypeVar("T")
_HEARTBEAT = 0.2  # seconds between two questions whether to stop
Check = Callable[[PackageFile], contextlib.AbstractContextManager[T]]


@dataclass(frozen=True)
class Checked(Generic[T]):
    """What the check of a package came to: what was found, or why there is nothing."""

    file: PackageFile
    found: T | None = None
    refused: JianxiError | None = None


def usual_workers() -> int:
    """Say how many child processes read at once: one processor is left to the writer."""
    return max((os.cpu_count() or 2) - 1, 1)


def read_ahead(
    files: Sequence[PackageFile],
    check: Check[T],
    *,
    workers: int,
    pulse: Callable[[], None],
) -> Generator[Checked[T]]:
    """Check packages side by side and give each when it is checked, a sender's in their order.

    A package is open while it is the one that was given last. What the caller raises, or leaving
    off early, closes all that are open.

    Args:
        files: In order; those of one sender stand one after the other.
        check: Opens a package that was checked, or raises ``JianxiError``.
        workers: How many are checked at once; one more may be checked and wait.
        pulse: Called while nothing is ready; may raise to stop.
    """
    waiting = deque(files)
    flying: dict[Future[tuple[contextlib.ExitStack, Checked[T]]], PackageFile] = {}
    pool = ThreadPoolExecutor(workers, thread_name_prefix="packages")
    try:
        while waiting or flying:
            while waiting and len(flying) < workers + 1:
                file = waiting.popleft()
                flying[pool.submit(_open, check, file)] = file
            done = _next(flying, pulse)
            del flying[done]
            stack, checked = done.result()
            with stack:
                yield checked
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        for future in flying:
            future.add_done_callback(_close)


def _open(check: Check[T], file: PackageFile) -> tuple[contextlib.ExitStack, Checked[T]]:
    stack = contextlib.ExitStack()
    try:
        return stack, Checked(file, stack.enter_context(check(file)))
    except JianxiError as error:
        return stack, Checked(file, refused=error)


def _next(
    flying: dict[Future[tuple[contextlib.ExitStack, Checked[T]]], PackageFile],
    pulse: Callable[[], None],
) -> Future[tuple[contextlib.ExitStack, Checked[T]]]:
    """Wait for one that is checked and whose sender has none before it that is not."""
    first: dict[str, Future[tuple[contextlib.ExitStack, Checked[T]]]] = {}
    for future, file in flying.items():
        first.setdefault(file.key or str(file.path), future)
    while not (ready := wait(first.values(), _HEARTBEAT, FIRST_COMPLETED).done):
        pulse()
    return next(each for each in first.values() if each in ready)


def _close(future: Future[tuple[contextlib.ExitStack, Checked[T]]]) -> None:
    """Let go of a package that was checked when nobody wanted it any more."""
    if not future.cancelled() and future.exception() is None:
        future.result()[0].close()
