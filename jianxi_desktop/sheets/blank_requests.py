"""What is asked of the process that opens a blank."""

from collections.abc import Sequence
from typing import NamedTuple

from jianxi_desktop.sheets.blank_spec import BlankCell, CellValue

# The bundled program starts itself with this word to become that process.
FLAG = "--read-blank"


class Question(NamedTuple):
    """What is asked about a blank; the arguments of ``look_at_blank``."""

    sheet: str | None = None
    header_row: int | None = None
    password: str | None = None
    known: tuple[str, ...] = ()


class Order(NamedTuple):
    """What is written; the arguments of ``fill_blank``."""

    sheet: str
    first_row: int
    columns: tuple[int, ...]
    rows: Sequence[Sequence[CellValue | None]]
    beside: Sequence[tuple[BlankCell, CellValue]] = ()
    number_column: int | None = None
    header_row: int | None = None
    password: str | None = None
    suffix: str = ".xlsx"
