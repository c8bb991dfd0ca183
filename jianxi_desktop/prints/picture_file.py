"""A picture as it may stand in a PDF without being unpacked: PNG whose dots name colours."""

import struct
from dataclasses import dataclass

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_PALETTE = 3  # the kind of PNG whose dots are numbers of colours


@dataclass(frozen=True)
class PalettePicture:
    """A picture of few colours.

    Attributes:
        width: Dots across.
        height: Dots down.
        depth: Bits of a dot.
        colours: Red, green and blue of each colour.
        packed: The dots, compressed and filtered as PNG has them.
    """

    width: int
    height: int
    depth: int
    colours: bytes
    packed: bytes


def read_palette_picture(content: bytes) -> PalettePicture:
    """Read a PNG file with a palette.

    Raises:
        ValueError: It is no such file, or its lines are interlaced.
    """
    if not content.startswith(_SIGNATURE):
        raise ValueError("not a PNG")
    parts: dict[bytes, bytes] = {}
    place = len(_SIGNATURE)
    while place < len(content):
        length, kind = struct.unpack_from(">I4s", content, place)
        parts[kind] = parts.get(kind, b"") + content[place + 8 : place + 8 + length]
        place += length + 12
    width, height, depth, kind_of, _, _, interlaced = struct.unpack(">IIBBBBB", parts[b"IHDR"])
    if kind_of != _PALETTE or interlaced:
        raise ValueError("not a plain PNG with a palette")
    return PalettePicture(width, height, depth, parts[b"PLTE"], parts[b"IDAT"])
