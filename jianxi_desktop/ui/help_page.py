"""The manual in a window of its own: contents and search at the left, the page at the right."""

import re
from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from jianxi_desktop import settings
from jianxi_desktop.services import manual
from jianxi_desktop.services.document import Document
from jianxi_desktop.services.manual import LEDGER, Found, Page
from jianxi_desktop.services.manual import read_written as read_pages
from jianxi_desktop.services.manual import title_of as title_of
from jianxi_desktop.services.manual_paper import manual_paper, save_paper
from jianxi_desktop.ui.command_table import COMMANDS
from jianxi_desktop.ui.find_words import asked_for
from jianxi_desktop.ui.jobs import Jobs
from jianxi_desktop.ui.manual_commands import commands_page, with_commands
from jianxi_desktop.ui.manual_contents import ManualContents
from jianxi_desktop.ui.manual_text import ManualText
from jianxi_desktop.ui.screens.paper_dialog import Paper, show_paper
from jianxi_desktop.ui.screens.pickers import PICKERS
from jianxi_desktop.ui.theme import as_hint, as_quiet, columns_of, icon, line_height

__all__ = ("HelpDialog", "open_help", "read_pages", "title_of", "whole_manual")

_PICTURES = re.compile(r"!\[[^\]]*\]\(([^)]+)\)")
_FIRST = "list"  # the page for a name that there is no page of


