"""A return as a page of a workbook: rows, captions, cells with the formulas between them."""

from collections.abc import Sequence

from jianxi_desktop.domain.return_forms import FormLine
from jianxi_desktop.services.return_cells import Cell
from jianxi_desktop.services.return_tables import TableResult
from jianxi_desktop.sheets.return_sheet import PageCell, PageCheck, PageRow, ReturnPage
from jianxi_desktop.sheets.returns import Caption


def page_of(result: TableResult) -> ReturnPage:
    """Lay a return out as a page."""
    edition = result.edition
    places = {
        cell.key: (at, place)
        for at, row in enumerate(result.cells)
        for place, cell in enumerate(row)
    }
    return ReturnPage(
        title=result.title,
        code=result.code,
        unit=result.unit,
        as_of=result.day_words,
        corner=edition.corner,
        measured_in=edition.unit,
        heading=heading_of(edition.columns),
        numbers=tuple(column.number for column in edition.columns),
        rows=tuple(PageRow(row.label, row.level, row.total, row.number) for row in result.rows),
        cells=tuple(tuple(_cell(cell, places) for cell in row) for row in result.cells),
        checks=tuple(PageCheck(each.rule, each.ok, each.detail) for each in result.checks),
        remark=edition.remark,
        chart=_chart(result),
        split=next((at for at, row in enumerate(result.rows) if row.key == edition.split), 0),
    )


def heading_of(columns: Sequence[FormLine]) -> tuple[Caption, ...]:
    """Give the captions of columns in levels: what stands before a ``/`` stands above."""
    return _level([(column.caption.split("/"), column.width) for column in columns])


def _level(columns: Sequence[tuple[Sequence[str], float]]) -> tuple[Caption, ...]:
    captions: list[Caption] = []
    at = 0
    while at < len(columns):
        names, width = columns[at]
        end = at + 1
        if len(names) == 1:
            captions.append(Caption(names[0], width=width))
        else:
            while (
                end < len(columns) and len(columns[end][0]) > 1 and columns[end][0][0] == names[0]
            ):
                end += 1
            below = [(each[1:], wide) for each, wide in columns[at:end]]
            captions.append(Caption(names[0], _level(below)))
        at = end
    return tuple(captions)


def _cell(cell: Cell, places: dict[str, tuple[int, int]]) -> PageCell:
    return PageCell(
        kind=cell.kind,
        value=cell.value,
        places=cell.measure.places or (1 if cell.measure.show == "percent" else 0),
        percent=cell.measure.show == "percent",
        terms=tuple((sign, *places[key]) for sign, key in cell.terms if key in places),
        over=places.get(cell.over),
        divide=cell.measure.divide if cell.over else 0,
        name=cell.name,
        counted=cell.counted if cell.given else None,
        reason=cell.reason,
        given=cell.given,
    )


def _chart(result: TableResult) -> tuple[str, tuple[int, ...]] | None:
    chart = result.edition.chart
    if not chart:
        return None
    keys = [column.key for column in result.edition.columns]
    return str(chart["kind"]), tuple(keys.index(each) for each in chart["columns"])
