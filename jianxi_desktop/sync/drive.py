"""Files on a USB drive: written so that a drive pulled out leaves the old or the new, never half.

A drive may be full, read-only, dying, or gone between two lines; each of these has its own code
and sentence here, and none of them leaves a part behind that could be taken for a package.
"""

import contextlib
import errno
import hashlib
import os
import shutil
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from jianxi_desktop.domain.files import settle_folder
from jianxi_desktop.errors import EnvironmentFailure
from jianxi_desktop.sync.refusals import refusal

UNFINISHED_SUFFIX = ".part"

_FULL = {errno.ENOSPC, errno.EFBIG, errno.EDQUOT}
_READ_ONLY = {errno.EROFS, errno.EACCES, errno.EPERM}
_GONE = {
    errno.ENOENT,
    errno.ENOTDIR,
    errno.ENODEV,
    errno.ENXIO,
    errno.EIO,
    errno.ESTALE,
    errno.EBADF,
}
# Windows: another program holds the file (access denied, sharing or lock violation).
_HELD = {5, 32, 33}
_PAUSES = (0.1, 0.2, 0.4, 0.8, 1.5, 2.0, 2.0, 2.0)
_SPARE = 1 << 20  # for folders and the like
_PIECE = 1 << 20


class DriveError(EnvironmentFailure):
    """A drive or folder cannot be written or read; nothing was left half done."""


def read_whole(path: Path, *, limit: int, too_large: str = "package_too_large") -> bytes:
    """Read a file once, so that what is checked is what is used.

    Args:
        path: The file.
        limit: The most it may hold.
        too_large: Why it is refused when it holds more.

    Raises:
        DriveError: It is not there or cannot be read.
        PackageRefusedError: It holds more.
    """
    with opened(path) as file:
        data = file.read(limit + 1)
    if len(data) > limit:
        raise refusal(too_large, "file beyond the limit")
    return data


def write_whole(directory: Path, name: str, data: bytes) -> Path:
    """Write a new file beside its name, read it back from the drive, then give it the name.

    Raises:
        DriveError: Nothing was written; or a file of this name is there already.
    """
    return write_pieces(directory, name, [data], size=len(data))


def write_pieces(directory: Path, name: str, pieces: Iterable[bytes], *, size: int) -> Path:
    """Write a new file as its bytes come, as ``write_whole`` does.

    Args:
        directory: Made where it is missing.
        name: Of the file.
        pieces: Its bytes; what they raise leaves nothing behind.
        size: How many bytes come; so much room has to be there first.

    Raises:
        DriveError: Nothing was written; or a file of this name is there already.
    """
    final, part = directory / name, directory / (name + UNFINISHED_SUFFIX)
    try:
        directory.mkdir(parents=True, exist_ok=True)
        _refuse_existing(final)
        part.unlink(missing_ok=True)
        check_room(directory, size)
        _write_part(part, pieces)
        _publish(part, final)
    except OSError as error:
        _remove(part)
        raise drive_failure(error) from error
    except BaseException:
        _remove(part)
        raise
    return final


def check_room(directory: Path, size: int) -> None:
    """Refuse to begin what the drive has no room for.

    Args:
        directory: On the drive.
        size: Bytes to be written.

    Raises:
        DriveError: There is less.
    """
    try:
        total, _used, free = shutil.disk_usage(directory)
    except OSError as error:
        raise drive_failure(error) from error
    if total and free < size + _SPARE:  # some drivers cannot tell, and say nothing at all
        raise DriveError(
            "not enough room",
            user_message=(
                f"U盘或磁盘的空间不够：需要 {_megabytes(size + _SPARE)} MB，只剩 {free >> 20} MB，"
                "还没有写入。请删去不用的文件或换一个U盘，再生成一次。"
            ),
            code="drive_full",
        )


def pieces_of(path: Path) -> Iterator[bytes]:
    """Give a file piece by piece, 1 MiB at a time."""
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            yield piece


@contextlib.contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """Open a file that somebody handed over.

    Raises:
        DriveError: It is not there, or cannot be read now or later on.
    """
    try:
        with path.open("rb") as file:
            yield file
    except OSError as error:
        raise read_failure(error) from error


def read_failure(error: OSError) -> DriveError:
    """Say in words why a file cannot be read."""
    if isinstance(error, FileNotFoundError | NotADirectoryError | IsADirectoryError):
        return DriveError(
            f"no such file: {error.errno}",
            user_message="找不到这个文件。请检查U盘是否插好，再重新选择文件。",
            code="file_missing",
        )
    return DriveError(
        f"cannot read: {error.errno}",
        user_message="文件读不出来。请把U盘拔下重插后再试；仍不行请让对方换一个U盘重新拷贝。",
        code="file_unreadable",
    )


def drive_failure(error: OSError) -> DriveError:
    """Say in words what the system said in numbers."""
    if error.errno in _FULL:
        code, said = "drive_full", "U盘或磁盘的空间不够。请删去不用的文件或换一个U盘，再生成一次。"
    elif error.errno in _READ_ONLY:
        code, said = (
            "drive_read_only",
            "U盘或文件夹不能写入。请关闭U盘的写保护开关，或换一个U盘、换一个文件夹。",
        )
    elif error.errno in _GONE:
        code, said = (
            "drive_gone",
            "U盘已拔出或读写出错，数据包没有写成。请重新插好U盘，再生成一次。",
        )
    else:
        code, said = "drive_failed", "写入U盘失败，数据包没有写成。请重新插好或换一个U盘后再试。"
    return DriveError(f"cannot write: errno {error.errno}", user_message=said, code=code)


def _refuse_existing(final: Path) -> None:
    if final.exists():
        raise DriveError(
            "a package of this name exists",
            user_message=(
                f"U盘上已有同名的数据包 {final.name}，没有覆盖它。请换一个U盘或文件夹再生成。"
            ),
            code="package_exists",
        )


def _write_part(part: Path, pieces: Iterable[bytes]) -> None:
    digest = hashlib.sha256()
    with part.open("wb") as file:
        for piece in pieces:
            file.write(piece)
            digest.update(piece)
        file.flush()
        os.fsync(file.fileno())
    if _digest_on_drive(part) != digest.digest():
        raise DriveError(
            "what was read back differs",
            user_message="写进U盘的内容读回来不一致，这个U盘可能已坏或容量是假的。请换一个U盘。",
            code="drive_corrupts",
        )


def _publish(part: Path, final: Path) -> None:
    """Give the file its name; a name that may not last is taken back."""
    _refuse_existing(final)
    _rename(part, final)
    try:
        settle_folder(final.parent)
    except OSError:
        _remove(final)
        raise


def _rename(part: Path, final: Path) -> None:
    """Rename; on Windows a virus scanner may hold the new file for some seconds."""
    for pause in (*_PAUSES, None):
        try:
            part.rename(final)
        except OSError as error:
            if pause is None or getattr(error, "winerror", None) not in _HELD:
                raise
            time.sleep(pause)
        else:
            return


def _digest_on_drive(part: Path) -> bytes:
    """Hash a file as the drive holds it, not as the memory remembers it."""
    digest = hashlib.sha256()
    with part.open("rb", buffering=0) as file:
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        while piece := file.read(1 << 20):
            digest.update(piece)
    return digest.digest()


def _megabytes(size: int) -> int:
    return -(-size // (1 << 20))


def _remove(part: Path) -> None:
    with contextlib.suppress(OSError):
        part.unlink()
