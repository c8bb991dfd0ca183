"""What branches and communities hold: meetings, theme days, joint meetings, feasts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from jianxi_desktop.db.ids import code_id
from jianxi_desktop.services.demo import texts
from jianxi_desktop.services.demo.pen import Pen, Row, iso
from jianxi_desktop.services.demo.places import Branch, Community, Member
from jianxi_desktop.services.demo.scales import TODAY

_MARKS = ("present", "leave", "absent", "exempt")
_REASONS = ("外出就医", "照看孙辈", "出差", "在外地探亲", "值班", "身体不适")
_RECENT = ((2026, 8), (2026, 9), (2026, 10), (2026, 11))


@dataclass(frozen=True)
class _Meeting:
    """One meeting still to be written: of which kind, when, and what was said."""

    kind: str
    held_on: date
    topic: str
    content: str
    resolution: str


def write(place: Community) -> None:
    """Write what a community and its branches held, in 2018 and lately."""
    pen = place.pen("meetings")
    for branch in place.branches:
        if len(branch.members) >= 3:
            _branch_life(place, pen, branch)
    _community_life(place, place.pen("gatherings"))


def _branch_life(place: Community, pen: Pen, branch: Branch) -> None:
    lines = {kind: pen.cycle(texts.table("meetings", kind)) for kind in _OF_BRANCH}
    for month in range(1, 10):
        theme = _meeting(lines, "theme_day", date(2018, month, pen.between(3, 9)))
        _hold(place, pen, branch, theme)
        if month % 3 == 2:
            general = _meeting(lines, "general_meeting", date(2018, month, pen.between(11, 26)))
            _hold(place, pen, branch, general)
    for year, month in _RECENT:
        for meeting in _of_month(pen, lines, year, month):
            if not _is_held(branch, meeting.kind):
                continue
            marked = meeting.kind not in {"committee_meeting", "group_meeting"}
            activity = _hold(place, pen, branch, meeting)
            if marked:
                _mark(pen, branch.members, activity)


_OF_BRANCH = ("theme_day", "general_meeting", "committee_meeting", "group_meeting", "party_lecture")


def _of_month(
    pen: Pen, lines: dict[str, Iterator[texts.Line]], year: int, month: int
) -> list[_Meeting]:
    found = [
        _meeting(lines, "theme_day", date(year, month, 5)),
        _meeting(lines, "committee_meeting", date(year, month, pen.between(8, 12))),
        _meeting(lines, "group_meeting", date(year, month, pen.between(13, 17))),
    ]
    if month == 9:
        found.append(_meeting(lines, "general_meeting", date(year, month, 18)))
        found.append(_meeting(lines, "party_lecture", date(year, month, 24)))
    return found


def _is_held(branch: Branch, kind: str) -> bool:
    """Tell whether a branch has what meets: a small one has no committee, some have no group."""
    if kind == "committee_meeting":
        return len(branch.members) >= 7
    return kind != "group_meeting" or bool(branch.groups)


def _meeting(lines: dict[str, Iterator[texts.Line]], kind: str, day: date) -> _Meeting:
    topic, content, resolution = next(lines[kind])
    return _Meeting(kind, day, topic, content, resolution)


def _hold(place: Community, pen: Pen, branch: Branch, meeting: _Meeting) -> UUID:
    """Write a meeting of a branch, with numbers that its size allows."""
    size = {"committee_meeting": min(len(branch.members), 3)}.get(meeting.kind, len(branch.members))
    if meeting.kind == "group_meeting":
        size = max(size // max(len(branch.groups), 1), 3)
    venue = pen.pick(list(place.rooms.values()))
    away = sum(pen.likely(0.13) for _ in range(size)) if size > 3 else 0
    return pen.put(
        "activity",
        topic=meeting.topic,
        kind=meeting.kind,
        held_on=iso(meeting.held_on),
        organisation=branch.id,
        venue=venue,
        place=place.place_of(venue),
        host=branch.secretary.name,
        recorder=branch.members[-1].name,
        speaker=branch.secretary.name if meeting.kind == "party_lecture" else None,
        starts_at=pen.pick(("09:00", "09:30", "15:00", "18:30")),
        hours=pen.pick((100, 150, 200)) if meeting.kind != "committee_meeting" else None,
        expected=size,
        present=size - away,
        on_leave=min(away, max(away - 1, 0)),
        content=meeting.content,
        resolution=meeting.resolution or None,
    )


def _mark(pen: Pen, members: list[Member], activity: UUID) -> None:
    """Write who was there, and let the meeting's numbers say the same."""
    marks = pen.chance.choices(_MARKS, (86, 8, 2, 4), k=len(members))
    row: Row = pen.row("activity")
    row["expected"] = len(members) - marks.count("exempt")
    row["present"] = marks.count("present")
    row["on_leave"] = marks.count("leave")
    for member, mark in zip(members, marks, strict=True):
        pen.put(
            "attendance",
            id=code_id("attendance", f"{activity}/{member.id}"),
            activity=activity,
            person=member.id,
            state=mark,
            reason=pen.pick(_REASONS) if mark == "leave" else None,
        )


