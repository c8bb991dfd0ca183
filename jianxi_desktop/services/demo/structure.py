"""A community's organisations and the grids and buildings they work in."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from jianxi_desktop.services.demo import texts
from jianxi_desktop.services.demo.pen import Book, Pen, iso
from jianxi_desktop.services.demo.places import Branch, Community
from jianxi_desktop.services.demo.plan import CommunityPlan

_LABELS = {"party_committee": "党委", "general_branch": "党总支", "branch": "党支部"}
_NUMBERS = "一二三四五六七八九"
# What a community's organisation was before it became what it is.
_BEFORE = {"party_committee": "general_branch", "general_branch": "branch"}


def nth(place: int) -> str:
    """Give the Chinese numeral of a place, counted from 0."""
    return _NUMBERS[place] if place < len(_NUMBERS) else str(place + 1)


def build(book: Book, plan: CommunityPlan) -> Community:
    """Write the organisations and territories of a community."""
    pen = book.pen(plan.code, "structure")
    place = Community(book, plan, pen.some(texts.words("names", "courts"), 8))
    _committee(place, pen)
    if plan.form == "branch":
        place.branches.append(
            Branch(place.organisation, place.row["name"], "community", place.row, plan.direct)
        )
    else:
        _grids(place, pen)
    _groups(place, pen)
    _other_branches(place, pen)
    place.regional = pen.put(
        "organisation",
        name=f"{place.name}区域党委",
        form="regional_committee",
        kind="regional",
        parent=place.organisation,
        territory=place.territory,
        established_on=iso(pen.day(date(2017, 9, 1), date(2018, 6, 30))),
        approval=f"{place.plan.mark}〔2018〕{pen.between(3, 40)}号",
        note="由社区党组织牵头，驻区单位党组织负责人任兼职委员，每季度召开一次联席会。",
    )
    return place


def _committee(place: Community, pen: Pen) -> None:
    form, began = place.plan.form, pen.day(date(2001, 3, 1), date(2006, 12, 1))
    name = f"{place.name}{_LABELS[form]}"
    pen.put(
        "organisation",
        id=place.organisation,
        name=name,
        form=form,
        kind="community",
        parent=place.street,
        short_name=f"{place.plan.short}{_LABELS[form]}",
        code=place.code,
        territory=place.territory,
        unit_situation="2",
        unit_category="7",
        established_on=f"{began:%Y-%m}",
        phone=pen.landline(),
        address=f"{pen.pick(texts.words('names', 'roads'))}{pen.between(1, 180)}号",
    )
    place.row = pen.row("organisation")
    before = _BEFORE.get(form)
    if before is None:
        _change(pen, place, "established", began, new_name=name, new_form=form)
        return
    old = f"{place.name}{_LABELS[before]}"
    _change(pen, place, "established", began, new_name=old, new_form=before)
    grown = pen.workday(date(2011, 3, 1), date(2017, 6, 30))
    _change(
        pen,
        place,
        "upgraded",
        grown,
        old_name=old,
        new_name=name,
        old_form=before,
        new_form=form,
        reason=f"社区党员人数增加，经街道党工委研究并报区委组织部批准，由{_LABELS[before]}"
        f"改建为{_LABELS[form]}。",
    )


def _change(pen: Pen, place: Community, kind: str, day: date, **values: object) -> None:
    known = iso(day) if kind != "established" else f"{day:%Y-%m}"
    pen.put(
        "organisation_change",
        organisation=place.organisation,
        kind=kind,
        changed_on=known,
        document=f"涧组〔{day.year}〕{pen.between(5, 90)}号",
        **values,
    )


def _grids(place: Community, pen: Pen) -> None:
    for n, size in enumerate(place.plan.grids):
        began = pen.workday(date(2013, 4, 1), date(2018, 6, 20))
        ground = pen.put(
            "territory",
            name=f"{place.name}第{nth(n)}网格",
            kind="grid",
            parent=place.territory,
            households=pen.between(280, 520),
            established_on="2013-04",
        )
        pen.put(
            "territory_change",
            territory=ground,
            kind="added",
            changed_on="2013-04",
            document=f"涧社治〔2013〕{pen.between(2, 30)}号",
            new_name=f"{place.name}第{nth(n)}网格",
            new_parent=place.name,
            note="按三百至五百户划分网格，以楼栋和道路为界。",
        )
        name = f"{place.name}第{nth(n)}网格党支部"
        branch = _branch(place, pen, name, "grid", size, began)
        branch.territory = branch.row["territory"] = ground


def _branch(place: Community, pen: Pen, name: str, kind: str, size: int, began: date) -> Branch:
    number = f"{place.plan.mark}〔{began.year}〕{pen.between(2, 60)}号"
    branch_id = pen.put(
        "organisation",
        name=name,
        form="branch",
        kind=kind,
        parent=place.organisation,
        territory=place.territory,
        unit_situation="3" if kind == "attached" else "1",
        unit_category="7" if kind == "grid" else "2",
        established_on=iso(began),
        approval=number,
    )
    branch = Branch(branch_id, name, kind, pen.row("organisation"), size)
    place.branches.append(branch)
    pen.put(
        "organisation_change",
        organisation=branch_id,
        kind="established",
        changed_on=iso(began),
        document=number,
        new_name=name,
        new_parent=place.organisation,
        new_form="branch",
    )
    return branch


def _groups(place: Community, pen: Pen) -> None:
    """Write the buildings of each grid and the groups in some of them."""
    counts = dict.fromkeys((branch.id for branch in place.branches), 0)
    names = _buildings(place, pen)
    for n in range(place.plan.groups):
        branch = place.branches[n % len(place.branches)]
        place_in_branch = counts[branch.id]
        counts[branch.id] += 1
        building = _building(place, pen, branch, next(names))
        branch.groups.append(
            pen.put(
                "organisation",
                name=f"第{nth(place_in_branch)}楼栋党小组",
                form="group",
                kind="building",
                parent=branch.id,
                territory=building,
                established_on=branch.row["established_on"],
            )
        )
    for branch in place.branches:
        for _ in range(pen.between(2, 4)):
            _building(place, pen, branch, next(names))


def _building(place: Community, pen: Pen, branch: Branch, name: str) -> UUID:
    return pen.put(
        "territory",
        name=name,
        kind="building",
        parent=branch.territory or place.territory,
        households=pen.between(24, 96),
    )


def _buildings(place: Community, pen: Pen) -> Iterator[str]:
    """Name the buildings of a community, none twice."""
    numbers = [(court, n) for court in place.courts for n in range(1, 15)]
    for court, n in pen.some(numbers, len(numbers)):
        yield f"{place.plan.short}{court}{n}号楼"


def _other_branches(place: Community, pen: Pen) -> None:
    if place.plan.attached:
        began = pen.workday(date(2017, 3, 1), date(2018, 6, 20))
        name = f"{place.plan.short}小微企业联合党支部"
        _branch(place, pen, name, "attached", place.plan.attached, began)
    if place.plan.housing:
        began = pen.workday(date(2017, 9, 1), date(2018, 6, 20))
        name = f"{place.plan.short}物业党支部"
        _branch(place, pen, name, "property", place.plan.housing, began)
