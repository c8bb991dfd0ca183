"""The report of an import: every row that was not taken, as it stood, with all the reasons.

It can be mended where it lies and imported again as it is.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from jianxi_desktop.schema.ledger import Issue
from jianxi_desktop.sheets.books import HEADING, SONG, new_book, page, text_width
from jianxi_desktop.sheets.captions import DECISION, OWN, REASONS, ROW_NUMBER, plain_caption
from jianxi_desktop.sheets.roster import Roster, RosterRow

_COLOURS = {"error": "#F8B4B4", "review": "#FCE29B", "warning": "#FFF7D6"}
_WIDEST, _REASONS, _LINE = 40, 80, 15
# What a person can decide in the workbook itself.
_DECIDED = frozenset({"namesake", "possible_duplicate", "repeated", "moved"})
_ORDER = ("warning", "review", "error")


def write_report(
    path: Path, roster: Roster, rows: Iterable[tuple[RosterRow, Sequence[Issue]]]
) -> int:
    """Write the rows that were refused or wait for a person, as they come; give how many.

    Args:
        path: Where the workbook is to be.
        roster: The roster they come from, opened with ``keep_cells``.
        rows: Each row with everything said about it.

    Raises:
        EnvironmentFailure: Disk full, no such folder, read-only, or open in another program.
    """
    own = {plain_caption(each) for each in OWN}
    columns = [
        (caption, key, place)
        for (caption, key), place in zip(roster.columns.items(), roster.places, strict=True)
        if plain_caption(caption) not in own
    ]
    captions = [ROW_NUMBER, *(caption for caption, _key, _place in columns), DECISION, REASONS]
    with new_book(path, many_rows=True) as book:
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
            text = "；".join(each.text for each in issues)
            sheet.set_row(count, _LINE * max(1, math.ceil(text_width(text) / _REASONS)))
            for place, (_caption, key, at) in enumerate(columns, start=1):
                cell = row.cells[at] if at < len(row.cells) else ""
                _put(sheet, count, place, cell, colours.get(severities.get(key or "", ""), plain))
                widths[place] = max(widths[place], min(text_width(_shown(cell)) + 2, _WIDEST))
            if any(each.code in _DECIDED for each in issues):
                sheet.write_blank(count, len(captions) - 2, None, colours["review"])
            sheet.write_string(count, len(captions) - 1, text, reasons)
        widths[-1] = _REASONS
        if count:
            _offer_decisions(sheet, count, len(captions) - 2)
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


def _offer_decisions(sheet: Any, count: int, place: int) -> None:
    """Let a person say about a row that waits for a decision whom it is about."""
    options = {
        "validate": "list",
        "source": ["同一人", "另一人", "先不导入"],
        "ignore_blank": True,
        "error_type": "information",
        "input_title": DECISION,
        "input_message": "原因里说“可能是同一人”的行才要填；有几条可能的，写 同一人①、同一人②。",
        "error_message": "可填：同一人、同一人①、同一人②、另一人、先不导入。",
    }
    sheet.data_validation(1, place, count, place, options)


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
