"""The grid of the board: a unit a line, a return a column; words and marks beside the colours."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHeaderView,
    QPlainTextEdit,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from jianxi_desktop.domain.calendar import show_day, show_period
from jianxi_desktop.schema.codes import code_table
from jianxi_desktop.services.return_board import TIMELINESS, Board, BoardRow
from jianxi_desktop.ui import clipboard
from jianxi_desktop.ui.screens.parts import row_of, wrapped
from jianxi_desktop.ui.theme import as_primary, colour, columns_of, line_height

_Index = QModelIndex | QPersistentModelIndex
_ROLE = Qt.ItemDataRole
_NOWHERE = QModelIndex()
_GROUNDS = {"on_time": "good-soft", "late": "amber-soft", "missing": "error-soft"}
_INKS = {"on_time": "good", "late": "amber", "missing": "error", "not_due": "ink-soft"}
_INDENT = {"district": 0, "street": 1, "community": 2}
_WIDTH = 7.5  # characters of a return's column


class BoardModel(QAbstractTableModel):
    """Units by returns, a column of what each unit owes before them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.board: Board | None = None
        self._units: list[tuple[object, str, str]] = []
        self._returns: tuple[tuple[str, str, str], ...] = ()
        self._cells: dict[tuple[object, str], BoardRow] = {}

    def show_board(self, board: Board, *, only_missing: bool) -> None:
        """Show another board."""
        self.beginResetModel()
        self.board, self._returns = board, board.returns
        owing = {each.unit for each in board.missing}
        self._units = [unit for unit in board.units if not only_missing or unit[0] in owing]
        self._cells = {(each.unit, each.code): each for each in board.rows}
        self.endResetModel()

    def row_at(self, index: _Index) -> BoardRow | None:
        """Give what a cell is about; the first column and holes are about nothing."""
        if not index.isValid() or index.column() == 0:
            return None
        unit, code = self._units[index.row()][0], self._returns[index.column() - 1][0]
        return self._cells.get((unit, code))

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        """Override: count the units."""
        return 0 if parent.isValid() else len(self._units)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        """Override: count the returns and the column of what is owed."""
        return 0 if parent.isValid() or not self._returns else len(self._returns) + 1

    def data(self, index: _Index, role: int = _ROLE.DisplayRole) -> object:
        """Override: give a cell's words and looks."""
        if not index.isValid():
            return None
        if index.column() == 0:
            return self._owed(index.row(), role)
        row = self.row_at(index)
        if role == _ROLE.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignCenter)
        if row is None:
            return "—" if role == _ROLE.DisplayRole else _faint(role)
        if role == _ROLE.DisplayRole:
            return words_of(row)
        if role in (_ROLE.ToolTipRole, _ROLE.AccessibleTextRole):
            return told_of(row)
        if role == _ROLE.BackgroundRole:
            ground = _GROUNDS.get(row.timeliness)
            return colour(ground) if ground else None
        return colour(_INKS[row.timeliness]) if role == _ROLE.ForegroundRole else None

    def headerData(self, place: int, way: Qt.Orientation, role: int = _ROLE.DisplayRole) -> object:
        """Override: give the returns with how many are missing, and the units."""
        if way == Qt.Orientation.Vertical:
            return self._unit(place, role)
        if place == 0:
            return "未报" if role == _ROLE.DisplayRole else None
        if self.board is None or place > len(self._returns):
            return None
        code, title, period = self._returns[place - 1]
        missing = self.board.counts(code=code)["missing"]
        owed = f"缺{missing}" if missing else "报齐" if self.board.counts(code=code) else ""
        if role == _ROLE.DisplayRole:
            return f"{code}\n{owed}"
        return f"{title}（{show_period(period)}）" if role == _ROLE.ToolTipRole else None

    def _owed(self, row: int, role: int) -> object:
        unit = self._units[row][0]
        missing = sum(
            each.timeliness == "missing" for (one, _c), each in self._cells.items() if one == unit
        )
        if role == _ROLE.DisplayRole:
            return str(missing) if missing else "0"
        if role == _ROLE.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignCenter)
        if role == _ROLE.ForegroundRole:
            return colour("error" if missing else "ink-faint")
        return _bold() if role == _ROLE.FontRole and missing else None

    def _unit(self, place: int, role: int) -> object:
        if place >= len(self._units):
            return None
        _one, name, level = self._units[place]
        if role == _ROLE.DisplayRole:
            top = _INDENT.get(self._units[0][2], 0)
            return "　" * max(_INDENT.get(level, 0) - top, 0) + name
        if role == _ROLE.ToolTipRole:
            return name
        if role == _ROLE.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return _bold() if role == _ROLE.FontRole and level != "community" else None


