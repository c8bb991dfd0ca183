"""Building together: the three lists, joined as they are, and the problems that were solved."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from uuid import UUID

from jianxi_desktop.services.demo import texts
from jianxi_desktop.services.demo.pen import Pen, filled, iso, shares
from jianxi_desktop.services.demo.places import Community, Unit
from jianxi_desktop.services.demo.scales import QUARTER_END, TODAY

_STATES = ("done", "done", "done", "running", "claimed", "open", "open")
_NEED_STATES = {"done": "met", "running": "matched", "claimed": "matched", "open": "open"}


@dataclass(frozen=True)
class _Project:
    """A project as it goes: what it is, which need and resource it joins, its days."""

    title: str
    need: str
    resource: str
    how: str
    state: str
    published: date
    claimed: date | None
    due: date
    done: date | None


def write(place: Community) -> None:
    """Write the three lists and the problems of a community."""
    pen = place.pen("projects")
    lines = islice(pen.cycle(texts.table("joint", "projects")), len(_STATES))
    projects = [_planned(pen, line, n) for n, line in enumerate(lines)]
    needs = _needs(place, place.pen("needs"), projects)
    resources = _resources(place, place.pen("resources"), projects)
    for project, need in zip(projects, needs, strict=True):
        _project(place, pen, project, need, resources.get(project.resource))
    _problems(place, place.pen("problems"))


def _planned(pen: Pen, line: texts.Line, n: int) -> _Project:
    """Draw the days of a project: the first ones are of 2018, the others of this year."""
    state = _STATES[n]
    published = (
        pen.workday(date(2018, 2, 20), date(2018, 6, 15))
        if n < 2
        else pen.workday(date(2026, 6, 8), date(2026, 10, 30))
    )
    if state == "done" and n >= 2:
        published = pen.workday(date(2026, 4, 13), date(2026, 5, 15))
    claimed = published + timedelta(days=pen.between(5, 14)) if state != "open" else None
    due = published + timedelta(days=pen.pick((45, 60, 90)))
    done = due - timedelta(days=pen.between(0, 12)) if state == "done" else None
    title, need, resource, how = line
    return _Project(title, need, resource, how, state, published, claimed, due, done)


def _needs(place: Community, pen: Pen, projects: Sequence[_Project]) -> list[UUID]:
    """Write the need that each project meets, and one that nobody has taken up yet."""
    lines = {title: (kind, group) for kind, title, group in texts.table("joint", "needs")}
    found = []
    for project in projects:
        raised = project.published - timedelta(days=pen.between(8, 30))
        state = _NEED_STATES[project.state]
        found.append(
            _need(place, pen, project.need, lines[project.need], raised, state, project.done)
        )
    taken = {project.need for project in projects}
    free = pen.pick([title for title in lines if title not in taken])
    raised = pen.day(date(2026, 9, 7), TODAY - timedelta(days=4))
    _need(place, pen, free, lines[free], raised, "open", None)
    return found


def _need(
    place: Community,
    pen: Pen,
    title: str,
    line: tuple[str, str],
    raised: date,
    state: str,
    met: date | None,
) -> UUID:
    kind, group = line
    return pen.put(
        "need",
        title=title,
        kind=kind,
        organisation=place.organisation,
        raised_by=f"{pen.pick(place.courts)}{group}",
        raised_on=iso(raised),
        quantity=pen.between(6, 120),
        due_on=iso(raised + timedelta(days=pen.pick((60, 90, 120)))),
        state=state,
        met_on=iso(met),
        detail=f"入户走访和居民代表会收集，涉及{pen.between(8, 90)}户，"
        f"由{pen.pick(place.branches).name}负责对接。",
    )


def _resources(place: Community, pen: Pen, projects: Sequence[_Project]) -> dict[str, UUID]:
    """Write what is shared, in all as much as the plan says, and what is only offered.

    What the projects use comes first; the resources are given by what they are.
    """
    every = texts.table("joint", "resources")
    used = {project.resource for project in projects}
    first = [line for line in every if line[1] in used]
    rest = pen.cycle([line for line in every if line[1] not in used])
    parts = shares(place.plan.shared, [1.0] * max(1, (place.plan.shared + 1) // 2), 1)
    found: dict[str, UUID] = {}
    for part in parts:
        line = first.pop(0) if first else next(rest)
        unit = pen.pick(place.co_builders)
        found.setdefault(line[1], _resource(place, pen, line, part, "shared", unit))
    _resource(place, pen, next(rest), 1, "withdrawn", pen.pick(place.co_builders))
    for _ in range(max(2, len(first))):
        line = first.pop(0) if first else next(rest)
        unit, number = pen.pick(place.co_builders), pen.between(1, 3)
        found.setdefault(line[1], _resource(place, pen, line, number, "offered", unit))
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


def _project(
    place: Community, pen: Pen, project: _Project, need: UUID, resource: UUID | None
) -> None:
    unit = pen.pick(place.co_builders)
    claimed, done = project.claimed, project.done
    promise = f"{project.how}；{pen.pick(texts.words('joint', 'promises'))}。"
    pen.put(
        "project",
        title=project.title,
        organisation=place.organisation,
        need=need,
        resource=resource,
        published_on=iso(project.published),
        claimant=unit.id if claimed else None,
        claimed_on=iso(claimed),
        promise=promise if claimed else None,
        contact=unit.head if claimed else place.leaders[-1].name,
        phone=pen.landline(),
        due_on=iso(project.due),
        done_on=iso(done),
        state=project.state,
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
