"""The bar above a list: what it is about, where to look for something, what to do."""

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from jianxi_desktop.ui.theme import as_title, columns_of

_SEARCH = 8  # characters a search line has at least


class ListBar(QWidget):
    """Two rows.

    Attributes:
        place: The organisation that the list is narrowed to.
    """

    def __init__(self, page: QWidget, title: str) -> None:
        super().__init__(page)
        self.setObjectName("bar")
        pad = columns_of(self, 0.8)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(pad, pad // 2, pad, pad // 2)
        self._upper, self._lower = QHBoxLayout(), QHBoxLayout()
        rows.addLayout(self._upper)
        rows.addLayout(self._lower)
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
            else:
                self._lower.addWidget(part)
