"""The list of the home page: headings that fold, things that open with one click or Enter."""

from collections import Counter
from typing import Final

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QComboBox, QHeaderView, QTreeView

from jianxi_desktop.domain.due import LATER, OVERDUE
from jianxi_desktop.services.attention import Attention
from jianxi_desktop.ui.list_view import is_letter
from jianxi_desktop.ui.screens.home_model import HomeModel
from jianxi_desktop.ui.screens.home_nodes import FLAT, Arranged
from jianxi_desktop.ui.screens.parts import choose
from jianxi_desktop.ui.theme import columns_of

ALL: Final = ""
_WIDTHS: Final = (6.6, 10.5, 7.8, 5.8)  # characters of what stands beside the text
_LEFT_OUT: Final = (1, 3)  # columns that a narrow list does without
_NARROW: Final = 52  # characters of width below which the kind and the day are not shown
_OFFERED: Final = 24  # kinds that are seen at once where they are offered
_MANY: Final = 40  # things under a heading, from which on its groups are folded
_FEW: Final = 12  # things that are due later and may be seen at once


class HomeList(QTreeView):
    """Shows a ``HomeModel``.

    Signals:
        opened: A thing was opened by Enter or a click; its node.
        typed: A letter was typed: the search line takes it.
    """

    opened = Signal(object)
    typed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.nodes = HomeModel(self)
        self.setModel(self.nodes)
        self.setObjectName("sheet")
        self.setUniformRowHeights(True)
        self.setAllColumnsShowFocus(True)
        self.setExpandsOnDoubleClick(False)
        self.setEditTriggers(QTreeView.EditTrigger.NoEditTriggers)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("到期和逾期的事项")
        self.setIndentation(columns_of(self, 1))
        self._wanted: dict[tuple[object, ...], bool] = {}
        self._laying = False
        self.clicked.connect(self._clicked)
        self.expanded.connect(lambda index: self._turned(index, open_=True))
        self.collapsed.connect(lambda index: self._turned(index, open_=False))
        self._fit()

    def show_nodes(self, arranged: Arranged, grouping: str) -> None:
        """Show other things; what was unfolded stays so, and so does the place one is at.

        Args:
            arranged: They.
            grouping: How they are grouped: one of ``GROUPINGS``.
        """
        node = self.nodes.node(self.currentIndex())
        ordinal = self.nodes.ordinal(self.currentIndex())
        self._laying = True
        self.nodes.show_nodes(arranged)
        for index, each in self.nodes.headings():
            self.setFirstColumnSpanned(index.row(), index.parent(), True)  # noqa: FBT003 - Qt's way
            if self._wanted.get(each.key, self._usual(index, grouping)):  # all are folded now
                self.setExpanded(index, True)  # noqa: FBT003 - Qt's way
        self._laying = False
        self._go_to(node.key if node is not None else None, ordinal)

    def to_first(self) -> None:
        """Go to the first thing that is seen."""
        if not self.currentIndex().isValid():
            self.setCurrentIndex(self.nodes.index(0, 0))
        self.setFocus()

    def to_band(self, band: str) -> None:
        """Go to a heading, unfold it, and bring what stands below it into view."""
        index = self.nodes.find((band,))
        if index.isValid():
            self.setExpanded(index, True)  # noqa: FBT003 - Qt's way
            self.scrollTo(index, QTreeView.ScrollHint.PositionAtTop)
            self.setCurrentIndex(index)
            self.setFocus()

    def fold_all(self, *, open_: bool) -> None:
        """Unfold everything, or fold the groups away."""
        for index, _each in self.nodes.headings():
            self.setExpanded(index, open_ or not index.parent().isValid())

    def _usual(self, index: QModelIndex, grouping: str) -> bool:
        node = self.nodes.node(index)
        assert node is not None  # noqa: S101 - it was just given
        if index.parent().isValid():
            above = self.nodes.node(index.parent())
            return above is not None and above.things <= _MANY
        few = grouping != FLAT or node.things <= _FEW
        return node.band != LATER or (few and node.things <= _MANY)

    def _go_to(self, key: tuple[object, ...] | None, ordinal: int) -> None:
        """Go to what has a key; where it is gone, to the thing that stands in its place now."""
        found = self.nodes.find(key) if key is not None else QModelIndex()
        if not found.isValid():
            found = self.nodes.item_at(ordinal)
        above = found.parent()
        while above.isValid():
            if not self.isExpanded(above):
                found = above
            above = above.parent()
        if found.isValid():
            self.setCurrentIndex(found)

    def _clicked(self, index: QModelIndex) -> None:
        node = self.nodes.node(index)
        if node is not None and node.item is not None:
            self.opened.emit(node)
        elif node is not None:
            self.setExpanded(
                index.siblingAtColumn(0), not self.isExpanded(index.siblingAtColumn(0))
            )

    def _turned(self, index: QModelIndex, *, open_: bool) -> None:
        node = self.nodes.node(index)
        if node is not None and not self._laying:
            self._wanted[node.key] = open_

    def _fit(self) -> None:
        head = self.header()
        head.setStretchLastSection(False)
        head.setSectionsClickable(False)
        head.setSectionsMovable(False)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column, width in enumerate(_WIDTHS, start=1):
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            head.resizeSection(column, columns_of(self, width))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Override: a narrow list leaves the kind to the words, and the day to the days left."""
        super().resizeEvent(event)
        for column in _LEFT_OUT:
            self.setColumnHidden(column, self.width() < columns_of(self, _NARROW))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override: Enter opens or unfolds, letters are searched for."""
        index = self.currentIndex()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid():
            self._clicked(index)
        elif is_letter(event) and event.text() not in "+-*":
            self.typed.emit(event.text())
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Override: do nothing; the search line searches."""


class Kinds(QComboBox):
    """Offers each kind of thing there is, with how many; one of them is chosen.

    Signals:
        changed: Another kind is wanted.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumContentsLength(11)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMaxVisibleItems(_OFFERED)
        self.setToolTip("只看一类事项")
        self.activated.connect(self.changed)

    @property
    def chosen(self) -> str:
        """The kind that is wanted."""
        return str(self.currentData() or ALL)

    def show_kinds(self, found: Attention) -> None:
        """Count anew; a kind of which nothing is left is left by itself."""
        late = Counter(each.kind for each in found.narrowed(bands=(OVERDUE,)).items)
        before = self.chosen
        self.clear()
        self.addItem(f"全部事项　{len(found.items):,}", ALL)
        for kind, count in found.by_kind().items():
            told = f"（逾期{late[kind]:,}）" if late[kind] else ""
            self.addItem(f"{found.titles[kind]}　{count:,}{told}", kind)
        choose(self, before)

    def choose(self, kind: str) -> None:
        """Choose a kind."""
        choose(self, kind)
        self.changed.emit()
