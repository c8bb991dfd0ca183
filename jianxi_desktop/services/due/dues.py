"""Dues: what a branch has still to collect, and reductions that end."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select

from jianxi_desktop.domain import dues_rules
from jianxi_desktop.domain.calendar import period_end, show_day
from jianxi_desktop.domain.due import Due
from jianxi_desktop.services.due.asked import Asked
from jianxi_desktop.services.dues import read_arrears
from jianxi_desktop.services.dues_months import OPEN, UNPAID, Member

_BACK = 12  # months that are looked back
_AFTER = 31  # days for which a reduction that has ended is still told
_SCREEN = "dues"


def dues(asked: Asked) -> Iterator[Due]:
    """Give one thing for each branch with arrears, and one for the month that runs.

    A branch that keeps no dues in this program is not asked.
    """
    top = asked.top or asked.office.unit.organisation
    found: dict[UUID, list[Member]] = defaultdict(list)
    for each in read_arrears(asked.connection, asked.office.catalog, top, _BACK, asked.day):
        found[each.branch].append(each)
    names = _names(asked)
    for branch, members in found.items():
        yield from _of_branch(branch, names.get(branch, ""), members, asked.day)


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


def _of_branch(branch: UUID, name: str, members: list[Member], day: date) -> Iterator[Due]:
    owing = {each.name: each.in_state(UNPAID) for each in members if each.in_state(UNPAID)}
    if owing:
        first = min(month.month for months in owing.values() for month in months)
        late = sum(len(months) for months in owing.values())
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
    waiting = [
        each.name
        for each in members
        if any(at.month == month and at.state == OPEN and at.due for at in each.months)
    ]
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
