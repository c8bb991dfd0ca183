"""Units of the territory: who builds together, who is covered, who was brought in."""

from datetime import date

from jianxi_desktop.domain.credit_code import check_character
from jianxi_desktop.services.demo import leaders, texts
from jianxi_desktop.services.demo.pen import Pen, iso
from jianxi_desktop.services.demo.places import Branch, Community, Unit
from jianxi_desktop.services.demo.scales import HOME

_PUBLIC = frozenset({"school", "hospital", "institution", "government", "state_enterprise"})


class Directory:
    """Writes the units of one place, each with a code that nobody else has."""

    def __init__(self, pen: Pen, number: int, organisation: object, territory: object) -> None:
        self._pen = pen
        self._number = number
        self._links = {"organisation": organisation, "territory": territory}
        self._count = 0

    def write(self, kind: str, name: str, business: str, **values: object) -> Unit:
        """Write a unit."""
        pen = self._pen
        head, public = pen.name(), kind in _PUBLIC
        staff = pen.between(18, 180) if public else pen.between(4, 46)
        self._count += 1
        first17 = f"{'12' if public else '92'}995{self._number:03d}MA{self._count:07d}"
        row = {
            "credit_code": first17 + check_character(first17),
            "staff": staff,
            "members": min(pen.between(3, 24), staff) if public else pen.between(0, 7),
            "address": f"{pen.pick(texts.words('names', 'roads'))}{pen.between(1, 220)}号",
            "head": head,
            "contact": pen.name(),
            "phone": pen.landline(),
            "business": business,
            "opened_on": f"{pen.between(1956, 2004) if public else pen.between(1998, 2017)}",
            **self._links,
            **values,
        }
        unit_id = pen.put("unit", name=name, kind=kind, **row)
        return Unit(unit_id, name, kind, head)


def write(place: Community) -> None:
    """Write the units of a community and what ties them to its organisations."""
    pen = place.pen("units")
    book = Directory(pen, place.plan.number, place.organisation, place.territory)
    _co_builders(place, pen, book)
    _new_field(place, pen, book)
    _housing(place, pen, book)
    if place.code == HOME:
        _social(place, pen, book)
    assert place.regional is not None  # noqa: S101 - written with the structure
    leaders.add_part_time(pen, place.regional, place.co_builders, place.plan.part_time)


def _co_builders(place: Community, pen: Pen, book: Directory) -> None:
    lines = pen.some(texts.table("joint", "units"), place.plan.co_builders + 1)
    for n, (kind, name, business, task) in enumerate(lines):
        unit = book.write(
            kind, name.format(c=place.plan.short), business, coverage=_coverage(pen, kind)
        )
        since, until = pen.workday(date(2017, 11, 6), date(2018, 8, 31)), None
        if n == place.plan.co_builders:  # it left again before the district counted
            since, until = date(2017, 9, 11), pen.workday(date(2018, 3, 5), date(2018, 8, 20))
        else:
            place.co_builders.append(unit)
            _tie(pen, place.regional, unit, "joint_meeting", since, None)
        _tie(pen, place.organisation, unit, "co_builder", since, until, f"{task}。")
    place.units += place.co_builders


def _coverage(pen: Pen, kind: str) -> str:
    if kind in _PUBLIC:
        return "own"
    return pen.chance.choices(("own", "joint", "attached", "guided", "none"), (3, 3, 3, 2, 1))[0]


def _tie(
    pen: Pen,
    organisation: object,
    unit: Unit,
    role: str,
    since: date,
    until: date | None,
    task: str | None = None,
) -> None:
    pen.put(
        "organisation_unit",
        organisation=organisation,
        unit=unit.id,
        role=role,
        since=iso(since),
        until=iso(until),
        task=task,
    )


def _branch_of(place: Community, kind: str) -> Branch | None:
    return next((branch for branch in place.branches if branch.kind == kind), None)


def _new_field(place: Community, pen: Pen, book: Directory) -> None:
    """Write firms and the like; some stand under the community's branch for small firms."""
    attached = _branch_of(place, "attached")
    for n, (kind, name, business) in enumerate(
        pen.some(texts.table("joint", "new_field"), pen.between(3, 5))
    ):
        under = attached if attached is not None and n < 3 else None
        unit = book.write(
            kind,
            name.format(c=place.plan.short),
            business,
            coverage="attached" if under else pen.pick(("guided", "none", "none")),
            party_organisation=under.id if under else None,
        )
        place.units.append(unit)
        if under is not None:
            since = date.fromisoformat(str(under.row["established_on"]))
            _tie(pen, under.id, unit, "attached", since, None)
            _tie(pen, under.id, unit, "covers", since, None)


def _housing(place: Community, pen: Pen, book: Directory) -> None:
    """Write a property firm and an owners' committee: two of the three parties."""
    branch = _branch_of(place, "property")
    court = place.courts[0]
    for kind, name, business in (
        ("property", f"{place.plan.short}安居物业服务有限公司", "物业服务"),
        ("owners_committee", f"{place.plan.short}{court}业主委员会", "业主自治"),
    ):
        unit = book.write(
            kind,
            name,
            business,
            coverage="own" if branch and kind == "property" else "guided",
            party_organisation=branch.id if branch and kind == "property" else None,
            staff=pen.between(12, 60) if kind == "property" else pen.between(5, 11),
        )
        place.units.append(unit)
        since = pen.workday(date(2018, 2, 1), date(2018, 8, 30))
        _tie(pen, place.organisation, unit, "property", since, None, _THREE_PARTIES)


_THREE_PARTIES = "参加三方联席会，按月商议物业服务和公共收益使用，向业主公开结果。"


def _social(place: Community, pen: Pen, book: Directory) -> None:
    """Write the social organisations that the home community brought in, and what they do."""
    known: dict[str, Unit] = {}
    for name, business, task, staff in texts.table("joint", "social"):
        known[name] = book.write(
            "social_organisation", name, business, staff=int(staff), members=pen.between(1, 5)
        )
        since = pen.workday(date(2018, 1, 15), date(2018, 6, 20))
        _tie(pen, place.organisation, known[name], "social_organisation", since, None, task)
    place.units += known.values()
    for year in (2018, 2026):
        for title, name, cents, activities in texts.table("joint", "contracts"):
            pen.put(
                "service_contract",
                title=title if year == 2018 else f"{title}（{year}年度）",
                organisation=place.organisation,
                unit=known[name].id,
                amount=int(cents) + (0 if year == 2018 else 400_000),
                source="service_fund" if pen.likely(0.6) else "district",
                starts_on=f"{year}-0{pen.between(3, 7)}-01",
                ends_on=f"{year}-12-31",
                social_workers=pen.between(2, 6),
                served=pen.between(300, 1_800),
                activities=activities,
                evaluation="第三方评估良好，居民知晓率逐季上升。" if year == 2018 else None,
                satisfaction="satisfied" if year == 2018 else None,
            )
