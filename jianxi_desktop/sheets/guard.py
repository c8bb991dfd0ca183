"""A look at an untrusted file before any reader touches it: what it is, and whether to try."""

import io
import struct
import zipfile
import zlib
from dataclasses import dataclass

from jianxi_desktop.sheets import archives, compound

MOST_BYTES = 200_000_000
MOST_UNPACKED = 1_200_000_000
_SUSPICIOUS = 60_000_000
_MOST_RATIO = 150
_MOST_PARTS = 20_000
_HEAD = 8192
_OLE = compound.MAGIC
_SAVE_AS = "请用WPS或Excel打开它，另存为“Excel工作簿（*.xlsx）”后再导入。"


@dataclass(frozen=True)
class Refusal:
    """Why a file is not read.

    Attributes:
        file: ``refuse``, ``ask`` or ``ask_password``.
        code: Stable kind of reason.
        reason: Chinese, says what to do.
    """

    file: str
    code: str
    reason: str


DAMAGED = Refusal(
    "refuse", "damaged", "文件不完整或已损坏（可能只拷了一半），请重新拷贝或向对方再要一份。"
)
PASSWORD = Refusal(
    "ask_password",
    "encrypted",
    "文件设有打开密码，请输入密码；不知道密码的，请向对方再要一份不带密码的。",
)
LOCKED = Refusal(
    "refuse",
    "locked",
    "文件设有打开密码，而且加密方式本程序解不开，"
    "请用WPS或Excel输入密码打开，另存一份不带密码的xlsx再导入。",
)
TOO_MUCH = Refusal(
    "refuse",
    "too_much",
    "文件展开后过大或表格内容超出了能处理的范围，请只把有内容的行和列复制到新的表格再导入。",
)
UNREADABLE = Refusal(
    "refuse",
    "unreadable",
    "这个文件读不出来，请用WPS或Excel打开它，另存为“Excel工作簿（*.xlsx）”后再试；"
    "仍然不行，请把日志交给技术人员。",
)
_EMPTY = Refusal("refuse", "empty", "文件是空的（0字节），请重新拷贝或向对方再要一份。")
_TOO_BIG = Refusal("refuse", "too_big", "文件超过200兆，不像名册，请分成几个文件再导入。")
_WORD = Refusal(
    "refuse", "word", "这是Word文档，不是表格。请把其中的表格复制到WPS表格或Excel，存为xlsx再导入。"
)
_SLIDES = Refusal("refuse", "slides", "这是演示文稿，不是表格，请选择xlsx名册。")
DTD = Refusal("refuse", "dtd", f"文件里有不安全的内容，不能直接读取。{_SAVE_AS}")
_NO_TABLE = Refusal("refuse", "no_workbook", "这不是表格文件，请选择xlsx、xls、et、ods或csv名册。")
_ARCHIVE = Refusal("refuse", "archive", "这是压缩包，请先解压，再选择里面的表格文件。")
TEXT = Refusal("refuse", "csv", f"这是文本文件（如改了名字的CSV），不是表格。{_SAVE_AS}")
_WEB = Refusal("refuse", "web_page", f"这是网页或旧式XML格式的表格。{_SAVE_AS}")
_PDF = Refusal("refuse", "pdf", "这是PDF文件，不能作为名册导入，请向对方索取原来的Excel表格。")
_PICTURE = Refusal("refuse", "picture", "这是图片，不能作为名册导入，请向对方索取原来的Excel表格。")

_BROKEN_ZIP = (
    struct.error,
    zipfile.BadZipFile,
    zlib.error,
    ValueError,
    OSError,
    EOFError,
    NotImplementedError,
    RuntimeError,
)
_STARTS = (
    (b"%PDF", _PDF),
    (b"\xff\xd8\xff", _PICTURE),
    (b"\x89PNG", _PICTURE),
    (b"Rar!", _ARCHIVE),
    (b"7z\xbc\xaf", _ARCHIVE),
    (b"\x1f\x8b", _ARCHIVE),
    (b"{\\rtf", _WORD),
)


def look(data: bytes) -> Refusal | None:
    """Say why ``data`` is not to be read as a workbook; ``None`` when it may be tried.

    ``TEXT`` is no workbook and can be read as a table (see ``delimited``); ``PASSWORD`` and a
    ``None`` that the reader answers with a password can be unlocked (see ``unlocked``).
    """
    if not data:
        return _EMPTY
    if len(data) > MOST_BYTES:
        return _TOO_BIG
    if data.startswith(b"PK"):
        return _look_into_zip(data)
    if data.startswith(_OLE):
        return _look_into_ole(data)
    for start, refusal in _STARTS:
        if data.startswith(start):
            return refusal
    return _look_at_text(data)


def _look_into_zip(data: bytes) -> Refusal | None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            names = {part.filename for part in parts}
            refusal = _kind_of_zip(names) or _bomb(parts, len(data))
            return refusal or _look_at_parts(archive, parts, data)
    except _BROKEN_ZIP:
        return DAMAGED


def _kind_of_zip(names: set[str]) -> Refusal | None:
    if any(name.startswith("word/") for name in names):
        return _WORD
    if any(name.startswith("ppt/") for name in names):
        return _SLIDES
    if any(name.startswith("xl/") for name in names) or "content.xml" in names:
        return None
    return _ARCHIVE


def _bomb(parts: list[zipfile.ZipInfo], packed: int) -> Refusal | None:
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > _MOST_PARTS or unpacked > MOST_UNPACKED:
        return TOO_MUCH
    if archives.overlap(parts, packed) or archives.odd_packing(parts):
        return DAMAGED
    if unpacked > _SUSPICIOUS and unpacked > packed * _MOST_RATIO:
        return TOO_MUCH
    return None


def _look_at_parts(
    archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo], data: bytes
) -> Refusal | None:
    if any(part.flag_bits & 1 for part in parts):
        return LOCKED
    for part in parts:
        fault = archives.fault_of(data, part)
        if fault:
            return DTD if fault == "doctype" else TOO_MUCH
        if part.filename == "META-INF/manifest.xml" and b"encryption-data" in archive.read(part):
            return LOCKED
    if "mimetype" in archive.namelist() and b"text" in archive.read("mimetype")[-40:]:
        return _WORD
    return None


def _look_into_ole(data: bytes) -> Refusal | None:
    """Tell the kinds of old Office file by the names of their streams (UTF-16)."""
    if compound.goes_round(data):
        return DAMAGED
    if _wide("EncryptedPackage") in data:
        return PASSWORD
    if _wide("WordDocument") in data:
        return _WORD
    if _wide("PowerPoint Document") in data:
        return _SLIDES
    if _wide("Workbook") in data or _wide("Book") in data:
        return None
    return DAMAGED if len(data) < 4096 else _NO_TABLE


def _look_at_text(data: bytes) -> Refusal:
    head = data[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta", b"mime-version")):
        return _WEB
    text = data[:_HEAD].replace(b"\0", b"") if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else head
    if b"\0" not in text and (b"," in text or b"\t" in text or b"\n" in text):
        return TEXT
    return _NO_TABLE


def _wide(text: str) -> bytes:
    return text.encode("utf-16-le")
