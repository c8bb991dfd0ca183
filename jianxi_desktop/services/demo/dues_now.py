"""Dues of the month that runs, at home: some paid, some late, a pay that rose, one reduced."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from jianxi_desktop.domain import dues_rules
from jianxi_desktop.services.demo.pen import Pen, iso
from jianxi_desktop.services.demo.places import Member
from jianxi_desktop.services.demo.scales import TODAY

_MONTH, _BEFORE = "2026-11", "2026-10"
_PAID = 3  # one of so many has not paid for the month yet


def write(
    pen: Pen, members: Sequence[Member], bases: Mapping[UUID, int], owing: Sequence[Member]
) -> None:
    """Write what happened in the month that runs, in the first branch.

    Args:
        pen: Writes it.
        members: Of the branch, without whoever is let off.
        bases: What each pays from.
        owing: Who has not paid for the month before.
    """
    for member in owing[:1]:
        _pay(pen, member, _BEFORE, bases[member.id], date(2026, 11, 6), "late")
    for member in owing[1:2]:
        _pay(pen, member, _BEFORE, bases[member.id], date(2026, 10, 30), "monthly", part=2)
    there = [member for member in members if member not in owing]
    risen, reduced = there[:2], there[2:3]
    for member in risen:
        base = bases[member.id] + 120_000
        pen.put("dues_standard", person=member.id, since=_MONTH, base=base, reason="收入变动",
                category=_category(member))  # fmt: skip
    for member in reduced:
        pen.put(
            "dues_standard",
            person=member.id,
            since=_MONTH,
            category=_category(member),
            base=bases[member.id],
            reduced_to=_due(member, bases[member.id]) // 2,
            until="2026-12",
            reason="家庭变故，申请少交",
            approved_by="社区党组织",
            approved_on="2026-10-28",
        )
    for n, member in enumerate(there):
        if n % _PAID == 0 or member in reduced:
            continue
        base = bases[member.id] + (120_000 if member in risen else 0)
        day = pen.between(2, TODAY.day)
        number = f"2026-{n + 1:04}" if n < 8 else None
        _pay(pen, member, _MONTH, base, date(2026, 11, day), "monthly", number=number)


def _pay(
    pen: Pen,
    member: Member,
    month: str,
    base: int,
    day: date,
    method: str,
    *,
    part: int = 1,
    number: str | None = None,
) -> None:
    pen.put(
        "dues_record",
        person=member.id,
        month=month,
        base=base,
        amount=_due(member, base) // part,
        paid_on=iso(day),
        method=method,
        receipt=number,
        note="余下的下月补齐" if part > 1 else None,
    )


def _category(member: Member) -> str:
    return dues_rules.RETIRED if member.retired else dues_rules.WAGE


def _due(member: Member, base: int) -> int:
    return dues_rules.monthly_dues(base, _category(member), TODAY) or 0