def _community_life(place: Community, pen: Pen) -> None:
    for kind, owner, months in _CALENDAR:
        lines = pen.cycle(texts.table("meetings", kind))
        organisation = place.regional if owner == "regional" else place.organisation
        for year, month in months:
            topic, content, resolution = next(lines)
            day = pen.workday(date(year, month, 6), date(year, month, 19))
            _gather(place, pen, kind, organisation, day, (topic, content, resolution))
    _yearly_review(place, pen)


_CALENDAR = (
    ("joint_meeting", "regional", ((2018, 3), (2018, 6), (2018, 9), (2026, 3), (2026, 9))),
    ("tripartite_meeting", "own", ((2018, 4), (2018, 8), (2026, 7), (2026, 10))),
    ("volunteer", "own", ((2018, 5), (2026, 10))),
    ("performance", "own", ((2018, 6), (2026, 6), (2026, 10))),
    ("political_birthday", "own", ((2018, 7), (2026, 7))),
)
_YEARS = {2018: "九十七", 2026: "一百零五"}  # since the Party was founded
_CAMPAIGNS = {"performance": "founding_day", "political_birthday": "first_heart"}


def _gather(
    place: Community,
    pen: Pen,
    kind: str,
    organisation: UUID | None,
    day: date,
    said: texts.Line,
) -> UUID:
    topic, content, resolution = said
    if kind == "performance":
        feasts = texts.table("meetings", kind)
        topic, content, resolution = feasts[0] if day.month == 6 else feasts[1]
        topic = f"{place.name}{topic.replace('九十七', _YEARS[day.year])}"
    closed = kind in {"joint_meeting", "tripartite_meeting"}
    return pen.put(
        "activity",
        topic=topic,
        kind=kind,
        held_on=iso(day),
        organisation=organisation,
        venue=place.square
        if kind == "performance" and place.square
        else next(iter(place.rooms.values())),
        host=place.leaders[0].name,
        recorder=place.leaders[-1].name,
        starts_at=pen.pick(("09:00", "14:30", "15:30")),
        campaign="double_ninth"
        if day.month == 10 and kind == "performance"
        else _CAMPAIGNS.get(kind),
        present=pen.between(9, 22) if closed else pen.between(18, 60),
        public_present=pen.between(2, 12) if closed else pen.between(30, 160),
        content=content,
        resolution=resolution or None,
    )


def _yearly_review(place: Community, pen: Pen) -> None:
    """Write the review of the year's joint building, at which each branch reports."""
    meeting = pen.put(
        "activity",
        topic="2025年度区域化党建述职评议会",
        kind="joint_meeting",
        held_on=iso(pen.workday(date(2025, 12, 8), date(2025, 12, 26))),
        organisation=place.regional,
        venue=next(iter(place.rooms.values())),
        host=place.leaders[0].name,
        recorder=place.leaders[-1].name,
        starts_at="14:30",
        present=pen.between(14, 26),
        content="各支部书记逐一述职，驻区单位和居民代表当场评议。评议意见集中在活动形式和回访两方面。",
        resolution="评议结果当场公布，问题列入下年台账。",
    )
    reports = pen.cycle(texts.table("meetings", "yearly_report"))
    for n, branch in enumerate(place.branches, start=1):
        progress, problems, tasks = next(reports)
        pen.put(
            "activity_report",
            activity=meeting,
            organisation=branch.id,
            kind="yearly",
            position=n,
            speaker=branch.secretary.name,
            progress=progress,
            problems=problems,
            tasks=tasks,
            due_on=iso(date(2026, 3, 31) + timedelta(days=pen.between(0, 180))),
            grade=pen.chance.choices(("good", "fairly_good", "average"), (5, 4, 1))[0],
        )


def plan_next(place: Community) -> None:
    """Write what is arranged for the days after today: the next theme day of each branch."""
    pen = place.pen("next")
    day = date(TODAY.year, TODAY.month + 1, 5)
    lines = pen.cycle(texts.table("meetings", "theme_day"))
    for branch in place.branches[:1]:
        topic, _content, _resolution = next(lines)
        pen.put(
            "activity",
            topic=topic,
            kind="theme_day",
            held_on=iso(day),
            organisation=branch.id,
            host=branch.secretary.name,
            expected=len(branch.members),
        )
