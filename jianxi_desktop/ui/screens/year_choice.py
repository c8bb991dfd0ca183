"""The choice of a year: the newest first, back to the first there are records of."""

from typing import Final

from PySide6.QtWidgets import QComboBox

from jianxi_desktop.domain import calendar
from jianxi_desktop.ui.screens.parts import choose

FIRST_YEAR: Final = 2016  # of the lists of streets and communities


class YearChoice(QComboBox):
    """Offers the years; this year is chosen until another is."""

    def __init__(self, *, ahead: int = 0) -> None:
        """Offer the years.

        Args:
            ahead: How many years after this one are offered.
        """
        super().__init__()
        today = calendar.today().year
        for year in range(today + ahead, FIRST_YEAR - 1, -1):
            self.addItem(f"{year}年", year)
        choose(self, today)
        self.setAccessibleName("年度")

    @property
    def year(self) -> int:
        """The year that is chosen."""
        return int(self.currentData())
