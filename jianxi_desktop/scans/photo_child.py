"""The process that looks at photos and documents to be attached, and draws photos anew.

Whatever a file does to the libraries here ends this process only. It opens no file: all it reads
comes through its standard input.
"""

import os
import sys
from typing import TYPE_CHECKING, Any, BinaryIO

from jianxi_desktop.domain.process_limits import limit_this_process, place_of
from jianxi_desktop.scans import guard, messages, photos

if TYPE_CHECKING:
    from jianxi_desktop.scans.papers import Paper

# The bundled program starts itself with this word to become the reader.
FLAG = "--read-photo"
_MEMORY, _SECONDS = 4_000_000_000, 3_600


def main() -> int:
    """Serve files until there are no more; the entry of ``python -m`` and of the bundle."""
    limit_this_process(_MEMORY, _SECONDS)
    os.environ["OPENCV_IO_MAX_IMAGE_PIXELS"] = str(guard.MOST_DOTS)
    # A windowed program on Windows has no sys.stdin, but the pipes are there.
    with open(0, "rb", closefd=False) as asked, open(1, "wb", closefd=False) as out:
        return serve(asked, out)


def serve(asked: BinaryIO, out: BinaryIO) -> int:
    """Answer for every file that comes."""
    desk = _Desk()
    try:
        while (request := messages.receive(asked)) is not None:
            words, kept = _answer(desk, *request)
            messages.send(out, words, kept)
    except BrokenPipeError:
        return 1
    return 0


class _Desk:
    """What lies open here: a paper whose pages are asked for one by one."""

    paper: "Paper | None" = None

    def open(self, data: bytes) -> tuple[dict[str, Any], bytes]:
        """Open a paper in the place of the one before."""
        from jianxi_desktop.scans.papers import Paper

        if self.paper is not None:
            self.paper.close()
        self.paper = Paper(data)
        return {"kind": "paper", "pages": self.paper.count, "sheet": self.paper.sheet}, b""

    def page(self, at: int, dpi: float) -> tuple[dict[str, Any], bytes]:
        """Draw a page of it."""
        if self.paper is None:
            raise ValueError("no paper lies open")
        return {"kind": "page"}, self.paper.page(at, dpi)


def _answer(desk: _Desk, words: dict[str, Any], data: bytes) -> tuple[dict[str, Any], bytes]:
    try:
        if words["kind"] == "take":
            kind, kept = photos.take(data, words["suffix"])
            return {"kind": kind}, kept
        if words["kind"] == "open":
            return desk.open(data)
        if words["kind"] == "page":
            return desk.page(words["page"], words["dpi"])
        return {"kind": photos.PHOTO}, photos.draw_anew(data, words["longest"], words["wanted"])
    except ImportError as missing:
        return _refused(photos.MISSING, str(missing.name)), b""
    except MemoryError:
        return _refused(photos.TOO_BIG_PHOTO), b""
    except Exception as failure:  # noqa: BLE001 - what breaks here is the file, told as such
        refusal = getattr(failure, "refusal", None)
        return _refused(refusal or photos.DAMAGED, "" if refusal else place_of(failure)), b""


def _refused(refusal: guard.Refusal, bug: str = "") -> dict[str, Any]:
    return {"kind": "refused", "code": refusal.code, "reason": refusal.reason, "bug": bug}


if __name__ == "__main__":
    sys.exit(main())
