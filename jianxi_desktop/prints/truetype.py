"""One TrueType file: which glyph a character has, how wide it is, and what draws it.

Only what is asked for is read. A Chinese font holds 30,000 glyphs in 15 MB and a form needs 400
of them, so the file is mapped into memory and its tables are searched, not unpacked.
"""

import mmap
import sys
from array import array
from bisect import bisect_left
from collections.abc import Callable
from pathlib import Path
from struct import Struct, error

from jianxi_desktop.errors import EnvironmentFailure

# OS/2 fsType: what the maker of a font allows.
_NO_EMBEDDING, _NO_SUBSET, _BITMAP_ONLY = 0x0002, 0x0100, 0x0200

_U16, _I16, _U32 = Struct(">H"), Struct(">h"), Struct(">I")


class UnusableFont(EnvironmentFailure):
    """A font file that is damaged, has no TrueType outlines or may not be embedded."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(
            f"font {path.name}: {why}",
            user_message=f"字体文件 {path.name} 不能用于打印，请重新安装本程序。",
            code="font_unusable",
        )


class TrueTypeFile:
    """A font file on disk; of a collection (.ttc), its first font.

    Attributes:
        name: Name for the PDF, from the file's name.
        ascent: Height above the base line, in thousandths of an em.
        descent: Depth below it, negative, in thousandths.
        box: Left, bottom, right and top of all glyphs, in thousandths.
    """

    def __init__(self, path: Path) -> None:
        self.name = "".join(c for c in path.stem if c.isascii() and (c.isalnum() or c == "-"))
        try:
            with path.open("rb") as stream:
                self._data = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
            self._places = self._directory()
            self._check()
            self._units = self._u16(b"head", 18)
            self._long_places = self._i16(b"head", 50) == 1
            self._metrics = self._u16(b"hhea", 34)
            self.ascent = self._thousandths(self._i16(b"hhea", 4))
            self.descent = self._thousandths(self._i16(b"hhea", 6))
            self.box = [self._thousandths(self._i16(b"head", at)) for at in (36, 38, 40, 42)]
            self.glyph: Callable[[int], int] = self._character_map()
        except (OSError, ValueError, KeyError, error) as broken:
            raise UnusableFont(path, f"{type(broken).__name__} {broken}") from broken

    def advance(self, glyph: int) -> float:
        """Give the width of a glyph in thousandths of an em."""
        return self._thousandths(self._u16(b"hmtx", 4 * min(glyph, self._metrics - 1)))

    def metric(self, glyph: int) -> bytes:
        """Give a glyph's width and left bearing as the file holds them."""
        width = self._places[b"hmtx"][0] + 4 * min(glyph, self._metrics - 1)
        if glyph < self._metrics:
            return self._data[width : width + 4]
        bearing = width + 4 + 2 * (glyph - self._metrics)
        return self._data[width : width + 2] + self._data[bearing : bearing + 2]

    def outline(self, glyph: int) -> bytes:
        """Give what draws a glyph; nothing for a space."""
        base = self._places[b"glyf"][0]
        return self._data[base + self._place(glyph) : base + self._place(glyph + 1)]

    def table(self, tag: bytes) -> bytes:
        """Give a whole table; nothing when the file has none of that name."""
        place, length = self._places.get(tag, (0, 0))
        return self._data[place : place + length]

    def _directory(self) -> dict[bytes, tuple[int, int]]:
        start = self._long(12) if self._data[:4] == b"ttcf" else 0
        first = start + 12
        entries = range(first, first + 16 * self._short(start + 4), 16)
        return {
            self._data[at : at + 4]: (self._long(at + 8), self._long(at + 12)) for at in entries
        }

    def _check(self) -> None:
        if b"glyf" not in self._places:
            raise ValueError("no TrueType outlines")
        rights = self._u16(b"OS/2", 8)
        if rights & (_NO_SUBSET | _BITMAP_ONLY) or rights & 0x000F == _NO_EMBEDDING:
            raise ValueError(f"embedding not allowed, fsType {rights:#06x}")
        if any(place + length > len(self._data) for place, length in self._places.values()):
            raise ValueError("file is cut off")

    def _character_map(self) -> Callable[[int], int]:
        cmap = self.table(b"cmap")
        entries = range(4, 4 + 8 * _U16.unpack_from(cmap, 2)[0], 8)
        places = [_U32.unpack_from(cmap, at + 4)[0] for at in entries]
        by_format = {_U16.unpack_from(cmap, place)[0]: place for place in places}
        if 12 in by_format:
            return _groups(cmap[by_format[12] :])
        if 4 in by_format:
            return _segments(cmap[by_format[4] :])
        raise ValueError("no Unicode character map")

    def _place(self, glyph: int) -> int:
        if self._long_places:
            return self._long(self._places[b"loca"][0] + 4 * glyph)
        return 2 * self._u16(b"loca", 2 * glyph)

    def _thousandths(self, units: int) -> float:
        return units * 1000 / self._units

    def _short(self, at: int) -> int:
        return int(_U16.unpack_from(self._data, at)[0])

    def _long(self, at: int) -> int:
        return int(_U32.unpack_from(self._data, at)[0])

    def _u16(self, tag: bytes, at: int) -> int:
        return self._short(self._places[tag][0] + at)

    def _i16(self, tag: bytes, at: int) -> int:
        return int(_I16.unpack_from(self._data, self._places[tag][0] + at)[0])


def _groups(cmap: bytes) -> Callable[[int], int]:
    """Read a map of format 12: runs of characters with runs of glyphs."""
    numbers = _numbers("I", cmap[16 : 16 + 12 * _U32.unpack_from(cmap, 12)[0]])
    starts, ends, glyphs = numbers[0::3], numbers[1::3], numbers[2::3]

    def glyph(code: int) -> int:
        at = bisect_left(ends, code)
        found = at < len(ends) and starts[at] <= code
        return glyphs[at] + code - starts[at] if found else 0

    return glyph


def _segments(cmap: bytes) -> Callable[[int], int]:
    """Read a map of format 4: runs of characters of the basic plane."""
    size = _U16.unpack_from(cmap, 6)[0]  # twice the number of segments
    ends = _numbers("H", cmap[14 : 14 + size])
    starts, deltas, offsets = (
        _numbers("H", cmap[at : at + size]) for at in (16 + size, 16 + 2 * size, 16 + 3 * size)
    )

    def glyph(code: int) -> int:
        at = bisect_left(ends, code)
        if at >= len(ends) or starts[at] > code:
            return 0
        if not offsets[at]:
            return (code + deltas[at]) & 0xFFFF
        place = 16 + 3 * size + 2 * at + offsets[at] + 2 * (code - starts[at])
        found = int(_U16.unpack_from(cmap, place)[0])
        return (found + deltas[at]) & 0xFFFF if found else 0

    return glyph


def _numbers(kind: str, data: bytes) -> "array[int]":
    numbers = array(kind, data)
    if sys.byteorder == "little":
        numbers.byteswap()
    return numbers
