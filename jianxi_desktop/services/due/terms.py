"""Terms that are over or soon over, and elections whose day has come."""

from collections.abc import Iterator
from datetime import date

from jianxi_desktop.db import as_of, terms
from jianxi_desktop.db.terms import Row
from jianxi_desktop.domain.calendar import first_day, show_day
from jianxi_desktop.domain.due import Due
from jianxi_desktop.domain.rule_tables import is_unverified
from jianxi_desktop.domain.term_rules import (
    LAST_MONTH,
    OVER,
    due_day,
    has_terms,
    state_of,
    term_rule,
)
from jianxi_desktop.services.due.asked import Asked

PAGE = "terms"


def due_terms(asked: Asked) -> Iterator[Due]:
    """Give every organisation's term by its last day; one that is being renewed by that day."""
    catalog, connection, day = asked.office.catalog, asked.connection, asked.day
    running = terms.running_on(connection, catalog, day, asked.top)
    prepared = terms.prepared(connection, catalog, asked.top)
    for row in as_of.organisations_on(connection, catalog, day):
        one = row["id"]
        if not row["standing"] or not has_terms(row["kind"], row["form"], day):
            continue
        if (waiting := prepared.get(one)) is not None:
            yield _election(row, waiting, day)
        elif (term := running.get(one)) is not None:
            yield from _term(row, term, day)


def _term(row: Row, term: Row, day: date) -> Iterator[Due]:
    start, kind, form = term["starts_on"], row["kind"], row["form"]
    planned = due_day(start, term["years"], term["due_on"], kind, form)
    found = state_of(start, planned, term["extended_until"], day)
    if not found.due_on:
        return
    extended = "（已延期）" if found.due_on != planned else ""
    if found.state == OVER:
        told = f"“{row['name']}”{term['name']}班子已到届{extended}，请抓紧换届或报批延期"
    else:
        told = f"“{row['name']}”{term['name']}班子到届{extended}，请提前准备换届"
    sort = "term_month" if found.state in (OVER, LAST_MONTH) else "term"
    rule = term_rule(kind, form, first_day(start))
    doubted = not term["years"] and not term["due_on"] and rule is not None and is_unverified(rule)
    one = row["id"]
    yield Due(sort, found.due_on, told, one, "leadership_term", term["id"], PAGE, str(one), doubted)


def _election(row: Row, term: Row, day: date) -> Due:
    start, one = term["starts_on"], row["id"]
    if first_day(start) <= day:
        told = f"“{row['name']}”{term['name']}的选举还没有完成，请录入票数、完成换届"
    else:
        told = f"“{row['name']}”{show_day(start)}换届选举，请准备好选票和名单"
    return Due("term", start, told, one, "leadership_term", term["id"], "election", str(term["id"]))
