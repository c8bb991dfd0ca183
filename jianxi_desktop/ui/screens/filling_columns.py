"""The columns of a blank: what goes into each, with an example, to be chosen otherwise."""

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from jianxi_desktop.services.fill_paths import Source
from jianxi_desktop.services.fill_plan import FillPlan, PlannedColumn
from jianxi_desktop.ui.screens.cell_choice import ChoiceModel, ChoiceTable
from jianxi_desktop.ui.theme import colour, line_height

CAPTION, SOURCE, EXAMPLE, REMARK = range(4)
_WIDTHS: Final = (13, 15, 13, 11)
LEFT: Final = "（留空）"
_REMARKS: Final = {
    "known": "",
    "learned": "照上次的选择",
    "guessed": "像是这个，请看一眼",
    "left": "没有认出，留给您填",
}


class FillColumns(ChoiceModel):
    """The columns of a plan.

    Signals:
        chosen: Another source was chosen for a column; its caption as remembered, and the key.
    """

    captions = ("表里的栏", "填什么", "第一条的样子", "说明")
    choosing = SOURCE
    chosen = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[PlannedColumn, ...] = ()
        self._offered: Sequence[Source] = ()
        self._examples: Mapping[int, str] = {}
        self._given: Mapping[str, str | None] = {}

    def show_plan(self, plan: FillPlan | None, offered: Sequence[Source]) -> None:
        """Show another plan, or none."""
        self.beginResetModel()
        self.rows = plan.columns if plan is not None else ()
        self._given = plan.given if plan is not None else {}
        self._offered, self._examples = offered, {}
        self.endResetModel()

    def show_examples(self, examples: Mapping[int, str]) -> None:
        """Show what the first record would say, by place of the column."""
        self._examples = examples
        self.tell()

    def choices_of(self, place: int) -> list[tuple[str, str | None]]:
        """Give what a column may be filled with; to leave it empty comes first."""
        del place
        return [(LEFT, None), *((each.title, each.key) for each in self._offered)]

    def row_of(self, caption: str) -> int:
        """Find the row of a caption."""
        return [column.caption for column in self.rows].index(caption)

    def words_of(self, row: PlannedColumn) -> tuple[str, str, str, str]:
        """Override: caption, source, example, remark."""
        title = row.source_title or LEFT
        return row.caption, title, self._examples.get(row.place, ""), self._remark(row)

    def chosen_in(self, row: PlannedColumn) -> str | None:
        """Override: give the source."""
        return row.source_key

    def may_choose(self, row: PlannedColumn) -> bool:
        """Override: formulas of the blank stay."""
        return not row.column.computed

    def choose(self, place: int, wanted: str | None) -> None:
        """Override: ask for another source."""
        self.chosen.emit(self.rows[place].key, wanted)

    def ink_of(self, row: PlannedColumn, column: int) -> object:
        """Override: what is filled, what is odd, what is only an example."""
        if column == EXAMPLE:
            return colour("ink-soft")
        if column == SOURCE:
            return colour("good" if row.source is not None else "ink-soft")
        if column == REMARK:
            odd = row.how == "guessed" or row.unmatched
            return colour("amber" if odd else "ink-soft")
        return None

    def _remark(self, column: PlannedColumn) -> str:
        if column.column.computed:
            return "公式不动"
        if column.key in self._given:
            return "您选的" if column.source is not None else "您说留空"
        if column.column.numbered and column.source is None:
            return "表里已有序号"
        return _REMARKS[column.how]


class FillTable(ChoiceTable):
    """Shows them; what goes in is a drop-down."""

    def __init__(self) -> None:
        self.rows = FillColumns()
        super().__init__(self.rows, _WIDTHS)
        self.setAccessibleName("空白表各栏")
        self.setMinimumHeight(line_height(self) * 6)

    def choose(self, caption: str, key: str | None) -> None:
        """Fill the column of a caption with something else."""
        self.rows.setData(self.rows.index(self.rows.row_of(caption), SOURCE), key)
