"""References in formulas when rows are added to a sheet, and when a formula is copied down.

Moving follows what people see when they insert rows themselves: what stood below moves, a range
over the place grows, text in quotes and other workbooks stay. ECMA-376 part 1, 18.17.2.3 says
what a reference looks like.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

_Place = Callable[[str, str | None], str]
MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
GONE = "#REF!"

_TOKEN = re.compile(
    r"""
      (?P<text>"(?:[^"]|"")*")
    | (?P<quoted>'(?:[^']|'')*'!)
    | (?P<foreign>\[[^\[\]]*\][\w.]*!)
    | (?P<bracket>\[(?:[^\[\]]|\[[^\[\]]*\])*\])
    | (?P<error>\#[A-Za-z/0!?]+)
    | (?P<cell>\$?[A-Za-z]{1,3}\$?\d{1,7}(?:\s*:\s*\$?[A-Za-z]{1,3}\$?\d{1,7})?(?![\w.(!\[\\]))
    | (?P<sheet>\w[\w.]*!)
    | (?P<span>\w[\w.]*:\w[\w.]*!)
    | (?P<rows>\$?\d{1,7}\s*:\s*\$?\d{1,7}(?![\w.(!]))
    | (?P<columns>\$?[A-Za-z]{1,3}\s*:\s*\$?[A-Za-z]{1,3}(?![\w.(!\[\\]))
    | (?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(?![\w]))
    | (?P<name>[\w\\][\w.\\?]*)
    | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_CELL = re.compile(r"(\$?)([A-Za-z]{1,3})(\$?)(\d{1,7})")
_END = re.compile(r"(\$?)([A-Za-z]{0,3})(\$?)(\d{0,7})")
_ROW = re.compile(r"(\$?)(\d{1,7})")


@dataclass(frozen=True)
class Growth:
    """How the rows of a sheet move when some are added to its table.

    Attributes:
        at: Rows from here on move down.
        added: By how many rows.
        last: The last row of the table before.
        template: First row of the block that is copied, 0 where there is none; it ends before
            ``at``.
        loose: Nothing stands below the table: what is below it need not move.
        single: The table had one block only, so that ranges over it do not reach ``at``.
    """

    at: int
    added: int
    last: int
    template: int = 0
    loose: bool = False
    single: bool = False

    def row(self, row: int) -> int:
        """Give the row at which that row stands afterwards."""
        if row < self.at or (self.loose and row > self.last):
            return row
        return row + self.added

    def rows(self, first: int, last: int, *, grows: bool) -> tuple[int, int]:
        """Give the first and last row of a range afterwards.

        Args:
            first: Its first row.
            last: Its last row.
            grows: A range that ends in the block which is copied takes the copies in.
        """
        if last >= MOST_ROWS:
            return self.row(first), MOST_ROWS
        if self.loose and last > self.last:
            return self.row(first), max(last, self.last + self.added)
        if last < self.at:
            more = self.added if grows and self.template and last >= self.template else 0
            return first, last + more
        return self.row(first), min(self.row(last), MOST_ROWS)


def moved(formula: str, growth: Growth, sheet: str, *, here: bool, in_table: bool = False) -> str:
    """Give a formula as it reads after rows were added to a sheet.

    Args:
        formula: Without the equals sign.
        growth: How the rows of that sheet move.
        sheet: Name of that sheet.
        here: The formula stands on that sheet, so that references without a sheet mean it.
        in_table: It stands in the row that is copied; its own ranges then grow only where they
            end at a fixed row.
    """

    def place(text: str, about: str | None) -> str:
        mine = here if about is None else about.casefold() == sheet.casefold()
        return _moved_reference(text, growth, in_table=in_table) if mine else text

    return _walk(formula, place)


def copied(formula: str, down: int, right: int = 0) -> str:
    """Give a formula as it reads in a cell further down or right; fixed parts stay.

    Args:
        formula: Without the equals sign.
        down: Rows from the one cell to the other; may be negative.
        right: Columns from the one cell to the other.
    """
    return _walk(formula, lambda text, _about: _copied_reference(text, down, right))


def mentions(formula: str, sheet: str) -> bool:
    """Tell whether a formula names a sheet."""
    found = False

    def look(text: str, about: str | None) -> str:
        nonlocal found
        found = found or (about is not None and about.casefold() == sheet.casefold())
        return text

    _walk(formula, look)
    return found


def letters_of(column: int) -> str:
    """Give the letters of a column, counted from 0."""
    text = ""
    while column >= 0:
        text = chr(65 + column % 26) + text
        column = column // 26 - 1
    return text


def column_of(letters: str) -> int:
    """Give the column, from 0, of its letters."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def cell_of(reference: str) -> tuple[int, int] | None:
    """Read ``C5`` as row from 1 and column from 0; ``None`` where it is no such reference."""
    match = _CELL.fullmatch(reference.strip())
    return (int(match[4]), column_of(match[2])) if match else None


def area_of(reference: str) -> tuple[int, int, int, int] | None:
    """Read ``A5:C14`` as first row, first column, last row, last column."""
    ends = reference.replace("$", "").split(":")
    first, last = cell_of(ends[0]), cell_of(ends[-1])
    if first is None or last is None or len(ends) > 2:
        return None
    return (
        min(first[0], last[0]),
        min(first[1], last[1]),
        max(first[0], last[0]),
        max(first[1], last[1]),
    )


def area_text(first_row: int, first_column: int, last_row: int, last_column: int) -> str:
    """Write an area as ``A5:C14``, one cell as ``A5``."""
    first = f"{letters_of(first_column)}{first_row}"
    last = f"{letters_of(last_column)}{last_row}"
    return first if first == last else f"{first}:{last}"


def _walk(formula: str, place: _Place) -> str:
    """Rewrite every reference of a formula by what ``place`` makes of it and its sheet."""
    parts: list[str] = []
    about: str | None = None
    for match in _TOKEN.finditer(formula):
        text, kind = match[0], match.lastgroup
        if kind == "columns" or (kind in {"cell", "rows"} and _is_reference(text)):
            text = place(text, about)
        parts.append(text)
        about = _sheet_named(text, kind)
    return "".join(parts)


def _sheet_named(text: str, kind: str | None) -> str | None:
    """Give the sheet that the next reference is about; "" for one of another workbook."""
    if kind == "quoted":
        name = text[1:-2].replace("''", "'")
        return "" if "]" in name else name
    if kind == "sheet":
        return text[:-1]
    return "" if kind in {"foreign", "span"} else None


def _is_reference(text: str) -> bool:
    """Tell a cell from a name like ``TAX2018``: columns end at XFD and rows at 1048576."""
    for end in text.split(":"):
        match = _CELL.fullmatch(end.strip()) or _ROW.fullmatch(end.strip())
        if match is None or not 1 <= int(match[match.lastindex or 0]) <= MOST_ROWS:
            return False
        if match.re is _CELL and column_of(match[2]) >= MOST_COLUMNS:
            return False
    return True


def _moved_reference(text: str, growth: Growth, *, in_table: bool) -> str:
    ends = [end.strip() for end in text.split(":")]
    if not ends[0][-1].isdigit():  # whole columns
        return text
    rows = [_parts(end) for end in ends]
    if len(rows) == 1:
        before, row = rows[0]
        return _at(before, growth.row(row))
    order = sorted(rows, key=lambda each: each[1])
    grows = growth.single and (not in_table or order[1][0].endswith("$"))
    first, last = growth.rows(order[0][1], order[1][1], grows=grows)
    if rows == order:
        return f"{_at(rows[0][0], first)}:{_at(rows[1][0], last)}"
    return f"{_at(rows[0][0], last)}:{_at(rows[1][0], first)}"


def _copied_reference(text: str, down: int, right: int) -> str:
    ends = [_copied_end(end.strip(), down, right) for end in text.split(":")]
    return GONE if GONE in ends else ":".join(ends)


def _copied_end(end: str, down: int, right: int) -> str:
    match = _END.fullmatch(end)
    assert match is not None  # noqa: S101 - the token was made of these
    before = _copied_column(match[1], match[2], right)
    if before == GONE or not match[4]:
        return before
    fixed, row = match[3], int(match[4])
    if not match[2]:  # a whole row
        fixed = fixed or match[1]
        before = ""
    return _at(before + fixed, row if fixed else row + down)


def _copied_column(fixed: str, letters: str, right: int) -> str:
    if fixed or not letters or not right:
        return fixed + letters
    column = column_of(letters) + right
    return letters_of(column) if 0 <= column < MOST_COLUMNS else GONE


def _parts(end: str) -> tuple[str, int]:
    """Split ``$C$5`` into ``$C$`` and 5."""
    match = re.fullmatch(r"(\$?[A-Za-z]{0,3}\$?)(\d{1,7})", end)
    assert match is not None  # noqa: S101 - the token was made of these
    return match[1], int(match[2])


def _at(before: str, row: int) -> str:
    return f"{before}{row}" if 1 <= row <= MOST_ROWS else GONE
