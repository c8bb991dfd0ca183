"""Photos and documents that are attached: what a file is, and a photo made small and clean.

A photo is drawn anew from its dots, so nothing else of the file is left: no place, no camera, no
thumbnail, nothing hidden behind its end. Documents are looked at and kept as they are.
"""

import io
import zipfile
from typing import TYPE_CHECKING, Final, cast

from jianxi_desktop.scans.guard import Refusal
from jianxi_desktop.scans.pictures import UnreadableError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Dots = NDArray[np.uint8]

MOST_BYTES: Final = 20 << 20  # of what is kept; sync-and-safety.md, 13
MOST_PHOTO: Final = 100_000_000  # of a photo as it is brought
LONGEST: Final = 1_600  # the longer side, in dots
WANTED: Final = 300_000  # bytes of a photo
_MOST_DOTS, _MOST_SIDE = 120_000_000, 60_000
_QUALITIES = (88, 80, 72, 64, 55, 45)
_MOST_PARTS = 20_000  # files in one container

PHOTO, DOCUMENT = "photo", "document"
PHOTOS: Final = (".jpg", ".jpeg", ".jpe", ".png", ".bmp", ".webp", ".tif", ".tiff")
DOCUMENTS: Final = (".pdf", ".docx", ".xlsx", ".doc", ".xls", ".wps", ".et", ".ofd")

_KINDS = "照片（JPG、PNG、BMP、WEBP、TIF）和文件（PDF、Word、Excel、WPS、OFD）"
EMPTY = Refusal("empty", "文件是空的（0字节），请重新拷贝。")
TOO_BIG = Refusal("too_big", "文件超过20兆，请压缩或分成几个文件后再添加。")
TOO_BIG_PHOTO = Refusal("too_big", "照片超过100兆或1.2亿像素，请用看图软件缩小后再添加。")
OTHER = Refusal("not_taken", f"不能添加这种文件。可以添加{_KINDS}。")
PHONE = Refusal(
    "phone_picture", "这是手机的HEIC照片，请在手机上改为“兼容性最佳”或另存为JPG再添加。"
)
UNLIKE = Refusal(
    "unlike_name",
    "文件内容和扩展名不符（可能改过名或没有下载完），请用原来的程序打开并另存后再添加。",
)
DAMAGED = Refusal("damaged", "文件不完整或已损坏（可能只拷了一半），请重新拷贝后再添加。")
MISSING = Refusal("no_photo_reader", "这台电脑上缺少处理照片的部件，请重新安装本程序。")

_JPEG = b"\xff\xd8\xff"
_STARTS = (_JPEG, b"\x89PNG\r\n\x1a\n", b"BM", b"II*\x00", b"MM\x00*")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIPPED = {".docx": "word/", ".xlsx": "xl/"}
_STREAMS = {
    ".doc": ("WordDocument",),
    ".wps": ("WordDocument",),
    ".xls": ("Workbook", "Book"),
    ".et": ("Workbook", "Book"),
    ".docx": ("EncryptedPackage",),
    ".xlsx": ("EncryptedPackage",),
}


def take(data: bytes, suffix: str) -> tuple[str, bytes]:
    """Give what a file is, and the bytes that are kept of it.

    Args:
        data: The file.
        suffix: How its name ends, in small letters, with the dot.

    Raises:
        UnreadableError: It is nothing that is kept.
    """
    if not data:
        raise UnreadableError(EMPTY)
    if _is_picture(data):
        return PHOTO, draw_anew(data, LONGEST, WANTED)
    if data[4:8] == b"ftyp" and data[8:12] in (b"heic", b"heix", b"mif1", b"heim", b"hevc"):
        raise UnreadableError(PHONE)
    if suffix in PHOTOS:
        raise UnreadableError(UNLIKE)
    if suffix not in DOCUMENTS:
        raise UnreadableError(OTHER)
    if len(data) > MOST_BYTES:
        raise UnreadableError(TOO_BIG)
    _require_like(data, suffix)
    return DOCUMENT, data


def draw_anew(data: bytes, longest: int, wanted: int) -> bytes:
    """Give a picture as a JPEG: upright, no side longer than ``longest``, nothing but dots.

    Args:
        data: The picture, of any of the kinds.
        longest: Dots along the longer side, at most.
        wanted: Bytes that it should not exceed.

    Raises:
        UnreadableError: It is damaged, or far too large.
    """
    if len(data) > MOST_PHOTO:
        raise UnreadableError(TOO_BIG_PHOTO)
    return _pack(_sized(_decode(data), longest), wanted)


