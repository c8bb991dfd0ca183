"""Blank tables from above: understood, and filled with rows in their own format.

A blank is an untrusted file. It is opened, looked at and filled in a process of its own; nothing of
it is rewritten but the cells that are filled and what moves when rows are added.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Literal

from jianxi_desktop.domain.progress import Progress


@dataclass(frozen=True)
class BlankColumn:
    """One column of the table in a blank.

    Attributes:
        place: Column of the sheet, from 0; where its values are written.
        caption: What the last line of the heading says.
        group: What the lines above say over it, joined by a space; empty where nothing does.
        sample: What an example, a hint or the first filled row says in it.
        number_format: Format code of its first free cell: ``General``, ``@``, ``yyyy/m/d``.
        choices: What its drop-down list offers, in order; empty where there is none.
        computed: It holds formulas, which are never overwritten.
        numbered: It holds running numbers already, which go on in added rows.
    """

    place: int
    caption: str
    group: str = ""
    sample: str = ""
    number_format: str = "General"
    choices: tuple[str, ...] = ()
    computed: bool = False
    numbered: bool = False


@dataclass(frozen=True)
class BlankCell:
    """A labelled place outside the table, such as 填报单位：____.

    Attributes:
        row: Row of the cell that is written to, from 1.
        column: Column of it, from 0.
        label: The label without its colon: 填报单位, 填表人, 填报日期.
        inside: The value goes behind the colon in the cell of the label itself.
        part: Which of several labels in one cell, from 0.
        is_day: It waits for a day: 填报日期：    年  月  日.
    """

    row: int
    column: int
    label: str
    inside: bool = False
    part: int = 0
    is_day: bool = False


@dataclass(frozen=True)
class Blank:
    """A blank table, understood.

    Attributes:
        sheet: The sheet the table stands on.
        sheets: All visible sheets.
        title: The line above the table, such as 党员基本信息采集表.
        header_row: Last row of the heading, from 1.
        first_row: First row that is free for values.
        free_rows: How many rows of values fit before a total, a footnote or the format's end.
        columns: Its columns from left to right.
        fields_beside: Labelled cells outside the table.
        notes: Chinese remarks: protection, macros, examples, rows that are filled already.
        fingerprint: Names a blank by its captions alone, wherever the table stands.
        suffix: The ending that its filled copy must have: ``.xlsx``, or ``.xlsm`` with macros.
    """

    sheet: str
    sheets: tuple[str, ...]
    title: str
    header_row: int
    first_row: int
    free_rows: int
    columns: tuple[BlankColumn, ...]
    fields_beside: tuple[BlankCell, ...]
    notes: tuple[str, ...]
    fingerprint: str
    suffix: str = ".xlsx"


@dataclass(frozen=True)
class CellValue:
    """What is written into one cell.

    Attributes:
        kind: ``text`` (also what begins with ``=``), ``number``, ``day`` (ISO text, written as a
            date; in a cell without a date format as yyyy-mm-dd) or ``quoted`` (text with the
            apostrophe mark).
        value: The text, number or ISO day.
    """

    kind: Literal["text", "number", "day", "quoted"]
    value: str | int | Decimal


@dataclass(frozen=True)
class Filled:
    """What was written.

    Attributes:
        rows: How many rows of values.
        extended_rows: How many formatted rows had to be added.
        notes: Chinese remarks: computed columns left alone, protection, merged cells.
    """

    rows: int
    extended_rows: int
    notes: tuple[str, ...]


def look_at_blank(
    path: Path,
    *,
    sheet: str | None = None,
    header_row: int | None = None,
    password: str | None = None,
    known: Collection[str] = (),
    progress: Progress | None = None,
) -> Blank:
    """Open a blank in a process of its own and find the table in it.

    Args:
        path: The blank: xlsx, xlsm, xltx, or an et that is one of these inside.
        sheet: The sheet to take; ``None`` for the one with the best heading.
        header_row: The last row of the heading, from 1, where a person has said so.
        password: Opens an encrypted file; the filled copy is without one.
        known: Captions that the program knows; they help to tell a heading from other lines.
        progress: Called now and then; may raise to stop.

    Raises:
        InputError: It is no blank that can be filled; the message says why and what to do.
        EnvironmentFailure: The file is not there, not readable or its drive is gone.
    """
    raise NotImplementedError


def fill_blank(
    path: Path,
    out: Path,
    *,
    sheet: str,
    first_row: int,
    columns: Sequence[int],
    rows: Sequence[Sequence[CellValue | None]],
    beside: Mapping[BlankCell, CellValue] | None = None,
    number_column: int | None = None,
    password: str | None = None,
    progress: Progress | None = None,
) -> Filled:
    """Write rows into a blank and save the copy; everything else in the file stays as it is.

    Args:
        path: The blank.
        out: The filled copy; may be the blank itself. Its ending must fit ``Blank.suffix``.
        sheet: The sheet of the table.
        first_row: The first row to write to, from 1 (``Blank.first_row``).
        columns: Column of the sheet, from 0, for each value of a row (``BlankColumn.place``).
        rows: The values; ``None`` leaves a cell empty.
        beside: Values of labelled cells (``Blank.fields_beside``).
        number_column: The column for running numbers from 1; ``None`` for none.
        password: Opens an encrypted file.
        progress: Called with rows written and rows in all; may raise to stop.

    Raises:
        InputError: The blank cannot be filled, or a value does not fit into a cell.
        EnvironmentFailure: A file cannot be read or written.
    """
    raise NotImplementedError
