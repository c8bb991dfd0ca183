"""A model of rows under captions, for tables whose cells are made here and not read from a list."""

from collections.abc import Sequence
from typing import Any, ClassVar, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QWidget

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE: Final = QModelIndex()
_DISPLAY: Final = Qt.ItemDataRole.DisplayRole


class RowsModel(QAbstractTableModel):
    """Rows under captions; what a cell says and takes is told by who derives from it.

    Attributes:
        captions: What stands over the columns.
        rows: The rows.
    """

    captions: ClassVar[tuple[str, ...]] = ()
    rows: Sequence[Any]

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = ()

    def tell(self) -> None:
        """Tell that the rows that are there say something else."""
        if self.rows:
            last = self.index(len(self.rows) - 1, len(self.captions) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        """Override: count the rows."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        """Override: count the captions."""
        return 0 if parent.isValid() else len(self.captions)

    def headerData(self, place: int, way: Qt.Orientation, role: int = _DISPLAY) -> object:
        """Override: give the captions."""
        shown = way == Qt.Orientation.Horizontal and role == _DISPLAY
        return self.captions[place] if shown and place < len(self.captions) else None