class HelpDialog(QDialog):
    """Shows a page, or a part of it (``page#heading``), and leads to all others.

    Attributes:
        contents: The contents, the search and what it found.
        text: The page.
        back: Leads to the page that was shown before.
        forth: Leads on again.
        pickers: Asks for the file and the printer.
    """

    def __init__(self, jobs: Jobs, page: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.setWindowTitle("说明书")
        self._jobs = jobs
        self._pages: dict[str, Page] = {}
        self._trail: list[str] = []
        self._later: list[str] = []
        self._wanted = page
        self.pickers = PICKERS
        self.contents, self.text = ManualContents(), ManualText()
        self.back, self.forth = (
            _arrow("left", "后退", "Alt+Left"),
            _arrow("right", "前进", "Alt+Right"),
        )
        self.last, self.next = QPushButton("上一处"), QPushButton("下一处")
        self.told = as_hint(QLabel())
        self.paper = QPushButton("打印")
        self._lay_out()
        self._connect()
        self.contents.words.setFocus()
        jobs.run(whole_manual, self._fill)

    def show_page(self, page: str) -> None:
        """Show a page or a part of it, as F1 does on another page of the window."""
        if self._pages:
            self.contents.words.clear()
            self._go(page)
        else:
            self._wanted = page

    def print_page(self) -> None:
        """Show the page as it comes out on paper."""
        if self.text.page is not None:
            self._print((self.text.page,))

    def print_all(self) -> None:
        """Show the whole manual as it comes out on paper."""
        if self._pages:
            self._print(tuple(self._pages.values()))

    def _print(self, pages: Sequence[Page]) -> None:
        self._jobs.run(partial(manual_paper, pages), self._show_paper)

    def _show_paper(self, document: Document) -> None:
        report = self._jobs.unhandled.emit
        paper = Paper(document, saving=partial(save_paper, document))
        self.preview = show_paper(self, self._jobs, report, paper, pickers=self.pickers)

    @property
    def page(self) -> str:
        """Key of the page that is shown; empty while there is none."""
        return self.text.page.key if self.text.page is not None else ""

    def _lay_out(self) -> None:
        for button, keys in ((self.next, "F3"), (self.last, "Shift+F3")):
            button.setToolTip(f"{button.text()}（{keys}）")
            QShortcut(QKeySequence(keys), self, button.click)
            button.hide()
        self.told.setWordWrap(False)
        bar = QHBoxLayout()
        menu = QMenu(self.paper)
        menu.addAction("这一页", self.print_page)
        menu.addAction("整本说明书", self.print_all)
        self.paper.setMenu(menu)
        self.paper.setIcon(icon("print"))
        self.paper.setToolTip("先看再打印，也可以存为 PDF（Ctrl+P：这一页）")
        QShortcut(QKeySequence("Ctrl+P"), self, self.print_page)
        bar.addWidget(self.back)
        bar.addWidget(self.forth)
        bar.addWidget(as_quiet(self.paper))
        bar.addStretch(1)
        bar.addWidget(self.told)
        bar.addWidget(self.last)
        bar.addWidget(self.next)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(columns_of(self, 0.6), 0, 0, 0)
        column.addLayout(bar)
        column.addWidget(self.text)
        split = QSplitter()
        split.addWidget(self.contents)
        split.addWidget(right)
        split.setStretchFactor(1, 1)
        split.setChildrenCollapsible(False)
        split.setSizes([columns_of(self, 17), columns_of(self, 47)])
        QHBoxLayout(self).addWidget(split)
        room = self.screen().availableSize() * 0.9
        size = QSize(columns_of(self, 70), line_height(self) * 26)
        self.resize(size.boundedTo(room))

    def _connect(self) -> None:
        self.contents.chosen.connect(self._go)
        self.contents.picked.connect(self._pick)
        self.contents.asked.connect(self._find)
        self.contents.entered.connect(self._step_on)
        self.text.led.connect(self._go)
        self.text.marked.connect(self._tell)
        self.back.clicked.connect(self._go_back)
        self.forth.clicked.connect(self._go_forth)
        self.next.clicked.connect(self._step_on)
        self.last.clicked.connect(self._step_back)
        QShortcut(QKeySequence("Ctrl+F"), self, self._to_words)

    def _fill(self, pages: Sequence[Page]) -> None:
        self._pages = {page.key: page for page in pages}
        self.contents.fill(pages)
        self._go(self._wanted)

    def _go(self, address: str) -> None:
        """Show a page and remember the one before."""
        if self.page:
            self._trail.append(self.page)
            self._later.clear()
        self._show(address)

    def _show(self, address: str, found: Found | None = None) -> None:
        key, part = self._find_page(address)
        page = self._pages[key]
        self.contents.show_key(key)
        self.back.setEnabled(bool(self._trail))
        self.forth.setEnabled(bool(self._later))
        names = _PICTURES.findall(page.text)
        show = partial(self._draw, page, part, found)
        self._jobs.run_newest("manual.pictures", partial(read_pictures, names), show)

    def _draw(
        self, page: Page, part: str, found: Found | None, pictures: Mapping[str, bytes]
    ) -> None:
        self.text.show_page(page, pictures)
        if found is not None:
            self.text.mark(self.contents.words.text().split(), found.heading)
        elif part:
            self.text.go_to(part)

    def _find_page(self, address: str) -> tuple[str, str]:
        """Give the page and the part that a name means, as pages of the window give it."""
        key, _, part = address.partition("#")
        titled = {page.title: page.key for page in self._pages.values()}
        if key == "ledgers" and titled.get(part, "").startswith(LEDGER):
            return titled[part], ""
        return (key, part) if key in self._pages else (_FIRST, "")

    def _find(self, words: str) -> None:
        if not words.strip():
            self.text.mark(())
            return
        work = partial(manual.find, tuple(self._pages.values()), asked_for(words))
        self._jobs.run_newest("manual.find", work, self.contents.show_found)

    def _pick(self, found: Found) -> None:
        if self.page == found.page:
            self.text.mark(self.contents.words.text().split(), found.heading)
            return
        if self.page:
            self._trail.append(self.page)
        self._show(found.page, found)

    def _step_on(self) -> None:
        """Go to the next place of the words, on this page or on the next that was found."""
        if not self.text.step(1):
            self.contents.step(1)

    def _step_back(self) -> None:
        if not self.text.step(-1):
            self.contents.step(-1)

    def _tell(self, place: int, places: int) -> None:
        self.told.setText(f"本页第 {place} 处，共 {places} 处" if places and place else "")
        for button in (self.last, self.next):
            button.setVisible(bool(places) and self.contents.searching)

    def _go_back(self) -> None:
        if self._trail:
            self._later.append(self.page)
            self._show(self._trail.pop())

    def _go_forth(self) -> None:
        if self._later:
            self._trail.append(self.page)
            self._show(self._later.pop())

    def _to_words(self) -> None:
        self.contents.words.setFocus()
        self.contents.words.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override: Esc empties the search first; Enter presses no button that one is not on."""
        if event.key() == Qt.Key.Key_Escape and self.contents.searching:
            self.contents.words.clear()
            self.contents.words.setFocus()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()
        else:
            super().keyPressEvent(event)


def open_help(jobs: Jobs, page: str, parent: QWidget) -> HelpDialog:
    """Show a page of the manual over a window, in the one that is open over it if there is one."""
    window = parent.window()
    opened = [each for each in window.findChildren(HelpDialog) if each.isVisible()]
    dialog = opened[0] if opened else HelpDialog(jobs, page, window)
    if opened:
        dialog.show_page(page)
    dialog.show()
    dialog.raise_()
    dialog.activateWindow()
    return dialog


def whole_manual() -> tuple[Page, ...]:
    """Read the manual with the commands, on a page and at the end of pages; for the worker."""
    from jianxi_desktop.ui.screens import every as screens

    every = (*COMMANDS, *screens.COMMANDS)
    pages = manual.read_pages((commands_page(every, manual.titles()),))
    return with_commands(pages, every)


def read_pictures(names: Sequence[str]) -> dict[str, bytes]:
    """Read the files of pictures; one that is missing is left out."""
    folder = settings.resource("help")
    return {name: (folder / name).read_bytes() for name in names if (folder / name).is_file()}


def _arrow(drawing: str, words: str, keys: str) -> QPushButton:
    button = as_quiet(QPushButton(words))
    button.setIcon(icon(drawing))
    button.setShortcut(QKeySequence(keys))
    button.setToolTip(f"{words}（Alt+{'←' if keys.endswith('Left') else '→'}）")
    return button
