"""The tabs of a unit's page: the rows of each ledger that tell of it, read when looked at."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Final
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from jianxi_desktop.domain.rights import Right
from jianxi_desktop.services import records, unit_ledgers
from jianxi_desktop.services.trees import ORGANISATIONS, TERRITORIES
from jianxi_desktop.services.unit_ledgers import Shelf
from jianxi_desktop.ui.command import Command
from jianxi_desktop.ui.commands import plain_button
from jianxi_desktop.ui.details import DetailDialog, say_removed
from jianxi_desktop.ui.list_lines import Line
from jianxi_desktop.ui.list_view import LedgerView
from jianxi_desktop.ui.listing import LedgerTable
from jianxi_desktop.ui.removal import ask_reason
from jianxi_desktop.ui.screen import Desk, Edited, Unit
from jianxi_desktop.ui.theme import as_hint, as_quiet, columns_of

_ADD = Command("unit.add", "新增", icon="add", tip="在这里新增一条")
_OPEN = Command("unit.open", "打开", icon="open", tip="打开选中的一条（回车）")
_REMOVE = Command("unit.remove", "移除", icon="remove", tip="移除选中的一条，可以撤销")
_TRANSFER = Command(
    "unit.transfer", "转到其他支部", icon="route", tip="把选中的党员转到本单位的另一个支部或党小组"
)
_MOST: Final = 1_000  # members that are transferred at once
_ALSO: Final = {"person": "包括下级组织的，也列出停止党籍等不计入党员数的人员"}
_TREES: Final = (ORGANISATIONS, TERRITORIES)


class ShelfPage(QWidget):
    """Lists the rows of one ledger; they are added, opened and removed here.

    Rows of the unit's own open in a dialog, all other records on their page; an organisation or
    territory leads to its place in the tree.

    Signals:
        counted: How many there are.
        wanted: A unit was opened; a ``Unit``.
        transferring: Members are to go to another branch; their lines.
    """

    counted = Signal(int)
    wanted = Signal(object)
    transferring = Signal(object)

    def __init__(self, desk: Desk, shelf: Shelf) -> None:
        super().__init__()
        self._desk, self.shelf = desk, shelf
        ledger = shelf.ledger
        own = shelf.owned or shelf.within is None
        listed = [each for each in ledger.listing if not own or each.key != shelf.link]
        self.table = LedgerTable(desk.office, desk.jobs, ledger, listed, self)
        self.view = LedgerView(self.table, f"{ledger.key}.unit")
        self.view.setAccessibleName(shelf.title)
        self.add, self.open, self.remove, self.transfer = (
            plain_button(each, self) for each in (_ADD, _OPEN, _REMOVE, _TRANSFER)
        )
        self._of_tree = ledger.key in _TREES
        details = desk.office.catalog.details_of(ledger)
        self._in_dialog = (shelf.owned and not details) or self._of_tree
        self.say = as_hint(QLabel("" if own else _ALSO.get(ledger.key, "包括下级组织的")))
        self.say.setWordWrap(False)
        may_edit = Right.EDIT in desk.office.account.rights
        self.add.setVisible(may_edit)
        self.remove.setVisible(may_edit and not self._of_tree)
        self.transfer.setVisible(may_edit and ledger.key == "person")
        self._lay_out()
        self._connect()

    def show_shelf(self, shelf: Shelf) -> bool:
        """Show the same rows of another unit; tell whether this page can."""
        fits = replace(self.shelf, value=shelf.value, within=shelf.within, given=shelf.given)
        if fits == shelf and (self.shelf.within is None) == (shelf.within is None):
            self.shelf = shelf
            return True
        return False

    def reload(self) -> None:
        """Read the rows again."""
        self.table.forget()
        self.table.ask(self.shelf.query)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.say)
        row.addStretch(1)
        for button in (self.transfer, self.add, self.open, self.remove):
            row.addWidget(button)
        pad = columns_of(self, 0.6)
        row.setContentsMargins(pad + pad // 2, pad // 2, pad, pad // 2)
        row.setSpacing(pad)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self.view, 1)

    def _connect(self) -> None:
        self.add.clicked.connect(self.add_row)
        self.open.clicked.connect(self._open_current)
        self.remove.clicked.connect(self.ask_removal)
        self.transfer.clicked.connect(self._transfer)
        self.view.chosen.connect(lambda _row: self._open_current())
        self.table.counted.connect(self.counted)
        self.table.modelReset.connect(self._select_changed)
        self.view.selectionModel().currentRowChanged.connect(self._select_changed)
        self._select_changed()

    def _select_changed(self) -> None:
        for button in (self.open, self.remove, self.transfer):
            button.setEnabled(self.view.currentIndex().isValid())

    def _current(self) -> Line | None:
        index = self.view.currentIndex()
        return self.table.line(index.row()) if index.isValid() else None

    def add_row(self) -> None:
        """Begin a new row of the unit."""
        if self._in_dialog:
            self._open_dialog(None)
        else:
            edited = Edited(self.shelf.ledger.key, None, dict(self.shelf.given))
            self._desk.open_screen("form", edited)

    def _open_current(self) -> None:
        line = self._current()
        if line is None:
            return
        if self._of_tree:
            self.wanted.emit(Unit(self.shelf.ledger.key, line.id))
        elif self._in_dialog and Right.EDIT in self._desk.office.account.rights:
            self._open_dialog(line.id)
        else:
            self._desk.open_screen("form", Edited(self.shelf.ledger.key, line.id))

    def _transfer(self) -> None:
        """Hand on the members that are selected, once their lines are read."""
        rows = sorted({index.row() for index in self.view.selectedIndexes()})
        if len(rows) > _MOST:
            self._desk.warn(f"一次最多转 {_MOST} 名党员。")
        elif rows:
            self.table.with_lines(rows, partial(self._hand_on, rows))

    def _hand_on(self, rows: Sequence[int]) -> None:
        lines = [line for row in rows if (line := self.table.line(row)) is not None]
        self.transferring.emit(lines)

    def _open_dialog(self, record_id: UUID | None) -> None:
        owner = (self.shelf.link, self.shelf.value)
        given = dict(self.shelf.given)
        DetailDialog(self, self._desk, self.shelf.ledger, owner, record_id, given).open()

    def ask_removal(self) -> None:
        """Ask why the selected row is removed; organisations are dissolved, not removed."""
        if self._of_tree:
            return
        line = self._current()
        if line is not None:
            ask_reason(self, "，".join(filter(None, line.texts[:3])), partial(self._remove, line))

    def _remove(self, line: Line, reason: str) -> None:
        ledger = self.shelf.ledger
        work = partial(
            records.remove_record, self._desk.office, ledger, line.id, line.version, reason
        )
        say = partial(say_removed, self._desk, ledger, line.id, "已移除一条。")
        self._desk.jobs.run(work, say)


class UnitTabs(QWidget):
    """One tab a ledger, with how many rows there are; a menu names them all.

    Attributes:
        tabs: The tabs.
        shelves: What stands on them.

    Signals:
        wanted: A unit was opened on a tab; a ``Unit``.
        transferring: Members are to go to another branch; their lines.
    """

    wanted = Signal(object)
    transferring = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.setObjectName("sheet")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.shelves: tuple[Shelf, ...] = ()
        self._pages: dict[str, ShelfPage] = {}
        self._counts: dict[str, int] = {}
        self._stale: set[int] = set()
        self.tabs = QTabBar()
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setUsesScrollButtons(True)
        self.tabs.setElideMode(Qt.TextElideMode.ElideNone)
        self.tabs.setAccessibleName("这个单位的记录")
        self.tabs.currentChanged.connect(self._show_page)
        self.all = as_quiet(QPushButton("全部"))
        self.all.setToolTip("列出所有的记录种类")
        self.all.setMenu(QMenu(self.all))
        self.all.menu().aboutToShow.connect(self._fill_menu)
        self._stack = QStackedWidget()
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.addWidget(self.tabs, 1)
        head.addWidget(self.all)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._stack, 1)

    def show_shelves(self, shelves: Sequence[Shelf]) -> None:
        """Show another unit's rows, on the tab of the same ledger where there is one."""
        shown = self.current()
        kept = shown.shelf.ledger.key if shown is not None else ""
        self.shelves = tuple(shelves)
        self._counts.clear()
        self._keep_pages()
        self.tabs.blockSignals(True)  # noqa: FBT003 - Qt takes it by place
        while self.tabs.count() > len(shelves):
            self.tabs.removeTab(self.tabs.count() - 1)
        for place, shelf in enumerate(shelves):
            if place == self.tabs.count():
                self.tabs.addTab("")
            self.tabs.setTabText(place, shelf.title)
        keys = [shelf.ledger.key for shelf in shelves]
        self.tabs.setCurrentIndex(keys.index(kept) if kept in keys else 0)
        self.tabs.blockSignals(False)  # noqa: FBT003
        self._stale = set(range(len(shelves)))
        self._show_page()
        self._count(self.shelves)

    def refresh(self, touched: frozenset[str]) -> None:
        """Read again what was written."""
        stale = {n for n, shelf in enumerate(self.shelves) if _tells(shelf, touched)}
        self._stale |= stale
        if stale:
            self._show_page()
            self._count([self.shelves[place] for place in sorted(stale)])

    def show_ledger(self, key: str) -> ShelfPage | None:
        """Bring the rows of a ledger to the front."""
        for place, shelf in enumerate(self.shelves):
            if shelf.ledger.key == key:
                self.tabs.setCurrentIndex(place)
        return self.current()

    def current(self) -> ShelfPage | None:
        """Give the page in front."""
        page = self._stack.currentWidget()
        return page if isinstance(page, ShelfPage) else None

    def _keep_pages(self) -> None:
        """Let the pages that were made show the new unit; drop those that cannot."""
        shelves = {shelf.ledger.key: shelf for shelf in self.shelves}
        for key, page in tuple(self._pages.items()):
            if key not in shelves or not page.show_shelf(shelves[key]):
                del self._pages[key]
                self._stack.removeWidget(page)
                page.deleteLater()

    def _show_page(self) -> None:
        place = self.tabs.currentIndex()
        if not 0 <= place < len(self.shelves):
            return
        key = self.shelves[place].ledger.key
        page = self._pages.get(key)
        if page is None:
            page = self._pages[key] = ShelfPage(self._desk, self.shelves[place])
            page.counted.connect(partial(self._show_count, key))
            page.wanted.connect(self.wanted)
            page.transferring.connect(self.transferring)
            self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
        if place in self._stale:
            self._stale.discard(place)
            page.reload()

    def _count(self, shelves: Sequence[Shelf]) -> None:
        asked, office = tuple(shelves), self._desk.office
        work = partial(unit_ledgers.count_shelves, office, asked)
        key = "unit.counts" if asked == self.shelves else f"unit.counts.{asked[0].ledger.key}"
        self._desk.jobs.run_newest(key, work, partial(self._show_counts, asked[0].value))

    def _show_counts(self, unit: UUID, counts: Mapping[str, int]) -> None:
        if self.shelves and self.shelves[0].value == unit:
            for key, count in counts.items():
                self._show_count(key, count)

    def _show_count(self, key: str, count: int) -> None:
        self._counts[key] = count
        for place, shelf in enumerate(self.shelves):
            if shelf.ledger.key == key:
                self.tabs.setTabText(place, _caption(shelf, count))

    def _fill_menu(self) -> None:
        menu = self.all.menu()
        menu.clear()
        for place, shelf in enumerate(self.shelves):
            text = _caption(shelf, self._counts.get(shelf.ledger.key, 0))
            menu.addAction(text, partial(self.tabs.setCurrentIndex, place))


def _tells(shelf: Shelf, touched: frozenset[str]) -> bool:
    """Tell whether other rows may be a unit's now; what stands below it decides, too."""
    companion = shelf.ledger.companion
    told_by = {shelf.ledger.key, companion.key if companion else shelf.ledger.key}
    if shelf.within is not None:
        told_by.add(ORGANISATIONS)
    return bool(touched & told_by)


def _caption(shelf: Shelf, count: int) -> str:
    return f"{shelf.title} {count:,}" if count else shelf.title
