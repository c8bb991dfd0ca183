"""Help: one page a screen, from ``resources/help``; its first line is its title."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QTextBrowser,
    QWidget,
)

from jianxi_desktop import settings
from jianxi_desktop.ui.jobs import Jobs
from jianxi_desktop.ui.theme import columns_of, line_height


class HelpDialog(QDialog):
    """Shows the page of a screen, or a part of it (``page#heading``), and leads to all others."""

    def __init__(self, jobs: Jobs, page: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("帮助")
        self._pages: dict[str, str] = {}
        page, _, self._part = page.partition("#")
        self.titles = QListWidget()
        self.text = QTextBrowser()
        split = QSplitter()
        split.addWidget(self.titles)
        split.addWidget(self.text)
        split.setStretchFactor(1, 1)
        split.setSizes([columns_of(self, 12), columns_of(self, 38)])
        QHBoxLayout(self).addWidget(split)
        self.resize(columns_of(self, 52), line_height(self) * 22)
        self.titles.currentItemChanged.connect(self._show)
        jobs.run(read_pages, partial(self._fill, page))

    def _fill(self, page: str, pages: dict[str, str]) -> None:
        self._pages = pages
        for key, text in pages.items():
            item = QListWidgetItem(title_of(text))
            item.setData(Qt.ItemDataRole.UserRole, key)
            self.titles.addItem(item)
            if key == page:
                self.titles.setCurrentItem(item)
        self._go_to(self._part)
        self.text.setFocus()

    def _go_to(self, heading: str) -> None:
        """Bring a heading of the page to the top."""
        document = self.text.document()
        block = document.begin()
        while block.isValid():
            if block.blockFormat().headingLevel() and block.text() == heading:
                named = QTextCharFormat()
                named.setAnchor(True)
                named.setAnchorNames([heading])
                cursor = QTextCursor(block)
                cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
                cursor.mergeCharFormat(named)
                self.text.scrollToAnchor(heading)  # waits until the page is seen
                return
            block = block.next()

    def _show(self) -> None:
        item = self.titles.currentItem()
        if item is not None:
            self.text.setMarkdown(self._pages[item.data(Qt.ItemDataRole.UserRole)])


def read_pages() -> dict[str, str]:
    """Read every page by the key of its screen, in the order of the keys."""
    folder = settings.resource("help")
    return {
        path.stem: path.read_text(encoding="utf-8")
        for path in sorted(folder.glob("*.md"))
        if path.stem != "README"
    }


def title_of(text: str) -> str:
    """Give the title of a page: its first line."""
    return text.split("\n", 1)[0].lstrip("# ").strip()
