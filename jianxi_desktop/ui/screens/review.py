"""The page of what a merge left to people: one after the other, decided with one key."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import (
    QComboBox,
    QLabel,
    QLineEdit,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from jianxi_desktop.domain.rights import Right
from jianxi_desktop.errors import ConflictError
from jianxi_desktop.services import conflicts, resolving
from jianxi_desktop.services.conflicts import KINDS, Conflict, Page
from jianxi_desktop.services.conflicts import Line as Waiting
from jianxi_desktop.services.resolving import Keep
from jianxi_desktop.ui.merging import ask_merge
from jianxi_desktop.ui.once import Once
from jianxi_desktop.ui.screen import Desk, Edited, Screen
from jianxi_desktop.ui.screens.parts import (
    captioned,
    choices,
    choose,
    empty_page,
    heading,
    page_column,
)
from jianxi_desktop.ui.screens.review_dialogs import SeveralDialog, TypeDialog
from jianxi_desktop.ui.screens.review_list import COLUMNS, ReviewTable, line_of
from jianxi_desktop.ui.screens.review_pane import ReviewPane
from jianxi_desktop.ui.screens.review_work import history_of
from jianxi_desktop.ui.theme import as_hint, columns_of, line_height

_DOUBLED = frozenset({"told_apart", "person", "organisation", "territory"})
_EMPTY = "没有需要核对的"
_WHY = (
    "合并数据包时，两边改了同一处、一边移除一边修改、同一个人登记了两次，都列在这里。"
    "现在没有这样的事，什么都不用做。"
)


class ReviewScreen(Screen):
    """Lists what waits at the left and shows the chosen one at the right.

    Attributes:
        table: What waits.
        pane: The chosen one.
    """

    key, title, area, symbol = "review", "待核对", "数据", "review"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._saves = Once(self, desk.jobs)
        self._lines: list[Waiting] = []
        self._shown: list[Waiting] = []
        self._doubles: list[Waiting] = []
        self._wanted = ""
        self._row = 0
        self._own = self._filling = False
        self.kinds = QComboBox()
        self.words = QLineEdit()
        self.words.setPlaceholderText("姓名、字段、台账")
        self.words.setMinimumWidth(columns_of(self, 9))
        self.table = ReviewTable()
        self.table.setAccessibleName("待核对")
        self.count = as_hint(QLabel())
        self.count.setWordWrap(False)
        self.pane = ReviewPane(desk)
        self._lay_out()
        self._connect()

    def opened(self, argument: object = None) -> None:
        """Override: read anew; ``argument`` names the conflict to begin with."""
        self._wanted = argument if isinstance(argument, str) else ""
        self._read_all()
        self.table.setFocus()

    def answers(self) -> Mapping[str, Callable[[], None]]:
        """Override."""
        return {
            "review.accept": partial(self._decide, resolving.SHOWN),
            "review.type": self._type,
            "review.keep": partial(self._decide, "keep"),
            "review.remove": partial(self._decide, "remove"),
            "review.merge": partial(self._decide, resolving.MERGE),
            "review.apart": partial(self._decide, resolving.APART),
            "review.compare": self._compare,
            "review.several": self._ask_several,
            "review.open": self._open,
            "list.refresh": self._read_all,
            "list.search": self.words.setFocus,
        }

    def refresh(self, touched: frozenset[str]) -> None:
        """Override: what was written may have ended or begun something."""
        if touched and self.isVisible():
            if self._own or not touched & _DOUBLED:
                self._read()
            else:  # such as an undone merging
                self._read_all()

    def way_back(self) -> object:
        """Override: the conflict that is looked at."""
        return self.pane.conflict.line.id if self.pane.conflict is not None else None

    def _lay_out(self) -> None:
        self._fill_kinds({})
        several = self.desk.commands.button("review.several", self)
        several.setText("成批处理…(&B)")
        self.several = several
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, columns_of(self, 0.6), 0)
        column.addWidget(self.table, 1)
        column.addWidget(self.count)
        split = QSplitter()
        split.addWidget(left)
        split.addWidget(self.pane)
        split.setChildrenCollapsible(False)
        split.setStretchFactor(0, 2)
        split.setStretchFactor(1, 3)
        split.setSizes([columns_of(self, 22), columns_of(self, 36)])
        split.setMinimumHeight(line_height(self) * 12)
        self._pages = QStackedWidget()
        self._pages.addWidget(split)
        self._pages.addWidget(empty_page(_EMPTY, _WHY))
        page = page_column(self)
        page.addWidget(
            heading("待核对", "两边说法不一样的，一条一条定下来；决定会随数据包带给各单位。")
        )
        page.addWidget(
            choices(captioned("看哪些", self.kinds), captioned("查找", self.words), several)
        )
        page.addWidget(self._pages, 1)

    def _connect(self) -> None:
        self.kinds.currentIndexChanged.connect(self._filter)
        self.words.textChanged.connect(self._filter)
        self.table.selectionModel().currentRowChanged.connect(self._choose)
        self.table.chosen.connect(self._decide)
        self.table.pressed.connect(self._press)
        self.pane.card.chosen.connect(self._decide)

    def _press(self, key: str) -> None:
        if key == "several" or key in self.pane.offered():
            self.desk.commands.trigger(f"review.{key}")

    def _read_all(self) -> None:
        """Read the list, then look for records that were entered twice, which takes longer."""
        self._read()
        work = partial(conflicts.list_conflicts, self.desk.office)
        self.desk.jobs.run_newest("review.doubles", work, self._take_doubles)

    def _read(self) -> None:
        work = partial(conflicts.list_conflicts, self.desk.office, with_doubles=False)
        self.desk.jobs.run_newest("review", work, self._take)

    def _take(self, page: Page) -> None:
        lines = [*page.lines, *self._doubles]
        if lines != self._lines or self._wanted or self.pane.conflict is None:
            self._lines = lines
            self._show_lines()

    def _take_doubles(self, page: Page) -> None:
        self._doubles = [line for line in page.lines if line.kind == "double"]
        self._take(Page(tuple(line for line in page.lines if line.kind != "double"), page.counts))

    def _show_lines(self) -> None:
        counts = dict.fromkeys(KINDS, 0)
        for line in self._lines:
            counts[line.kind] += 1
        self._fill_kinds(counts)
        self._pages.setCurrentIndex(0 if self._lines else 1)
        self._filter()

    def _fill_kinds(self, counts: Mapping[str, int]) -> None:
        chosen = self.kinds.currentData()
        self.kinds.blockSignals(True)  # noqa: FBT003 - Qt takes it by place
        self.kinds.clear()
        self.kinds.addItem(f"全部（{sum(counts.values()):,}）", "")
        for key, text in KINDS.items():
            self.kinds.addItem(f"{text}（{counts.get(key, 0):,}）", key)
        choose(self.kinds, chosen or "")
        self.kinds.blockSignals(False)  # noqa: FBT003 - Qt takes it by place

    def _filter(self) -> None:
        kind, words = self.kinds.currentData(), self.words.text().split()
        self._shown = [
            line
            for line in self._lines
            if kind in ("", line.kind) and all(word in _words_of(line) for word in words)
        ]
        standing = self._wanted or (self.pane.conflict.line.id if self.pane.conflict else "")
        ids = [line.id for line in self._shown]
        row = ids.index(standing) if standing in ids else min(self._row, len(ids) - 1)
        if standing in ids:
            self._wanted = ""
        self.table.show_items(COLUMNS, self._shown, line_of)
        told = f"{len(ids):,} 条" if ids else "没有这样的"
        self.count.setText(f"{told}。↑↓ 换一条；回车、数字键当场定下。" if ids else told)
        self.desk.commands.enable("review.several", on=bool(ids))
        if ids:
            self._filling = True
            self.table.setCurrentIndex(self.table.rows.index(row, 0))
            self._filling = False
        self._choose()

    def _choose(self) -> None:
        if self._filling:
            return
        index = self.table.currentIndex()
        line = self.table.rows.item(index.row()) if index.isValid() else None
        if line is None:
            self.pane.show_conflict(None)
            return
        self._row = index.row()
        work = partial(conflicts.find_conflict, self.desk.office, line.id)
        self.desk.jobs.run_newest("review.one", work, self._show, self._not_there)

    def _show(self, conflict: Conflict) -> None:
        self.pane.show_conflict(conflict)
        work = partial(history_of, self.desk.office, conflict)
        self.desk.jobs.run_newest("review.history", work, self.pane.show_history)

    def _not_there(self, error: Exception) -> None:
        if isinstance(error, ConflictError):
            self._forget(self._current_id())
        else:
            self.desk.report(error)

    def _current_id(self) -> str:
        index = self.table.currentIndex()
        return self.table.rows.item(index.row()).id if index.isValid() else ""

    def _decide(self, keep: Keep) -> None:
        conflict = self.pane.conflict
        if conflict is None or Right.EDIT not in self.desk.office.account.rights:
            return
        if isinstance(keep, int) and not 0 <= keep < len(self.pane.card.buttons):
            return
        work = partial(resolving.resolve, self.desk.office, conflict.line.id, keep)
        self._saves.run(work, partial(self._say_done, conflict), self._say_refused)

    def _say_refused(self, error: Exception) -> None:
        if isinstance(error, ConflictError) and error.code == "settled":
            self._forget(self._current_id())
        self.desk.report(error)

    def _say_done(self, conflict: Conflict, saved: Any) -> None:
        line = conflict.line
        about = "" if line.kind == "double" else f"的{line.what}"
        self._forget(line.id)
        self.table.setFocus()
        self._tell(saved.touched)
        self.desk.notice(
            f"“{line.name}”{about}已定下，下次写数据包时带给各单位。",
            undo=partial(self.desk.commands.trigger, "record.undo"),
        )

    def _tell(self, touched: frozenset[str]) -> None:
        """Tell every page what was written; here it is known which pairs that ended."""
        self._own = True
        self.desk.changed(touched)
        self._own = False

    def _forget(self, conflict_id: str) -> None:
        """Take what is settled out of the list and go on to the next."""
        gone = conflict_id.split(":")
        self.pane.let_go()

        def stays(line: Waiting) -> bool:
            pair = line.id.split(":")
            merged = line.kind == gone[0] == "double" and gone[3] in pair[2:]
            return line.id != conflict_id and not merged

        self._doubles = [line for line in self._doubles if stays(line)]
        self._lines = [line for line in self._lines if stays(line)]
        self._show_lines()

    def _type(self) -> None:
        if self.pane.conflict is not None and self.pane.conflict.line.kind == "value":
            TypeDialog(self, self.desk, self.pane.conflict, self._decide).open()

    def _compare(self) -> None:
        conflict = self.pane.conflict
        if conflict is not None and conflict.line.kind == "double":
            kept, gone = conflict.line.id.split(":")[2:]
            done = partial(self._forget, conflict.line.id)
            ask_merge(self, self.desk, UUID(hex=kept), UUID(hex=gone), done)

    def _ask_several(self) -> None:
        index = self.table.currentIndex()
        if not index.isValid():
            return
        kind = self.table.rows.item(index.row()).kind
        lines = [line for line in self._shown if line.kind == kind]
        SeveralDialog(self, self.desk, lines, self._say_several).open()

    def _say_several(self, count: int, touched: frozenset[str], settled: Sequence[str]) -> None:
        gone = set(settled)
        self._doubles = [line for line in self._doubles if line.id not in gone]
        self._lines = [line for line in self._lines if line.id not in gone]
        self.pane.let_go()
        self._show_lines()
        self._tell(touched)
        self.desk.notice(
            f"{count:,} 条已定下，下次写数据包时带给各单位。",
            undo=partial(self.desk.commands.trigger, "record.undo"),
        )

    def _open(self) -> None:
        """Show the record's form, or that of the record it belongs to."""
        conflict = self.pane.conflict
        if conflict is not None:
            self.desk.open_screen("form", Edited(conflict.line.ledger, conflict.line.record))


def _words_of(line: Waiting) -> str:
    return " ".join((KINDS[line.kind], line.title, line.name, line.what))
