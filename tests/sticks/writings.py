"""Writings that are cut, pulled and failed: each gives the name of what then is there."""

import hashlib
import json
import tempfile
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from jianxi_desktop.sync import drive, header, records
from jianxi_desktop.sync.keys import OfficeKeys
from jianxi_desktop.sync.package import Direction, PackageFacts, write_package
from jianxi_desktop.sync.records import Record

_CREATED = datetime(2026, 11, 30, 8, 30, tzinfo=UTC)
FOLDER = "JXSYNC/UP/410305008001"


def content(number: int, size: int = 3_000) -> bytes:
    """Make what a package holds; to a stick it is noise."""
    blocks = (hashlib.sha256(f"{number} {n}".encode()).digest() for n in range(size // 32 + 1))
    return b"".join(blocks)[:size]


def name_of(number: int) -> str:
    """Name a package as the program does."""
    return f"JX_410305008001_410305_20261130_{number:06d}_0a1b2c3d.jxp"


def is_whole(name: str, data: bytes) -> bool:
    """Tell whether a package is all there, by what stands on it or by its number."""
    if not data.startswith(header.MAGIC):
        return data == content(int(Path(name).stem.split("_")[4]))
    length = int.from_bytes(data[len(header.MAGIC) :][:4], "big")
    start = len(header.MAGIC) + 4 + length + 64
    try:
        outside = json.loads(data[len(header.MAGIC) + 4 :][:length])
    except ValueError:
        return False
    locked = data[start:]
    digest = hashlib.sha256(locked).hexdigest()
    return (len(locked), digest) == (outside["ct_size"], outside["ct_sha256"])


def whole_file(root: Path, number: int) -> str:
    """Write a file as cards and receipts are written."""
    path = drive.write_whole(root / FOLDER, name_of(number), content(number))
    return str(path.relative_to(root))


@cache
def _office() -> OfficeKeys:
    return OfficeKeys.new(unit="410305008001", name="武汉路社区", created=_CREATED)


@cache
def _work() -> Path:
    return Path(tempfile.mkdtemp(prefix="staged"))


def package(root: Path, number: int, size: int = 3_000) -> str:
    """Write a package as the program does: staged, copied, read back, named."""
    data = content(number, size)
    facts = PackageFacts(
        id=f"{number:032x}",
        number=number,
        replica="ab" * 16,
        created=_CREATED,
        schema="0012",
        direction=Direction.UP,
        folder="410305008001",
        units=("410305008001", "410305"),
        manifest={
            "app": "0.1.0",
            "unit": "410305008001",
            "kind": "increment",
            **{key: {} for key in ("base", "acks", "accounts", "places")},
            **{key: [] for key in ("past", "wants")},
            "audit": None,
        },
    )
    blob = Record(records.BLOB, hashlib.sha256(data).digest() + data)
    written = write_package(
        root,
        facts,
        _office(),
        [_office().card],
        [blob],
        work=_work(),
        closing=lambda: {"to": {}},
    )
    return str(written.path.relative_to(root))
