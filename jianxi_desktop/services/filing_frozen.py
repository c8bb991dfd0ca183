"""A return as it was handed in, put back from the figures that were kept of it.

The form is that of today's count as of the same day; the numbers are those of then. A row that
the records do not give any more stands below the others, one that they give only now is left out.
"""

from collections.abc import Mapping
from dataclasses import replace

from jianxi_desktop.domain import district_return
from jianxi_desktop.services.district_return import DistrictResult, Figure
from jianxi_desktop.services.filing_numbers import Numbers, given_in, numbers_kept
from jianxi_desktop.services.filing_records import Row
from jianxi_desktop.services.return_cells import Cell, RowLine
from jianxi_desktop.services.return_figures import (
    Given,
    Others,
    adjusted,
    kept_number,
)
from jianxi_desktop.services.return_tables import TableResult
from jianxi_desktop.services.returns import Result


def as_handed_in(now: Result, kept: Mapping[str, Row], others: Others) -> Result:
    """Put the kept figures back into the form of a return.

    Args:
        now: The return as counted today.
        kept: The figures that were handed in, by key.
        others: Gives the values of another return of the same period.
    """
    numbers, given = numbers_kept(kept), given_in(kept)
    if isinstance(now, TableResult):
        return _table(now, kept, numbers, given, others)
    return _district(now, kept, numbers, given)


def _table(
    now: TableResult, kept: Mapping[str, Row], numbers: Numbers, given: Given, others: Others
) -> TableResult:
    def then(cell: Cell) -> Cell:
        calculated = kept[cell.key]["calculated"] if cell.key in kept else None
        return replace(
            cell,
            value=numbers.get(cell.key),
            counted=kept_number(calculated),
            reason=given[cell.key][1] if cell.key in given else "",
            given=cell.key in given,
        )

    lines = [
        (row, tuple(then(cell) for cell in cells))
        for row, cells in zip(now.rows, now.cells, strict=True)
        if any(cell.key in kept or cell.kind == "blank" for cell in cells)
    ]
    lines += [(row, tuple(then(cell) for cell in cells)) for row, cells in _rows_of_then(now, kept)]
    rows, cells = tuple(row for row, _ in lines), tuple(line for _, line in lines)
    return now.with_cells(rows, cells, others)


def _rows_of_then(
    now: TableResult, kept: Mapping[str, Row]
) -> list[tuple[RowLine, tuple[Cell, ...]]]:
    """Give the rows that the records do not give any more, named by the figures that are kept."""
    there = {row.key for row in now.rows}
    gone = dict.fromkeys(key.split("/")[0] for key in kept if "/" in key)
    found = []
    for place, row in enumerate((each for each in gone if each not in there), len(now.rows) + 1):
        label, cells = "", []
        for at, column in enumerate(now.edition.columns, start=1):
            key, caption = f"{row}/{column.key}", column.caption.replace("/", " ")
            measure = now.edition.cell(None, column)
            name = str(kept[key]["name"] or "") if key in kept else ""
            label = label or name.removesuffix(caption).strip()
            cells.append(Cell(key, f"{now.code}.{place}.{at}", name, "counted", measure))
        found.append((RowLine(row, label or "（已不在表内）", 1, total=False), tuple(cells)))
    return found


def _district(
    now: DistrictResult, kept: Mapping[str, Row], numbers: Numbers, given: Given
) -> DistrictResult:
    known = {each.rule.id: each.value for each in now.figures}
    values = known | {key: each for key, each in numbers.items() if each is not None}

    def then(figure: Figure) -> Figure:
        rule = figure.rule
        if rule.id not in kept:
            return figure
        counted = kept_number(kept[rule.id]["calculated"])
        detail = adjusted(counted, given[rule.id][1]) if rule.id in given else ""
        if values[rule.id] == figure.value and not detail:
            return figure
        pairs = "{pairs}" in rule.display
        shown = str(values[rule.id]) if pairs else district_return.shown(rule, values)
        return replace(figure, value=values[rule.id], shown=shown, detail=detail)

    figures = tuple(then(each) for each in now.figures if each.rule.id in kept)
    return replace(now, figures=figures)
