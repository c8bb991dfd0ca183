"""The parent's side of the process that opens a blank: start it, hear it, end it."""

import contextlib
import logging
import marshal
import pickle
import shutil
import struct
from pathlib import Path
from typing import Any, BinaryIO

from jianxi_desktop.domain import child_process
from jianxi_desktop.domain.files import file_failure
from jianxi_desktop.domain.progress import Progress
from jianxi_desktop.errors import InputError
from jianxi_desktop.sheets.blank_refusals import refusal
from jianxi_desktop.sheets.blank_requests import FLAG, Order, Question

_log = logging.getLogger(__name__)
_SILENCE = 300.0
_MOST_MESSAGE = 1_000_000_000


def opener_command() -> list[str]:
    """Give the command line of the process, also inside a bundle."""
    return child_process.command_of(FLAG, "jianxi_desktop.sheets.blank_child")


def ask(
    path: Path,
    request: Question | Order,
    progress: Progress | None,
    silence: float = _SILENCE,
) -> tuple[Any, ...]:
    """Let a process of its own answer a request about a file.

    Args:
        path: The file.
        request: What is asked.
        progress: Hears how far it is; may raise to stop.
        silence: Seconds without a word after which the process is taken for hung and ended.

    Raises:
        InputError: The file is refused, or the process died of it.
        EnvironmentFailure: The file cannot be read from its place.
    """
    try:
        with path.open("rb") as file:
            process = child_process.start(opener_command())
            try:
                with child_process.clock(process, silence):
                    _send(process.stdin, request, file)
                return _hear(process.stdout, process, progress, silence)
            finally:
                status = child_process.end(process)
                _log.debug("opener of blanks ended with %s", status)
    except OSError as failure:
        raise file_failure(failure, path) from failure


def _send(pipe: Any, request: Question | Order, file: BinaryIO) -> None:
    packed = pickle.dumps(request)
    with contextlib.suppress(BrokenPipeError):
        pipe.write(struct.pack("<Q", len(packed)))
        pipe.write(packed)
        shutil.copyfileobj(file, pipe, 1 << 20)
        pipe.close()


def _hear(pipe: Any, process: Any, progress: Progress | None, silence: float) -> tuple[Any, ...]:
    while True:
        with child_process.clock(process, silence):
            message = _message(pipe)
        if message is None:
            raise refusal("too_much")
        if message[0] == "done":
            return message[1:]
        if message[0] == "failed":
            _kind, code, reason, bug = message
            if bug:
                _log.error("opening a blank failed: %s", bug)
            raise InputError(f"blank refused: {code}", user_message=reason, code=code)
        if progress:
            progress(message[1], message[2])


def _message(pipe: BinaryIO) -> tuple[Any, ...] | None:
    head = pipe.read(8)
    if len(head) < 8:
        return None
    (size,) = struct.unpack("<Q", head)
    packed = pipe.read(min(size, _MOST_MESSAGE))
    if len(packed) < size:
        return None
    told: tuple[Any, ...] = marshal.loads(packed)  # noqa: S302 - from our own process
    return told
