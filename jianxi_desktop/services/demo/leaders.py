"""Terms and elections, who holds which post, and the part-time members from units."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from jianxi_desktop.services.demo.pen import Pen, iso
from jianxi_desktop.services.demo.places import Branch, Community, Member, Unit
from jianxi_desktop.services.demo.scales import TODAY

_COMMITTEE = (
    ("secretary", "主持全面工作，负责党建、队伍和重大事项"),
    ("deputy_secretary", "协助书记工作，分管社区治理和三方联动"),
    ("organisation_member", "分管组织设置、发展党员和党费收缴"),
    ("publicity_member", "分管讲习所、宣传阵地和文化活动"),
    ("discipline_member", "分管纪律监督和居务公开"),
)
_OF_BRANCH = (
    ("secretary", "主持支部工作，联系楼栋党小组"),
    ("organisation_member", "负责党员教育管理、党费收缴"),
    ("publicity_member", "负责学习资料、主题党日和志愿服务"),
)
_UNIT_POSTS = {
    "school": "副校长",
    "hospital": "党支部书记",
    "private_enterprise": "总经理",
    "social_organisation": "会长",
    "state_enterprise": "党委副书记",
    "government": "副所长",
}


def write(place: Community) -> None:
    """Write the terms and posts of a community's organisations."""
    pen = place.pen("leaders")
    _lead_community(place, pen)
    for branch in place.branches:
        if branch.kind != "community":
            _lead_branch(pen, branch)
    _lead_groups(place, pen)


def _lead_community(place: Community, pen: Pen) -> None:
    grown = [m for m in place.members if m.can_lead and m.born.year >= 1962]
    # The secretaries of the branches have enough to do.
    busy = {branch.secretary.id for branch in place.branches if branch.kind != "community"}
    able = [each for each in grown if each.id not in busy]
    number = 5 if place.plan.form == "party_committee" else 3
    place.leaders = pen.some(able if len(able) >= number else place.members, number)
    place.row["secretary"] = place.leaders[0].name
    place.row["contact"] = place.leaders[-1].name
    for row in place.book.rows["organisation"]:
        if row["id"] == place.regional:
            row["secretary"], row["phone"] = place.leaders[0].name, place.row["phone"]
    _past_terms(place, pen)
    started = pen.workday(date(2021, 1, 8), date(2021, 4, 28))
    term = _term(place, pen, place.organisation, "第八届", started, 5, len(place.members))
    for member, (post, duties) in zip(place.leaders, _COMMITTEE, strict=False):
        _post(pen, place.organisation, member, post, duties, started, term)


def _past_terms(place: Community, pen: Pen) -> None:
    """Write the terms before, and the secretaries they had."""
    for name, first, last in (
        ("第六届", date(2015, 3, 20), date(2018, 4, 10)),
        ("第七届", date(2018, 4, 10), date(2021, 1, 7)),
    ):
        started = first + timedelta(days=pen.between(0, 12))
        term = pen.put(
            "leadership_term",
            organisation=place.organisation,
            name=name,
            starts_on=iso(started),
            years=3,
            due_on=iso(started.replace(year=started.year + 3)),
            ended_on=iso(last),
            document=f"{place.plan.mark}〔{started.year}〕{pen.between(9, 60)}号",
        )
        pen.put(
            "post_holding",
            organisation=place.organisation,
            name=pen.name(),
            post="secretary",
            term=term,
            phone=pen.phone(),
            starts_on=iso(started),
            ends_on=iso(last),
            duties=_COMMITTEE[0][1],
        )


def _term(
    place: Community, pen: Pen, owner: UUID, name: str, started: date, years: int, voters: int
) -> UUID:
    due = started.replace(year=started.year + years)
    entitled = max(int(voters * 0.9), 3)
    attended = max(int(entitled * pen.chance.uniform(0.83, 0.97)), 3)
    # What is due was extended, mostly: the rest is for the reminder to find.
    extended = due < TODAY and pen.likely(0.85)
    return pen.put(
        "leadership_term",
        organisation=owner,
        name=name,
        starts_on=iso(started),
        years=years,
        due_on=iso(due),
        extended_until="2026-12-31" if extended else None,
        entitled=entitled,
        attended=attended,
        valid_votes=attended - (1 if pen.likely(0.2) else 0),
        document=f"{place.plan.mark}〔{started.year}〕{pen.between(9, 90)}号",
        note="随全市社区“两委”换届统一安排，经区委组织部批准延期。" if extended else None,
    )


