"""Probation: whose year is over, and what was decided.

A probation lasts a year from joining; extended once by half a year to a year, then decided (rules
for admitting members, 中国共产党章程 第七条). That one was extended is said by a step of the case
that turns it into full membership, in its document or note; until when, by the case.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Connection, and_, or_, select

from jianxi_desktop.db.return_facts.facts import About, Asked, Fact, Source
from jianxi_desktop.db.return_facts.places import Places, first
from jianxi_desktop.domain import calendar

_MEETING, _STEPS = "23", ("22", "23", "24")  # the branch decides; asking, deciding, approving
_EXTENDED = "延长"
_YEARS = 1
_GONE = ("exited", "deceased")
_MONTHS = 12


class _Case(NamedTuple):
    """A person on probation: the last membership."""

    id: UUID
    person: UUID
    branch: UUID
    status: str
    joined_on: str
    full_on: str | None
    until: str | None


class _Step(NamedTuple):
    step: str
    done_on: str
    extends: bool
    until: str | None


def probation(connection: Connection, asked: Asked) -> Iterator[Fact]:
    """Give whose probation was over in the period or earlier without a decision, or was ended.

    About: ``outcome``: ``full``, ``extended``, ``cancelled`` or ``open`` · ``early``: cancelled
    before the year was over · ``after_extension`` of one who became full · ``delay``: full months
    from the end of the year to the meeting that decided, where none was extended.
    """
    places = Places(connection, asked.scope)
    steps, exits = _steps(connection, asked), _exits(connection, asked)
    for case in _cases(connection, asked):
        if case.branch in places.inside:
            exit_on = exits.get(case.person)
            if exit_on is not None and first(exit_on) < first(case.joined_on):
                exit_on = None  # of an earlier membership
            about = _about(case, steps.get(case.person, ()), exit_on, asked)
            if about is not None:
                yield Fact(case.id, case.branch, about)


def _about(case: _Case, steps: Sequence[_Step], exit_on: str | None, asked: Asked) -> About | None:
    """Say what became of a probation in the period; ``None`` where nothing was due or decided.

    Whoever left more than an extension after the year is no longer on probation: rosters of full
    members often leave out the day they became full.
    """
    due = calendar.years_after(first(case.joined_on), _YEARS)
    longer = next((step for step in steps if step.extends), None)
    extended = None if longer is None else longer.done_on
    turned = first(case.full_on) if case.full_on and case.full_on <= asked.until else None
    if exit_on is not None and turned is None:
        if first(exit_on) < asked.since or first(exit_on) > calendar.years_after(due, _YEARS):
            return None
        return {"outcome": "cancelled", "early": first(exit_on) < due}
    if turned is not None:
        delay = 0 if extended else _delay(due, steps, turned)
        told: About = {"outcome": "full", "after_extension": extended is not None, "delay": delay}
        return told if turned >= asked.since else None
    if not _on_probation(case, due, asked) or _gone(case, asked):
        return None
    if extended is not None and first(extended) >= asked.since:
        return {"outcome": "extended"}
    if extended is not None:
        until = longer.until if longer is not None else None
        due = first(until) if until else calendar.years_after(first(extended), _YEARS)
    return {"outcome": "open"} if due <= asked.until else None


def _on_probation(case: _Case, due: str, asked: Asked) -> bool:
    """Tell whether somebody who has not become full by the day was on probation on it.

    Whoever became full or left later was; rosters of full members often leave out the day.
    """
    if case.status == "probationary" or case.full_on is not None:
        return True
    return case.status in _GONE and calendar.years_after(due, _YEARS) > asked.until


def _gone(case: _Case, asked: Asked) -> bool:
    """Tell whether the relation went elsewhere; what is decided there counts there."""
    return case.until is not None and case.until <= asked.until


def _delay(due: str, steps: Sequence[_Step], turned: str) -> int:
    """Count full months from a day to the meeting that decided, where none is known to turning."""
    met = next((first(step.done_on) for step in steps if step.step == _MEETING), turned)
    months = (int(met[:4]) - int(due[:4])) * _MONTHS + int(met[5:7]) - int(due[5:7])
    return max(months - (met[8:] < due[8:]), 0)


def _cases(connection: Connection, asked: Asked) -> Iterator[_Case]:
    """Read the last membership of everybody who may be on probation in the period."""
    person, row = asked.scope.table("person"), asked.scope.table("membership")
    eve = (asked.begins - timedelta(days=1)).isoformat()
    open_still = and_(row.c.full_on.is_(None), row.c.status != "full")
    found = (
        select(
            row.c.id,
            row.c.person,
            row.c.branch,
            row.c.status,
            row.c.joined_on,
            row.c.full_on,
            row.c.until,
        )
        .select_from(row.join(person, row.c.person == person.c.id))
        .where(
            row.c.removed_on.is_(None),
            person.c.removed_on.is_(None),
            row.c.joined_on <= asked.until,
            or_(open_still, row.c.full_on > eve),
        )
        .order_by(row.c.serial)
    )
    last: dict[UUID, _Case] = {}
    for each in connection.execute(found):
        case, known = _Case._make(each), last.get(each[1])
        if known is None or first(known.until or "9999") <= first(case.until or "9999"):
            last[case.person] = case
    yield from last.values()


def _steps(connection: Connection, asked: Asked) -> Mapping[UUID, list[_Step]]:
    """Read the steps that end a probation, by person, in order of their days."""
    case, step = asked.scope.table("development_case"), asked.scope.table("development_step")
    found = (
        select(
            case.c.person,
            step.c.step,
            step.c.done_on,
            step.c.document,
            step.c.note,
            case.c.probation_until,
        )
        .select_from(step.join(case, step.c.development_case == case.c.id))
        .where(
            case.c.removed_on.is_(None),
            step.c.removed_on.is_(None),
            step.c.step.in_(_STEPS),
            step.c.done_on <= asked.until,
        )
        .order_by(step.c.done_on, step.c.step)
    )
    steps: defaultdict[UUID, list[_Step]] = defaultdict(list)
    for person, code, done_on, document, note, until in connection.execute(found):
        told = f"{document or ''}{note or ''}"
        steps[person].append(_Step(code, done_on, _EXTENDED in told, until))
    return steps


def _exits(connection: Connection, asked: Asked) -> Mapping[UUID, str]:
    """Give the day of the last exit of everybody up to the last day."""
    table = asked.scope.table("member_movement")
    found = select(table.c.person, table.c.moved_on).where(
        table.c.removed_on.is_(None), table.c.kind == "exit", table.c.moved_on <= asked.until
    )
    return {row[0]: row[1] for row in connection.execute(found.order_by(table.c.moved_on))}


SOURCES = {"probation": Source("membership", probation)}
