"""What binary workbooks hide: xls (MS-XLS 2.4) and xlsb (MS-XLSB 2.4)."""

import struct
import zipfile

from jianxi_desktop.sheets.binary_records import (
    parts_of,
    records,
    sheet_begin,
    sheet_part,
    stream_of,
)
from jianxi_desktop.sheets.hidden import Hidden

_FILEPASS = 0x2F
_DATEMODE, _COLINFO, _ROW = 0x22, 0x7D, 0x208
_ROW_HIDDEN, _COLUMN_HIDDEN = 0x20, 0x01
_B_ROW, _B_COLUMN, _B_BOOK = 0, 60, 153
_B_ROW_HIDDEN = 0x10
_MOST_COLUMNS = 16_384


def xls_starts_in_1904(data: bytes) -> bool:
    """Tell whether an xls counts its days from 1904."""
    stream = stream_of(data)
    return any(kind == _DATEMODE and stream[at] == 1 for kind, at, _size in records(stream, 0))


def xls_is_locked(data: bytes) -> bool:
    """Tell whether an xls has a password to open it; the reader only says that it is no file."""
    return any(kind == _FILEPASS for kind, _at, _size in records(stream_of(data), 0))


def hidden_in_xls(data: bytes, place: int) -> Hidden:
    """Tell what a sheet of an xls hides."""
    stream = stream_of(data)
    rows, columns = 0, set[int]()
    for kind, at, size in records(stream, sheet_begin(stream, place)):
        if kind == _ROW and size >= 14:
            rows += bool(stream[at + 12] & _ROW_HIDDEN)
        elif kind == _COLINFO and size >= 10:
            first, last = struct.unpack_from("<HH", stream, at)
            if stream[at + 8] & _COLUMN_HIDDEN:
                columns.update(range(first, min(last + 1, 256)))
    return Hidden(rows, tuple(sorted(columns)))


def xlsb_starts_in_1904(workbook: bytes) -> bool:
    """Tell whether an xlsb counts its days from 1904."""
    return any(kind == _B_BOOK and body[0] & 1 for kind, body in parts_of(workbook) if body)


def hidden_in_xlsb(archive: zipfile.ZipFile, place: int) -> Hidden:
    """Tell what a sheet of an xlsb hides."""
    rows, columns = 0, set[int]()
    for kind, body in parts_of(archive.read(sheet_part(archive, place))):
        if kind == _B_ROW:
            rows += bool(body[11] & _B_ROW_HIDDEN)
        elif kind == _B_COLUMN and body[16] & 1:
            first, last = struct.unpack_from("<II", body)
            columns.update(range(first, min(last + 1, _MOST_COLUMNS)))
    return Hidden(rows, tuple(sorted(columns)))
