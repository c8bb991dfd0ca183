"""Where a person is asked for a file, a folder or a printer; whoever drives a page may answer."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget

from jianxi_desktop.ui.questions import choose_file, choose_files, choose_folder, choose_save
from jianxi_desktop.ui.screens.print_dialog import PrintAsk, choose_printer

Chosen = Callable[[Path], None]
SeveralChosen = Callable[[Sequence[Path]], None]


@dataclass(frozen=True)
class Pickers:
    """The questions for files and printers that a page asks.

    Attributes:
        open: A file to read: parent, title, kinds, what to do with it.
        save: A file to write: parent, title, kinds, suggested name, what to do with it.
        folder: A folder: parent, title, what to do with it.
        several: Files to read: parent, title, kinds, what to do with them.
        printer: A printer: parent, what is to be printed, what to do with it.
    """

    open: Callable[[QWidget, str, str, Chosen], None] = choose_file
    save: Callable[[QWidget, str, str, str, Chosen], None] = choose_save
    folder: Callable[[QWidget, str, Chosen], None] = choose_folder
    several: Callable[[QWidget, str, str, SeveralChosen], None] = choose_files
    printer: Callable[[QWidget, PrintAsk | int, Callable[[QPrinter], None]], None] = choose_printer


PICKERS = Pickers()
