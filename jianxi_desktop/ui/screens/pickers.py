"""Where a person is asked for a file, a folder or a printer; whoever drives a page may answer."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QWidget

from jianxi_desktop.ui.questions import choose_file, choose_files, choose_folder, choose_save

Chosen = Callable[[Path], None]
SeveralChosen = Callable[[Sequence[Path]], None]


def choose_printer(parent: QWidget, pages: int, chosen: Callable[[QPrinter], None]) -> None:
    """Let a person pick a printer and the pages to print."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle("打印")
    dialog.setMinMax(1, max(pages, 1))
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange)
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintToFile, on=False)
    dialog.accepted.connect(lambda: chosen(printer))
    dialog.finished.connect(dialog.deleteLater)
    QDialog.open(dialog)  # the printer dialog hides the plain one behind a slot of its own


@dataclass(frozen=True)
class Pickers:
    """The questions for files and printers that a page asks.

    Attributes:
        open: A file to read: parent, title, kinds, what to do with it.
        save: A file to write: parent, title, kinds, suggested name, what to do with it.
        folder: A folder: parent, title, what to do with it.
        several: Files to read: parent, title, kinds, what to do with them.
        printer: A printer: parent, pages there are, what to do with it.
    """

    open: Callable[[QWidget, str, str, Chosen], None] = choose_file
    save: Callable[[QWidget, str, str, str, Chosen], None] = choose_save
    folder: Callable[[QWidget, str, Chosen], None] = choose_folder
    several: Callable[[QWidget, str, str, SeveralChosen], None] = choose_files
    printer: Callable[[QWidget, int, Callable[[QPrinter], None]], None] = choose_printer


PICKERS = Pickers()
