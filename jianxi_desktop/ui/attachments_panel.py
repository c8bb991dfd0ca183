"""The photos and documents of one record, below its form: small pictures, one button to add."""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QListWidget, QVBoxLayout

from jianxi_desktop.domain.rights import Right
from jianxi_desktop.schema.ledger import Ledger
from jianxi_desktop.services import attachments, records
from jianxi_desktop.services.attached import Attached
from jianxi_desktop.services.attached_papers import is_paper
from jianxi_desktop.services.office import Office
from jianxi_desktop.ui import attachment_actions
from jianxi_desktop.ui.attachment_pictures import AttachmentPictures
from jianxi_desktop.ui.command import Command
from jianxi_desktop.ui.commands import plain_button
from jianxi_desktop.ui.details import say_removed
from jianxi_desktop.ui.picture_dialog import show_picture
from jianxi_desktop.ui.removal import ask_reason
from jianxi_desktop.ui.screen import Desk, Edited
from jianxi_desktop.ui.theme import columns_of

_ADD = Command("files.add", "添加照片或文件", icon="add", tip="选照片、文件，也可以拖到下面")
_OPEN = Command("files.open", "查看", icon="eye", tip="看选中的照片或 PDF（回车）")
_SAVE = Command("files.save", "另存", icon="save", tip="把选中的存成文件")
_RECORD = Command("files.record", "登记内容", icon="open", tip="打开选中的附件登记")
_REMOVE = Command("files.remove", "移除", icon="remove", tip="移除选中的附件，可以撤销")
_Shown = tuple[tuple[Attached, ...], Mapping[UUID, bytes]]


