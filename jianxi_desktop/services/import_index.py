"""Which records were met, kept small: a roster of 150,000 rows adds a few megabytes."""

from array import array
from collections.abc import Hashable

_FIRST_SIZE = 1 << 12
_FULL = 0.7


class SerialIndex:
    """Finds serials by what names a record; keeps hashes, so a finding must be looked at.

    An open hash table in two arrays: twelve bytes a place, where a dictionary takes a hundred.
    """

    def __init__(self) -> None:
        self._tokens = array("q", bytes(8 * _FIRST_SIZE))
        self._serials = array("I", bytes(4 * _FIRST_SIZE))  # 0: the place is free
        self._count = 0

    def add(self, name: Hashable, serial: int) -> None:
        """Let a record be found by a name; many may answer to one."""
        if self._count >= len(self._serials) * _FULL:
            self._grow()
        self._put(hash(name), serial)

    def find(self, name: Hashable) -> list[int]:
        """Give the serials that were added with a name, and seldom another one."""
        found: list[int] = []
        token, tokens, serials = hash(name), self._tokens, self._serials
        mask = len(serials) - 1
        at = token & mask
        while serials[at]:
            if tokens[at] == token:
                found.append(serials[at])
            at = (at + 1) & mask
        return found

    def __len__(self) -> int:
        return self._count

    def _put(self, token: int, serial: int) -> None:
        mask = len(self._serials) - 1
        at = token & mask
        while self._serials[at]:
            at = (at + 1) & mask
        self._tokens[at], self._serials[at] = token, serial
        self._count += 1

    def _grow(self) -> None:
        tokens, serials = self._tokens, self._serials
        self._tokens = array("q", bytes(16 * len(tokens)))
        self._serials = array("I", bytes(8 * len(serials)))
        self._count = 0
        for token, serial in zip(tokens, serials, strict=True):
            if serial:
                self._put(token, serial)


class RowNumbers:
    """Tells which row of the file met a record, by the record's serial."""

    def __init__(self) -> None:
        self._rows = array("I")

    def __getitem__(self, serial: int) -> int:
        return self._rows[serial] if serial < len(self._rows) else 0

    def __setitem__(self, serial: int, row: int) -> None:
        if serial >= len(self._rows):
            more = max(serial + 1, len(self._rows) * 5 // 4) - len(self._rows)
            self._rows.frombytes(bytes(4 * more))
        self._rows[serial] = row
