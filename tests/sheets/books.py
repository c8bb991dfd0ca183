"""Old and binary workbooks made record by record: nothing here on this machine writes them.

Layouts after MS-CFB, MS-XLS (BIFF8) and MS-XLSB; only what a reader of cells looks at.
"""

import io
import struct
import zipfile
from collections.abc import Collection, Sequence
from hashlib import md5, sha1
from typing import Any

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from msoffcrypto.method.rc4 import ARC4, _makekey

FREE, END, TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
Rows = Sequence[Sequence[Any]]


def ole(streams: dict[str, bytes]) -> bytes:
    """Put streams, each of 4096 bytes or more, into an old Office file."""
    lengths = [-(-len(each) // 512) for each in streams.values()]
    tables = 1
    while tables * 128 < sum(lengths) + 1 + tables:
        tables += 1
    chain = [TABLE] * tables + [END]
    starts = []
    for length in lengths:
        starts.append(len(chain))
        chain += [*range(len(chain) + 1, len(chain) + length), END]
    chain += [FREE] * (tables * 128 - len(chain))
    header = bytearray(512)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<8I", header, 44, tables, tables, 0, 4096, END, 0, END, 0)
    entries = [*range(tables)] + [FREE] * (109 - tables)
    struct.pack_into("<109I", header, 76, *entries)
    listing = _entry("Root Entry", 5, FREE, 1, END, 0)
    for at, (name, data) in enumerate(streams.items()):
        after = at + 2 if at + 1 < len(streams) else FREE
        listing += _entry(name, 2, after, FREE, starts[at], len(data))
    body = b"".join(data + bytes(-len(data) % 512) for data in streams.values())
    table = struct.pack(f"<{len(chain)}I", *chain)
    return bytes(header) + table + listing.ljust(512, b"\0") + body


def _entry(name: str, kind: int, right: int, child: int, start: int, size: int) -> bytes:
    text = name.encode("utf-16-le")
    entry = bytearray(128)
    entry[: len(text)] = text
    struct.pack_into("<HBB3I", entry, 64, len(text) + 2, kind, 1, FREE, right, child)
    struct.pack_into("<II", entry, 116, start, size)
    return bytes(entry)


def _record(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _cell(row: int, column: int, value: Any) -> bytes:
    place = struct.pack("<HHH", row, column, 0)
    if isinstance(value, str):
        text = struct.pack("<HB", len(value.encode("utf-16-le")) // 2, 1)
        return _record(0x204, place + text + value.encode("utf-16-le"))
    return _record(0x203, place + struct.pack("<d", value))


def biff(
    rows: Rows, *, hidden: Collection[int] = (), from_1904: bool = False, lock: bytes = b""
) -> bytes:
    """Write the stream of an old workbook with one sheet called 名册."""
    begin = _record(0x809, struct.pack("<HHHHII", 0x600, 5, 0x0DBB, 0x07CC, 0, 6))
    name = "名册".encode("utf-16-le")

    def head(place: int) -> bytes:
        return (
            begin
            + (_record(0x2F, lock) if lock else b"")
            + _record(0x42, struct.pack("<H", 1200))
            + _record(0x22, struct.pack("<H", int(from_1904)))
            + _record(0x85, struct.pack("<IBBBB", place, 0, 0, 2, 1) + name)
            + _record(0x0A)
        )

    width = max(map(len, rows))
    sheet = _record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0x0DBB, 0x07CC, 0, 6))
    sheet += _record(0x200, struct.pack("<IIHHH", 0, len(rows), 0, width, 0))
    for row, cells in enumerate(rows):
        flags = 0x120 if row in hidden else 0x100
        sheet += _record(0x208, struct.pack("<HHHHHHHH", row, 0, width, 255, 0, 0, flags, 0))
        sheet += b"".join(_cell(row, at, cell) for at, cell in enumerate(cells) if cell != "")
    # Streams below 4096 bytes lie elsewhere; a record that no reader knows fills this one up.
    return head(len(head(0))) + sheet + _record(0x0FFF, bytes(4096)) + _record(0x0A)


def xls(rows: Rows, **how: Any) -> bytes:
    """Write an old workbook, as Excel 97 to 2003 and WPS (.et) do."""
    return ole({"Workbook": biff(rows, **how)})


def locked_xls(rows: Rows, password: str) -> bytes:
    """Write an old workbook that RC4 keeps closed (MS-XLS 2.2.10, MS-OFFCRYPTO 2.3.6)."""
    salt, verifier = bytes(range(16)), bytes(range(16, 32))
    told = _rc4(password, salt, 0, verifier + md5(verifier).digest())
    plain = biff(rows, lock=struct.pack("<HHH", 1, 1, 1) + salt + told)
    key = b"".join(
        _rc4(password, salt, block, bytes(1024)) for block in range(len(plain) // 1024 + 1)
    )
    out, at = bytearray(), 0
    while at < len(plain):
        kind, size = struct.unpack_from("<HH", plain, at)
        body = plain[at + 4 : at + 4 + size]
        open_ones = len(body) if kind in {0x809, 0x2F} else 4 if kind == 0x85 else 0
        shut = bytes(
            one if place < open_ones else one ^ key[at + 4 + place]
            for place, one in enumerate(body)
        )
        out += plain[at : at + 4] + shut
        at += 4 + size
    return ole({"Workbook": bytes(out)})


def _rc4(password: str, salt: bytes, block: int, data: bytes) -> bytes:
    return Cipher(ARC4(_makekey(password, salt, block)), mode=None).encryptor().update(data)


def _part(kind: int, body: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, length = b"", len(body)
    while length > 127:
        size, length = size + bytes([length & 0x7F | 0x80]), length >> 7
    return head + size + bytes([length]) + body


def _wide(text: str) -> bytes:
    data = text.encode("utf-16-le")
    return struct.pack("<I", len(data) // 2) + data


def xlsb(
    rows: Rows,
    *,
    hidden: Collection[int] = (),
    from_1904: bool = False,
    merged: tuple[int, int, int, int] | None = None,
) -> bytes:
    """Write a binary workbook with one sheet called 名册."""
    width = max(map(len, rows))
    book = _part(131) + _part(153, struct.pack("<II", int(from_1904), 0) + _wide(""))
    book += _part(143) + _part(156, struct.pack("<II", 0, 1) + _wide("rId1") + _wide("名册"))
    book += _part(144) + _part(132)
    sheet = _part(129) + _part(148, struct.pack("<4I", 0, len(rows) - 1, 0, width - 1)) + _part(145)
    for row, cells in enumerate(rows):
        flags = 0x10 if row in hidden else 0
        sheet += _part(0, struct.pack("<IIHBBB", row, 0, 300, 0, flags, 0) + struct.pack("<I", 0))
        for at, cell in enumerate(cells):
            place = struct.pack("<II", at, 0)
            if isinstance(cell, str):
                sheet += _part(6, place + _wide(cell)) if cell else b""
            else:
                sheet += _part(5, place + struct.pack("<d", cell))
    sheet += _part(146)
    if merged:
        sheet += _part(177, struct.pack("<I", 1)) + _part(176, struct.pack("<4I", *merged))
        sheet += _part(178)
    sheet += _part(130)
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relation = f'<Relationship Id="rId1" Type="{kinds}/worksheet" Target="worksheets/sheet1.bin"/>'
    top = f'<Relationship Id="rId1" Type="{kinds}/officeDocument" Target="xl/workbook.bin"/>'
    wrap = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    return zipped(
        {
            "[Content_Types].xml": "<Types/>",
            "_rels/.rels": f"{wrap}{top}</Relationships>",
            "xl/workbook.bin": book,
            "xl/_rels/workbook.bin.rels": f"{wrap}{relation}</Relationships>",
            "xl/worksheets/sheet1.bin": sheet,
        }
    )


def zipped(parts: dict[str, str | bytes]) -> bytes:
    """Pack parts into a zip."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return file.getvalue()


def locked_as_in_2007(data: bytes, password: str) -> bytes:
    """Lock a workbook as Office 2007 does (MS-OFFCRYPTO 2.3.4.5 to 2.3.4.9: AES-128, SHA-1)."""
    salt, verifier = bytes(range(16)), bytes(range(16, 32))
    told = sha1(salt + password.encode("utf-16-le")).digest()
    for turn in range(50_000):
        told = sha1(struct.pack("<I", turn) + told).digest()
    told = sha1(told + bytes(4)).digest()
    key = sha1(bytes(one ^ 0x36 for one in told.ljust(64, b"\0"))).digest()[:16]

    def shut(plain: bytes) -> bytes:
        box = Cipher(algorithms.AES(key), modes.ECB()).encryptor()
        return box.update(plain + bytes(-len(plain) % 16))

    provider = "Microsoft Enhanced RSA and AES Cryptographic Provider\0".encode("utf-16-le")
    header = struct.pack("<8I", 0x24, 0, 0x660E, 0x8004, 128, 0x18, 0, 0) + provider
    info = struct.pack("<HHII", 3, 2, 0x24, len(header)) + header
    info += struct.pack("<I", 16) + salt + shut(verifier)
    info += struct.pack("<I", 20) + shut(sha1(verifier).digest())
    package = struct.pack("<Q", len(data)) + shut(data)
    return ole({"EncryptionInfo": info.ljust(4096, b"\0"), "EncryptedPackage": package})
