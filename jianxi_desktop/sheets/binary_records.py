"""Records of binary workbooks: xls (MS-XLS 2.4) and xlsb (MS-XLSB 2.4)."""

import io
import struct
import zipfile
from collections.abc import Iterator

_BOF, _EOF, _BOUNDSHEET = 0x809, 0x0A, 0x85
_B_SHEET = 156


def stream_of(data: bytes) -> bytes:
    """Give the workbook stream of an xls.

    Raises:
        OSError: There is none.
    """
    from olefile import OleFileIO

    with OleFileIO(io.BytesIO(data)) as file:
        name = "Workbook" if file.exists("Workbook") else "Book"
        stream: bytes = file.openstream(name).read()
    return stream


def records(stream: bytes, at: int) -> Iterator[tuple[int, int, int]]:
    """Give kind, place and size of the records of a sheet or of the globals, up to its end."""
    depth, unpack = 0, struct.Struct("<HH").unpack_from
    while at + 4 <= len(stream):
        kind, size = unpack(stream, at)
        depth += (kind == _BOF) - (kind == _EOF)
        if depth <= 0:
            return
        yield kind, at + 4, size
        at += 4 + size


def sheet_begin(stream: bytes, place: int) -> int:
    """Give where the records of a sheet begin.

    Raises:
        IndexError: There is no such sheet.
    """
    begins = (at for kind, at, _size in records(stream, 0) if kind == _BOUNDSHEET)
    return int(struct.unpack_from("<I", stream, list(begins)[place])[0])


def sheet_part(archive: zipfile.ZipFile, place: int) -> str:
    """Give the name of the part of an xlsb that holds a sheet.

    Raises:
        IndexError: There is no such sheet.
        KeyError: It has no part.
    """
    from jianxi_desktop.sheets.relations import target_of

    sheets = [body for kind, body in parts_of(archive.read("xl/workbook.bin")) if kind == _B_SHEET]
    (length,) = struct.unpack_from("<I", sheets[place], 8)
    wanted = sheets[place][12 : 12 + 2 * length].decode("utf-16-le")
    return target_of(archive.read("xl/_rels/workbook.bin.rels"), wanted)


def parts_of(data: bytes) -> Iterator[tuple[int, bytes]]:
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
