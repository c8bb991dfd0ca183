"""The cells of a return: counted, typed or computed from each other, and how each is shown."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal
from uuid import UUID

from jianxi_desktop.domain.return_forms import Edition, FormLine, Measure
from jianxi_desktop.domain.return_where import Number, formula
from jianxi_desktop.services.return_units import UnitLayout

_Value = Callable[[str], Number | None]
Kind = Literal["counted", "formula", "typed", "blank"]
_RATIO_PLACES = 4  # a share is kept to a hundredth of a percent


@dataclass(frozen=True)
class RowLine:
    """One row of a return.

    Attributes:
        key: Its name, the same in every period.
        label: What it is about.
        level: Depth below the whole.
        total: Whether it is the sum of the rows one level deeper that follow it.
        number: What the form calls it; empty for none.
        organisation: Whose row it is; none on a fixed form.
        form: The row of a fixed form; none where rows are organisations.
    """

    key: str
    label: str
    level: int
    total: bool
    number: str = ""
    organisation: UUID | None = None
    form: FormLine | None = None


@dataclass(frozen=True)
class Cell:
    """One cell.

    Attributes:
        key: ``row/column``, the same in every period.
        number: As commands call it: ``R3.2.1``, row and column from 1.
        name: What it says, row and column in words.
        kind: Where its value comes from.
        measure: What it holds.
        value: What the return says; ``None`` where nothing is known or the cell is blank.
        counted: What records and formulas give; differs from the value where somebody set it.
        terms: Sign and key of the cells that a formula adds.
        over: Key of the cell that the sum is divided by; empty for none.
        reason: Why somebody set the value; empty where nobody did.
        given: Whether somebody set the value.
    """

    key: str
    number: str
    name: str
    kind: Kind
    measure: Measure
    value: Number | None = None
    counted: Number | None = None
    terms: tuple[tuple[int, str], ...] = ()
    over: str = ""
    reason: str = ""
    given: bool = False

    @property
    def shown(self) -> str:
        """Write the value as the return does."""
        return "—" if self.kind == "blank" else show(self.value, self.measure)


def show(value: Number | None, measure: Measure) -> str:
    """Write a number: a share in percent, decimals where the form has them."""
    if value is None:
        return ""
    if measure.show == "percent":
        return f"{value * 100:.{measure.places or 1}f}%"
    return f"{value:.{measure.places}f}" if measure.places else f"{value:.0f}"


def unit_rows(layout: UnitLayout) -> tuple[RowLine, ...]:
    """Give the rows of a return by units."""
    return tuple(
        RowLine(line.key, line.label, line.level, line.total, organisation=line.organisation)
        for line in layout.lines()
    )


def fixed_rows(edition: Edition) -> tuple[RowLine, ...]:
    """Give the rows of a fixed form."""
    return tuple(
        RowLine(row.key, row.caption, row.level, total=False, number=row.number, form=row)
        for row in edition.rows
    )


def empty_cells(
    code: str, edition: Edition, rows: Sequence[RowLine]
) -> tuple[tuple[Cell, ...], ...]:
    """Lay out the cells of a return, none of them counted yet."""
    keys = {row.key for row in rows}
    return tuple(
        tuple(
            _cell(f"{code}.{at}.{place}", edition, rows, at - 1, column, keys)
            for place, column in enumerate(edition.columns, start=1)
        )
        for at, row in enumerate(rows, start=1)
    )


def _cell(
    number: str,
    edition: Edition,
    rows: Sequence[RowLine],
    at: int,
    column: FormLine,
    keys: set[str],
) -> Cell:
    row = rows[at]
    measure = edition.cell(row.form, column)
    caption = column.caption.replace("/", " ")
    name = f"{row.label} {caption}" if len(rows) > 1 else caption
    kind: Kind = "counted"
    terms: tuple[tuple[int, str], ...] = ()
    over = ""
    if measure.blank:
        kind = "blank"
    elif row.total and not measure.ratio and not measure.distinct and not measure.formula:
        kind, terms = "formula", tuple((1, _key(rows[p].key, column.key)) for p in parts(rows, at))
    elif measure.formula:
        kind, told = "formula", formula(measure.formula)
        names = {each: _named(each, row.key, column.key, keys) for each in told.names}
        terms = tuple((sign, names[each]) for sign, each in told.terms)
        over = names[told.over] if told.over else ""
    elif measure.typed:
        kind = "typed"
    return Cell(_key(row.key, column.key), number, name, kind, measure, terms=terms, over=over)


def _key(row: str, column: str) -> str:
    return f"{row}/{column}"


def _named(name: str, row: str, column: str, rows: set[str]) -> str:
    """Find the cell that a formula names: ``row.column``, another row, or another column."""
    if "." in name:
        return name.replace(".", "/", 1)
    return _key(name, column) if name in rows else _key(row, name)


def leaves(cells: Sequence[Sequence[Cell]], cell: Cell) -> tuple[Cell, ...]:
    """Give the cells that a cell goes back to through formulas; of a plain one, itself."""
    known = {each.key: each for row in cells for each in row}
    found: dict[str, Cell] = {}
    waiting, seen = [cell], {cell.key}
    while waiting:
        at = waiting.pop(0)
        if at.kind != "formula":
            found[at.key] = at
        for _sign, key in at.terms:
            if key in known and key not in seen:
                seen.add(key)
                waiting.append(known[key])
    return tuple(found.values())


def parts(rows: Sequence[RowLine], at: int) -> Iterator[int]:
    """Give the places of the rows that a total adds: one level deeper, until its part ends."""
    level = rows[at].level
    for place in range(at + 1, len(rows)):
        if rows[place].level <= level:
            return
        if rows[place].level == level + 1:
            yield place


def settled(
    cells: Sequence[Sequence[Cell]], given: Mapping[str, tuple[Number | None, str]]
) -> tuple[tuple[Cell, ...], ...]:
    """Put in what somebody set, and compute the formulas from what stands then.

    Args:
        cells: The cells, counted.
        given: Value and reason by key; what is not there is as counted.
    """
    counted = _values(cells, {})
    values = _values(cells, {key: value for key, (value, _reason) in given.items()})

    def now(cell: Cell) -> Cell:
        set_by_hand = cell.key in given and cell.kind in {"counted", "typed"}
        reason = given[cell.key][1] if set_by_hand else ""
        return replace(
            cell,
            value=values[cell.key],
            counted=counted[cell.key],
            reason=reason,
            given=set_by_hand,
        )

    return tuple(tuple(now(cell) for cell in row) for row in cells)


def _values(
    cells: Sequence[Sequence[Cell]], given: Mapping[str, Number | None]
) -> Mapping[str, Number | None]:
    """Compute every cell; a formula that names itself over others gives nothing."""
    known = {cell.key: cell for row in cells for cell in row}
    values: dict[str, Number | None] = {}

    def value(key: str) -> Number | None:
        if key not in values:
            values[key] = None
            cell = known.get(key)
            values[key] = None if cell is None else _value(cell, given, value)
        return values[key]

    for key in known:
        value(key)
    return values


def _value(cell: Cell, given: Mapping[str, Number | None], value: _Value) -> Number | None:
    if cell.kind != "formula":
        return given.get(cell.key, cell.counted)
    found = [(sign, value(key)) for sign, key in cell.terms]
    known = [sign * each for sign, each in found if each is not None]
    if not known:
        return None
    total = sum(known)
    if not cell.over:
        return total if isinstance(total, int) else round(total, cell.measure.places or 2)
    whole = value(cell.over)
    if not whole:
        return None
    share = total / whole / (cell.measure.divide or 1)
    percent = cell.measure.show == "percent"
    return round(share, _RATIO_PLACES if percent else cell.measure.places or 2)
