"""The grid of a return: counted, computed and typed cells, those set by hand with both numbers."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from jianxi_desktop.services.filing_numbers import TYPED
from jianxi_desktop.services.filing_page import FilingPage, PageLine
from jianxi_desktop.services.return_cells import Cell, show
from jianxi_desktop.services.return_figures import shown_number
from jianxi_desktop.services.return_page import heading_of
from jianxi_desktop.services.return_tables import TableResult
from jianxi_desktop.ui.screens.figures_table import FiguresModel, FiguresTable
from jianxi_desktop.ui.theme import colour

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_Index = QModelIndex | QPersistentModelIndex
_ROLE = Qt.ItemDataRole
_KINDS = {"formula": "由别的数字算出", "typed": "由人填写"}


class CellModel(FiguresModel):
    """Cells with what is known of them.

    Signals:
        typed: A number was typed into a cell that people fill in: its key, the text.
    """

    typed = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cells: Sequence[Sequence[Cell]] = ()
        self._lines: Mapping[str, PageLine] = {}
        self._wrong: frozenset[str] = frozenset()
        self._page: FilingPage | None = None
        self._differences = False

    def show_cells(self, result: TableResult, page: FilingPage | None) -> None:
        """Show other cells."""
        self._cells, self._page = result.cells, page
        self._lines = {each.key: each for each in page.lines} if page is not None else {}
        failing = (each.cells for each in result.checks if not each.ok and each.rule != TYPED)
        self._wrong = frozenset(key for keys in failing for key in keys)
        self.show_figures(result.rows, [[0] * len(row) for row in result.cells])

    def show_differences(self, *, on: bool) -> None:
        """Show by how much each figure moved since the period before, in place of the figure."""
        self._differences = on
        if self._cells:
            last = self.index(len(self._cells) - 1, len(self._cells[0]) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def cell(self, index: _Index) -> Cell | None:
        """Give a cell."""
        return self._cells[index.row()][index.column()] if index.isValid() else None

    def line(self, index: _Index) -> PageLine | None:
        """Give what is known of a cell."""
        cell = self.cell(index)
        return None if cell is None else self._lines.get(cell.key)

    def index_of(self, key: str) -> QModelIndex:
        """Find a cell by its key."""
        for row, cells in enumerate(self._cells):
            for column, cell in enumerate(cells):
                if cell.key == key:
                    return self.index(row, column)
        return QModelIndex()

    def may_type(self, index: _Index) -> bool:
        """Tell whether a number may be typed into a cell in place."""
        cell = self.cell(index)
        may = self._page is not None and "edit" in self._page.steps
        return may and cell is not None and cell.kind == "typed"

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Override: cells that people fill in can be typed into."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if self.may_type(index) else flags

    def setData(self, index: _Index, value: object, role: int = _ROLE.EditRole) -> bool:
        """Override: hand on what was typed; it shows when it is saved."""
        cell, text = self.cell(index), str(value).strip()
        if role != _ROLE.EditRole or cell is None or not text or text == self._typed(cell):
            return False
        self.typed.emit(cell.key, text)
        return True

    def data(self, index: _Index, role: int = _ROLE.DisplayRole) -> object:
        """Override: give a cell's words and looks."""
        cell = self.cell(index)
        if cell is None:
            return None
        if role == _ROLE.DisplayRole:
            return self._text(cell)
        if role == _ROLE.EditRole:
            return self._offered(cell)
        if role in (_ROLE.ToolTipRole, _ROLE.AccessibleTextRole):
            return "\n".join(told_of(cell, self._lines.get(cell.key), self._page))
        if role == _ROLE.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return self._look(index, cell, role)

    def _look(self, index: _Index, cell: Cell, role: int) -> object:
        if role == _ROLE.BackgroundRole:
            name = self._ground(cell)
            return colour(name) if name else None
        if role == _ROLE.ForegroundRole:
            if cell.key in self._wrong:
                return colour("error")
            return colour("ink-faint") if self._is_faint(cell) else None
        return self._looks(index.row(), role)

    def _is_faint(self, cell: Cell) -> bool:
        if self._differences:
            line = self._lines.get(cell.key)
            return line is None or not line.difference
        return not cell.value and not _overridden(cell)

    def _ground(self, cell: Cell) -> str:
        if cell.key in self._wrong:
            return "error-soft"
        if _overridden(cell):
            return "amber-soft"
        return {"typed": "good-soft", "formula": "desk", "blank": "desk"}.get(cell.kind, "")

    def _text(self, cell: Cell) -> str:
        line = self._lines.get(cell.key)
        if self._differences and cell.kind != "blank":
            if line is None or line.difference is None:
                return ""
            return "＝" if not line.difference else signed(cell, line.difference)
        if _overridden(cell):
            return f"{cell.shown} ({show(cell.counted, cell.measure) or '无'})"
        return cell.shown

    def _typed(self, cell: Cell) -> str:
        return shown_number(cell.value)

    def _offered(self, cell: Cell) -> str:
        """Offer what was typed, else the number of the period before."""
        line = self._lines.get(cell.key)
        if cell.value is None and line is not None and line.last is not None:
            return shown_number(line.last)
        return self._typed(cell)

    def _looks(self, row: int, role: int) -> object:
        if role == _ROLE.FontRole and self._rows[row].total:
            font = QFont()
            font.setBold(True)
            return font
        return None


