"""The page of the manual that is read: looks, pictures, links, and the words found in it."""

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import QEvent, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import (
    QBrush,
    QFont,
    QImage,
    QResizeEvent,
    QShowEvent,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
    QTextImageFormat,
    QTextLength,
    QTextTable,
)
from PySide6.QtWidgets import QTextBrowser, QTextEdit

from jianxi_desktop.services.manual import LINK, Page
from jianxi_desktop.ui.theme import colour, columns_of

_PICTURE: Final = 0xFFFC  # what stands in the text for a picture
_LEADING: Final = 145.0  # per cent of the height of a line
_LARGER: Final = {1: 6, 2: 3, 3: 1}  # points that headings are larger than words


class ManualText(QTextBrowser):
    """Shows a page, and marks the words that are looked for.

    Signals:
        led: A link was followed; the key of the page it leads to.
        marked: Which of how many places is the one one is at; both nought without words.
    """

    led = Signal(str)
    marked = Signal(int, int)

    def __init__(self) -> None:
        super().__init__()
        self.setOpenLinks(False)
        self.setAccessibleName("说明书的正文")
        self.page: Page | None = None
        self._pictures: Mapping[str, bytes] = {}
        self._words: tuple[str, ...] = ()
        self._places: list[QTextCursor] = []
        self._at = -1
        self._part = ""
        self.anchorClicked.connect(self._follow)
        self.verticalScrollBar().actionTriggered.connect(self._leave)

    def show_page(self, page: Page, pictures: Mapping[str, bytes]) -> None:
        """Show a page from its top.

        Args:
            page: The page.
            pictures: The files of the pictures on it, by the names it gives them.
        """
        self.page, self._pictures, self._part = page, pictures, ""
        self._draw()

    def go_to(self, part: str) -> None:
        """Bring a heading, or the line of a table that begins so, to the top."""
        self._part = part
        block = self._block_of(part)
        if block is not None:
            self._bring(block)

    def mark(self, words: Sequence[str], heading: str = "") -> None:
        """Mark the places of words, and go to the first of them below a heading."""
        self._words = tuple(words)
        self._find_places()
        block = self._block_of(heading) if heading else None
        below = block.position() if block is not None else 0
        later = [n for n, place in enumerate(self._places) if place.selectionStart() >= below]
        self._at = later[0] if later else -1
        if self._at >= 0:
            self._go()
        elif block is not None:
            self._bring(block)
        self._paint()

    def step(self, way: int) -> bool:
        """Go to the next or the last place; tell whether there was one on this page."""
        at = self._at + way
        if not 0 <= at < len(self._places):
            return False
        self._at = at
        self._go()
        self._paint()
        return True

    def _draw(self) -> None:
        if self.page is None:
            return
        document = self.document()
        document.setDefaultFont(self.font())
        self.setMarkdown(self.page.text)
        document.setDocumentMargin(columns_of(self, 1.2))
        whole = QTextCursor(document)
        whole.beginEditBlock()  # or the page is laid out anew for every line
        self._dress()
        self._fit_pictures()
        whole.endEditBlock()
        self._find_places()
        self._paint()

    def _dress(self) -> None:
        """Set headings, lines, keys and tables as books do; Qt sets Markdown tight."""
        block = self.document().begin()
        while block.isValid():
            cursor = QTextCursor(block)
            level = block.blockFormat().headingLevel()
            shape = QTextBlockFormat()
            kinds = QTextBlockFormat.LineHeightTypes
            shape.setLineHeight(
                100 if chr(_PICTURE) in block.text() else _LEADING, kinds.ProportionalHeight.value
            )
            if level:
                shape.setTopMargin(columns_of(self, 0.4 if level == 1 else 1))
                shape.setBottomMargin(columns_of(self, 0.4))
                letters = QTextCharFormat()
                letters.setFontPointSize(self.font().pointSize() + _LARGER.get(level, 0))
                letters.setFontWeight(QFont.Weight.Bold)
                cursor.movePosition(
                    QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor
                )
                cursor.mergeCharFormat(letters)
            cursor.mergeBlockFormat(shape)
            self._dress_words(block)
            block = block.next()
        for frame in self.document().rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                self._dress_table(frame)

    def _dress_words(self, block: QTextBlock) -> None:
        """Give keys and links the colours of the theme."""
        for start, length, letters in _runs(block):
            key, link = letters.fontFixedPitch(), letters.isAnchor()
            if not (key or link):
                continue
            cursor = QTextCursor(block)
            cursor.setPosition(start)
            cursor.setPosition(start + length, QTextCursor.MoveMode.KeepAnchor)
            shape = QTextCharFormat()
            if key:
                shape.setFontFamilies(self.font().families())
                shape.setFontFixedPitch(False)
                shape.setBackground(QBrush(colour("hover")))
            else:
                shape.setForeground(QBrush(colour("accent")))
            cursor.mergeCharFormat(shape)

    def _dress_table(self, table: QTextTable) -> None:
        shape = table.format()
        shape.setBorder(1)
        shape.setBorderCollapse(True)
        shape.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
        shape.setBorderBrush(QBrush(colour("line")))
        shape.setCellPadding(columns_of(self, 0.4))
        shape.setCellSpacing(0)
        shape.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
        shape.setTopMargin(columns_of(self, 0.5))
        if table.columns() == 2:
            share = QTextLength.Type.PercentageLength
            shape.setColumnWidthConstraints([QTextLength(share, 32), QTextLength(share, 68)])
        table.setFormat(shape)

    def _fit_pictures(self) -> None:
        """Let no picture be wider than the page."""
        room = self.viewport().width() - 2 * round(self.document().documentMargin()) - 2
        block = self.document().begin()
        while block.isValid():
            if chr(_PICTURE) in block.text():
                self._fit_in(block, room)
            block = block.next()
        # A picture that grew in the middle of a layout leaves the page as long as it was without.
        self.document().markContentsDirty(0, self.document().characterCount())

    def _fit_in(self, block: QTextBlock, room: int) -> None:
        for start, length, letters in _runs(block):
            if not letters.isImageFormat():
                continue
            shape = QTextImageFormat(letters.toImageFormat())
            picture = QImage.fromData(self._pictures.get(shape.name(), b""))
            if picture.isNull():
                continue
            wide = min(room, picture.width())
            self._put_picture(shape.name(), picture, wide)
            shape.setWidth(wide)
            shape.setHeight(wide * picture.height() / picture.width())
            cursor = QTextCursor(block)
            cursor.setPosition(start)
            cursor.setPosition(start + length, QTextCursor.MoveMode.KeepAnchor)
            cursor.setCharFormat(shape)

    def _put_picture(self, name: str, picture: QImage, wide: int) -> None:
        """Take a picture in at the size it is shown: a document scales it roughly."""
        dots = self.devicePixelRatioF()
        smooth = Qt.TransformationMode.SmoothTransformation
        fitted = picture.scaledToWidth(max(round(wide * dots), 1), smooth)
        fitted.setDevicePixelRatio(dots)
        kind = QTextDocument.ResourceType.ImageResource
        self.document().addResource(kind.value, QUrl(name), fitted)

    def _find_places(self) -> None:
        self._places, self._at = [], -1
        for word in self._words:
            place = self.document().find(word)
            while not place.isNull():
                self._places.append(place)
                place = self.document().find(word, place)
        self._places.sort(key=lambda place: place.selectionStart())

    def _paint(self) -> None:
        found = []
        for number, place in enumerate(self._places):
            spot = QTextEdit.ExtraSelection()
            here = number == self._at
            shape = QTextCharFormat()
            shape.setBackground(QBrush(colour("accent" if here else "amber-soft")))
            if here:
                shape.setForeground(QBrush(colour("on-primary")))
            # PySide's stub does not know that these are attributes.
            spot.cursor, spot.format = place, shape
            found.append(spot)
        self.setExtraSelections(found)
        self.marked.emit(self._at + 1, len(self._places))

    def _go(self) -> None:
        place = QTextCursor(self._places[self._at])
        place.clearSelection()
        self.setTextCursor(place)
        self.ensureCursorVisible()

    def _bring(self, block: QTextBlock) -> None:
        """Bring a block to the top; the page may not be laid out yet."""
        layout = self.document().documentLayout()
        self.document().size()  # lays it out
        self.verticalScrollBar().setValue(round(layout.blockBoundingRect(block).top()))
        cursor = QTextCursor(block)
        self.setTextCursor(cursor)
        self.verticalScrollBar().setValue(round(layout.blockBoundingRect(block).top()))

    def _block_of(self, part: str) -> QTextBlock | None:
        found = None
        block = self.document().begin()
        while block.isValid():
            text = block.text().strip()
            if text == part and block.blockFormat().headingLevel():
                return block
            if found is None and part and text in (part, f"{part} *"):
                found = block
            block = block.next()
        return found

    def _follow(self, url: QUrl) -> None:
        address = url.toString()
        if address.startswith(LINK):
            self.led.emit(address.removeprefix(LINK))

    def changeEvent(self, event: QEvent) -> None:
        """Override: follow the theme and the size of words."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            place = self.verticalScrollBar().value()
            self._draw()
            self.verticalScrollBar().setValue(place)

    def showEvent(self, event: QShowEvent) -> None:
        """Override: only now is it known how wide the page is."""
        super().showEvent(event)
        self._fit_pictures()
        self._stay()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Override: pictures follow the width."""
        super().resizeEvent(event)
        self._fit_pictures()
        self._stay()

    def _stay(self) -> None:
        """Stay at the heading one was led to, until one scrolls away from it."""
        if self._part:
            QTimer.singleShot(0, self, lambda: self.go_to(self._part))

    def _leave(self, _action: int) -> None:
        self._part = ""


def _runs(block: QTextBlock) -> list[tuple[int, int, QTextCharFormat]]:
    """Give the runs of a block: where each begins, how long it is, how it looks."""
    found = []
    walk = block.begin()
    while not walk.atEnd():
        run = walk.fragment()
        if run.isValid():
            found.append((run.position(), run.length(), run.charFormat()))
        walk += 1
    return found
