"""The process that reads untrusted scans: pages and codes go out, layouts come in, looks go out.

Whatever a file does to the libraries here ends this process only. It opens no file: all it reads
comes through its standard input.
"""

import os
import sys
from typing import TYPE_CHECKING, Any, BinaryIO

from jianxi_desktop.domain.process_limits import limit_this_process, place_of
from jianxi_desktop.scans import guard, messages
from jianxi_desktop.scans.layout import read_layout

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from jianxi_desktop.scans.codes import Code

    Grey = NDArray[np.uint8]

# The bundled program starts itself with this word to become the reader.
FLAG = "--read-scan"
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
    try:
        while (request := messages.receive(asked)) is not None:
            _File(asked, out).answer(request[1])
    except BrokenPipeError:
        return 1
    return 0


class _File:
    """One file at work."""

    def __init__(self, asked: BinaryIO, out: BinaryIO) -> None:
        self._asked, self._out = asked, out

    def answer(self, data: bytes) -> None:
        """Tell of every page, and that this was the last."""
        try:
            self._read(data)
        except ImportError as missing:
            self._refuse(guard.MISSING, str(missing.name))
        except MemoryError:
            self._refuse(guard.TOO_MUCH)
        except Exception as failure:  # noqa: BLE001 - what breaks here is the file, told as such
            refusal = getattr(failure, "refusal", None)
            self._refuse(refusal or guard.DAMAGED, "" if refusal else place_of(failure))

    def _refuse(self, refusal: guard.Refusal, bug: str = "") -> None:
        told = {"kind": "refused", "code": refusal.code, "reason": refusal.reason, "bug": bug}
        messages.send(self._out, told)

    def _read(self, data: bytes) -> None:
        import cv2

        from jianxi_desktop.scans.codes import find_codes
        from jianxi_desktop.scans.pictures import Scan

        cv2.setNumThreads(2)
        scan = Scan(data)
        messages.send(self._out, {"kind": "file", "pages": scan.count})
        for page in scan.pages():
            codes = find_codes(page) if page is not None else ()
            texts = [code.text for code in codes]
            messages.send(self._out, {"kind": "page", "damaged": page is None, "codes": texts})
            if page is not None:
                self._look(page, codes)
        messages.send(self._out, {"kind": "end"})

    def _look(self, page: "Grey", codes: tuple["Code", ...]) -> None:
        """Hear which code is whose layout, and tell what was seen there."""
        while (answer := messages.receive(self._asked)) is not None:
            words, blank = answer
            if words["kind"] == "next":
                return
            if words["kind"] == "picture":
                messages.send(self._out, {"kind": "picture"}, _packed(page))
            else:
                self._look_at(page, codes[words["code"]], words["layout"], blank)

    def _look_at(self, page: "Grey", code: "Code", told: dict[str, Any], blank: bytes) -> None:
        from jianxi_desktop.scans import boxes, pictures, straight

        layout = read_layout(told)
        upright = straight.straighten(page, code, layout)
        unmarked = pictures.draw_blank(blank, layout.blank, straight.DPI, straight.size_of(layout))
        if upright is None or not straight.lies_as_printed(upright, unmarked):
            messages.send(self._out, {"kind": "crooked"}, _packed(page))
            return
        looks = boxes.look_at(upright, unmarked, layout)
        seen = [(look.state, round(look.share, 3), look.strokes) for look in looks]
        picture = pictures.pack(upright, straight.DPI)
        messages.send(self._out, {"kind": "looks", "looks": seen}, picture)


def _packed(page: "Grey") -> bytes:
    """Give a page that could not be laid straight as it lies."""
    from jianxi_desktop.scans import pictures

    return pictures.pack(page, max(page.shape) / 11.7)


if __name__ == "__main__":
    sys.exit(main())
