"""What a list does with several records at once: each is one action, and one undo takes it back."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QVBoxLayout, QWidget

from jianxi_desktop.domain.progress import Progress
from jianxi_desktop.schema.fields import Field
from jianxi_desktop.schema.ledger import Ledger
from jianxi_desktop.schema.query import Query
from jianxi_desktop.services import bulk
from jianxi_desktop.services.bulk import Line, Outcome
from jianxi_desktop.ui.bulk_dialogs import FillDialog, OutcomeDialog
from jianxi_desktop.ui.list_export import ListExport
from jianxi_desktop.ui.list_paste import Brought, column_for, may_paste, paste, read_column
from jianxi_desktop.ui.list_totals import TotalsRow
from jianxi_desktop.ui.list_view import LedgerView
from jianxi_desktop.ui.notices import stay_free
from jianxi_desktop.ui.removal import REASONS, Why, ask_why
from jianxi_desktop.ui.screen import Desk, Listed, Screen
from jianxi_desktop.ui.selection_bar import SelectionBar

if TYPE_CHECKING:
    from jianxi_desktop.ui.revealing import ListNumbers

_LONG: Final = 100  # records: more are worked on with progress shown
_BAR: Final = (
    "list.fill_field",
    "record.remove",
    "list.export_picked",
    "list.print_picked",
    "list.copy_heads",
)


class ListBulk:
    """Answers the commands about the picked records of a list.

    Attributes:
        foot: What stands under the list: its sums, and the bar of what can be done.
        totals: The sums.
        bar: The bar.
    """

    def __init__(
        self, page: Screen, desk: Desk, ledger: Ledger, view: LedgerView, numbers: "ListNumbers"
    ) -> None:
        self._page, self._desk, self._ledger, self._view = page, desk, ledger, view
        self._fields = bulk.fillable(ledger)
        self._numbers = numbers
        self._export = ListExport(page, desk, ledger, self.query, numbers)
        prints = desk.has_screen("print")
        keys = [key for key in _BAR if prints or key != "list.print_picked"]
        self._prints = prints
        self.totals = TotalsRow(desk, ledger, view)
        self.bar = SelectionBar(desk.commands, keys)
        self.foot = QWidget()
        stay_free(self.foot)
        column = QVBoxLayout(self.foot)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.totals)
        column.addWidget(self.bar)
        view.show_ticks()
        view.picked.changed.connect(self._show_picked)
        view.copied.connect(self._say_copied)

    def answers(self) -> Mapping[str, Callable[[], None]]:
        """Give the commands that are answered here."""
        answers: dict[str, Callable[[], None]] = {
            "list.pick_every": self._view.picked.pick_every,
            "list.unpick": self._view.picked.clear,
            "list.copy_heads": partial(self._view.copy, heads=True),
            "list.fill_field": self.ask_value,
            "list.export_picked": self._export.choose,
            "list.paste": self._paste,
        }
        if self._prints:
            answers["list.print_picked"] = self._print
        return answers

    @property
    def many(self) -> bool:
        """Whether what is done is about several records."""
        return self._view.picked.many

    def query(self) -> Query:
        """Give the query of what is picked, in the order of the list."""
        table, picked = self._view.table, self._view.picked
        asked = table.shown or table.query  # what is on its way was not picked from
        return asked if picked.every else replace(asked, only=tuple(picked.serials()))

    def look(self) -> None:
        """Switch the commands on where there is something to do."""
        picked, here = self._view.picked, not self._view.table.query.removed
        enable = self._desk.commands.enable
        some = picked.count > 0
        usable = some or self._view.currentIndex().isValid()
        enable("record.remove", on=usable and here)
        enable("list.copy", on=usable)
        enable("list.unpick", on=picked.many)
        enable("list.copy_heads", on=some)
        enable("list.fill_field", on=some and here and bool(self._fields))
        for key in ("list.export_picked", "list.print_picked"):
            enable(key, on=picked.many and some and here)
        enable("list.paste", on=here)

    def ask_removal(self) -> None:
        """Ask why the picked records are removed."""
        count = self._view.picked.count
        if self._few(count):
            more = "移除后不再出现在名单、统计和打印里，可以一次撤销。"
            why = Why("移除记录", f"移除选中的 {count} 条记录？", more, REASONS, "移除", "保留")
            ask_why(self._page, why, partial(self._remove, tuple(self._view.picked.serials())))

    def ask_value(self) -> None:
        """Ask which field of the picked records is filled, and with what."""
        count = self._view.picked.count
        if self._few(count):
            dialog = FillDialog(self._page, self._desk, self._fields, count, self._try_value)
            dialog.start(self._field_here().key)
            dialog.open()

    def _few(self, count: int) -> bool:
        if count > bulk.MOST:
            self._desk.warn(f"一次最多处理 {bulk.MOST} 条，现在选了 {count} 条。请分几次做。")
        return 0 < count <= bulk.MOST

    def _field_here(self) -> Field[object]:
        """Give the field of the column one stands in."""
        return self._view.table.fields[max(self._view.currentIndex().column(), 0)]

    def _remove(self, serials: tuple[int, ...], reason: str) -> None:
        work = partial(bulk.remove_many, self._desk.office, self._ledger, serials, reason)
        self._run(work, partial(self._take_removed, reason), len(serials), "移除")

    def _take_removed(self, reason: str, outcome: Outcome) -> None:
        if outcome.done:
            self._say(outcome, f"已移除 {len(outcome.changed)} 条记录。")
            return

        def rest(lines: tuple[Line, ...]) -> None:
            self._remove(tuple(line.serial for line in lines), reason)

        OutcomeDialog(self._page, "移除记录", outcome, "移除", rest, values=False).open()

    def _try_value(self, key: str, raw: object) -> None:
        self._try(key, dict.fromkeys(self._view.picked.serials(), raw))

    def _try(self, key: str, given: Mapping[int, object]) -> None:
        """See what would become of each record, before anything is changed."""
        work = partial(bulk.fill_field, self._desk.office, self._ledger, key, given, trial=True)
        self._run(work, partial(self._show_trial, key, given), len(given), "核对")

    def _show_trial(self, key: str, given: Mapping[int, object], outcome: Outcome) -> None:
        caption = self._ledger.all_fields[key].caption

        def fill(lines: tuple[Line, ...]) -> None:
            wanted = {line.serial: given[line.serial] for line in lines}
            work = partial(bulk.fill_field, self._desk.office, self._ledger, key, wanted)
            self._run(work, partial(self._take_filled, key, given), len(wanted), "填写")

        emptied = bool(outcome.changed) and not any(line.new for line in outcome.changed)
        verb, title = ("清空", f"清空“{caption}”") if emptied else ("改", f"填写“{caption}”")
        OutcomeDialog(self._page, title, outcome, verb, fill, careful=emptied).open()

    def _take_filled(self, key: str, given: Mapping[int, object], outcome: Outcome) -> None:
        if outcome.done:
            caption = self._ledger.all_fields[key].caption
            self._say(outcome, f"已改好 {len(outcome.changed)} 条记录的“{caption}”。")
        else:  # somebody else was faster: what was foreseen does not hold any more
            self._show_trial(key, given, outcome)

    def _say(self, outcome: Outcome, told: str) -> None:
        self._desk.changed(outcome.touched)
        undo = partial(self._desk.commands.trigger, "record.undo")
        self._desk.notice(told, undo=undo if outcome.touched else None)

    def _run(
        self,
        work: Callable[..., Outcome],
        done: Callable[[Outcome], None],
        count: int,
        title: str,
    ) -> None:
        def with_progress(progress: Progress) -> Outcome:
            return work(progress=progress)

        if count > _LONG:
            self._desk.jobs.run_long(with_progress, done, title=title)
        else:
            self._desk.jobs.run(work, done)

    def _print(self) -> None:
        columns = self._numbers.columns
        self._desk.open_screen("print", Listed(self._ledger.key, self.query(), columns))

    def _paste(self) -> None:
        """Fill the picked rows from one copied column, else bring the block to the import."""
        picked = self._view.picked
        brought = read_column() if picked.many else None
        if brought is None:
            if may_paste(self._desk, self._ledger):
                paste(self._desk, self._ledger)
            else:
                self._desk.warn("先勾选要填的几行，再粘贴同样行数的一列；每行填什么会先给您看。")
            return
        self._paste_column(brought)

    def _paste_column(self, brought: Brought) -> None:
        picked, field = self._view.picked, self._field_here()
        given = column_for(self._desk, brought, picked.serials())
        if given is None or not self._few(len(given)):
            return
        if field not in self._fields:
            self._desk.warn(
                f"“{field.caption}”这一列不能一次填写多条。请先点到要填的那一列，再粘贴。"
            )
            return
        self._try(field.key, given)

    def _show_picked(self, count: int) -> None:
        self.bar.show_count(count, shown=self._view.picked.many)
        if self._page.isVisibleTo(self._page.window()):
            self.look()

    def _say_copied(self, rows: int) -> None:
        if rows > 1:
            self._desk.notice(
                f"已复制 {rows} 行，可以粘贴到 Excel 或 WPS 里；1 分钟后会从剪贴板上清掉。"
            )
