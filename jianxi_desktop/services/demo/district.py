"""The district: its symposia, trainings and journeys, its works, its own returns."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from jianxi_desktop.db import office as seeds
from jianxi_desktop.domain.divisions import DISTRICT, entries
from jianxi_desktop.services.demo import tasks, texts, work
from jianxi_desktop.services.demo.pen import Book, Pen, iso
from jianxi_desktop.services.demo.scales import LIST_DAY, TODAY
from jianxi_desktop.services.demo.shared import Shared

_OTHERS = (
    ("区直机关工委", "working_committee"),
    ("区教育体育系统党委", "party_committee"),
    ("区卫生健康系统党委", "party_committee"),
    ("区先进制造业集聚区党工委", "working_committee"),
)
_HOME = seeds.organisation_id(DISTRICT)


def write(book: Book, streets: Sequence[tuple[UUID, str]], shared: Shared) -> None:
    """Write the district's own records.

    Args:
        book: Where they go.
        streets: The streets' working committees and their secretaries.
        shared: What was handed down.
    """
    pen = book.pen(DISTRICT, "district")
    head, chief = shared.leaders[0][0], shared.leaders[2][0]
    pen.put("organisation", id=_HOME, secretary=head, phone=pen.landline(), unit_category="4")
    _lead(book.pen(DISTRICT, "term"), shared)
    reporters = [*streets, *_other_committees(pen)]
    _symposia(book.pen(DISTRICT, "symposia"), reporters, chief)
    tasks.write(book, book.pen(DISTRICT, "tasks"), _HOME, reporters)
    _learning(book.pen(DISTRICT, "learning"), chief)
    _works(book.pen(DISTRICT, "works"))
    work.add_targets(book.pen(DISTRICT, "targets"), _HOME, "province", "涧西区委")
    work.add_self_ratings(book.pen(DISTRICT, "self"), _HOME, chief)
    _division_changes(book.pen(DISTRICT, "divisions"))


def _lead(pen: Pen, shared: Shared) -> None:
    term = pen.put(
        "leadership_term",
        organisation=_HOME,
        name="第十三届",
        starts_on="2021-09-16",
        years=5,
        due_on="2026-09-16",
        extended_until="2027-03-31",
        entitled=268,
        attended=261,
        valid_votes=261,
        with_congress=True,
        note="经市委批准延期，与市、区换届统一安排。",
    )
    posts = ("secretary", "deputy_secretary", "organisation_member", "publicity_member")
    for (name, title), post in zip(shared.leaders, posts, strict=True):
        pen.put(
            "post_holding",
            organisation=_HOME,
            name=name,
            post=post,
            term=term,
            unit_post=title,
            starts_on=iso(pen.workday(date(2021, 9, 16), date(2024, 11, 29))),
            duties=_DUTIES[post],
        )


_DUTIES = {
    "secretary": "主持区委全面工作，城市基层党建第一责任人",
    "deputy_secretary": "协助书记抓党的建设，分管基层治理",
    "organisation_member": "分管组织工作，召集双月座谈会，带队全区示范观摩",
    "publicity_member": "分管宣传思想工作，统筹“三新”讲习所",
}


def _other_committees(pen: Pen) -> list[tuple[UUID, str]]:
    found = []
    for name, form in _OTHERS:
        secretary = pen.name()
        committee = pen.put(
            "organisation",
            name=name,
            form=form,
            kind="other",
            parent=_HOME,
            unit_situation="2",
            unit_category="4" if "机关" in name else "6",
            established_on=f"{pen.between(1998, 2014)}-0{pen.between(2, 9)}",
            secretary=secretary,
            phone=pen.landline(),
        )
        found.append((committee, secretary))
    return found


def _symposia(pen: Pen, reporters: Sequence[tuple[UUID, str]], chair: str) -> None:
    for theme, day, content, resolution in texts.table("district", "symposia"):
        held = date.fromisoformat(day)
        meeting = pen.put(
            "activity",
            topic=f"{held.year}年基层党建工作双月座谈会：{theme}",
            kind="symposium",
            held_on=day,
            organisation=_HOME,
            place="区委一楼会议室",
            host=chair,
            recorder=pen.name(),
            starts_at="15:00",
            expected=len(reporters) + 5,
            present=len(reporters) + 5 - pen.between(0, 2),
            content=content,
            resolution=f"{resolution}。",
        )
        lines = pen.cycle(texts.table("district", "reports"))
        for place, (organisation, speaker) in enumerate(reporters, start=1):
            progress, problems, tasks = next(lines)
            pen.put(
                "activity_report",
                activity=meeting,
                organisation=organisation,
                kind="symposium",
                position=place,
                speaker=speaker,
                progress=progress,
                problems=problems,
                tasks=f"{tasks}。",
                due_on=iso(held + timedelta(days=pen.pick((30, 45, 55)))),
            )


def _learning(pen: Pen, leader: str) -> None:
    """Write the trainings the district held and where it went to learn."""
    for topic, day, forms, contents, hours, head, content in texts.table("district", "trainings"):
        pen.put(
            "activity",
            topic=topic,
            kind="training",
            held_on=day,
            organisation=_HOME,
            place="区委党校",
            host=leader,
            starts_at="08:30",
            training_forms=forms,
            training_contents=contents,
            hours=int(hours),
            expected=int(head) + pen.between(0, 4),
            present=int(head),
            content=content,
        )
    for topic, day, place, head, content in texts.table("district", "trips"):
        pen.put(
            "activity",
            topic=topic,
            kind="study_trip",
            held_on=day,
            organisation=_HOME,
            place=place,
            host=leader,
            present=int(head),
            content=content,
        )


def _works(pen: Pen) -> None:
    for name, idea, plays, day in texts.table("joint", "works"):
        pen.put(
            "showcase",
            name=f"微视频《{name}》",
            kind="work",
            organisation=_HOME,
            person=pen.name(),
            idea=f"{idea}。",
            started_on=day,
            plays=int(plays),
            activities="在微信公众号和讲习所同步播放，主题党日集中观看后讨论。",
            results="被多个社区列为主题党日学习内容。",
            satisfaction="satisfied",
        )


def _division_changes(pen: Pen) -> None:
    """Write what the code lists changed of names here, up to the list the demonstration shows."""
    known = [entry for entry in entries() if entry.place.code.startswith(DISTRICT)]
    for before in known:
        for after in known:
            begun = after.valid_from
            same = before.place.unit == after.place.unit
            if not (same and begun and begun <= min(LIST_DAY, TODAY) and before.valid_to):
                continue
            if before.valid_to < begun and before.place.name != after.place.name:
                pen.put(
                    "territory_change",
                    territory=seeds.territory_id(after.place.code),
                    kind="renamed",
                    changed_on=iso(begun),
                    old_name=before.place.name,
                    new_name=after.place.name,
                    note="按国家统计局当年公布的统计用区划名称登记，机构和人员不变。",
                )
