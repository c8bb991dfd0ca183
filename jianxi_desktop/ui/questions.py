"""Questions whose buttons say what they do, and pickers for files. None of them blocks."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from jianxi_desktop.ui.theme import as_primary

Answer = tuple[str, Callable[[], None] | None]


def ask(parent: QWidget, text: str, answers: Sequence[Answer], *, more: str = "") -> QMessageBox:
    """Ask a question; the first answer is the likely one, Esc gives the last one."""
    box = QMessageBox(parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setIcon(QMessageBox.Icon.NoIcon)
    box.setWindowTitle(parent.window().windowTitle())
    box.setText(text)
    box.setInformativeText(more)
    box.setObjectName("question")
    for place, (verb, act) in enumerate(answers):
        button = box.addButton(verb, QMessageBox.ButtonRole.ActionRole)
        if place == 0:
            box.setDefaultButton(button)
            as_primary(button)
        if place == len(answers) - 1:
            box.setEscapeButton(button)
        if act is not None:
            button.clicked.connect(partial(_do, act))
    box.open()
    return box


def choose_file(parent: QWidget, title: str, kinds: str, chosen: Callable[[Path], None]) -> None:
    """Let a person pick a file to read."""
    dialog = QFileDialog(parent, title, "", kinds)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    _open(dialog, chosen)


def choose_files(
    parent: QWidget, title: str, kinds: str, chosen: Callable[[Sequence[Path]], None]
) -> None:
    """Let a person pick one file or several to read."""
    dialog = QFileDialog(parent, title, "", kinds)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.filesSelected.connect(lambda names: chosen([Path(name) for name in names]))
    dialog.open()


def choose_save(
    parent: QWidget, title: str, kinds: str, suggested: str, chosen: Callable[[Path], None]
) -> None:
    """Let a person name a file to write; replacing one is asked by the dialog itself."""
    dialog = QFileDialog(parent, title, "", kinds)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(Path(suggested).suffix.lstrip("."))
    dialog.selectFile(suggested)
    _open(dialog, chosen)


def choose_folder(parent: QWidget, title: str, chosen: Callable[[Path], None]) -> None:
    """Let a person pick a folder."""
    dialog = QFileDialog(parent, title)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    _open(dialog, chosen)


def _open(dialog: QFileDialog, chosen: Callable[[Path], None]) -> None:
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda name: chosen(Path(name)))
    dialog.open()


def _do(act: Callable[[], None], *_checked: bool) -> None:
    act()
