"""One untrusted workbook into messages: what it is first, then its rows in chunks.

Runs in a process of its own; what it yields is plain (``marshal``).
"""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jianxi_desktop.schema.fields import Choice, Day, Field, Link, Text
from jianxi_desktop.sheets import doubts, guard, hidden
from jianxi_desktop.sheets.captions import Captions, Cells, Heading, find_heading
from jianxi_desktop.sheets.columns import Column, cell_text
from jianxi_desktop.sheets.guard import Refusal
from jianxi_desktop.sheets.lines import Lines
from jianxi_desktop.sheets.merges import FillDown, Merge
from jianxi_desktop.sheets.precision import HUNDREDTHS, Precision
from jianxi_desktop.sheets.row_messages import Message, Records, letters_of
from jianxi_desktop.sheets.spec import Request, RosterSpec, SheetSeen
from jianxi_desktop.sheets.tables import Book, Table, open_book

CHUNK = 2000
# A shape of rows that cannot be: nobody keeps a roster of more columns than this.
_MOST_COLUMNS = 2000
_MOST_SHEETS = 100
_PREVIEWS = 5


@dataclass
class _Found:
    """A sheet and the heading in it."""

    name: str
    sheet: Table
    heading: Heading
    lines: list[Cells]
    merges: list[Merge] | None
    precision: Precision
    notes: tuple[str, ...] = ()
    alike: tuple[str, ...] = ()


def answer(request: Request, data: bytes) -> Iterator[Message]:
    """Read a workbook and tell it: ``("head", {...})``, then ``("rows", ...)`` until the end."""
    spec = request.spec
    captions = Captions(spec.fields, spec.given, spec.ignored)
    book = open_book(request, data)
    found = book if isinstance(book, Refusal) else _find(request, book, captions)
    if isinstance(book, Refusal) or isinstance(found, Refusal):
        yield ("head", refused(found if isinstance(found, Refusal) else guard.DAMAGED))
        return
    best, seen = found
    best.precision = _precision(spec, book, best)
    yield ("head", _head(spec, book, best, seen))
    if doubts.of_heading(spec, best.heading) is None:
        yield from _rows(spec, book, best, captions)


def _find(
    request: Request, book: Book, captions: Captions
) -> tuple[_Found, list[SheetSeen]] | Refusal:
    from python_calamine import CalamineError

    names: Sequence[str] = (book.shown or book.names)[:_MOST_SHEETS]
    if request.sheet is not None:
        wanted = request.sheet.strip()
        names = [name for name in book.names if name.strip() == wanted][:1]
        if not names:
            return doubts.no_such_sheet(book.names)
    try:
        return _choose(request.spec, book, names, captions)
    except (CalamineError, OSError):
        return guard.DAMAGED
    except MemoryError:
        return guard.TOO_MUCH


def _choose(
    spec: RosterSpec, book: Book, names: Sequence[str], captions: Captions
) -> tuple[_Found, list[SheetSeen]] | Refusal:
    """Take the sheet whose heading names the most fields, the first of equals."""
    best: _Found | None = None
    seen: list[SheetSeen] = []
    empty = True
    for name in names:
        sheet = book.table(name)
        if sheet.width > _MOST_COLUMNS:
            return guard.TOO_MUCH
        lines: list[Cells] = list(itertools.islice(sheet.iter_rows(), doubts.HEADING_WITHIN))
        empty = empty and sheet.height == 0
        heading = find_heading(lines, spec.fields, captions)
        if heading is None:
            continue
        seen.append(SheetSeen(name, _below(sheet, heading), heading.last, len(heading.keys)))
        if best is None or len(heading.keys) > len(best.heading.keys):
            best, alike = _Found(name, sheet, heading, lines, [], {}), []
        elif set(heading.keys.values()) == set(best.heading.keys.values()):
            alike.append(name)
    if best is not None:
        told = best.sheet.merged_cell_ranges
        best.alike, best.merges = tuple(alike), book.merges(best.name) if told is None else told
        shown = {place: caption for place, caption, _key in _columns(best)}
        best.heading = doubts.answered(best.heading, spec, shown)
        best.heading, best.notes = doubts.settle(spec, best.heading, best.lines)
        return best, seen
    return doubts.NOTHING_IN_IT if empty else doubts.no_heading(spec)


