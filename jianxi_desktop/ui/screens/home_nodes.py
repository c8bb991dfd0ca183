"""Due things under headings, and there by unit or by kind: arranged off the GUI thread."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import Any, Final

from jianxi_desktop.domain.calendar import show_day
from jianxi_desktop.domain.due import BANDS, Due, band_of, days_left
from jianxi_desktop.services.attention import Attention

BY_UNIT, BY_KIND, FLAT = "unit", "kind", "flat"
GROUPINGS: Final[Mapping[str, str]] = {BY_UNIT: "按单位", BY_KIND: "按事项", FLAT: "按日期"}
OFFICE: Final = "本单位"
_DOUBT: Final = "（依据待核实）"


@dataclass
class Node:
    """A heading, a group below one, or a thing.

    Attributes:
        key: Names it, also when the list is read again.
        text: What it says.
        band: The heading it stands under.
        above: Place of the node above; -1: none.
        row: Its place among those beside it.
        item: The thing; ``None``: it is a heading or a group.
        cells: What stands beside the text.
        below: Places of the nodes below.
        things: How many things stand below it.
    """

    key: tuple[object, ...]
    text: str
    band: str
    above: int
    row: int
    item: Due | None = None
    cells: tuple[str, ...] = ()
    below: list[int] = field(default_factory=list)
    things: int = 0


@dataclass(frozen=True)
class Arranged:
    """What a list of due things shows, from top to bottom.

    Attributes:
        nodes: Headings, groups and things, each before what stands below it.
        top: Places of the headings.
    """

    nodes: list[Node]
    top: list[int]


def arrange(found: Attention, grouping: str, prefix: str = "") -> Arranged:
    """Put things under their headings.

    Args:
        found: They.
        grouping: One of ``GROUPINGS``.
        prefix: What is left out at the beginning of the names of units.
    """
    made = _Arranging(found, grouping, prefix)
    bands: dict[str, list[Due]] = {band: [] for band in BANDS}
    for item in found.items:
        bands[band_of(item.due_on, found.as_of)].append(item)
    for band, items in bands.items():
        if items:
            made.add_band(band, items)
    return Arranged(made.nodes, made.top)


class _Arranging:
    def __init__(self, found: Attention, grouping: str, prefix: str) -> None:
        self._found, self._grouping, self._prefix = found, grouping, prefix
        self.nodes: list[Node] = []
        self.top: list[int] = []

    def add_band(self, band: str, items: list[Due]) -> None:
        top = self._add((band,), f"{BANDS[band]}　{len(items):,} 件", band, -1)
        if self._grouping == FLAT:
            self._add_items(top, items)
            return
        for key, text, group in _groups(self._found, items, self._grouping):
            told = f"{text}　{len(group):,} 件{_kinds_of(self._found, group, self._grouping)}"
            at = self._add((band, key), told, band, top)
            self._add_items(at, group)

    def _add_items(self, above: int, items: Iterable[Due]) -> None:
        items, found = list(items), self._found
        band, over = self.nodes[above].band, above
        while over >= 0:
            self.nodes[over].things += len(items)
            over = self.nodes[over].above
        for item in items:
            text = item.text + (_DOUBT if item.unverified and _DOUBT not in item.text else "")
            place = self._add(("item", *item), text, band, above)
            self.nodes[place].item = item
            whose = found.name_of(item).removeprefix(self._prefix) or OFFICE
            days = _days(found.as_of, item.due_on)
            self.nodes[place].cells = (found.titles[item.kind], whose, *days)

    def _add(self, key: tuple[object, ...], text: str, band: str, above: int) -> int:
        beside = self.top if above < 0 else self.nodes[above].below
        place = len(self.nodes)
        self.nodes.append(Node(key, text, band, above, len(beside)))
        beside.append(place)
        return place


def _groups(
    found: Attention, items: Sequence[Due], grouping: str
) -> list[tuple[object, str, list[Due]]]:
    """Part things by unit, in the order of the tree, or by kind, in that of the rule table."""
    key_of: Callable[[Due], object] = found.branch_of if grouping == BY_UNIT else _kind_of
    groups: dict[object, list[Due]] = {}
    for item in items:
        groups.setdefault(key_of(item), []).append(item)
    called: Mapping[Any, str] = found.names if grouping == BY_UNIT else found.titles
    first = [(None, OFFICE, groups[None])] if None in groups else []
    return first + [(key, called[key], groups[key]) for key in called if key in groups]


def _kinds_of(found: Attention, items: Sequence[Due], grouping: str) -> str:
    """Say of a unit how many things of each kind it has."""
    if grouping != BY_UNIT:
        return ""
    counts = replace(found, items=tuple(items)).by_kind()
    return "：" + "、".join(f"{found.titles[kind]} {count}" for kind, count in counts.items())


def _kind_of(item: Due) -> object:
    return item.kind


@lru_cache(maxsize=1_024)
def _days(as_of: date, due_on: str) -> tuple[str, str]:
    """Say the last day, without the year where it is this one, and how far off that is."""
    left = days_left(due_on, as_of)
    told = "今天" if left == 0 else f"还有{left}天" if left > 0 else f"逾期{-left}天"
    day, this_year = show_day(due_on), f"{as_of.year}年"
    return (day.removeprefix(this_year) or day, told)
