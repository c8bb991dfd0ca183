"""Where a finished document goes: a file that is whole or not there, or memory for the preview."""

import contextlib
import errno
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from jianxi_desktop.errors import EnvironmentFailure

Target = Path | BinaryIO
# Told how much is done of how much; what it raises stops the work and leaves no file.
Progress = Callable[[int, int], object]


def no_progress(done: int, total: int) -> None:
    """Tell nobody."""
    del done, total


@dataclass(frozen=True)
class PrintResult:
    """What was printed.

    Attributes:
        pages: Pages in the document.
        form_numbers: Numbers of the forms in it, in order; a table without one adds none.
        missing: Characters no font could draw, as code points such as ``U+2EBF0``.
        cut: Texts whose end had to be left out; each page that has one says so.
    """

    pages: int
    form_numbers: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    cut: int = 0


def deliver(target: Target, draw: Callable[[BinaryIO], PrintResult]) -> PrintResult:
    """Write a document to its target.

    A file is written beside its place and moved there when it is whole.

    Raises:
        EnvironmentFailure: The file cannot be written there.
    """
    if not isinstance(target, Path):
        return draw(target)
    beside = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with beside.open("wb") as stream:
            result = draw(stream)
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(target)
    except OSError as failure:
        raise _explained(target, failure) from failure
    finally:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
    return result


def _explained(target: Path, failure: OSError) -> EnvironmentFailure:
    name, folder = target.name, target.parent
    if failure.errno in (errno.ENOSPC, errno.EDQUOT):
        code, said = "disk_full", f"磁盘空间不足，{name} 没有保存。请清理磁盘或换一个位置再试。"
    elif failure.errno == errno.EROFS:
        code, said = "read_only", f"{folder} 是只读的，不能保存 {name}。请换一个位置再试。"
    elif failure.errno in (errno.ENOENT, errno.ENOTDIR, errno.ENODEV):
        code, said = "no_folder", f"找不到文件夹 {folder}（U盘可能已拔出）。请重新选择位置再试。"
    elif isinstance(failure, PermissionError):
        code = "file_in_use"
        said = (
            f"不能写入 {name}：文件可能正被其他程序打开，或没有权限。请关闭它或换一个文件名再试。"
        )
    else:
        code, said = "write_failed", f"{name} 没有保存成功。请换一个位置再试。"
    return EnvironmentFailure(
        f"cannot write PDF: errno {failure.errno}", user_message=said, code=code
    )
