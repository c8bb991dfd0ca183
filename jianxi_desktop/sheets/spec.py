"""What is asked of the process that reads a roster."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from jianxi_desktop.schema.fields import Field


@dataclass(frozen=True)
class RosterSpec:
    """What a roster may hold.

    Attributes:
        fields: The fields its columns may be; the required ones must be among them.
        ignored: Captions that are known and not kept, such as 序号 and 年龄.
        given: Field key by caption where a person has decided; ``None`` leaves a column out.
        keep_cells: Whether every row carries its cells as they stand, for the report workbook.
    """

    fields: tuple[Field[Any], ...]
    ignored: tuple[str, ...] = ()
    given: Mapping[str, str | None] = field(default_factory=dict)
    keep_cells: bool = False


@dataclass(frozen=True)
class Pasted:
    """A block copied in a spreadsheet: tab-separated lines, cells with line breaks in quotes."""

    text: str


class SheetSeen(NamedTuple):
    """A sheet that looks like a table.

    Attributes:
        name: Its name.
        rows: Lines below its heading.
        header_row: Row of the heading line, from 1.
        matched: How many fields its heading names.
    """

    name: str
    rows: int
    header_row: int
    matched: int


@dataclass(frozen=True)
class Request:
    """What the reading process is asked, beside the bytes of the file.

    Attributes:
        spec: What the table may hold.
        sheet: The sheet to read; ``None`` for the best one.
        password: The password that opens the file, where a person has given one.
        pasted: Whether the bytes are a pasted block (UTF-8) and not a file.
    """

    spec: RosterSpec
    sheet: str | None = None
    password: str | None = None
    pasted: bool = False
