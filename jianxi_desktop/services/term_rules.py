"""What is asked and written when a term, a candidate or a post is saved.

The rules stand in ``save_rules``. A term that is followed by another one closes itself; the rest
is only said on the form, and keeps nobody from saving.
"""

from collections.abc import Collection, Iterator, Mapping
from itertools import pairwise
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from jianxi_desktop.db import lookup, terms, write
from jianxi_desktop.db.figures import statuses_below
from jianxi_desktop.db.store import Change
from jianxi_desktop.domain import calendar, election
from jianxi_desktop.domain.calendar import first_day, months_before, show_day
from jianxi_desktop.domain.election import Poll
from jianxi_desktop.domain.term_rules import (
    due_day,
    is_before,
    is_too_long,
    latest_extension,
    term_limit,
)
from jianxi_desktop.schema.ledger import Issue, Values
from jianxi_desktop.services.office import Office

Row = Mapping[str, Any]
_SEEN = frozenset({"quorum", "ballots_out", "void", "valid_votes"})  # the ledger says the rest
_FIELDS = {"quorum": "attended", "void": "ballots_back"}


def keep_term(
    office: Office, change: Change, record_id: UUID, before: Mapping[str, Any] | None
) -> None:
    """Close the terms before one that was saved, once it is in effect."""
    del before
    rows = lookup.existing(change.connection, office.catalog["leadership_term"], "id", [record_id])
    close_earlier(office, change, [row["organisation"] for row in rows])


def keep_candidate(
    office: Office, change: Change, record_id: UUID, before: Mapping[str, Any] | None
) -> None:
    """Close the terms before one whose first candidate was elected."""
    del before
    found = lookup.existing(
        change.connection, office.catalog["election_candidate"], "id", [record_id]
    )
    for row in found:
        if row["elected"]:
            keep_term(office, change, row["term"], None)


def close_earlier(office: Office, change: Change, organisations: Collection[UUID]) -> list[str]:
    """End every open term of some organisations on the day the next one began; give their names.

    One whose election is still to come, or was announced and not finished, closes nothing.
    """
    today = calendar.today().isoformat()
    edits, names = list[write.Edit](), list[str]()
    found = terms.in_effect(change.connection, office.catalog, set(organisations))
    for every in found.values():
        begun = [row for row in every if row["starts_on"] <= today]
        for row, after in pairwise(begun):
            if row["ended_on"] is None and row["starts_on"] < after["starts_on"]:
                ended = {"ended_on": after["starts_on"]}
                edits.append(write.Edit(row["id"], ended, row["version"]))
                names.append(str(row["name"]))
    write.update_rows(change, office.catalog["leadership_term"], edits)
    return names


def look_at_term(
    office: Office, connection: Connection, values: Values, record_id: UUID | None
) -> tuple[Issue, ...]:
    """Say on the form what is odd about a term: its length, its extension, its election."""
    one, start = values.get("organisation"), values.get("starts_on")
    found = lookup.existing(connection, office.catalog["organisation"], "id", [one])
    if not found or not start:
        return ()
    planned = due_day(
        start, values.get("years"), values.get("due_on"), found[0]["kind"], found[0]["form"]
    )
    return (
        *_extension(values, planned),
        *_following(office, connection, values, record_id, found[0]),
        *_congress(office, connection, values),
        *_election(values),
    )


def look_at_post(
    office: Office, connection: Connection, values: Values, record_id: UUID | None
) -> tuple[Issue, ...]:
    """Say on the form what is odd about a post: outside its term, a second secretary."""
    one, begins = values.get("organisation"), values.get("starts_on")
    issues = list[Issue]()
    held = (
        lookup.existing(connection, office.catalog["leadership_term"], "id", [values["term"]])
        if values.get("term")
        else []
    )
    for term in held:
        issues += _within(term, values)
    if values.get("post") == "secretary" and one is not None and not values.get("ends_on"):
        others = [
            each.name
            for each in terms.posts_on(
                connection, office.catalog, calendar.today(), organisation=one
            )
            if each.post == "secretary" and each.id != record_id
        ]
        if others and begins:
            told = f"{'、'.join(others)}的书记职务还没有离任日期，请先填写，或核对"
            issues.append(Issue("post", "second_secretary", "warning", told))
    return tuple(issues)


