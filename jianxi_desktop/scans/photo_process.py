"""The parent's side of the process that looks at what is attached: start it, ask it, end it."""

import contextlib
import logging
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple, cast

from jianxi_desktop.domain import child_process
from jianxi_desktop.domain.files import file_failure
from jianxi_desktop.scans import messages, photos
from jianxi_desktop.scans.guard import Refusal
from jianxi_desktop.scans.photo_child import FLAG
from jianxi_desktop.scans.process import RefusedError

if TYPE_CHECKING:
    import subprocess

_log = logging.getLogger(__name__)
_SILENCE = 60.0
STOPPED = Refusal(
    "stopped", "处理这个文件时出了问题，已停止。请用看图软件或办公软件另存一份再添加。"
)


def reader_command() -> list[str]:
    """Give the command line of the reading process, also inside a bundle."""
    return child_process.command_of(FLAG, "jianxi_desktop.scans.photo_child")


class Taken(NamedTuple):
    """A file that can be kept: what it is, and the bytes that are kept of it."""

    photo: bool
    content: bytes


class PhotoReader:
    """A process that looks at files; use it with ``with``. It starts when it is first asked."""

    def __init__(self, silence: float = _SILENCE) -> None:
        self._silence = silence
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "PhotoReader":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def take(self, path: Path) -> Taken:
        """Look at a file; a photo comes back small and clean.

        Raises:
            RefusedError: It is nothing that is kept, or the reader broke down.
            EnvironmentFailure: The file cannot be read from its place.
        """
        suffix = path.suffix.lower()
        return self.take_content(_read(path, suffix), suffix)

    def take_content(self, data: bytes, suffix: str) -> Taken:
        """Look at what a file would hold; a photo comes back small and clean.

        Raises:
            RefusedError: It is nothing that is kept, or the reader broke down.
        """
        if len(data) > _most(suffix):
            raise RefusedError(_too_big(suffix))
        words, kept = self._ask({"kind": "take", "suffix": suffix}, data)
        return Taken(words["kind"] == photos.PHOTO, kept)

    def draw(self, content: bytes, longest: int, wanted: int = photos.WANTED) -> bytes:
        """Draw a kept picture anew, so that the window opens none that another office sent.

        Raises:
            RefusedError: It is damaged, or the reader broke down.
        """
        asked = {"kind": "draw", "longest": longest, "wanted": wanted}
        return self._ask(asked, content)[1]

    def open(self, content: bytes) -> tuple[int, tuple[float, float]]:
        """Open a PDF; give its pages, and width and height of the first in inches.

        Raises:
            RefusedError: It is damaged or locked, or the reader broke down.
        """
        told = self._ask({"kind": "open"}, content)[0]
        width, height = told["sheet"]
        return int(told["pages"]), (float(width), float(height))

    def page(self, at: int, dpi: float) -> bytes:
        """Draw a page, from 0, of the PDF that was opened last, as a JPEG.

        Raises:
            RefusedError: It is damaged, or the reader broke down.
        """
        return self._ask({"kind": "page", "page": at, "dpi": dpi}, b"")[1]

    def close(self) -> None:
        """End the process, whatever it does."""
        if self._process is not None:
            _log.debug("reader ended with %s", child_process.end(self._process))
            self._process = None

    def _ask(self, words: dict[str, Any], data: bytes) -> tuple[dict[str, Any], bytes]:
        if self._process is None:
            self._process = child_process.start(reader_command())
        process = self._process
        with child_process.clock(process, self._silence):
            with contextlib.suppress(BrokenPipeError):
                messages.send(cast("BinaryIO", process.stdin), words, data)
            answer = messages.receive(cast("BinaryIO", process.stdout))
        if answer is None:
            self.close()
            raise RefusedError(STOPPED)
        told = answer[0]
        if told["kind"] == "refused":
            if told["bug"]:
                _log.error("looking at a file failed: %s", told["bug"])
            raise RefusedError(Refusal(told["code"], told["reason"]))
        return answer


def _read(path: Path, suffix: str) -> bytes:
    try:
        size = path.stat().st_size
        if size > _most(suffix):
            raise RefusedError(_too_big(suffix))
        return path.read_bytes()
    except OSError as failure:
        raise file_failure(failure, path) from failure


def _most(suffix: str) -> int:
    return photos.MOST_BYTES if suffix in photos.DOCUMENTS else photos.MOST_PHOTO


def _too_big(suffix: str) -> Refusal:
    return photos.TOO_BIG if suffix in photos.DOCUMENTS else photos.TOO_BIG_PHOTO