def as_board(view: QTableView) -> None:
    """Let a table be a board: organisations in rows, cells to look at and to open."""
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setTabKeyNavigation(False)
    view.setWordWrap(False)
    labels = view.verticalHeader()
    labels.setDefaultSectionSize(line_height(view))
    labels.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    labels.setFixedWidth(columns_of(view, 15))
    labels.setHighlightSections(False)
    view.horizontalHeader().setHighlightSections(False)


class BoardGrid(QTableView):
    """The view of the board; a double click or Enter opens a return.

    Signals:
        chosen: A return was asked for; its row.
        looked_at: Another cell has the focus; its row or nothing.
    """

    chosen = Signal(object)
    looked_at = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = BoardModel(self)
        self.setModel(self.rows)
        as_board(self)
        self.doubleClicked.connect(self._choose)

    def show_board(self, board: Board, *, only_missing: bool) -> None:
        """Show another board; the cell that had the focus keeps its place."""
        at = self.currentIndex()
        place = (at.row(), at.column()) if at.isValid() else (0, 1)
        self.rows.show_board(board, only_missing=only_missing)
        for column in range(self.rows.columnCount()):
            self.setColumnWidth(column, columns_of(self, _WIDTH if column else 4))
        index = self.rows.index(*place)
        self.setCurrentIndex(index if index.isValid() else self.rows.index(0, 1))
        self.looked_at.emit(self.current())

    def current(self) -> BoardRow | None:
        """Give what the cell with the focus is about."""
        return self.rows.row_at(self.currentIndex())

    def place_of(self, unit: object, code: str) -> QModelIndex:
        """Find the cell of a unit and a return."""
        for row in range(self.rows.rowCount()):
            for column in range(1, self.rows.columnCount()):
                found = self.rows.row_at(self.rows.index(row, column))
                if found is not None and (found.unit, found.code) == (unit, code):
                    return self.rows.index(row, column)
        return QModelIndex()

    def _choose(self, index: QModelIndex) -> None:
        if (row := self.rows.row_at(index)) is not None:
            self.chosen.emit(row)

    def currentChanged(
        self, current: QModelIndex | QPersistentModelIndex, previous: _Index
    ) -> None:
        """Override: tell which return is looked at."""
        super().currentChanged(current, previous)
        self.looked_at.emit(self.rows.row_at(current))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override: Enter opens a return, as a double click does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self.currentIndex())
            return
        super().keyPressEvent(event)


class Reminders(QDialog):
    """Shows a text for every unit that owes a return, to be copied or sent."""

    def __init__(self, parent: QWidget, told: Sequence[tuple[str, str]]) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("催报通知")
        self.text = QPlainTextEdit("\n\n".join(text for _name, text in told))
        self.text.setReadOnly(True)
        self.text.setAccessibleName("催报通知")
        self.text.setTabChangesFocus(True)
        self.copy = as_primary(QPushButton("全部复制"))
        self.copy.clicked.connect(self._copy)
        close = QPushButton("关闭")
        close.clicked.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(
            wrapped(f"有 {len(told)} 个单位还有报表没有报，每个单位一段，复制后发给他们。")
        )
        column.addWidget(self.text, 1)
        column.addLayout(row_of(None, self.copy, close))
        self.resize(columns_of(self, 46), line_height(self) * 18)

    def _copy(self) -> None:
        clipboard.shared().put(self.text.toPlainText())
        self.accept()


def words_of(row: BoardRow) -> str:
    """Write a cell: a mark, whether it is on time, and the state where it says more."""
    if row.state == "returned":
        return "✗ 已退回"
    if row.timeliness in ("on_time", "late"):
        mark = "✓" if row.timeliness == "on_time" else "！"
        more = "收" if row.state in ("accepted", "locked") else "报"
        return f"{mark} {_short(row.submitted_on)}{more}"
    begun = {"draft": "草稿", "complete": "已填"}.get(row.state, "")
    if row.timeliness == "missing":
        return f"✗ 未报{f'·{begun}' if begun else ''}"
    return begun or "未到期"


def told_of(row: BoardRow) -> str:
    """Say all that is known of a cell."""
    state = (
        code_table("return_state").labels.get(row.state, "还没有填报")
        if row.state
        else "还没有填报"
    )
    sent = f"，{show_day(row.submitted_on)}上报" if row.submitted_on else ""
    return (
        f"{row.name}　《{row.title}》（{show_period(row.period)}）　"
        f"时限{show_day(row.due_on.isoformat())}　{TIMELINESS[row.timeliness]}，{state}{sent}"
    )


def _short(day: str) -> str:
    return f"{int(day[5:7])}.{int(day[8:10])}" if len(day) == len("2026-07-05") else ""


def _faint(role: int) -> object:
    return colour("ink-faint") if role == _ROLE.ForegroundRole else None


def _bold() -> QFont:
    font = QFont()
    font.setBold(True)
    return font
