"""The choice of communities: a tree by street, each with a box to tick."""

from collections.abc import Collection, Sequence
from typing import Final, NamedTuple
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from jianxi_desktop.services import trees
from jianxi_desktop.services.office import Office
from jianxi_desktop.ui.theme import as_hint, as_quiet, columns_of, line_height

_SEEN: Final = 16  # communities that are seen at a glance: no street need be opened for them
_ON, _OFF = Qt.CheckState.Checked, Qt.CheckState.Unchecked


class Community(NamedTuple):
    """A community that may be visited."""

    id: UUID
    name: str
    street: str


def communities_of(office: Office) -> list[Community]:
    """Give the communities of an office that can be visited, by street."""
    nodes = trees.organisations(office)
    names = {node.id: node.name for node in nodes}
    return [
        Community(node.id, node.name, names.get(node.parent, "") if node.parent else "")
        for node in nodes
        if node.kind == "community" and not node.ended
    ]


class CommunityChoice(QWidget):
    """Lets communities be ticked, alone or a street at a time.

    Signals:
        changed: Others are ticked.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._filling = False
        self._boxes: dict[UUID, QTreeWidgetItem] = {}
        self.tree = QTreeWidget()
        self.tree.setHeaderHidden(True)
        self.tree.setUniformRowHeights(True)
        self.tree.setAccessibleName("去哪些社区")
        self.tree.setMinimumSize(columns_of(self, 20), line_height(self) * 8)
        self.tree.itemChanged.connect(self._tell)
        self.count = as_hint(QLabel())
        self.count.setWordWrap(False)
        self.all, self.none = as_quiet(QPushButton("全选")), as_quiet(QPushButton("全不选"))
        self.all.clicked.connect(lambda: self.tick_all(on=True))
        self.none.clicked.connect(lambda: self.tick_all(on=False))
        row = QHBoxLayout()
        row.addWidget(self.count, 1)
        row.addWidget(self.all)
        row.addWidget(self.none)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        column.addWidget(self.tree, 1)

    def show_communities(self, communities: Sequence[Community], ticked: Collection[UUID]) -> None:
        """Offer communities, some of them ticked."""
        self._filling = True
        self.tree.clear()
        self._boxes.clear()
        streets: dict[str, QTreeWidgetItem] = {}
        for each in communities:
            if each.street not in streets:
                street = QTreeWidgetItem(self.tree, [each.street or "社区"])
                flags = street.flags() | Qt.ItemFlag.ItemIsUserCheckable
                street.setFlags(flags | Qt.ItemFlag.ItemIsAutoTristate)
                street.setCheckState(0, _OFF)
                streets[each.street] = street
            item = QTreeWidgetItem(streets[each.street], [each.name])
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(0, _ON if each.id in ticked else _OFF)
            self._boxes[each.id] = item
        if len(communities) <= _SEEN:
            self.tree.expandAll()
        self._filling = False
        self._tell()

    def ticked(self) -> tuple[UUID, ...]:
        """Give the communities that are ticked, in the order they stand in."""
        return tuple(each for each, box in self._boxes.items() if box.checkState(0) == _ON)

    def offered(self) -> int:
        """Count the communities that can be ticked."""
        return len(self._boxes)

    def tick_all(self, *, on: bool) -> None:
        """Tick all, or none."""
        self._filling = True
        for box in self._boxes.values():
            box.setCheckState(0, _ON if on else _OFF)
        self._filling = False
        self._tell()

    def _tell(self) -> None:
        if not self._filling:
            self.count.setText(f"已选 {len(self.ticked())} 个，共 {self.offered()} 个")
            self.changed.emit()
