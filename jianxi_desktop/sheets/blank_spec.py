"""What is told of a blank table, and what is written into one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal


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
        example_row: A row with an example, or the only one that is filled; given as the first row
            it is written over. 0 where there is none.
        suffix: The ending that its filled copy must have: ``.xlsx``, or ``.xlsm`` with macros.
        tables: The fingerprint of the table on each sheet that was looked at and has one.
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
    example_row: int = 0
    suffix: str = ".xlsx"
    tables: Mapping[str, str] = field(default_factory=dict)


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
