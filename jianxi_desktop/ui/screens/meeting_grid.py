"""The grid of organised life: organisations or kinds in rows, months or kinds in columns."""

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from jianxi_desktop.domain import meeting_plan
from jianxi_desktop.services.meeting_board import TALK, Board, Body, Line
from jianxi_desktop.ui.screens.board_grid import as_board
from jianxi_desktop.ui.theme import colour, columns_of

_Index = QModelIndex | QPersistentModelIndex
_ROLE = Qt.ItemDataRole
_NOWHERE = QModelIndex()
_GROUNDS = {
    meeting_plan.DONE: "good-soft",
    meeting_plan.DUE: "amber-soft",
    meeting_plan.MISSING: "error-soft",
}
_INKS = {
    meeting_plan.DONE: "good",
    meeting_plan.DUE: "amber",
    meeting_plan.MISSING: "error",
    meeting_plan.PLANNED: "ink",
    meeting_plan.LATER: "ink-faint",
    meeting_plan.QUIET: "ink-faint",
}
_WORDS = {
    meeting_plan.DUE: "！",
    meeting_plan.MISSING: "✗",
    meeting_plan.PLANNED: "○",
    meeting_plan.LATER: "·",
    meeting_plan.QUIET: "",
}
_SAID = {
    meeting_plan.DONE: "已开",
    meeting_plan.DUE: "本期还没有开够",
    meeting_plan.MISSING: "到期没有开够",
    meeting_plan.PLANNED: "已经安排了日子",
    meeting_plan.LATER: "还没到期",
    meeting_plan.QUIET: "",
}
_WHOLE = "全年"


class Place(NamedTuple):
    """What a cell is about: whose, of which kind, in which month; ``None``: the whole year."""

    organisation: UUID
    kind: str
    month: int | None


class Cell(NamedTuple):
    """A cell: what it says, how it stands, and more about it."""

    place: Place
    text: str
    state: str
    told: str


class Row(NamedTuple):
    """A row: its label, whose it is, its cells; ``None`` where there is nothing to hold."""

    label: str
    body: Body
    cells: tuple[Cell | None, ...]


class Sheet(NamedTuple):
    """What the grid shows: captions of the columns with what they lack, and the rows."""

    captions: tuple[str, ...]
    rows: tuple[Row, ...]


def by_kinds(board: Board) -> Sheet:
    """Put organisations in rows and kinds in columns: the whole year of each."""
    captions = tuple(
        f"{label}\n{_lacking(board, kind)}" if kind != TALK else f"{label}\n人数"
        for kind, label in board.kinds
    )
    rows = tuple(
        Row(
            body.name,
            body,
            tuple(
                _year_cell(body, label, board.line(body.id, kind)) for kind, label in board.kinds
            ),
        )
        for body in board.bodies
    )
    return Sheet(captions, rows)


def by_months(board: Board, kind: str) -> Sheet:
    """Put organisations in rows and months in columns: one kind."""
    label = dict(board.kinds)[kind]
    wanted = [
        (body, line)
        for body in board.bodies
        for line in (board.line(body.id, kind),)
        if line is not None and (line.owed or sum(line.held))
    ]
    captions = tuple(
        f"{month}月\n{_lack([line for _body, line in wanted], month)}" for month in range(1, 13)
    )
    rows = tuple(Row(body.name, body, _cells(body, label, line)) for body, line in wanted)
    return Sheet((*captions, _WHOLE), rows)


def of_body(board: Board, body: Body) -> Sheet:
    """Put kinds in rows and months in columns: one organisation."""
    labels = dict(board.kinds)
    rows = tuple(
        Row(labels[line.kind], body, _cells(body, labels[line.kind], line))
        for line in board.of(body.id)
    )
    return Sheet((*(f"{month}月" for month in range(1, 13)), _WHOLE), rows)


def lacking(sheet: Sheet) -> Sheet:
    """Keep the rows in which something is missing."""
    kept = tuple(
        row
        for row in sheet.rows
        if any(cell is not None and cell.state == meeting_plan.MISSING for cell in row.cells)
    )
    return Sheet(sheet.captions, kept)


