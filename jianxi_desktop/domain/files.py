"""Writing a file so that either the whole of it is there, or what was there before.

The failures of disks and open files are told here once, in words a person can act on.
"""

import contextlib
import errno
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

from jianxi_desktop.errors import EnvironmentFailure

_READ_ONLY = {errno.EACCES, errno.EPERM, errno.EROFS}
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_GONE = {errno.ENOENT, errno.ENOTDIR}
_DEVICE = {errno.EIO, errno.ENODEV, errno.ENXIO}
# Some drivers cannot flush a folder; they write it at once.
_NO_FOLDER_SYNC = {errno.EINVAL, errno.ENOTSUP}
# Windows: the file is open in another program (sharing or lock violation).
_OPEN_ELSEWHERE = {32, 33}


@contextlib.contextmanager
def write_beside(path: Path) -> Iterator[Path]:
    """Give a path beside ``path`` to write to; it takes the place of ``path`` at the end.

    When the block fails the file beside is removed and ``path`` is as it was before.

    Raises:
        EnvironmentFailure: Disk full, no such folder, read-only, or open in another program.
    """
    beside = path.with_name(f".{path.name[-80:]}.{secrets.token_hex(4)}.part")
    try:
        _create(beside)
        yield beside
        settle(beside)
        beside.replace(path)
    except OSError as failure:
        if failure.errno is None:  # not of the system: the caller's own way to stop
            raise
        raise file_failure(failure, path) from failure
    finally:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)


def settle(path: Path) -> None:
    """Bring a file's bytes to the disk: a USB drive may be pulled right after."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def settle_folder(folder: Path) -> None:
    """Bring the names in a folder to the disk, where the system can."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    except OSError as failure:
        if failure.errno not in _NO_FOLDER_SYNC:
            raise
    finally:
        os.close(handle)


def file_failure(failure: OSError, path: Path) -> EnvironmentFailure:
    """Say what the operating system refused in words a person can act on."""
    code, reason = _reason(failure)
    return EnvironmentFailure(
        f"{code}: errno {failure.errno}",
        user_message=f"“{path.name}”{reason}",
        code=code,
    )


def _reason(failure: OSError) -> tuple[str, str]:
    number = failure.errno
    if getattr(failure, "winerror", None) in _OPEN_ELSEWHERE:
        return "file_in_use", "正在被其他程序打开，请关闭后再试，或换一个文件名。"
    if number in _FULL:
        return "disk_full", "没有写完：磁盘空间不足，请清理后再试，或换一个位置。"
    if number in _READ_ONLY:
        return (
            "read_only",
            "不能读写：文件正被其他程序打开，或所在位置是只读的，请关闭文件或换一个位置。",
        )
    if number in _GONE:
        return "no_such_file", "没有找到：文件或文件夹不存在，U盘可能已拔出，请重新选择。"
    if isinstance(failure, IsADirectoryError):
        return "not_a_file", "是一个文件夹，请选择一个文件名。"
    if number in _DEVICE:
        return "device_failed", "读写失败：磁盘或U盘没有响应，请重新插好后再试。"
    return "file_failed", "不能读写，请换一个位置再试。"


def _create(beside: Path) -> None:
    """Make the file for this person only: what it will hold may be personal."""
    os.close(os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
