"""The report of an import: every row that was not taken, as it stood, with all the reasons.

It can be mended where it lies and imported again as it is.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from jianxi_desktop.schema.ledger import Issue
from jianxi_desktop.sheets.books import HEADING, SONG, new_book, page, text_width
from jianxi_desktop.sheets.captions import REASONS, ROW_NUMBER
from jianxi_desktop.sheets.roster import Roster, RosterRow

_COLOURS = {"error": "#F8B4B4", "review": "#FCE29B", "warning": "#FFF7D6"}
_WIDEST, _REASONS, _LINE = 40, 80, 15
_ORDER = ("warning", "review", "error")


def write_report(
    path: Path, roster: Roster, rows: Iterable[tuple[RosterRow, Sequence[Issue]]]
) -> int:
    """Write the rows that were refused or wait for a person; give how many.

    Args:
        path: Where the workbook is to be.
        roster: The roster they come from, opened with ``keep_cells``.
        rows: Each row with everything said about it.

    Raises:
        EnvironmentFailure: Disk full, no such folder, read-only, or open in another program.
    """
    captions = [ROW_NUMBER, *roster.columns, REASONS]
    with new_book(path) as book:
        sheet = book.add_worksheet("需要修改的行")
        plain = book.add_format({**SONG, "valign": "top", "num_format": "@"})
        colours = {
            severity: book.add_format(
                {**SONG, "valign": "top", "num_format": "@", "bg_color": colour, "border": 1}
            )
            for severity, colour in _COLOURS.items()
        }
        reasons = book.add_format({**SONG, "text_wrap": True, "valign": "top"})
        sheet.write_row(0, 0, captions, book.add_format(HEADING))
        widths = [text_width(caption) + 2 for caption in captions]
        count = 0
        for count, (row, issues) in enumerate(rows, start=1):
            severities = _severities(issues)
            sheet.write_number(count, 0, row.row, reasons)
            for place, (key, cell) in enumerate(_cells(roster, row), start=1):
                _put(sheet, count, place, cell, colours.get(severities.get(key or "", ""), plain))
                widths[place] = max(widths[place], min(text_width(_shown(cell)) + 2, _WIDEST))
            text = "；".join(each.text for each in issues)
            sheet.write_string(count, len(captions) - 1, text, reasons)
            sheet.set_row(count, _LINE * max(1, math.ceil(text_width(text) / _REASONS)))
        widths[-1] = _REASONS
        for place, width in enumerate(widths):
            sheet.set_column(place, place, width, plain if 0 < place < len(widths) - 1 else None)
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, count, len(captions) - 1)
        page(sheet, width=sum(widths), heading_rows=(0, 0), title="导入时没有收下的行")
        sheet.hide_gridlines(0)  # print them too
    return count


def _severities(issues: Sequence[Issue]) -> Mapping[str, str]:
    worst: dict[str, str] = {}
    for each in sorted(issues, key=lambda issue: _ORDER.index(issue.severity)):
        if each.field:
            worst[each.field] = each.severity
    return worst


def _cells(roster: Roster, row: RosterRow) -> list[tuple[str | None, Any]]:
    keys = roster.columns.values()
    return [
        (key, row.cells[place] if place < len(row.cells) else "")
        for key, place in zip(keys, roster.places, strict=True)
    ]


def _shown(cell: object) -> str:
    return f"{cell:.0f}" if isinstance(cell, float) else str(cell)


def _put(sheet: Any, row: int, place: int, cell: object, look: Any) -> None:
    if isinstance(cell, bool):
        sheet.write_boolean(row, place, cell, look)
    elif isinstance(cell, int | float):
        sheet.write_number(row, place, cell, look)
    elif cell == "":
        sheet.write_blank(row, place, None, look)
    else:
        sheet.write_string(row, place, str(cell), look)
