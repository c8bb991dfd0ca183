"""Photos and documents let go anywhere on a form or pasted there; a new record waits for them."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from uuid import UUID, uuid4

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from jianxi_desktop.schema.ledger import Ledger
from jianxi_desktop.services import attachments
from jianxi_desktop.services.attached import Pasted
from jianxi_desktop.services.drafts import WaitingFile
from jianxi_desktop.ui import attachment_actions, clipboard
from jianxi_desktop.ui.attachments_panel import files_of
from jianxi_desktop.ui.screen import Desk
from jianxi_desktop.ui.screens.parts import Message
from jianxi_desktop.ui.theme import columns_of, line_height

File = Path | QImage | Pasted
_TOLD = 3  # names of files that are told
_NOWHERE = "这种记录没有自己的照片和文件，请在“附件登记”里新增一条，写明与哪条记录有关。"


class FormFiles(QObject):
    """Takes the files of one form.

    Attributes:
        waiting: What a new record gets once it is saved, by the names that its draft has for it.
        hint: Says so above the fields.

    Signals:
        changed: Something more waits, or nothing any more.
    """

    changed = Signal()

    def __init__(self, page: QWidget, desk: Desk, ledger: Ledger) -> None:
        """Take files wherever they are let go on a page.

        Args:
            page: The page of the form.
            desk: The desk.
            ledger: The ledger of the record.
        """
        super().__init__(page)
        self._page, self._desk, self._ledger = page, desk, ledger
        own = desk.office.catalog["attachment"]
        self.takes = ledger.key == own.key or ledger.key in attachments.owners(desk.office.catalog)
        self.record: UUID | None = None
        self.waiting: dict[UUID, File] = {}
        self.hint = Message()
        drop = QPushButton("不加了")
        drop.clicked.connect(self.forget)
        self.hint.add_button(drop)
        self.veil = QLabel("松开就添加到这条记录" if self.takes else "这里不能放照片和文件", page)
        self.veil.setObjectName("veil")
        self.veil.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.veil.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.veil.hide()
        self._open = False

    def begin(self) -> None:
        """Begin to take files: the person may change the record."""
        self._open = True
        self._page.setAcceptDrops(True)
        self._page.installEventFilter(self)

    def ask(self) -> None:
        """Ask for files."""
        if self.takes and self._open:
            attachment_actions.pick_files(self._page, self.take)

    def paste(self) -> bool:
        """Take the picture or the files that the clipboard holds; tell whether there are any."""
        found = pictures_in(clipboard.shared().there()) if self._open else []
        if found:
            self.take(found)
        return bool(found)

    def take(self, files: Sequence[File]) -> None:
        """Add files to the record, or keep them until it is saved."""
        if not self.takes:
            self._desk.warn(_NOWHERE)
        elif self.record is not None:
            attachment_actions.add_files(self._desk, self._ledger, self.record, files)
        else:
            for each in files:
                if each not in self.waiting.values():
                    self.waiting[uuid4()] = each
            self._say()

    def drafted(self) -> tuple[WaitingFile, ...]:
        """Give what waits, to be kept with the draft of the form."""
        return tuple(
            WaitingFile(name, _name_of(file), partial(attachment_actions.content_of, file))
            for name, file in self.waiting.items()
        )

    def resume(self, files: Sequence[WaitingFile]) -> None:
        """Let files wait again that were kept with a draft."""
        if files:
            self._desk.jobs.run(partial(_read, files), partial(self._take_read, files))

    def _take_read(self, files: Sequence[WaitingFile], read: dict[UUID, Pasted]) -> None:
        self.waiting = {**read, **self.waiting}
        self._say()
        lost = "、".join(each.name for each in files if each.id not in read)
        if lost:
            self._desk.warn(f"没有留下来的文件，请再添加一次：{lost}。")

    def add_waiting(self, record: UUID) -> None:
        """Add what waited: the record is saved now."""
        files, self.waiting = list(self.waiting.values()), {}
        self.record = record
        self._say()
        if files:
            attachment_actions.add_files(self._desk, self._ledger, record, files)

    def forget(self) -> None:
        """Add nothing of what waited."""
        self.waiting = {}
        self._say()

    def _say(self) -> None:
        names = list(map(_name_of, self.waiting.values()))
        told = "、".join(names[:_TOLD]) + ("等" if len(names) > _TOLD else "")
        self.hint.say(f"保存以后添加 {len(names)} 个文件：{told}。" if names else "")
        self.changed.emit()

    def _show_veil(self, *, over: bool) -> None:
        self.veil.setVisible(over)
        if over:
            room = self._page.rect()
            high = line_height(self.veil) * 2
            wide = min(columns_of(self.veil, 24), room.width())
            self.veil.setGeometry((room.width() - wide) // 2, room.height() - high * 2, wide, high)
            self.veil.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Override: files hang over the page, leave it, or are let go."""
        del watched
        if isinstance(event, QDragEnterEvent):
            if files_of(event):
                self._show_veil(over=True)
                event.acceptProposedAction()
                return True
        elif event.type() == QEvent.Type.DragLeave:
            self._show_veil(over=False)
        elif event.type() == QEvent.Type.Drop and isinstance(event, QDropEvent):
            self._show_veil(over=False)
            if paths := files_of(event):
                event.acceptProposedAction()
                self.take(paths)
                return True
        return False


def _name_of(file: File) -> str:
    return "粘贴的图片.png" if isinstance(file, QImage) else file.name


def _read(files: Iterable[WaitingFile]) -> dict[UUID, Pasted]:
    """Read what was kept; what was too large to be kept is left out."""
    found = {}
    for each in files:
        with suppress(FileNotFoundError):
            found[each.id] = Pasted(each.name, each.read())
    return found


def pictures_in(held: QMimeData | None) -> list[Path | QImage]:
    """Give the files, else the picture, that a clipboard holds and an editor has no use for."""
    if held is None:
        return []
    paths = [Path(url.toLocalFile()) for url in held.urls() if url.isLocalFile()]
    if paths:
        return [path for path in paths if path.suffix]
    if held.hasText() or not held.hasImage():
        return []
    image = QImage(held.imageData())
    return [] if image.isNull() else [image]
