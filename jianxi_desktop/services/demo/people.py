"""Invented members, from whom the rest of a community's records take their names."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from jianxi_desktop.domain import calendar
from jianxi_desktop.domain.identity import check_character
from jianxi_desktop.services.demo import texts
from jianxi_desktop.services.demo.pen import Pen, Row, iso
from jianxi_desktop.services.demo.places import Branch, Community, Member
from jianxi_desktop.services.demo.scales import TODAY

_YEAR = timedelta(days=365.25)
# Ages today and how common they are: a community's members are mostly pensioners.
_AGES = ((22, 30, 7), (31, 45, 20), (46, 60, 27), (61, 75, 31), (76, 92, 15))
_SCHOOLING = (  # by the year of birth: education codes and how common each is
    (1950, ("81", "71", "61", "41"), (35, 40, 20, 5)),
    (1965, ("71", "61", "41", "31"), (45, 35, 12, 8)),
    (1980, ("71", "61", "41", "31", "21"), (15, 28, 20, 25, 12)),
    (2010, ("61", "31", "21", "14", "2D"), (8, 32, 48, 9, 3)),
)
_STUDIED = frozenset({"31", "21", "14", "41"})
_STRATA = {"电子商务公司": "非公有制经济组织从业人员", "软件公司": "非公有制经济组织从业人员"}


class Register:
    """Writes the people of one community, each with a number that nobody else has."""

    def __init__(self, place: Community, pen: Pen, region: str, first: int = 0) -> None:
        self._place = place
        self._pen = pen
        self._region = region
        self._used = [first, first]

    def write(self, born: date, joined: date | None, **values: object) -> Member:
        """Write a person of a day of birth; what is given goes over what is drawn."""
        pen = self._pen
        sex = str(values.get("sex") or pen.chance.choices("12", (54, 46))[0])
        name, phone = pen.name(sex), pen.phone()
        retired = (TODAY - born) / _YEAR >= (60 if sex == "1" else 55)
        row = {
            "name": name,
            "sex": sex,
            "ethnic_group": pen.chance.choices(("01", "03", "11", "02"), (950, 40, 6, 4))[0],
            "id_number": self._number(born, sex),
            "born_on": born.isoformat(),
            "native_place": self._native(),
            "phone": phone,
            "address": self._address(),
            **self._education(born),
            **self._work(retired=retired),
            **values,
        }
        person_id = pen.put("person", **row)
        return Member(person_id, str(row["name"]), sex, born, joined, phone, retired)

    def _number(self, born: date, sex: str) -> str:
        man = sex == "1"
        self._used[man] += 1
        serial = 2 * (self._used[man] - 1) + man
        first17 = f"{self._region}{born:%Y%m%d}{serial:03d}"
        return first17 + check_character(first17)

    def _native(self) -> str:
        lines = texts.table("names", "natives")
        weights = [int(line[1]) for line in lines]
        return self._pen.chance.choices(lines, weights)[0][0]

    def _address(self) -> str:
        pen, place = self._pen, self._place
        return (
            f"{place.plan.short}{pen.pick(place.courts)}{pen.between(1, 14)}号楼"
            f"{pen.between(1, 4)}单元{pen.between(1, 7)}0{pen.between(1, 3)}"
        )

    def _education(self, born: date) -> Row:
        pen = self._pen
        _until, codes, weights = next(each for each in _SCHOOLING if born.year < each[0])
        code = pen.chance.choices(codes, weights)[0]
        row: Row = {"education": code}
        if code in _STUDIED and pen.likely(0.8):
            row["school"] = pen.pick(texts.words("names", "schools"))
            row["major"] = pen.pick(texts.words("names", "majors"))
        if code in {"21", "14"}:
            row["degree"] = "硕士" if code == "14" else "学士"
        return row

    def _work(self, *, retired: bool) -> Row:
        pen = self._pen
        if retired:
            return {"workplace": pen.pick(texts.words("names", "retired")), "job": "退休人员"}
        kind = "employed" if pen.likely(0.75) else "self_employed"
        workplace, job = pen.pick(texts.table("names", kind))
        row: Row = {"workplace": workplace, "job": job}
        if kind == "employed" and pen.likely(0.15):
            row["technical_post"] = pen.pick(texts.words("names", "technical_posts"))
        if workplace in {"货运车队", "外卖配送站", "快递网点"}:
            row["migrant_worker"] = pen.likely(0.5)
        if workplace in _STRATA:
            row["social_stratum"] = _STRATA[workplace]
        return row


def a_year_after(day: date) -> date:
    """Give the day on which a probation of a year ends."""
    return date.fromisoformat(calendar.years_after(day.isoformat(), 1))


def born_and_joined(pen: Pen) -> tuple[date, date]:
    """Draw a day of birth and a day of joining that go together."""
    bands = pen.chance.choices(_AGES, [weight for *_ages, weight in _AGES])[0]
    born = TODAY - timedelta(days=int(pen.chance.uniform(bands[0], bands[1] + 1) * 365.25))
    latest = (TODAY - born) / _YEAR - 1.1
    age = pen.chance.triangular(18.5, 40, 23)
    if age > latest:
        age = pen.chance.uniform(max(latest - 6, 18.4), latest)
    return born, born + timedelta(days=int(max(age, 18.3) * 365.25))


def fill(place: Community) -> None:
    """Write the members of every branch of a community."""
    pen = place.pen("people")
    register = Register(place, pen, f"995{place.plan.number:03d}")
    _fill_branches(register, pen, place.branches)
    _mark_some(place, pen)
    _others(place, pen, register)


def fill_branches(place: Community, branches: Sequence[Branch], number: int) -> None:
    """Write the members of branches that stand under a street."""
    pen = place.pen("members")
    _fill_branches(Register(place, pen, f"995{number:03d}"), pen, branches)


def _fill_branches(register: "Register", pen: Pen, branches: Sequence[Branch]) -> None:
    for branch in branches:
        groups = list(branch.groups)
        for n in range(branch.size):
            # The last of the first branch is a probationary member.
            fresh = branch is branches[0] and n == branch.size - 1 and branch.size > 20
            group = groups[n % len(groups)] if groups else None
            branch.members.append(_member(register, pen, branch, group, fresh=fresh))
        _choose_secretary(pen, branch)


def _member(
    register: Register, pen: Pen, branch: Branch, group: UUID | None, *, fresh: bool
) -> Member:
    born, joined = born_and_joined(pen)
    if fresh:
        joined = pen.day(date(2026, 1, 10), date(2026, 7, 1))
        born = pen.day(date(1990, 1, 1), date(2002, 1, 1))
    full = a_year_after(joined)
    member = register.write(born, joined)
    done = full <= TODAY
    pen.put(
        "membership",
        person=member.id,
        branch=branch.id,
        group=group,
        status="full" if done else "probationary",
        joined_on=iso(joined) if joined.year > 1965 or pen.likely(0.5) else f"{joined:%Y-%m}",
        full_on=iso(full) if done else None,
    )
    return member


def _choose_secretary(pen: Pen, branch: Branch) -> None:
    """Put a member of working age in the first place, who shall be the secretary."""
    fit = [n for n, each in enumerate(branch.members) if each.can_lead and each.born.year > 1958]
    chosen = pen.pick(fit) if fit else 0
    branch.members.insert(0, branch.members.pop(chosen))
    branch.row["secretary"] = branch.secretary.name
    branch.row["phone"] = branch.row.get("phone") or branch.secretary.phone


def _mark_some(place: Community, pen: Pen) -> None:
    """Say of some memberships that they began here later, or that the member is away."""
    rows = place.book.rows["membership"][-len(place.members) :]
    branches = {branch.id: branch for branch in place.branches}
    for row in rows:
        joined = str(row["joined_on"])
        drawn = pen.chance.random()
        if drawn < 0.12 and joined < "2005":
            row["since"] = iso(pen.workday(date(2006, 1, 4), date(2025, 12, 20)))
            _came(place, pen, row)
        elif drawn < 0.17 and joined < "2015" and branches[row["branch"]].kind == "grid":
            _moved_inside(place, pen, row)
        elif drawn > 0.965 and joined > "1985":
            row["floating"] = True
            _went_away(pen, row)
        if drawn > 0.93:
            row["archive_unit"] = pen.pick(
                ("洛阳市人才交流中心", "原工作单位人事部门", "涧西区人力资源服务中心")
            )


def _came(place: Community, pen: Pen, row: Row) -> None:
    came = date.fromisoformat(str(row["since"]))
    letter = came - timedelta(days=pen.between(2, 40))
    pen.put(
        "member_movement",
        person=row["person"],
        kind="transfer_in",
        moved_on=iso(came),
        handled_by=place.row["name"],
        from_place=pen.pick(texts.words("people", "outside")),
        to_place=place.row["name"],
        letter_number=f"{letter:%Y}{pen.between(1, 99_999):05d}",
        letter_on=iso(letter),
        valid_days=90,
        dues_paid_to=f"{letter:%Y-%m}",
        receipt_on=iso(came + timedelta(days=pen.between(0, 6))),
        reason=pen.pick(texts.words("people", "transfer_in")),
    )


def _moved_inside(place: Community, pen: Pen, row: Row) -> None:
    """Let a member have belonged to another branch of the community before."""
    others = [each for each in place.branches if each.kind == "grid" and each.id != row["branch"]]
    if not others:
        return
    before, moved = pen.pick(others), pen.workday(date(2019, 1, 4), date(2025, 12, 20))
    row["since"] = iso(moved)
    old = {key: row[key] for key in ("person", "status", "joined_on", "full_on") if key in row}
    pen.put("membership", **old, branch=before.id, until=iso(moved))
    names = {branch.id: branch.name for branch in place.branches}
    pen.put(
        "member_movement",
        person=row["person"],
        kind="transfer_in",
        moved_on=iso(moved),
        handled_by=place.row["name"],
        from_place=before.name,
        to_place=names[row["branch"]],
        dues_paid_to=f"{moved:%Y-%m}",
        reason=pen.pick(texts.words("people", "inside")),
    )


def _went_away(pen: Pen, row: Row) -> None:
    where, reason = pen.pick(texts.table("people", "flow"))
    pen.put(
        "member_movement",
        person=row["person"],
        kind="flow_out",
        moved_on=iso(pen.workday(date(2025, 2, 10), date(2026, 8, 20))),
        to_place=where,
        reason=reason,
    )


def _others(place: Community, pen: Pen, register: Register) -> None:
    """Write who is no longer a member here: moved on, died, lost from sight."""
    grids = [branch for branch in place.branches if branch.size > 20]
    for kind in ("transfer_out", "transfer_out", "deceased", "lost"):
        branch = grids[-1] if kind == "lost" else pen.pick(grids)
        born, joined = born_and_joined(pen)
        if kind == "deceased":
            born, joined = date(1931, 3, 9) + _YEAR * pen.between(0, 9), date(1956, 7, 1)
            joined += _YEAR * pen.between(2, 20)
        joined = min(joined, date(2015, 7, 1))
        if (joined - born) / _YEAR < 18.5:
            born = joined - timedelta(days=int(365.25 * pen.between(22, 40)))
        member = register.write(born, joined)
        _end(place, pen, branch, replace(member, joined=joined), kind)


def _end(place: Community, pen: Pen, branch: Branch, member: Member, kind: str) -> None:
    joined = member.joined or date(2000, 7, 1)
    ended = pen.workday(date(2019, 3, 1), date(2026, 9, 30))
    lost = kind == "lost"
    pen.put(
        "membership",
        person=member.id,
        branch=branch.id,
        status={"deceased": "deceased", "lost": "suspended"}.get(kind, "full"),
        joined_on=iso(joined),
        full_on=iso(a_year_after(joined)),
        lost_reason=pen.pick(("1", "2", "6")) if lost else None,
        lost_on=iso(ended - timedelta(days=200)) if lost else None,
        until=None if lost else iso(ended),
    )
    out = kind == "transfer_out"
    pen.put(
        "member_movement",
        person=member.id,
        kind="suspended" if lost else kind,
        moved_on=iso(ended),
        handled_by=place.row["name"],
        from_place=branch.name if out else None,
        to_place=pen.pick(texts.words("people", "outside")) if out else None,
        letter_number=f"{ended:%Y}{pen.between(1, 99_999):05d}" if out else None,
        letter_on=iso(ended) if out else None,
        valid_days=90 if out else None,
        dues_paid_to=f"{ended:%Y-%m}" if out else None,
        receipt_on=iso(ended + timedelta(days=pen.between(5, 60))) if out else None,
        lost_reason="1" if lost else None,
        reason=_END_REASONS.get(kind) or pen.pick(texts.words("people", "transfer_out")),
    )


_END_REASONS = {
    "deceased": "因病去世，社区党组织前往慰问家属。",
    "lost": "连续六个月以上联系不上，经支部大会讨论并报上级批准，停止党籍。",
}
