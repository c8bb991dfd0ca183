"""Returns that are defined by files: counted as of a day, checked, ready to be written."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from jianxi_desktop.db import as_of
from jianxi_desktop.db.figures_behind import Scope
from jianxi_desktop.db.return_facts.facts import Asked, Fact
from jianxi_desktop.domain import calendar, periods
from jianxi_desktop.domain.progress import Progress
from jianxi_desktop.domain.return_forms import Definition, Edition, Measure
from jianxi_desktop.domain.return_where import Number
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.errors import InputError, UsageError
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.return_cells import (
    Cell,
    RowLine,
    empty_cells,
    fixed_rows,
    leaves,
    parts,
    settled,
    unit_rows,
)
from jianxi_desktop.services.return_check import Check
from jianxi_desktop.services.return_checks import Values, check_cells
from jianxi_desktop.services.return_counting import Counter, FactsRead, ledger_of
from jianxi_desktop.services.return_units import OWN, UnitLayout, layout_of
from jianxi_desktop.services.rights import needs
from jianxi_desktop.services.scope import require_inside

Others = Callable[[str], Values]


@dataclass(frozen=True)
class TableResult:
    """A return as it would be handed in.

    Attributes:
        code: Its number.
        title: What it is called.
        unit: The office that hands it in.
        period: The period in words; empty where only a day was asked for.
        day: The day it is counted as of.
        edition: The form it stands on.
        rows: Its rows.
        cells: Its cells, one tuple a row.
        checks: What must hold between cells and of records, and whether it does.
        fact_checks: Those of them that are about records.
        path: The workbook, if one was written.
    """

    code: str
    title: str
    unit: str
    period: str
    day: date
    edition: Edition
    rows: tuple[RowLine, ...]
    cells: tuple[tuple[Cell, ...], ...]
    checks: tuple[Check, ...] = ()
    fact_checks: tuple[Check, ...] = ()
    path: Path | None = None

    @property
    def size(self) -> int:
        """How many rows it has, for the journal."""
        return len(self.rows)

    @property
    def day_words(self) -> str:
        """For which period it is and which day it is counted as of, in words."""
        return calendar.counted_until(self.period, self.day)

    def named_figures(self) -> dict[str, dict[str, object]]:
        """Give every figure by its number; of one that was set by hand, what was counted too."""
        return {
            cell.number: _told(cell) for row in self.cells for cell in row if cell.kind != "blank"
        }

    def values(self) -> dict[str, Number | None]:
        """Give every value by ``row.column``, as checks of other returns name it."""
        return {cell.key.replace("/", "."): cell.value for row in self.cells for cell in row}

    def find(self, figure: str) -> Cell | None:
        """Give a cell by its number or its key."""
        return next(
            (cell for row in self.cells for cell in row if figure in {cell.number, cell.key}), None
        )

    def with_given(
        self, given: Mapping[str, tuple[Number | None, str]], others: Others
    ) -> "TableResult":
        """Give the same return with values set by hand, its formulas and checks computed anew.

        Args:
            given: Value and reason by key of the cell.
            others: Gives the values of another return of the same period.
        """
        return self.with_cells(self.rows, settled(self.cells, given), others)

    def with_cells(
        self, rows: tuple[RowLine, ...], cells: tuple[tuple[Cell, ...], ...], others: Others
    ) -> "TableResult":
        """Give the same return with other cells, checked; what records lack is told as before."""
        checks = tuple(check_cells(self.edition, rows, cells, others))
        return replace(self, rows=rows, cells=cells, checks=(*checks, *self.fact_checks))

    def write(self, path: Path) -> None:
        """Write the return as a workbook.

        Raises:
            EnvironmentFailure: It could not be written.
        """
        from jianxi_desktop.services.return_page import page_of
        from jianxi_desktop.sheets.return_sheet import write_return_sheet

        write_return_sheet(path, page_of(self))


@needs(Right.VIEW)
def count_table(
    office: Office,
    definition: Definition,
    day: date,
    period: str,
    progress: Progress,
    others: Others,
    top: UUID | None = None,
    read: FactsRead | None = None,
) -> TableResult:
    """Count a return as of a day and check it; nothing is kept.

    Args:
        office: The open database.
        definition: The return.
        day: The day.
        period: The period as commands write it; empty for the one that the day lies in.
        progress: Told as cells are counted.
        others: Gives the values of another return of the same period.
        top: Whose return it is; ``None`` for that of whoever is logged in.
        read: Facts that other returns read already, and take what this one reads.

    Raises:
        InputError: The return did not exist on that day, or the organisation is not one to see.
    """
    edition = edition_on(definition, day)
    asked = asked_of(office, definition, day, period, top)
    with office.store.read() as connection:
        layout = _layout(office, connection, day, top)
        rows = unit_rows(layout) if edition.layout == "units" else fixed_rows(edition)
        empty = empty_cells(definition.code, edition, rows)
        counter = Counter(connection, asked, layout.row_of, read)
        filler, counted = _Filler(counter, rows), list[tuple[Cell, ...]]()
        for at, line in enumerate(empty):
            progress(at, len(rows))
            counted.append(filler.row(at, line))
        rows, counted = _without_empty(definition.code, edition, rows, counted, layout.gone)
        about_facts = tuple(_check_facts(counter, edition, layout))
    progress(len(rows), len(rows))
    cells = settled(counted, {})
    return TableResult(
        definition.code,
        definition.title,
        layout.unit,
        calendar.show_period(period) if period else "",
        day,
        edition,
        rows,
        cells,
        (*check_cells(edition, rows, cells, others), *about_facts),
        about_facts,
    )


def edition_on(definition: Definition, day: date) -> Edition:
    """Give the form of a return that is valid on a day.

    Raises:
        InputError: There was none yet.
    """
    edition = definition.edition(day)
    if edition is None:
        raise InputError(
            "no edition on that day",
            user_message=(
                f"《{definition.title}》在{calendar.show_day(day.isoformat())}还没有这张表，"
                "请换一个日期。"
            ),
            code="no_rules",
        )
    return edition


@needs(Right.VIEW)
def asked_of(
    office: Office, definition: Definition, day: date, period: str, top: UUID | None
) -> Asked:
    """Say what facts a return wants: which stretch of time, and whose.

    Raises:
        InputError: The organisation is not one to see.
    """
    if top is not None:
        with office.store.read() as connection:
            require_inside(office, connection, office.catalog["organisation"], [top])
    begins = periods.period_begin(period or periods.period_of(definition.period, day))
    scope = Scope(office.catalog, day, top or office.account.organisation)
    return Asked(scope, min(begins, day))


@dataclass(frozen=True)
class FactsBehind:
    """What one cell of a return is made of.

    Attributes:
        ledger: Key of the ledger that the facts are records of.
        facts: The facts, each once.
        measure: What the cell makes of them.
    """

    ledger: str
    facts: tuple[Fact, ...]
    measure: Measure


@needs(Right.VIEW)
def facts_behind(office: Office, result: TableResult, cell: Cell, asked: Asked) -> FactsBehind:
    """Give the ledger and the facts that a cell is made of; through a sum, those of its parts.

    Raises:
        UsageError: It is typed, blank, a share, or a sum over different ledgers.
    """
    made = leaves(result.cells, cell)
    ledgers = {ledger_of(each.measure) for each in made if each.kind == "counted"}
    if cell.over or len(ledgers) != 1 or any(each.kind == "typed" for each in made):
        raise UsageError(
            f"{cell.number} is {cell.kind}",
            user_message=f"“{cell.name}”不是由一种记录直接数出来的，没有可列出的记录。",
            code="no_records",
        )
    places = {each.key: at for at, row in enumerate(result.cells) for each in row}
    found: dict[UUID, Fact] = {}
    with office.store.read() as connection:
        layout = _layout(office, connection, result.day, asked.scope.top)
        counter = Counter(connection, asked, layout.row_of)
        for each in made:
            for fact in counter.facts(each.measure, _rows_of(result.rows, places[each.key])):
                found.setdefault(fact.id, fact)
    return FactsBehind(ledgers.pop(), tuple(found.values()), cell.measure)


def _told(cell: Cell) -> dict[str, object]:
    told: dict[str, object] = {"name": cell.name, "value": cell.value, "shown": cell.shown}
    return told | {"counted": cell.counted, "reason": cell.reason} if cell.given else told


def _layout(office: Office, connection: Connection, day: date, top: UUID | None) -> UnitLayout:
    organisations: Sequence[Mapping[str, Any]] = as_of.organisations_on(
        connection, office.catalog, day
    )
    return layout_of(office, organisations, top)


def _rows_of(rows: Sequence[RowLine], place: int) -> frozenset[object] | None:
    """Give the organisations whose facts count in a row; ``None`` on a fixed form."""
    row = rows[place]
    if row.organisation is None:
        return None
    if not row.total:
        return frozenset({row.organisation})
    below: list[object] = [row.organisation]
    for line in rows[place + 1 :]:
        if line.level <= row.level:
            break
        below.append(line.organisation)
    return frozenset(below)


class _Filler:
    """Counts the cells of a return, a column of all rows at once where rows are units."""

    def __init__(self, counter: Counter, rows: Sequence[RowLine]) -> None:
        self._counter, self._rows = counter, rows
        self._columns: dict[int, Mapping[object, Number]] = {}

    def row(self, at: int, cells: Sequence[Cell]) -> tuple[Cell, ...]:
        """Count the cells of a row."""
        return tuple(
            self._counted(at, place, cell) if cell.kind == "counted" else cell
            for place, cell in enumerate(cells)
        )

    def _counted(self, at: int, place: int, cell: Cell) -> Cell:
        """Count a cell; a nought that nobody can be sure of is left to be typed."""
        number = self._count(at, place, cell)
        if not number and self._counter.unsure(cell.measure):
            return replace(cell, kind="typed")
        return replace(cell, counted=number)

    def _count(self, at: int, place: int, cell: Cell) -> Number:
        row = self._rows[at]
        if row.organisation is None or row.total:
            return self._counter.count(cell.measure, _rows_of(self._rows, at))
        if place not in self._columns:
            self._columns[place] = self._counter.by_row(cell.measure)
        return self._columns[place].get(row.organisation, 0)


def _without_empty(
    code: str,
    edition: Edition,
    rows: tuple[RowLine, ...],
    counted: list[tuple[Cell, ...]],
    gone: Collection[UUID],
) -> tuple[tuple[RowLine, ...], list[tuple[Cell, ...]]]:
    """Leave out what units have besides their parts, and units that are gone, where it is nothing.

    A total keeps a row of its own where nothing else is left of it.
    """
    kept = _not_empty(rows, counted, gone)
    if len(kept) == len(rows):
        return rows, counted
    values = {cell.key: cell.counted for row in counted for cell in row}
    rows = tuple(row for at, row in enumerate(rows) if at in kept)
    return rows, [
        tuple(replace(cell, counted=values[cell.key]) for cell in row)
        for row in empty_cells(code, edition, rows)
    ]


def _not_empty(
    rows: Sequence[RowLine], counted: Sequence[tuple[Cell, ...]], gone: Collection[UUID]
) -> set[int]:
    kept: set[int] = set()
    for at in reversed(range(len(rows))):
        row = rows[at]
        if row.total:
            left = any(place in kept for place in parts(rows, at))
            kept |= {at} if left else set() if row.organisation in gone else {at, at + 1}
        elif any(cell.counted for cell in counted[at]):
            kept.add(at)
        elif row.key.endswith(f"-{OWN}"):
            kept |= {at} if any(cell.kind == "typed" for cell in counted[at]) else set()
        elif row.organisation not in gone:
            kept.add(at)
    return kept


def _check_facts(counter: Counter, edition: Edition, layout: UnitLayout) -> Iterator[Check]:
    """Check the records themselves, and whether each says in whose row it counts."""
    for each in edition.fact_checks:
        number = counter.count(each.measure)
        yield Check(each.text, ok=not number, detail=f"{number}{each.told}" if number else "")
    if edition.layout == "units" and (number := counter.unplaced(layout.above())):
        detail = f"{number}条记录没有写明党组织，或所属党组织不在本单位之下，没有计入，请核对"
        yield Check("每条记录都归入一个单位", ok=False, detail=detail)
