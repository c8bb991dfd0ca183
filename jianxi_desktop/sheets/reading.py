"""One untrusted workbook into messages: what it is first, then its rows in chunks.

Runs in a process of its own; what it yields is plain (``marshal``).
"""

import io
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jianxi_desktop.schema.fields import Choice, Field, Link, Text
from jianxi_desktop.sheets import doubts, guard
from jianxi_desktop.sheets.captions import Captions, Cells, Heading, find_heading
from jianxi_desktop.sheets.columns import Column, cell_text
from jianxi_desktop.sheets.guard import Refusal
from jianxi_desktop.sheets.lines import Lines
from jianxi_desktop.sheets.merges import FillDown, Merge
from jianxi_desktop.sheets.spec import Request, RosterSpec, SheetSeen

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

CHUNK = 2000
# A shape of rows that cannot be: nobody keeps a roster of more columns than this.
_MOST_COLUMNS = 2000
_MOST_SHEETS = 100
_PREVIEWS = 5
Message = tuple[Any, ...]


@dataclass
class _Found:
    """A sheet and the heading in it."""

    name: str
    sheet: "CalamineSheet"
    heading: Heading
    lines: list[Cells]
    notes: tuple[str, ...] = ()
    alike: tuple[str, ...] = ()


def answer(request: Request, data: bytes) -> Iterator[Message]:
    """Read a workbook and tell it: ``("head", {...})``, then ``("rows", ...)`` until the end."""
    refusal = guard.look(data)
    spec = request.spec
    found = None if refusal else _open(spec, request.sheet, data)
    if isinstance(found, Refusal):
        refusal = found
    if refusal or not isinstance(found, tuple):
        yield ("head", refused(refusal or guard.DAMAGED))
        return
    best, seen, captions = found
    yield ("head", _head(spec, best, seen))
    if doubts.of_heading(spec, best.heading) is None:
        yield from _rows(spec, best, captions)


def _open(
    spec: RosterSpec, wanted: str | None, data: bytes
) -> tuple[_Found, list[SheetSeen], Captions] | Refusal:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        captions = Captions(spec.fields, spec.given, spec.ignored)
        names = _sheet_names(book, wanted)
        if not names:
            return doubts.no_such_sheet(book.sheet_names)
        chosen = _choose(spec, book, names, captions)
    except PasswordError:
        return guard.PASSWORD
    except (CalamineError, OSError):
        return guard.DAMAGED
    except MemoryError:
        return guard.TOO_MUCH
    return chosen if isinstance(chosen, Refusal) else (*chosen, captions)


def _sheet_names(book: "CalamineWorkbook", wanted: str | None) -> list[str]:
    """Name the sheets to look at: the wanted one, else those people see, else all."""
    if wanted is not None:
        return [name for name in book.sheet_names if name.strip() == wanted.strip()][:1]
    shown = [
        each.name
        for each in book.sheets_metadata
        if str(each.visible).endswith("Visible") and str(each.typ).endswith("WorkSheet")
    ]
    return (shown or book.sheet_names)[:_MOST_SHEETS]


def _choose(
    spec: RosterSpec, book: "CalamineWorkbook", names: Sequence[str], captions: Captions
) -> tuple[_Found, list[SheetSeen]] | Refusal:
    """Take the sheet whose heading names the most fields, the first of equals."""
    best: _Found | None = None
    seen: list[SheetSeen] = []
    empty = True
    for name in names:
        sheet = book.get_sheet_by_name(name)
        if sheet.width > _MOST_COLUMNS:
            return guard.TOO_MUCH
        lines: list[Cells] = list(itertools.islice(sheet.iter_rows(), doubts.HEADING_WITHIN))
        empty = empty and sheet.height == 0
        heading = find_heading(lines, spec.fields, captions)
        if heading is None:
            continue
        seen.append(SheetSeen(name, _below(sheet, heading), heading.last, len(heading.keys)))
        if best is None or len(heading.keys) > len(best.heading.keys):
            best, alike = _Found(name, sheet, heading, lines), []
        elif set(heading.keys.values()) == set(best.heading.keys.values()):
            alike.append(name)
    if best is not None:
        best.alike = tuple(alike)
        best.heading, best.notes = doubts.settle(spec, best.heading, best.lines)
        return best, seen
    return doubts.NOTHING_IN_IT if empty else doubts.no_heading(spec)


def _head(spec: RosterSpec, found: _Found, seen: Sequence[SheetSeen]) -> dict[str, Any]:
    doubt = doubts.of_heading(spec, found.heading)
    columns = _columns(found)
    shown = {place: caption for place, caption, _key in columns}
    notes = list(found.notes)
    if found.sheet.merged_cell_ranges is None:
        notes.append("这种格式读不出合并的单元格，合并格只算第一行；如有合并，请另存为xlsx再导入")
    if found.alike:
        others = "、".join(found.alike)
        notes.append(f"只读了工作表“{found.name}”；这些工作表也像名册，请另行导入：{others}")
    return {
        "file": doubt.file if doubt else "read",
        "code": doubt.code if doubt else "",
        "reason": doubt.reason if doubt else "",
        "sheet": found.name,
        "header_row": found.heading.last,
        "columns": [(caption, key) for _place, caption, key in columns],
        "places": [place for place, _caption, _key in columns],
        "notes": notes,
        "total": _below(found.sheet, found.heading) + found.heading.first - 1,
        "sheets": [tuple(each) for each in seen],
        "previews": _previews(found, columns),
        "rivals": {
            key: [shown[place] for place in places if place in shown]
            for key, places in found.heading.rivals.items()
        },
    }


