"""Facts of bookings: who came in the period, how it was asked for, how many people it brought."""

from collections.abc import Iterator

from sqlalchemy import Connection

from jianxi_desktop.db.return_facts.facts import Asked, Fact, Source
from jianxi_desktop.db.return_facts.reading import columns_of, in_period, rows_of


def bookings(connection: Connection, asked: Asked) -> Iterator[Fact]:
    """Give the bookings for days of the period, whatever became of them.

    ``people`` are those who came; where that is not known, who was announced.
    """
    table, venue = asked.scope.table("booking"), asked.scope.table("venue")
    there = asked.scope.live("booking") & in_period(asked, table.c.held_on)
    columns = columns_of(table, "id", "channel", "state", "headcount", "present")
    columns |= {
        "organisation": venue.c.organisation,
        "kind": venue.c.kind,
        "base_type": venue.c.base_type,
    }
    source = table.outerjoin(venue, venue.c.id == table.c.venue)
    for row in rows_of(connection, source, columns, there):
        came = row["headcount"] if row["present"] is None else row["present"]
        about = {
            "channel": row["channel"],
            "state": row["state"],
            "kind": row["kind"],
            "base_type": row["base_type"],
            "people": came or 0,
        }
        yield Fact(row["id"], row["organisation"], about)


SOURCES = {"bookings": Source("booking", bookings)}