class MeetingModel(QAbstractTableModel):
    """Shows a sheet."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sheet = Sheet((), ())

    def show_sheet(self, sheet: Sheet) -> None:
        """Show another sheet."""
        self.beginResetModel()
        self.sheet = sheet
        self.endResetModel()

    def cell(self, index: _Index) -> Cell | None:
        """Give what a cell is about; nothing where nothing is held."""
        if not index.isValid() or index.row() >= len(self.sheet.rows):
            return None
        return self.sheet.rows[index.row()].cells[index.column()]

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        """Override: count the rows."""
        return 0 if parent.isValid() else len(self.sheet.rows)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        """Override: count the columns."""
        return 0 if parent.isValid() else len(self.sheet.captions)

    def data(self, index: _Index, role: int = _ROLE.DisplayRole) -> object:
        """Override: give a cell's words and looks."""
        if not index.isValid():
            return None
        cell = self.cell(index)
        if role == _ROLE.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignCenter)
        if role == _ROLE.DisplayRole:
            return "—" if cell is None else cell.text
        if cell is None:
            return colour("ink-faint") if role == _ROLE.ForegroundRole else None
        return self._looks(cell, role)

    def _looks(self, cell: Cell, role: int) -> object:
        if role in (_ROLE.ToolTipRole, _ROLE.AccessibleTextRole):
            return cell.told
        if role == _ROLE.BackgroundRole:
            ground = _GROUNDS.get(cell.state)
            return colour(ground) if ground else None
        return colour(_INKS[cell.state]) if role == _ROLE.ForegroundRole else None

    def headerData(self, place: int, way: Qt.Orientation, role: int = _ROLE.DisplayRole) -> object:
        """Override: give the captions, and the labels of the rows."""
        if way == Qt.Orientation.Horizontal:
            there = role == _ROLE.DisplayRole and place < len(self.sheet.captions)
            return self.sheet.captions[place] if there else None
        if place >= len(self.sheet.rows):
            return None
        row = self.sheet.rows[place]
        if role in (_ROLE.DisplayRole, _ROLE.ToolTipRole):
            return row.label
        if role == _ROLE.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return _bold() if role == _ROLE.FontRole and row.body.form != "branch" else None


class MeetingGrid(QTableView):
    """The view of the board; a double click or Enter opens a cell.

    Signals:
        chosen: A cell was asked for; it.
        looked_at: Another cell has the focus; it or nothing.
        branch_wanted: A row's label was double-clicked; its organisation.
    """

    chosen = Signal(object)
    looked_at = Signal(object)
    branch_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = MeetingModel(self)
        self.setModel(self.rows)
        as_board(self)
        self.verticalHeader().sectionDoubleClicked.connect(self._want_branch)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.doubleClicked.connect(self._choose)

    def show_sheet(self, sheet: Sheet) -> None:
        """Show another sheet; the cell that had the focus keeps its place."""
        at = self.currentIndex()
        place = (at.row(), at.column()) if at.isValid() else (0, 0)
        self.rows.show_sheet(sheet)
        self._fit()
        index = self.rows.index(*place)
        self.setCurrentIndex(index if self.rows.cell(index) is not None else self._first())
        self.looked_at.emit(self.current())

    def current(self) -> Cell | None:
        """Give the cell with the focus."""
        return self.rows.cell(self.currentIndex())

    def current_body(self) -> Body | None:
        """Give whose row has the focus."""
        at = self.currentIndex()
        return self.rows.sheet.rows[at.row()].body if at.isValid() else None

    def go_to(self, organisation: UUID, month: int | None = None, kind: str = "") -> None:
        """Bring the focus to the cell of an organisation, a month or kind."""
        for at, row in enumerate(self.rows.sheet.rows):
            for column, cell in enumerate(row.cells):
                if cell is not None and _is_at(cell.place, organisation, month, kind):
                    self.setCurrentIndex(self.rows.index(at, column))
                    return

    def _first(self) -> QModelIndex:
        """Find the first cell that something is held in."""
        for at, row in enumerate(self.rows.sheet.rows):
            for column, cell in enumerate(row.cells):
                if cell is not None:
                    return self.rows.index(at, column)
        return QModelIndex()

    def _fit(self) -> None:
        sheet = self.rows.sheet
        for column in range(len(sheet.captions)):
            said = [row.cells[column] for row in sheet.rows[:60]]
            caption = max(_width(part) for part in sheet.captions[column].split("\n"))
            widest = max((_width(each.text) for each in said if each is not None), default=0)
            self.setColumnWidth(column, columns_of(self, max(caption, widest, 2) + 1.4))

    def _choose(self, index: QModelIndex) -> None:
        if (cell := self.rows.cell(index)) is not None:
            self.chosen.emit(cell)

    def _want_branch(self, row: int) -> None:
        self.branch_wanted.emit(self.rows.sheet.rows[row].body)

    def currentChanged(self, current: _Index, previous: _Index) -> None:
        """Override: tell which cell is looked at."""
        super().currentChanged(current, previous)
        self.looked_at.emit(self.rows.cell(current))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override: Enter opens a cell, as a double click does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self.currentIndex())
            return
        super().keyPressEvent(event)


