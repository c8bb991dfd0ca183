"""The list of the home page: headings that fold, things that open with one click or Enter."""

from typing import Final

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHeaderView,
    QPushButton,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from jianxi_desktop.domain.due import LATER, OVERDUE
from jianxi_desktop.services.attention import Attention
from jianxi_desktop.ui.list_view import is_letter
from jianxi_desktop.ui.screens.flow import FlowLayout
from jianxi_desktop.ui.screens.home_model import FLAT, HomeModel
from jianxi_desktop.ui.theme import columns_of, set_state

ALL: Final = ""
_WIDTHS: Final = (6.6, 10.5, 7.8, 5.8)  # characters of what stands beside the text
_NARROW: Final = 52  # characters of width below which the kind is not shown
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

    def show_items(self, found: Attention, grouping: str, prefix: str = "") -> None:
        """Show other things; what was unfolded stays so, and so does the place one is at.

        Args:
            found: They.
            grouping: One of ``GROUPINGS``.
            prefix: What is left out at the beginning of the names of units.
        """
        node = self.nodes.node(self.currentIndex())
        ordinal = self._ordinal(self.currentIndex().siblingAtColumn(0))
        self._laying = True
        self.nodes.show_items(found, grouping, prefix)
        for index, each in self.nodes.headings():
            self.setFirstColumnSpanned(index.row(), index.parent(), True)  # noqa: FBT003 - Qt's way
            self.setExpanded(index, self._wanted.get(each.key, self._usual(index, grouping)))
        self._laying = False
        self._go_to(node.key if node is not None else None, ordinal)

    def to_first(self) -> None:
        """Go to the first thing that is seen."""
        if not self.currentIndex().isValid():
            self.setCurrentIndex(self.nodes.index(0, 0))
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
            return above is not None and self._below(above.key) <= _MANY
        few = grouping != FLAT or self._below(node.key) <= _FEW
        return node.band != LATER or (few and self._below(node.key) <= _MANY)

    def _below(self, key: tuple[object, ...]) -> int:
        """Count the things below a node."""
        index = self.nodes.find(key)
        rows = self.nodes.rowCount(index)
        below = [self.nodes.index(row, 0, index) for row in range(rows)]
        return sum(self.nodes.rowCount(each) or 1 for each in below)

    def _go_to(self, key: tuple[object, ...] | None, ordinal: int) -> None:
        """Go to what has a key; where it is gone, to the thing that stands in its place now."""
        found = self.nodes.find(key) if key is not None else QModelIndex()
        if not found.isValid():
            items = self.nodes.items()
            found = items[min(ordinal, len(items) - 1)] if items else QModelIndex()
        above = found.parent()
        while above.isValid():
            if not self.isExpanded(above):
                found = above
            above = above.parent()
        if found.isValid():
            self.setCurrentIndex(found)

    def _ordinal(self, index: QModelIndex) -> int:
        """Count the things before one."""
        items = self.nodes.items()
        return items.index(index) if index in items else 0

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
        """Override: a narrow list leaves the kind to the words of the thing."""
        super().resizeEvent(event)
        self.setColumnHidden(1, self.width() < columns_of(self, _NARROW))

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


class Kinds(QWidget):
    """A button for each kind of thing there is, with how many; one of them is chosen.

    Signals:
        changed: Another kind is wanted.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.chosen = ALL
        self.buttons: dict[str, QPushButton] = {}
        self._group = QButtonGroup(self)
        self._layout = FlowLayout(columns_of(self, 0.5), columns_of(self, 0.4))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._layout)

    def show_kinds(self, found: Attention) -> None:
        """Count anew; a kind of which nothing is left is left by itself."""
        counts = found.by_kind()
        late = {each.kind for each in found.narrowed(bands=(OVERDUE,)).items}
        if self.chosen not in counts:
            self.chosen = ALL
        wanted = {ALL: f"全部 {len(found.items):,}"}
        wanted |= {kind: f"{found.titles[kind]} {count:,}" for kind, count in counts.items()}
        for kind in [each for each in self.buttons if each not in wanted]:
            self._drop(self.buttons.pop(kind))
        for kind, text in wanted.items():
            button = self.buttons.get(kind) or self._button(kind)
            button.setText(text)
            set_state(button, "error" if kind in late else "")
        self._in_order(list(wanted))
        self.buttons[self.chosen].setChecked(True)

    def choose(self, kind: str) -> None:
        """Choose a kind."""
        self.chosen = kind
        if kind in self.buttons:
            self.buttons[kind].setChecked(True)
        self.changed.emit()

    def _button(self, kind: str) -> QPushButton:
        button = self.buttons[kind] = QPushButton(self)
        button.setProperty("role", "filter")
        button.setCheckable(True)
        button.clicked.connect(lambda: self.choose(kind))
        self._group.addButton(button)
        return button

    def _drop(self, button: QPushButton) -> None:
        self._group.removeButton(button)
        self._layout.removeWidget(button)
        button.hide()
        button.deleteLater()

    def _in_order(self, kinds: list[str]) -> None:
        while self._layout.takeAt(0) is not None:
            pass
        before: QWidget | None = None
        for kind in kinds:
            self._layout.addWidget(self.buttons[kind])
            self.buttons[kind].show()
            if before is not None:
                QWidget.setTabOrder(before, self.buttons[kind])
            before = self.buttons[kind]
