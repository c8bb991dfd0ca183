"""The way to what was saved: a notice that opens the folder, with the file marked in it."""

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QProcess, QUrl
from PySide6.QtGui import QDesktopServices

_VERB = "打开所在文件夹"


class Teller(Protocol):
    """As much of a desk as a saved file needs."""

    def notice(
        self, text: str, *, undo: Callable[[], None] | None = None, undo_text: str = "撤销"
    ) -> None:
        """Say that something is done, with something to do next."""

    def warn(self, text: str, *, act: Callable[[], None] | None = None, verb: str = "") -> None:
        """Say what a person should look at."""


def offer_folder(desk: Teller, path: Path, said: str, *, careful: bool = False) -> None:
    """Say that a file, or a folder, was written, and offer to open the folder it stands in.

    Args:
        desk: Where it is said.
        path: What was written.
        said: What is said of it, such as “已保存：名册.xlsx，共 182 条。”.
        careful: It must not be missed: numbers stand in it in full, or something is wrong in it.
    """
    look = partial(open_folder, desk, path)
    if careful:
        desk.warn(said, act=look, verb=_VERB)
    else:
        desk.notice(said, undo=look, undo_text=_VERB)


def open_folder(desk: Teller, path: Path) -> None:
    """Open the folder of a file in the system's file manager; where there is none, say the path."""
    if not path.exists():
        desk.warn(
            f"“{path.name}”已经不在原来的地方了（{path.parent}），可能U盘已拔下或文件被移走。"
        )
    elif not _show(path):
        desk.warn(f"这台电脑上没有能打开文件夹的程序。“{path.name}”在：{path.parent}")


def _show(path: Path) -> bool:
    """Mark the file in its folder where the system can, else open the folder."""
    if sys.platform == "win32":
        # Explorer parts its one argument at commas itself.
        done = QProcess.startDetached("explorer.exe", [f"/select,{path.resolve()}"])
        return bool(done[0] if isinstance(done, tuple) else done)
    folder = path if path.is_dir() else path.parent
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder.resolve())))
