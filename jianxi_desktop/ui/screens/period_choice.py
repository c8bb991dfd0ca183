"""Which period a return is for, and the day it is counted as of."""

from datetime import date

from PySide6.QtCore import QDate, QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QDateEdit, QWidget

from jianxi_desktop.domain import calendar
from jianxi_desktop.ui.screens.parts import captioned, row_of
from jianxi_desktop.ui.theme import columns_of

_FIRST_YEAR = 2016  # of the lists of streets and communities
_PERIODS = (
    ("自选日期", ""),
    ("全年", "{year}"),
    ("上半年", "{year}H1"),
    ("下半年", "{year}H2"),
    ("第一季度", "{year}Q1"),
    ("第二季度", "{year}Q2"),
    ("第三季度", "{year}Q3"),
    ("第四季度", "{year}Q4"),
)


class PeriodChoice(QWidget):
    """A year, a part of it, and the day; the day follows the period, and may be chosen alone.

    Signals:
        changed: Another period or day was chosen.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        today = calendar.today()
        self.year = QComboBox()
        for year in range(today.year, _FIRST_YEAR - 1, -1):
            self.year.addItem(f"{year}年", year)
        self.year.setAccessibleName("年度")
        self.part = QComboBox()
        self.part.setAccessibleName("一年中的哪一期")
        for text, pattern in _PERIODS:
            self.part.addItem(text, pattern)
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
        return str(self.part.currentData()).format(year=self.year.currentData())

    @property
    def chosen_day(self) -> date:
        """The day that figures are counted as of."""
        chosen = self.day.date()
        return date(chosen.year(), chosen.month(), chosen.day())

    def _take_period(self) -> None:
        if not self.period:
            return
        end = calendar.period_end(self.period)
        with QSignalBlocker(self.day):
            self.day.setDate(QDate(end.year, end.month, end.day))
        self.changed.emit()

    def _take_day(self) -> None:
        """A day of one's own is no period's end."""
        with QSignalBlocker(self.part):
            self.part.setCurrentIndex(0)
        self.changed.emit()
