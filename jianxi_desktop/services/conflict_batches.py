"""Several conflicts ended alike: which choices there are, and what each does to which of them."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from jianxi_desktop.services.conflict_versions import GONE, KEPT, Version
from jianxi_desktop.services.conflicts import Conflict, Line

NOTHING = "（空）"
SHOWN, APART = "shown", "apart"


class Choice(NamedTuple):
    """A way to end several conflicts.

    Attributes:
        key: ``shown``, ``keep``, ``remove``, ``apart``, or ``unit:`` and the name of an office.
        text: The way in words.
        number: How many of the conflicts it can end.
    """

    key: str
    text: str
    number: int


class Planned(NamedTuple):
    """What a choice does to one conflict.

    Attributes:
        line: The conflict.
        old: What is shown now.
        new: What would be shown.
        keep: What to tell ``resolving``.
    """

    line: Line
    old: str
    new: str
    keep: int | str


def choices(conflicts: Sequence[Conflict]) -> list[Choice]:
    """Give the ways to end conflicts of one kind; those that end the most come first."""
    if not conflicts:
        return []
    kind, count = conflicts[0].line.kind, len(conflicts)
    if kind == "double":
        return [Choice(APART, "都不是同一个，以后不再问", count)]
    if kind == "removal":
        return [Choice(KEPT, "都保留", count), Choice(GONE, "都移除", count)]
    units = dict.fromkeys(
        version.unit for each in conflicts for version in each.versions if version.unit
    )
    found = [
        Choice(
            f"unit:{unit}", f"都采用{unit}填的", sum(1 for _each in plan(conflicts, f"unit:{unit}"))
        )
        for unit in units
    ]
    found = sorted((each for each in found if each.number), key=lambda each: -each.number)
    return [Choice(SHOWN, "都采用现在显示的", count), *found]


def plan(conflicts: Iterable[Conflict], choice: str) -> Iterator[Planned]:
    """Say what a choice does; a conflict that it does not decide is left out.

    An office that wrote two different values itself has not decided.
    """
    for conflict in conflicts:
        if choice == APART:
            yield Planned(conflict.line, "登记了两次", "不是同一个", APART)
            continue
        kept = [place for place, version in enumerate(conflict.versions) if _fits(version, choice)]
        if len(kept) == 1:
            old = _text(conflict, conflict.versions[0])
            yield Planned(conflict.line, old, _text(conflict, conflict.versions[kept[0]]), kept[0])


def _fits(version: Version, choice: str) -> bool:
    if choice == SHOWN:
        return version.shown
    if choice in (KEPT, GONE):
        return version.key == choice
    return bool(version.unit) and choice == f"unit:{version.unit}"


def _text(conflict: Conflict, version: Version) -> str:
    if version.key == GONE:
        return "移除"
    if version.key == KEPT:
        return "保留"
    told = [
        text or NOTHING
        for text, differs in zip(version.texts, conflict.differs, strict=True)
        if differs
    ]
    return "，".join(told)
