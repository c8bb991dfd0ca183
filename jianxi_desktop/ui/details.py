"""The rows that belong to a record, as a small list below its form."""

from collections.abc import Mapping
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from jianxi_desktop.schema.ledger import Attr, Ledger
from jianxi_desktop.schema.query import Filter, Query
from jianxi_desktop.services import records
from jianxi_desktop.services.drafts import Draft
from jianxi_desktop.services.records import Saved
from jianxi_desktop.ui.command import Command
from jianxi_desktop.ui.commands import plain_button
from jianxi_desktop.ui.form import RecordForm
from jianxi_desktop.ui.form_keeping import FormKeeping
from jianxi_desktop.ui.list_lines import Line
from jianxi_desktop.ui.list_view import LedgerView
from jianxi_desktop.ui.listing import LedgerTable
from jianxi_desktop.ui.patient_dialog import PatientDialog
from jianxi_desktop.ui.questions import ask
from jianxi_desktop.ui.removal import ask_reason
from jianxi_desktop.ui.screen import Desk, Edited
from jianxi_desktop.ui.theme import as_primary, columns_of, line_height

_ADD = Command("detail.add", "新增", icon="add", tip="新增一行")
_CHANGE = Command("detail.change", "修改", icon="signing", tip="修改选中的一行（回车）")
_REMOVE = Command("detail.remove", "移除", icon="remove", tip="移除选中的一行，可以撤销")
_FEWEST, _MOST = 3, 12  # rows seen without scrolling


class DetailList(QFrame):
    """Lists the rows of one owner; they are added, changed and removed here.

    Rows that have rows of their own, and records that stand under one of their own kind, open on
    the page of a record; all others in a dialog.

    Attributes:
        head: Says what is listed.
    """

    def __init__(self, desk: Desk, ledger: Ledger, owner: UUID, link: Attr | None = None) -> None:
        """List rows.

        Args:
            desk: The desk.
            ledger: What is listed.
            owner: The record that the rows belong to.
            link: The attribute that says so; ``None``: the ledger's own.
        """
        super().__init__()
        self._desk, self.ledger, self._owner = desk, ledger, owner
        own: Attr = link or ledger.owner
        self._owner_key = own.key
        self._on_page = own is not ledger.owner or bool(desk.office.catalog.details_of(ledger))
        self._frozen = False
        listed: list[Attr] = [each for each in ledger.listing if each.key != own.key]
        self.table = LedgerTable(desk.office, desk.jobs, ledger, listed, self)
        self.view = LedgerView(self.table, f"{ledger.key}.detail")
        self.head = QLabel(ledger.title)
        self.head.setProperty("role", "section")
        self.count = QLabel()
        self.count.setProperty("role", "hint")
        self.add, self.change, self.remove = (
            plain_button(command, self) for command in (_ADD, _CHANGE, _REMOVE)
        )
        row = QHBoxLayout()
        row.addWidget(self.head)
        row.addWidget(self.count)
        row.addStretch(1)
        for button in (self.add, self.change, self.remove):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, columns_of(self, 0.6))
        column.addLayout(row)
        column.addWidget(self.view)
        self._connect()
        self._fit(0)

    def freeze(self) -> None:
        """Let the rows be read and nothing be changed."""
        self._frozen = True
        for button in (self.add, self.change, self.remove):
            button.hide()

    def reload(self) -> None:
        """Read the rows again."""
        self.table.forget()
        self.table.ask(Query(filters=(Filter(self._owner_key, self._owner),)))

    def _connect(self) -> None:
        self.add.clicked.connect(self._add)
        self.change.clicked.connect(self._change_current)
        self.remove.clicked.connect(self._ask_removal)
        self.view.chosen.connect(self._change)
        self.table.counted.connect(self._fit)
        self.table.modelReset.connect(self._select_changed)
        self.view.selectionModel().currentRowChanged.connect(self._select_changed)

    def _fit(self, count: int) -> None:
        self.count.setText(f"共 {count} 条" if count else "还没有")
        rows = min(max(count, _FEWEST), _MOST) + 1
        self.view.setFixedHeight(rows * line_height(self.view) + columns_of(self, 1.5))
        self._select_changed()

    def _select_changed(self) -> None:
        for button in (self.change, self.remove):
            button.setEnabled(self.view.currentIndex().isValid())

    def _current(self) -> Line | None:
        index = self.view.currentIndex()
        return self.table.line(index.row()) if index.isValid() else None

    def _add(self) -> None:
        self._open(None)

    def _change_current(self) -> None:
        line = self._current()
        if line is not None:
            self._open(line.id)

    def _change(self, _row: int) -> None:
        self._change_current()

    def _open(self, record_id: UUID | None) -> None:
        if self._frozen:
            return
        owner = (self._owner_key, self._owner)
        if self._on_page:
            edited = Edited(self.ledger.key, record_id, None if record_id else dict([owner]))
            self._desk.open_screen("form", edited)
        else:
            DetailDialog(self, self._desk, self.ledger, owner, record_id).open()

    def _ask_removal(self) -> None:
        line = self._current()
        if line is not None:
            ask_reason(self, "，".join(filter(None, line.texts[:3])), partial(self._remove, line))

    def _remove(self, line: Line, reason: str) -> None:
        work = partial(
            records.remove_record, self._desk.office, self.ledger, line.id, line.version, reason
        )
        say = partial(say_removed, self._desk, self.ledger, line.id, "已移除一行。")
        self._desk.jobs.run(work, say)


