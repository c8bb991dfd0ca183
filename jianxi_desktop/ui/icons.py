"""Drawings of ``resources/icons`` in the colours of the theme, sharp at every size."""

from collections.abc import Callable
from functools import cache
from typing import Final

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPixmap

from jianxi_desktop import settings

DRAWN: Final = "#5A5652"  # the one colour that all drawings are drawn in
_ROOM: Final = 400  # pictures kept; one is a few kB

Ink = Callable[[str], QColor]


class Drawing(QIconEngine):
    """One drawing, painted with the colour of the theme of the moment."""

    def __init__(self, name: str, ink: Ink) -> None:
        """Make it.

        Args:
            name: The name of the drawing.
            ink: Gives a colour of the theme that is worn now.
        """
        super().__init__()
        self._name = name
        self._ink = ink

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        """Draw it in the middle of a place."""
        scale = painter.device().devicePixelRatioF()
        painter.drawPixmap(rect, self.scaledPixmap(rect.size(), mode, state, scale))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """Give a picture of it."""
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(  # noqa: N802 - Qt's name
        self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float
    ) -> QPixmap:
        """Give a picture of it for a screen with so many pixels a point; the size is in points."""
        ink = self._ink(_name_of(mode, state)).name()
        whole = size * scale
        picture = QPixmap(_draw(self._name, ink, whole.width(), whole.height()))
        picture.setDevicePixelRatio(scale)
        return picture

    def actualSize(  # noqa: N802 - Qt's name
        self, size: QSize, mode: QIcon.Mode, state: QIcon.State
    ) -> QSize:
        """Give the size it has: any."""
        del mode, state
        return size

    def clone(self) -> QIconEngine:
        """Give another of the same."""
        return Drawing(self._name, self._ink)

    def key(self) -> str:
        """Give the kind of the engine."""
        return "jianxi"


def _name_of(mode: QIcon.Mode, state: QIcon.State) -> str:
    if mode == QIcon.Mode.Disabled:
        return "ink-off"
    return "accent-dark" if state == QIcon.State.On else "icon"


_kept: dict[tuple[str, str, int, int], QPixmap] = {}


def _draw(name: str, ink: str, width: int, height: int) -> QPixmap:
    """Draw with one colour; pictures are kept, for menus ask for the same ones again."""
    key = (name, ink, width, height)
    found = _kept.get(key)
    if found is None:
        from PySide6.QtSvg import QSvgRenderer

        found = QPixmap(QSize(width, height))
        found.fill(Qt.GlobalColor.transparent)
        side = min(width, height)
        painter = QPainter(found)
        room = QRectF((width - side) / 2, (height - side) / 2, side, side)
        QSvgRenderer(_text(name).replace(DRAWN, ink).encode()).render(painter, room)
        painter.end()
        if len(_kept) >= _ROOM:
            _kept.clear()
        _kept[key] = found
    return found


@cache
def _text(name: str) -> str:
    return settings.resource("icons", f"{name}.svg").read_text(encoding="utf-8")
