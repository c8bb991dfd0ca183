"""Service centres with their rooms, squares, open bases; what was spent, who came."""

from datetime import date, timedelta
from uuid import UUID

from jianxi_desktop.services.demo import texts
from jianxi_desktop.services.demo.pen import Pen, filled, iso, shares
from jianxi_desktop.services.demo.places import Community
from jianxi_desktop.services.demo.scales import QUARTER_END, TODAY
from jianxi_desktop.services.demo.units import Directory

_CHANNELS = ("pc", "wechat", "hotline", "walkin")
_SOURCES = ("district", "street", "party_dues", "service_fund", "co_builder")
_SLOTS = (("09:00", "10:30"), ("10:00", "11:30"), ("14:30", "16:00"), ("15:30", "17:00"))


def write(place: Community) -> None:
    """Write the venues of a community, what was spent on them and who booked them."""
    pen = place.pen("venues")
    _centre(place, pen)
    _square(place, pen)
    _base(place, pen)
    _spend(place, place.pen("spending"))
    _room_bookings(place, place.pen("rooms"))


def _centre(place: Community, pen: Pen) -> None:
    lines = list(texts.table("venues", "rooms"))
    chosen = [lines[0], *pen.some(lines[1:], pen.between(3, 5))]
    office_before = pen.between(140, 320)
    office, service = pen.between(36, 90), pen.between(380, 1_200)
    name = f"{place.name}党群服务中心"
    opinions = pen.cycle(texts.words("venues", "opinions"))
    centre = pen.put(
        "venue",
        name=name,
        kind="service_centre",
        organisation=place.organisation,
        address=place.row["address"],
        office_area=office,
        service_area=service,
        office_before=office_before,
        service_before=max(service - (office_before - office), 120),
        opened_on=f"{pen.between(2009, 2016)}-0{pen.between(3, 9)}",
        phone=place.row["phone"],
        opinions=next(opinions),
        note="周一至周日开放，功能室按公布的时段使用，可电话预约。",
    )
    place.rooms[name] = centre
    areas = shares(int(service * 0.8), [pen.chance.uniform(0.6, 1.5) for _ in chosen], 18)
    for area, (room, kind, uses, most) in zip(areas, chosen, strict=True):
        title = f"{place.name}{room}"
        place.rooms[title] = pen.put(
            "venue",
            name=title,
            kind=kind,
            organisation=place.organisation,
            parent=centre,
            address=f"{name}{pen.pick(('一楼', '二楼', '三楼'))}",
            service_area=area,
            uses=uses,
            capacity=int(most) + pen.between(0, 6),
            bookable=kind != "lecture_hall" or pen.likely(0.6),
            opened_on=iso(pen.workday(date(2017, 10, 20), date(2018, 8, 31))),
            opinions=next(opinions) if pen.likely(0.25) else None,
        )


def _square(place: Community, pen: Pen) -> None:
    for code, name, address, panels in texts.table("venues", "squares"):
        if code == place.code:
            place.square = pen.put(
                "venue",
                name=name,
                kind="culture_square",
                organisation=place.organisation,
                address=address,
                service_area=pen.between(900, 3_200),
                panels=panels,
                capacity=pen.between(120, 300),
                bookable=True,
                opened_on=iso(pen.workday(date(2017, 11, 1), date(2018, 7, 10))),
                phone=place.row["phone"],
                note="流动讲习、主题党日和文艺演出提前三天登记，版面每半年更新一次。",
            )


def _base(place: Community, pen: Pen) -> None:
    for line in texts.table("venues", "bases"):
        if line[0] == place.code:
            _one_base(place, pen, line)


def _one_base(place: Community, pen: Pen, line: texts.Line) -> None:
    _code, name, base_type, kind, provider, address, most = line
    book = Directory(place.pen("provider"), place.plan.number + 500, place.organisation, None)
    unit = book.write(kind, provider, "提供场地和讲解", territory=place.territory)
    opened = pen.workday(date(2016, 12, 1), date(2017, 2, 20))
    base = place.base = pen.put(
        "venue",
        name=name,
        kind="open_base",
        organisation=place.organisation,
        address=address,
        service_area=pen.between(120, 480),
        base_type=base_type,
        provider=unit.id,
        capacity=int(most),
        bookable=True,
        opened_on=iso(opened),
        phone=pen.landline(),
    )
    items = []
    for title, content, minutes, limit, leads in texts.table("venues", base_type):
        values = {"minutes": int(minutes), "most": min(int(limit), int(most)), "leads": leads}
        items.append(
            (pen.put("menu_item", venue=base, title=title, content=content, **values), title)
        )
    _done_bookings(place, place.pen("visits"), base, items, opened)
    _coming_bookings(place, place.pen("coming"), base, items)


