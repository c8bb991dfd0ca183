"""The chart of a return, on a sheet of its own: units beside each other."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from jianxi_desktop.sheets.books import A4

if TYPE_CHECKING:
    from jianxi_desktop.sheets.return_sheet import PageWriter, ReturnPage


def add_chart(book: Any, content: "ReturnPage", first: "PageWriter") -> None:
    """Draw the rows below the whole beside each other, where the return has a chart.

    Args:
        book: A workbook of XlsxWriter.
        content: The return.
        first: The sheet that its labels and cells are taken from.
    """
    if content.chart is None:
        return
    kind, columns = content.chart
    rows = [at for at, row in enumerate(content.rows) if row.level == 1]
    rows = rows or list(range(len(content.rows)))
    chart = book.add_chart({"type": kind})
    for column in columns:
        writer, place = first.place_of(column)
        at = [writer.first + row for row in rows]
        chart.add_series(
            {
                "name": content.columns[column].text,
                "categories": _ranges(writer.name, at, 0),
                "values": _ranges(writer.name, at, writer.column(place)),
            }
        )
    chart.set_title({"name": content.title, "name_font": {"name": "宋体", "size": 14}})
    chart.set_legend({"position": "bottom"})
    sheet = book.add_chartsheet("图")
    sheet.set_chart(chart)
    sheet.set_landscape()
    sheet.set_paper(A4)


def quoted(name: str) -> str:
    """Write the name of a sheet as formulas do."""
    return "'" + name.replace("'", "''") + "'"


def _ranges(name: str, rows: Sequence[int], column: int) -> str:
    """Name cells of a column, neighbours as a range."""
    from xlsxwriter.utility import xl_col_to_name

    letters = xl_col_to_name(column)
    runs: list[list[int]] = []
    for row in rows:
        if runs and row == runs[-1][1] + 1:
            runs[-1][1] = row
        else:
            runs.append([row, row])
    parts = [f"{quoted(name)}!${letters}${first + 1}:${letters}${last + 1}" for first, last in runs]
    return f"=({','.join(parts)})" if len(parts) > 1 else f"={parts[0]}"
