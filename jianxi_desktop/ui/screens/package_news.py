"""The part of the package page that shows what came, with the way to each record."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from jianxi_desktop.services import news
from jianxi_desktop.services.news import NewRecord, News
from jianxi_desktop.services.office import Office
from jianxi_desktop.ui.screen import Desk, Edited
from jianxi_desktop.ui.screens.package_words import moment
from jianxi_desktop.ui.screens.parts import captioned, choices, empty_page
from jianxi_desktop.ui.screens.table import Column, Line, TextTable
from jianxi_desktop.ui.theme import as_hint, columns_of, line_height

_PACKAGES = (
    Column("收下时间", 11),
    Column("来自", 12, names=True),
    Column("第几号", 5, right=True),
    Column("内容", 1),
)
_RECORDS = (Column("", 4), Column("台账", 12), Column("记录", 1))
_MOST = 200
_WHAT = {"new": "新增", "changed": "有改动"}


class NewsPanel(QWidget):
    """Lists what packages brought; a record opens where it stands.

    Signals:
        counted: How many packages nobody has looked at.
    """

    counted = Signal(int)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._news: Sequence[News] = ()
        self._records: Sequence[NewRecord] = ()
        self.packages = TextTable()
        self.packages.setAccessibleName("收到的数据包")
        self.kinds = QComboBox()
        self.records = TextTable()
        self.records.setAccessibleName("收到的记录")
        self.most = as_hint(QLabel(f"只列出前 {_MOST} 条；其余的请到台账里看。"))
        self.empty = empty_page(
            "还没有收到别的单位的内容",
            "区里的任务、退回的报表、代码表、观摩方案，和下级上报的内容，收下后都列在这里。",
        )
        self.full = QWidget()
        self._lay_out()
        self.packages.selectionModel().currentRowChanged.connect(self._show_kinds)
        self.records.selectionModel().currentRowChanged.connect(self.show_state)
        self.records.doubleClicked.connect(self.open_record)
        self.records.activated.connect(self.open_record)
        self.kinds.activated.connect(self._read_records)

    def load(self) -> None:
        """Read what came."""
        work = partial(_all_news, self._desk.office)
        self._desk.jobs.run_newest("package.news", work, self._show)

    def mark_seen(self) -> None:
        """Tell that everything was looked at."""
        self._desk.jobs.run(partial(news.mark_seen, self._desk.office), self._seen)

    def open_record(self, *_where: object) -> None:
        """Open the record that is chosen."""
        row = self.records.currentIndex().row()
        if 0 <= row < len(self._records):
            one = self._records[row]
            self._desk.open_screen("form", Edited(one.ledger, one.id))

    def show_state(self, *_moved: object) -> None:
        """Switch the commands on that can be given now."""
        enable = self._desk.commands.enable
        enable("package.seen", on=any(not each.seen for each in self._news))
        enable("package.record", on=self.records.currentIndex().row() >= 0)

    def _lay_out(self) -> None:
        commands, gap = self._desk.commands, columns_of(self, 0.8)
        inside = QVBoxLayout(self.full)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(gap // 2)
        inside.addWidget(self.packages, 2)
        inside.addWidget(
            choices(
                captioned("看哪一类", self.kinds),
                commands.button("package.record", self),
                commands.button("package.seen", self),
            )
        )
        inside.addWidget(self.records, 3)
        inside.addWidget(self.most)
        self.kinds.setMinimumWidth(columns_of(self, 14))
        for table in (self.packages, self.records):
            table.setMinimumHeight(line_height(self) * 4)
        column = QHBoxLayout(self)
        column.setContentsMargins(0, gap, 0, 0)
        column.addWidget(self.full)
        column.addWidget(self.empty)

    def _show(self, found: Sequence[News]) -> None:
        self._news = found
        lines = [
            Line(
                (moment(each.at), each.sender, str(each.number or ""), _content(each)),
                strong=not each.seen,
            )
            for each in found
        ]
        self.packages.show_items(_PACKAGES, lines)
        self.full.setVisible(bool(found))
        self.empty.setVisible(not found)
        self.counted.emit(sum(1 for each in found if not each.seen))
        if found:
            self.packages.selectRow(0)
        else:
            self._show_records(())
        self.show_state()

    def _show_kinds(self, *_moved: object) -> None:
        chosen = self._chosen()
        with QSignalBlocker(self.kinds):
            self.kinds.clear()
            for ledger, words in _kinds_of(chosen).items():
                self.kinds.addItem(words, ledger)
        self._read_records()

    def _read_records(self, *_chosen: object) -> None:
        chosen, ledger = self._chosen(), self.kinds.currentData()
        if chosen is None or not ledger:
            self._show_records(())
            return
        work = partial(news.records_of, self._desk.office, chosen.package, ledger, limit=_MOST)
        self._desk.jobs.run_newest("package.records", work, self._show_records)

    def _show_records(self, records: Sequence[NewRecord]) -> None:
        self._records = records
        catalog = self._desk.office.catalog
        lines = [
            Line((_WHAT[each.what], catalog[each.ledger].title, each.caption)) for each in records
        ]
        self.records.show_items(_RECORDS, lines)
        self.most.setVisible(len(records) >= _MOST)
        if records:
            self.records.selectRow(0)
        self.show_state()

    def _chosen(self) -> News | None:
        row = self.packages.currentIndex().row()
        return self._news[row] if 0 <= row < len(self._news) else None

    def _seen(self, _done: None) -> None:
        self._desk.notice("都看过了，不再提醒。")
        self.load()


def _all_news(office: Office) -> list[News]:
    return news.list_news(office, unseen=False)


def _content(each: News) -> str:
    return news.in_words(each).partition("：")[2]


def _kinds_of(chosen: News | None) -> dict[str, str]:
    """Give the kinds of what a package brought by ledger, each once."""
    kinds: dict[str, str] = {}
    for item in chosen.items if chosen is not None else ():
        kinds[item.ledger] = (
            f"{kinds[item.ledger]}、{item.words}" if item.ledger in kinds else item.words
        )
    return kinds
