"""Which records go into a blank: searched, narrowed and ordered as in their list."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QVBoxLayout, QWidget

from jianxi_desktop.schema.ledger import Ledger
from jianxi_desktop.schema.query import Filter, Query
from jianxi_desktop.ui.filters import FilterBar
from jianxi_desktop.ui.list_parts import SearchLine
from jianxi_desktop.ui.screen import Desk
from jianxi_desktop.ui.screens.parts import captioned, choices, choose, row_of
from jianxi_desktop.ui.theme import as_hint, columns_of, icon

_MEMBERS = ("full", "probationary")
_WHOM = {
    "正式党员和预备党员": _MEMBERS,
    "正式党员": ("full",),
    "预备党员": ("probationary",),
    "所有人（含申请人、已转出的）": (),
}
_PAUSE = 250  # milliseconds of rest before what was typed is looked for


class FillRows(QWidget):
    """The row of conditions, and how many records they leave.

    Signals:
        changed: Other records are wanted.
        withdrawn: What a list had handed over is not wanted any more.
    """

    changed = Signal()
    withdrawn = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._ledger: Ledger | None = None
        self._filters: FilterBar | None = None
        self._listed: Query | None = None
        self.listed = QPushButton("照列表里的名单")
        self.listed.setIcon(icon("close"))
        self.listed.setToolTip("不照那份名单填，重新选择")
        self.listed.clicked.connect(self._withdraw)
        self.search = SearchLine()
        self.search.setFixedWidth(columns_of(self, 14))
        self.orders, self.whom = QComboBox(), QComboBox()
        for words, statuses in _WHOM.items():
            self.whom.addItem(words, statuses)
        self._whom_row = captioned("哪些人", self.whom)
        self.narrow = QPushButton("筛选")
        self.narrow.setIcon(icon("filter"))
        self.narrow.setCheckable(True)
        self.narrow.setToolTip("按各列的内容筛选要填的记录")
        self.count = as_hint(QLabel())
        self.count.setWordWrap(False)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_PAUSE)
        self._rest.timeout.connect(self.changed)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addLayout(row_of(self.listed, None))
        self._choices = choices(
            captioned("查找", self.search),
            self._whom_row,
            self.narrow,
            captioned("次序", self.orders),
        )
        self._column.addWidget(self._choices)
        self._show_choices()
        self.search.textChanged.connect(self._rest.start)
        self.orders.activated.connect(self._tell)
        self.whom.activated.connect(self._tell)
        self.narrow.toggled.connect(self._show_filters)

    @property
    def filters(self) -> FilterBar:
        """The bar of conditions."""
        assert self._filters is not None  # noqa: S101 - a ledger was shown
        return self._filters

    @property
    def query(self) -> Query:
        """What is asked for now."""
        if self._listed is not None:
            return self._listed
        return Query(
            words=self.search.text(),
            filters=(*self._statuses, *self.filters.filters),
            order=str(self.orders.currentData() or ""),
            within=self._desk.within,
        )

    @property
    def _statuses(self) -> tuple[Filter, ...]:
        """Whose membership holds now; everybody where that is chosen, or a ledger has none."""
        wanted = tuple(self.whom.currentData() or ())
        there = self._ledger is not None and self._ledger.companion is not None
        return (Filter("status", wanted, "among"),) if there and wanted else ()

    def show_ledger(self, ledger: Ledger) -> None:
        """Offer the conditions and orders of a ledger; nothing changes where it is the same."""
        if ledger is self._ledger:
            return
        self._listed = None
        self._show_choices()
        self._ledger = ledger
        self._whom_row.setVisible(ledger.companion is not None)
        if self._filters is not None:
            self._column.removeWidget(self._filters)
            self._filters.deleteLater()
        self._filters = FilterBar(self._desk, ledger)
        self._filters.changed.connect(self.changed)
        self._filters.done.connect(self._put_filters_away)
        self._filters.hide()
        self._column.addWidget(self._filters)
        self.narrow.setChecked(False)
        self.search.clear()
        self.orders.clear()
        self.orders.addItem("录入的先后", "")
        for field in ledger.pick(ledger.listing):
            if not field.masked:
                self.orders.addItem(f"按{field.caption}", field.key)
        choose(self.orders, "")

    def show_listed(self, ledger: Ledger, query: Query) -> None:
        """Take the records that a list shows, in its order."""
        self.show_ledger(ledger)
        self._listed = query
        self.listed.setText(f"照“{ledger.title}”里正看着的名单和次序")
        self._show_choices()

    def show_count(self, number: int) -> None:
        """Say how many records that are, and of which organisation."""
        assert self._ledger is not None  # noqa: S101 - a ledger was shown
        within = self.query.within
        where = f"“{self._desk.within_name}”" if within is not None else "全部"
        if self._listed is not None:
            where = "名单里"
        self.count.setText(f"要填的：{where} {number:,} 条")
        self.count.setToolTip("在左边的组织树里点一个党组织，就只填它的")

    def _withdraw(self) -> None:
        self._listed = None
        self._show_choices()
        self.withdrawn.emit()

    def _show_choices(self) -> None:
        """Show what is chosen with, or the list that was handed over in its place."""
        own = self._listed is None
        self.listed.setVisible(not own)
        self._choices.setVisible(own)
        if self._filters is not None:
            self._filters.setVisible(own and self.narrow.isChecked())

    def _show_filters(self, on: bool) -> None:  # noqa: FBT001 - a signal's argument
        if self._filters is not None:
            self._filters.setVisible(on)
            if on and not self._filters.filters:
                self._filters.start()

    def _put_filters_away(self) -> None:
        """Let the bar go where it says nothing and nothing is being made."""
        if not self.filters.filters and not self.filters.making:
            self.narrow.setChecked(False)

    def _tell(self, _place: int) -> None:
        self.changed.emit()