def _below(sheet: "CalamineSheet", heading: Heading) -> int:
    """Count the lines below a heading."""
    return max(0, (sheet.end[0] + 1 if sheet.end else 0) - heading.last)


def _previews(
    found: _Found, columns: Sequence[tuple[int, str, str | None]]
) -> list[tuple[str, ...]]:
    """Give the first lines below the heading that hold something, as text."""
    below = (line for line in found.lines[found.heading.last :] if any(c != "" for c in line))
    return [
        tuple(str(cell_text(line[place] if place < len(line) else "")) for place, *_ in columns)
        for line in itertools.islice(below, _PREVIEWS)
    ]


def _columns(found: _Found) -> list[tuple[int, str, str | None]]:
    """Give every caption with its field, and columns that hold something without a caption."""
    heading = found.heading
    seen: set[str] = set()
    columns: list[tuple[int, str, str | None]] = []
    below = found.lines[heading.last :]
    for place in range(found.sheet.width):
        caption = heading.captions.get(place, "")
        if not caption and not any(place < len(cells) and cells[place] != "" for cells in below):
            continue
        letters = _letters(place + _left(found.sheet))
        shown = caption or f"（{letters}列，无标题）"
        shown = f"{shown}（{letters}列）" if shown in seen else shown
        seen.add(shown)
        columns.append((place, shown, heading.keys.get(place)))
    return columns


def _letters(place: int) -> str:
    text = ""
    while place >= 0:
        text = chr(65 + place % 26) + text
        place = place // 26 - 1
    return text


def _left(sheet: "CalamineSheet") -> int:
    return sheet.start[1] if sheet.start else 0


def _rows(spec: RosterSpec, found: _Found, captions: Captions) -> Iterator[Message]:
    heading, left = found.heading, _left(found.sheet)
    specs = {each.key: each for each in spec.fields}
    merges: list[Merge] = found.sheet.merged_cell_ranges or []
    required = frozenset(each.key for each in spec.fields if each.required)
    lines = Lines(heading, captions, required, left, merges)
    fill = FillDown(merges, {p for p, k in heading.keys.items() if _fills(specs[k])}, left)
    records = _Records(
        [(place, Column(specs[key])) for place, key in sorted(heading.keys.items())],
        keep_cells=spec.keep_cells,
    )
    numbered = enumerate(found.sheet.iter_rows(), start=1)
    skipped = [
        (row, "title" if any(cell != "" for cell in cells) else "blank")
        for row, cells in itertools.islice(numbered, heading.first - 1)
    ]
    below = itertools.islice(numbered, heading.last - heading.first + 1, None)
    while chunk := list(itertools.islice(below, CHUNK)):
        kept: list[tuple[int, Cells]] = []
        for row, cells in chunk:
            full = fill.filled(row, cells)
            kind = lines.skipped(row, cells)
            if kind:
                skipped.append((row, kind))
            else:
                kept.append((row, full))
        yield records.message(kept, skipped)
        skipped = []
    if skipped:
        yield records.message([], skipped)


def _fills(spec: Field[Any]) -> bool:
    """What a merged cell says may hold for several people: a branch, an address; not a name."""
    return type(spec) in {Link, Choice, Text}


class _Records:
    """Makes the messages of rows."""

    def __init__(self, columns: list[tuple[int, Column]], *, keep_cells: bool) -> None:
        self._columns = columns
        self._keep_cells = keep_cells

    def message(self, kept: list[tuple[int, Cells]], skipped: list[tuple[int, str]]) -> Message:
        values: list[list[Any]] = []
        told: dict[int, list[tuple[str, str, str, str]]] = {}
        turned = list(zip(*(cells for _row, cells in kept), strict=True))
        for place, column in self._columns:
            read, reasons = column.read(turned[place] if turned else ())
            values.append(read)
            for at, reason in reasons:
                told.setdefault(at, []).append(reason)
        rows = [row for row, _cells in kept]
        cells = [tuple(map(cell_text, cells)) for _row, cells in kept] if self._keep_cells else None
        return ("rows", rows, values, told, skipped, cells)


def refused(refusal: Refusal) -> dict[str, Any]:
    """Give the head of a file that is not read."""
    return {
        "file": refusal.file, "code": refusal.code, "reason": refusal.reason, "sheet": "",
        "header_row": 0, "columns": [], "places": [], "notes": [], "total": 0,
        "sheets": [], "previews": [], "rivals": {},
    }  # fmt: skip