def _is_at(place: Place, organisation: UUID, month: int | None, kind: str) -> bool:
    return place.organisation == organisation and (
        place.month == month if not kind else place.kind == kind and month in (None, place.month)
    )


def _cells(body: Body, label: str, line: Line) -> tuple[Cell | None, ...]:
    months = tuple(
        Cell(
            Place(body.id, line.kind, month),
            _words(line, state, number),
            state,
            _told(body, f"{month}月{label}", line, _month_said(line, state, number)),
        )
        for month, (state, number) in enumerate(zip(line.months, line.held, strict=True), 1)
    )
    return (*months, _year_cell(body, label, line, with_lack=True))


def _words(line: Line, state: str, number: int) -> str:
    if line.kind == TALK:
        return str(number) if number else _WORDS.get(state, "")
    if state == meeting_plan.DONE:
        return f"✓ {number}" if number > 1 else "✓"
    return f"{_WORDS[state]} {number}" if number else _WORDS[state]


def _month_said(line: Line, state: str, number: int) -> str:
    if line.kind == TALK and number:
        return f"谈了{number}人次"
    if state == meeting_plan.DONE:
        return f"已开{number}次"
    return f"{_SAID[state]}，已开{number}次" if number else _SAID[state]


def _year_cell(
    body: Body, label: str, line: Line | None, *, with_lack: bool = False
) -> Cell | None:
    if line is None or not (line.owed or line.done):
        return None
    mark = {meeting_plan.DONE: "✓ ", meeting_plan.DUE: "！", meeting_plan.MISSING: "✗ "}
    lack = f" 缺{line.missing}" if with_lack and line.missing and line.kind != TALK else ""
    done = line.state == meeting_plan.DONE and line.done < line.owed  # so far
    told = f"全年要{line.owed}，已有{line.done}" + (f"，缺{line.missing}" if line.missing else "")
    sign = "" if done and line.kind == TALK else mark.get(line.state, "")
    return Cell(
        Place(body.id, line.kind, None),
        f"{sign}{line.done}/{line.owed}{lack}",
        line.state,
        _told(body, f"全年{label}", line, told),
    )


def _told(body: Body, what: str, line: Line, said: str) -> str:
    parts = (f"{body.name}　{what}", said, line.rule, line.told)
    return "　".join(part for part in parts if part)


def _lacking(board: Board, kind: str) -> str:
    return _count(board.counts(kind)["missing"])


def _lack(lines: Iterable[Line], month: int) -> str:
    return _count(sum(line.months[month - 1] == meeting_plan.MISSING for line in lines))


def _count(number: int) -> str:
    return f"缺{number}" if number else ""


def _width(text: str) -> float:
    return sum(1.0 if ord(letter) > 0x2E80 else 0.6 for letter in text)


def _bold() -> QFont:
    font = QFont()
    font.setBold(True)
    return font
