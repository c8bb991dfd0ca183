"""Facts of terms: when each organisation's is due, what was elected, who holds which post."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from jianxi_desktop.db.return_facts.facts import Asked, Fact, Source
from jianxi_desktop.db.return_facts.reading import (
    Row,
    columns_of,
    in_period,
    rows_of,
    within,
)
from jianxi_desktop.db.terms import in_preparation
from jianxi_desktop.domain import election
from jianxi_desktop.domain.calendar import first_day, months_before
from jianxi_desktop.domain.term_rules import due_day, has_terms, over_on, term_limit


def terms(connection: Connection, asked: Asked) -> Iterator[Fact]:
    """Give the organisations that stand and have terms, with the one that runs.

    A term is over on its due day; one that was extended, on the day it was extended to.
    """
    running = _running(connection, asked)
    months = term_limit("reminder", asked.ends) or 0
    then = asked.scope.then
    for row in rows_of(connection, then, columns_of(then, "id", "form", "kind"), asked.scope.stood):
        if not has_terms(row["kind"], row["form"], asked.ends):
            continue
        about: dict[str, Any] = {"form": row["form"], "kind": row["kind"], "has_term": False}
        if (term := running.get(row["id"])) is not None:
            about |= _due(asked, row, term, months)
        yield Fact(row["id"], row["id"], about)


def _running(connection: Connection, asked: Asked) -> dict[UUID, Row]:
    """Find the term that runs on the day, of each organisation the one that began last."""
    table = asked.scope.table("leadership_term")
    names = ("organisation", "starts_on", "years", "due_on", "extended_until")
    runs = asked.scope.standing("leadership_term", "starts_on", "ended_on")
    runs &= table.c.id.not_in(in_preparation())
    found: dict[UUID, Row] = {}
    for row in rows_of(connection, table, columns_of(table, *names), runs):
        before = found.get(row["organisation"])
        if before is None or before["starts_on"] < row["starts_on"]:
            found[row["organisation"]] = row
    return found


def _due(asked: Asked, row: Row, term: Row, months: int) -> dict[str, Any]:
    planned = due_day(term["starts_on"], term["years"], term["due_on"], row["kind"], row["form"])
    due = over_on(planned, term["extended_until"])
    over = bool(due) and first_day(due) <= asked.ends
    return {
        "has_term": True,
        "due_on": due,
        "due_in": within(asked, planned),
        "over": over,
        "soon": bool(due) and not over and months_before(first_day(due), months) <= asked.ends,
        "extended": bool(term["extended_until"])
        and not over
        and bool(planned)
        and first_day(planned) <= asked.ends,
        "renewed": within(asked, term["starts_on"]),
    }


def elections(connection: Connection, asked: Asked) -> Iterator[Fact]:
    """Give the terms that began in the period, with who was to vote and who came.

    ``entitled`` and ``attended`` are there for those of which both are known.
    """
    table = asked.scope.table("leadership_term")
    there = asked.scope.live("leadership_term") & in_period(asked, table.c.starts_on)
    there &= table.c.id.not_in(in_preparation())
    names = ("id", "organisation", "entitled", "attended", "with_congress")
    for row in rows_of(connection, table, columns_of(table, *names), there):
        entitled, attended = row["entitled"], row["attended"]
        known = entitled is not None and attended is not None
        about = {
            "entitled": entitled if known else 0,
            "attended": attended if known else 0,
            "uncounted": not known,
            "too_few": known and attended < election.least_present(entitled, asked.ends),
            "with_congress": bool(row["with_congress"]),
        }
        yield Fact(row["id"], row["organisation"], about)


def posts(connection: Connection, asked: Asked) -> Iterator[Fact]:
    """Give the posts held on the day."""
    table, then = asked.scope.table("post_holding"), asked.scope.then
    holds = asked.scope.standing("post_holding", "starts_on", "ends_on")
    columns = columns_of(table, "id", "organisation", "post", "part_time", "starts_on")
    columns["form"] = then.c.form
    source = table.outerjoin(then, then.c.id == table.c.organisation)
    for row in rows_of(connection, source, columns, holds):
        about = {
            "post": row["post"],
            "form": row["form"],
            "part_time": bool(row["part_time"]),
            "new": within(asked, row["starts_on"]),
        }
        yield Fact(row["id"], row["organisation"], about)


SOURCES = {
    "terms": Source("organisation", terms),
    "elections": Source("leadership_term", elections),
    "posts": Source("post_holding", posts),
}
