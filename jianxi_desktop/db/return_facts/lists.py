"""Facts of the three lists: needs, resources and projects, and the units that build along."""

from collections.abc import Iterator

from sqlalchemy import Connection

from jianxi_desktop.db.return_facts.facts import Asked, Fact, Source
from jianxi_desktop.db.return_facts.reading import (
    by_end,
    columns_of,
    first,
    rows_of,
    stood,
    within,
)


def needs(connection: Connection, asked: Asked) -> Iterator[Fact]:
    """Give the needs raised by the day; one without a day counts as raised before."""
    table = asked.scope.table("need")
    there = asked.scope.live("need") & (
        table.c.raised_on.is_(None) | (table.c.raised_on <= asked.until)
    )
    names = ("id", "organisation", "kind", "state", "raised_on", "due_on", "met_on")
    for row in rows_of(connection, table, columns_of(table, *names), there):
        dropped = row["state"] == "dropped"
        met = by_end(asked, row["met_on"]) or (row["state"], row["met_on"]) == ("met", None)
        about = {
            "kind": row["kind"],
            "listed": not dropped,
            "new": within(asked, row["raised_on"]),
            "met": met and not dropped,
            "met_in": within(asked, row["met_on"]) and not dropped,
            "open": not met and not dropped,
            "overdue": not met and not dropped and "" < first(row["due_on"]) < asked.until,
        }
        yield Fact(row["id"], row["organisation"], about)


def resources(connection: Connection, asked: Asked) -> Iterator[Fact]:
    """Give the resources on the list; ``shared`` are those shared on the day.

    One that is only offered has no day, and stands on the list as long as nobody takes it back.
    """
    table = asked.scope.table("resource")
    there = asked.scope.live("resource") & (
        table.c.shared_on.is_(None) | (table.c.shared_on <= asked.until)
    )
    names = ("id", "organisation", "kind", "state", "quantity", "shared_on", "withdrawn_on")
    for row in rows_of(connection, table, columns_of(table, *names), there):
        stands = stood(row["shared_on"], row["withdrawn_on"], asked.until)
        shared = stands and row["shared_on"] is not None
        about = {
            "kind": row["kind"],
            "quantity": row["quantity"] or 0,
            "listed": stands and (shared or row["state"] != "withdrawn"),
            "shared": shared,
            "shared_in": within(asked, row["shared_on"]),
            "withdrawn_in": within(asked, row["withdrawn_on"]),
        }
        yield Fact(row["id"], row["organisation"], about)


def projects(connection: Connection, asked: Asked) -> Iterator[Fact]:
    """Give the projects published by the day; one without a day counts as published before."""
    table = asked.scope.table("project")
    there = asked.scope.live("project") & (
        table.c.published_on.is_(None) | (table.c.published_on <= asked.until)
    )
    columns = columns_of(table, "id", "organisation", "state", "need", "resource", "claimant")
    columns |= columns_of(table, "published_on", "claimed_on", "due_on", "done_on", "satisfaction")
    for row in rows_of(connection, table, columns, there):
        stopped = row["state"] == "stopped"
        done = not stopped and by_end(asked, row["done_on"])
        due = first(row["due_on"])
        about = {
            "listed": not stopped,
            "new": within(asked, row["published_on"]),
            "claimed": not stopped and by_end(asked, row["claimed_on"]),
            "claimed_in": within(asked, row["claimed_on"]),
            "done": done,
            "done_in": done and within(asked, row["done_on"]),
            "late": done and bool(due) and first(row["done_on"]) > due,
            "overdue": not stopped and not done and "" < due < asked.until,
            "satisfaction": row["satisfaction"] if done else None,
            "joined": bool(row["need"] and row["resource"]),
            "claimant": str(row["claimant"]) if row["claimant"] else None,
        }
        yield Fact(row["id"], row["organisation"], about)


def partners(connection: Connection, asked: Asked) -> Iterator[Fact]:
    """Give how units stand to organisations on the day."""
    table = asked.scope.table("organisation_unit")
    holds = asked.scope.standing("organisation_unit", "since", "until")
    names = ("id", "organisation", "unit", "role", "since")
    for row in rows_of(connection, table, columns_of(table, *names), holds):
        about = {
            "role": row["role"],
            "unit": str(row["unit"]),
            "new": within(asked, row["since"]),
        }
        yield Fact(row["id"], row["organisation"], about)


SOURCES = {
    "needs": Source("need", needs),
    "resources": Source("resource", resources),
    "projects": Source("project", projects),
    "partners": Source("organisation_unit", partners),
}
