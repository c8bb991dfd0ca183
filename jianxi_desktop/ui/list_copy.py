"""Copying from a list: as cells for Excel and WPS, which keep every text as it is written."""

import html
from collections.abc import Collection, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

from jianxi_desktop.ui import clipboard

if TYPE_CHECKING:
    from jianxi_desktop.ui.list_lines import Line
    from jianxi_desktop.ui.list_view import LedgerView

MOST: Final = 5_000  # rows
# A sheet would make numbers and days of texts: of 0379 and of 1985-03.
_AS_TEXT: Final = " style=\"mso-number-format:'\\@'\""
_BREAK: Final = '<br style="mso-data-placement:same-cell">'


class _Column(NamedTuple):
    place: int
    caption: str
    numeric: bool


def copy_selected(view: "LedgerView", *, heads: bool) -> None:
    """Put the selected cells of a list on the clipboard, masked as they are shown.

    The rows are read and written down by the worker. Columns come as they stand on the screen.

    Args:
        view: The list.
        heads: Whether the captions of the columns stand over them.
    """
    picked = view.picked
    if picked.count > MOST:
        view.too_much.emit(MOST)
        return
    cells = _cells(view)
    across, table = view.horizontalHeader(), view.table
    wanted = {place for places in cells.values() for place in places}
    columns = [
        _Column(place, table.fields[place].caption, table.numeric(place))
        for place in sorted(wanted, key=across.visualIndex)
        if not view.isColumnHidden(place)
    ]
    if not columns:
        return
    rows = [row for first, last in picked.spans for row in range(first, last + 1)]
    by_serial = {serial: cells[row] for serial, row in zip(picked.serials(), rows, strict=True)}

    def put(block: tuple[str, str]) -> None:
        clipboard.shared().put(*block)
        view.copied.emit(len(rows))

    table.make_of(picked.serials(), partial(_written, columns, by_serial, heads), put)


def _cells(view: "LedgerView") -> dict[int, Collection[int]]:
    """Give the columns selected in each row."""
    parts = view.selectionModel().selection()
    cells: dict[int, Collection[int]] = {}
    for part in (parts.at(place) for place in range(parts.size())):
        columns = frozenset(range(part.left(), part.right() + 1))
        for row in range(part.top(), part.bottom() + 1):
            before = cells.get(row)
            cells[row] = columns if before is None else columns.union(before)
    return cells


def _written(
    columns: Sequence[_Column],
    cells: Mapping[int, Collection[int]],
    heads: bool,  # noqa: FBT001 - the worker calls it
    lines: Sequence["Line"],
) -> tuple[str, str]:
    """Write cells down as plain text and as a table."""
    plain: list[str] = []
    marked: list[str] = []
    if heads:
        plain.append("\t".join(column.caption for column in columns))
        marked.append("".join(f"<th>{html.escape(column.caption)}</th>" for column in columns))
    for line in lines:
        chosen = cells[line.serial]
        texts = [line.texts[c.place] if c.place in chosen else "" for c in columns]
        plain.append("\t".join(map(_plain, texts)))
        marked.append("".join(map(_marked, columns, texts)))
    rows = "".join(f"<tr>{row}</tr>" for row in marked)
    return "\n".join(plain), f'<meta charset="utf-8"><table>{rows}</table>'


def _plain(text: str) -> str:
    """Put a text in quotes where a sheet would part it."""
    if text[:1] == '"' or any(each in text for each in "\t\r\n"):
        doubled = text.replace('"', '""')
        return f'"{doubled}"'
    return text


def _marked(column: _Column, text: str) -> str:
    said = html.escape(text, quote=False).replace("\n", _BREAK)
    return f"<td>{said}</td>" if column.numeric else f"<td{_AS_TEXT}>{said}</td>"
