"""What only a person can decide about a roster, and what its own cells decide."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from jianxi_desktop.schema.fields import Field, IdentityNumber, Name, Phone
from jianxi_desktop.sheets.captions import Cells, Heading, plain_caption
from jianxi_desktop.sheets.columns import Column
from jianxi_desktop.sheets.guard import Refusal
from jianxi_desktop.sheets.spec import RosterSpec

HEADING_WITHIN = 60
NOTHING_IN_IT = Refusal("refuse", "blank_workbook", "表格里没有内容，请确认选对了文件。")


def answered(heading: Heading, spec: RosterSpec, shown: Mapping[int, str]) -> Heading:
    """Let what a person decided about columns go before what their captions say.

    A column is known by the name it is shown under, so that two of one caption are told apart
    and one without a caption can be taken.

    Args:
        heading: What the captions say.
        spec: Holds the decisions.
        shown: What each column is called, by its place.
    """
    given = {plain_caption(each): key for each, key in spec.given.items()}
    told = {at: plain_caption(name) for at, name in shown.items()}
    told = {at: name for at, name in told.items() if name in given}
    if not told:
        return heading
    places: dict[str, tuple[int, ...]] = {key: (at,) for at, key in heading.keys.items()}
    places |= heading.rivals
    left = {key: tuple(at for at in group if at not in told) for key, group in places.items()}
    for at, name in told.items():
        key = given[name]
        if key is not None:
            chosen = left.get(key, ())
            left[key] = (*(each for each in chosen if each in told), at)
    return replace(
        heading,
        keys={group[0]: key for key, group in left.items() if group},
        rivals={key: group for key, group in left.items() if len(group) > 1},
    )


def settle(
    spec: RosterSpec, heading: Heading, lines: Sequence[Cells]
) -> tuple[Heading, tuple[str, ...]]:
    """Choose between columns of different names for one field; tell in Chinese what was left out.

    The column whose first cells fit the field best is taken, the nearer name among equals.
    Columns of the same name stay rivals, and so do names or identity numbers that disagree.
    """
    specs = {each.key: each for each in spec.fields}
    keys = dict(heading.keys)
    rivals: dict[str, tuple[int, ...]] = {}
    notes: list[str] = []
    below = lines[heading.last :]
    for key, places in heading.rivals.items():
        names = [heading.captions[place] for place in places]
        fits = [_fitting(specs[key], place, below) for place in places]
        one_name = len({plain_caption(name) for name in names}) < len(names)
        if one_name or _disagree(specs[key], fits):
            rivals[key] = places
            continue
        best = max(range(len(places)), key=lambda at: (len(fits[at]), -at))
        del keys[places[0]]
        keys[places[best]] = key
        others = "”“".join(name for at, name in enumerate(names) if at != best)
        notes.append(f"{specs[key].caption}取自“{names[best]}”列，没有用“{others}”列")
    notes += _take_mobiles(spec, heading, keys, below)
    return replace(heading, keys=keys, rivals=rivals), tuple(notes)


def _take_mobiles(
    spec: RosterSpec, heading: Heading, keys: dict[int, str], lines: Sequence[Cells]
) -> list[str]:
    """Let the only column of telephones that holds mobile numbers be the first telephone.

    What rosters call 联系电话 is a mobile number, unless a column of those stands beside it.
    """
    phones = [each for each in spec.fields if isinstance(each, Phone)]
    found = [place for place, key in keys.items() if key in {each.key for each in phones}]
    if len(found) != 1 or keys[found[0]] == phones[0].key:
        return []
    (place,), first = found, phones[0]
    caption = heading.captions.get(place, "")
    if plain_caption(caption) in map(plain_caption, (*spec.given, "固定电话", "固话")):
        return []
    numbers = _fitting(first, place, lines).values()
    mobiles = sum(first.is_mobile(str(number)) for number in numbers)
    if mobiles * 2 <= len(numbers):
        return []
    keys[place] = first.key
    return [f"“{caption}”列里是手机号，收进{first.caption}"]


def _fitting(spec: Field[Any], place: int, lines: Sequence[Cells]) -> dict[int, object]:
    """Read the first cells of a column; give the good values by line."""
    values, told = Column(spec).read([line[place] if place < len(line) else "" for line in lines])
    wrong = {at for at, reason in told if reason[2] == "error"}
    return {at: v for at, v in enumerate(values) if v is not None and at not in wrong}


def _disagree(spec: Field[Any], fits: Sequence[dict[int, object]]) -> bool:
    if not isinstance(spec, IdentityNumber | Name):
        return False
    return any(fits[0][at] != each[at] for each in fits[1:] for at in each if at in fits[0])


def of_heading(spec: RosterSpec, heading: Heading) -> Refusal | None:
    """Say what must be decided before rows can be read; ``None`` when nothing must."""
    captions = {each.key: each.caption for each in spec.fields}
    if heading.rivals:
        said = "；".join(
            f"“{captions[key]}”有{len(places)}列（{_named(heading, places)}）"
            for key, places in heading.rivals.items()
        )
        return Refusal(
            "ask",
            "same_caption",
            f"第{heading.last}行表头里，{said}，不知道用哪一列。请删去多余的列或改名后再导入。",
        )
    got = set(heading.keys.values())
    missing = [each.caption for each in spec.fields if each.required and each.key not in got]
    if missing:
        return Refusal(
            "ask",
            "missing_columns",
            f"第{heading.last}行是表头，但缺少必需的列：{'、'.join(missing)}。"
            "请补上，或把相应的列改成这个名称。",
        )
    return None


def _named(heading: Heading, places: Sequence[int]) -> str:
    return "、".join(heading.captions[place] for place in places)


def no_heading(spec: RosterSpec) -> Refusal:
    """Say what was looked for in a workbook without a heading line."""
    wanted = [each.caption for each in spec.fields if each.required]
    wanted += [each.caption for each in spec.fields if not each.required]
    return Refusal(
        "ask",
        "no_heading",
        f"没有找到表头。表头是写着“{'”“'.join(wanted[:6])}”等列名的那一行，"
        f"应在前{HEADING_WITHIN}行之内；请确认选对了文件和工作表。",
    )


def no_such_sheet(names: Sequence[str]) -> Refusal:
    """Say which sheets there are."""
    return Refusal("ask", "no_such_sheet", f"没有这个工作表，文件里有：{'、'.join(names[:20])}。")
