"""Who came to the places (接待统计): visits and people by place and by the way of booking."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final
from uuid import UUID

from jianxi_desktop.db.write import table_of
from jianxi_desktop.domain.progress import Progress, no_progress
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.prints.document import Align
from jianxi_desktop.prints.table import Column
from jianxi_desktop.schema.codes import code_table
from jianxi_desktop.services.document import Document
from jianxi_desktop.services.joint_reading import (
    Row,
    read_names,
    read_organisations,
    read_rows,
)
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.plain_table import PlainTable, print_table
from jianxi_desktop.services.rights import needs

KEY: Final = "booking.figures"
TITLE: Final = "阵地接待统计表"


@needs(Right.VIEW)
def figures(office: Office, month: date, within: UUID | None = None) -> PlainTable:
    """Count visits and people of a month and of the year so far, place by place.

    Only visits that took place count; who came is the number written down, else the number that
    was announced.

    Args:
        office: The open database.
        month: A day of the month.
        within: Only places of this organisation and those below it.
    """
    table = table_of(office.catalog["booking"])
    wanted = (table.c.state == "done") & table.c.held_on.startswith(f"{month.year:04}")
    with office.store.read() as connection:
        rows = read_rows(office, connection, "booking", within, wanted)
        venues = read_names(office, connection, "venue", "name")
        known = read_organisations(office, connection)
    until = f"{month:%Y-%m}"
    every = [row for row in rows if row["held_on"][:7] <= until]
    channels = code_table("booking_channel").labels
    places = sorted({row["venue"] for row in every}, key=lambda each: venues.get(each, ""))
    lines = [
        _line(
            venues.get(each, "（未到）"),
            [row for row in every if row["venue"] == each],
            until,
            channels,
        )
        for each in places
    ]
    ways = tuple(Column(label, 5, Align.RIGHT) for label in channels.values())
    return PlainTable(
        KEY,
        TITLE,
        (
            Column("阵地", 14),
            Column("本月批次", 4.5, Align.RIGHT),
            Column("本月人次", 4.5, Align.RIGHT),
            Column("全年批次", 4.5, Align.RIGHT),
            Column("全年人次", 4.5, Align.RIGHT),
            *ways,
        ),
        (_line("合计", every, until, channels), *lines),
        unit=known.names.get(within or office.top, office.unit.name),
        subtitle=f"{month.year}年{month.month}月，全年累计到本月底",
        note="只计已接待的；没有登记实到人数的按预约人数计。各种预约方式是全年批次。",
    )


@needs(Right.PRINT)
def print_figures(
    office: Office,
    month: date,
    within: UUID | None = None,
    *,
    today: date,
    progress: Progress = no_progress,
) -> Document:
    """Print the count of a month.

    Raises:
        EnvironmentFailure: Fonts are missing.
    """
    table = figures(office, month, within)
    return print_table(office, table, today=today, progress=progress)


def _line(
    label: str, rows: Iterable[Row], until: str, channels: Mapping[str, str]
) -> tuple[str, ...]:
    found = list(rows)
    month = [row for row in found if row["held_on"][:7] == until]
    ways = (str(sum(row["channel"] == each for row in found)) for each in channels)
    numbers = (len(month), _people(month), len(found), _people(found))
    return (label, *(str(each) for each in numbers), *ways)


def _people(rows: Iterable[Row]) -> int:
    return sum(row["headcount"] or 0 if row["present"] is None else row["present"] for row in rows)


PAPERS: Final = ((KEY, TITLE, print_figures),)
