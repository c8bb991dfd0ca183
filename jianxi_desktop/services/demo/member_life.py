"""What happens to single members: talks, dues, appraisals."""

from datetime import date
from uuid import UUID

from jianxi_desktop.domain import dues_rules
from jianxi_desktop.services.demo import dues_now, texts
from jianxi_desktop.services.demo.pen import Pen, iso
from jianxi_desktop.services.demo.places import Community, Member
from jianxi_desktop.services.demo.scales import HOME, TODAY

_DUES_MONTHS = ((2026, 7), (2026, 8), (2026, 9), (2026, 10))
_GIFT = 100_000  # in 分, on the Party's birthday


def write(place: Community) -> None:
    """Write what there is to say of single members of a community."""
    _contacts(place, place.pen("contacts"))
    _dues(place, place.pen("dues"))
    _records(place, place.pen("records"))


def _contacts(place: Community, pen: Pen) -> None:
    for kind, number in (("talk", 5), ("visit", 4), ("contact", 3), ("study", 2)):
        lines = pen.cycle(texts.table("people", kind))
        for member in pen.some(place.members, number):
            content, result = next(lines)
            pen.put(
                "contact_log",
                person=member.id,
                kind=kind,
                contacted_on=iso(pen.workday(date(2026, 1, 12), TODAY)),
                contacted_by=pen.pick(place.leaders).name,
                content=content,
                result=f"{result}。",
            )


def monthly_dues(base: int, *, retired: bool) -> int:
    """Give the dues of a month, in 分, by the rates that hold today."""
    return dues_rules.monthly_dues(base, "retired" if retired else dues_rules.WAGE, TODAY) or 0


def _dues(place: Community, pen: Pen) -> None:
    """Write the dues of the first branch, month by month; at home those of every branch.

    A few are still owing, one is let off.
    """
    branches = place.branches if place.code == HOME else place.branches[:1]
    payers = [member for branch in branches for member in branch.members]
    free = pen.pick(payers)
    bases = dict[UUID, int]()
    owing: list[Member] = []
    for n, member in enumerate(payers):
        base = 1_000 * (pen.between(2_100, 6_800) if member.retired else pen.between(2_400, 12_500))
        base //= 10
        let_off = member is free
        bases[member.id] = base
        _standard(pen, member, base, let_off=let_off)
        for year, month in _DUES_MONTHS:
            if month == 10 and pen.likely(0.12):
                owing.append(member)
                continue
            pen.put(
                "dues_record",
                person=member.id,
                month=f"{year}-{month:02d}",
                base=base,
                amount=0 if let_off else monthly_dues(base, retired=member.retired),
                paid_on=iso(date(year, month, pen.between(3, 26))),
                method="monthly",
                receipt=f"{year % 100}{month:02d}{place.plan.number:02d}{n + 1:03d}",
                note="生活困难，经支部研究、上级党委批准免交" if let_off else None,
            )
    giver = pen.pick([member for member in payers if member is not free] or payers)
    pen.put(
        "dues_record",
        person=giver.id,
        month="2026-07-01",
        amount=_GIFT,
        paid_on="2026-07-01",
        method="voluntary",
        receipt=f"2607{place.plan.number:02d}{len(payers) + 1:03d}",
        note="自愿一次多交",
    )
    if place.code == HOME:
        first = [member for member in branches[0].members if member is not free]
        late = [member for member in owing if member in first]
        dues_now.write(place.pen("dues_now"), first, bases, late)


def _standard(pen: Pen, member: Member, base: int, *, let_off: bool) -> None:
    """Write what a member's dues go by; who is let off pays nothing until the year's end."""
    pen.put(
        "dues_standard",
        person=member.id,
        since="2026-01",
        category="retired" if member.retired else "wage",
        base=base,
        reduced_to=0 if let_off else None,
        until="2026-12" if let_off else None,
        reason="生活困难，申请免交" if let_off else None,
        approved_by="社区党组织" if let_off else None,
        approved_on="2025-12-26" if let_off else None,
    )


def _records(place: Community, pen: Pen) -> None:
    appraised = iso(pen.workday(date(2025, 12, 10), date(2026, 1, 15)))
    branch = place.branches[0]
    for member in branch.members:
        result = pen.chance.choices(("优秀", "合格", "基本合格"), (20, 76, 4))[0]
        _record(
            pen,
            member,
            "appraisal",
            appraised,
            "2025年度民主评议党员",
            result=result,
            issuer=branch.name,
            content=pen.pick(texts.words("people", "appraisal")),
        )
    for member, (title, issuer) in zip(
        pen.some(place.members, 4), pen.some(texts.table("people", "award"), 4), strict=False
    ):
        given = pen.workday(date(2019, 6, 20), date(2026, 7, 1))
        number = f"{place.plan.mark}〔{given.year}〕{pen.between(5, 50)}号"
        _record(pen, member, "award", iso(given), title, issuer=issuer, document=number)
    for title, hours, issuer in pen.some(texts.table("people", "training"), 3):
        day = iso(pen.workday(date(2026, 2, 16), date(2026, 10, 30)))
        for member in pen.some(place.members, 6):
            _record(pen, member, "training", day, title, hours=int(hours), issuer=issuer)
    for title, hours, content in pen.some(texts.table("people", "service"), 3):
        day = iso(pen.day(date(2026, 3, 1), TODAY))
        workers = [each for each in place.members if not each.retired]
        for member in pen.some(workers, 2):
            _record(
                pen, member, "service", day, title, hours=int(hours), content=content,
                issuer=place.row["name"],
            )  # fmt: skip
    title, result, content = pen.pick(texts.table("people", "hardship"))
    member = pen.pick(place.members)
    day = iso(pen.workday(date(2026, 1, 12), date(2026, 9, 30)))
    _record(
        pen, member, "hardship", day, title, result=result, content=content,
        issuer=place.row["name"],
    )  # fmt: skip


def _record(
    pen: Pen, member: Member, kind: str, day: str | None, title: str, **values: object
) -> None:
    pen.put("member_record", person=member.id, kind=kind, recorded_on=day, title=title, **values)
