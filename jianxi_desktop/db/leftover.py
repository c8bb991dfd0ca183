"""What a log that a crash left beside the database still holds, seen before it is opened.

SQLite takes the log up to the first page that is not as it was written and passes over the rest in
silence. Whole changes behind such a page were lost; they can be told only before the log is moved
into the file.
"""

import contextlib
import struct
from pathlib import Path
from typing import NamedTuple

_HEAD, _FRAME = 32, 24


class Leftover(NamedTuple):
    """A log found beside a database that nobody had open.

    Attributes:
        pages: How many pages it holds, older ones of before the last reset included.
        committed: Places, from 1, of the pages at which a change of this log was complete.
        readable: Its head is as it was written.
    """

    pages: int
    committed: tuple[int, ...]
    readable: bool

    def lost(self, recovered: int) -> bool:
        """Tell whether changes were lost, when SQLite took ``recovered`` pages of it."""
        if self.pages and not self.readable:
            return True
        return any(place > recovered for place in self.committed)


def look(database: Path) -> Leftover | None:
    """Look at the log of a database; ``None``: there is none, or nothing in it."""
    log = database.with_name(database.name + "-wal")
    with contextlib.suppress(OSError), log.open("rb") as file:
        head = file.read(_HEAD)
        if len(head) < _HEAD:
            return None
        page = int(struct.unpack(">I", head[8:12])[0])
        sums = _checksum(head[:24], ">" if head[3] & 1 else "<")
        readable = page == 4096 and struct.unpack(">II", head[24:32]) == sums
        size = log.stat().st_size
        pages = (size - _HEAD) // (_FRAME + 4096)
        committed = []
        for place in range(pages):
            file.seek(_HEAD + place * (_FRAME + 4096))
            _number, complete, *salts = struct.unpack(">IIII", file.read(_FRAME)[:16])
            if complete and struct.pack(">II", *salts) == head[16:24]:
                committed.append(place + 1)
        return Leftover(pages, tuple(committed), readable)
    return None


def _checksum(data: bytes, order: str) -> tuple[int, int]:
    """Sum up as SQLite does, in the order of bytes that the log names."""
    first = second = 0
    words = struct.unpack(f"{order}{len(data) // 4}I", data)
    for one, two in zip(words[::2], words[1::2], strict=True):
        first = (first + one + second) & 0xFFFFFFFF
        second = (second + two + first) & 0xFFFFFFFF
    return first, second
