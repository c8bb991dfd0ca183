"""Which period a return is for, and the day it is counted as of."""

from datetime import date

from PySide6.QtCore import QDate, QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QDateEdit, QWidget

from jianxi_desktop.domain import calendar, periods
from jianxi_desktop.ui.screens.parts import captioned, choose, row_of
from jianxi_desktop.ui.screens.year_choice import FIRST_YEAR, YearChoice
from jianxi_desktop.ui.theme import columns_of

_OWN_DAY = ("自选日期", "")


class PeriodChoice(QWidget):
    """A year, a period of it, and the day; the day follows the period, and may be chosen alone.

    Signals:
        changed: Another period or day was chosen.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        today = calendar.today()
        self._kind = ""
        self.year = YearChoice()
        self.part = QComboBox()
        self.part.setAccessibleName("一年中的哪一期")
        self.part.addItem(*_OWN_DAY)
        self.part.setMinimumWidth(columns_of(self, 6))
        self.day = QDateEdit(QDate(today.year, today.month, today.day))
        self.day.setDisplayFormat("yyyy年M月d日")
        self.day.setCalendarPopup(True)
        self.day.setMinimumWidth(columns_of(self, 9))
        self.year.currentIndexChanged.connect(self._take_period)
        self.part.currentIndexChanged.connect(self._take_period)
        self.day.dateChanged.connect(self._take_day)
        row = row_of(self.year, self.part, captioned("统计到", self.day))
        row.setSpacing(columns_of(self, 0.6))
        self.setLayout(row)

    @property
    def period(self) -> str:
        """The period as commands write it; empty where a day was chosen alone."""
        return str(self.part.currentData()).format(year=self.year.year)

    @property
    def chosen_day(self) -> date:
        """The day that figures are counted as of."""
        chosen = self.day.date()
        return date(chosen.year(), chosen.month(), chosen.day())

    def offer(self, kind: str) -> None:
        """Offer the periods of a sort: months, quarters; the one that ended last is chosen.

        A day that was chosen alone stays chosen.
        """
        alone = bool(self._kind) and not self.period
        if kind == self._kind:
            return
        self._kind = kind
        with QSignalBlocker(self.part):
            self.part.clear()
            for period, text in periods.shown_periods(kind, FIRST_YEAR):
                shown = text.removeprefix(f"{FIRST_YEAR}年") if kind != "year" else "全年"
                self.part.addItem(shown, period.replace(str(FIRST_YEAR), "{year}", 1))
            self.part.addItem(*_OWN_DAY)
        if alone:
            choose(self.part, "")
        else:
            self.choose_period(periods.previous(periods.period_of(kind, calendar.today())))

    def choose_period(self, period: str) -> None:
        """Choose a period without saying so."""
        year = calendar.period_end(period).year
        with QSignalBlocker(self.year), QSignalBlocker(self.part):
            choose(self.year, year)
            choose(self.part, period.replace(str(year), "{year}", 1))
        self._follow()

    def _take_period(self) -> None:
        if self.period:
            self._follow()
            self.changed.emit()

    def _follow(self) -> None:
        end = calendar.period_end(self.period)
        with QSignalBlocker(self.day):
            self.day.setDate(QDate(end.year, end.month, end.day))

    def _take_day(self) -> None:
        """A day of one's own is no period's end."""
        with QSignalBlocker(self.part):
            choose(self.part, "")
        self.changed.emit()
