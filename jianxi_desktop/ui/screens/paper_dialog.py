"""A paper seen before it is printed or saved, where there is no print page: a card, a key."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QDialog, QLabel, QPushButton, QVBoxLayout, QWidget

from jianxi_desktop.domain.progress import Progress
from jianxi_desktop.services.attached_papers import AttachedPaper
from jianxi_desktop.services.document import Document
from jianxi_desktop.ui.job import Failed
from jianxi_desktop.ui.jobs import Jobs
from jianxi_desktop.ui.screens.paper_view import FIRST_DPI, PaperView
from jianxi_desktop.ui.screens.parts import row_of
from jianxi_desktop.ui.screens.pickers import PICKERS, Pickers
from jianxi_desktop.ui.screens.print_dialog import PrintAsk
from jianxi_desktop.ui.screens.printing import draw_page, print_pages
from jianxi_desktop.ui.theme import as_hint, as_primary, as_quiet, columns_of, line_height

_WIDE, _HIGH = 58, 26  # characters, lines
_NOTHING = Document("", b"", 0, ())


@dataclass(frozen=True)
class Paper:
    """A finished paper, and what becomes of it.

    Attributes:
        document: The paper.
        about: What a person should know of it, in a sentence.
        printing: Sends it to a printer and gives the pages; runs on the worker.
        saving: Writes it to a file; runs on the worker. ``None``: it must not stand in a file.
        printed: Told when it went to the printer: the pages.
        saved: Told when it was written: the file and what ``saving`` gave.
    """

    document: Document | AttachedPaper
    about: str = ""
    printing: Callable[[QPrinter, Progress], object] | None = None
    saving: Callable[[Path], object] | None = None
    printed: Callable[[object], None] | None = None
    saved: Callable[[Path, object], None] | None = None


def show_paper(
    parent: QWidget, jobs: Jobs, report: Failed, paper: Paper, *, pickers: Pickers = PICKERS
) -> "PaperDialog":
    """Show a paper, to be printed or saved from there.

    Args:
        parent: The page that shows it.
        jobs: Where it is drawn and printed.
        report: Shows an error.
        paper: The paper.
        pickers: Asks for the file and the printer.
    """
    dialog = PaperDialog(parent, jobs, report, paper, pickers)
    dialog.open()
    return dialog


class PaperDialog(QDialog):
    """Shows a paper with its pages, sizes and what can be done with it.

    Attributes:
        view: The paper.
    """

    def __init__(
        self, parent: QWidget, jobs: Jobs, report: Failed, paper: Paper, pickers: Pickers
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(paper.document.title)
        self._jobs, self._report, self._paper, self.pickers = jobs, report, paper, pickers
        self.view = PaperView(jobs, report)
        self.go = as_primary(QPushButton("打印"))
        self.go.setToolTip("选打印机打印（Ctrl+P）")
        self.save = QPushButton("保存为 PDF")
        self.save.setToolTip("保存成 PDF 文件（Ctrl+Shift+S）")
        self.save.setVisible(paper.saving is not None)
        self.turn = as_quiet(QPushButton("旋转"))
        self.turn.setToolTip("扫描件横着的，转过来看（Ctrl+R）；打印不受影响")
        attached = isinstance(paper.document, AttachedPaper)
        self.turn.setVisible(attached)
        self.turn.setEnabled(attached)
        self.close_ = QPushButton("关闭")
        self._lay_out(parent.window().size())
        self.turn.clicked.connect(self.view.turn_pages)
        self.go.clicked.connect(self._ask_printer)
        self.save.clicked.connect(self._ask_path)
        self.close_.clicked.connect(self.reject)
        self.finished.connect(self._let_go)
        if isinstance(paper.document, AttachedPaper):  # also when the window is locked over it
            self.destroyed.connect(partial(_close, jobs, paper.document))
        for keys, act in (
            ("Ctrl+P", self._ask_printer),
            ("Ctrl+Shift+S", self._ask_path),
            ("Ctrl+G", self.view.to_number),
            ("Ctrl++", self.view.pages.enlarge),
            ("Ctrl+=", self.view.pages.enlarge),
            ("Ctrl+-", self.view.pages.reduce),
            ("Ctrl+0", self.view.turn_size),
            ("Ctrl+R", self.turn.click),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(act)
        first = partial(draw_page, paper.document, 0, FIRST_DPI)
        jobs.run(first, partial(self.view.show_document, paper.document), self._no_first)
        self.view.setFocus()

    def _lay_out(self, room: QSize) -> None:
        column = QVBoxLayout(self)
        if self._paper.about:
            column.addWidget(as_hint(QLabel(self._paper.about)))
        column.addWidget(self.view, 1)
        column.addLayout(
            row_of(
                self.view.sizes,
                self.view.number,
                self.turn,
                None,
                self.go,
                self.save,
                self.close_,
            )
        )
        wide = min(columns_of(self, _WIDE), room.width() * 19 // 20)
        self.resize(wide, min(line_height(self) * _HIGH, room.height() * 19 // 20))

    def _no_first(self, _error: Exception) -> None:
        """Show the other pages; the view itself says that the first one does not come."""
        self.view.show_document(self._paper.document)

    def _ask_printer(self) -> None:
        document = self._paper.document
        save = self._ask_path if self._paper.saving is not None else None
        about = PrintAsk(document.pages, self.view.pages.page, save, self._jobs)
        self.pickers.printer(self, about, self._print)

    def _print(self, printer: QPrinter) -> None:
        usual = partial(print_pages, self._paper.document)
        work = partial(self._paper.printing or usual, printer)
        title = f"正在打印{self._paper.document.title}"
        told = self._paper.printed or _nothing  # nothing of the dialog: it may be closed by then
        self._jobs.run_long(work, told, self._report, title=title)

    def _ask_path(self) -> None:
        if self._paper.saving is not None:
            name = f"{self._paper.document.title}.pdf"
            self.pickers.save(self, "保存为 PDF", "PDF 文件 (*.pdf)", name, self._save)

    def _save(self, path: Path) -> None:
        if self._paper.saving is not None:
            work = partial(self._paper.saving, path)
            self._jobs.run(work, partial(self._paper.saved or _nothing, path), self._report)

    def _let_go(self) -> None:
        """Hold nothing of the paper once it is closed; it may be a key."""
        self.view.show_document(None)
        self._paper = replace(self._paper, document=_NOTHING)
        self.deleteLater()


def _nothing(*_told: object) -> None:
    """Nobody asked to be told."""


def _close(jobs: Jobs, paper: AttachedPaper, *_gone: object) -> None:
    jobs.run(paper.close, lambda _done: None)
