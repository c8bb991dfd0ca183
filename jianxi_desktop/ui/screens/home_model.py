"""The model of the home page: due things under headings, and there by unit or by kind."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import Any, Final

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, Qt
from PySide6.QtGui import QFont

from jianxi_desktop.domain.calendar import show_day
from jianxi_desktop.domain.due import BANDS, Due, band_of, days_left
from jianxi_desktop.services.attention import Attention
from jianxi_desktop.ui.listing import NOWHERE, Index
from jianxi_desktop.ui.theme import colour

BY_UNIT, BY_KIND, FLAT = "unit", "kind", "flat"
GROUPINGS: Final[Mapping[str, str]] = {BY_UNIT: "按单位", BY_KIND: "按事项", FLAT: "按日期"}
CAPTIONS: Final = ("要办的事", "类别", "单位", "最迟", "期限")
OFFICE: Final = "本单位"
_INKS: Final = {"overdue": "error", "today": "amber", "week": "amber", "later": "ink-soft"}
_DOUBT: Final = "（依据待核实）"
_ROLE = Qt.ItemDataRole


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


class HomeModel(QAbstractItemModel):
    """Shows what is due, most pressing first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._nodes: list[Node] = []
        self._top: list[int] = []
        self._prefix = ""

    def show_items(self, found: Attention, grouping: str, prefix: str = "") -> None:
        """Show other things, or the same in other groups; names lose what they begin with."""
        self.beginResetModel()
        self._prefix = prefix
        self._nodes, self._top = [], []
        bands: dict[str, list[Due]] = {band: [] for band in BANDS}
        for item in found.items:
            bands[band_of(item.due_on, found.as_of)].append(item)
        for band, items in bands.items():
            if items:
                self._add_band(found, band, items, grouping)
        self.endResetModel()

    def node(self, index: Index) -> Node | None:
        """Give what stands at an index."""
        return self._nodes[index.internalId()] if index.isValid() else None

    def headings(self) -> list[tuple[QModelIndex, Node]]:
        """Give every heading and group with its index, each before what stands below it."""
        return [(self._index(n), each) for n, each in enumerate(self._nodes) if each.item is None]

    def items(self) -> list[QModelIndex]:
        """Give the indexes of all things, from top to bottom."""
        return [self._index(n) for n, each in enumerate(self._nodes) if each.item is not None]

    def find(self, key: tuple[object, ...]) -> QModelIndex:
        """Give the index of a node by its key; an invalid one where it is gone."""
        places = (n for n, each in enumerate(self._nodes) if each.key == key)
        place = next(places, None)
        return NOWHERE if place is None else self._index(place)

    def _add_band(self, found: Attention, band: str, items: list[Due], grouping: str) -> None:
        top = self._add((band,), f"{BANDS[band]}　{len(items):,} 件", band, -1)
        if grouping == FLAT:
            self._add_items(found, top, items)
            return
        for key, text, group in _groups(found, items, grouping):
            told = f"{text}　{len(group):,} 件{_kinds_of(found, group, grouping)}"
            at = self._add((band, key), told, band, top)
            self._add_items(found, at, group)

    def _add_items(self, found: Attention, above: int, items: Iterable[Due]) -> None:
        items = list(items)
        band, over = self._nodes[above].band, above
        while over >= 0:
            self._nodes[over].things += len(items)
            over = self._nodes[over].above
        for item in items:
            text = item.text + (_DOUBT if item.unverified and _DOUBT not in item.text else "")
            place = self._add(("item", *item), text, band, above)
            self._nodes[place].item = item
            whose = found.name_of(item).removeprefix(self._prefix) or OFFICE
            days = _days(found.as_of, item.due_on)
            self._nodes[place].cells = (found.titles[item.kind], whose, *days)

    def _add(self, key: tuple[object, ...], text: str, band: str, above: int) -> int:
        beside = self._top if above < 0 else self._nodes[above].below
        place = len(self._nodes)
        self._nodes.append(Node(key, text, band, above, len(beside)))
        beside.append(place)
        return place

    def _index(self, place: int, column: int = 0) -> QModelIndex:
        return self.createIndex(self._nodes[place].row, column, place)

    def index(self, row: int, column: int, parent: Index = NOWHERE) -> QModelIndex:
        """Override: the index of a node below another."""
        if parent.isValid() and parent.column() != 0:
            return NOWHERE
        beside = self._nodes[parent.internalId()].below if parent.isValid() else self._top
        if 0 <= row < len(beside) and 0 <= column < len(CAPTIONS):
            return self.createIndex(row, column, beside[row])
        return NOWHERE

    def parent(self, index: Index = NOWHERE) -> Any:
        """Override: the node above."""
        if not index.isValid():
            return NOWHERE
        above = self._nodes[index.internalId()].above
        return NOWHERE if above < 0 else self._index(above)

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """Override: how many stand below a node."""
        if not parent.isValid():
            return len(self._top)
        return len(self._nodes[parent.internalId()].below) if parent.column() == 0 else 0

    def columnCount(self, parent: Index = NOWHERE) -> int:
        """Override: the same everywhere."""
        del parent
        return len(CAPTIONS)

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> Any:
        """Override: words and looks of a cell."""
        if not index.isValid():
            return None
        node, column = self._nodes[index.internalId()], index.column()
        if role == _ROLE.DisplayRole:
            return node.text if column == 0 else _cell(node, column)
        if role == _ROLE.ToolTipRole:
            return _told(node, column)
        if role == _ROLE.AccessibleTextRole and column == 0:
            return "，".join((node.text, *filter(None, node.cells)))
        return _looks(node, column, role)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole
    ) -> Any:
        """Override: the captions."""
        shown = orientation == Qt.Orientation.Horizontal and 0 <= section < len(CAPTIONS)
        return CAPTIONS[section] if shown and role == _ROLE.DisplayRole else None


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


def _cell(node: Node, column: int) -> str:
    return node.cells[column - 1] if node.cells else ""


def _told(node: Node, column: int) -> str | None:
    """Say a cell whole; the days left with the day, which a narrow list leaves out."""
    if column == 0:
        return node.text
    last = len(CAPTIONS) - 1
    cell = _cell(node, column)
    return f"{_cell(node, last - 1)}，{cell}" if cell and column == last else cell or None


def _looks(node: Node, column: int, role: int) -> Any:
    last = len(CAPTIONS) - 1
    if role == _ROLE.ForegroundRole:
        if node.item is None or column == last:
            return colour(_INKS[node.band] if node.above < 0 or column == last else "ink")
        return colour("ink" if column in (0, last - 1) else "ink-soft")
    if role == _ROLE.FontRole and node.item is None:
        font = QFont()
        font.setBold(True)
        return font
    return None