class ReturnGrid(FiguresTable):
    """Shows a return's cells; numbers that nobody counts are typed in place.

    Signals:
        chosen: A cell was asked for by double click or Enter; the cell.
        looked_at: Another cell has the focus; the cell or nothing.
        typed: A number was typed: key of the cell, the text.
    """

    chosen = Signal(object)
    looked_at = Signal(object)
    typed = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        self.cells = CellModel()
        super().__init__(parent, self.cells)
        self.cells.setParent(self)
        self.cells.typed.connect(self.typed)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.DoubleClicked | triggers.AnyKeyPressed)
        self.doubleClicked.connect(self._choose)

    def show_return(self, result: TableResult, page: FilingPage | None) -> None:
        """Show a return; the cell that had the focus keeps it."""
        at = self.current()
        self.take_captions(result.edition.corner, heading_of(result.edition.columns))
        self.cells.show_cells(result, page)
        self.fit_columns()
        if at is None or not self.jump_to(at.key):
            self.setCurrentIndex(self.cells.index(0, 0))

    def current(self) -> Cell | None:
        """Give the cell that has the focus."""
        index = self.currentIndex()
        there = index.isValid() and index.row() < self.cells.rowCount()
        return self.cells.cell(index) if there else None

    def jump_to(self, key: str) -> bool:
        """Bring a cell into view and give it the focus."""
        index = self.cells.index_of(key)
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)
        return index.isValid()

    def _choose(self, index: QModelIndex) -> None:
        cell = self.cells.cell(index)
        if cell is not None and not self.cells.may_type(index):
            self.chosen.emit(cell)

    def currentChanged(
        self, current: QModelIndex | QPersistentModelIndex, previous: _Index
    ) -> None:
        """Override: tell which cell is looked at."""
        super().currentChanged(current, previous)
        self.looked_at.emit(self.cells.cell(current))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override: Enter asks for the records behind a cell, or opens one that is typed."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.state() == QAbstractItemView.State.EditingState:
                return  # the editor takes it; what was typed is kept next
            index = self.currentIndex()
            if self.cells.may_type(index):
                self.edit(index)
            else:
                self._choose(index)
            return
        super().keyPressEvent(event)


def told_of(cell: Cell, line: PageLine | None, page: FilingPage | None) -> list[str]:
    """Say all that is known of a cell, a matter each."""
    said = [f"{cell.number}　{cell.name}：{cell.shown or '还没有填'}"]
    if cell.kind == "blank":
        return [f"{cell.name}：表上没有这一格"]
    if _overridden(cell):
        by = f"（{line.set_by}）" if line is not None and line.set_by else ""
        counted = show(cell.counted, cell.measure) or "无"
        said.append(f"计算数 {counted}，调整原因：{cell.reason or '未写'}{by}")
    elif cell.kind in _KINDS:
        said.append(_KINDS[cell.kind])
    if line is None or page is None:
        return said
    if page.frozen and line.now != line.value:
        said.append(f"按现在的记录是 {show(line.now, cell.measure) or '无'}")
    if line.last is not None and line.difference is not None:
        moved = signed(cell, line.difference) if line.difference else "没有变化"
        said.append(f"上期 {show(line.last, cell.measure)}，{moved}")
    return said


def signed(cell: Cell, difference: float) -> str:
    """Write a difference with its sign."""
    return f"{'+' if difference > 0 else '-'}{show(abs(difference), cell.measure)}"


def _overridden(cell: Cell) -> bool:
    return cell.given and cell.kind == "counted"
