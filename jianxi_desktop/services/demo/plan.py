"""How the district's figures are shared among its communities: by the seed, to the last one.

The sums are those the district published for the third quarter of 2018. The home community has
the same size whatever the seed, because the handbook speaks of it; the others share the rest.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from jianxi_desktop.domain.divisions import Place, places
from jianxi_desktop.services.demo import texts
from jianxi_desktop.services.demo.pen import shares
from jianxi_desktop.services.demo.scales import HOME, LIST_DAY

PEOPLE, GRIDS, GROUPS = 9_467, 238, 262
CO_BUILDERS, PART_TIME, PROBLEMS, SHARED = 338, 231, 450, 174
LECTURES, LISTENERS = 3_400, 80_000
SPENT = 1_700_000_000  # in 分
VISITS, VISITORS = 460, 10_000
STREET_PART_TIME = 3  # of them, in each street's regional committee
HOME_SIZE = {"people": 168, "grids": 4, "groups": 6, "attached": 5, "housing": 4}
# Which communities are led by a general branch or a branch; the others by a committee.
_GENERAL = frozenset({
    "410305002003", "410305003002", "410305003009", "410305004007", "410305005001",
    "410305006004", "410305007006", "410305010005", "410305011002", "410305012016",
})  # fmt: skip
_BRANCHES = frozenset({
    "410305002006", "410305010006", "410305010009", "410305011005", "410305012015",
    "410305012017", "410305012019",
})  # fmt: skip
# The comprehensive organisations: street, name, form, people of each branch below it or of itself.
NEW_FIELD = (
    ("410305004", "万达商圈党委", "party_committee", (21, 17, 14)),
    ("410305010", "洛阳国家大学科技园党总支", "general_branch", (18, 15)),
    ("410305005", "六合国际楼宇党支部", "branch", (13,)),
)


@dataclass(frozen=True)
class CommunityPlan:
    """What one community has of the district's figures.

    Attributes:
        place: Which community.
        number: Its place in the code list, from 1; part of the invented identity numbers.
        form: Form of its organisation.
        grids: Members of each of its grid branches.
        groups: Building groups.
        direct: Members of the community's own branch, where it is one.
        attached: Members of its branch for small firms; none where it has none.
        housing: Members of its branch for property management.
        co_builders: Organisations that build together with it.
        part_time: Part-time members of its regional committee.
        problems: Problems closed by the quarter's end.
        shared: Places and goods shared.
        lectures: Lectures held.
        listeners: Members and others who came to them.
        spent: Spent on its venues in 2018, in 分.
        visits: Groups that visited its open base; none where it has no base.
        visitors: The people in those groups.
    """

    place: Place
    number: int
    form: str
    grids: tuple[int, ...]
    groups: int
    direct: int
    attached: int
    housing: int
    co_builders: int
    part_time: int
    problems: int
    shared: int
    lectures: int
    listeners: int
    spent: int
    visits: int
    visitors: int

    @property
    def code(self) -> str:
        """The division code."""
        return self.place.code

    @property
    def short(self) -> str:
        """The name without 社区, as other names begin with it."""
        return self.place.name.removesuffix("社区")

    @property
    def mark(self) -> str:
        """What the document numbers of its street's working committee begin with."""
        street = next(each for each in streets() if each.code == self.place.parent)
        return f"{street.name.removesuffix('街道')}党工"

    @property
    def people(self) -> int:
        """All its members."""
        return sum(self.grids) + self.direct + self.attached + self.housing


@lru_cache(maxsize=4)
def plan_communities(seed: int) -> Mapping[str, CommunityPlan]:
    """Share the figures among the 71 communities; give each one's by its code."""
    return _Planner(random.Random(f"{seed}/plan")).plan()  # noqa: S311 - no secret


@lru_cache(maxsize=1)
def streets() -> tuple[Place, ...]:
    """List the streets of the demonstration's day."""
    return tuple(place for place in places(LIST_DAY) if place.kind == "street")


def empty_plan(place: Place, number: int = 0) -> CommunityPlan:
    """Give the plan of a place that has no part in the district's figures."""
    return CommunityPlan(
        place=place,
        number=number,
        form="",
        grids=(),
        groups=0,
        direct=0,
        attached=0,
        housing=0,
        co_builders=0,
        part_time=0,
        problems=0,
        shared=0,
        lectures=0,
        listeners=0,
        spent=0,
        visits=0,
        visitors=0,
    )