def _done_bookings(
    place: Community, pen: Pen, base: UUID, items: list[tuple[UUID, str]], opened: date
) -> None:
    """Write the groups that came: those of the district's count, and as many again since."""
    heads = shares(
        place.plan.visitors, [pen.chance.uniform(0.5, 1.6) for _ in range(place.plan.visits)], 6
    )
    for head in heads:
        day = pen.workday(opened + timedelta(days=12), QUARTER_END - timedelta(days=2))
        _visit(pen, base, items, day, head, "done")
    later = QUARTER_END + timedelta(days=8)
    for _ in range(pen.between(14, 30)):
        day = pen.workday(later, TODAY - timedelta(days=2))
        _visit(pen, base, items, day, pen.between(8, 42), "done")
    for _ in range(3):
        day = pen.workday(opened + timedelta(days=12), TODAY)
        _visit(pen, base, items, day, pen.between(8, 30), "cancelled")


def _coming_bookings(place: Community, pen: Pen, base: UUID, items: list[tuple[UUID, str]]) -> None:
    del place
    for n, days in enumerate(sorted(pen.some(range(1, 28), 5))):
        day = TODAY + timedelta(days=days)
        _visit(pen, base, items, day, pen.between(10, 38), "confirmed" if n < 3 else "booked")


def _visit(
    pen: Pen, base: UUID, items: list[tuple[UUID, str]], day: date, head: int, state: str
) -> None:
    item, purpose = pen.pick(items)
    starts, ends = pen.pick(_SLOTS)
    done = state == "done"
    pen.put(
        "booking",
        venue=base,
        held_on=iso(day),
        starts_at=starts,
        ends_at=ends,
        visitor=pen.pick(texts.words("venues", "visitors")),
        channel=pen.chance.choices(_CHANNELS, (2, 4, 3, 2))[0],
        state=state,
        purpose=purpose,
        menu_item=item,
        headcount=max(head + pen.between(-2, 4), 3),
        present=head if done else None,
        contact=pen.name(),
        phone=pen.phone(),
        asked_on=iso(min(day - timedelta(days=pen.between(1, 9)), TODAY)),
        note=pen.pick(texts.words("venues", "booking_notes")) if done and pen.likely(0.2) else None,
    )


def _room_bookings(place: Community, pen: Pen) -> None:
    """Write what is booked in the rooms around today; no two at one time."""
    rooms = list(place.rooms.items())[1:]
    taken: set[tuple[UUID, date, str]] = set()
    for _ in range(9):
        _name, room = pen.pick(rooms)
        day = TODAY + timedelta(days=pen.between(-20, 14))
        starts, ends = pen.pick((*_SLOTS[1:3], ("19:00", "20:30")))
        if (room, day, starts) in taken:
            continue
        taken.add((room, day, starts))
        visitor, purpose, head = pen.pick(_ROOM_USERS)
        done = day < TODAY
        pen.put(
            "booking",
            venue=room,
            held_on=iso(day),
            starts_at=starts,
            ends_at=ends,
            visitor=visitor,
            channel=pen.pick(_CHANNELS),
            state="done" if done else pen.pick(("booked", "confirmed", "confirmed")),
            purpose=purpose,
            headcount=head,
            present=max(head - pen.between(0, 4), 2) if done else None,
            contact=pen.name(),
            phone=pen.phone(),
            asked_on=iso(min(day - timedelta(days=pen.between(1, 6)), TODAY)),
        )


_ROOM_USERS = (
    ("社区合唱队", "排练迎新年节目", 24),
    ("老年书画社", "书法练习和作品点评", 16),
    ("亲子阅读小组", "周末共读", 18),
    ("业主委员会", "商议公共收益使用", 9),
    ("社区舞蹈队", "扇子舞排练", 20),
    ("巡逻志愿队", "冬季巡逻排班会", 12),
    ("居民调解小组", "邻里纠纷调解", 6),
    ("手机课堂学员", "智能手机练习", 22),
)


def _spend(place: Community, pen: Pen) -> None:
    """Write what was spent: the community's part of the year's sum, and something since."""
    venues = [*place.rooms.items()]
    if place.square:
        venues.append((f"{place.name}党建文化广场", place.square))
    titles = pen.cycle(texts.table("venues", "expenditure"))
    parts = shares(place.plan.spent // 1_000, [pen.chance.uniform(0.4, 2.2) for _ in range(6)], 200)
    for amount in parts:
        day = pen.workday(date(2018, 1, 15), QUARTER_END - timedelta(days=3))
        _sum(pen, next(titles), pen.pick(venues), 1_000 * amount, day)
    for year in (2017, 2022, 2024, 2025, 2026):
        day = pen.workday(date(year, 3, 1), date(year, 10, 30))
        _sum(pen, next(titles), pen.pick(venues), 100 * pen.between(3_000, 46_000), day)


def _sum(pen: Pen, line: texts.Line, venue: tuple[str, UUID], amount: int, day: date) -> None:
    purpose, title = line
    pen.put(
        "expenditure",
        venue=venue[1],
        title=filled(title, venue=venue[0]),
        amount=amount,
        spent_on=iso(day),
        purpose=purpose,
        source=pen.chance.choices(_SOURCES, (5, 3, 2, 3, 1))[0],
        document=f"记{day:%m}-{pen.between(1, 160):03d}",
    )
