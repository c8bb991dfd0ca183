"""A window for the photo or the scanned page that an attachment keeps."""

from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QPushButton, QVBoxLayout, QWidget

from jianxi_desktop.services import attachments
from jianxi_desktop.ui.screen import Desk
from jianxi_desktop.ui.screens.parts import row_of
from jianxi_desktop.ui.screens.scan_picture import PagePicture, PageShown
from jianxi_desktop.ui.theme import columns_of, line_height


class PictureDialog(QDialog):
    """Shows one page, as wide as the window, or larger.

    Attributes:
        picture: The page.
    """

    def __init__(self, parent: QWidget, image: bytes) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("图像")
        self.picture = PagePicture()
        self.picture.show_pages([PageShown(1, image)])
        larger, smaller, close = (QPushButton(text) for text in ("放大", "缩小", "关闭"))
        larger.clicked.connect(self.picture.enlarge)
        smaller.clicked.connect(self.picture.reduce)
        close.clicked.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(self.picture, 1)
        column.addLayout(row_of(larger, smaller, None, close))
        room = parent.size()
        wanted = columns_of(self, 56), line_height(self) * 26
        self.resize(min(wanted[0], room.width()), min(wanted[1], room.height()))


def show_picture(parent: QWidget, desk: Desk, attachment: UUID) -> None:
    """Show what an attachment keeps; one that keeps nothing here says so."""
    work = partial(attachments.picture_of, desk.office, attachment)
    desk.jobs.run(work, lambda image: PictureDialog(parent, image).open())
