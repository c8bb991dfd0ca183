"""The chart of a return, on a sheet of its own: units beside each other."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from jianxi_desktop.sheets.books import A4

if TYPE_CHECKING:
    from jianxi_desktop.sheets.return_sheet import ReturnPage


def add_chart(book: Any, sheet: Any, content: "ReturnPage", first: int) -> None:
    """Draw the rows below the whole beside each other, where the return has a chart.

    Args:
        book: A workbook of XlsxWriter.
        sheet: The sheet on which the return stands.
        content: The return.
        first: Row of its first cells.
    """
    if content.chart is None:
        return
    kind, columns = content.chart
    rows = [at for at, row in enumerate(content.rows) if row.level == 1]
    at = [first + each for each in rows or range(len(content.rows))]
    left = 2 if content.numbered else 1
    chart = book.add_chart({"type": kind})
    for place in columns:
        chart.add_series(
            {
                "name": content.columns[place].text,
                "categories": _ranges(sheet.get_name(), at, 0),
                "values": _ranges(sheet.get_name(), at, left + place),
            }
        )
    chart.set_title({"name": content.title, "name_font": {"name": "宋体", "size": 14}})
    chart.set_legend({"position": "bottom"})
    place = book.add_chartsheet("图")
    place.set_chart(chart)
    place.set_landscape()
    place.set_paper(A4)


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
    quoted = "'" + name.replace("'", "''") + "'"
    parts = [f"{quoted}!${letters}${first + 1}:${letters}${last + 1}" for first, last in runs]
    return f"=({','.join(parts)})" if len(parts) > 1 else f"={parts[0]}"
