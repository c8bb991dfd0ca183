"""A street: its working committee, its regional committee, what it plans and holds."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from jianxi_desktop.db import office as seeds
from jianxi_desktop.domain.divisions import Place
from jianxi_desktop.services.demo import leaders, people, texts, work
from jianxi_desktop.services.demo.pen import Book, Pen, iso
from jianxi_desktop.services.demo.places import Branch, Community
from jianxi_desktop.services.demo.plan import NEW_FIELD, STREET_PART_TIME, empty_plan
from jianxi_desktop.services.demo.scales import PILOTS
from jianxi_desktop.services.demo.shared import Shared
from jianxi_desktop.services.demo.units import Directory

_UNITS = (
    ("state_enterprise", "{c}机械厂", "机械加工"),
    ("hospital", "{c}职工医院", "医疗服务"),
    ("school", "{c}中学", "中学教育"),
)
_SUB_BRANCHES = {
    "万达商圈党委": ("万达商圈餐饮联合党支部", "万达商圈零售联合党支部", "万达商圈影院物业党支部"),
    "洛阳国家大学科技园党总支": ("科技园孵化企业联合党支部", "科技园服务机构联合党支部"),
}
_HOUSES = {
    "万达商圈党委": ("business_district", "涧西万达商圈商户服务中心", "商圈服务"),
    "洛阳国家大学科技园党总支": ("park", "大学科技园运营服务中心", "园区运营"),
    "六合国际楼宇党支部": ("office_building", "六合国际大厦物业服务中心", "楼宇服务"),
}


def write(book: Book, street: Place, communities: Sequence[Community], shared: Shared) -> str:
    """Write a street's own records; give the name of its secretary."""
    pen = book.pen(street.code, "street")
    committee, short = seeds.organisation_id(street.code), street.name.removesuffix("街道")
    secretary = _committee(pen, street, committee)
    if street.code in PILOTS:
        ground = seeds.territory_id(street.code)
        pen.put("territory", id=ground, pilot=True, pilot_since="2018-01")
    regional = pen.put(
        "organisation",
        name=f"{street.name}区域党工委",
        form="regional_committee",
        kind="regional",
        parent=committee,
        territory=seeds.territory_id(street.code),
        established_on=iso(pen.workday(date(2017, 9, 4), date(2018, 4, 27))),
        approval=f"涧组〔2018〕{pen.between(4, 30)}号",
        secretary=secretary,
    )
    directory = Directory(
        pen, 600 + int(street.code[-3:]), committee, seeds.territory_id(street.code)
    )
    units = [directory.write(kind, name.format(c=short), what) for kind, name, what in _UNITS]
    leaders.add_part_time(pen, regional, units, STREET_PART_TIME)
    work.add_targets(book.pen(street.code, "targets"), committee, "city", street.name)
    work.add_self_ratings(book.pen(street.code, "self"), committee, secretary)
    _holdings(book.pen(street.code, "holdings"), street, committee, regional, secretary)
    _plan(book.pen(street.code, "plan"), street, committee, communities, shared)
    for code, name, form, sizes in NEW_FIELD:
        if code == street.code:
            _new_field(book, street, committee, directory, (name, form, sizes))
    return secretary


def _committee(pen: Pen, street: Place, committee: UUID) -> str:
    names = [pen.name() for _ in range(4)]
    pen.put(
        "organisation",
        id=committee,
        secretary=names[0],
        contact=names[3],
        phone=pen.landline(),
        unit_situation="2",
        unit_category="7",
        established_on=f"{pen.between(1955, 2004)}",
        address=f"{street.name.removesuffix('街道')}{pen.between(1, 90)}号",
    )
    for name, post in zip(
        names, ("secretary", "deputy_secretary", "organisation_member", "liaison"), strict=True
    ):
        pen.put(
            "post_holding",
            organisation=committee,
            name=name,
            post=post,
            phone=pen.phone(),
            starts_on=iso(pen.workday(date(2021, 3, 1), date(2025, 6, 30))),
            document=f"涧组干〔2024〕{pen.between(2, 60)}号",
        )
    return names[0]


