"""Building together: needs, resources, projects, and the problems that were solved."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from jianxi_desktop.services.demo import texts
from jianxi_desktop.services.demo.pen import Pen, filled, iso, shares
from jianxi_desktop.services.demo.places import Community, Unit
from jianxi_desktop.services.demo.scales import QUARTER_END, TODAY

# How each project of a community goes: its state, and between which days it was published.
_PROJECTS = (
    ("done", date(2018, 2, 20), date(2018, 4, 27)),
    ("done", date(2018, 4, 9), date(2018, 6, 15)),
    ("done", date(2026, 4, 7), date(2026, 5, 22)),
    ("running", date(2026, 8, 3), date(2026, 9, 18)),
    ("claimed", date(2026, 9, 14), date(2026, 10, 23)),
    ("open", date(2026, 9, 21), date(2026, 10, 30)),
    ("open", date(2026, 10, 19), date(2026, 11, 13)),
)
_ON_THE_SPOT = frozenset({"grid", "community"})  # branches that answer for courts
_NEEDS = {"done": "met", "running": "matched", "claimed": "matched", "open": "open"}


@dataclass(frozen=True)
class _Offer:
    """A resource on the list, and who offers it."""

    id: UUID
    kind: str
    state: str
    unit: Unit


def write(place: Community) -> None:
    """Write the three lists and the problems of a community."""
    offers = _resources(place, place.pen("resources"))
    _projects(place, place.pen("projects"), offers)
    _open_needs(place, place.pen("needs"))
    _problems(place, place.pen("problems"))
    _service(place, place.pen("service"))


def _resources(place: Community, pen: Pen) -> list[_Offer]:
    """Write what is shared, in all as much as the plan says, and what is only offered."""
    fitting = [
        (unit, line)
        for unit in place.co_builders
        for line in texts.table("joint", "resources")
        if unit.kind in line[4].split(";")
    ]
    turns = pen.cycle(fitting)
    parts = shares(place.plan.shared, [1.0] * max(1, (place.plan.shared + 1) // 2), 1)
    wanted = [
        *((part, "shared") for part in parts),
        (1, "withdrawn"),
        (1, "offered"),
        (2, "offered"),
    ]
    return [_resource(place, pen, next(turns), number, state) for number, state in wanted]


def _resource(
    place: Community, pen: Pen, what: tuple[Unit, texts.Line], number: int, state: str
) -> _Offer:
    unit, (kind, title, measure, hours, _kinds) = what
    shared = pen.workday(date(2018, 1, 10), date(2018, 7, 31)) if state != "offered" else None
    back = None
    if state == "withdrawn":
        shared, back = date(2018, 1, 22), pen.workday(date(2018, 5, 7), date(2018, 8, 31))
    resource = pen.put(
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
    return _Offer(resource, kind, state, unit)


_DETAILS = {
    "shared": "免费提供，使用前在社区登记；损坏照价赔偿，使用情况每季度向单位反馈。",
    "offered": "单位已同意提供，等待对应的需求；由社区联系人统一安排。",
    "withdrawn": "单位场地另有安排，经联席会说明后收回。",
}


def _projects(place: Community, pen: Pen, offers: list[_Offer]) -> None:
    """Write projects, each with the need it answers and, where one fits, a resource for it."""
    lines = sorted(
        pen.some(texts.table("joint", "projects"), 99),
        key=lambda line: not _claimants(place, line),  # those nobody fits are still open
    )[: len(_PROJECTS)]
    for line, (state, first, last) in zip(lines, _PROJECTS, strict=True):
        title, idea, kind, wanted, group, _kinds = line
        published = pen.workday(first, last)
        raised = published - timedelta(days=pen.between(6, 40))
        claimed = published + timedelta(days=pen.between(4, 12)) if state != "open" else None
        due = published + timedelta(days=pen.pick((45, 60, 75, 90)))
        done = due - timedelta(days=pen.between(0, 12)) if state == "done" else None
        need = _need(place, pen, (kind, wanted, group), raised, _NEEDS[state], due, done)
        unit = pen.pick(_claimants(place, line) or place.co_builders)
        fits = [each for each in offers if each.kind == kind and each.state != "withdrawn"]
        offer = pen.pick(fits) if fits and claimed else None
        pen.put(
            "project",
            title=title,
            organisation=place.organisation,
            need=need,
            resource=offer.id if offer else None,
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
            satisfaction=pen.pick(("satisfied", "satisfied", "fairly_satisfied")) if done else None,
        )


def _claimants(place: Community, line: texts.Line) -> list[Unit]:
    return [unit for unit in place.co_builders if unit.kind in line[5].split(";")]


def _open_needs(place: Community, pen: Pen) -> None:
    """Write needs that nothing answers yet."""
    for line in pen.some(texts.table("joint", "needs"), 3):
        raised = pen.day(date(2026, 9, 1), TODAY - timedelta(days=3))
        due = raised + timedelta(days=pen.pick((45, 60, 90)))
        _need(place, pen, line, raised, "open", due, None)


def _need(
    place: Community,
    pen: Pen,
    what: tuple[str, ...],
    raised: date,
    state: str,
    due: date,
    met: date | None,
) -> UUID:
    kind, title, group = what
    return pen.put(
        "need",
        title=title,
        kind=kind,
        organisation=place.organisation,
        raised_by=f"{pen.pick(place.courts)}{group}",
        raised_on=iso(raised),
        quantity=pen.between(6, 120),
        due_on=iso(due),
        state=state,
        met_on=iso(met),
        detail=f"{pen.pick(_HEARD)}，涉及{pen.between(8, 90)}户，"
        f"由{pen.pick(place.branches).name}负责对接。",
    )


_HEARD = (
    "入户走访时收集",
    "居民代表会提出",
    "主题党日征求意见时登记",
    "楼栋党小组长上报",
    "在讲习所意见卡上填写",
)


def _service(place: Community, pen: Pen) -> None:
    """Write the members of units around who reported here, and what they did."""
    for n, unit in enumerate(pen.some(place.co_builders, 3), start=1):
        reported = pen.workday(date(2025, 3, 3), date(2026, 6, 30))
        registration = pen.put(
            "service_registration",
            name=pen.name(),
            workplace=unit.name,
            organisation=place.organisation,
            registered_on=iso(reported),
            unit=unit.id,
            branch=f"{unit.name}党支部",
            phone=pen.phone(),
            skills=pen.pick(("法律咨询", "家电维修", "文艺辅导", "健康义诊")),
            duty=pen.pick(("邻里调解", "楼道巡查", "政策宣传", "助老助残")),
            number=f"{place.plan.number:02d}-{n:03d}",
        )
        for content in pen.some(_SERVED, 2):
            pen.put(
                "service_entry",
                registration=registration,
                served_on=iso(pen.day(date(2026, 7, 1), TODAY)),
                content=content,
                hours=200,
                place=pen.pick(place.courts),
                confirmed_by=place.leaders[-1].name,
            )


_SERVED = (
    "参加楼院清洁日",
    "为老年党员送学上门",
    "在党群服务中心值守答疑",
    "协助登记居民需求",
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
    branch = pen.pick([each for each in place.branches if each.kind in _ON_THE_SPOT])
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
