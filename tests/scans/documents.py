"""Photos and documents as people bring them, written byte by byte."""

import io
import zipfile

import cv2
import numpy as np

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def photo(width=40, height=30, *, turned=False, suffix=".jpg", noise=False):
    """Give a picture as a file: its upper left is red; ``turned`` as a phone notes it."""
    dots = np.full((height, width, 3), 255, np.uint8)
    if noise:
        dots = np.random.default_rng(1).integers(0, 255, dots.shape, np.uint8)
    dots[: height // 2, : width // 2] = (0, 0, 255)
    made, packed = cv2.imencode(suffix, dots)
    assert made
    data = packed.tobytes()
    return data[:2] + exif() + data[2:] if turned else data


def exif():
    """Say in a photo: turn me to the right; made by a camera; here I was taken."""
    camera, place = b"CANARY CAMERA\0", b"CANARY PLACE 34.6N\0"
    start = 8 + 2 + 3 * 12 + 4
    entries = [
        (0x010E, 2, len(place), (start + len(camera)).to_bytes(4, "big")),
        (0x010F, 2, len(camera), start.to_bytes(4, "big")),
        (0x0112, 3, 1, b"\0\x06\0\0"),
    ]
    head = b"MM\0*\0\0\0\x08" + len(entries).to_bytes(2, "big")
    for tag, kind, count, value in entries:
        head += tag.to_bytes(2, "big") + kind.to_bytes(2, "big") + count.to_bytes(4, "big") + value
    body = b"Exif\0\0" + head + bytes(4) + camera + place
    return b"\xff\xe1" + (len(body) + 2).to_bytes(2, "big") + body


def dots_of(jpeg):
    """Read a JPEG as it is shown, without turning it."""
    way = cv2.IMREAD_COLOR | cv2.IMREAD_IGNORE_ORIENTATION
    return cv2.imdecode(np.frombuffer(jpeg, np.uint8), way)


def zipped(*names):
    """Write a container with some parts in it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name in names:
            file.writestr(name, "<xml/>")
    return out.getvalue()


PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
DOCX = zipped("[Content_Types].xml", "word/document.xml")
XLSX = zipped("[Content_Types].xml", "xl/workbook.xml")
OFD = zipped("OFD.xml", "Doc_0/Document.xml")
