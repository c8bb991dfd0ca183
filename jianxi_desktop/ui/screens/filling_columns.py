"""The columns of a blank: what goes into each, with an example, to be chosen otherwise."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QWidget

from jianxi_desktop.services.fill_paths import Source
from jianxi_desktop.services.fill_plan import FillPlan, PlannedColumn
from jianxi_desktop.ui.screens.cell_choice import ChoiceTable
from jianxi_desktop.ui.theme import colour, line_height

_Index = QModelIndex | QPersistentModelIndex
_ROLE = Qt.ItemDataRole
_NOWHERE: Final = QModelIndex()
_CAPTIONS: Final = ("表里的栏", "填什么", "第一条的样子", "说明")
CAPTION, SOURCE, EXAMPLE, REMARK = range(4)
_WIDTHS: Final[dict[int, float]] = {CAPTION: 13, SOURCE: 15, EXAMPLE: 13, REMARK: 11}
LEFT: Final = "（留空）"
_REMARKS: Final = {
    "known": "",
    "learned": "照上次的选择",
    "guessed": "像是这个，请看一眼",
    "left": "没有认出，留给您填",
}


class FillColumns(QAbstractTableModel):
    """The columns of a plan.

    Signals:
        chosen: Another source was chosen for a column; its caption as remembered, and the key.
    """

    chosen = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._columns: tuple[PlannedColumn, ...] = ()
        self._offered: Sequence[Source] = ()
        self._examples: Mapping[int, str] = {}
        self._given: Mapping[str, str | None] = {}

    def show_plan(self, plan: FillPlan | None, offered: Sequence[Source]) -> None:
        """Show another plan, or none."""
        self.beginResetModel()
        self._columns = plan.columns if plan is not None else ()
        self._given = plan.given if plan is not None else {}
        self._offered, self._examples = offered, {}
        self.endResetModel()

    def show_examples(self, examples: Mapping[int, str]) -> None:
        """Show what the first record would say, by place of the column."""
        self._examples = examples
        if self._columns:
            last = self.index(len(self._columns) - 1, EXAMPLE)
            self.dataChanged.emit(self.index(0, EXAMPLE), last)

    def choices_of(self, row: int) -> list[tuple[str, str | None]]:
        """Give what a column may be filled with; to leave it empty comes first."""
        del row
        return [(LEFT, None), *((each.title, each.key) for each in self._offered)]

    def row_of(self, caption: str) -> int:
        """Find the row of a caption."""
        return [column.caption for column in self._columns].index(caption)

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        """Override: count the columns of the blank."""
        return 0 if parent.isValid() else len(self._columns)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        """Override: caption, source, example, remark."""
        return 0 if parent.isValid() else len(_CAPTIONS)

    def headerData(self, place: int, way: Qt.Orientation, role: int = _ROLE.DisplayRole) -> object:
        """Override: give the captions."""
        shown = way == Qt.Orientation.Horizontal and role == _ROLE.DisplayRole
        return _CAPTIONS[place] if shown and place < len(_CAPTIONS) else None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Override: what goes in is chosen; formulas of the blank stay."""
        usual = super().flags(index)
        free = index.column() == SOURCE and not self._columns[index.row()].column.computed
        return usual | Qt.ItemFlag.ItemIsEditable if free else usual

    def data(self, index: _Index, role: int = _ROLE.DisplayRole) -> object:
        """Override: give words and looks of a cell."""
        if not index.isValid():
            return None
        column, place = self._columns[index.row()], index.column()
        if role in (_ROLE.DisplayRole, _ROLE.ToolTipRole):
            return self._words(column)[place]
        if role == _ROLE.EditRole:
            return column.source_key
        if role == _ROLE.ForegroundRole:
            return self._ink(column, place)
        return None

    def setData(self, index: _Index, value: Any, role: int = _ROLE.EditRole) -> bool:
        """Override: ask for another source."""
        column = self._columns[index.row()]
        if role != _ROLE.EditRole or index.column() != SOURCE or value == column.source_key:
            return False
        self.chosen.emit(column.key, value)
        return True

    def _words(self, column: PlannedColumn) -> tuple[str, str, str, str]:
        title = column.source_title or LEFT
        return column.caption, title, self._examples.get(column.place, ""), self._remark(column)

    def _remark(self, column: PlannedColumn) -> str:
        if column.column.computed:
            return "公式不动"
        if column.key in self._given:
            return "您选的" if column.source is not None else "您说留空"
        if column.column.numbered and column.source is None:
            return "表里已有序号"
        return _REMARKS[column.how]

    def _ink(self, column: PlannedColumn, place: int) -> object:
        if place == EXAMPLE:
            return colour("ink-soft")
        if place == SOURCE:
            return colour("good" if column.source is not None else "ink-soft")
        if place == REMARK:
            odd = column.how == "guessed" or column.unmatched
            return colour("amber" if odd else "ink-soft")
        return None


class FillTable(ChoiceTable):
    """Shows them; what goes in is a drop-down."""

    def __init__(self) -> None:
        self.rows = FillColumns()
        super().__init__(self.rows, SOURCE, _WIDTHS)
        self.rows.setParent(self)
        self.setAccessibleName("空白表各栏")
        self.setMinimumHeight(line_height(self) * 6)

    def choose(self, caption: str, key: str | None) -> None:
        """Fill the column of a caption with something else."""
        self.rows.setData(self.rows.index(self.rows.row_of(caption), SOURCE), key)
