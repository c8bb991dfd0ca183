"""What is due on paper: a list to take to a meeting, each unit's things together."""

from datetime import date
from typing import Final
from uuid import UUID

from jianxi_desktop.domain.calendar import show_day
from jianxi_desktop.domain.due import BANDS, Due, band_of, days_left
from jianxi_desktop.domain.progress import Progress, no_progress
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.prints.document import Align
from jianxi_desktop.prints.table import Column
from jianxi_desktop.services.attention import Attention, attention
from jianxi_desktop.services.document import Document
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.plain_table import PlainTable, print_table
from jianxi_desktop.services.rights import needs

KEY, TITLE = "attention.list", "到期和逾期事项清单"
_COLUMNS: Final = (
    Column("序号", 3, Align.CENTER),
    Column("要办的事", 24),
    Column("类别", 6.4),
    Column("单位", 13),
    Column("最迟", 7, Align.CENTER),
    Column("期限", 5.6, Align.CENTER),
)


@needs(Right.PRINT)
def print_attention(
    office: Office,
    day: date,
    organisation: UUID | None = None,
    *,
    today: date,
    progress: Progress = no_progress,
) -> Document:
    """Print what is overdue and due, unit by unit in the order of the tree.

    Args:
        office: The open database.
        day: The day it is counted from.
        organisation: Only what stands at or below it; ``None``: all that the account may see.
        today: The day of printing.
        progress: Told how far it is.

    Raises:
        InputError: The organisation is not this account's to see.
        EnvironmentFailure: Fonts are missing.
    """
    found = attention(office, day, organisation)
    order = {name: place for place, name in enumerate(found.names.values())}
    items = sorted(found.items, key=lambda each: order.get(found.name_of(each), -1))
    counts = found.counts()
    table = PlainTable(
        KEY,
        TITLE,
        _COLUMNS,
        tuple(_row(at, each, found) for at, each in enumerate(items, start=1)),
        unit=found.names.get(found.top, office.unit.name),
        subtitle=show_day(day.isoformat()),
        note="　".join(f"{text}{counts[band]}件" for band, text in BANDS.items())
        + "。含姓名，内部使用，注意保管。",
    )
    return print_table(office, table, today=today, progress=progress)


def _row(number: int, item: Due, found: Attention) -> tuple[str, ...]:
    left = days_left(item.due_on, found.as_of)
    band = BANDS[band_of(item.due_on, found.as_of)]
    doubt = "（依据待核实）" if item.unverified and "待核实" not in item.text else ""
    return (
        str(number),
        item.text + doubt,
        found.titles[item.kind],
        found.name_of(item) or "本单位",
        show_day(item.due_on),
        f"逾期{-left}天" if left < 0 else band if left == 0 else f"还有{left}天",
    )
