"""Invented people in real places, for trying the program out and for measuring it.

Their identity numbers begin with a region code that was never assigned, so none is anyone's.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from jianxi_desktop.db import office as seeds
from jianxi_desktop.db.ids import code_id, new_id
from jianxi_desktop.db.store import Change
from jianxi_desktop.db.write import insert_rows
from jianxi_desktop.domain.divisions import Place, places
from jianxi_desktop.domain.identity import check_character
from jianxi_desktop.domain.observation import half_year_of
from jianxi_desktop.domain.progress import Progress, no_progress
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.ledgers import CATALOG
from jianxi_desktop.services.observation import plan_round
from jianxi_desktop.services.office import Office, discard, lay_down
from jianxi_desktop.services.rights import needs

DEMO_PASSWORD = "demo-涧西-2018"  # noqa: S105 - everyone may know it: the people are invented
TODAY = date(2026, 11, 20)
HOME = "410305008001"

_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘"
    "蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔单仇解查"
)
_GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂玉萍红建华国文志海波辉鹏飞宇浩轩"
    "子涵晨欣怡佳雨思琪梦洁雪琳婷慧颖莹倩瑶璐晶莉燕凤云春梅秋菊"
)
_RARE = ("𠮷", "㐂", "𬭎", "𫘧", "喆", "淼", "䶮")
_SCHOOLS = ("河南科技大学", "郑州大学", "洛阳理工学院", "洛阳师范学院", None)
_WORK = ("中信重工", "中国一拖", "洛阳轴承厂", "社区居民委员会", "个体经营", "退休", None)
_EDUCATION = ("81", "71", "71", "61", "61", "41", "31", "31", "21", "21", "14", "2B", "2D")
_GRIDS = "一二三四五六七八九"


@dataclass(frozen=True)
class Scale:
    """How much a demonstration holds.

    Attributes:
        unit: Code of the office.
        communities: How many of its communities.
        branches: Grid branches in all.
        groups: Building groups in all.
        people: Members in all.
        months: Months of activities with attendance.
    """

    unit: str
    communities: int
    branches: int
    groups: int
    people: int
    months: int


# The district's own figures: 71 communities, 238 branches, 262 groups; about 133 members each.
SCALES = {
    "community": Scale(HOME, 1, 4, 6, 168, 10),
    "street": Scale(HOME[:9], 5, 17, 19, 667, 6),
    "district": Scale(HOME[:6], 71, 238, 262, 9_467, 3),
    "city": Scale(HOME[:6], 71, 1_100, 1_200, 150_000, 0),
}


def make_demo(
    path: Path,
    *,
    scale: str = "community",
    seed: int = 1,
    password: str = DEMO_PASSWORD,
    progress: Progress = no_progress,
) -> dict[str, int]:
    """Make a database of invented people; the same seed makes the same people.

    Raises:
        EnvironmentFailure: The file exists or cannot be written.
    """
    office = lay_down(path, SCALES[scale].unit, password=password).office
    try:
        counts = fill_demo(office, scale, seed, progress)
    except BaseException:
        office.close()
        discard(path)
        raise
    office.close()
    return counts


@needs(Right.EDIT, whole=True)
def fill_demo(
    office: Office, scale: str, seed: int = 1, progress: Progress = no_progress
) -> dict[str, int]:
    """Write the invented people of a scale into a database that was just founded."""
    size = SCALES[scale]
    counts = _Maker(office, size, random.Random(seed), progress).run()  # noqa: S311 - no secret
    plan_round(
        office,
        step="street_internal" if size.communities < 71 else "district_demo",
        period=half_year_of(TODAY),
        leader="周建国",
        today=TODAY,
    )
    return counts


class _Maker:
    """Writes the organisations, the people and what they did, one community after another."""

    def __init__(self, office: Office, size: Scale, chance: random.Random, told: Progress) -> None:
        self._office = office
        self._size = size
        self._chance = chance
        self._told = told
        self._counts: dict[str, int] = {}
        self._number = 0

    def run(self) -> dict[str, int]:
        """Write everything in one transaction; give the counts by ledger."""
        chosen = [
            place
            for place in places()
            if place.kind == "community" and place.code.startswith(self._size.unit)
        ][: self._size.communities]
        with self._office.change("demo") as change:
            for done, place in enumerate(chosen):
                self._told(done, len(chosen))
                self._community(change, place, done)
        self._told(len(chosen), len(chosen))
        return self._counts

    def _write(self, change: Change, key: str, rows: list[dict[str, Any]]) -> list[UUID]:
        self._counts[key] = self._counts.get(key, 0) + len(rows)
        return insert_rows(change, CATALOG[key], rows)

    def _community(self, change: Change, place: Place, index: int) -> None:
        committee = seeds.organisation_id(place.code)
        if self._office.unit.level != "community":
            forms = ["party_committee"] * 54 + ["general_branch"] * 10 + ["branch"] * 7
            self._write(change, "organisation", [_committee(place, forms[index], self._name())])
        branches = self._branches(change, place, committee, index)
        rooms = self._venues(change, place, committee)
        for nth, (branch, group) in enumerate(branches):
            mine = _part(self._size.people, self._size.communities, index)
            share = _part(mine, len(branches), nth)
            people = self._people(change, place, branch, group, share)
            self._activities(change, branch, rooms, people)

    def _branches(
        self, change: Change, place: Place, committee: UUID, index: int
    ) -> list[tuple[UUID, list[UUID]]]:
        branch_rows = [
            {
                "name": f"{place.name}第{_nth(n)}网格党支部",
                "form": "branch",
                "kind": "grid",
                "parent": committee,
                "territory": seeds.territory_id(place.code),
                "secretary": self._name(),
                "phone": self._phone(),
                "established_on": f"{self._chance.randint(2001, 2018)}-07",
            }
            for n in range(_part(self._size.branches, self._size.communities, index))
        ]
        branches = self._write(change, "organisation", branch_rows)
        found: list[tuple[UUID, list[UUID]]] = [(branch, []) for branch in branches]
        for n in range(_part(self._size.groups, self._size.communities, index)):
            branch, groups = found[n % len(found)]
            row = {
                "name": f"第{_nth(len(groups))}楼栋党小组",
                "form": "group",
                "kind": "building",
                "parent": branch,
            }
            groups += self._write(change, "organisation", [row])
        return found

    def _venues(self, change: Change, place: Place, committee: UUID) -> list[UUID]:
        centre = {
            "name": f"{place.name}党群服务中心",
            "kind": "service_centre",
            "organisation": committee,
            "address": f"{place.name}1号院",
            "office_area": self._chance.randint(40, 120),
            "service_area": self._chance.randint(200, 900),
        }
        parent = self._write(change, "venue", [centre])[0]
        rooms = [
            {
                "name": f"{place.name}{name}",
                "kind": kind,
                "organisation": committee,
                "parent": parent,
            }
            for name, kind in (("三新讲习所", "lecture_hall"), ("党建书屋", "function_room"))
        ]
        return [parent, *self._write(change, "venue", rooms)]

    def _people(
        self, change: Change, place: Place, branch: UUID, groups: list[UUID], number: int
    ) -> list[UUID]:
        people = [self._person(place) for _ in range(number)]
        ids = self._write(change, "person", people)
        memberships = [
            {
                "person": record_id,
                "branch": branch,
                "group": groups[n % len(groups)] if groups else None,
                **self._joining(person),
            }
            for n, (record_id, person) in enumerate(zip(ids, people, strict=True))
        ]
        self._write(change, "membership", memberships)
        return ids

    def _person(self, place: Place) -> dict[str, Any]:
        chance = self._chance
        born = date(1934, 1, 1) + timedelta(days=chance.randrange(25_000))
        self._number += 1
        first17 = f"99{self._number // 1000 % 10000:04d}{born:%Y%m%d}{self._number % 1000:03d}"
        return {
            "id": new_id(),
            "name": self._name(),
            "sex": "1" if int(first17[16]) % 2 else "2",
            "ethnic_group": chance.choices(("01", "03", "11"), (95, 4, 1))[0],
            "id_number": first17 + check_character(first17),
            "born_on": born.isoformat(),
            "education": chance.choice(_EDUCATION),
            "school": chance.choice(_SCHOOLS),
            "native_place": "河南洛阳",
            "phone": self._phone(),
            "address": f"{place.name}{chance.randint(1, 60)}号院{chance.randint(1, 30)}号楼",
            "workplace": chance.choice(_WORK),
        }

    def _joining(self, person: dict[str, Any]) -> dict[str, Any]:
        born = date.fromisoformat(person["born_on"])
        latest = min(TODAY - timedelta(days=20), born + timedelta(days=365 * 45))
        earliest = born + timedelta(days=365 * 19)
        joined = earliest + timedelta(days=self._chance.randrange(max((latest - earliest).days, 1)))
        full = joined + timedelta(days=365)
        done = full <= TODAY
        return {
            "status": "full" if done else "probationary",
            "joined_on": joined.isoformat() if joined.year > 1965 else f"{joined:%Y-%m}",
            "full_on": full.isoformat() if done else None,
        }

    def _activities(
        self, change: Change, branch: UUID, rooms: list[UUID], people: list[UUID]
    ) -> None:
        for row, marks in self._meetings(branch, rooms, people):
            activity = self._write(change, "activity", [row])[0]
            attendance = [
                {
                    "id": code_id("attendance", f"{activity}/{person}"),
                    "activity": activity,
                    "person": person,
                    "state": state,
                }
                for person, state in zip(people, marks, strict=True)
            ]
            self._write(change, "attendance", attendance)

    def _meetings(
        self, branch: UUID, rooms: list[UUID], people: list[UUID]
    ) -> Iterator[tuple[dict[str, Any], list[str]]]:
        for back in range(self._size.months):
            day = TODAY.replace(day=1) - timedelta(days=30 * back)
            kinds = [("theme_day", "主题党日：走访慰问老党员", 5)]
            if day.month % 3 == 0:
                kinds.append(("general_meeting", f"{day.year}年{day.month}月党员大会", 12))
                kinds.append(("party_lecture", "党课：入党初心", 18))
            for kind, topic, dom in kinds:
                states = ("present", "leave", "absent", "exempt")
                marks = self._chance.choices(states, (86, 8, 2, 4), k=len(people))
                yield (
                    {
                        "topic": topic,
                        "kind": kind,
                        "held_on": day.replace(day=dom).isoformat(),
                        "organisation": branch,
                        "venue": self._chance.choice(rooms),
                        "host": self._name(),
                        "recorder": self._name(),
                        "expected": len(people) - marks.count("exempt"),
                        "present": marks.count("present"),
                        "on_leave": marks.count("leave"),
                    },
                    marks,
                )

    def _name(self) -> str:
        chance = self._chance
        given = "".join(chance.choices(_GIVEN, k=chance.choice((1, 2, 2))))
        if chance.random() < 0.02:
            given = chance.choice(_RARE) + given[1:]
        return chance.choice(_SURNAMES) + given

    def _phone(self) -> str:
        return f"1{self._chance.choice((30, 38, 58, 86, 99))}{self._chance.randrange(10**8):08d}"


def _committee(place: Place, form: str, secretary: str) -> dict[str, Any]:
    label = {"party_committee": "党委", "general_branch": "党总支", "branch": "党支部"}[form]
    return {
        "id": seeds.organisation_id(place.code),
        "name": f"{place.name}{label}",
        "form": form,
        "kind": "community",
        "parent": seeds.organisation_id(place.parent),
        "code": place.code,
        "territory": seeds.territory_id(place.code),
        "secretary": secretary,
    }


def _part(total: int, parts: int, index: int) -> int:
    """Share a total out so that all of it is given and no two shares differ by more than one."""
    return total // parts + (index < total % parts)


def _nth(n: int) -> str:
    return _GRIDS[n] if n < len(_GRIDS) else str(n + 1)
