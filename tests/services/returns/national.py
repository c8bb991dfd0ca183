"""A national table of an office that is written to by hand, counted without looking at others."""

from jianxi_desktop.domain.calendar import period_end
from jianxi_desktop.domain.progress import no_progress
from jianxi_desktop.domain.return_forms import definitions
from jianxi_desktop.services.return_tables import count_table
from tests import factory
from tests.services.returns.books import Book

YEAR = "2018"


class Sheet(Book):
    """One national table; what it says of other tables is not compared here."""

    def __init__(self, office, code, period=YEAR):
        super().__init__(office, code, period)

    def result(self, day=None):
        return count_table(
            self.office,
            definitions()[self.code],
            day or self.day,
            self.period,
            no_progress,
            lambda _code: {},
        )

    def of(self, period):
        """Give the same table of another year."""
        return Sheet(self.office, self.code, period)

    def limited(self, organisation):
        return Sheet(factory.limited(self.office, organisation), self.code, self.period)

    def cells(self, row="r01"):
        """Give the values of a row by column."""
        found = self.result()
        place = [line.key for line in found.rows].index(row)
        keys = [column.key for column in found.edition.columns]
        return dict(zip(keys, (cell.value for cell in found.cells[place]), strict=True))

    def column(self, column="a"):
        """Give the values of a column by row, those of blank cells left out."""
        found = self.result()
        place = [each.key for each in found.edition.columns].index(column)
        pairs = (
            (line.key, cells[place]) for line, cells in zip(found.rows, found.cells, strict=True)
        )
        return {key: cell.value for key, cell in pairs if cell.kind != "blank"}

    def behind(self, column, row="r01"):
        return super().behind(column, row)


def year_of(office, code, period=YEAR):
    """Give a table as it is handed in, with what it says of others compared."""
    from jianxi_desktop.services.returns import make_return

    return make_return(office, code, as_of=period_end(period), period=period)