def _within(term: Row, values: Values) -> Iterator[Issue]:
    begins, ends = values.get("starts_on"), values.get("ends_on")
    if term["organisation"] != values.get("organisation"):
        told = f"“{term['name']}”是另一个党组织的届次，请改选"
        yield Issue("term", "other_term", "warning", told)
    if begins and is_before(begins, term["starts_on"]):
        told = f"任职日期早于本届开始的日期（{show_day(term['starts_on'])}），请核对"
        yield Issue("starts_on", "before_term", "warning", told)
    last = term["ended_on"]
    if last and begins and is_before(last, begins):
        told = f"本届已于{show_day(last)}结束，任职日期在那以后，请核对"
        yield Issue("starts_on", "after_term", "warning", told)
    if last and ends and is_before(last, ends):
        told = f"本届已于{show_day(last)}结束，离任日期在那以后，请核对"
        yield Issue("ends_on", "after_term", "warning", told)


def _extension(values: Values, planned: str) -> Iterator[Issue]:
    until, today = values.get("extended_until"), calendar.today()
    if not until:
        return
    if planned and is_before(until, planned):
        told = f"早于到届日期（{show_day(planned)}），不算延期"
        yield Issue("extended_until", "no_extension", "warning", told)
    if is_too_long(planned, until, today):
        latest = show_day(latest_extension(planned, today))
        yield Issue("extended_until", "too_long", "warning", f"超过了规定，最迟延到{latest}")
    if not values.get("extension_document"):
        told = "延期要报上级批准，请填写批复文号"
        yield Issue("extension_document", "no_document", "warning", told)


def _following(
    office: Office, connection: Connection, values: Values, record_id: UUID | None, one: Row
) -> Iterator[Issue]:
    """Say what becomes of the term before, and whether the new one comes early."""
    start, today = values["starts_on"], calendar.today()
    every = terms.in_effect(connection, office.catalog, [one["id"]])[one["id"]]
    earlier = [r for r in every if r["id"] != record_id and r["starts_on"] < start]
    if not earlier or values.get("ended_on"):
        return
    last = earlier[-1]
    planned = due_day(last["starts_on"], last["years"], last["due_on"], one["kind"], one["form"])
    months = term_limit("advance", today)
    if planned and months and first_day(start) < months_before(first_day(planned), months):
        told = f"比“{last['name']}”到届（{show_day(planned)}）提前了{months}个月以上，请核对"
        yield Issue("starts_on", "early", "warning", told)
    if last["ended_on"] is None and start <= today.isoformat():
        told = f"保存后，“{last['name']}”的实际结束日期记为{show_day(start)}"
        yield Issue("starts_on", "closes", "warning", told)


def _congress(office: Office, connection: Connection, values: Values) -> Iterator[Issue]:
    if not values.get("with_congress"):
        return
    today, one = calendar.today(), values["organisation"]
    least = term_limit("congress", today)
    members = sum(statuses_below(connection, office.catalog, one, today).values())
    if least is not None and members < least:
        told = f"现有党员{members}名，一般{least}名以上或居住分散的才召开党员代表大会，请核对"
        yield Issue("with_congress", "congress", "warning", told)


def _election(values: Values) -> Iterator[Issue]:
    names = ("entitled", "attended", "seats", "ballots_out", "ballots_back", "valid_votes")
    poll = Poll(*(values.get(name) for name in names))
    for each in election.findings(poll, (), calendar.today()):
        if each.code in _SEEN:
            field = _FIELDS.get(each.code, each.code)
            yield Issue(field, each.code, "warning", each.text.rstrip("。"))
