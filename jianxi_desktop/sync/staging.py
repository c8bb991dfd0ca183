"""Ciphertext that waits beside the database until what stands outside of it is known."""

import hashlib
import os
import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, NamedTuple

from jianxi_desktop.domain.files import file_failure
from jianxi_desktop.errors import EnvironmentFailure
from jianxi_desktop.sync import drive, locking
from jianxi_desktop.sync.locking import Readable

SUFFIX, COPY_SUFFIX = ".jxsealed", ".jxcopy"
_DAY = 86_400


class Staged(NamedTuple):
    """A file that was locked.

    Attributes:
        path: Where it lies.
        size: Its bytes.
        digest: Its SHA-256, hexadecimal.
    """

    path: Path
    size: int
    digest: str


def stage(work: Path, plain: Readable, recipients: Sequence[str]) -> Staged:
    """Lock what is read into a file of its own in ``work``; nothing unlocked touches a disk.

    Raises:
        EnvironmentFailure: The disk is full, or the folder cannot be written.
    """
    path = work / (secrets.token_hex(8) + SUFFIX)
    try:
        work.mkdir(parents=True, exist_ok=True)
        sweep(work)
        with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            sink = _HashedFile(file)
            locking.lock_into(plain, sink, recipients)
    except OSError as error:
        discard(path)
        raise file_failure(error, path) from error
    except BaseException:
        discard(path)
        raise
    return Staged(path, sink.size, sink.digest.hexdigest())


def pieces(path: Path, digest: str, told: Callable[[int], None]) -> Iterator[bytes]:
    """Give what was staged, telling bytes done, and see that it still is what was written.

    Raises:
        EnvironmentFailure: It cannot be read, or reads differently.
    """
    found, done = hashlib.sha256(), 0
    try:
        for piece in drive.pieces_of(path):
            found.update(piece)
            yield piece
            done += len(piece)
            told(done)
    except OSError as error:
        raise file_failure(error, path) from error
    if found.hexdigest() != digest:
        raise EnvironmentFailure(
            "what was staged differs from what was written",
            user_message="数据包在本机磁盘上读回来不一致，没有写成。请检查磁盘后再生成一次。",
            code="disk_corrupts",
        )


def discard(path: Path) -> None:
    """Remove a file, if it is there."""
    with suppress(OSError):
        path.unlink(missing_ok=True)


def sweep(folder: Path) -> None:
    """Remove what a program that was ended left in a folder more than a day ago."""
    for suffix in (SUFFIX, COPY_SUFFIX):
        for stale in folder.glob(f"*{suffix}"):
            if stale.stat().st_mtime < time.time() - _DAY:
                discard(stale)


class _HashedFile:
    """Writes a file, measures and hashes it."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.size = 0
        self.digest = hashlib.sha256()

    def write(self, data: bytes, /) -> int:
        self.size += len(data)
        self.digest.update(data)
        return self._file.write(data)
