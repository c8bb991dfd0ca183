"""A font of chosen glyphs, cut out of a font file, to embed in a document.

Glyphs are numbered in the order they were first used, so a text's codes are these numbers and no
character map is needed inside.
"""

from collections.abc import Sequence
from struct import Struct, pack, unpack

from jianxi_desktop.prints.truetype import TrueTypeFile

_U16, _I16 = Struct(">H"), Struct(">h")
# Flags of one part of a composite glyph.
_WORDS, _SCALE, _MORE, _TWO_SCALES, _MATRIX = 0x01, 0x08, 0x20, 0x40, 0x80


def cut(font: TrueTypeFile, glyphs: Sequence[int]) -> bytes:
    """Build a font file of these glyphs, in this order; parts of composites follow them."""
    order = {glyph: number for number, glyph in enumerate(dict.fromkeys(glyphs))}
    numbers = list(order)
    # ``numbers`` grows while parts of composites are met, and the loop goes on through them.
    outlines = [_renumbered(font.outline(glyph), order, numbers) for glyph in numbers]
    places, glyf = [0], bytearray()
    for outline in outlines:
        glyf += outline + b"\0" * (-len(outline) % 4)
        places.append(len(glyf))
    head, maxp = font.table(b"head"), font.table(b"maxp")
    tables = {tag: font.table(tag) for tag in (b"cvt ", b"fpgm", b"prep")} | {
        b"glyf": bytes(glyf),
        b"head": head[:8] + b"\0\0\0\0" + head[12:50] + b"\0\1" + head[52:],
        b"hhea": font.table(b"hhea")[:34] + _U16.pack(len(numbers)),
        b"hmtx": b"".join(map(font.metric, numbers)),
        b"loca": pack(f">{len(places)}I", *places),
        b"maxp": maxp[:4] + _U16.pack(len(numbers)) + maxp[6:],
    }
    return _file({tag: table for tag, table in tables.items() if table})


def _renumbered(outline: bytes, order: dict[int, int], numbers: list[int]) -> bytes:
    """Point the parts of a composite glyph at their new numbers."""
    if not outline or _I16.unpack_from(outline)[0] >= 0:
        return outline
    patched, at, flags = bytearray(outline), 10, _MORE
    while flags & _MORE:
        flags, part = _U16.unpack_from(patched, at)[0], _U16.unpack_from(patched, at + 2)[0]
        if part not in order:
            order[part] = len(numbers)
            numbers.append(part)
        _U16.pack_into(patched, at + 2, order[part])
        at += (8 if flags & _WORDS else 6) + _matrix_size(flags)
    return bytes(patched)


def _matrix_size(flags: int) -> int:
    if flags & _SCALE:
        return 2
    if flags & _TWO_SCALES:
        return 4
    return 8 if flags & _MATRIX else 0


def _file(tables: dict[bytes, bytes]) -> bytes:
    """Put tables together: directory, padding, checksums."""
    count = len(tables)
    power = 1 << (count.bit_length() - 1)
    search = 16 * power, power.bit_length() - 1, 16 * (count - power)
    directory, body = bytearray(pack(">IHHHH", 0x00010000, count, *search)), bytearray()
    place = 12 + 16 * count
    for tag, table in sorted(tables.items()):
        padded = table + b"\0" * (-len(table) % 4)
        directory += pack(">4sIII", tag, _checksum(padded), place + len(body), len(table))
        body += padded
    whole = directory + body
    head = whole.index(b"head")
    place = unpack(">I", whole[head + 8 : head + 12])[0]
    whole[place + 8 : place + 12] = pack(">I", (0xB1B0AFBA - _checksum(bytes(whole))) & 0xFFFFFFFF)
    return bytes(whole)


def _checksum(padded: bytes) -> int:
    words: tuple[int, ...] = unpack(f">{len(padded) // 4}I", padded)
    return sum(words) & 0xFFFFFFFF
