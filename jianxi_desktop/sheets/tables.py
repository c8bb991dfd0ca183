"""One file that people bring as a book of tables, whatever kind of file it is."""

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from jianxi_desktop.sheets import guard
from jianxi_desktop.sheets.guard import Refusal
from jianxi_desktop.sheets.hidden import (
    NOTHING_HIDDEN,
    Hidden,
    hidden_in,
    is_locked,
    starts_in_1904,
)
from jianxi_desktop.sheets.merged import merges_in
from jianxi_desktop.sheets.merges import Merge
from jianxi_desktop.sheets.precision import Precision, precision_in
from jianxi_desktop.sheets.spec import Request

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook


class Table(Protocol):
    """A sheet, as the library that reads workbooks gives one."""

    @property
    def width(self) -> int:
        """Cells in a line."""

    @property
    def height(self) -> int:
        """Lines from the first to the last that hold something."""

    @property
    def start(self) -> tuple[int, int] | None:
        """Row and column, from 0, of the first cell."""

    @property
    def end(self) -> tuple[int, int] | None:
        """Row and column, from 0, of the last cell."""

    @property
    def merged_cell_ranges(self) -> list[Merge] | None:
        """Merged ranges; ``None`` where the reader of this kind of file does not tell them."""

    def iter_rows(self) -> Iterator[Sequence[Any]]:
        """Give the lines from the first row of the sheet."""


@dataclass(frozen=True)
class Book:
    """The tables of one file.

    Attributes:
        shown: Names of the sheets that people see.
        unseen: Names of the hidden ones.
        table: Gives a sheet by its name.
        hidden: Tells the hidden rows and columns of a sheet.
        precision: Tells which date cells of a sheet show no day.
        merges: Gives the merged ranges of a sheet that does not tell them itself; ``None``
            where they cannot be found out.
        notes: Chinese remarks about the file.
        from_1904: Whether its days are counted from 1904.
        of_text: Whether it is a text, in which numbers are written as they were shown.
    """

    shown: tuple[str, ...]
    unseen: tuple[str, ...]
    table: Callable[[str], Table]
    hidden: Callable[[str], Hidden]
    precision: Callable[[str], Precision]
    merges: Callable[[str], list[Merge] | None]
    notes: tuple[str, ...] = ()
    from_1904: bool = False
    of_text: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """Names of all sheets."""
        return (*self.shown, *self.unseen)


def open_book(request: Request, data: bytes) -> Book | Refusal:
    """Open a file of any kind; unlock it where that can be done."""
    if request.pasted:
        return _text_book(data, pasted=True)
    refusal = guard.look(data)
    if refusal is guard.TEXT:
        return _text_book(data, pasted=False)
    if refusal is guard.PASSWORD:
        return _unlocked_book(request, data)
    return refusal or _workbook(request, data)


def _text_book(data: bytes, *, pasted: bool) -> Book | Refusal:
    from jianxi_desktop.sheets.delimited import read_text

    read = read_text(data, pasted=pasted)
    if isinstance(read, Refusal):
        return read
    table, notes = read
    return Book(
        (table.name,),
        (),
        lambda _name: table,
        lambda _name: NOTHING_HIDDEN,
        lambda _name: {},
        lambda _name: [],
        notes,
        of_text=True,
    )


def _unlocked_book(request: Request, data: bytes) -> Book | Refusal:
    from jianxi_desktop.sheets.unlocked import unlock

    opened = unlock(data, request.password)
    if isinstance(opened, Refusal):
        return opened
    refusal = guard.look(opened)
    if refusal is not None:
        return guard.LOCKED if refusal is guard.PASSWORD else refusal
    return _workbook(request, opened, unlocked=True)


def _workbook(request: Request, data: bytes, *, unlocked: bool = False) -> Book | Refusal:
    from python_calamine import CalamineError, CalamineWorkbook

    if is_locked(data):
        return guard.LOCKED if unlocked else _unlocked_book(request, data)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    except (CalamineError, OSError):
        return guard.DAMAGED
    except MemoryError:
        return guard.TOO_MUCH
    shown, unseen = _names(book)
    return Book(
        shown,
        unseen,
        book.get_sheet_by_name,
        lambda name: hidden_in(data, book.sheet_names.index(name)),
        lambda name: precision_in(data, book.sheet_names.index(name)),
        lambda name: merges_in(data, book.sheet_names.index(name)),
        from_1904=starts_in_1904(data),
    )


def _names(book: "CalamineWorkbook") -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Name the sheets of cells: those that people see, then the hidden ones."""
    sheets = [each for each in book.sheets_metadata if str(each.typ).endswith("WorkSheet")]
    if not sheets:
        return tuple(book.sheet_names), ()
    shown = tuple(each.name for each in sheets if str(each.visible).endswith(".Visible"))
    return shown, tuple(each.name for each in sheets if each.name not in shown)
