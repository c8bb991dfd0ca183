"""What happens to single members: talks, dues, appraisals, and the way into the Party."""

from datetime import date, timedelta
from uuid import UUID

from jianxi_desktop.domain import dues_rules
from jianxi_desktop.services.demo import texts
from jianxi_desktop.services.demo.pen import Pen, iso
from jianxi_desktop.services.demo.people import Register
from jianxi_desktop.services.demo.places import Branch, Community, Member
from jianxi_desktop.services.demo.scales import HOME, TODAY

_DUES_MONTHS = ((2026, 7), (2026, 8), (2026, 9), (2026, 10))
_GIFT = 100_000  # in 分, on the Party's birthday


def write(place: Community) -> None:
    """Write what there is to say of single members of a community, and its applicants."""
    _contacts(place, place.pen("contacts"))
    _dues(place, place.pen("dues"))
    _records(place, place.pen("records"))
    _newcomers(place, place.pen("newcomers"))
    _applicants(place, place.pen("applicants"))


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
    for n, member in enumerate(payers):
        base = 1_000 * (pen.between(2_100, 6_800) if member.retired else pen.between(2_400, 12_500))
        base //= 10
        let_off = member is free
        _standard(pen, member, base, let_off=let_off)
        for year, month in _DUES_MONTHS:
            if month == 10 and pen.likely(0.12):
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


_STEP_PLAN = (  # step, days after the application, what proves it
    ("01", 0, "入党申请书"),
    ("02", 20, "谈话记录"),
    ("03", 190, "推荐材料、支委会记录"),
    ("04", 200, "备案报告"),
    ("05", 205, "培养联系人登记"),
    ("06", 390, "培养教育考察登记表"),
    ("07", 590, "支委会记录、公示材料"),
    ("08", 600, "备案报告"),
    ("09", 605, "介绍人意见"),
    ("10", 630, "政治审查材料"),
    ("11", 650, "培训结业证书"),
    ("12", 665, "支委会审查意见"),
    ("13", 680, "预审批复"),
    ("14", 690, "入党志愿书"),
    ("15", 700, "支部大会记录、票决单"),
    ("16", 715, "谈话记录"),
    ("17", 740, "上级党委批复"),
    ("18", 755, "备案材料"),
    ("19", 760, "支部通知"),
    ("20", 780, "宣誓照片"),
    ("21", 900, "预备党员考察表"),
    ("22", 1050, "转正申请书"),
    ("23", 1066, "支部大会记录"),
    ("24", 1090, "上级党委批复"),
    ("25", 1110, "档案目录"),
)
_JOINED, _FULL = 700, 1_066
_STAGES = ((190, "activist"), (590, "candidate"), (_JOINED, "probationary"), (_FULL, "full"))


def _newcomers(place: Community, pen: Pen) -> None:
    """Write how some came in who joined within the last years: their cases are all done."""
    fresh = [
        (branch, member, member.joined)
        for branch in place.branches
        for member in branch.members
        if member.joined is not None and member.joined > date(2023, 1, 1)
    ]
    for branch, member, joined in sorted(fresh, key=lambda each: each[2])[-5:]:
        applied = joined - timedelta(days=_JOINED)
        _case(place, pen, branch, member, applied, joined=joined)


def _applicants(place: Community, pen: Pen) -> None:
    """Write those who asked to join, each as far on the way as the days allow."""
    register = Register(place, pen, f"995{place.plan.number:03d}", first=400)
    if place.code == HOME:
        _elder(place, pen, register)
    notes = pen.cycle(texts.words("people", "development_notes"))
    for days in (18, 150, 260, 470, 640)[: 5 if place.code == HOME else pen.between(2, 4)]:
        born = pen.day(date(1972, 1, 1), date(2004, 1, 1))
        branch = pen.pick([each for each in place.branches if each.size > 7])
        applied = TODAY - timedelta(days=days + pen.between(0, 12))
        member = register.write(born, None)
        _case(place, pen, branch, member, applied, note=f"{next(notes)}。")


def _elder(place: Community, pen: Pen, register: Register) -> None:
    """Write the applicant of 74 years; the day of her application is in the district's figures."""
    born = date(1944, 3, 8)
    member = register.write(
        born, None, sex="2", name="祁桂枝", education="71", job="退休人员", workplace="厂办托儿所"
    )
    (note,) = texts.words("people", "elder_note")
    branch = place.branches[0]
    case = _put_case(place, pen, branch, member, date(2018, 5, 4), "activist", note=note)
    for step, day, proof in (
        ("01", date(2018, 5, 4), "入党申请书"),
        ("02", date(2018, 5, 24), "谈话记录"),
        ("03", date(2018, 11, 16), "推荐材料、支委会记录"),
        ("04", date(2018, 11, 26), "备案报告"),
        ("05", date(2018, 11, 28), "培养联系人登记"),
        ("06", date(2026, 6, 25), "培养教育考察登记表"),
    ):
        _step(pen, case, branch, step, day, proof)


def _case(
    place: Community,
    pen: Pen,
    branch: Branch,
    member: Member,
    applied: date,
    *,
    joined: date | None = None,
    note: str | None = None,
) -> None:
    age = (TODAY - applied).days
    stage = "applicant"
    for days, name in _STAGES:
        if age >= days and (joined is not None or name in {"activist", "candidate"}):
            stage = name
    case = _put_case(place, pen, branch, member, applied, stage, note=note, joined=joined)
    for step, days, proof in _STEP_PLAN:
        day = applied + timedelta(days=days)
        if day <= TODAY and (joined is not None or days < _JOINED - 40):
            _step(pen, case, branch, step, day, proof)


def _put_case(
    place: Community,
    pen: Pen,
    branch: Branch,
    member: Member,
    applied: date,
    stage: str,
    *,
    note: str | None = None,
    joined: date | None = None,
) -> UUID:
    reached = [name for _days, name in _STAGES]
    at = reached.index(stage) if stage in reached else -1
    helpers = pen.some([each for each in branch.members if each.id != member.id], 2)
    names = "、".join(each.name for each in helpers)
    full = joined + timedelta(days=365) if joined and at >= 3 else None
    return pen.put(
        "development_case",
        person=member.id,
        organisation=branch.id,
        applied_on=iso(applied),
        stage=stage,
        activist_on=iso(applied + timedelta(days=196)) if at >= 0 else None,
        candidate_on=iso(applied + timedelta(days=590)) if at >= 1 else None,
        joined_on=iso(joined),
        full_on=iso(full),
        contacts=names if at >= 0 else None,
        introducers=names if at >= 2 else None,
        form_number=f"{place.plan.place.parent[-3:]}{applied:%Y}{pen.between(1, 999):03d}"
        if at >= 2
        else None,
        note=note,
    )


def _step(pen: Pen, case: UUID, branch: Branch, step: str, day: date, proof: str) -> None:
    pen.put(
        "development_step",
        development_case=case,
        step=step,
        done_on=iso(day),
        handled_by=branch.secretary.name,
        document=proof,
    )
