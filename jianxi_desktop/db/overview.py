"""Counts behind the home page that no list counts: what was held, month by month."""

from collections.abc import Iterator
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Connection, and_, func, select

from jianxi_desktop.db.tree import inside
from jianxi_desktop.db.write import table_of
from jianxi_desktop.schema.ledger import Catalog


class Held(NamedTuple):
    """Activities of one kind in one month, ``2026-03``; those after the day are to come."""

    month: str
    kind: str
    later: bool
    number: int


def activities_by_month(
    connection: Connection, catalog: Catalog, top: UUID | None, years: tuple[int, int], day: str
) -> Iterator[Held]:
    """Count the activities of some years by month and kind; a day known to its year has no month.

    Args:
        connection: A reading transaction.
        catalog: The ledgers.
        top: Only what belongs to this organisation or stands below it; ``None``: all.
        years: The first year and the last.
        day: What comes after it is still to come.
    """
    ledger = catalog["activity"]
    table = table_of(ledger)
    month = func.substr(table.c.held_on, 1, 7)
    later = and_(table.c.held_on > day, month >= day[:7])
    wanted = [
        table.c.removed_on.is_(None),
        table.c.held_on >= f"{years[0]:04}",
        table.c.held_on < f"{years[1] + 1:04}",
        func.length(table.c.held_on) >= len("2026-03"),
    ]
    below = None if top is None else inside(catalog, ledger, top)
    if below is not None:
        wanted.append(below)
    found = select(month, table.c.kind, later, func.count()).where(*wanted)
    for row in connection.execute(found.group_by(month, table.c.kind, later)):
        yield Held(row[0], row[1], bool(row[2]), row[3])
