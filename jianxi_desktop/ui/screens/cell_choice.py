"""A table in which one cell of each row is a drop-down, opened by a click, Enter or space."""

from collections.abc import Sequence
from typing import Any, ClassVar, Final

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    Qt,
    QTimer,
)
from PySide6.QtGui import QKeyEvent, QPainter, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from jianxi_desktop.ui.screens.rows_model import RowsModel
from jianxi_desktop.ui.screens.table import CellPainter
from jianxi_desktop.ui.theme import columns_of, icon, line_height

_Index = QModelIndex | QPersistentModelIndex
_ROLE = Qt.ItemDataRole
_EDITED_BY: Final = (
    QAbstractItemView.EditTrigger.EditKeyPressed | QAbstractItemView.EditTrigger.AnyKeyPressed
)
_MOST_SEEN: Final = 16  # entries of a drop-down


class ChoiceModel(RowsModel):
    """Rows of words, one of which is chosen.

    Attributes:
        choosing: The column that is chosen in.
    """

    choosing: ClassVar[int] = 0

    def choices_of(self, place: int) -> list[tuple[str, Any]]:
        """Give what may be chosen in a row: words and what they stand for."""
        raise NotImplementedError

    def words_of(self, row: Any) -> Sequence[str]:
        """Give what the cells of a row say."""
        raise NotImplementedError

    def chosen_in(self, row: Any) -> Any:
        """Give what is chosen in a row."""
        raise NotImplementedError

    def choose(self, place: int, wanted: Any) -> None:
        """Choose something else in a row."""
        raise NotImplementedError

    def may_choose(self, row: Any) -> bool:
        """Tell whether something can be chosen in a row; it can, unless a model knows better."""
        del row
        return True

    def ink_of(self, row: Any, column: int) -> object:
        """Give the colour of a cell; ``None``: that of all."""
        del row, column
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Override: one column is chosen in."""
        usual = super().flags(index)
        free = index.column() == self.choosing and self.may_choose(self.rows[index.row()])
        return usual | Qt.ItemFlag.ItemIsEditable if free else usual

    def data(self, index: _Index, role: int = _ROLE.DisplayRole) -> object:
        """Override: give words and looks of a cell."""
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role in (_ROLE.DisplayRole, _ROLE.ToolTipRole):
            return self.words_of(row)[index.column()]
        if role == _ROLE.EditRole:
            return self.chosen_in(row)
        return self.ink_of(row, index.column()) if role == _ROLE.ForegroundRole else None

    def setData(self, index: _Index, value: Any, role: int = _ROLE.EditRole) -> bool:
        """Override: choose something else."""
        if role != _ROLE.EditRole or index.column() != self.choosing:
            return False
        if value == self.chosen_in(self.rows[index.row()]):
            return False
        self.choose(index.row(), value)
        return True


class ChoiceTable(QTableView):
    """Shows rows; what one column says is chosen from a drop-down.

    Args:
        model: The rows; it goes with the table.
        widths: Characters of each column.
    """

    def __init__(self, model: ChoiceModel, widths: Sequence[float]) -> None:
        super().__init__()
        model.setParent(self)
        self._chosen = chosen = model.choosing
        self.setModel(model)
        self.setItemDelegate(CellPainter(self))
        self.setItemDelegateForColumn(chosen, _CellChoice(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(_EDITED_BY)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(line_height(self))
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setStretchLastSection(True)
        for place, characters in enumerate(widths):
            self.setColumnWidth(place, columns_of(self, characters + 1.2))
        self.clicked.connect(self._click)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override: Enter and space open the drop-down of the row."""
        keys = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
        if event.key() in keys and not event.modifiers() and self.currentIndex().isValid():
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _click(self, index: QModelIndex) -> None:
        if index.column() == self._chosen:
            self._open(index)

    def _open(self, index: QModelIndex) -> None:
        place = index.siblingAtColumn(self._chosen)
        if place.flags() & Qt.ItemFlag.ItemIsEditable:
            self.setCurrentIndex(place)
            self.edit(place)


class _CellChoice(CellPainter):
    """The drop-down of a row."""

    def createEditor(
        self, parent: QWidget, _option: QStyleOptionViewItem, index: _Index
    ) -> QWidget:
        """Override: offer what the model says."""
        box = _Choice(parent)
        model = index.model()
        assert isinstance(model, ChoiceModel)  # noqa: S101 - it stands in that table alone
        for words, data in model.choices_of(index.row()):
            box.addItem(words, data)
        box.setMaxVisibleItems(_MOST_SEEN)
        box.activated.connect(lambda _place: self._take(box))
        return box

    def setEditorData(self, editor: QWidget, index: _Index) -> None:
        """Override: begin with what holds now."""
        assert isinstance(editor, QComboBox)  # noqa: S101 - made above
        entries = [editor.itemData(place) for place in range(editor.count())]
        now = index.data(_ROLE.EditRole)
        editor.setCurrentIndex(entries.index(now) if now in entries else 0)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: _Index) -> None:
        """Override: take what was chosen."""
        assert isinstance(editor, QComboBox)  # noqa: S101 - made above
        model.setData(index, editor.currentData())

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, _index: _Index
    ) -> None:
        """Override: fill the cell."""
        editor.setGeometry(option.rect)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Override: a mark says that there is more to choose from."""
        super().paint(painter, option, index)
        if not index.flags() & Qt.ItemFlag.ItemIsEditable:
            return
        size = round(line_height(option.widget) * 0.5)
        box = option.rect
        place = QRect(box.right() - size * 2, box.center().y() - size // 2, size, size)
        icon("down").paint(painter, place)

    def _take(self, box: QComboBox) -> None:
        self.commitData.emit(box)
        self.closeEditor.emit(box)


class _Choice(QComboBox):
    """Opens its list as soon as it is there."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.showPopup)

    def showEvent(self, event: QShowEvent) -> None:
        """Override."""
        super().showEvent(event)
        self._soon.start()
