"""Which paper is looked at on the print page, and what it is to be about."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from PySide6.QtCore import QDate, QObject, Signal
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QComboBox, QDateEdit

from jianxi_desktop.domain import calendar
from jianxi_desktop.schema.ledger import Catalog, Ledger
from jianxi_desktop.services import papers
from jianxi_desktop.services.drawn import Asks, Wanted
from jianxi_desktop.ui.theme import columns_of

_SHOWN = 24  # papers in the open list without scrolling
_FORMATS = {Asks.ORGANISATION: "截至 yyyy年M月d日", Asks.MONTH: "yyyy年M月"}


class PaperChoice(QObject):
    """The choice of a paper; a paper about one record is in it only while it is asked for.

    Attributes:
        kinds: Lets a person choose the paper.
        day: Lets him choose the day or the month, where the paper has one.

    Signals:
        kind_chosen: A person chose another paper.
        day_chosen: A person chose another day.
    """

    kind_chosen = Signal()
    day_chosen = Signal()

    def __init__(self, catalog: Catalog) -> None:
        super().__init__()
        self._known = {each.key: each for each in papers.printouts(catalog)}
        self._wanted = Wanted()
        self._listed: dict[str, tuple[str, ...]] = {}  # columns of a list that is looked at
        self.kinds = QComboBox()
        self.kinds.setAccessibleName("打印件")
        self.kinds.setMaxVisibleItems(_SHOWN)
        self._fill(catalog)
        self._usual = self.kinds.count()
        today = calendar.today()
        self.day = QDateEdit(QDate(today.year, today.month, today.day))
        self.day.setCalendarPopup(True)
        self.day.setAccessibleName("截至哪天")
        self.day.setMinimumWidth(columns_of(self.kinds, 12))
        self.day.hide()
        self.kinds.activated.connect(self._take_kind)
        self.day.dateChanged.connect(self._take_day)

    @property
    def key(self) -> str:
        """The name of the paper."""
        return str(self.kinds.currentData())

    @property
    def asks(self) -> Asks:
        """What the paper asks to be chosen."""
        return self._known[self.key].asks

    @property
    def wanted(self) -> Wanted:
        """What the paper is to be about, as far as it asks for it."""
        if self.asks is Asks.RECORD:
            return Wanted(record=self._wanted.record)
        if self.key in self._listed:
            return Wanted(columns=self._listed[self.key])
        if self.asks in _FORMATS:
            return replace(self._wanted, as_of=_date(self.day.date()), record=None)
        return Wanted()

    def choose(self, key: str) -> None:
        """Choose a paper; one about a record, or a list as it is shown, joins the others."""
        place = self.kinds.findData(key)
        if place < 0 and key in self._known:
            self._forget_record()
            self.kinds.addItem(self._known[key].title, key)
            place = self.kinds.count() - 1
        if place >= 0:
            self.kinds.setCurrentIndex(place)

    def show_wanted(self, key: str, wanted: Wanted) -> None:
        """Choose a paper and what it is to be about."""
        self.choose(key)
        self._wanted = wanted
        if wanted.as_of is not None:
            day = wanted.as_of
            self.day.blockSignals(True)  # noqa: FBT003 - Qt's own signature
            self.day.setDate(QDate(day.year, day.month, day.day))
            self.day.blockSignals(False)  # noqa: FBT003 - Qt's own signature

    def show_listed(self, ledger: Ledger, columns: tuple[str, ...]) -> None:
        """Choose a list as somebody looks at it; it is there while it is asked for."""
        printout = papers.as_listed(ledger)
        self._known[printout.key] = printout
        self._listed = {printout.key: columns}
        self.choose(printout.key)

    def stand_on(self, organisation: UUID | None) -> None:
        """Let the paper be about an organisation and all below it; ``None`` is the whole office."""
        self._wanted = replace(self._wanted, organisation=organisation)

    def show_day(self) -> None:
        """Show the day where the paper has one."""
        shown = _FORMATS.get(self.asks)
        self.day.setVisible(shown is not None)
        if shown and self.day.displayFormat() != shown:
            self.day.setDisplayFormat(shown)

    def _fill(self, catalog: Catalog) -> None:
        """List the papers, those of ledgers under the heading of their area."""
        area = ""
        for each in self._known.values():
            if each.asks is Asks.QUERY and catalog[each.ledger].area != area:
                area = catalog[each.ledger].area
                self._head(area)
            if each.asks is not Asks.RECORD:
                self.kinds.addItem(each.title, each.key)

    def _head(self, text: str) -> None:
        self.kinds.addItem(f"—— {text} ——")
        model = self.kinds.model()
        if isinstance(model, QStandardItemModel):
            model.item(model.rowCount() - 1).setEnabled(False)

    def _take_kind(self) -> None:
        if self.kinds.currentIndex() < self._usual:
            self._forget_record()
        self.kind_chosen.emit()

    def _take_day(self) -> None:
        self.day_chosen.emit()

    def _forget_record(self) -> None:
        while self.kinds.count() > self._usual:
            self.kinds.removeItem(self._usual)


def _date(day: QDate) -> date:
    return date(day.year(), day.month(), day.day())
