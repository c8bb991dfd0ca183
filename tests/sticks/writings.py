"""Writings that are cut, pulled and failed: the smallest that the program does on a stick."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

from jianxi_desktop.sync import drive, header
from jianxi_desktop.sync.refusals import PackageRefusedError

FOLDER = "JXSYNC/UP/410305008001"


def content(number: int, size: int = 9_000) -> bytes:
    """Make what a package holds; to a stick it is noise."""
    blocks = (hashlib.sha256(f"{number} {n}".encode()).digest() for n in range(size // 32 + 1))
    return b"".join(blocks)[:size]


def name_of(number: int) -> str:
    """Name a package as the program does."""
    return f"JX_0a1b2c3d_4e5f6071_20261130_{number:06d}.jxp"


def is_whole(name: str, data: bytes) -> bool:
    """Tell whether a package is all there, by what stands on it or by its number."""
    if not data.startswith(header.MAGIC):
        return data == content(int(Path(name).stem.rsplit("_", 1)[1]))
    try:
        envelope = header.split(data)
        outside = header.read_header(envelope.fields)
    except PackageRefusedError:
        return False
    digest = hashlib.sha256(envelope.contents).hexdigest()
    return (len(envelope.contents), digest) == (outside.contents_size, outside.contents_sha256)


def whole_file(root: Path, number: int) -> Mapping[str, bytes]:
    """Write a file as cards and receipts are written."""
    path = drive.write_whole(root / FOLDER, name_of(number), content(number))
    return {str(path.relative_to(root)): content(number)}
