"""A row that goes on in the next line where the window is too narrow for it."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QSizePolicy, QWidget


class FlowLayout(QLayout):
    """Sets widgets side by side at their own size, line after line."""

    def __init__(self, across: int, down: int) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self._across, self._down = across, down
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:  # noqa: N802 - Qt calls it
        """Override: take an item."""
        self._items.append(item)

    def count(self) -> int:
        """Override: count the items."""
        return len(self._items)

    def itemAt(self, place: int) -> QLayoutItem | None:  # noqa: N802 - Qt calls it
        """Override: give an item."""
        return self._items[place] if 0 <= place < len(self._items) else None

    def takeAt(self, place: int) -> QLayoutItem | None:  # noqa: N802 - Qt calls it
        """Override: give an item away."""
        return self._items.pop(place) if 0 <= place < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:  # noqa: N802 - Qt calls it
        """Override: takes no more than it needs."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Override: the narrower, the higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Override: how high it is at a width."""
        return self._arrange(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, place: QRect) -> None:  # noqa: N802 - Qt calls it
        """Override: set everything in its place."""
        super().setGeometry(place)
        self._arrange(place, move=True)

    def sizeHint(self) -> QSize:
        """Override: the width of a single line."""
        shown = [item.sizeHint() for item in self._items if not item.isEmpty()]
        width = sum(size.width() for size in shown) + self._across * max(len(shown) - 1, 0)
        return QSize(width, max((size.height() for size in shown), default=0))

    def minimumSize(self) -> QSize:  # noqa: N802 - Qt calls it
        """Override: the widest item must fit."""
        size = QSize()
        for item in self._items:
            if not item.isEmpty():
                size = size.expandedTo(item.minimumSize())
        return size

    def _arrange(self, place: QRect, *, move: bool) -> int:
        """Fill lines from the left; give the height they take."""
        line: list[tuple[QLayoutItem, QSize]] = []
        top, width = place.top(), 0
        for item in self._items:
            if item.isEmpty():
                continue
            size = item.sizeHint().boundedTo(QSize(max(place.width(), 1), 1_000_000))
            needed = width + (self._across if line else 0) + size.width()
            if line and needed > place.width():
                top += self._set_line(line, QPoint(place.left(), top), move=move) + self._down
                line, needed = [], size.width()
            line.append((item, size))
            width = needed
        if line:
            top += self._set_line(line, QPoint(place.left(), top), move=move)
        return top - place.top()

    def _set_line(self, line: list[tuple[QLayoutItem, QSize]], start: QPoint, *, move: bool) -> int:
        """Set one line, its items centred on each other; give its height."""
        height = max(size.height() for _item, size in line)
        left = start.x()
        for item, size in line:
            if move:
                top = start.y() + (height - size.height()) // 2
                item.setGeometry(QRect(QPoint(left, top), size))
            left += size.width() + self._across
        return height


def flow(*parts: QWidget, across: int, down: int) -> QWidget:
    """Put widgets into a row that may break."""
    holder = QWidget()
    layout = FlowLayout(across, down)
    for part in parts:
        layout.addWidget(part)
    holder.setLayout(layout)
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    holder.setSizePolicy(policy)
    return holder
