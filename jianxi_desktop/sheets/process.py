"""The parent's side of the process that reads a workbook: start it, hear it, end it."""

import contextlib
import logging
import marshal
import os
import pickle
import shutil
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from jianxi_desktop.domain.files import file_failure
from jianxi_desktop.schema.codes import laid_over
from jianxi_desktop.sheets.child import FLAG
from jianxi_desktop.sheets.spec import RosterSpec

_log = logging.getLogger(__name__)
_ROOT = Path(__file__).resolve().parents[2]
_SILENCE = 300.0
_MOST_MESSAGE = 1_000_000_000


def reader_command() -> list[str]:
    """Give the command line of the reading process, also inside a bundle."""
    if getattr(sys, "frozen", False):
        return [sys.executable, FLAG]
    return [sys.executable, "-m", "jianxi_desktop.sheets.child"]


class Reader:
    """A reading process at work on one file.

    Args:
        path: The workbook.
        spec: What it may hold.
        sheet: The sheet to read; ``None`` for the best one.
        silence: Seconds without a word after which it is taken for hung and ended.

    Raises:
        EnvironmentFailure: The file cannot be read from its place.
    """

    def __init__(
        self, path: Path, spec: RosterSpec, sheet: str | None, silence: float = _SILENCE
    ) -> None:
        self._silence = silence
        try:
            with path.open("rb") as file:
                self._process = _start()
                with self._clock():
                    self._ask(spec, sheet, file)
        except OSError as failure:
            raise file_failure(failure, path) from failure

    def message(self) -> tuple[Any, ...] | None:
        """Give the next message; ``None`` when the process is gone without a last word."""
        assert self._process.stdout is not None  # noqa: S101 - it was asked for
        with self._clock():
            head = self._process.stdout.read(8)
            if len(head) < 8:
                return None
            (size,) = struct.unpack("<Q", head)
            packed = self._process.stdout.read(min(size, _MOST_MESSAGE))
        if len(packed) < size:
            return None
        told: tuple[Any, ...] = marshal.loads(packed)  # noqa: S302 - from our own process
        if told[0] in {"head", "failed"} and told[1].get("bug"):
            _log.error("reading a workbook failed: %s", told[1]["bug"])
        return told

    def close(self) -> int:
        """End the process, whatever it does, and give its exit status."""
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        status = self._process.wait()
        _log.debug("reader ended with %s", status)
        return status

    def _ask(self, spec: RosterSpec, sheet: str | None, file: BinaryIO) -> None:
        request = pickle.dumps((spec, sheet, laid_over()))
        pipe = self._process.stdin
        assert pipe is not None  # noqa: S101 - it was asked for
        with contextlib.suppress(BrokenPipeError):
            pipe.write(struct.pack("<Q", len(request)))
            pipe.write(request)
            shutil.copyfileobj(file, pipe, 1 << 20)
            pipe.close()

    @contextlib.contextmanager
    def _clock(self) -> Iterator[None]:
        """End a process that says nothing for too long; the read then finds the pipe closed."""
        timer = threading.Timer(self._silence, self._process.kill)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()


def _start() -> subprocess.Popen[bytes]:
    paths = [str(_ROOT), os.environ.get("PYTHONPATH", "")]
    return subprocess.Popen(  # noqa: S603 - our own program, no word of it from outside
        reader_command(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))},
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
