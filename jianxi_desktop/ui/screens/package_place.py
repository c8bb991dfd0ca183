"""The bar that says which USB drive, or which folder, packages are exchanged by."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QRectF, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QVBoxLayout

from jianxi_desktop.services.plugged_drives import Drive
from jianxi_desktop.ui.commands import Commands
from jianxi_desktop.ui.screens import exchange_words as words
from jianxi_desktop.ui.screens.parts import Elided, inked, sized
from jianxi_desktop.ui.sign import Sign
from jianxi_desktop.ui.theme import colour, columns_of, icon, line_height


class PlaceBar(QFrame):
    """Names the drive; with several, offers them; takes a folder in its place.

    Attributes:
        path: Root of the drive or folder; ``None``: there is none yet.

    Signals:
        moved: Another drive or folder was chosen, or the drive is gone.
    """

    moved = Signal()

    def __init__(self, commands: Commands) -> None:
        super().__init__()
        self.path: Path | None = None
        self._drives: tuple[Drive, ...] = ()
        self._folder: Path | None = None
        self.name = sized(Elided(), 11, bold=True)
        self.detail = inked(Elided(), "ink-soft")
        self.several = QComboBox()
        self.several.setAccessibleName("用哪个U盘")
        self.several.activated.connect(self._pick)
        self.folder = commands.button("package.folder", self)
        self.eject = commands.button("package.eject", self)
        self._lay_out()
        self._show()

    @property
    def drive(self) -> Drive | None:
        """The drive that is chosen; ``None``: a folder, or nothing."""
        return next((each for each in self._drives if each.path == self.path), None)

    def show_drives(self, drives: Sequence[Drive]) -> None:
        """Take the drives that are plugged in now; one that has gone is let go."""
        self._drives = tuple(drives)
        here = [each.path for each in drives]
        before = self.path
        if self._folder is None and self.path not in here:
            self.path = here[0] if here else None
        self._show()
        if self.path != before:
            self.moved.emit()

    def choose_folder(self, folder: Path) -> None:
        """Take a folder, which may be the root of a drive."""
        self._folder = None if folder in [each.path for each in self._drives] else folder
        self.path = folder
        self._show()
        self.moved.emit()

    def _pick(self, place: int) -> None:
        self._folder = None
        self.path = self.several.itemData(place)
        self._show()
        self.moved.emit()

    def _show(self) -> None:
        drive = self.drive
        if self.path is None:
            self.name.setText("请插好U盘")
            self.detail.setText("插好以后这里会自动出现；没有U盘时也可以选一个文件夹")
        elif drive is not None:
            self.name.setText(words.drive_name(drive))
            self.detail.setText(words.drive_detail(drive))
        else:
            self.name.setText(self.path.name or str(self.path))
            self.detail.setText(f"文件夹　{self.path}")
        self.eject.setVisible(drive is not None)
        self.several.setVisible(len(self._drives) > 1)
        with QSignalBlocker(self.several):
            self.several.clear()
            for each in self._drives:
                self.several.addItem(words.drive_name(each), each.path)
            if drive is not None:
                self.several.setCurrentIndex(self._drives.index(drive))
        self.setMinimumHeight(round(line_height(self) * (4 if self.path is None else 2.6)))
        self.update()

    def _lay_out(self) -> None:
        sign = Sign(icon("package"), round(line_height(self) * 1.3))
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addStretch(1)
        texts.addWidget(self.name)
        texts.addWidget(self.detail)
        texts.addStretch(1)
        row = QHBoxLayout(self)
        edge = columns_of(self, 1.2)
        row.setContentsMargins(edge, edge // 4, edge // 2, edge // 4)
        row.setSpacing(edge // 2)
        row.addWidget(sign)
        row.addSpacing(edge // 2)
        row.addLayout(texts, 1)
        self.several.setMaximumWidth(columns_of(self, 14))
        for each in (self.several, self.eject, self.folder):
            row.addWidget(each, 0, Qt.AlignmentFlag.AlignVCenter)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Override: draw the frame, dashed while something is missing."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(colour("line-strong"), 1.5)
        pen.setStyle(Qt.PenStyle.DashLine if self.path is None else Qt.PenStyle.SolidLine)
        painter.setPen(pen)
        painter.setBrush(colour("desk" if self.path is None else "sheet"))
        radius = line_height(self) * 0.25
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), radius, radius)
        painter.end()
