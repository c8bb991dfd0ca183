"""Facts of venues: what is in use, how large, what was spent on it."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import Connection

from jianxi_desktop.db.return_facts.facts import Asked, Fact, Source
from jianxi_desktop.db.return_facts.reading import columns_of, rows_of, since, within

_AREAS = ("office_area", "service_area", "office_before", "service_before", "capacity")


def venues(connection: Connection, asked: Asked) -> Iterator[Fact]:
    """Give the venues that are in use on the day; areas that are not known are nought."""
    table = asked.scope.table("venue")
    in_use = asked.scope.standing("venue", "opened_on", "closed_on")
    names = ("id", "organisation", "kind", "base_type", "bookable", "opened_on", *_AREAS)
    for row in rows_of(connection, table, columns_of(table, *names), in_use):
        about = {
            "kind": row["kind"],
            "base_type": row["base_type"],
            "bookable": bool(row["bookable"]),
            "new": within(asked, row["opened_on"]),
            **{area: row[area] or 0 for area in _AREAS},
        }
        yield Fact(row["id"], row["organisation"], about)


def spending(connection: Connection, asked: Asked) -> Iterator[Fact]:
    """Give what was spent in the year up to the day; ``in_period`` says what in the period."""
    table, venue = asked.scope.table("expenditure"), asked.scope.table("venue")
    year = min(asked.begins, date(asked.ends.year, 1, 1)).isoformat()
    there = (
        asked.scope.live("expenditure")
        & since(table.c.spent_on, year)
        & (table.c.spent_on <= asked.until)
    )
    columns = columns_of(table, "id", "amount", "spent_on", "purpose", "source")
    columns |= {"organisation": venue.c.organisation, "kind": venue.c.kind}
    source = table.outerjoin(venue, venue.c.id == table.c.venue)
    for row in rows_of(connection, source, columns, there):
        about = {
            "amount": row["amount"],
            "in_period": within(asked, row["spent_on"]),
            "purpose": row["purpose"],
            "source": row["source"],
            "kind": row["kind"],
        }
        yield Fact(row["id"], row["organisation"], about)


SOURCES = {
    "venues": Source("venue", venues),
    "spending": Source("expenditure", spending),
}
