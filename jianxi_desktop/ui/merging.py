"""Making one record of two that are the same person, from the list of people."""

from collections.abc import Callable, Mapping
from functools import partial
from uuid import UUID

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from jianxi_desktop.domain.rights import Right
from jianxi_desktop.schema.ledger import Ledger
from jianxi_desktop.services import person_merging
from jianxi_desktop.services.history import Undone
from jianxi_desktop.services.person_merging import Joined
from jianxi_desktop.ui.command import Command
from jianxi_desktop.ui.duplicates_dialog import DuplicatesDialog
from jianxi_desktop.ui.list_view import LedgerView
from jianxi_desktop.ui.merge_dialog import MergeDialog
from jianxi_desktop.ui.screen import Desk, Screen

_LEDGER = "person"
COMMANDS = (
    Command(
        "person.merge",
        "合并两条记录",
        "",
        "Ctrl+M",
        "merge",
        "选中的两条是同一个人：留一条，另一条的出席、任职、党费都归过来",
        right=Right.EDIT,
    ),
    Command(
        "person.unmerge",
        "撤回合并",
        "",
        "",
        "undo",
        "选中的一条是合并时移除的：把两条记录分开，各归各的",
        right=Right.EDIT,
    ),
    Command(
        "person.duplicates",
        "查疑似重复",
        "",
        "",
        "people",
        "列出可能是同一个人的记录，逐对比对",
    ),
)


class Merging(QObject):
    """Offers merging on the list of people; other lists have nothing to merge.

    Attributes:
        button: Merges; there while two records are selected.
    """

    def __init__(self, screen: Screen, desk: Desk, ledger: Ledger, view: LedgerView) -> None:
        super().__init__(screen)
        self._screen, self._desk, self._view = screen, desk, view
        self._there = ledger.key == _LEDGER
        self.button = desk.commands.button("person.merge", screen)
        self.button.hide()
        if self._there:
            view.selectionModel().selectionChanged.connect(self.look)

    def answers(self) -> Mapping[str, Callable[[], None]]:
        """Answer the commands, on the list of people."""
        if not self._there:
            return {}
        return {
            "person.merge": self._ask,
            "person.unmerge": self._part,
            "person.duplicates": self._show_duplicates,
        }

    def look(self) -> None:
        """Switch merging on where two records are selected, parting where one that went is."""
        if self._there and self._screen.isVisibleTo(self._screen.window()):
            gone = self._view.table.query.removed
            rows = len(self._rows())
            self._desk.commands.enable("person.merge", on=rows == 2 and not gone)
            self.button.setVisible(rows == 2 and not gone)
            self._desk.commands.enable("person.unmerge", on=rows == 1 and gone)

    def _rows(self) -> list[int]:
        parts = self._view.selectionModel().selection()
        ranges = [parts.at(place) for place in range(parts.size())]
        if sum(part.height() for part in ranges) > 2 * len(self._view.table.fields):
            return []
        return sorted({row for part in ranges for row in range(part.top(), part.bottom() + 1)})

    def _ask(self) -> None:
        rows = self._rows()
        self._view.table.with_lines(rows, partial(self._compare, rows))

    def _compare(self, rows: list[int]) -> None:
        lines = [self._view.table.line(row) for row in rows]
        ids = [line.id for line in lines if line is not None]
        if len(ids) == len(lines) == 2:
            ask_merge(self._screen, self._desk, ids[0], ids[1])

    def _part(self) -> None:
        line = self._view.table.line(self._view.currentIndex().row())
        if line is not None:
            _take_back(self._desk, line.id)

    def _show_duplicates(self) -> None:
        show_duplicates(self._screen, self._desk)


def show_duplicates(parent: QWidget, desk: Desk) -> DuplicatesDialog:
    """List the records that may be one person; each pair can be compared and merged there."""
    dialog = DuplicatesDialog(parent, desk)
    dialog.wanted.connect(
        lambda first, second: ask_merge(dialog, desk, first, second, dialog.reload)
    )
    dialog.open()
    return dialog


def ask_merge(
    parent: QWidget,
    desk: Desk,
    kept: UUID,
    gone: UUID,
    done: Callable[[], None] | None = None,
) -> MergeDialog:
    """Compare two records and merge them when that is wanted."""
    dialog = MergeDialog(parent, desk, kept, gone)
    dialog.merged.connect(partial(_say_merged, desk))
    if done is not None:
        dialog.merged.connect(lambda *_said: done())
    dialog.open()
    return dialog


def _say_merged(desk: Desk, joined: Joined, name: str, gone: UUID) -> None:
    desk.changed(joined.touched)
    moved = "、".join(f"{title} {number} 条" for title, number in joined.moved.items() if number)
    said = f"已合并为一条“{name}”。" + (f"移过来：{moved}。" if moved else "")
    told = "；".join(joined.remarks)
    desk.notice(said + (f"{told}。" if told else ""), undo=partial(_take_back, desk, gone))


def _take_back(desk: Desk, gone: UUID) -> None:
    work = partial(person_merging.unmerge, desk.office, gone)
    desk.jobs.run(work, partial(_say_taken_back, desk))


def _say_taken_back(desk: Desk, done: Undone) -> None:
    desk.changed(done.touched)
    desk.notice("合并已撤销，两条记录都回来了。")
