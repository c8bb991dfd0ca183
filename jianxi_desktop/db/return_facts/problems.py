"""Facts of problems: what was found, where it came from, what is closed, open or late."""

from collections.abc import Iterator

from sqlalchemy import Connection

from jianxi_desktop.db.return_facts.facts import Asked, Fact, Source
from jianxi_desktop.db.return_facts.reading import (
    by_end,
    columns_of,
    first,
    rows_of,
    within,
)


def problems(connection: Connection, asked: Asked) -> Iterator[Fact]:
    """Give the problems found by the day, in the row of the organisation where they are.

    A problem is late from the day after its due day on.
    """
    table = asked.scope.table("problem")
    there = asked.scope.live("problem") & (table.c.found_on <= asked.until)
    names = ("id", "organisation", "source", "found_on", "due_on", "closed_on", "partner")
    for row in rows_of(connection, table, columns_of(table, *names), there):
        due, closed = first(row["due_on"]), by_end(asked, row["closed_on"])
        found_in, closed_in = within(asked, row["found_on"]), within(asked, row["closed_on"])
        about = {
            "source": row["source"],
            "found_in": found_in,
            "closed": closed,
            "closed_in": closed_in,
            "closed_late": closed and bool(due) and first(row["closed_on"]) > due,
            "open": not closed,
            "overdue": not closed and bool(due) and due < asked.until,
            "helped": bool(row["partner"]),
        }
        yield Fact(row["id"], row["organisation"], about)


SOURCES = {"problems": Source("problem", problems)}
