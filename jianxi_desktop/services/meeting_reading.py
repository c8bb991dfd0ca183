"""Reads what each organisation was to hold in a year against what it held."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from jianxi_desktop.db import meeting_facts, tree
from jianxi_desktop.domain import calendar, meeting_plan, meeting_rules
from jianxi_desktop.domain import organisation as rules
from jianxi_desktop.domain.meeting_rules import Requirement
from jianxi_desktop.domain.talks import Covered, Talk, coverage
from jianxi_desktop.schema.codes import code_table
from jianxi_desktop.schema.ledger import Catalog
from jianxi_desktop.services.meeting_lines import TALK, Board, Body, Line

COMMITTEE_MEETING, LECTURE = "committee_meeting", "party_lecture"
_MEMBERS_MEET = (rules.BRANCH, rules.GROUP)
_NAMED = 6  # names that a tip tells before it says how many more there are


def read_board(
    connection: Connection, catalog: Catalog, year: int, top: UUID, day: date, *, talks: bool = True
) -> Board:
    """Read the board of a year, of the branches at and below an organisation.

    Args:
        connection: A reading transaction.
        catalog: The ledgers.
        year: The year.
        top: The organisation.
        day: The day it is looked at.
        talks: Whether the talks are wanted too, which takes all members.
    """
    return _Reading(connection, catalog, year, top, day).board(talks=talks)


class _Reading:
    """Reads what one board is made of."""

    def __init__(
        self,
        connection: Connection,
        catalog: Catalog,
        year: int,
        top: UUID,
        day: date,
    ) -> None:
        self.year, self.day = year, day
        self._catalog, self._connection, self._top = catalog, connection, top
        self._last = min(day, date(year, 12, 31))
        self._until = self._last.isoformat()
        self._least = rules.limit("committee_size", rules.BRANCH, self._last).least or 0
        rows = tree.organisations(connection, self._catalog)
        self._bodies = {row["id"]: _body(row) for row in rows}
        self._parents = {one: each.parent for one, each in self._bodies.items()}
        below = rules.below(self._parents, self._top) | {self._top}
        first, last = f"{year}-01-01", f"{year}-12-31"
        self._inside = [
            each
            for one, each in self._bodies.items()
            if one in below and each.begun <= last and (not each.ended or each.ended > first)
        ]
        self._wanted = meeting_rules.requirements(self._last)
        self._posts: dict[UUID, list[meeting_facts.Post]] = defaultdict(list)
        for post in meeting_facts.posts(connection, self._catalog, first):
            self._posts[post.organisation].append(post)
        self._held: dict[tuple[UUID, str], list[int]] = defaultdict(lambda: [0] * 12)
        self._later: dict[tuple[UUID, str], list[int]] = defaultdict(lambda: [0] * 12)
        for found in meeting_facts.numbers(connection, self._catalog, self._top, year, day):
            place = (found.organisation, found.kind)
            self._held[place][found.month - 1] += found.held
            self._later[place][found.month - 1] += found.later
        self._groups: dict[UUID, list[Body]] = defaultdict(list)
        for each in self._inside:
            if each.form == rules.GROUP and each.parent is not None:
                self._groups[each.parent].append(each)

    def board(self, *, talks: bool) -> Board:
        """Put it together."""
        bodies = self._in_order()
        lines = [*self._meeting_lines(bodies), *(self._talk_lines(bodies) if talks else ())]
        kinds = [each.kind for each in self._wanted if each.form in _MEMBERS_MEET]
        labels = code_table("activity_kind").labels
        named = [(kind, labels.get(kind, kind)) for kind in dict.fromkeys((*kinds, LECTURE))]
        has_line = {each.organisation for each in lines}
        unit = self._bodies.get(self._top)
        return Board(
            self.year,
            self.day,
            unit.name if unit else "",
            tuple(each for each in bodies if each.id in has_line),
            (*named, (TALK, code_table("contact_kind").labels[TALK])),
            tuple(lines),
        )

    def _in_order(self) -> list[Body]:
        """Give the bodies as the tree shows them: each followed by those below it."""
        below: dict[UUID | None, list[Body]] = defaultdict(list)
        known = {each.id for each in self._inside}
        for each in self._inside:
            below[each.parent if each.parent in known else None].append(each)
        found, waiting = [], list(reversed(below[None]))
        while waiting:
            one = waiting.pop()
            found.append(one)
            waiting.extend(reversed(below.pop(one.id, [])))
        return found

    def _meeting_lines(self, bodies: Sequence[Body]) -> Iterator[Line]:
        lectures = self._lectures(bodies)
        for body in bodies:
            for rule in self._wanted:
                if rule.form in _MEMBERS_MEET and body.form == rules.BRANCH:
                    yield self._branch_line(body, rule)
                elif rule.form == body.form and rule.kind == LECTURE:
                    held, told = lectures[body.id], "书记本人讲的，不论在哪个支部讲"
                    yield self._line(body, rule, held, held, self._owed(body, rule), told)

    def _lectures(self, bodies: Sequence[Body]) -> Mapping[UUID, Sequence[int]]:
        """Count by month the lectures that the secretary of each committee gave, wherever."""
        found: dict[UUID, list[int]] = defaultdict(lambda: [0] * 12)
        wanted = {each.form for each in self._wanted if each.kind == LECTURE} - set(_MEMBERS_MEET)
        committees = {each.id for each in bodies if each.form in wanted}
        if not committees:
            return found
        for lecture in meeting_facts.lectures(
            self._connection, self._catalog, self._top, self.year, self.day
        ):
            line = {lecture.organisation, *rules.line_above(self._parents, lecture.organisation)}
            for one in committees & line:
                if any(name in lecture.speaker for name in self._secretaries(one, lecture.held_on)):
                    found[one][_month(lecture.held_on) - 1] += 1
        return found

    def _secretaries(self, organisation: UUID, day: str) -> list[str]:
        posts = self._posts.get(organisation, [])
        return [each.name for each in posts if each.post == "secretary" and each.holds(day)]

    def _branch_line(self, body: Body, rule: Requirement) -> Line:
        own = self._held[body.id, rule.kind]
        groups = self._groups[body.id]
        theirs = [self._held[each.id, rule.kind] for each in groups]
        held = [sum(month) for month in zip(own, *theirs, strict=True)]
        counted, owed, told = held, self._owed(body, rule), ""
        if rule.kind == COMMITTEE_MEETING and not any(owed):
            told = "委员不到3人，没有设支部委员会，不要求开"
        if rule.form == rules.GROUP:
            told = f"有{len(groups)}个党小组，每组都要开" if groups else "没有设党小组"
            if rule.months == 1:
                counted = _counted(own, theirs, rule.times)
        return self._line(body, rule, held, counted, owed, told)

    def _line(
        self,
        body: Body,
        rule: Requirement,
        held: Sequence[int],
        counted: Sequence[int],
        owed: Sequence[int],
        told: str,
    ) -> Line:
        later = self._later[body.id, rule.kind]
        year = meeting_plan.plan(rule.months, owed, counted, self.year, self.day, later)
        return Line(
            body.id,
            rule.kind,
            rule.words,
            year.months,
            tuple(held),
            year.owed,
            year.met if year.owed else year.held,
            year.missing,
            year.due,
            told,
            year.times,
        )

    def _owed(self, body: Body, rule: Requirement) -> list[int]:
        """Give how many of a kind are wanted in each month, quarter or year."""
        times = _times(self.year, rule.months)
        stood = [int(body.stood(first, last)) for first, last in times]
        if rule.form == rules.GROUP:
            groups = self._groups[body.id]
            for at, (first, last) in enumerate(times):
                stood[at] *= sum(each.stood(first, last) for each in groups)
        elif rule.kind == COMMITTEE_MEETING:
            posts = self._posts.get(body.id, [])
            for at, (_first, last) in enumerate(times):
                stood[at] *= self._has_committee(posts, last)
        return [number * rule.times for number in stood]

    def _has_committee(self, posts: Sequence[meeting_facts.Post], last: str) -> bool:
        if len(posts) < self._least:
            return False
        day = min(last, self._until)
        return sum(each.holds(day) for each in posts) >= self._least

    def _talk_lines(self, bodies: Sequence[Body]) -> Iterator[Line]:
        wanted = meeting_rules.talk_requirements(self._last)
        found: dict[UUID, list[meeting_facts.TalkRow]] = defaultdict(list)
        for row in meeting_facts.talks(
            self._connection, self._catalog, self._top, self.year, self._last
        ):
            found[row.branch].append(row)
        names = meeting_facts.member_names(self._connection, self._catalog, self._top, self._last)
        for body in bodies:
            if body.form == rules.BRANCH and body.id in names and wanted:
                yield self._talk_line(body, wanted, found[body.id], names[body.id])

    def _talk_line(
        self,
        body: Body,
        wanted: Sequence[Requirement],
        rows: Sequence[meeting_facts.TalkRow],
        members: Sequence[str],
    ) -> Line:
        day = self._last.isoformat()
        own = _leading(self._posts[body.id], day)
        above = [
            name
            for one in rules.line_above(self._parents, body.id)
            for name in _leading(self._posts.get(one, []), day)
        ]
        talked = [Talk(row.person, row.by, row.pair) for row in rows]
        covered = coverage(wanted, talked, own, members, above)
        held = [0] * 12
        for row in rows:
            held[_month(row.day) - 1] += 1
        stood = body.stood(f"{self.year}-01-01", f"{self.year}-12-31")
        owed = sum(each.wanted for each in covered) if stood else 0
        done = sum(each.held for each in covered)
        year = meeting_plan.plan(12, [owed], [0] * 11 + [done], self.year, self.day)
        states = [meeting_plan.DONE if number else meeting_plan.QUIET for number in held]
        if done < owed:
            states[-1] = year.months[-1]
        return Line(
            body.id,
            TALK,
            "每类谈心对象" + wanted[0].words,
            tuple(states),
            tuple(held),
            owed,
            done,
            year.missing,
            year.due,
            "；".join(_told(each) for each in covered),
        )


def _counted(own: Sequence[int], theirs: Sequence[Sequence[int]], times: int) -> list[int]:
    """Count the meetings of groups: one group that met often does not make up for another."""
    return [own[at] + sum(min(each[at], times) for each in theirs) for at in range(len(own))]


def _told(covered: Covered) -> str:
    label = code_table("talk_pair").labels.get(covered.pair, covered.pair)
    told = f"{label}{covered.held}/{covered.wanted}"
    if not covered.left:
        return told
    more = f"等{len(covered.left)}人" if len(covered.left) > _NAMED else ""
    return f"{told}，还没有谈：{'、'.join(covered.left[:_NAMED])}{more}"


def _leading(posts: Iterable[meeting_facts.Post], day: str) -> list[str]:
    return list(dict.fromkeys(each.name for each in posts if each.holds(day)))


@cache
def _times(year: int, months: int) -> tuple[tuple[str, str], ...]:
    """Give the first and last day of each month, quarter or year of a year."""
    return tuple(
        (
            f"{year}-{place * months + 1:02}-01",
            calendar.period_end(f"{year}-{(place + 1) * months:02}").isoformat(),
        )
        for place in range(12 // months)
    )


def _month(day: str) -> int:
    return int((day + "-01")[5:7])


def _body(row: Mapping[str, Any]) -> Body:
    return Body(
        row["id"],
        str(row["name"]),
        str(row["form"]),
        row["parent"],
        row["established_on"] or "",
        row["dissolved_on"] or "",
    )
