"""The rail at the left: every list and screen under the heading of its area."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QFrame, QLabel, QPushButton, QScrollArea, QVBoxLayout

from jianxi_desktop.ui.theme import columns_of, icon


@dataclass(frozen=True)
class Place:
    """Somewhere to go.

    Attributes:
        key: Key of the screen.
        title: What it is called.
        area: Heading it stands under.
        symbol: Name of its drawing.
    """

    key: str
    title: str
    area: str
    symbol: str


class Rail(QScrollArea):
    """Leads from screen to screen; the mark shows which one is in front."""

    def __init__(self, places: Sequence[Place], go: Callable[[str], None]) -> None:
        super().__init__()
        self._buttons: dict[str, QPushButton] = {}
        self._group = QButtonGroup(self)
        inside = QFrame()
        inside.setObjectName("rail")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        area = ""
        for place in places:
            if place.area != area:
                area = place.area
                column.addWidget(QLabel(area))
            column.addWidget(self._button(place, go))
        column.addStretch(1)
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        bar = self.verticalScrollBar().sizeHint().width()
        self.setMinimumWidth(max(inside.sizeHint().width(), columns_of(self, 8)) + bar)

    def mark(self, key: str) -> None:
        """Mark the screen in front; one that is reached from others leaves the mark where it is."""
        if key in self._buttons:
            self._buttons[key].setChecked(True)

    def _button(self, place: Place, go: Callable[[str], None]) -> QPushButton:
        button = QPushButton(place.title)
        button.setObjectName(f"go:{place.key}")
        button.setIcon(icon(place.symbol))
        button.setCheckable(True)
        button.clicked.connect(lambda: go(place.key))
        self._group.addButton(button)
        self._buttons[place.key] = button
        return button
