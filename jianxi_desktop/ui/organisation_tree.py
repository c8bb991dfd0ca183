"""The organisations of the office as a tree; choosing one narrows every list to it."""

import re
from functools import partial
from typing import Protocol
from uuid import UUID

from PySide6.QtCore import QModelIndex, QSortFilterProxyModel, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QLabel, QLineEdit, QTreeView, QVBoxLayout, QWidget

from jianxi_desktop.services import records
from jianxi_desktop.services.records import Node
from jianxi_desktop.ui.screen import Desk
from jianxi_desktop.ui.theme import columns_of

_ID = Qt.ItemDataRole.UserRole
_NAME = Qt.ItemDataRole.UserRole + 1
_SEARCH_FROM = 12  # organisations: a shorter tree is seen at a glance


class TreeDesk(Desk, Protocol):
    """A desk that can be told which organisation was chosen."""

    def choose_organisation(self, organisation: UUID, name: str = "") -> None:
        """Narrow the lists to an organisation."""


class OrganisationTree(QWidget):
    """Shows who stands under whom, with the members of each subtree."""

    def __init__(self, desk: TreeDesk) -> None:
        super().__init__()
        self._desk = desk
        self._filling = False
        self._model = QStandardItemModel(self)
        self._shown = QSortFilterProxyModel(self)
        self._shown.setSourceModel(self._model)
        self._shown.setRecursiveFilteringEnabled(True)
        self.search = QLineEdit()
        self.search.setPlaceholderText("查找党组织")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._filter)
        self.search.hide()
        self.view = QTreeView()
        self.view.setModel(self._shown)
        self.view.setHeaderHidden(True)
        self.view.setUniformRowHeights(True)
        self.view.setEditTriggers(QTreeView.EditTrigger.NoEditTriggers)
        self.view.setAccessibleName("党组织树")
        self.view.setIndentation(columns_of(self, 1))
        self.view.selectionModel().currentChanged.connect(self._choose)
        head = QLabel("党组织")
        head.setProperty("role", "hint")
        pad = columns_of(self, 0.6)
        head.setContentsMargins(pad, pad, 0, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for part in (head, self.search, self.view):
            column.addWidget(part)

    def reload(self) -> None:
        """Read the tree again, keeping what is chosen and open."""
        self._desk.jobs.run_newest(
            "tree", partial(records.organisation_tree, self._desk.office), self._fill
        )

    def focus(self) -> None:
        """Bring the keys here."""
        self.view.setFocus()

    def _fill(self, nodes: list[Node]) -> None:
        chosen = self._desk.within or self._desk.office.unit.organisation
        open_ids = self._open_ids()
        self._filling = True
        self._model.clear()
        items: dict[UUID, QStandardItem] = {}
        totals, short = _totals(nodes), _short_names(nodes)
        for node in nodes:
            item = QStandardItem(f"{short[node.id]}（{totals[node.id]}）")
            item.setData(node.id, _ID)
            item.setData(node.name, _NAME)
            item.setToolTip(f"{node.name}\n党员 {totals[node.id]} 人（含下级）")
            above = items.get(node.parent) if node.parent is not None else None
            (above or self._model.invisibleRootItem()).appendRow(item)
            items[node.id] = item
        for record_id, item in items.items():
            if record_id in open_ids or item.parent() is None:
                self.view.expand(self._shown.mapFromSource(item.index()))
        if chosen in items:
            self.view.setCurrentIndex(self._shown.mapFromSource(items[chosen].index()))
        self._filling = False
        self.search.setVisible(len(nodes) > _SEARCH_FROM)

    def _open_ids(self) -> set[UUID]:
        found: set[UUID] = set()
        waiting = [QModelIndex()]
        while waiting:
            above = waiting.pop()
            for row in range(self._shown.rowCount(above)):
                index = self._shown.index(row, 0, above)
                if self.view.isExpanded(index):
                    found.add(index.data(_ID))
                    waiting.append(index)
        return found

    def _filter(self, words: str) -> None:
        self._shown.setFilterFixedString(words)
        if words:
            self.view.expandAll()

    def _choose(self, current: QModelIndex) -> None:
        if current.isValid() and not self._filling:
            self._desk.choose_organisation(current.data(_ID), current.data(_NAME))


def _totals(nodes: list[Node]) -> dict[UUID, int]:
    """Count the members of every subtree; the nodes come from the top down."""
    totals = {node.id: node.members for node in nodes}
    for node in reversed(nodes):
        if node.parent in totals:
            totals[node.parent] += totals[node.id]
    return totals


def _short_names(nodes: list[Node]) -> dict[UUID, str]:
    """Leave out of a name what the one above it says already: 武汉路社区第一网格党支部."""
    names = {node.id: node.name for node in nodes}
    short = {}
    for node in nodes:
        above = names.get(node.parent, "") if node.parent is not None else ""
        stem = re.sub("(党总支|党支部|党委|党工委|党组)$", "", above)
        same = bool(stem) and node.name.startswith(stem) and len(node.name) > len(stem) + 2
        short[node.id] = node.name[len(stem) :] if same else node.name
    return short