class DetailDialog(PatientDialog):
    """Edits one row of an owner."""

    def __init__(
        self,
        parent: QWidget,
        desk: Desk,
        ledger: Ledger,
        owner: tuple[str, UUID],
        record_id: UUID | None,
        given: Mapping[str, Any] | None = None,
    ) -> None:
        """Open a row, or begin one.

        Args:
            parent: What the dialog stands above.
            desk: The desk.
            ledger: Whose row it is.
            owner: The field that leads to the owner, and the owner; it is not shown.
            record_id: The row; ``None``: a new one.
            given: What else a new one starts with.
        """
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(ledger.title)
        self._desk = desk
        self.form = RecordForm(desk, ledger, hidden=(owner[0],))
        self.keeping = FormKeeping(self, desk, self.draft)
        self.form.saver = self.keeping.saver(records.save_record)
        self.form.changed.connect(self.keeping.note)
        self.form.begun.connect(self._begin)
        self.form.saved.connect(self._take_saved)
        self.form.refused.connect(self._take_refused)
        self.save = as_primary(QPushButton("保存"))
        self.save.setToolTip("保存这一行（Ctrl+回车）")
        self.save.clicked.connect(self.form.save)
        self.save.setDefault(True)
        self.form.keys.at_end = partial(self.save.setFocus, Qt.FocusReason.TabFocusReason)
        drop = QPushButton("不保存")
        drop.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.save)
        buttons.addWidget(drop)
        area = QScrollArea()
        area.setWidget(self.form)
        area.setWidgetResizable(True)
        column = QVBoxLayout(self)
        column.addWidget(area)
        column.addLayout(buttons)
        fields = sum(len(section.fields) for section in ledger.form)
        lines = min(fields // 2 + 2 * len(ledger.form) + 4, 16)
        self.resize(columns_of(self, 60), line_height(self) * lines)
        if record_id is None:
            self.form.start_new({**(given or {}), **dict([owner])})
        else:
            self.form.load(record_id)
        self.form.focus_first()

    def draft(self) -> Draft | None:
        """Give what is typed and not saved."""
        typed = self.form.dirty and not self.form.saving
        return self.keeping.placed(self.form.draft()) if typed else None

    def _begin(self) -> None:
        self.keeping.hold()
        self.begin()

    def _take_refused(self, _told: str) -> None:
        self.take_up()
        self.keeping.release()

    def _take_saved(self, saved: Saved) -> None:
        self.keeping.end()
        self._desk.changed(saved.touched)
        super().accept()

    def _give_up(self) -> None:
        self.keeping.end()
        super().reject()

    def reject(self) -> None:
        """Override: ask before changes are lost."""
        if self.form.saving:
            super().reject()  # out of sight
            return
        if not self.form.dirty:
            self._give_up()
            return
        ask(
            self,
            "这一行有修改还没有保存。",
            [("保存", self.form.save), ("放弃修改", self._give_up), ("继续编辑", None)],
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override: Ctrl+Enter and Ctrl+S save; Enter leads from field to field."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if control and (enter or event.key() == Qt.Key.Key_S):
            self.form.save()
        elif not enter:
            super().keyPressEvent(event)


def say_removed(
    desk: Desk, ledger: Ledger, record: UUID, told: str, touched: frozenset[str]
) -> None:
    """Say that a record was removed, with a way back; its page may have been left by then."""
    desk.changed(touched)
    desk.notice(told, undo=partial(_restore, desk, ledger, record))


def _restore(desk: Desk, ledger: Ledger, record: UUID) -> None:
    work = partial(records.restore_record, desk.office, ledger, record)
    desk.jobs.run(work, desk.changed)