class AttachmentsPanel(QFrame):
    """Shows what is attached to one record, or what a record of attachments keeps itself.

    Files are let go anywhere on it. Pictures are drawn small by the process that reads them.

    Attributes:
        head: Says what is listed.
        files: The attachments.

    Signals:
        counted: How many there are.
    """

    counted = Signal(int)

    def __init__(self, desk: Desk, ledger: Ledger, record: UUID) -> None:
        """List attachments.

        Args:
            desk: The desk.
            ledger: The ledger of the record: of attachments, or one whose records have some.
            record: The record.
        """
        super().__init__()
        self._desk, self._ledger, self._record = desk, ledger, record
        self._own = desk.office.catalog["attachment"]
        self._single = ledger.key == self._own.key
        self._frozen = Right.EDIT not in desk.office.account.rights
        self._shown: tuple[Attached, ...] = ()
        self.setAcceptDrops(not self._frozen)
        self.head = QLabel("照片和文件")
        self.head.setProperty("role", "section")
        self.count = QLabel()
        self.count.setProperty("role", "hint")
        self.add, self.open, self.save, self.record, self.remove = (
            plain_button(command, self) for command in (_ADD, _OPEN, _SAVE, _RECORD, _REMOVE)
        )
        self.files = AttachmentPictures()
        self._lay_out()
        self._connect()
        self._fit()

    @property
    def view(self) -> QListWidget:
        """What takes the keys."""
        return self.files

    def freeze(self) -> None:
        """Let everything be looked at and nothing be changed."""
        self._frozen = True
        self.setAcceptDrops(False)
        for button in (self.add, self.record, self.remove):
            button.hide()

    def reload(self) -> None:
        """Read again."""
        work = partial(_read, self._desk.office, self._ledger, self._record)
        self._desk.jobs.run_newest(f"files:{self._record}", work, self._show)

    def take(self, paths: Sequence[Path]) -> None:
        """Add files."""
        if self._frozen or not paths:
            return
        attachment_actions.add_files(self._desk, self._ledger, self._record, paths)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.head)
        row.addWidget(self.count)
        row.addStretch(1)
        for button in (self.add, self.open, self.save, self.record, self.remove):
            row.addWidget(button)
        self.record.setVisible(not self._single)
        self.remove.setVisible(not self._single)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, columns_of(self, 0.6))
        column.addLayout(row)
        column.addWidget(self.files)
        if self._frozen:
            self.freeze()

    def _connect(self) -> None:
        self.add.clicked.connect(self._ask_files)
        self.open.clicked.connect(self._open_current)
        self.save.clicked.connect(self._save_current)
        self.record.clicked.connect(self._open_record)
        self.remove.clicked.connect(self._ask_removal)
        self.files.chosen.connect(self._choose_current)
        self.files.currentRowChanged.connect(self._select_changed)

    def _ask_files(self) -> None:
        attachment_actions.ask_files(self, self._desk, self._ledger, self._record)

    def _show(self, shown: _Shown) -> None:
        listed, pictures = shown
        if self._single:
            listed = tuple(each for each in listed if each.here or each.awaited)
        self._shown = listed
        before = self._current()
        self.files.show_files(listed, pictures)
        if listed:
            kept = [each.id for each in listed]
            at = kept.index(before.id) if before is not None and before.id in kept else 0
            self.files.setCurrentRow(at)
        self._fit()
        self.counted.emit(len(listed))

    def _fit(self) -> None:
        count = len(self._shown)
        missing = sum(each.awaited for each in self._shown)
        told = f"共 {count} 个" if count else "还没有"
        self.count.setText(f"{told}，{missing} 个附件未到" if missing else told)
        self.files.fit(count)
        self._select_changed()

    def _select_changed(self) -> None:
        now = self._current()
        self.open.setEnabled(now is not None and now.here and _is_seen(now))
        self.save.setEnabled(now is not None and now.here)
        self.record.setEnabled(now is not None)
        self.remove.setEnabled(now is not None)

    def _current(self) -> Attached | None:
        row = self.files.currentRow()
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def _choose_current(self) -> None:
        now = self._current()
        if now is not None and now.here and not _is_seen(now):
            self._save_current()
        elif now is not None:
            self._open_current()

    def _open_current(self) -> None:
        now = self._current()
        if now is not None:  # one that has not arrived says so itself
            show_picture(self.window(), self._desk, now.id)

    def _save_current(self) -> None:
        now = self._current()
        if now is not None:
            attachment_actions.save(self, self._desk, now)

    def _open_record(self) -> None:
        now = self._current()
        if now is not None:
            self._desk.open_screen("form", Edited(self._own.key, now.id))

    def _ask_removal(self) -> None:
        now = self._current()
        if now is not None:
            ask_reason(self, now.title, partial(self._remove, now))

    def _remove(self, attached: Attached, reason: str) -> None:
        work = partial(_remove, self._desk.office, self._own, attached.id, reason)
        say = partial(say_removed, self._desk, self._own, attached.id, "已移除一个附件。")
        self._desk.jobs.run(work, say)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Override: take files."""
        if files_of(event):
            self.files.show_over(over=True)
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Override: nothing hangs over it any more."""
        super().dragLeaveEvent(event)
        self.files.show_over(over=False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Override: add what was let go."""
        self.files.show_over(over=False)
        paths = files_of(event)
        if paths:
            event.acceptProposedAction()
            self.take(paths)


def files_of(event: QDropEvent) -> list[Path]:
    """Give the files that hang over a widget, or were let go there."""
    urls = event.mimeData().urls()
    paths = [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
    return [path for path in paths if path.suffix]


def _is_seen(attached: Attached) -> bool:
    """Tell whether an attachment is looked at inside the program: a picture or a PDF."""
    return attached.picture or is_paper(attached.file_name)


def _read(office: Office, ledger: Ledger, record: UUID) -> _Shown:
    listed = attachments.attachments_of(office, ledger, record)
    pictures = [each.id for each in listed if each.here and each.picture]
    return listed, attachments.small_pictures(office, pictures) if pictures else {}


def _remove(office: Office, ledger: Ledger, record: UUID, reason: str) -> frozenset[str]:
    version = records.find_record(office, ledger, record).version
    return records.remove_record(office, ledger, record, version, reason)
