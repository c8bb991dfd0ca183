"""A window for the photo or the scanned page that an attachment keeps."""

from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QDialog, QPushButton, QVBoxLayout, QWidget

from jianxi_desktop.domain.progress import Progress
from jianxi_desktop.services import attached_papers, attachments
from jianxi_desktop.services.attached_papers import AttachedPaper
from jianxi_desktop.services.office import Office
from jianxi_desktop.ui.open_folder import offer_folder
from jianxi_desktop.ui.screen import Desk
from jianxi_desktop.ui.screens.paper_dialog import Paper, show_paper
from jianxi_desktop.ui.screens.parts import row_of
from jianxi_desktop.ui.screens.printing import print_pages
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
    """Show what an attachment keeps, a picture or a PDF; one that keeps nothing here says so."""
    work = partial(attached_papers.look_at, desk.office, attachment)
    desk.jobs.run(work, partial(_show, parent, desk))


def _show(parent: QWidget, desk: Desk, seen: bytes | AttachedPaper) -> None:
    if isinstance(seen, bytes):
        PictureDialog(parent, seen).open()
        return
    paper = Paper(
        seen,
        printing=partial(_print, desk.office, seen),
        saving=partial(attachments.save_content, desk.office, seen.id),
        printed=lambda pages: desk.notice(f"已交给打印机，共 {pages} 页。"),
        saved=lambda path, _size: offer_folder(desk, path, f"已保存：{path.name}"),
    )
    show_paper(parent, desk.jobs, desk.report, paper)


def _print(office: Office, paper: AttachedPaper, printer: QPrinter, progress: Progress) -> int:
    pages = print_pages(paper, printer, progress)
    attached_papers.note_printed(office, paper, pages)
    return pages
