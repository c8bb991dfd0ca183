"""Movements that go on: letters underway, members abroad or lost, who reports to a community."""

from datetime import date, timedelta

from jianxi_desktop.services.demo import texts
from jianxi_desktop.services.demo.pen import Pen, Row, iso
from jianxi_desktop.services.demo.people import Register
from jianxi_desktop.services.demo.places import Branch, Community, Member
from jianxi_desktop.services.demo.scales import TODAY

_LETTERS = ((97, 90), (52, 60), (20, 90), (6, 90))  # days since a letter, days it holds
_WITHDRAWN = 200
_UNUSED = 480  # numbers of identities from here on are nobody's in a community
_DUTIES = ("政策宣讲员", "环境监督员", "矛盾调解员", "文明劝导员", "扶老助残", "治安巡逻")
_SERVICES = (
    "政策宣讲进楼院",
    "清理楼道杂物",
    "节前慰问独居老人",
    "参加夜间巡逻",
    "为居民测量血压",
    "辅导小学生作业",
    "劝导垃圾分类",
    "重阳节为老人理发",
)
_SKILLS = ("法律咨询", "医疗护理", "水电维修", "书法绘画", "文艺演出", "心理疏导")
_SAID = (
    "电话联系，了解工作和住处，提醒按时交纳党费。",
    "微信视频联系，转发学习材料，本人在当地参加了支部活动。",
    "电话联系，本人近期不回来，请了组织生活会的假。",
)
_ABROAD = ("日本大阪（留学）", "澳大利亚墨尔本（探亲）", "德国慕尼黑（访学）")


def write(place: Community) -> None:
    """Write the movements of a community that have not ended, and who reported there."""
    pen = place.pen("movements")
    free = _free(place)
    for number, ((ago, valid), member) in enumerate(zip(_LETTERS, free, strict=False), 2):
        written = TODAY - timedelta(days=ago + pen.between(0, 5))
        _letter(place, pen, member, number, written, valid)
    for member in free[4:5]:
        _withdrawn(place, pen, member)
    for member in free[5:6]:
        _abroad(place, pen, member)
    for days, member in zip((250, 60), free[6:8], strict=False):
        _lost(place, pen, member, TODAY - timedelta(days=days))
    _contacts(place, pen)
    _flow_in(place, pen)
    _registration(place, pen, 1, ended=True)
    _registration(place, pen, 2, ended=False)


Free = tuple[Branch, Member, Row]


def _free(place: Community) -> list[Free]:
    """Give members of working age whose relation is open and who have moved nowhere lately."""
    moved = {row["person"] for row in place.book.rows["member_movement"]}
    held = {row["person"]: row for row in place.book.rows["membership"]}
    leading = {each.id for each in (*place.leaders, *(b.secretary for b in place.branches))}
    return [
        (branch, member, held[member.id])
        for branch in place.branches
        for member in branch.members
        if member.id not in moved
        and member.id not in leading
        and 1966 < member.born.year < 2000
        and member.joined is not None
        and member.joined < date(2018, 1, 1)
    ][::3]


def _letter(place: Community, pen: Pen, free: Free, number: int, written: date, valid: int) -> None:
    branch, member, _row = free
    pen.put(
        "member_movement",
        person=member.id,
        kind="transfer_out",
        moved_on=iso(written),
        handled_by=place.row["name"],
        from_place=branch.name,
        to_place=pen.pick(texts.words("people", "outside")),
        letter_number=f"{written:%Y}-{number:03}",
        letter_on=iso(written),
        valid_days=valid,
        dues_paid_to=f"{written:%Y-%m}",
        reason=pen.pick(texts.words("people", "transfer_out")),
    )


def _withdrawn(place: Community, pen: Pen, free: Free) -> None:
    written = TODAY - timedelta(days=_WITHDRAWN)
    _letter(place, pen, free, 1, written, 30)
    pen.row("member_movement").update(
        ended_on=iso(written + timedelta(days=34)), reason="没有到新单位报到，介绍信过期作废"
    )


def _abroad(place: Community, pen: Pen, free: Free) -> None:
    branch, member, _row = free
    pen.put(
        "member_movement",
        person=member.id,
        kind="abroad",
        moved_on=iso(TODAY - timedelta(days=pen.between(100, 300))),
        handled_by=place.row["name"],
        from_place=branch.name,
        to_place=pen.pick(_ABROAD),
        contact="微信联系",
    )


def _lost(place: Community, pen: Pen, free: Free, since: date) -> None:
    _branch, member, row = free
    reason = pen.pick(("1", "2", "6"))
    row["lost_on"], row["lost_reason"] = iso(since), reason
    pen.put(
        "member_movement",
        person=member.id,
        kind="lost",
        moved_on=iso(since),
        handled_by=place.row["name"],
        lost_reason=reason,
        reason="电话停机，登门没有找到，邻居不知去向，正在继续查找。",
    )


def _contacts(place: Community, pen: Pen) -> None:
    """Let most of the members who are away have been talked to lately."""
    own = {member.id for member in place.members}
    for row in list(place.book.rows["member_movement"]):
        if row["kind"] in ("flow_out", "abroad") and row["person"] in own and pen.likely(0.75):
            day = TODAY - timedelta(days=pen.between(3, 80))
            pen.put(
                "contact_log",
                person=row["person"],
                kind="contact",
                contacted_on=iso(max(day, date.fromisoformat(str(row["moved_on"])))),
                contacted_by=place.branches[0].secretary.name,
                content=pen.pick(_SAID),
            )


def _flow_in(place: Community, pen: Pen) -> None:
    """Let a member whose relation is elsewhere live here; nobody counts him here."""
    register = Register(place, pen, f"995{place.plan.number:03d}", _UNUSED)
    born = pen.day(date(1972, 1, 1), date(1998, 1, 1))
    person = register.write(born, None)
    pen.put(
        "member_movement",
        person=person.id,
        kind="flow_in",
        moved_on=iso(TODAY - timedelta(days=pen.between(40, 200))),
        handled_by=place.row["name"],
        from_place=pen.pick(texts.words("people", "outside")),
        to_place=place.branches[0].name,
        contact="电话联系",
    )


def _registration(place: Community, pen: Pen, number: int, *, ended: bool) -> None:
    """Let one more report: who has stopped, or who has not served yet."""
    unit = pen.pick(place.units)
    signed = pen.workday(date(2026, 1, 8), date(2026, 9, 20))
    registration = pen.put(
        "service_registration",
        name=pen.name(),
        workplace=unit.name,
        unit=unit.id,
        organisation=place.organisation,
        registered_on=iso(signed),
        branch=f"{unit.name}党支部"[:100],
        phone=pen.phone(),
        skills=pen.pick(_SKILLS),
        duty=pen.pick(_DUTIES),
        number=f"2026-{number:03}",
        ended_on=iso(date(2026, 10, 30)) if ended else None,
    )
    for _time in range(2 if ended else 0):
        pen.put(
            "service_entry",
            registration=registration,
            served_on=iso(pen.day(signed, date(2026, 10, 28))),
            content=pen.pick(_SERVICES),
            hours=pen.between(2, 6) * 50,
            place=f"{place.plan.short}党群服务中心",
            confirmed_by=place.branches[0].secretary.name,
        )