def _head(spec: RosterSpec, book: Book, found: _Found, seen: Sequence[SheetSeen]) -> dict[str, Any]:
    doubt = doubts.of_heading(spec, found.heading)
    columns = _columns(found)
    shown = {place: caption for place, caption, _key in columns}
    return {
        "file": doubt.file if doubt else "read",
        "code": doubt.code if doubt else "",
        "reason": doubt.reason if doubt else "",
        "sheet": found.name,
        "header_row": found.heading.last,
        "columns": [(caption, key) for _place, caption, key in columns],
        "places": [place for place, _caption, _key in columns],
        "notes": _notes(book, found, shown),
        "total": _below(found.sheet, found.heading) + found.heading.first - 1,
        "sheets": [tuple(each) for each in seen],
        "previews": _previews(found, columns),
        "rivals": {
            key: [shown[place] for place in places if place in shown]
            for key, places in found.heading.rivals.items()
        },
    }


def _notes(book: Book, found: _Found, shown: Mapping[int, str]) -> list[str]:
    """Say in Chinese what people may not expect of the file."""
    notes = [*book.notes, *found.notes]
    gone = book.hidden(found.name)
    left = _left(found.sheet)
    columns = [shown[at - left] for at in gone.columns if at - left in shown]
    notes += hidden.told(min(gone.rows, found.sheet.height), columns)
    if book.from_1904:
        notes.append("这个文件的日期从1904年起算，已照此换算，请抽查几个日期")
    if found.merges is None:
        notes.append("这种格式读不出合并的单元格，合并格只算第一行；如有合并，请另存为xlsx再导入")
    if found.alike:
        others = "、".join(found.alike)
        notes.append(f"只读了工作表“{found.name}”；这些工作表也像名册，请另行导入：{others}")
    unseen = [name for name in book.unseen if name != found.name]
    if unseen:
        notes.append(f"没有读隐藏的工作表：{'、'.join(unseen[:10])}；要读请先在表格软件里取消隐藏")
    return notes


def _below(sheet: Table, heading: Heading) -> int:
    """Count the lines below a heading."""
    return max(0, (sheet.end[0] + 1 if sheet.end else 0) - heading.last)


def _previews(
    found: _Found, columns: Sequence[tuple[int, str, str | None]]
) -> list[tuple[str, ...]]:
    """Give the first lines below the heading that hold something, as text."""

    def known(place: int) -> Mapping[int, int]:
        return found.precision.get(place + left, {})

    last, left = found.heading.last, _left(found.sheet)
    below = (
        (row, line)
        for row, line in enumerate(found.lines[last:], start=last + 1)
        if any(cell != "" for cell in line)
    )
    return [
        tuple(
            _shown(line[place] if place < len(line) else "", known(place).get(row))
            for place, *_ in columns
        )
        for row, line in itertools.islice(below, _PREVIEWS)
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
        letters = letters_of(place + _left(found.sheet))
        shown = caption or f"（{letters}列，无标题）"
        shown = f"{shown}（{letters}列）" if shown in seen else shown
        seen.add(shown)
        columns.append((place, shown, heading.keys.get(place)))
    return columns


def _left(sheet: Table) -> int:
    return sheet.start[1] if sheet.start else 0


def _rows(spec: RosterSpec, book: Book, found: _Found, captions: Captions) -> Iterator[Message]:
    heading, left = found.heading, _left(found.sheet)
    specs = {each.key: each for each in spec.fields}
    merges = found.merges or []
    required = frozenset(each.key for each in spec.fields if each.required)
    lines = Lines(heading, captions, required, left, merges)
    fill = FillDown(merges, {p for p, k in heading.keys.items() if _fills(specs[k])}, left)
    records = Records(
        [
            (place, Column(specs[key], from_1904=book.from_1904, of_text=book.of_text))
            for place, key in sorted(heading.keys.items())
        ],
        left,
        found.precision,
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


def _precision(spec: RosterSpec, book: Book, found: _Found) -> Precision:
    """Ask for the precision of date cells where there is a column of days."""
    days = {field.key for field in spec.fields if isinstance(field, Day)}
    return {} if days.isdisjoint(found.heading.keys.values()) else book.precision(found.name)


def _shown(cell: object, known: int | None) -> str:
    """Give a cell as text, a day as far as its cell shows it."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, float) and known == HUNDREDTHS:
        return f"{cell:.2f}"
    if isinstance(cell, float) and cell.is_integer():
        return f"{cell:.0f}"
    return str(cell_text(cell))[:known]


def refused(refusal: Refusal) -> dict[str, Any]:
    """Give the head of a file that is not read."""
    return {
        "file": refusal.file, "code": refusal.code, "reason": refusal.reason, "sheet": "",
        "header_row": 0, "columns": [], "places": [], "notes": [], "total": 0,
        "sheets": [], "previews": [], "rivals": {},
    }  # fmt: skip
