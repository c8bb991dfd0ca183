"""A page as a PNG file, for slides and for whoever has no program for PDF."""

import struct
import zlib

from jianxi_desktop.prints.render import PageImage

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_INCH = 0.0254


def to_png(image: PageImage, dpi: float) -> bytes:
    """Write a picture as PNG, which keeps how large the page is on paper."""
    dots = round(dpi / _INCH)
    header = struct.pack(">IIBBBBB", image.width, image.height, 8, 2, 0, 0, 0)
    return b"".join(
        (
            _SIGNATURE,
            _chunk(b"IHDR", header),
            _chunk(b"pHYs", struct.pack(">IIB", dots, dots, 1)),
            _chunk(b"IDAT", zlib.compress(_rows(image), 6)),
            _chunk(b"IEND", b""),
        )
    )


def _rows(image: PageImage) -> bytes:
    """Give red, green and blue row by row, each row led by the number of its filter."""
    rows = []
    for start in range(0, image.height * image.stride, image.stride):
        row = image.data[start : start + image.width * 4]
        colours = bytearray(image.width * 3)
        colours[0::3], colours[1::3], colours[2::3] = row[2::4], row[1::4], row[0::4]
        rows.append(b"\0" + colours)
    return b"".join(rows)


def _chunk(kind: bytes, content: bytes) -> bytes:
    check = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)
