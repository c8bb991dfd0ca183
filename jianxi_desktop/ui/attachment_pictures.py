"""Small pictures of attachments side by side, with their names below."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from PySide6.QtCore import QEvent, QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from jianxi_desktop.services.attached import Attached
from jianxi_desktop.ui.theme import colour, columns_of, icon, line_height

_EMPTY = "还没有照片和文件：拖到这里，或按“添加照片或文件”。"


class AttachmentPictures(QListWidget):
    """Small pictures side by side, with their names below.

    Signals:
        chosen: One was chosen, by Enter or a double click.
    """

    chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._over = False
        self._files: Sequence[Attached] = ()
        self._pictures: Mapping[UUID, bytes] = {}
        self._edge = columns_of(self, 8)
        self.setViewMode(QListWidget.ViewMode.IconMode)
        self.setMovement(QListWidget.Movement.Static)
        self.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setWordWrap(True)
        self.setIconSize(QSize(self._edge, self._edge * 3 // 4))
        self.setGridSize(QSize(self._edge + columns_of(self, 1.5), self._height()))
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setAcceptDrops(False)  # what lies below takes them
        self.setAccessibleName("照片和文件")
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.doubleClicked.connect(self._choose)

    def show_files(self, listed: Sequence[Attached], pictures: Mapping[UUID, bytes]) -> None:
        """Take other files."""
        self._files, self._pictures = listed, pictures
        self.clear()
        for each in listed:
            item = QListWidgetItem(self._icon_of(each), _words(each))
            item.setToolTip(_tip(each))
            self.addItem(item)

    def fit(self, count: int) -> None:
        """Be as high as the files need, three rows at most."""
        across = max(self.viewport().width() // self.gridSize().width(), 1)
        rows = min(max(-(-count // across), 1), 3)
        edge = columns_of(self, 0.8)
        self.setFixedHeight(rows * self._height() + edge if count else line_height(self) * 4)

    def show_over(self, *, over: bool) -> None:
        """Say that what hangs over it may be let go."""
        self._over = over
        self.viewport().update()

    def _height(self) -> int:
        return self._edge * 3 // 4 + line_height(self) * 2

    def _icon_of(self, attached: Attached) -> QIcon:
        picture, small = QPixmap(), self._pictures.get(attached.id)
        if small is not None and picture.loadFromData(small):
            return QIcon(self._framed(picture))
        name = "attachment" if attached.awaited else "eye" if attached.picture else "document"
        return QIcon(self._framed(icon(name).pixmap(self._edge // 3)))

    def _framed(self, picture: QPixmap) -> QPixmap:
        """Lay a picture in the middle of a place as large as every other."""
        ratio = self.devicePixelRatioF()
        room = self.iconSize() * ratio
        framed = QPixmap(room)
        framed.fill(colour("desk"))
        if picture.width() > room.width() or picture.height() > room.height():
            picture = picture.scaled(
                room,
                Qt.AspectRatioMode.KeepAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
        painter = QPainter(framed)
        across, down = room.width() - picture.width(), room.height() - picture.height()
        painter.drawPixmap(across // 2, down // 2, picture)
        painter.end()
        framed.setDevicePixelRatio(ratio)
        return framed

    def _choose(self, _index: QModelIndex) -> None:
        self.chosen.emit()

    def changeEvent(self, event: QEvent) -> None:
        """Override: the places of the pictures take the colours of another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            for place, each in enumerate(self._files):
                self.item(place).setIcon(self._icon_of(each))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Override: other files fit side by side."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.fit(self.count())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override: Enter chooses."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.chosen.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Override: an empty one says what to do, one below files says that it takes them."""
        super().paintEvent(event)
        if self.count() and not self._over:
            return
        painter = QPainter(self.viewport())
        room = self.viewport().rect()
        if self._over:
            painter.fillRect(room, colour("accent-soft"))
        painter.setPen(colour("accent" if self._over else "ink-soft"))
        words = "松开就添加" if self._over else _EMPTY
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(room, int(flags), words)
        painter.end()


def _words(attached: Attached) -> str:
    return f"附件未到\n{attached.title}" if attached.awaited else attached.title


def _tip(attached: Attached) -> str:
    lines = [attached.title, attached.file_name]
    if attached.size:
        lines.append(f"{max(attached.size // 1000, 1)} KB")
    if attached.awaited:
        lines.append("附件未到：登记已经收到，文件还没有随数据包送来")
    elif not attached.here:
        lines.append("文件没有存在数据库里")
    return "\n".join(filter(None, lines))
