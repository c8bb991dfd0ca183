"""Building together: needs, resources, projects, and the problems that were solved."""

from datetime import date, timedelta
from uuid import UUID

from jianxi_desktop.services.demo import texts
from jianxi_desktop.services.demo.pen import Pen, filled, iso, shares
from jianxi_desktop.services.demo.places import Community, Unit
from jianxi_desktop.services.demo.scales import QUARTER_END, TODAY


def write(place: Community) -> None:
    """Write the three lists and the problems of a community."""
    needs = _needs(place, place.pen("needs"))
    resources = _resources(place, place.pen("resources"))
    _projects(place, place.pen("projects"), needs, resources)
    _problems(place, place.pen("problems"))


def _needs(place: Community, pen: Pen) -> list[UUID]:
    found = []
    lines = pen.cycle(texts.table("joint", "needs"))
    for n in range(8):
        kind, title, group = next(lines)
        old = n < 4
        raised = (
            pen.day(date(2018, 1, 15), date(2018, 7, 31))
            if old
            else pen.day(date(2026, 5, 4), TODAY - timedelta(days=4))
        )
        state = "met" if old else ("open", "matched", "open", "met")[n - 4]
        met = raised + timedelta(days=pen.between(20, 60)) if state == "met" else None
        found.append(
            pen.put(
                "need",
                title=title,
                kind=kind,
                organisation=place.organisation,
                raised_by=f"{pen.pick(place.courts)}{group}",
                raised_on=iso(raised),
                quantity=pen.between(6, 120),
                due_on=iso(raised + timedelta(days=pen.pick((30, 45, 60, 90)))),
                state=state,
                met_on=iso(min(met, TODAY)) if met else None,
                detail=f"入户走访和居民代表会收集，涉及{pen.between(8, 90)}户，"
                f"由{pen.pick(place.branches).name}负责对接。",
            )
        )
    return found


def _resources(place: Community, pen: Pen) -> list[UUID]:
    """Write what is shared, in all as much as the plan says, and what is only offered."""
    parts = shares(place.plan.shared, [1.0] * max(1, (place.plan.shared + 1) // 2), 1)
    lines = pen.cycle(texts.table("joint", "resources"))
    found = [
        _resource(place, pen, next(lines), part, "shared", pen.pick(place.co_builders))
        for part in parts
    ]
    found.append(_resource(place, pen, next(lines), 1, "withdrawn", pen.pick(place.co_builders)))
    found += [
        _resource(
            place, pen, next(lines), pen.between(1, 3), "offered", pen.pick(place.co_builders)
        )
        for _ in range(2)
    ]
    return found


def _resource(
    place: Community, pen: Pen, line: texts.Line, number: int, state: str, unit: Unit
) -> UUID:
    kind, title, measure, hours = line
    shared = pen.workday(date(2018, 1, 10), date(2018, 7, 31)) if state != "offered" else None
    back = None
    if state == "withdrawn":
        shared, back = date(2018, 1, 22), pen.workday(date(2018, 5, 7), date(2018, 8, 31))
    return pen.put(
        "resource",
        title=f"{unit.name}{title}",
        kind=kind,
        organisation=place.organisation,
        provider=unit.id,
        quantity=number,
        measure=measure,
        open_hours=hours,
        contact=pen.name(),
        phone=pen.landline(),
        state=state,
        shared_on=iso(shared),
        withdrawn_on=iso(back),
        detail=_DETAILS[state],
    )


_DETAILS = {
    "shared": "免费提供，使用前在社区登记；损坏照价赔偿，使用情况每季度向单位反馈。",
    "offered": "单位已同意提供，等待对应的需求；由社区联系人统一安排。",
    "withdrawn": "单位场地另有安排，经联席会说明后收回。",
}


def _projects(place: Community, pen: Pen, needs: list[UUID], resources: list[UUID]) -> None:
    titles = pen.cycle(texts.table("joint", "projects"))
    for n, state in enumerate(("done", "done", "done", "running", "claimed", "open", "open")):
        title, idea = next(titles)
        old = n < 2
        published = (
            pen.workday(date(2018, 2, 20), date(2018, 6, 15))
            if old
            else pen.workday(date(2026, 6, 8), date(2026, 10, 30))
        )
        claimed = published + timedelta(days=pen.between(5, 14)) if state != "open" else None
        due = published + timedelta(days=pen.pick((45, 60, 90)))
        done = min(due - timedelta(days=pen.between(0, 12)), TODAY) if state == "done" else None
        if done is not None and not old:
            published, claimed, done = date(2026, 5, 11), date(2026, 5, 20), date(2026, 8, 14)
            due = date(2026, 8, 31)
        unit = pen.pick(place.co_builders)
        pen.put(
            "project",
            title=title,
            organisation=place.organisation,
            need=needs[n] if n < len(needs) else None,
            resource=pen.pick(resources) if state != "open" else None,
            published_on=iso(published),
            claimant=unit.id if claimed else None,
            claimed_on=iso(claimed),
            promise=f"{idea}；{pen.pick(texts.words('joint', 'promises'))}。" if claimed else None,
            contact=unit.head if claimed else place.leaders[-1].name,
            phone=pen.landline(),
            due_on=iso(due),
            done_on=iso(done),
            state=state,
            result=pen.pick(texts.words("joint", "results")) if done else None,
            satisfaction="satisfied" if done else None,
        )


def _problems(place: Community, pen: Pen) -> None:
    """Write as many problems closed by the quarter's end as the plan says, and some since."""
    used: set[str] = set()
    last = QUARTER_END - timedelta(days=2)
    for _ in range(place.plan.problems):
        found = pen.day(date(2017, 11, 10), date(2018, 7, 31))
        closed = min(found + timedelta(days=pen.between(6, 70)), last)
        _problem(place, pen, used, found, closed)
    for year in (2020, 2024, 2025, 2026):
        found = pen.day(date(year, 2, 10), date(year, 8, 20))
        _problem(place, pen, used, found, found + timedelta(days=pen.between(6, 60)))
    for back in (70, 34, 12):
        _problem(place, pen, used, TODAY - timedelta(days=back + pen.between(0, 8)), None)


def _problem(place: Community, pen: Pen, used: set[str], found: date, closed: date | None) -> None:
    title = ""
    while not title or title in used:
        source, pattern, measure, result = pen.pick(texts.table("joint", "problems"))
        title = filled(pattern, court=pen.pick(place.courts), n=pen.between(1, 14))
    used.add(title)
    branch = pen.pick(place.branches)
    due = found + timedelta(days=pen.pick((20, 30, 45, 60)))
    helped = source in {"joint_meeting", "tripartite"} or pen.likely(0.4)
    pen.put(
        "problem",
        title=title,
        organisation=place.organisation,
        source=source,
        found_on=iso(found),
        duty_organisation=branch.id,
        duty_person=branch.secretary.name,
        partner=pen.pick(place.co_builders).id if helped else None,
        measure=f"{measure}。",
        due_on=iso(due),
        closed_on=iso(closed),
        result=f"{result}。" if closed else None,
        confirmed_by=pen.pick(place.leaders).name if closed else None,
    )
