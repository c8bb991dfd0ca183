"""A look at an untrusted file before anything opens it: what it is, and whether to try."""

from dataclasses import dataclass

MOST_BYTES = 800_000_000
MOST_PAGES = 2_000
MOST_DOTS = 120_000_000  # of one picture: A3 at 600 dots an inch is 70 million

PDF, PICTURE, PICTURES = "pdf", "picture", "pictures"


@dataclass(frozen=True)
class Refusal:
    """Why a file is not read.

    Attributes:
        code: Stable kind of reason.
        reason: Chinese, says what to do.
    """

    code: str
    reason: str


_AGAIN = "请在复印机上重新扫描，存为PDF、PNG、JPG或TIFF。"
EMPTY = Refusal("empty", "文件是空的（0字节），请重新拷贝或重新扫描。")
TOO_BIG = Refusal("too_big", "文件超过800兆，请分成几个文件，或用每英寸200点、灰度重新扫描。")
TOO_MUCH = Refusal("too_much", "文件展开后过大，请用每英寸200点、灰度重新扫描，或分成几个文件。")
NO_SCAN = Refusal("no_scan", f"这不是扫描件。{_AGAIN}")
PHONE = Refusal("phone_picture", "这是手机的HEIC照片，不能直接读取，请另存为JPG后再试。")
PASSWORD = Refusal("encrypted", "这个PDF设有打开密码，请另存一份不带密码的再试。")
DAMAGED = Refusal(
    "damaged", f"文件不完整或已损坏（可能只拷了一半），请重新拷贝。仍然不行，{_AGAIN}"
)
MISSING = Refusal(
    "no_scan_reader",
    "这台电脑上缺少识读扫描件的部件，请重新安装本程序；检查表可以先在“检查表录入”里手工录入。",
)

_STARTS = (
    (b"\x89PNG\r\n\x1a\n", PICTURE),
    (b"\xff\xd8\xff", PICTURE),
    (b"BM", PICTURE),
    (b"II*\x00", PICTURES),
    (b"MM\x00*", PICTURES),
)


def look(head: bytes) -> str | Refusal:
    """Say what a file is by how it begins, or why it is not read."""
    if not head:
        return EMPTY
    if b"%PDF-" in head[:1024]:
        return PDF
    for start, kind in _STARTS:
        if head.startswith(start):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return PICTURE
    return PHONE if head[4:8] == b"ftyp" else NO_SCAN
