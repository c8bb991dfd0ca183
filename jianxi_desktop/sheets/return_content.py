"""A return as it goes on a sheet: rows, captions, cells, checks, all plain."""

from dataclasses import dataclass

from jianxi_desktop.sheets.returns import FOOT, Caption


@dataclass(frozen=True)
class PageRow:
    """What stands before a row of cells: label, depth, whether it is a sum, its line number."""

    label: str
    level: int = 0
    total: bool = False
    number: str = ""


@dataclass(frozen=True)
class PageCell:
    """One cell.

    Attributes:
        kind: ``counted``, ``typed``, ``formula`` or ``blank``.
        value: What it says.
        places: Decimals.
        percent: Whether it is a share.
        terms: Sign, row and column (from 0, of the cells) of what a formula adds.
        over: Row and column of what the sum is divided by.
        divide: What that is divided by in turn, if at all.
        name: What it is called, for the note.
        counted: What records give, where somebody set another number.
        reason: Why.
        given: Whether somebody set it.
    """

    kind: str
    value: int | float | None = None
    places: int = 0
    percent: bool = False
    terms: tuple[tuple[int, int, int], ...] = ()
    over: tuple[int, int] | None = None
    divide: int = 0
    name: str = ""
    counted: int | float | None = None
    reason: str = ""
    given: bool = False


@dataclass(frozen=True)
class PageCheck:
    """What must hold, whether it does, and where it does not."""

    rule: str
    ok: bool
    detail: str


@dataclass(frozen=True)
class ReturnPage:
    """A return, ready to be written.

    Attributes:
        title: Heading of the form.
        code: Number of the form.
        unit: The office that hands it in.
        as_of: The period and the day, as they stand on the form.
        corner: Caption above the labels.
        measured_in: What is counted, at the top right; empty for none.
        heading: Captions, grouped.
        numbers: What the form calls each column; all empty for none.
        rows: What stands before the cells.
        cells: The cells of each row.
        checks: What must hold between them.
        remark: Stands below the table; empty for none.
        chart: Kind of chart and the columns it shows; none for no chart.
        foot: What is signed and stamped.
        split: The row from which on the form goes on beside itself; 0 where it does not.
    """

    title: str
    code: str
    unit: str
    as_of: str
    corner: str
    measured_in: str
    heading: tuple[Caption, ...]
    numbers: tuple[str, ...]
    rows: tuple[PageRow, ...]
    cells: tuple[tuple[PageCell, ...], ...]
    checks: tuple[PageCheck, ...] = ()
    remark: str = ""
    chart: tuple[str, tuple[int, ...]] | None = None
    foot: tuple[str, ...] = FOOT
    split: int = 0

    @property
    def columns(self) -> tuple[Caption, ...]:
        """The columns of cells."""
        return tuple(column for each in self.heading for column in each.columns)

    @property
    def numbered(self) -> bool:
        """Whether rows have line numbers."""
        return any(row.number for row in self.rows)
