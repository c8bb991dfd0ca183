"""Blank tables from above: understood, and filled with rows in their own format.

A blank is an untrusted file. It is opened, looked at and filled in a process of its own; nothing of
it is rewritten but the cells that are filled and what moves when rows are added.
"""

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from jianxi_desktop.domain.files import write_beside
from jianxi_desktop.domain.progress import Progress
from jianxi_desktop.sheets import blank_process
from jianxi_desktop.sheets.blank_requests import Order, Question
from jianxi_desktop.sheets.blank_spec import Blank, BlankCell, BlankColumn, CellValue, Filled

__all__ = [
    "Blank", "BlankCell", "BlankColumn", "CellValue", "Filled", "fill_blank", "look_at_blank",
]  # fmt: skip


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
    question = Question(sheet, header_row, password, tuple(sorted(set(known))))
    (told,) = blank_process.ask(path, question, progress)
    columns = tuple(BlankColumn(**each) for each in told["columns"])
    beside = tuple(BlankCell(**each) for each in told["fields_beside"])
    return Blank(**{**told, "columns": columns, "fields_beside": beside})


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
    header_row: int | None = None,
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
        number_column: The column for running numbers, from 1 or on from the row above;
            ``None`` for none.
        header_row: The last row of the heading, from 1 (``Blank.header_row``); ``None`` finds it.
        password: Opens an encrypted file.
        progress: Called with rows written and rows in all; may raise to stop.

    Raises:
        InputError: The blank cannot be filled, or a value does not fit into a cell.
        EnvironmentFailure: A file cannot be read or written.
    """
    order = Order(
        sheet,
        first_row,
        tuple(columns),
        [tuple(row) for row in rows],
        tuple((beside or {}).items()),
        number_column,
        header_row,
        password,
        out.suffix.lower(),
    )
    data, extended, notes = blank_process.ask(path, order, progress)
    with write_beside(out) as beside_path:
        beside_path.write_bytes(data)
    return Filled(len(rows), extended, tuple(notes))
