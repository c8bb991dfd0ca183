"""Writes a list of members of a page as a workbook; asks what for where they are many."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from jianxi_desktop.errors import InputError
from jianxi_desktop.services.office import Office
from jianxi_desktop.ui.open_folder import offer_folder
from jianxi_desktop.ui.removal import EXPORT, ask_why
from jianxi_desktop.ui.screen import Screen
from jianxi_desktop.ui.screens.pickers import Pickers

# Writes the list to a file, with the reason that a person gave; gives how many lines it has.
Write = Callable[[Office, Path, str | None], int]


def export_members(screen: Screen, pickers: Pickers, title: str, name: str, write: Write) -> None:
    """Ask for the file and write; where a reason is needed, ask for it and write again.

    Args:
        screen: The page.
        pickers: What asks for the file.
        title: Of that question.
        name: Of the file, without its ending.
        write: Writes it.
    """
    take = partial(_write, screen, write, None)
    pickers.save(screen, title, "Excel 工作簿 (*.xlsx)", f"{name}.xlsx", take)


def _write(screen: Screen, write: Write, reason: str | None, path: Path) -> None:
    def failed(error: Exception) -> None:
        if isinstance(error, InputError) and error.code == "reason_needed":
            ask_why(screen, EXPORT, lambda said: _write(screen, write, said, path))
        else:
            screen.desk.report(error)

    work = partial(write, screen.desk.office, path, reason)
    screen.desk.jobs.run(work, partial(_saved, screen, path), failed)


def _saved(screen: Screen, path: Path, lines: int) -> None:
    offer_folder(screen.desk, path, f"已保存：{path.name}，共 {lines} 行。")
