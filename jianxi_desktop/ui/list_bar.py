"""The bar above a list: what it is about, where to look for something, what to do."""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from jianxi_desktop.ui.theme import as_title, columns_of

_EDGE = 0.8  # characters beside the rows
_SEARCH = 8  # characters a search line has at least


class ListBar(QWidget):
    """Two rows; in a narrow window the buttons with a drawing go without their words.

    Attributes:
        place: The organisation that the list is narrowed to.
    """

    def __init__(self, page: QWidget, title: str) -> None:
        super().__init__(page)
        self.setObjectName("bar")
        pad = columns_of(self, _EDGE)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(pad, pad // 2, pad, pad // 2)
        self._upper, self._lower = QHBoxLayout(), QHBoxLayout()
        rows.addLayout(self._upper)
        rows.addLayout(self._lower)
        self._words: dict[QPushButton, str] = {}
        self._wide = 0
        self.place = QLabel()
        self.place.setProperty("role", "hint")
        self._upper.addWidget(as_title(QLabel(title)))
        self._upper.addWidget(self.place)
        self._upper.addStretch(1)

    def put_above(self, *parts: QWidget) -> None:
        """Put widgets behind the others of the upper row."""
        for part in parts:
            if isinstance(part, QLabel):
                part.setProperty("role", "hint")
            self._upper.addWidget(part)

    def put_search(self, line: QWidget) -> None:
        """Put the search line in front of the lower row."""
        line.setMinimumWidth(columns_of(self, _SEARCH))
        self._lower.addWidget(line, 2)

    def put_below(self, *parts: QWidget | None) -> None:
        """Put widgets behind the others of the lower row; ``None`` takes the room that is left."""
        for part in parts:
            if part is None:
                self._lower.addStretch(1)
                continue
            self._lower.addWidget(part)
            if isinstance(part, QPushButton) and part.text() and not part.icon().isNull():
                self._words[part] = part.text()
                part.setAccessibleName(part.text())

    def measure(self) -> None:
        """Find out how wide the bar is with all words, and how narrow it may be without."""
        self._say(words=True)
        self._wide = self._needed()
        self._say(words=False)
        self.setMinimumWidth(self._needed())
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Override: leave words out where there is no room for them."""
        super().resizeEvent(event)
        if not self._wide:
            self.measure()
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Override: another font is wider or narrower."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and self._wide:
            self.measure()

    def event(self, event: QEvent) -> bool:
        """Override: what comes into the upper row later needs room, too, such as how many."""
        if event.type() == QEvent.Type.LayoutRequest and self._wide:
            upper = self._upper.minimumSize().width() + 2 * columns_of(self, _EDGE)
            self.setMinimumWidth(max(self.minimumWidth(), upper))
        return super().event(event)

    def _fit(self) -> None:
        self._say(words=self.width() >= self._wide)

    def _say(self, *, words: bool) -> None:
        for button, text in self._words.items():
            shown = text if words else ""
            if button.text() != shown:
                button.setText(shown)

    def _needed(self) -> int:
        for row in (self._upper, self._lower):
            row.invalidate()
        widest = max(self._upper.minimumSize().width(), self._lower.minimumSize().width())
        return widest + 2 * columns_of(self, _EDGE)
