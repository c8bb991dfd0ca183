"""One seat at a time takes packages in: a lock for as long as the run lasts, on file or server.

Each package is applied in a transaction of its own, which takes the writers' lock besides; this one
only keeps two people from checking the same folder against each other.
"""

import contextlib
import os
from collections.abc import Iterator
from typing import Any

from jianxi_desktop.db.failures import named_failures
from jianxi_desktop.db.locks import give_back, take
from jianxi_desktop.db.presence import SUFFIX
from jianxi_desktop.db.store import Store
from jianxi_desktop.domain.files import file_failure
from jianxi_desktop.errors import InputError

_SERVER = 4103051922  # beside the writers' lock of ``server``; any number no other program takes
_BYTE = (1 << 30) + 64  # of the file of seats, behind all that seats lock


@contextlib.contextmanager
def merging_turn(store: Store) -> Iterator[None]:
    """Keep other seats from taking packages in while the block lasts; ends with the process.

    Raises:
        InputError: Another one is at it (``merging_elsewhere``); nothing was changed.
        EnvironmentFailure: The place of the lock cannot be reached.
    """
    with _on_server(store) if store.path is None else _on_file(store):
        yield


@contextlib.contextmanager
def _on_server(store: Store) -> Iterator[None]:
    with named_failures():
        borrowed = store.engine.raw_connection()
        driver: Any = borrowed.driver_connection
        borrowed.detach()  # closing it gives the lock back, whatever happened to it
        driver.autocommit = True
        found = driver.execute("SELECT pg_try_advisory_lock(%s)", (_SERVER,)).fetchone()
    try:
        if found is None or not found[0]:
            raise _taken()
        yield
    finally:
        driver.close()


@contextlib.contextmanager
def _on_file(store: Store) -> Iterator[None]:
    path = store.file.with_name(store.file.name + SUFFIX)
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666)
    except OSError as failure:
        raise file_failure(failure, path) from failure
    try:
        if not take(handle, _BYTE):
            raise _taken()
        yield
        give_back(handle, _BYTE)
    finally:
        os.close(handle)


def _taken() -> InputError:
    return InputError(
        "another seat takes packages in",
        user_message=(
            "另一台电脑（或另一个窗口）正在合并数据包，没有执行。"
            "请等它合并完再试；它已经收下的不用再收。"
        ),
        code="merging_elsewhere",
    )
