"""A community's plans, targets and ratings, its visits by leaders, and its papers."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

from jianxi_desktop.domain.calendar import period_end
from jianxi_desktop.domain.return_forms import TOTAL, definitions
from jianxi_desktop.services.demo import texts
from jianxi_desktop.services.demo.pen import Pen, iso
from jianxi_desktop.services.demo.places import Community
from jianxi_desktop.services.demo.scales import HOME, QUARTER_END, TODAY

_LAGGING, _LEADING = 7, 16  # of 71 communities, in the first half of 2018


def write(place: Community, leaders: Sequence[tuple[str, str]]) -> None:
    """Write the plans, ratings and papers of a community."""
    _annual_plan(place, place.pen("plan"))
    add_targets(place.pen("targets"), place.organisation, "district", place.row["name"])
    _ratings(place, place.pen("ratings"))
    add_self_ratings(place.pen("self"), place.organisation, place.leaders[0].name)
    _inspections(place, place.pen("inspections"), leaders)
    _showcase(place, place.pen("showcase"))
    _filings(place, place.pen("filings"))
    _attachments(place, place.pen("attachments"))


def grade_of(place: Community, year: int) -> str:
    """Give a community's grade: it goes by its plan, so that scores and ratings agree.

    What lagged behind in 2018 was put right in the years between, and a few fell back.
    """
    turn = place.plan.number * 29 % 71
    if place.code == HOME:
        return "advanced"
    if turn >= 71 - _LEADING:
        return "advanced" if year == 2018 or turn % 7 else "qualified"
    return "lagging" if turn < _LAGGING and year == 2018 else "qualified"


def _annual_plan(place: Community, pen: Pen) -> None:
    plan = pen.put(
        "work_plan",
        title=f"{place.name}2026年党建工作台账",
        kind="annual",
        organisation=place.organisation,
        period="2026",
        idea=pen.pick(texts.words("district", "plan_ideas")),
        adopted_on=iso(pen.workday(date(2026, 1, 12), date(2026, 2, 10))),
    )
    duties = [(branch.id, branch.secretary.name) for branch in place.branches]
    lines = texts.table("district", "annual_items")
    dues = [date(2026, 3, 31) + timedelta(days=38 * n) for n in range(len(lines))]
    add_items(pen, plan, lines, dues, duties)


def add_items(
    pen: Pen,
    plan: UUID,
    lines: Sequence[texts.Line],
    dues: Sequence[date],
    duties: Sequence[tuple[UUID, str]],
    late: int = 1,
) -> None:
    """Write the items of a plan: what is past is done, but for the last ``late`` of it."""
    past = sum(due <= TODAY for due in dues)
    for n, ((content, measure, proof), due) in enumerate(zip(lines, dues, strict=True)):
        duty, person = duties[n % len(duties)]
        done = n < past - late
        finished = due - timedelta(days=pen.between(0, 16)) if done else None
        pen.put(
            "work_plan_item",
            work_plan=plan,
            position=n + 1,
            content=content,
            measure=f"{measure}。",
            duty_organisation=duty,
            duty_person=person,
            due_on=iso(due),
            state="done" if done else ("running" if n < past + 2 else "waiting"),
            done_on=iso(finished),
            evidence=proof if done else None,
        )


def add_targets(pen: Pen, organisation: UUID, level: str, issuer: str) -> None:
    """Write what an organisation strove to be in 2018 and strives to be this year."""
    lines = pen.some(texts.table("district", "targets"), 2)
    for year, (measures, results) in zip((2018, 2026), lines, strict=True):
        awarded = year == 2018 and pen.likely(0.4)
        pen.put(
            "target",
            organisation=organisation,
            year=year,
            level=level,
            state="declared" if year == 2026 else ("awarded" if awarded else "not_awarded"),
            declared_on=iso(pen.workday(date(year, 1, 22), date(year, 3, 20))),
            awarded_on="2019-01-25" if awarded else None,
            document=f"{'洛' if level == 'city' else '涧'}组〔2019〕4号" if awarded else None,
            measures=measures,
            results=results if year == 2018 else None,
        )
    del issuer


def _ratings(place: Community, pen: Pen) -> None:
    """Write the grades."""
    for period, day in (("2018年上半年", "2018-06-29"), ("2026年上半年", "2026-07-08")):
        grade = grade_of(place, int(day[:4]))
        line = pen.pick(texts.table("district", grade))
        pen.put(
            "organisation_rating",
            organisation=place.organisation,
            scheme="three_classes",
            period=period,
            grade=grade,
            rated_on=day,
            rated_by="中共涧西区委组织部",
            reason=line[0],
            measure=f"{line[1]}。" if len(line) > 1 else None,
        )
    _stars(place, pen)


def _stars(place: Community, pen: Pen) -> None:
    for branch in place.branches:
        stars = pen.chance.choices(("five_stars", "four_stars", "three_stars"), (3, 5, 2))[0]
        reasons = texts.words("district", "advanced" if stars == "five_stars" else "qualified")
        pen.put(
            "organisation_rating",
            organisation=branch.id,
            scheme="five_stars",
            period="2025年下半年",
            grade=stars,
            rated_on="2025-12-30",
            rated_by=place.row["name"],
            reason=pen.pick(reasons),
        )


def add_self_ratings(pen: Pen, organisation: UUID, who: str) -> None:
    """Write an organisation's ratings of itself in the five dimensions."""
    summaries = pen.cycle(texts.table("district", "self_summaries"))
    for period, day in (("2018", date(2018, 9, 20)), ("2026年上半年", date(2026, 7, 3))):
        summary, measures = next(summaries)
        rating = pen.put(
            "self_rating",
            organisation=organisation,
            period=period,
            rated_on=iso(day - timedelta(days=pen.between(0, 9))),
            rated_by=who,
            summary=summary,
            measures=f"{measures}。",
        )
        for n, (dimension, item, most, evidence) in enumerate(
            texts.table("district", "self_rating"), start=1
        ):
            pen.put(
                "self_rating_line",
                rating=rating,
                dimension=dimension,
                position=n,
                item=item,
                most=int(most),
                points=int(most) - 50 * pen.between(0, 8),
                evidence=evidence,
            )


