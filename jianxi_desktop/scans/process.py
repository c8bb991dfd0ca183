"""The parent's side of the process that reads scans: start it, hear it, answer it, end it."""

import contextlib
import logging
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast

from jianxi_desktop.domain import child_process
from jianxi_desktop.domain.files import file_failure
from jianxi_desktop.scans import guard, messages
from jianxi_desktop.scans.boxes import Look
from jianxi_desktop.scans.child import FLAG
from jianxi_desktop.scans.guard import Refusal
from jianxi_desktop.scans.layout import PageLayout, State, write_layout

_log = logging.getLogger(__name__)
_SILENCE = 90.0
STOPPED = Refusal(
    "stopped", "读这个文件时出了问题，已停止。请重新扫描，或把这一页单独存成文件再试。"
)


def reader_command() -> list[str]:
    """Give the command line of the reading process, also inside a bundle."""
    return child_process.command_of(FLAG, "jianxi_desktop.scans.child")


@dataclass(frozen=True)
class Seen:
    """A page that was looked at.

    Attributes:
        picture: The page as a JPEG, upright where that could be told.
        looks: What was seen of each box; ``None`` when the page could not be laid straight.
    """

    picture: bytes
    looks: tuple[Look, ...] | None


class RefusedError(Exception):
    """A file that could not be read, or not to its end.

    Attributes:
        refusal: Why.
    """

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal


class Page:
    """One page while the reader has it before it.

    Attributes:
        codes: What its QR codes say.
        damaged: Whether it could not be opened at all.
    """

    def __init__(self, reader: "Reader", codes: tuple[str, ...], *, damaged: bool) -> None:
        self._reader = reader
        self.codes, self.damaged = codes, damaged

    def look(self, code: int, layout: PageLayout, blank: bytes) -> Seen:
        """Look at the boxes of the form that one of the codes names.

        Args:
            code: Which of the codes.
            layout: Where the boxes are.
            blank: PDF with the unmarked page.

        Raises:
            RefusedError: The reader broke down.
        """
        asked = {"kind": "look", "code": code, "layout": write_layout(layout)}
        words, picture = self._reader.ask(asked, blank)
        if words["kind"] == "crooked":
            return Seen(picture, None)
        looks = (Look(State(state), share, strokes) for state, share, strokes in words["looks"])
        return Seen(picture, tuple(looks))

    def picture(self) -> bytes:
        """Give the page as it lies, as a JPEG.

        Raises:
            RefusedError: The reader broke down.
        """
        return self._reader.ask({"kind": "picture"})[1]


class Reader:
    """A reading process; use it with ``with``."""

    def __init__(self, silence: float = _SILENCE) -> None:
        self._silence = silence
        self._process: subprocess.Popen[bytes] | None = None
        self._midway = False

    def __enter__(self) -> "Reader":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def open(self, path: Path) -> tuple[int, Iterator[Page]]:
        """Give how many pages a file has, and the pages one by one.

        Raises:
            RefusedError: It is no scan; also out of the pages, should the reader break down.
            EnvironmentFailure: The file cannot be read from its place.
        """
        try:
            size = path.stat().st_size
            data = path.read_bytes() if 0 < size <= guard.MOST_BYTES else b""
        except OSError as failure:
            raise file_failure(failure, path) from failure
        if not data:
            raise RefusedError(guard.TOO_BIG if size else guard.EMPTY)
        if self._midway:  # somebody left off between pages: that process still waits for them
            self.close()
        words, _ = self.ask({"kind": "file"}, data)
        return int(words["pages"]), self._pages(int(words["pages"]))

    def ask(self, words: dict[str, Any], data: bytes = b"") -> tuple[dict[str, Any], bytes]:
        """Say something and hear the answer.

        Raises:
            RefusedError: The reader refuses, or is gone.
        """
        process = self._running()
        with child_process.clock(process, self._silence), contextlib.suppress(BrokenPipeError):
            messages.send(cast("BinaryIO", process.stdin), words, data)
        return self._hear(process)

    def close(self) -> None:
        """End the process, whatever it does."""
        if self._process is not None:
            _log.debug("reader ended with %s", child_process.end(self._process))
            self._process, self._midway = None, False

    def _pages(self, count: int) -> Iterator[Page]:
        process, self._midway = self._running(), True
        for _at in range(count):
            words, _ = self._hear(process)
            damaged = bool(words["damaged"])
            yield Page(self, tuple(words["codes"]), damaged=damaged)
            if not damaged:
                with contextlib.suppress(BrokenPipeError):
                    messages.send(cast("BinaryIO", process.stdin), {"kind": "next"})
        self._hear(process)
        self._midway = False

    def _hear(self, process: subprocess.Popen[bytes]) -> tuple[dict[str, Any], bytes]:
        with child_process.clock(process, self._silence):
            answer = messages.receive(cast("BinaryIO", process.stdout))
        if answer is None:
            self.close()
            raise RefusedError(STOPPED)
        words = answer[0]
        if words["kind"] == "refused":
            self._midway = False
            if words["bug"]:
                _log.error("reading a scan failed: %s", words["bug"])
            raise RefusedError(Refusal(words["code"], words["reason"]))
        return answer

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            self._process = child_process.start(reader_command())
        return self._process
