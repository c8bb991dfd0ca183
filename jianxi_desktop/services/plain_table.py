"""A table that a page shows, on paper and as a workbook: the same columns, rows and words."""

import io
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from jianxi_desktop.domain import calendar
from jianxi_desktop.domain.progress import Progress, no_progress
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.prints.table import Column, TableSpec, draw_table
from jianxi_desktop.schema.fields import Text
from jianxi_desktop.services import leaving
from jianxi_desktop.services.document import Document, document_of
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.rights import needs


@dataclass(frozen=True)
class PlainTable:
    """A table of words.

    Attributes:
        key: What the journal calls it, such as ``joint.overview``.
        title: Its title.
        columns: Its columns.
        rows: Its cells.
        unit: Whose it is.
        subtitle: The day or period it holds for.
        note: What is to be known of it.
        landscape: Whether the sheet lies on its side.
    """

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...] = field(repr=False)
    unit: str = ""
    subtitle: str = ""
    note: str = ""
    landscape: bool = True


@needs(Right.PRINT)
def print_table(
    office: Office, table: PlainTable, *, today: date, progress: Progress = no_progress
) -> Document:
    """Print a table.

    Raises:
        EnvironmentFailure: Fonts are missing.
    """
    spec = TableSpec(
        title=table.title,
        columns=table.columns,
        rows=table.rows,
        unit=table.unit or office.unit.name,
        subtitle=table.subtitle,
        landscape=table.landscape,
        note=table.note,
        printed_on=calendar.show_day(today.isoformat()),
        printed_by=leaving.signature(office, today),
    )
    stream = io.BytesIO()
    drawn = draw_table(stream, spec, progress)
    told = {"paper": table.key, "rows": len(table.rows), "full_numbers": False}
    return document_of(table.title, stream, drawn, told)


@needs(Right.EXPORT)
def save_table(office: Office, table: PlainTable, path: Path) -> int:
    """Write a table as a workbook; give how many rows it has.

    Raises:
        EnvironmentFailure: The workbook could not be written.
    """
    from jianxi_desktop.sheets.table import write_table

    fields = tuple(Text(each.caption, width=max(round(each.width), 2)) for each in table.columns)
    title = f"{table.title}（{table.subtitle}）" if table.subtitle else table.title
    signed = leaving.signature(office)
    written = write_table(path, title, fields, table.rows, masked=False, signed=signed)
    leaving.note_file(office, "export", path, None, paper=table.key, rows=written)
    return written