def _inspections(place: Community, pen: Pen, leaders: Sequence[tuple[str, str]]) -> None:
    lines = pen.cycle(texts.table("district", "inspections"))
    for first, last in ((date(2018, 2, 6), QUARTER_END), (date(2026, 3, 2), TODAY)):
        theme, findings, instructions, follow_up = next(lines)
        leader, post = pen.pick(leaders)
        pen.put(
            "inspection",
            visited_on=iso(pen.workday(first, last)),
            leader=leader,
            leader_post=post,
            organisation=place.organisation,
            place=pen.pick(list(place.rooms)),
            theme=theme,
            company=f"街道党工委负责人、社区书记{place.leaders[0].name}",
            findings=findings,
            instructions=f"{instructions}。",
            follow_up=f"{follow_up}。",
        )


def _showcase(place: Community, pen: Pen) -> None:
    for code, name, idea, activities in texts.table("joint", "brands"):
        if code == place.code:
            pen.put(
                "showcase",
                name=name,
                kind="brand",
                organisation=place.organisation,
                idea=f"{idea}。",
                started_on=iso(pen.workday(date(2016, 3, 1), date(2018, 4, 30))),
                activities=f"{activities}。",
                results="居民知晓率和参与率逐季上升，先后有周边社区前来学习，做法已形成操作手册。",
                satisfaction="satisfied",
            )
    name, idea, activities = pen.pick(texts.table("joint", "models"))
    member = pen.pick([each for each in place.members if each.retired] or place.members)
    pen.put(
        "showcase",
        name=name,
        kind="model",
        organisation=place.organisation,
        person=member.name,
        idea=f"{idea}。",
        started_on=f"{pen.between(2015, 2025)}-07",
        activities=f"{activities}。",
        results="事迹在讲习所宣讲，带动楼院志愿者三十余名。",
        satisfaction="satisfied",
    )


def _filings(place: Community, pen: Pen) -> None:
    """Write the return that every community is filling in; those handed in stand elsewhere."""
    plan, period = definitions()["R12"], "2026H2"
    end = period_end(period)
    filing = pen.put(
        "return_filing",
        organisation=place.organisation,
        code=plan.code,
        title=plan.title,
        period=period,
        as_of=iso(end),
        state="draft",
        due_on=iso(plan.due_on(end)),
        edition=plan.editions[-1].valid_from,
        prepared_by=place.leaders[-1].name,
        responsible=place.leaders[0].name,
    )
    first = place.branches[0]
    pen.put(
        "return_value",
        filing=filing,
        figure=f"{TOTAL if first.id == place.organisation else first.id.hex}/front",
        name=f"{first.name} 本期接收的预备党员 生产工作一线",
        given=str(pen.between(0, 1)),
        set_by=place.leaders[-1].name,
    )


_PAPERS: Mapping[str, tuple[str, str, str]] = {
    "三方联席会会议记录": ("minutes", "三方联席会记录", "pdf"),
    "党群服务中心改造前后照片": ("photo", "阵地台账", "jpg"),
    "党支部换届批复扫描件": ("document", "换届台账", "pdf"),
    "讲习所季度课表": ("notice", "讲习课程", "docx"),
    "主题党日活动照片": ("photo", "组织生活与活动台账", "jpg"),
}


def _attachments(place: Community, pen: Pen) -> None:
    for title, (kind, about, suffix) in pen.some(list(_PAPERS.items()), 3):
        day = pen.workday(date(2026, 1, 12), TODAY)
        mark = hashlib.sha256(f"{place.code}/{title}/{pen.between(0, 10**9)}".encode()).hexdigest()
        pen.put(
            "attachment",
            title=f"{place.name}{title}",
            kind=kind,
            organisation=place.organisation,
            about=f"{about}，{day.year}年{day.month}月",
            file_name=f"{place.plan.short}_{title}_{day:%Y%m%d}.{suffix}",
            size=pen.between(120_000, 4_800_000),
            sha256=mark,
            kept_at=f"社区档案室{pen.between(1, 4)}号柜{pen.between(1, 6)}层",
            taken_on=iso(day),
        )