def _post(
    pen: Pen,
    owner: UUID,
    member: Member,
    post: str,
    duties: str,
    started: date,
    term: UUID | None = None,
) -> None:
    pen.put(
        "post_holding",
        organisation=owner,
        name=member.name,
        post=post,
        person=member.id,
        term=term,
        phone=member.phone,
        starts_on=iso(started),
        duties=duties,
    )


def _lead_branch(pen: Pen, branch: Branch) -> None:
    started = pen.workday(date(2024, 1, 8), date(2026, 6, 28))
    posts: Sequence[tuple[str, str]] = _OF_BRANCH if branch.size >= 7 else _OF_BRANCH[:1]
    due = started.replace(year=started.year + 3)
    attended = max(int(branch.size * pen.chance.uniform(0.8, 0.95)), 3)
    term = pen.put(
        "leadership_term",
        organisation=branch.id,
        name="第四届" if branch.kind == "grid" else "第三届",
        starts_on=iso(started),
        years=3,
        due_on=iso(due),
        entitled=branch.size,
        attended=attended,
        valid_votes=attended,
    )
    helpers = [each for each in branch.members[1:] if each.can_lead and each.born.year > 1950]
    chosen = [branch.secretary, *pen.some(helpers, len(posts) - 1)]
    for member, (post, duties) in zip(chosen, posts, strict=False):
        _post(pen, branch.id, member, post, duties, started, term)
    _candidates(pen, term, chosen, attended)


def _candidates(pen: Pen, term: UUID, chosen: Sequence[Member], voters: int) -> None:
    """Write who stood and how the votes fell."""
    for n, (member, (post, _duties)) in enumerate(zip(chosen, _OF_BRANCH, strict=False), start=1):
        against = 1 if n == 2 and voters % 3 == 0 else 0
        pen.put(
            "election_candidate",
            term=term,
            position=n,
            name=member.name,
            person=member.id,
            post=post,
            votes_for=voters - against,
            votes_against=against,
            abstentions=0,
            elected=True,
        )


def _lead_groups(place: Community, pen: Pen) -> None:
    for branch in place.branches:
        for group in branch.groups:
            member = pen.pick([each for each in branch.members if each.can_lead])
            started = pen.workday(date(2021, 3, 1), date(2025, 11, 1))
            _post(pen, group, member, "group_leader", "联系本楼栋党员和独居老人", started)


def add_part_time(pen: Pen, committee: UUID, units: Sequence[Unit], number: int) -> None:
    """Write the part-time members of a regional committee; some posts changed hands since."""
    for n in range(number):
        unit = units[n % len(units)]
        started = pen.workday(date(2018, 1, 8), date(2018, 6, 28))
        first = unit.head if n < len(units) else pen.name()
        handed = pen.workday(date(2021, 4, 1), date(2024, 5, 30)) if pen.likely(0.35) else None
        holders = [(first, started, handed)]
        if handed is not None:
            holders.append((pen.name(), handed, None))
        for name, since, until in holders:
            pen.put(
                "post_holding",
                organisation=committee,
                name=name,
                post="part_time_member",
                part_time=True,
                from_unit=unit.id,
                unit_post=_UNIT_POSTS.get(unit.kind, "负责人"),
                phone=pen.phone(),
                starts_on=iso(since),
                ends_on=iso(until),
                duties=pen.pick(_PART_TIME_DUTIES),
            )


_PART_TIME_DUTIES = (
    "联系本单位共建项目，参加联席会",
    "协调场地和物资共享",
    "牵头居民反映问题的协调",
    "联系讲习所课程和讲师",
    "联系困难家庭帮扶",
)
