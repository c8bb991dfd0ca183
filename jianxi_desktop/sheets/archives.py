"""What a zip says of itself, and what is really in it: checked before any reader believes it."""

import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence

_LOCAL = struct.Struct("<4s22xHH")
_STEP = 1 << 18
_MOST_AT_ONCE = 1 << 20
_PLAIN_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_DOCTYPE = b"<!DOCTYPE"
# A cell holds 32,767 characters; a reader copies a longer text into every cell that has it.
_BLOCK = 100_000
_CELLS = ("xl/worksheets/", "xl/sharedStrings", "content.xml")


def overlap(parts: Sequence[zipfile.ZipInfo], size: int) -> bool:
    """Tell whether parts lie over each other or beyond the file, as in some bombs."""
    at = 0
    for part in sorted(parts, key=lambda each: each.header_offset):
        if part.header_offset < at:
            return True
        at = part.header_offset + _LOCAL.size + part.compress_size
    return at > size


def odd_packing(parts: Sequence[zipfile.ZipInfo]) -> bool:
    """Tell whether something is packed as no spreadsheet packs it."""
    return any(part.compress_type not in _PLAIN_METHODS for part in parts)


def unpacked(data: bytes, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """Give what is really in a part, a piece at a time; it may be more than the part says.

    Raises:
        zipfile.BadZipFile: The part is cut off.
        zlib.error: The part is broken.
    """
    mark, name, extra = _LOCAL.unpack_from(data, part.header_offset)
    if mark != b"PK\x03\x04":
        raise zipfile.BadZipFile("no local header")
    begin = part.header_offset + _LOCAL.size + name + extra
    end = begin + part.compress_size
    if end > len(data):
        raise zipfile.BadZipFile("cut off")
    packed = memoryview(data)
    if part.compress_type == zipfile.ZIP_STORED:
        yield from (bytes(packed[at : min(at + _STEP, end)]) for at in range(begin, end, _STEP))
        return
    inflater = zlib.decompressobj(-15)
    for at in range(begin, end, _STEP):
        piece = bytes(packed[at : min(at + _STEP, end)])
        while piece:
            yield inflater.decompress(piece, _MOST_AT_ONCE)
            piece = inflater.unconsumed_tail
    yield inflater.flush()


def _endless(text: bytes) -> bool:
    """Tell whether there is a long piece of text without a tag in it."""
    return any(
        text.find(b"<", at, at + _BLOCK) < 0 for at in range(0, len(text) - _BLOCK + 1, _BLOCK)
    )


def fault_of(data: bytes, part: zipfile.ZipInfo) -> str:
    """Say what is wrong with a part when it is really unpacked.

    Returns:
        ``lies`` where more is in it than it says, ``doctype`` where XML declares a document
        type (entities come with those), ``endless`` where a text is longer than any cell,
        empty where nothing is wrong.

    Raises:
        zipfile.BadZipFile: The part is cut off.
        zlib.error: The part is broken.
    """
    size, tail = 0, b""
    # Old OpenOffice files declare one in their manifest, which no reader opens.
    looks = part.filename.endswith((".xml", ".rels", ".vml")) and "META-INF" not in part.filename
    wide = False
    for piece in unpacked(data, part):
        if size == 0:
            wide = b"\0" in piece[:4]
        size += len(piece)
        if size > part.file_size:
            return "lies"
        if looks:
            text = tail + piece
            if _DOCTYPE in (text.replace(b"\0", b"") if wide else text):
                return "doctype"
            if part.filename.startswith(_CELLS) and _endless(text):
                return "endless"
            tail = text[-2 * len(_DOCTYPE) :]
    return ""
