"""Lectures in the lecture halls: who taught what, how, and to how many."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from jianxi_desktop.db.ids import code_id
from jianxi_desktop.services.demo import texts
from jianxi_desktop.services.demo.pen import Pen, filled, iso, shares
from jianxi_desktop.services.demo.places import Community, Member
from jianxi_desktop.services.demo.scales import HOME, QUARTER_END, TODAY

_PAIRS = (  # pairs of ways, and how common each is; in the order of the code table
    (("indoor", "courtyard"), (7, 3)),
    (("fixed", "mobile"), (7, 3)),
    (("online", "offline"), (1, 9)),
    (("together", "scattered"), (8, 2)),
)
_BEGAN = date(2017, 10, 23)
_LISTED = 0.06  # share of the lectures whose listeners stand in a list by name
_SKILLED = frozenset({"expert", "leader", "secretary", "delegate"})


@dataclass(frozen=True)
class _Lecturer:
    """Someone who teaches, and the course he or she masters."""

    id: UUID
    name: str
    category: str
    course: str


def write(place: Community, courses: Mapping[str, UUID]) -> None:
    """Write a community's lecturers and lectures."""
    pen = place.pen("lectures")
    hall = place.rooms[f"{place.name}三新讲习所"]
    lecturers = _lecturers(place, pen)
    topics = {name: pen.cycle(texts.words("lectures", name)) for name in courses}
    turns = pen.cycle(list(courses))
    weights = [pen.chance.uniform(0.5, 1.7) for _ in range(place.plan.lectures)]
    days = sorted(
        pen.day(_BEGAN, QUARTER_END - timedelta(days=1)) for _ in range(place.plan.lectures)
    )
    heads = shares(place.plan.listeners, weights, 5)
    later = sorted(pen.day(date(2018, 10, 8), date(2026, 4, 30)) for _ in range(10))
    recent = sorted(pen.day(date(2026, 5, 4), TODAY - timedelta(days=2)) for _ in range(6))
    for day, head in [
        *zip(days, heads, strict=True),
        *((day, pen.between(14, 44)) for day in (*later, *recent)),
    ]:
        course = next(turns)
        topic = next(topics[course])
        lecturer = _who_teaches(pen, course, lecturers)
        _lecture(place, pen, day, head, topic, (courses[course], lecturer, hall))

    _ahead(place, courses, lecturers, hall)


def _ahead(
    place: Community, courses: Mapping[str, UUID], lecturers: list[_Lecturer], hall: UUID
) -> None:
    """Write what is on the course table of the weeks to come, and sometimes one nobody counted."""
    pen = place.pen("lectures_ahead")
    days = sorted(pen.day(TODAY + timedelta(days=1), TODAY + timedelta(days=25)) for _ in range(2))
    if pen.likely(0.3):
        days.append(TODAY - timedelta(days=pen.between(1, 6)))
    for day, course in zip(days, pen.some(list(courses), 3), strict=False):
        lecturer = _who_teaches(pen, course, lecturers)
        pen.put(
            "activity",
            topic=pen.pick(texts.words("lectures", course)),
            kind="lecture",
            held_on=iso(day),
            organisation=place.organisation,
            venue=hall,
            place="三新讲习所",
            host=pen.pick(place.leaders).name,
            speaker=lecturer.name,
            starts_at=pen.pick(("09:00", "09:30", "15:00", "19:00")),
            course=courses[course],
            lecturer=lecturer.id,
            modes=";".join(_modes(pen, lecturer.category)),
        )


def _lecturers(place: Community, pen: Pen) -> list[_Lecturer]:
    """Write the lecturers: home has one of each category at least, the others some."""
    lines = pen.some(texts.table("lectures", "workplaces"), 99)
    groups: list[frozenset[str]] = (
        [frozenset({each}) for each in _ALL] if place.code == HOME else _SOME
    )
    chosen = [next(line for line in lines if line[0] in group) for group in groups]
    # For each art there is someone who masters it.
    chosen += [next(line for line in lines if line[3] == art) for art in ("书画", "声乐", "舞蹈")]
    members = pen.cycle(place.members)
    return [_lecturer(place, pen, line, next(members)) for line in dict.fromkeys(chosen)]


