"""A framed place for the file of a page: dragged onto it, or picked with its button."""

from pathlib import Path

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from jianxi_desktop.ui.screens.parts import Elided, inked, sized
from jianxi_desktop.ui.theme import as_primary, colour, columns_of, icon, line_height

_LINES = 1.8  # its height with a file


class DropPlace(QFrame):
    """Names the file of a page and takes another one.

    Attributes:
        name: The file's name, or what to do.
        folder: Where it lies, or what kinds are taken.

    Signals:
        dropped: A file was let go here; its path.
    """

    dropped = Signal(object)

    def __init__(self, button: QPushButton, ask: str, kinds: str) -> None:
        """Make it.

        Args:
            button: Picks a file.
            ask: What to do while there is no file.
            kinds: What kinds of file are taken.
        """
        super().__init__()
        self.setAcceptDrops(True)
        self._over = False
        self._button, self._verb = as_primary(button), button.text()
        self._ask, self._kinds = ask, kinds
        self.name = sized(Elided(), 11, bold=True)
        self.folder = inked(Elided(), "ink-soft")
        sign = QLabel()
        sign.setPixmap(icon("import").pixmap(round(line_height(self) * 1.4)))
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addStretch(1)
        texts.addWidget(self.name)
        texts.addWidget(self.folder)
        texts.addStretch(1)
        row = QHBoxLayout(self)
        edge = columns_of(self, 1.2)
        row.setContentsMargins(edge, edge // 4, edge // 2, edge // 4)
        row.setSpacing(edge)
        row.addWidget(sign)
        row.addLayout(texts, 1)
        row.addWidget(self._button)
        self.show_file(None)

    def show_file(self, path: Path | None) -> None:
        """Name the file; without one the place is large and says what to do."""
        self.name.setText(path.name if path else self._ask)
        self.folder.setText(str(path.parent) if path else self._kinds)
        self._button.setText("换一个文件" if path else self._verb)
        self.setMinimumHeight(round(line_height(self) * (_LINES if path else 3.6 * _LINES)))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Override: take files only."""
        if _file_of(event) is not None:
            self._over = True
            self.update()
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Override: nothing hangs over the place any more."""
        super().dragLeaveEvent(event)
        self._over = False
        self.update()

    def dropEvent(self, event: QDropEvent) -> None:
        """Override: tell of the file."""
        self._over = False
        self.update()
        path = _file_of(event)
        if path is not None:
            event.acceptProposedAction()
            self.dropped.emit(path)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Override: draw the dashed frame."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(colour("accent" if self._over else "line-strong"), 1.5)
        pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(colour("accent-soft" if self._over else "desk"))
        radius = line_height(self) * 0.25
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), radius, radius)
        painter.end()


def _file_of(event: QDropEvent) -> Path | None:
    urls = event.mimeData().urls()
    return Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None
