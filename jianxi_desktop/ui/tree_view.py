"""The view of a tree with counts: narrow, reached by keys, nodes dragged onto others."""

from typing import Final

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
)

from jianxi_desktop.ui.list_view import is_letter
from jianxi_desktop.ui.listing import Index
from jianxi_desktop.ui.theme import columns_of
from jianxi_desktop.ui.tree_model import TreeModel
from jianxi_desktop.ui.tree_words import without_form

_ROOMY: Final = 19  # characters of width from which all counts have room beside the names


class _Names(QStyledItemDelegate):
    """Leaves the form out of a name that has no room: the mark says it."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:  # noqa: N802
        """Override: choose the longest name that fits."""
        super().initStyleOption(option, index)
        if index.column() == 0:
            room = option.rect.width() - option.decorationSize.width() - columns_of(self.view, 1.3)
            if option.fontMetrics.horizontalAdvance(option.text) > room:
                option.text = without_form(option.text)

    @property
    def view(self) -> "TreeView":
        """The tree it paints for."""
        parent = self.parent()
        assert isinstance(parent, TreeView)  # noqa: S101 - it was made for one
        return parent


class TreeView(QTreeView):
    """Shows a ``TreeModel``.

    Signals:
        opened: A node was opened by Enter or a double click; its index.
        typed: A letter was typed: the search line takes it.
    """

    opened = Signal(QModelIndex)
    typed = Signal(str)

    def __init__(self, model: TreeModel) -> None:
        super().__init__()
        self._nodes = model
        self.setModel(model)
        self.setItemDelegate(_Names(self))
        self.setUniformRowHeights(True)
        self.setAllColumnsShowFocus(True)
        self.setExpandsOnDoubleClick(False)
        self.setEditTriggers(QTreeView.EditTrigger.NoEditTriggers)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("党组织树")
        self.setIndentation(columns_of(self, 0.8))
        side = round(self.fontMetrics().height() * 0.95)
        self.setIconSize(self.iconSize().scaled(side, side, Qt.AspectRatioMode.IgnoreAspectRatio))
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDropIndicatorShown(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setDragDropOverwriteMode(True)
        self.setAutoExpandDelay(700)
        head = self.header()
        head.setStretchLastSection(False)
        head.setSectionsClickable(False)
        head.setMinimumSectionSize(columns_of(self, 1))

    def fit_columns(self) -> None:
        """Give every count the room it needs and the names the rest."""
        head, columns = self.header(), self._nodes.columnCount()
        if columns != head.count():
            return
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        metrics = self.fontMetrics()
        for column in range(1, columns):
            top = self._nodes.index(0, column)
            caption = self._nodes.headerData(column, Qt.Orientation.Horizontal)
            title, number = map(metrics.horizontalAdvance, (str(caption), str(top.data() or "")))
            needed = max(title + columns_of(self, 1.3), number + columns_of(self, 0.7))
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            head.resizeSection(column, needed)
        self._hide_lesser()

    def _hide_lesser(self) -> None:
        roomy = self.width() >= columns_of(self, _ROOMY)
        last = self._nodes.columnCount() - 1
        for column in range(1, last + 1):
            self.setColumnHidden(column, column < last and not roomy)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Override: a narrow tree shows the last count only."""
        super().resizeEvent(event)
        self._hide_lesser()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override: Enter opens, letters are searched for."""
        index = self.currentIndex()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid():
            self.opened.emit(index)
        elif is_letter(event) and event.text() not in "+-*":
            self.typed.emit(event.text())
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Override: do nothing; the search line searches."""

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Override: a double click opens the page; a second click on an arrow does not."""
        super().mouseDoubleClickEvent(event)
        place = event.position().toPoint()
        index = self.indexAt(place)
        on_name = index.isValid() and self.visualRect(index).contains(place)
        if on_name and event.button() == Qt.MouseButton.LeftButton:
            self.opened.emit(index)
