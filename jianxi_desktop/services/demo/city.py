"""Ten districts in one database: structure and people only, to measure with."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from jianxi_desktop.db import office as seeds
from jianxi_desktop.db.ids import code_id
from jianxi_desktop.domain.divisions import DISTRICT, Place, places, places_of_city
from jianxi_desktop.domain.progress import Progress
from jianxi_desktop.services.demo import people
from jianxi_desktop.services.demo.pen import Book, Pen, shares
from jianxi_desktop.services.demo.places import Branch, Community
from jianxi_desktop.services.demo.plan import empty_plan
from jianxi_desktop.services.demo.scales import LIST_DAY
from jianxi_desktop.services.demo.structure import nth

if TYPE_CHECKING:
    from uuid import UUID

PEOPLE = 150_000
CITY = "4103"
_DISTRICTS = 10  # those with the most communities
_GRIDS = (3, 6)
_AT_ONCE = 40  # communities whose people are stored together


def chosen_places() -> list[Place]:
    """List this district as of the demonstration's day, and nine others with what is in them."""
    listed = places_of_city()
    counts = {
        each.code: sum(
            place.kind == "community" and place.code.startswith(each.code) for place in listed
        )
        for each in listed
        if each.kind == "district" and each.code != DISTRICT
    }
    others = sorted(counts, key=lambda code: -counts[code])[: _DISTRICTS - 1]
    beside = [place for place in listed if place.code[:6] in others]
    return [*places(LIST_DAY), *sorted(beside)]


def draw(seed: int, told: Progress) -> Iterator[Book]:
    """Invent the city in portions: first what stands above the communities, then their people."""
    listed = chosen_places()
    yield _frame(seed, listed)
    communities = [place for place in listed if place.kind == "community"]
    chance = Book(seed).pen(CITY, "plan").chance
    sizes = shares(PEOPLE, [chance.uniform(0.5, 1.5) for _ in communities], 60)
    for start in range(0, len(communities), _AT_ONCE):
        told(start, len(communities))
        book = Book(seed)
        for n in range(start, min(start + _AT_ONCE, len(communities))):
            _community(book, communities[n], n + 1, sizes[n])
        yield book
    told(len(communities), len(communities))


def _frame(seed: int, listed: Sequence[Place]) -> Book:
    book = Book(seed)
    pen = book.pen(CITY, "frame")
    top = {"territory": code_id("territory", CITY), "organisation": code_id("organisation", CITY)}
    pen.put("territory", id=top["territory"], name="洛阳市", kind="city", code=CITY)
    pen.put(
        "organisation",
        id=top["organisation"],
        name="洛阳市委",
        form="party_committee",
        kind="city",
        code=CITY,
        territory=top["territory"],
    )
    for place in listed:
        ground, body = seeds.territory_id(place.code), seeds.organisation_id(place.code)
        district = place.kind == "district"
        above = top["territory"] if district else seeds.territory_id(place.parent)
        pen.put(
            "territory", id=ground, name=place.name, kind=place.kind, code=place.code, parent=above
        )
        pen.put(
            "organisation",
            id=body,
            name=_name(place),
            form="working_committee" if place.kind == "street" else "party_committee",
            kind=place.kind,
            parent=top["organisation"] if district else seeds.organisation_id(place.parent),
            code=place.code,
            territory=ground,
            secretary=pen.name(),
            phone=pen.landline(),
        )
    return book


def _name(place: Place) -> str:
    ending = {"district": "委", "street": "党工委", "community": "党委"}[place.kind]
    if place.kind == "district" and place.name.endswith("县"):
        return f"{place.name}委"
    return f"{place.name}{ending}"


def _community(book: Book, place: Place, number: int, size: int) -> None:
    pen = book.pen(place.code, "structure")
    community = Community(book, empty_plan(place, number), ["东院", "西院", "中心院", "北院"])
    grids = pen.between(*_GRIDS)
    for n, part in enumerate(shares(size, [pen.chance.uniform(0.8, 1.2) for _ in range(grids)])):
        community.branches.append(_branch(pen, community, n, part))
    people.fill_branches(community, community.branches, number)


def _branch(pen: Pen, community: Community, n: int, size: int) -> Branch:
    name = f"{community.name}第{nth(n)}网格党支部"
    branch_id: UUID = pen.put(
        "organisation",
        name=name,
        form="branch",
        kind="grid",
        parent=community.organisation,
        territory=community.territory,
    )
    branch = Branch(branch_id, name, "grid", pen.row("organisation"), size)
    for k in range(pen.between(1, 2)):
        group = pen.put(
            "organisation", name=f"第{nth(k)}楼栋党小组", form="group", kind="building",
            parent=branch_id,
        )  # fmt: skip
        branch.groups.append(group)
    return branch
