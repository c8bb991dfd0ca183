"""A whole year of meetings of every branch, as good as such years are: some things are wanting."""

from collections.abc import Iterator
from datetime import date, timedelta

from jianxi_desktop.services.demo import texts
from jianxi_desktop.services.demo.pen import Pen, iso
from jianxi_desktop.services.demo.places import Branch, Community, Member
from jianxi_desktop.services.demo.scales import HOME, TODAY

_EARLY = range(1, 8)  # what comes after is in ``meetings``
_LATE = range(8, 12)
_KINDS = (
    "theme_day",
    "general_meeting",
    "committee_meeting",
    "group_meeting",
    "party_lecture",
    "organisation_life",
    "appraisal",
)
_CAREFUL, _CARELESS = 0.97, 0.72  # share of what is held that should be
_COURSES = (("党员网络学习：党章和党内法规", 1600), ("社区党员冬春集中轮训", 1200))
_Planned = tuple[str, date, int | None]  # kind, day, which group
_JUBILEE = date(2021, 7, 1)  # when the medals were given out


def write(place: Community) -> None:
    """Write the year of every branch of a community, its talks, study and medals."""
    pen = place.pen("organised_life")
    lines = {kind: pen.cycle(texts.table("meetings", kind)) for kind in _KINDS}
    for branch in place.branches:
        if len(branch.members) >= 3:
            _year(place, pen, lines, branch)
    _secretary_teaches(place, pen, lines)
    _study(place, place.pen("study"))
    if place.code == HOME:
        _talks(place.branches[0], place.pen("talks"))
        _medals(place, place.pen("medals"))


def _year(
    place: Community, pen: Pen, lines: dict[str, Iterator[texts.Line]], branch: Branch
) -> None:
    share = _CARELESS if pen.likely(0.1) else _CAREFUL
    for kind, day, group in (*_early(pen, branch), *_late(pen, branch)):
        if pen.likely(share) and day <= TODAY:
            _hold(place, pen, next(lines[kind]), branch, kind, day, group)


def _early(pen: Pen, branch: Branch) -> Iterator[_Planned]:
    """Plan the months of which nothing else writes."""
    for month in _EARLY:
        yield "theme_day", date(2026, month, 5), None
        if len(branch.members) >= 7:
            yield "committee_meeting", date(2026, month, pen.between(8, 12)), None
        for group in range(len(branch.groups)):
            yield "group_meeting", date(2026, month, pen.between(13, 17)), group
        if month % 3 == 2 or month == 1:
            yield "general_meeting", date(2026, month, pen.between(18, 24)), None
        if month in (3, 6):
            yield "party_lecture", date(2026, month, pen.between(20, 27)), None


def _late(pen: Pen, branch: Branch) -> Iterator[_Planned]:
    """Plan what the last months have beside what is written of them elsewhere."""
    for month in _LATE:
        for group in range(1, len(branch.groups)):
            yield "group_meeting", date(2026, month, pen.between(13, 17)), group
    for kind in ("general_meeting", "party_lecture", "organisation_life", "appraisal"):
        if pen.likely(0.45):
            yield kind, pen.workday(date(2026, 10, 12), TODAY - timedelta(days=2)), None


def _hold(
    place: Community,
    pen: Pen,
    said: texts.Line,
    branch: Branch,
    kind: str,
    day: date,
    group: int | None,
) -> None:
    topic, content, resolution = said
    size = len(branch.members)
    if kind == "committee_meeting":
        size = min(size, 3)
    elif group is not None:
        size = max(size // len(branch.groups), 3)
    away = pen.between(0, max(size // 6, 0)) if size > 3 else 0
    votes = {}
    if kind == "general_meeting":
        votes = {"entitled": size, "entitled_present": size - away, "agreed": size - away}
    pen.put(
        "activity",
        topic=topic,
        kind=kind,
        held_on=iso(day),
        organisation=branch.id if group is None else branch.groups[group],
        place=pen.pick(list(place.rooms)) if place.rooms else None,
        host=branch.secretary.name,
        recorder=branch.members[-1].name,
        speaker=branch.secretary.name if kind == "party_lecture" else None,
        starts_at=pen.pick(("09:00", "15:00", "18:30")),
        expected=size,
        present=size - away,
        on_leave=away,
        content=content,
        resolution=resolution or None,
        **votes,
    )


def _secretary_teaches(place: Community, pen: Pen, lines: dict[str, Iterator[texts.Line]]) -> None:
    """Write the lecture that the secretary of a community's committee gave, mostly."""
    topic, content, _resolution = next(lines["party_lecture"])
    if place.plan.form != "party_committee" or not pen.likely(0.75):
        return
    day = pen.workday(date(2026, 6, 22), date(2026, 7, 3))
    pen.put(
        "activity",
        topic=topic,
        kind="party_lecture",
        held_on=iso(day),
        organisation=place.organisation,
        place=pen.pick(list(place.rooms)) if place.rooms else None,
        host=place.leaders[-1].name,
        speaker=place.leaders[0].name,
        starts_at="09:00",
        present=pen.between(30, 60),
        public_present=pen.between(0, 12),
        content=content,
    )


def _study(place: Community, pen: Pen) -> None:
    """Write the courses of the members: at home of all, elsewhere of the first branch."""
    branches = place.branches if place.code == HOME else place.branches[:1]
    for title, hours in _COURSES:
        day = iso(pen.workday(date(2026, 2, 20), date(2026, 6, 26)))
        for branch in branches:
            for member in branch.members:
                if pen.likely(0.9):
                    pen.put(
                        "member_record",
                        person=member.id,
                        kind="training",
                        recorded_on=day,
                        title=title,
                        hours=hours,
                        issuer="街道党校",
                    )


def _talks(branch: Branch, pen: Pen) -> None:
    """Write the talks of a branch that has talked with everybody."""
    lines = pen.cycle(texts.table("people", "talk"))
    committee, others = branch.members[:3], branch.members[3:]
    pairs = [("committee", one, committee[n - 1]) for n, one in enumerate(committee)]
    pairs += [("committee_member", one, pen.pick(committee)) for one in others]
    pairs += [("members", one, others[n - 1]) for n, one in enumerate(others)]
    for pair, one, other in pairs:
        _talk(pen, lines, pair, one, other)


def _talk(pen: Pen, lines: Iterator[texts.Line], pair: str, one: Member, other: Member) -> None:
    content, result = next(lines)
    pen.put(
        "contact_log",
        person=one.id,
        kind="talk",
        contacted_on=iso(pen.workday(date(2026, 3, 2), TODAY)),
        contacted_by=other.name,
        pair=pair,
        content=content,
        result=f"{result}。",
    )


def _medals(place: Community, pen: Pen) -> None:
    """Write who got the medal for fifty years in the Party, as far as it was written down."""
    for member in place.members:
        long = member.joined is not None and member.joined.year < _JUBILEE.year - 51
        if long and pen.likely(0.85):
            pen.put(
                "member_record",
                person=member.id,
                kind="award",
                recorded_on=iso(_JUBILEE),
                title="“光荣在党50年”纪念章",
                issuer="中共中央",
            )
