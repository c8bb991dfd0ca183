"""Dues: what a branch has still to collect, and reductions that end."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select

from jianxi_desktop.db import dues as stored
from jianxi_desktop.domain import dues_rules
from jianxi_desktop.domain.calendar import period_end, show_day
from jianxi_desktop.domain.due import Due
from jianxi_desktop.services.due.asked import Asked
from jianxi_desktop.services.dues import months_back

_BACK = 12  # months that are looked back
_AFTER = 31  # days for which a reduction that has ended is still told
_SCREEN = "dues"


class _Waiting(NamedTuple):
    """A member who has not paid: months that are over, and whether the running one is open."""

    name: str
    owing: tuple[str, ...]
    running: bool


def dues(asked: Asked) -> Iterator[Due]:
    """Give one thing for each branch with arrears, and one for the month that runs.

    A branch that keeps no dues in this program is not asked.
    """
    names = _names(asked)
    for branch, members in _waiting(asked).items():
        yield from _of_branch(branch, names.get(branch, ""), members, asked.day)


def _waiting(asked: Asked) -> Mapping[UUID, list[_Waiting]]:
    connection, catalog = asked.connection, asked.office.catalog
    column = asked.table("membership").c.branch
    begun = stored.begun(connection, catalog, asked.inside(column), asked.day)
    found: dict[UUID, list[_Waiting]] = defaultdict(list)
    if not begun:
        return found
    here, months = column.in_(list(begun)), months_back(asked.day, _BACK)
    people = stored.of_branches(catalog, here)
    paid = stored.paid_months(connection, catalog, people, months[0])
    standards = stored.standards(connection, catalog, people)
    for each in stored.payers(connection, catalog, asked.day, here):
        had, known = paid.get(each.person, ()), standards.get(each.person, ())
        open_ = [
            month
            for month in months
            if month not in had
            and month >= begun[each.branch]
            and each.owes(month)
            and dues_rules.owed(month, known, each.job).cents != 0
        ]
        if open_:
            running = open_[-1] == months[-1]
            owing = tuple(open_[:-1] if running else open_)
            found[each.branch].append(_Waiting(each.name, owing, running))
    return found


def reliefs(asked: Asked) -> Iterator[Due]:
    """Give the reductions that end, or have just ended, and were not followed by a standard."""
    standard, person = asked.table("dues_standard"), asked.table("person")
    membership = asked.table("membership")
    later = standard.alias()
    replaced = (
        select(later.c.id)
        .where(
            later.c.person == standard.c.person,
            later.c.removed_on.is_(None),
            later.c.since > standard.c.since,
        )
        .exists()
    )
    query = (
        select(standard.c.id, standard.c.until, person.c.name, membership.c.branch)
        .join(person, person.c.id == standard.c.person)
        .join(membership, membership.c.person == standard.c.person)
        .where(
            standard.c.removed_on.is_(None),
            standard.c.until.is_not(None),
            standard.c.reduced_to.is_not(None),
            person.c.removed_on.is_(None),
            membership.c.removed_on.is_(None),
            membership.c.until.is_(None),
            ~replaced,
            asked.inside(membership.c.branch),
        )
    )
    for record, until, name, branch in asked.connection.execute(query):
        ends = period_end((until + "-12")[:7])
        if ends + timedelta(days=_AFTER) >= asked.day:
            text = f"{name}的党费减免到{show_day(until[:7])}为止，之后按规定缴或重新报批"
            yield Due("dues_relief", ends.isoformat(), text, branch, "dues_standard", record)


def _names(asked: Asked) -> dict[UUID, str]:
    table = asked.table("organisation")
    query = select(table.c.id, table.c.name).where(table.c.removed_on.is_(None))
    return {row[0]: str(row[1]) for row in asked.connection.execute(query)}


def _of_branch(branch: UUID, name: str, members: list[_Waiting], day: date) -> Iterator[Due]:
    owing = {each.name: each.owing for each in members if each.owing}
    if owing:
        first = min(months[0] for months in owing.values())
        late = sum(map(len, owing.values()))
        who = _people(list(owing))
        doubt = dues_rules.too_late(first, day.isoformat(), day)
        text = f"{name}有{who}欠缴党费，共 {late} 个月，最早是{show_day(first)}"
        yield Due(
            "dues",
            period_end(first).isoformat(),
            f"{text}；{doubt}" if doubt else text,
            branch,
            "dues_record",
            screen=_SCREEN,
            argument=f"{branch.hex}:{first}",
            unverified=bool(doubt),
        )
    month = day.isoformat()[:7]
    waiting = [each.name for each in members if each.running]
    if waiting:
        text = f"{name}{show_day(month)}的党费还有{_people(waiting)}没有缴"
        yield Due(
            "dues",
            period_end(month).isoformat(),
            text,
            branch,
            "dues_record",
            screen=_SCREEN,
            argument=f"{branch.hex}:{month}",
        )


def _people(names: list[str]) -> str:
    """Name a few people, count many."""
    return "、".join(names) if len(names) <= 3 else f" {len(names)} 人"
