"""The list of terms that are due (到届预警表), on paper and as a workbook."""

from collections.abc import Iterator
from datetime import date
from typing import Final
from uuid import UUID

from jianxi_desktop.domain import calendar, term_rules
from jianxi_desktop.domain.calendar import show_day
from jianxi_desktop.domain.progress import Progress, no_progress
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.domain.rule_tables import rows_on, with_doubt
from jianxi_desktop.prints.document import Align
from jianxi_desktop.prints.table import Column
from jianxi_desktop.services.document import Document
from jianxi_desktop.services.elections import Election
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.plain_table import PlainTable, print_table
from jianxi_desktop.services.rights import needs
from jianxi_desktop.services.terms import TermBoard, TermRow, board

DUE, DUE_TITLE = "terms.due", "到届预警表"
_MIDDLE: Final = Align.CENTER
_LISTED: Final = (
    term_rules.OVER,
    term_rules.LAST_MONTH,
    term_rules.SOON,
    term_rules.EXTENDED,
    term_rules.UNKNOWN,
)


def due_table(office: Office, found: TermBoard) -> PlainTable:
    """Make the list of whose term is over, soon over, extended, or not recorded."""
    day = found.day
    rows = [row for row in found.rows if row.state.state in _LISTED or row.preparing]
    return PlainTable(
        DUE,
        DUE_TITLE,
        (
            Column("序号", 3, _MIDDLE),
            Column("党组织", 13),
            Column("本届", 5, _MIDDLE),
            Column("换届日期", 6.5, _MIDDLE),
            Column("到届日期", 6.5, _MIDDLE),
            Column("批准延期至", 6.5, _MIDDLE),
            Column("状况", 9, _MIDDLE),
            Column("天数", 4.5, _MIDDLE),
            Column("书记", 5, _MIDDLE),
            Column("备注", 13),
        ),
        tuple(_cells(at, row) for at, row in enumerate(rows, 1)),
        unit=office.unit.name,
        subtitle=f"截至{show_day(day.isoformat())}",
        note=_note(day),
    )


@needs(Right.PRINT)
def print_due(
    office: Office,
    day: date,
    organisation: UUID | None = None,
    *,
    today: date | None = None,
    progress: Progress = no_progress,
) -> Document:
    """Print the list of terms that are due on a day.

    Raises:
        InputError: The organisation is not this person's to see.
        EnvironmentFailure: Fonts are missing.
    """
    table = due_table(office, board(office, day, organisation))
    return print_table(office, table, today=today or calendar.today(), progress=progress)


def extension_told(row: TermRow, found: Election) -> str:
    """Say of a term, before its extension is written down, until when it may be extended."""
    told = f"“{row.name}”{found.values['name']}"
    if not row.planned:
        return f"{told}延期到哪一天？"
    latest = term_rules.latest_extension(row.planned, calendar.today())
    return f"{told}{show_day(row.planned)}到届，最迟可延到{show_day(latest)}。" if latest else told


def _cells(at: int, row: TermRow) -> tuple[str, ...]:
    days = row.state.days
    shown = "" if days is None else f"超{-days}天" if days < 0 else f"{days}天"
    return (
        str(at),
        row.name,
        row.term_name,
        row.starts_on,
        row.planned,
        row.extended_until,
        row.told,
        shown,
        row.secretary,
        " ".join(row.remarks),
    )


def _note(day: date) -> str:
    """Name the rules behind the list, and which of them nobody has verified."""
    return "任期依据：" + "；".join(dict.fromkeys(_rules(day))) + "。到届前6个月、1个月提醒。"


def _rules(day: date) -> Iterator[str]:
    for row in (*rows_on("term_years", day), *rows_on("term_limits", day)[:1]):
        yield with_doubt(row["source"].removeprefix("[unverified]").strip(), row)
