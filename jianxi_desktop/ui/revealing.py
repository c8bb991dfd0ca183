"""Full numbers for half a minute: asked for with a reason, journalled, hidden again by itself."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from PySide6.QtCore import QObject, QTimer

from jianxi_desktop.domain.progress import Progress
from jianxi_desktop.schema.ledger import Ledger
from jianxi_desktop.schema.query import Query
from jianxi_desktop.services import records, roster
from jianxi_desktop.services.drafts import Draft
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.revealing import reveal
from jianxi_desktop.ui.form import RecordForm
from jianxi_desktop.ui.list_lines import Line, full_lines
from jianxi_desktop.ui.list_view import LedgerView
from jianxi_desktop.ui.listing import LedgerTable
from jianxi_desktop.ui.open_folder import offer_folder
from jianxi_desktop.ui.removal import Why, ask_why
from jianxi_desktop.ui.screen import Desk, Screen

STAYS: Final = 30_000  # milliseconds
MOST: Final = 200  # records at once
_REASONS = ("核对本人身份", "办理组织关系转接", "上级核查", "联系本人")


class _Numbers(QObject):
    """Counts the half minute.

    Attributes:
        timer: Runs while numbers are shown in full.
    """

    def __init__(self, screen: Screen, desk: Desk) -> None:
        super().__init__(screen)
        self._screen, self._desk = screen, desk
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.setInterval(STAYS)
        self.timer.timeout.connect(self.hide)

    def hide(self) -> None:
        """Show numbers masked again."""
        raise NotImplementedError

    def _say(self) -> None:
        self.timer.start()
        self._desk.notice("完整号码显示 30 秒。这次查看已记入操作记录。")


class FormNumbers(_Numbers):
    """The numbers of the record a form shows."""

    def __init__(self, screen: Screen, desk: Desk, form: RecordForm) -> None:
        super().__init__(screen, desk)
        self._form = form
        self._masked: dict[str, Any] = {}
        form.loaded.connect(self._forget)

    @property
    def there(self) -> bool:
        """Whether there is a number that is hidden."""
        return self._form.seen is not None and bool(self._hidden())

    def ask(self) -> None:
        """Ask for the reason."""
        if self.there:
            ask_why(self._screen, _why(1), self._reveal)

    def veiled(self, draft: Draft) -> Draft:
        """Give a draft with the numbers masked that are shown for a moment and nobody changed."""
        same = {k: v for k, v in self._masked.items() if draft.typed.get(k) == draft.base.get(k)}
        if not same:
            return draft
        return replace(draft, base={**draft.base, **same}, typed={**draft.typed, **same})

    def hide(self) -> None:
        """Override: what was typed meanwhile stays."""
        self.timer.stop()
        masked, self._masked = self._masked, {}
        self._form.swap(masked)

    def _hidden(self) -> dict[str, Any]:
        """Give the numbers of the form as they are masked."""
        fields, values = self._form.ledger.all_fields, self._form.values
        return {
            key: values[key]
            for key in self._form.raw()
            if fields[key].masked and "*" in str(values.get(key))
        }

    def _reveal(self, reason: str) -> None:
        seen = self._form.seen
        if seen is not None:
            work = partial(_read_full, self._desk.office, self._form.ledger, seen.id, reason)
            self._desk.jobs.run(work, self._show)

    def _show(self, values: Mapping[str, Any]) -> None:
        self._masked = self._hidden()
        self._form.swap({key: values[key] for key in self._masked})
        self._say()

    def _forget(self) -> None:
        self.timer.stop()
        self._masked = {}


class ListNumbers(_Numbers):
    """The numbers of the lines that are selected in a list."""

    def __init__(self, screen: Screen, desk: Desk, ledger: Ledger, view: LedgerView) -> None:
        super().__init__(screen, desk)
        self._ledger, self._view = ledger, view

    @property
    def columns(self) -> tuple[str, ...]:
        """Keys of the columns that the list shows now."""
        return tuple(field.key for field in self._view.table.fields)

    @property
    def listed(self) -> bool:
        """Whether the list has a column of numbers."""
        return any(field.masked for field in self._view.table.fields)

    @property
    def there(self) -> bool:
        """Whether it has, and a line is chosen."""
        return self.listed and self._view.currentIndex().isValid()

    def ask_export(self, query: Query, path: Path) -> None:
        """Ask what a file with numbers in full is for, and write the columns that are shown."""
        ask_why(self._screen, _EXPORT, partial(self._export, query, path))

    def _export(self, query: Query, path: Path, reason: str) -> None:
        asked = (self._ledger, query, self.columns)
        work = partial(_export_full, self._desk.office, *asked, path, reason)
        self._desk.jobs.run_long(work, partial(self._say_exported, path), title="导出")

    def _say_exported(self, path: Path, count: int) -> None:
        said = f"已导出 {count} 条到“{path.name}”，里面是完整号码、没有加密："
        offer_folder(self._desk, path, f"{said}用完请删除，不要留在U盘上。", careful=True)

    def ask(self) -> None:
        """Ask for the reason."""
        lines = self._chosen()
        if len(lines) > MOST:
            self._desk.warn(f"一次最多显示 {MOST} 条的号码，请少选一些；更多的请用“导出”。")
        elif lines:
            ask_why(self._screen, _why(len(lines)), partial(self._reveal, lines))

    def hide(self) -> None:
        """Override."""
        self.timer.stop()
        self._view.table.show_full({})

    def _chosen(self) -> list[Line]:
        parts = self._view.selectionModel().selection()
        ranges = [parts.at(place) for place in range(parts.size())]
        rows = {row for part in ranges for row in range(part.top(), part.bottom() + 1)}
        rows.add(self._view.currentIndex().row())
        lines = (self._view.table.line(row) for row in sorted(rows))
        return [line for line in lines if line is not None]

    def _reveal(self, lines: list[Line], reason: str) -> None:
        table = self._view.table
        work = partial(_read_lines, self._desk.office, self._ledger, table, lines, reason)
        self._desk.jobs.run(work, self._show)

    def _show(self, texts: Mapping[UUID, tuple[str, ...]]) -> None:
        self._view.table.show_full(texts)
        self._say()


_EXPORT = Why(
    "导出完整号码",
    "导出的文件里是完整号码，请写明用途。",
    "用途和人数会记入操作记录；文件没有加密，用完请删除。",
    ("上报区委组织部", "上报街道党工委", "办理组织关系转接"),
    "导出",
    "不导出",
)


def _why(number: int) -> Why:
    whose = "这条记录" if number == 1 else f"这 {number} 条记录"
    return Why(
        "显示号码",
        f"显示{whose}的完整号码？",
        "显示 30 秒后重新遮挡；谁在什么时候为什么看过，会记入操作记录。",
        _REASONS,
        "显示",
        "不看了",
    )


def _read_full(office: Office, ledger: Ledger, record: UUID, reason: str) -> Mapping[str, Any]:
    leave = reveal(office, reason, ledger=ledger, ids=[record])
    return records.find_record(office, ledger, record, reveal=leave).values


def _export_full(
    office: Office,
    ledger: Ledger,
    query: Query,
    columns: tuple[str, ...],
    path: Path,
    reason: str,
    progress: Progress,
) -> int:
    leave = reveal(office, reason, ledger=ledger, query=query)
    return roster.export_ledger(
        *(office, ledger, path, query),
        columns=columns,
        headed=True,
        reveal=leave,
        progress=progress,
    )


def _read_lines(
    office: Office, ledger: Ledger, table: LedgerTable, lines: list[Line], reason: str
) -> dict[UUID, tuple[str, ...]]:
    leave = reveal(office, reason, ledger=ledger, ids=[line.id for line in lines])
    serials = [line.serial for line in lines]
    found = full_lines(office, ledger, table.attributes, table.fields, serials, leave)
    return {line.id: line.texts for line in found if line is not None}
