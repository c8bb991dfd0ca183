"""Old Office files: whether the chains of sectors in them come to an end.

The reader of old workbooks follows a chain wherever it leads; one that bites its own tail makes
it eat all memory. Layout of the file: MS-CFB 2.2 to 2.6.
"""

import struct
from array import array
from collections.abc import Iterator

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEADER = 512
_LAST_REGULAR = 0xFFFFFFFA
_ENTRY = 128
_STREAM, _ROOT = 2, 5
_SMALL = 4096


def goes_round(data: bytes) -> bool:
    """Tell whether a chain that a reader follows never ends."""
    if len(data) < _HEADER:
        return False
    (shift,) = struct.unpack_from("<H", data, 30)
    if shift not in {9, 12}:
        return False
    return _File(data, 1 << shift).goes_round()


class _File:
    def __init__(self, data: bytes, size: int) -> None:
        self._data = data
        self._size = size
        (self._directory,) = struct.unpack_from("<I", data, 48)
        self._small_chain, _count, self._more = struct.unpack_from("<III", data, 60)
        self._round = False
        self._next = self._words(self._table_sectors())

    def goes_round(self) -> bool:
        """Walk every chain once."""
        if self._round:
            return True
        directory = list(self._chain(self._directory, self._next))
        small = self._words(list(self._chain(self._small_chain, self._next)))
        for sector in directory:
            for kind, start, length in self._entries(sector):
                mini = kind == _STREAM and length < _SMALL
                for _each in self._chain(start, small if mini else self._next):
                    pass
        return self._round

    def _chain(self, start: int, table: "array[int]") -> Iterator[int]:
        """Give the sectors of a chain; note one that is longer than the table."""
        steps, sector = 0, start
        while sector < len(table):
            yield sector
            steps += 1
            if steps > len(table):
                self._round = True
                return
            sector = table[sector]

    def _table_sectors(self) -> list[int]:
        """Give the sectors of the allocation table: 109 in the header, the rest in a chain."""
        found = list(struct.unpack_from("<109I", self._data, 76))
        sector, seen = self._more, set[int]()
        while sector < _LAST_REGULAR and (words := self._words([sector])):
            if sector in seen:
                self._round = True
                break
            seen.add(sector)
            found += words[:-1]
            sector = words[-1]
        return [each for each in found if each < _LAST_REGULAR]

    def _words(self, sectors: list[int]) -> "array[int]":
        """Read sectors as numbers; what lies beyond the file is left out."""
        words = array("I")
        for sector in sectors:
            at = (sector + 1) * self._size
            piece = self._data[at : at + self._size]
            words.frombytes(piece[: len(piece) // 4 * 4])
            if len(words) * 4 > len(self._data):
                break  # the same sector named over and over
        return words

    def _entries(self, sector: int) -> Iterator[tuple[int, int, int]]:
        """Give kind, first sector and length of the streams that a directory sector lists."""
        begin = (sector + 1) * self._size
        for at in range(begin, min(begin + self._size, len(self._data) - _ENTRY + 1), _ENTRY):
            kind = self._data[at + 66]
            if kind in {_STREAM, _ROOT}:
                start, length = struct.unpack_from("<II", self._data, at + 116)
                yield kind, start, length
