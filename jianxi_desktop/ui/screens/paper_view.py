"""A document on the screen: its pages, a strip of small ones, the page number, the size."""

from functools import partial

from PySide6.QtCore import QEvent, QObject, QSizeF, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QSplitter, QVBoxLayout, QWidget

from jianxi_desktop.services.attached_papers import AttachedPaper
from jianxi_desktop.services.document import Document
from jianxi_desktop.ui.job import Failed
from jianxi_desktop.ui.jobs import Jobs
from jianxi_desktop.ui.screens.page_strip import PageStrip
from jianxi_desktop.ui.screens.pages import A4, PagesView
from jianxi_desktop.ui.screens.printing import draw_page
from jianxi_desktop.ui.screens.zooming import SizeChoice
from jianxi_desktop.ui.theme import columns_of

FIRST_DPI = 40.0
_NARROW = 42  # characters of width below which the strip is put away


class PageNumber(QWidget):
    """Says which page is looked at, and takes the number of another.

    Attributes:
        typed: The number of the page.

    Signals:
        wanted: A person wants to see a page: its number from 0.
        left: The person is done here.
    """

    wanted = Signal(int)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._page = self._number = 0
        self.typed = QLineEdit()
        self.typed.setAccessibleName("页码")
        self.typed.setToolTip("输入页码，回车到那一页（Ctrl+G）")
        self.typed.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.typed.setMaxLength(5)
        self.typed.setFixedWidth(columns_of(self, 3.6))
        self.typed.installEventFilter(self)
        self._before, self._after = QLabel("第"), QLabel()
        self._before.setBuddy(self.typed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(columns_of(self, 0.4))
        for part in (self._before, self.typed, self._after):
            row.addWidget(part)
        self.show_page(0, 0)

    def text(self) -> str:
        """Give what is said, as it is read."""
        return f"第 {self.typed.text()} {self._after.text()}" if self._number else ""

    def show_page(self, page: int, number: int) -> None:
        """Show a page, from 0, of so many."""
        self._page, self._number = page, number
        self.typed.setText(str(page + 1) if number else "")
        self._after.setText(f"/ {number} 页" if number else "/ 0 页")
        self.typed.setEnabled(number > 1)

    def start(self) -> None:
        """Let a person type a number."""
        self.typed.setFocus()
        self.typed.selectAll()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Override: Enter goes to the page, arrows to the next one, Esc to where one was."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        key = Qt.Key(event.key())
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(key, 0)
        if step:
            self._ask(self._page + step)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            typed = self.typed.text().strip()
            self._ask(int(typed) - 1 if typed.isdecimal() else self._page)
            self.left.emit()
        elif key == Qt.Key.Key_Escape:
            self.show_page(self._page, self._number)
            self.left.emit()
        else:
            return super().eventFilter(watched, event)
        return True

    def _ask(self, page: int) -> None:
        page = min(max(page, 0), max(self._number - 1, 0))
        self.show_page(page, self._number)
        self.wanted.emit(page)


class PaperView(QWidget):
    """Shows a document; draws only the pages that are looked at, off the GUI thread.

    Attributes:
        pages: The pages below one another.
        strip: The same pages small, at the left; put away for one page and in a narrow window.
        number: The page number; the caller sets it in its bar.
        sizes: The size; the caller sets it in its bar.
    """

    def __init__(self, jobs: Jobs, failed: Failed) -> None:
        super().__init__()
        self._jobs, self._failed = jobs, failed
        self.document: Document | AttachedPaper | None = None
        self._sheet = A4
        self._turned = 0  # quarters, for scans that lie
        self._told = False  # that a page does not come: once a document
        self.pages = PagesView()
        self.pages.setAccessibleName("打印预览")
        self.strip = PageStrip()
        self.number = PageNumber()
        self.sizes = SizeChoice(self.pages)
        split = QSplitter()
        split.addWidget(self.strip)
        split.addWidget(self.pages)
        split.setStretchFactor(1, 1)
        split.setCollapsible(1, False)  # noqa: FBT003 - Qt takes it by place
        split.setSizes([columns_of(self, 8), columns_of(self, 60)])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(split)
        self.setFocusProxy(self.pages)
        self.pages.wanted.connect(self._draw)
        self.pages.moved.connect(self._follow)
        self.strip.wanted.connect(self._draw_small)
        self.strip.chosen.connect(self.pages.go_to)
        self.number.wanted.connect(self.pages.go_to)
        self.number.left.connect(self.pages.setFocus)

    def show_document(
        self, document: Document | AttachedPaper | None, first: QImage | None = None
    ) -> None:
        """Show a document, with a picture of its first page for the size of the paper; or none."""
        self.document = document
        self._sheet = A4 if first is None else QSizeF(first.size()) / FIRST_DPI
        self._turned, self._told = 0, False
        self._show_pages()

    def _show_pages(self) -> None:
        number = self.document.pages if self.document is not None else 0
        sheet = self._sheet.transposed() if self._turned % 2 else self._sheet
        self.strip.show_pages(number, sheet)
        self.pages.show_pages(number, sheet)
        self._fit()
        self._follow(self.pages.page)

    def turn_pages(self) -> None:
        """Turn every page by a quarter to the right, as a scan that lies has to be; on screen."""
        page, self._turned = self.pages.page, (self._turned + 1) % 4
        self._show_pages()
        self.pages.go_to(page)

    def to_number(self) -> None:
        """Let a person type a page number."""
        self.number.start()

    def turn_size(self) -> None:
        """Show the pages as wide as the window, or whole if they are that already."""
        self.sizes.turn()

    def _follow(self, page: int) -> None:
        number = self.document.pages if self.document is not None else 0
        self.number.show_page(page, number)
        self.strip.mark(page)

    def _draw(self, page: int, dpi: float) -> None:
        if self.document is not None:
            document = self.document
            work = partial(draw_page, document, page, dpi, self._turned)
            failed = partial(self._not_drawn, document)
            self._jobs.run(work, partial(self._drawn, document, page, self._turned), failed)

    def _drawn(
        self, document: Document | AttachedPaper, page: int, turned: int, image: QImage
    ) -> None:
        if document is self.document and turned == self._turned:
            self.pages.take_image(page, image)

    def _not_drawn(self, document: object, error: Exception) -> None:
        if document is self.document:
            told, self._told = self._told, True
            self.pages.give_up()
            if not told:
                self._failed(error)

    def _draw_small(self, page: int, dpi: float) -> None:
        if self.document is not None:
            document = self.document
            work = partial(draw_page, document, page, dpi, self._turned)
            done = partial(self._drawn_small, document, page, self._turned)
            self._jobs.run(work, done, self._no_small)

    def _drawn_small(
        self, document: Document | AttachedPaper, page: int, turned: int, image: QImage
    ) -> None:
        if document is self.document and turned == self._turned:
            self.strip.take_image(page, image)

    def _no_small(self, _error: Exception) -> None:
        """The page itself says what is wrong; the strip keeps its number."""

    def _fit(self) -> None:
        many = self.document is not None and self.document.pages > 1
        self.strip.setVisible(many and self.width() >= columns_of(self, _NARROW))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Override: a narrow window keeps its room for the page."""
        super().resizeEvent(event)
        self._fit()
