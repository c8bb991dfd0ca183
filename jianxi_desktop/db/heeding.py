"""Statements that run for long and end when a person stops the work they belong to."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy.exc import DBAPIError

from jianxi_desktop.domain.progress import Progress, StoppedError

_STEPS = 20_000  # of SQLite's machine between two looks at the clock
_EVERY = 0.1  # seconds between two words of progress


def _unknown() -> tuple[int, int]:
    return 0, 0


@contextmanager
def heeding(
    driver: Any, progress: Progress, told: Callable[[], tuple[int, int]] = _unknown
) -> Iterator[None]:
    """Let statements on a connection of the driver of a file look whether they are to stop.

    Args:
        driver: The connection; no other thread uses it.
        progress: Told now and then while a statement runs.
        told: Gives what is done and how much there is.

    Raises:
        StoppedError: The person stopped it; the statement was given up.
    """
    stopped: list[StoppedError] = []
    looked_at = time.monotonic()

    def look() -> bool:
        nonlocal looked_at
        if not stopped and time.monotonic() - looked_at >= _EVERY:
            looked_at = time.monotonic()
            try:
                progress(*told())
            except StoppedError as stop:
                stopped.append(stop)
        return bool(stopped)

    driver.set_progress_handler(look, _STEPS)
    try:
        yield
    except (sqlcipher.Error, DBAPIError) as interrupted:
        if stopped:
            raise stopped[0] from interrupted
        raise
    finally:
        driver.set_progress_handler(None, 0)