_ALL = ("expert", "leader", "secretary", "delegate", "volunteer", "model", "folk")
_SOME = [
    frozenset({"expert", "leader"}),
    frozenset({"secretary", "delegate", "model"}),
    frozenset({"volunteer"}),
]


def _lecturer(place: Community, pen: Pen, line: texts.Line, member: Member) -> _Lecturer:
    category, workplace, skill, course = line
    outside = category in {"expert", "leader", "delegate"}
    name, phone = (pen.name(), pen.phone()) if outside else (member.name, member.phone)
    lecturer = pen.put(
        "lecturer",
        name=name,
        category=category,
        organisation=place.organisation,
        workplace=workplace,
        field_of_work=skill,
        phone=phone,
        appointed_on=iso(pen.workday(date(2017, 9, 4), date(2018, 5, 31))),
        note=pen.pick(_NOTES),
    )
    return _Lecturer(lecturer, name, category, course)


def _who_teaches(pen: Pen, course: str, lecturers: list[_Lecturer]) -> _Lecturer:
    masters = [each for each in lecturers if each.course == course]
    talkers = [each for each in lecturers if each.category not in {"folk", "volunteer"}]
    return pen.pick(masters or talkers or lecturers)


_NOTES = (
    "由社区党组织聘任，课前试讲，聘期两年可续聘。",
    "擅长用身边事讲道理，居民点课较多。",
    "可到楼院流动讲习，时间需提前一周约定。",
    "讲稿由社区统一存档，群众评价良好。",
)


def _lecture(
    place: Community,
    pen: Pen,
    day: date,
    head: int,
    topic: str,
    links: tuple[UUID, _Lecturer, UUID],
) -> None:
    course, lecturer, hall = links
    members = max(min(int(head * pen.chance.uniform(0.3, 0.65)), len(place.members) - 1), 2)
    modes = _modes(pen, lecturer.category)
    indoors = "indoor" in modes
    activity = pen.put(
        "activity",
        topic=topic,
        kind="lecture",
        held_on=iso(day),
        organisation=place.organisation,
        venue=hall if indoors else place.square,
        place="三新讲习所" if indoors else place.place_of(place.square) or _outdoors(place, pen),
        host=pen.pick(place.leaders).name,
        speaker=lecturer.name,
        starts_at=pen.pick(("09:00", "09:30", "15:00", "16:00", "19:00")),
        course=course,
        lecturer=lecturer.id,
        modes=";".join(modes),
        hours=pen.pick((100, 150, 200)),
        campaign=pen.pick(("red_gene", "first_heart")) if pen.likely(0.12) else None,
        present=members,
        public_present=head - members,
        content=filled(
            pen.pick(texts.words("lectures", "contents")),
            minutes=pen.pick((30, 40, 45, 50)),
            voice=pen.pick(texts.words("lectures", "voices")),
            spot=pen.pick(texts.words("lectures", "spots")),
            few=pen.between(3, 9),
            most=pen.pick(("六", "七", "八", "九")),
        ),
    )
    if pen.likely(_LISTED):
        for member in pen.some(place.members, members):
            pen.put(
                "attendance",
                id=code_id("attendance", f"{activity}/{member.id}"),
                activity=activity,
                person=member.id,
                state="present",
            )


def _outdoors(place: Community, pen: Pen) -> str:
    return f"{pen.pick(place.courts)}凉亭"


def _modes(pen: Pen, category: str) -> list[str]:
    ways = [pen.chance.choices(pair, odds)[0] for pair, odds in _PAIRS]
    ways.append("expert" if category in _SKILLED else "amateur")
    ways.append("public" if category == "folk" else "member")
    return ways