def _holdings(pen: Pen, street: Place, committee: UUID, regional: UUID, secretary: str) -> None:
    """Write the street's joint meetings, its training, and where it went to learn."""
    lines = pen.cycle(texts.table("meetings", "joint_meeting"))
    for year, month in ((2018, 4), (2018, 8), (2026, 5), (2026, 10)):
        topic, content, resolution = next(lines)
        day = pen.workday(date(year, month, 9), date(year, month, 25))
        _hold(
            pen, "joint_meeting", regional, topic, day, secretary,
            present=pen.between(16, 34), content=content, resolution=resolution,
        )  # fmt: skip
    for day in (date(2018, 7, 11), date(2026, 6, 10)):
        _hold(
            pen,
            "training",
            committee,
            f"{street.name}网格党支部书记轮训班",
            day + timedelta(days=pen.between(0, 8)),
            secretary,
            present=pen.between(24, 52),
            training_forms="expert_lesson;exchange",
            training_contents="party_work;organisation",
            hours=800,
            content="讲授支部工作、党费收缴和主题党日组织，两名老书记介绍与居民打交道的体会。",
        )
    for code, topic, held, place, head, content in texts.table("district", "street_trips"):
        if code == street.code:
            _hold(
                pen, "study_trip", committee, topic, date.fromisoformat(held), secretary,
                place=place, present=int(head), content=content,
            )  # fmt: skip


def _hold(
    pen: Pen, kind: str, owner: UUID, topic: str, day: date, host: str, **values: object
) -> None:
    pen.put(
        "activity",
        topic=topic,
        kind=kind,
        held_on=iso(day),
        organisation=owner,
        host=host,
        **values,
    )


def _plan(
    pen: Pen, street: Place, committee: UUID, communities: Sequence[Community], shared: Shared
) -> None:
    """Write the street's plan of this year, and the trial's where the street tries it out."""
    duties = [
        (each.organisation, each.leaders[0].name) for each in communities if each.leaders
    ] or [(committee, pen.name())]
    idea = pen.cycle(texts.words("district", "plan_ideas"))
    plan = pen.put(
        "work_plan",
        title=f"{street.name}2026年党建工作台账",
        kind="annual",
        organisation=committee,
        period="2026",
        idea=next(idea),
        adopted_on=iso(pen.workday(date(2026, 1, 12), date(2026, 1, 30))),
    )
    lines = texts.table("district", "annual_items")
    dues = [date(2026, 3, 25) + timedelta(days=40 * n) for n in range(len(lines))]
    work.add_items(pen, plan, lines, dues, duties)
    if street.code not in PILOTS:
        return
    document = next(
        known for title, known in shared.documents.items() if title.startswith(street.name)
    )
    plan = pen.put(
        "work_plan",
        title=f"{street.name}“四级联创四化并举”试点工作台账",
        kind="pilot",
        organisation=committee,
        period="2018",
        basis=document,
        idea=next(idea),
        adopted_on=iso(pen.workday(date(2018, 1, 29), date(2018, 2, 13))),
    )
    items = list(texts.table("district", "pilot_items"))[: 20 if street.code == PILOTS[1] else 18]
    dues = [date(2018, 2, 28) + timedelta(days=16 * n) for n in range(len(items) - 4)]
    dues += [date(2026, 10, 31), date(2026, 11, 15), date(2026, 12, 15), date(2026, 12, 31)]
    work.add_items(pen, plan, items, dues, duties, late=2)


def _new_field(
    book: Book,
    street: Place,
    committee: UUID,
    directory: Directory,
    what: tuple[str, str, tuple[int, ...]],
) -> None:
    """Write a comprehensive organisation, its branches and their members."""
    name, form, sizes = what
    pen = book.pen(street.code, "new_field")
    kind, title, business = _HOUSES[name]
    began = pen.workday(date(2017, 6, 5), date(2018, 5, 31))
    values = {"territory": seeds.territory_id(street.code), "established_on": iso(began)}
    top = pen.put(
        "organisation",
        name=name,
        form=form,
        kind="new_field",
        parent=committee,
        unit_situation="2",
        unit_category="2",
        approval=f"涧组〔{began.year}〕{pen.between(9, 70)}号",
        phone=pen.landline(),
        **values,
    )
    row = pen.row("organisation")
    directory.write(kind, title, business, coverage="own", party_organisation=top)
    branches = [Branch(top, name, "new_field", row, sizes[0])]
    if name in _SUB_BRANCHES:
        branches = []
        for label, size in zip(_SUB_BRANCHES[name], sizes, strict=True):
            below = pen.put(
                "organisation", name=label, form="branch", kind="attached", parent=top,
                unit_situation="3", unit_category="2", **values,
            )  # fmt: skip
            branches.append(Branch(below, label, "attached", pen.row("organisation"), size))
    people.fill_branches(_house(book, street, title), branches, 700 + int(street.code[-3:]))
    row["secretary"] = branches[0].secretary.name


def _house(book: Book, street: Place, title: str) -> Community:
    """Give what the register of people asks of a place: where they live."""
    place = Community(book, empty_plan(street), list(texts.words("names", "courts")[:8]))
    place.row = {"name": title}
    return place