class _Planner:
    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._places = [place for place in places(LIST_DAY) if place.kind == "community"]
        self._home = next(n for n, place in enumerate(self._places) if place.code == HOME)
        self._forms = [_form(place.code) for place in self._places]

    def plan(self) -> Mapping[str, CommunityPlan]:
        people, grids, groups = self._structure()
        sizes = [self._weight(number) for number in people]
        sizes[self._home] = 1.5 * max(sizes[self._home], sum(sizes) / len(sizes))
        columns: dict[str, list[int]] = {
            "co_builders": shares(CO_BUILDERS, sizes, 3, 8),
            "part_time": shares(PART_TIME - STREET_PART_TIME * len(streets()), sizes, 2, 5),
            "problems": shares(PROBLEMS, sizes, 3, 14),
            "shared": shares(SHARED, sizes, 1, 6),
            "lectures": shares(LECTURES, sizes, 24, 80),
            "spent": [1_000 * part for part in shares(SPENT // 1_000, sizes, 5_000)],
        }
        wide = [number * self._chance.uniform(0.85, 1.2) for number in columns["lectures"]]
        columns["listeners"] = shares(LISTENERS, wide, 250)
        visits = self._visits()
        visitors = self._visitors(visits)
        return {
            place.code: CommunityPlan(
                place=place,
                number=n + 1,
                form=self._forms[n],
                **self._branches(n, people[n], grids[n]),
                groups=groups[n],
                visits=visits.get(place.code, 0),
                visitors=visitors.get(place.code, 0),
                **_row(columns, n),
            )
            for n, place in enumerate(self._places)
        }

    def _structure(self) -> tuple[list[int], list[int], list[int]]:
        grids = self._with_home(GRIDS, "grids", self._grid_weights(), _GRID_LIMITS)
        weights = [max(number, 0.9) * self._chance.uniform(0.85, 1.12) for number in grids]
        total = PEOPLE - sum(sum(parts) for *_names, parts in NEW_FIELD)
        people = self._with_home(total, "people", weights, _PEOPLE_LIMITS)
        groups = self._with_home(
            GROUPS, "groups", [max(number, 1.5) for number in grids], _GROUP_LIMITS
        )
        return people, grids, groups

    def _with_home(
        self,
        total: int,
        what: str,
        weights: Sequence[float],
        limits: Mapping[str, tuple[int, int]],
    ) -> list[int]:
        """Share a total by weight within the limits of each form; home has what it has."""
        parts = [limits[form][0] for form in self._forms]
        parts[self._home] = HOME_SIZE[what]
        room = [limits[form][1] - part for form, part in zip(self._forms, parts, strict=True)]
        room[self._home] = 0
        left = total - sum(parts)
        goal = [weight / sum(weights) * total for weight in weights]
        while left:
            short = [
                (want - part, n)
                for n, (want, part) in enumerate(zip(goal, parts, strict=True))
                if room[n]
            ]
            for _lack, n in sorted(short, reverse=True)[: min(left, 8)]:
                parts[n] += 1
                room[n] -= 1
                left -= 1
        return parts

    def _grid_weights(self) -> list[float]:
        base = {"party_committee": 3.9, "general_branch": 2.5, "branch": 0.0}
        return [base[form] * self._chance.uniform(0.75, 1.3) for form in self._forms]

    def _branches(self, n: int, people: int, grids: int) -> dict[str, Any]:
        """Give the members of a community's branches: of each grid, of firms, of property."""
        if self._forms[n] == "branch":
            return {"grids": (), "direct": people, "attached": 0, "housing": 0}
        attached = self._chance.randint(4, 8) if self._chance.random() < 0.4 else 0
        housing = self._chance.randint(3, 6) if self._chance.random() < 0.25 else 0
        if n == self._home:
            attached, housing = HOME_SIZE["attached"], HOME_SIZE["housing"]
        weights = [self._chance.uniform(0.85, 1.15) for _ in range(grids)]
        rest = shares(people - attached - housing, weights, 8, 50)
        return {"grids": tuple(rest), "direct": 0, "attached": attached, "housing": housing}

    def _weight(self, people: int) -> float:
        return float(people**0.5) * self._chance.uniform(0.8, 1.25)

    def _visits(self) -> dict[str, int]:
        bases = texts.words("venues", "bases")
        parts = shares(VISITS, [self._chance.uniform(0.6, 1.4) for _ in bases], 15, 50)
        return dict(zip(bases, parts, strict=True))

    def _visitors(self, visits: Mapping[str, int]) -> dict[str, int]:
        parts = shares(VISITORS, list(visits.values()), 200)
        return dict(zip(visits, parts, strict=True))


def _row(columns: Mapping[str, Sequence[int]], n: int) -> dict[str, Any]:
    return {name: parts[n] for name, parts in columns.items()}


_GRID_LIMITS = {"party_committee": (3, 5), "general_branch": (2, 3), "branch": (0, 0)}
_PEOPLE_LIMITS = {"party_committee": (103, 230), "general_branch": (52, 99), "branch": (24, 46)}
_GROUP_LIMITS = {"party_committee": (2, 7), "general_branch": (2, 4), "branch": (1, 3)}


def _form(code: str) -> str:
    if code in _BRANCHES:
        return "branch"
    return "general_branch" if code in _GENERAL else "party_committee"