def _is_picture(data: bytes) -> bool:
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return True
    return data.startswith(_STARTS)


def _decode(data: bytes) -> "Dots":
    """Read the dots as colours; what is see-through lies on white paper."""
    import cv2
    import numpy as np

    jpeg = data.startswith(_JPEG)
    if jpeg and not _ends(data):
        raise UnreadableError(DAMAGED)
    raw = np.frombuffer(data, np.uint8)
    # Only this way is a photo turned as its camera noted; only the other keeps what is see-through.
    way = cv2.IMREAD_COLOR if jpeg else cv2.IMREAD_UNCHANGED
    try:
        dots = cv2.imdecode(raw, way)
    except cv2.error as broken:
        large = "pixels" in str(broken).lower()
        raise UnreadableError(TOO_BIG_PHOTO if large else DAMAGED) from broken
    if dots is None or not dots.size:
        raise UnreadableError(DAMAGED)
    if dots.shape[0] * dots.shape[1] > _MOST_DOTS or max(dots.shape[:2]) > _MOST_SIDE:
        raise UnreadableError(TOO_BIG_PHOTO)
    return _coloured(cast("NDArray[np.integer]", dots))


def _ends(data: bytes) -> bool:
    """Tell whether a JPEG has its end: the decoder draws one that is cut short, half of it grey."""
    at = 2
    while data[at : at + 1] == b"\xff" and data[at + 1 : at + 2] != b"\xda":
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return data.find(b"\xff\xd9", at) > 0


def _coloured(read: "NDArray[np.integer]") -> "Dots":
    import cv2
    import numpy as np

    if read.dtype not in (np.uint8, np.uint16):
        raise UnreadableError(DAMAGED)
    dots = np.asarray(read // 257 if read.dtype == np.uint16 else read, np.uint8)
    if dots.ndim == 2:
        return np.asarray(cv2.cvtColor(dots, cv2.COLOR_GRAY2BGR), np.uint8)
    if dots.shape[2] == 4:
        shade = dots[:, :, 3:].astype(np.float32) / 255
        mixed = dots[:, :, :3].astype(np.float32) * shade + 255 * (1 - shade)
        return mixed.round().astype(np.uint8)
    return dots


def _sized(dots: "Dots", longest: int) -> "Dots":
    import cv2
    import numpy as np

    high, wide = dots.shape[:2]
    if max(high, wide) <= longest:
        return dots
    scale = longest / max(high, wide)
    size = max(round(wide * scale), 1), max(round(high * scale), 1)
    return np.asarray(cv2.resize(dots, size, interpolation=cv2.INTER_AREA), np.uint8)


def _pack(dots: "Dots", wanted: int) -> bytes:
    """Write the JPEG; one that stays too large at any quality loses dots."""
    import cv2

    while True:
        for quality in _QUALITIES:
            _made, packed = cv2.imencode(".jpg", dots, [cv2.IMWRITE_JPEG_QUALITY, quality])
            if packed.nbytes <= wanted:
                return packed.tobytes()
        dots = _sized(dots, max(dots.shape[:2]) * 3 // 4)


def _require_like(data: bytes, suffix: str) -> None:
    """Make sure that a document is what its name says.

    Raises:
        UnreadableError: It is something else, or cut short.
    """
    if suffix == ".pdf":
        if b"%PDF-" not in data[:1024]:
            raise UnreadableError(UNLIKE)
        if b"%%EOF" not in data[-2048:]:
            raise UnreadableError(DAMAGED)
    elif data.startswith(_OLE):
        _require_stream(data, suffix)
    elif data.startswith(b"PK\x03\x04"):
        _require_part(data, suffix)
    else:
        raise UnreadableError(UNLIKE)


def _require_stream(data: bytes, suffix: str) -> None:
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as file:
            there = any(file.exists(name) for name in _STREAMS.get(suffix, ()))
    except Exception as broken:  # whatever it trips over, the file is damaged
        raise UnreadableError(DAMAGED) from broken
    if not there:
        raise UnreadableError(UNLIKE)


def _require_part(data: bytes, suffix: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            names = file.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as broken:
        raise UnreadableError(DAMAGED) from broken
    if len(names) > _MOST_PARTS:
        raise UnreadableError(DAMAGED)
    if suffix == ".ofd":
        there = "OFD.xml" in names
    else:
        folder = _ZIPPED.get(suffix)
        there = folder is not None and "[Content_Types].xml" in names
        there = there and any(name.startswith(folder or "") for name in names)
    if not there:
        raise UnreadableError(UNLIKE)
