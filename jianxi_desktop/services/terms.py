"""The terms of all organisations of an office: which are due, which are being renewed, what is odd.

What is shown is worked out anew each time from records and rules; nothing of it is stored.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection

from jianxi_desktop.db import as_of, figures, terms
from jianxi_desktop.db.terms import Held
from jianxi_desktop.domain import calendar
from jianxi_desktop.domain import organisation as tree
from jianxi_desktop.domain.calendar import first_day, show_day
from jianxi_desktop.domain.committee import OUTSIDE, odd_about
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.domain.rule_tables import is_unverified, with_doubt
from jianxi_desktop.domain.term_rules import (
    EXTENDED,
    LAST_MONTH,
    OVER,
    RUNNING,
    SOON,
    UNKNOWN,
    TermState,
    due_day,
    has_terms,
    is_too_long,
    latest_extension,
    state_of,
    term_rule,
)
from jianxi_desktop.services import scope
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.rights import needs

Row = Mapping[str, Any]
STATES: Final[Mapping[str, str]] = {
    OVER: "已到届",
    LAST_MONTH: "一个月内到届",
    SOON: "六个月内到届",
    UNKNOWN: "未登记届次",
    EXTENDED: "延期中",
    RUNNING: "任期内",
}
PREPARING: Final = "preparing"


@dataclass(frozen=True)
class TermRow:
    """An organisation that has terms, and how its term stands.

    Attributes:
        organisation: The organisation.
        name: What it is called.
        form: Code of ``organisation_form``.
        secretary: Who leads it; empty: nobody is known.
        committee: How many hold a post in its leadership.
        full_members: Full members in it and below it.
        term: The term that runs; ``None``: none is recorded.
        term_name: What it is called.
        starts_on: When it began; empty: none is recorded.
        planned: When it is over without an extension; empty: nothing says so.
        extended_until: Until when it was extended; empty: it was not.
        state: How it stands.
        preparing: The term whose election is being prepared; ``None``: none is.
        election_on: The day of that election; empty: none is prepared.
        remarks: What is odd, in words.
    """

    organisation: UUID
    name: str
    form: str
    secretary: str
    committee: int
    full_members: int
    term: UUID | None
    term_name: str
    starts_on: str
    planned: str
    extended_until: str
    state: TermState
    preparing: UUID | None
    election_on: str
    remarks: tuple[str, ...]

    @property
    def due_on(self) -> str:
        """When the term is over, to the precision known; empty: nothing says so."""
        return self.state.due_on

    @property
    def told(self) -> str:
        """How the term stands, in words."""
        if self.preparing is not None:
            return f"筹备换届（{show_day(self.election_on)}选举）"
        return STATES[self.state.state]


@dataclass(frozen=True)
class TermBoard:
    """The terms of an office on a day, the most pressing first.

    Attributes:
        day: The day.
        rows: They.
    """

    day: date
    rows: tuple[TermRow, ...]

    def counts(self) -> Mapping[str, int]:
        """Count the organisations by state, and those whose election is prepared."""
        counts = Counter(row.state.state for row in self.rows)
        counts[PREPARING] = sum(row.preparing is not None for row in self.rows)
        return counts


@needs(Right.VIEW)
def board(office: Office, day: date | None = None, within: UUID | None = None) -> TermBoard:
    """Say of every organisation that has terms how its term stands.

    Args:
        office: The open database.
        day: The day; default today.
        within: Only what stands at or below this organisation; default all one may see.

    Raises:
        InputError: The organisation is not this person's to see.
    """
    on, top = day or calendar.today(), within or office.top
    with office.store.read() as connection:
        scope.require_inside(office, connection, office.catalog["organisation"], [top])
        rows = list(_rows(office, connection, on, top))
    order = {state: place for place, state in enumerate(STATES)}
    rows.sort(key=lambda row: (order[row.state.state], row.due_on))
    return TermBoard(on, tuple(rows))


def _rows(office: Office, connection: Connection, day: date, top: UUID) -> Iterator[TermRow]:
    every = as_of.organisations_on(connection, office.catalog, day)
    parents = {row["id"]: row["parent"] for row in every}
    inside = {top, *tree.below(parents, top)}
    running = terms.running_on(connection, office.catalog, day, top)
    prepared = terms.prepared(connection, office.catalog, top)
    full = _full_members(office, connection, day, parents)
    posts = defaultdict[UUID, list[Held]](list)
    for held in terms.posts_on(connection, office.catalog, day, top=top):
        posts[held.organisation].append(held)
    for row in every:
        one = row["id"]
        if one in inside and row["standing"] and has_terms(row["kind"], row["form"], day):
            waiting = prepared.get(one)
            yield _row(row, running.get(one), waiting, posts[one], full[one], day)


def _full_members(
    office: Office, connection: Connection, day: date, parents: Mapping[UUID, UUID | None]
) -> Counter[UUID]:
    """Count the full members of every organisation, those below it included."""
    found = Counter[UUID]()
    for place, counts in figures.status_by_place(connection, office.catalog, day).items():
        for one in (place, *tree.line_above(parents, place)):
            found[one] += counts.get("full", 0)
    return found


def _row(
    row: Row, term: Row | None, waiting: Row | None, posts: list[Held], full: int, day: date
) -> TermRow:
    planned, state = "", TermState(UNKNOWN, "", None)
    if term is not None:
        start, years, due = term["starts_on"], term["years"], term["due_on"]
        planned = due_day(start, years, due, row["kind"], row["form"])
        state = state_of(start, planned, term["extended_until"], day)
    secretaries = [held.name for held in posts if held.post == "secretary"]
    return TermRow(
        organisation=row["id"],
        name=row["name"],
        form=row["form"],
        secretary=secretaries[-1] if secretaries else row["secretary"] or "",
        committee=sum(held.post not in OUTSIDE for held in posts),
        full_members=full,
        term=None if term is None else term["id"],
        term_name="" if term is None else term["name"],
        starts_on="" if term is None else term["starts_on"],
        planned=planned,
        extended_until="" if term is None else term["extended_until"] or "",
        state=state,
        preparing=None if waiting is None else waiting["id"],
        election_on="" if waiting is None else waiting["starts_on"],
        remarks=tuple(_remarks(row, term, planned, posts, full, day)),
    )


def _remarks(
    row: Row, term: Row | None, planned: str, posts: Iterable[Held], full: int, day: date
) -> Iterator[str]:
    held, named = [each.post for each in posts], bool(row["secretary"])
    for odd in odd_about(row["form"], held, full, day, secretary_named=named):
        yield odd.text
    if term is None:
        yield "没有登记本届的届次，请在“换届台账”里补登。"
        return
    rule = term_rule(row["kind"], row["form"], first_day(term["starts_on"]))
    derived = rule is not None and not term["years"] and not term["due_on"]
    if derived and rule is not None and is_unverified(rule):
        yield with_doubt(f"到届日期按任期{rule['years']}年推算", rule) + "。"
    extended = term["extended_until"]
    if is_too_long(planned, extended, day):
        latest = show_day(latest_extension(planned, day))
        yield f"延期超过了规定，最迟延到{latest}。"
    if extended and not term["extension_document"]:
        yield "延期没有登记批复文号。"
    early = [
        each.name
        for each in posts
        if each.term == term["id"] and each.starts_on and each.starts_on < term["starts_on"]
    ]
    if early:
        yield f"{'、'.join(early)}的任职日期早于本届开始的日期，请核对。"
