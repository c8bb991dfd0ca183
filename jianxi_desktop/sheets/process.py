"""The parent's side of the process that reads a workbook: start it, hear it, end it."""

import contextlib
import io
import logging
import marshal
import pickle
import shutil
import struct
import threading
from collections.abc import Callable
from pathlib import Path
from queue import Empty, Queue
from typing import Any, BinaryIO

from jianxi_desktop.domain import child_process
from jianxi_desktop.domain.files import file_failure
from jianxi_desktop.schema.codes import laid_over
from jianxi_desktop.sheets.child import FLAG, MOST_MESSAGE
from jianxi_desktop.sheets.spec import Pasted, Request

_log = logging.getLogger(__name__)
_SILENCE = 120.0
_BEAT = 0.2


def reader_command() -> list[str]:
    """Give the command line of the reading process, also inside a bundle."""
    return child_process.command_of(FLAG, "jianxi_desktop.sheets.child")


class Reader:
    """A reading process at work on one file.

    Args:
        source: The file, its bytes, or a pasted block.
        request: What is asked of it.
        silence: Seconds without a word after which it is taken for hung and ended.

    Raises:
        EnvironmentFailure: The file cannot be read from its place.
    """

    def __init__(
        self, source: Path | bytes | Pasted, request: Request, silence: float = _SILENCE
    ) -> None:
        self._silence = silence
        path = source if isinstance(source, Path) else Path()
        try:
            with _opened(source) as file:
                self._process = child_process.start(reader_command())
                with child_process.clock(self._process, self._silence):
                    self._ask(request, file)
        except OSError as failure:
            raise file_failure(failure, path) from failure

    def message(self, beat: Callable[[], None] | None = None) -> tuple[Any, ...] | None:
        """Give the next message; ``None`` when the process is gone without a last word.

        Args:
            beat: Called five times a second while there is none; may raise to stop, and the process
                is ended.
        """
        if beat is None:
            return self._message()
        heard: Queue[tuple[Any, ...] | None] = Queue()
        ear = threading.Thread(target=lambda: heard.put(self._message()), daemon=True)
        ear.start()
        while True:
            try:
                return heard.get(timeout=_BEAT)
            except Empty:
                pass
            try:
                beat()
            except BaseException:
                self._process.kill()
                ear.join()
                self.close()
                raise

    def _message(self) -> tuple[Any, ...] | None:
        assert self._process.stdout is not None  # noqa: S101 - it was asked for
        with child_process.clock(self._process, self._silence):
            head = self._process.stdout.read(8)
            if len(head) < 8:
                return None
            (size,) = struct.unpack("<Q", head)
            packed = self._process.stdout.read(min(size, MOST_MESSAGE))
        if len(packed) < size:
            return None
        told: tuple[Any, ...] = marshal.loads(packed)  # noqa: S302 - from our own process
        if told[0] in {"head", "failed"} and told[1].get("bug"):
            _log.error("reading a workbook failed: %s", told[1]["bug"])
        return told

    def close(self) -> int:
        """End the process, whatever it does, and give its exit status."""
        status = child_process.end(self._process)
        _log.debug("reader ended with %s", status)
        return status

    def _ask(self, asked: Request, file: BinaryIO) -> None:
        request = pickle.dumps((asked, laid_over()))
        pipe = self._process.stdin
        assert pipe is not None  # noqa: S101 - it was asked for
        with contextlib.suppress(BrokenPipeError):
            pipe.write(struct.pack("<Q", len(request)))
            pipe.write(request)
            shutil.copyfileobj(file, pipe, 1 << 20)
            pipe.close()


def _opened(source: Path | bytes | Pasted) -> BinaryIO:
    if isinstance(source, Path):
        return source.open("rb")
    return io.BytesIO(source if isinstance(source, bytes) else source.text.encode())
