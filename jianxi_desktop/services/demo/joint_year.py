"""What this year's joint building has beside the usual: more meetings, loose ends of projects."""

from datetime import date, timedelta

from jianxi_desktop.services.demo import texts
from jianxi_desktop.services.demo.pen import Pen, iso
from jianxi_desktop.services.demo.places import Community
from jianxi_desktop.services.demo.scales import HOME, TODAY

# Months of further meetings of three parties: some communities keep to the rule, some do not.
_MONTHS = ((2, 5), (2, 5), (5,), ())


def write(place: Community) -> None:
    """Write a community's loose ends of the year."""
    pen = place.pen("joint_year")
    _tripartite(place, pen)
    _loose_projects(place, pen)
    if place.code == HOME:
        _contract(place, pen)


def _tripartite(place: Community, pen: Pen) -> None:
    lines = pen.cycle(texts.table("meetings", "tripartite_meeting"))
    for month in pen.pick(_MONTHS):
        topic, content, resolution = next(lines)
        pen.put(
            "activity",
            topic=topic,
            kind="tripartite_meeting",
            held_on=iso(pen.workday(date(2026, month, 6), date(2026, month, 19))),
            organisation=place.organisation,
            venue=next(iter(place.rooms.values())),
            host=place.leaders[0].name,
            recorder=place.leaders[-1].name,
            starts_at=pen.pick(("09:00", "15:00")),
            present=pen.between(9, 18),
            public_present=pen.between(2, 9),
            content=content,
            resolution=resolution or None,
        )


def _loose_projects(place: Community, pen: Pen) -> None:
    """Write a project that nobody has judged yet, and sometimes one that was given up."""
    lines = texts.table("joint", "projects")
    chosen = pen.some(lines, 2)
    _project(place, pen, chosen[0], "done")
    if pen.likely(0.3):
        _project(place, pen, chosen[1], "stopped")


def _project(place: Community, pen: Pen, line: texts.Line, state: str) -> None:
    title, idea, kind, wanted, group, kinds = line
    published = pen.workday(date(2026, 8, 10), date(2026, 9, 11))
    done = published + timedelta(days=pen.between(30, 58)) if state == "done" else None
    due = published + timedelta(days=60)
    need = pen.put(
        "need",
        title=f"{wanted}（新增）",
        kind=kind,
        organisation=place.organisation,
        raised_by=f"{pen.pick(place.courts)}{group}",
        raised_on=iso(published - timedelta(days=pen.between(5, 20))),
        quantity=pen.between(6, 60),
        due_on=iso(due),
        state="met" if done else "open",
        met_on=iso(done),
    )
    fitting = [unit for unit in place.co_builders if unit.kind in kinds.split(";")]
    unit = pen.pick(fitting or place.co_builders)
    pen.put(
        "project",
        title=f"{title}（二期）",
        organisation=place.organisation,
        need=need,
        published_on=iso(published),
        claimant=unit.id,
        claimed_on=iso(published + timedelta(days=pen.between(3, 9))),
        promise=f"{idea}；{pen.pick(texts.words('joint', 'promises'))}。",
        contact=unit.head,
        phone=pen.landline(),
        due_on=iso(due),
        done_on=iso(done),
        state=state,
        result="按期完成，社区已经回访，评价表还在收集。"
        if done
        else "终止原因：单位场地改造，暂时不能开放。",
    )


def _contract(place: Community, pen: Pen) -> None:
    """Write a contract that has ended and was never judged."""
    home = [unit for unit in place.units if unit.kind == "social_organisation"]
    pen.put(
        "service_contract",
        title="楼院议事指导",
        organisation=place.organisation,
        unit=pen.pick(home).id,
        amount=3_200_000,
        source="service_fund",
        starts_on=iso(date(2025, 11, 1)),
        ends_on=iso(TODAY - timedelta(days=20)),
        social_workers=2,
        served=pen.between(200, 500),
        activities="每月组织一次楼院议事会，培训议事员，整理办理清单。",
    )
