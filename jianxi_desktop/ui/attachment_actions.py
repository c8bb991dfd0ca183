"""Adding files to a record and saving them, from its form, its list and the panel below it."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage, QImageWriter
from PySide6.QtWidgets import QWidget

from jianxi_desktop.domain.progress import Progress
from jianxi_desktop.errors import InputError
from jianxi_desktop.schema.ledger import Ledger
from jianxi_desktop.services import attachments
from jianxi_desktop.services.attached import Attached, Brought, FilesAdded, Pasted
from jianxi_desktop.ui.open_folder import offer_folder
from jianxi_desktop.ui.screen import Desk
from jianxi_desktop.ui.screens.pickers import PICKERS

_KINDS = (
    "照片和文件 (*.jpg *.jpeg *.png *.bmp *.webp *.tif *.tiff"
    " *.pdf *.docx *.xlsx *.doc *.xls *.wps *.et *.ofd);;全部文件 (*)"
)


def ask_files(parent: QWidget, desk: Desk, ledger: Ledger, record: UUID) -> None:
    """Ask for photos and documents, and add them to a record."""
    pick_files(parent, partial(add_files, desk, ledger, record))


def pick_files(parent: QWidget, chosen: Callable[[Sequence[Path]], None]) -> None:
    """Ask for photos and documents."""
    PICKERS.several(parent, "添加照片或文件", _KINDS, chosen)


def add_files(
    desk: Desk, ledger: Ledger, record: UUID, files: Sequence[Path | QImage | Pasted]
) -> None:
    """Add files, or pictures from the clipboard, to a record, and tell what became of them."""

    def work(progress: Progress) -> FilesAdded:
        brought = [_as_file(each) for each in files]
        return attachments.add_files(desk.office, ledger, record, brought, progress=progress)

    desk.jobs.run_long(work, partial(_say_added, desk), title="添加照片和文件")


def content_of(file: Path | QImage | Pasted) -> bytes:
    """Give the bytes of a file, or those that a file of a picture would hold."""
    brought = _as_file(file)
    return brought.content if isinstance(brought, Pasted) else brought.read_bytes()


def _as_file(file: Path | QImage | Pasted) -> Brought:
    """Give a picture the bytes that a file of it would hold; it is written to no disk."""
    if not isinstance(file, QImage):
        return file
    content = QBuffer()
    content.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(content, QByteArray(b"PNG")).write(file)
    return Pasted("粘贴的图片.png", bytes(content.data().data()))


def ask_own_files(parent: QWidget, desk: Desk, attachment: UUID) -> None:
    """Ask for the files of a record of attachments."""
    ask_files(parent, desk, desk.office.catalog["attachment"], attachment)


def ask_save(parent: QWidget, desk: Desk, attachment: UUID) -> None:
    """Ask where to save what a record of attachments keeps."""
    ledger = desk.office.catalog["attachment"]
    work = partial(attachments.attachments_of, desk.office, ledger, attachment)
    desk.jobs.run(work, lambda found: save(parent, desk, found[0]) if found else None)


def save(parent: QWidget, desk: Desk, attached: Attached) -> None:
    """Ask where, and write what an attachment keeps to a file."""
    name = attachments.file_name_of(attached)
    PICKERS.save(
        parent, "另存附件", f"附件 (*{Path(name).suffix})", name, _writer(desk, attached.id)
    )


def _writer(desk: Desk, attachment: UUID) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        work = partial(attachments.save_content, desk.office, attachment, path)
        desk.jobs.run(work, lambda _size: offer_folder(desk, path, f"已存到 {path}。"))

    return write


def _say_added(desk: Desk, done: FilesAdded) -> None:
    if done.touched:
        desk.changed(done.touched)
    told = [f"已添加{len(done.added)}个文件"] if done.added else []
    told += [f"{len(done.known)}个已经有了，没有重复存"] if done.known else []
    if told:
        desk.notice("，".join(told) + "。")
    if done.refused:
        desk.report(_refusal(done))


def _refusal(done: FilesAdded) -> InputError:
    first = done.refused[0]
    if len(done.refused) == 1:
        message = f"“{first.name}”没有添加：{first.reason}"
        return InputError("a file was refused", user_message=message, code=first.code)
    return InputError(
        f"{len(done.refused)} files were refused",
        user_message=f"有{len(done.refused)}个文件没有添加，原因如下：",
        code=first.code,
        details=[f"{each.name}：{each.reason}" for each in done.refused],
    )
