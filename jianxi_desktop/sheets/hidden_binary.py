"""What binary workbooks hide: xls (MS-XLS 2.4) and xlsb (MS-XLSB 2.4)."""

import io
import struct
import zipfile
from collections.abc import Iterator

from jianxi_desktop.sheets.hidden import Hidden, target_of

_FILEPASS = 0x2F
_BOF, _EOF, _DATEMODE, _COLINFO, _BOUNDSHEET, _ROW = 0x809, 0x0A, 0x22, 0x7D, 0x85, 0x208
_ROW_HIDDEN, _COLUMN_HIDDEN = 0x20, 0x01
_B_ROW, _B_COLUMN, _B_BOOK, _B_SHEET = 0, 60, 153, 156
_B_ROW_HIDDEN = 0x10
_MOST_COLUMNS = 16_384


def xls_starts_in_1904(data: bytes) -> bool:
    """Tell whether an xls counts its days from 1904."""
    stream = _stream(data)
    return any(kind == _DATEMODE and stream[at] == 1 for kind, at, _size in _records(stream, 0))


def xls_is_locked(data: bytes) -> bool:
    """Tell whether an xls has a password to open it; the reader only says that it is no file."""
    return any(kind == _FILEPASS for kind, _at, _size in _records(_stream(data), 0))


def hidden_in_xls(data: bytes, place: int) -> Hidden:
    """Tell what a sheet of an xls hides."""
    stream = _stream(data)
    begins = [
        struct.unpack_from("<I", stream, at)[0]
        for kind, at, _size in _records(stream, 0)
        if kind == _BOUNDSHEET
    ]
    rows, columns = 0, set[int]()
    for kind, at, size in _records(stream, begins[place]):
        if kind == _ROW and size >= 14:
            rows += bool(stream[at + 12] & _ROW_HIDDEN)
        elif kind == _COLINFO and size >= 10:
            first, last = struct.unpack_from("<HH", stream, at)
            if stream[at + 8] & _COLUMN_HIDDEN:
                columns.update(range(first, min(last + 1, 256)))
    return Hidden(rows, tuple(sorted(columns)))


def _stream(data: bytes) -> bytes:
    from olefile import OleFileIO

    with OleFileIO(io.BytesIO(data)) as file:
        name = "Workbook" if file.exists("Workbook") else "Book"
        stream: bytes = file.openstream(name).read()
    return stream


def _records(stream: bytes, at: int) -> Iterator[tuple[int, int, int]]:
    """Give kind, place and size of the records of a sheet or of the globals, up to its end."""
    depth, unpack = 0, struct.Struct("<HH").unpack_from
    while at + 4 <= len(stream):
        kind, size = unpack(stream, at)
        depth += (kind == _BOF) - (kind == _EOF)
        if depth <= 0:
            return
        yield kind, at + 4, size
        at += 4 + size


def xlsb_starts_in_1904(workbook: bytes) -> bool:
    """Tell whether an xlsb counts its days from 1904."""
    return any(kind == _B_BOOK and body[0] & 1 for kind, body in _parts(workbook) if body)


def hidden_in_xlsb(archive: zipfile.ZipFile, place: int) -> Hidden:
    """Tell what a sheet of an xlsb hides."""
    sheets = [body for kind, body in _parts(archive.read("xl/workbook.bin")) if kind == _B_SHEET]
    (length,) = struct.unpack_from("<I", sheets[place], 8)
    wanted = sheets[place][12 : 12 + 2 * length].decode("utf-16-le")
    name = target_of(archive.read("xl/_rels/workbook.bin.rels"), wanted)
    rows, columns = 0, set[int]()
    for kind, body in _parts(archive.read(name)):
        if kind == _B_ROW:
            rows += bool(body[11] & _B_ROW_HIDDEN)
        elif kind == _B_COLUMN and body[16] & 1:
            first, last = struct.unpack_from("<II", body)
            columns.update(range(first, min(last + 1, _MOST_COLUMNS)))
    return Hidden(rows, tuple(sorted(columns)))


def _parts(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Give the records of a part: kind in one or two bytes, size in one to four."""
    at = 0
    while at < len(data):
        kind = data[at]
        at += 1
        if kind & 0x80:
            kind = (kind & 0x7F) | (data[at] & 0x7F) << 7
            at += 1
        size = shift = 0
        while True:
            size |= (data[at] & 0x7F) << shift
            shift += 7
            at += 1
            if not data[at - 1] & 0x80 or shift == 28:
                break
        yield kind, data[at : at + size]
        at += size
