"""Date cells of binary workbooks that show no day: see ``precision``."""

import struct
import zipfile
from collections.abc import Iterator

from jianxi_desktop.sheets.binary_records import (
    parts_of,
    records,
    sheet_begin,
    sheet_part,
    stream_of,
)
from jianxi_desktop.sheets.precision import short_formats

_FORMAT, _XF, _MANY = 0x41E, 0xE0, 0xBD
_NUMBERS = frozenset({0x203, 0x27E, 0x06})
_B_FORMAT, _B_XF, _B_CELL_XFS, _B_END_CELL_XFS, _B_ROW = 44, 47, 617, 618, 0
_B_NUMBERS = frozenset({2, 5, 9})


def cells_of_xls(data: bytes, place: int) -> Iterator[tuple[int, int, int]]:
    """Give row (from 1), column and known length of such cells of an xls."""
    stream = stream_of(data)
    styles = _styles_of_xls(stream)
    if not styles:
        return
    for kind, at, size in records(stream, sheet_begin(stream, place)):
        if kind in _NUMBERS or kind == _MANY:
            row, column = struct.unpack_from("<HH", stream, at)
            # Several numbers beside each other: style and number of each, then the last column.
            count = (size - 6) // 6 if kind == _MANY else 1
            for beside in range(count):
                (style,) = struct.unpack_from("<H", stream, at + 4 + beside * 6)
                if style in styles:
                    yield row + 1, column + beside, styles[style]


def _styles_of_xls(stream: bytes) -> dict[int, int]:
    formats: dict[int, str] = {}
    used: list[int] = []
    for kind, at, _size in records(stream, 0):
        if kind == _FORMAT:
            number, length, wide = struct.unpack_from("<HHB", stream, at)
            text = stream[at + 5 : at + 5 + length * (1 + (wide & 1))]
            formats[number] = text.decode("utf-16-le" if wide & 1 else "latin-1")
        elif kind == _XF:
            used.append(struct.unpack_from("<H", stream, at + 2)[0])
    return _short(formats, used)


def cells_of_xlsb(archive: zipfile.ZipFile, place: int) -> Iterator[tuple[int, int, int]]:
    """Give row (from 1), column and known length of such cells of an xlsb."""
    styles = _styles_of_xlsb(archive.read("xl/styles.bin"))
    row = 0
    for kind, body in parts_of(archive.read(sheet_part(archive, place))) if styles else ():
        if kind == _B_ROW:
            (row,) = struct.unpack_from("<I", body)
        elif kind in _B_NUMBERS:
            column, style = struct.unpack_from("<II", body)
            if style & 0xFFFFFF in styles:
                yield row + 1, column, styles[style & 0xFFFFFF]


def _styles_of_xlsb(data: bytes) -> dict[int, int]:
    formats: dict[int, str] = {}
    used: list[int] = []
    inside = False
    for kind, body in parts_of(data):
        if kind == _B_FORMAT:
            number, length = struct.unpack_from("<HI", body)
            formats[number] = body[6 : 6 + 2 * length].decode("utf-16-le")
        elif kind in {_B_CELL_XFS, _B_END_CELL_XFS}:
            inside = kind == _B_CELL_XFS
        elif kind == _B_XF and inside:
            used.append(struct.unpack_from("<H", body, 2)[0])
    return _short(formats, used)


def _short(formats: dict[int, str], used: list[int]) -> dict[int, int]:
    """Give the styles, by their place, that show no day."""
    length_of = short_formats(formats)
    return {at: length for at, number in enumerate(used) if (length := length_of(number))}
