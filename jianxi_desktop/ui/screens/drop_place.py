"""A framed place for the file of a page, or several: dragged onto it, or picked by a button."""

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
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout

from jianxi_desktop.ui.screens.parts import Elided, inked, sized
from jianxi_desktop.ui.sign import Sign
from jianxi_desktop.ui.theme import as_primary, colour, columns_of, icon, line_height

_LINES = 1.8  # its height with a file


class DropPlace(QFrame):
    """Names the file of a page and takes another one.

    Attributes:
        name: The file's name, or what to do.
        folder: Where it lies, or what kinds are taken.

    Signals:
        dropped: A file was let go here; its path.
        dropped_all: Files were let go where several are taken; their paths.
    """

    dropped = Signal(object)
    dropped_all = Signal(list)

    def __init__(self, button: QPushButton, ask: str, kinds: str, *, several: bool = False) -> None:
        """Make it.

        Args:
            button: Picks a file.
            ask: What to do while there is no file.
            kinds: What kinds of file are taken.
            several: Whether more than one is taken at once.
        """
        super().__init__()
        self.setAcceptDrops(True)
        self._over, self._several = False, several
        self._button, self._verb = as_primary(button), button.text()
        self._ask, self._kinds = ask, kinds
        self.name = sized(Elided(), 11, bold=True)
        self.folder = inked(Elided(), "ink-soft")
        sign = Sign(icon("import"), round(line_height(self) * 1.4))
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addStretch(1)
        texts.addWidget(self.name)
        texts.addWidget(self.folder)
        texts.addStretch(1)
        row = self._line = QHBoxLayout(self)
        edge = columns_of(self, 1.2)
        row.setContentsMargins(edge, edge // 4, edge, edge // 4)
        row.setSpacing(edge)
        row.addWidget(sign)
        row.addLayout(texts, 1)
        row.addWidget(self._button)
        self.show_file(None)

    def add_button(self, button: QPushButton) -> None:
        """Put a second way to bring something in before the first one."""
        self._line.insertWidget(self._line.count() - 1, button)

    def show_block(self, name: str, detail: str) -> None:
        """Name what was brought in otherwise than as a file."""
        self.show_file(None)
        self.name.setText(name)
        self.folder.setText(detail)
        self.setMinimumHeight(round(line_height(self) * _LINES))

    def show_file(self, path: Path | None) -> None:
        """Name the file; without one the place is large and says what to do."""
        self.name.setText(path.name if path else self._ask)
        self.folder.setText(str(path.parent) if path else self._kinds)
        again = "再加文件" if self._several else "换一个文件"
        self._button.setText(again if path else self._verb)
        self.setMinimumHeight(round(line_height(self) * (_LINES if path else 3.6 * _LINES)))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Override: take files only."""
        if self._takes(_files_of(event)):
            self._over = True
            self.update()
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Override: nothing hangs over the place any more."""
        super().dragLeaveEvent(event)
        self._over = False
        self.update()

    def dropEvent(self, event: QDropEvent) -> None:
        """Override: tell of the file, or of all of them."""
        self._over = False
        self.update()
        paths = _files_of(event)
        if not self._takes(paths):
            return
        event.acceptProposedAction()
        if self._several:
            self.dropped_all.emit(paths)
        else:
            self.dropped.emit(paths[0])

    def _takes(self, paths: list[Path]) -> bool:
        return bool(paths) if self._several else len(paths) == 1

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


def _files_of(event: QDropEvent) -> list[Path]:
    urls = event.mimeData().urls()
    return [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
