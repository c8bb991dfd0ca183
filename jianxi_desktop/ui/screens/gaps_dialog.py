"""The question which gaps of a round become problems, whose they are and by when."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QDate, QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDateEdit,
    QHeaderView,
    QPushButton,
    QTableView,
    QWidget,
)

from jianxi_desktop.domain.scoring import show_points
from jianxi_desktop.services.observation_problems import VisitGaps
from jianxi_desktop.ui.patient_dialog import PatientDialog
from jianxi_desktop.ui.report_error import describe_error
from jianxi_desktop.ui.screens.gaps_model import DUE, NAME, PERSON, TITLE, GapsModel
from jianxi_desktop.ui.screens.parts import (
    captioned,
    choices,
    dialog_column,
    row_of,
    section,
    wrapped,
)
from jianxi_desktop.ui.theme import as_hint, as_primary, columns_of, line_height

_ASKED: Final = (
    "打勾的会登记到问题台账，来源是观摩，责任党组织是被观摩的党组织。问题、责任人、时限都可以改。"
)
_WIDTHS: Final = {NAME: 13, PERSON: 5, DUE: 7}
_MOST_REASONS: Final = 6
_ROOM: Final = 0.94  # of the window
_EDITED_BY: Final = (
    QAbstractItemView.EditTrigger.DoubleClicked
    | QAbstractItemView.EditTrigger.EditKeyPressed
    | QAbstractItemView.EditTrigger.AnyKeyPressed
    | QAbstractItemView.EditTrigger.SelectedClicked
)


class GapsDialog(PatientDialog):
    """Shows the gaps as rows to tick and edit; stays open until they are taken.

    Signals:
        wanted: The ticked rows as new problems; call ``accept`` or ``refuse`` when it is known.
    """

    wanted = Signal(list)

    def __init__(self, parent: QWidget, title: str, gaps: Sequence[VisitGaps]) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("差距转问题")
        self._title = title
        self.rows = GapsModel(gaps, self)
        self.table = QTableView()
        self.weakest = as_hint(wrapped())
        self.places = QComboBox()
        for each in gaps:
            self.places.addItem(each.name, each)
        self.more = QPushButton("加一条")
        self.due = QDateEdit()
        self.due.setCalendarPopup(True)
        self.due.setDisplayFormat("yyyy-MM-dd")
        days = [each.due_on for each in gaps if each.titles] or [gaps[0].due_on]
        self.due.setDate(QDate.fromString(max(days), Qt.DateFormat.ISODate))
        self.same_due = QPushButton("打勾的都用这一天")
        self.every, self.none = QPushButton("全部打勾"), QPushButton("全不打勾")
        self.problem = wrapped()
        self.problem.setProperty("role", "issue")
        self.problem.hide()
        self.make = as_primary(QPushButton())
        self.stay = QPushButton("先不登记")
        self._lay_out()
        wanted = QSize(columns_of(self, 66), line_height(self) * 19)
        self.resize(wanted.boundedTo(parent.window().size() * _ROOM))
        self._connect()
        self._count(len(self.rows.rows))

    def refuse(self, error: Exception) -> None:
        """Say in place why nothing was made, every reason."""
        self.take_up()
        told = describe_error(error)
        lines = [told.text, *told.details[:_MOST_REASONS]]
        left = len(told.details) - _MOST_REASONS
        self.problem.setText("\n".join([*lines, f"还有 {left} 处。"] if left > 0 else lines))
        self.problem.show()
        self.make.setEnabled(True)

    def _lay_out(self) -> None:
        self._make_table()
        column = dialog_column(self)
        column.addWidget(section(self._title))
        column.addWidget(as_hint(wrapped(_ASKED)))
        column.addWidget(
            choices(self.every, self.none, captioned("整改时限", self.due), self.same_due)
        )
        column.addWidget(self.table, 1)
        column.addWidget(self.weakest)
        column.addWidget(choices(captioned("另加问题", self.places), self.more))
        column.addWidget(self.problem)
        column.addLayout(row_of(None, self.make, self.stay))

    def _make_table(self) -> None:
        table = self.table
        table.setModel(self.rows)
        table.setAccessibleName("差距")
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(round(line_height(self) * 1.15))
        table.setShowGrid(False)
        table.setTabKeyNavigation(False)
        table.setWordWrap(False)
        table.setEditTriggers(_EDITED_BY)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        for place, characters in _WIDTHS.items():
            table.setColumnWidth(place, columns_of(self, characters + 1.2))
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(TITLE, QHeaderView.ResizeMode.Stretch)

    def _connect(self) -> None:
        self.rows.counted.connect(self._count)
        self.table.selectionModel().currentChanged.connect(self._show_weakest)
        self.places.activated.connect(self._show_weakest_there)
        self.more.clicked.connect(self._add)
        self.same_due.clicked.connect(self._same_due)
        self.every.clicked.connect(partial(self._tick, on=True))
        self.none.clicked.connect(partial(self._tick, on=False))
        self.make.clicked.connect(self._ask)
        self.stay.clicked.connect(self.reject)
        if self.rows.rows:
            self.table.setCurrentIndex(self.rows.index(0, TITLE))
        else:
            self._show_weakest_there()
        self.table.setFocus()

    def _ask(self) -> None:
        self.table.setFocus()  # an editor that is open gives what was typed
        self.problem.hide()
        if self.begin():
            self.make.setEnabled(False)
            self.wanted.emit(self.rows.wanted())

    def _tick(self, *_checked: bool, on: bool) -> None:
        self.rows.tick_all(on=on)

    def _same_due(self) -> None:
        self.rows.set_due(self.due.date().toString(Qt.DateFormat.ISODate))

    def _add(self) -> None:
        place = self.rows.add(self.places.currentData())
        index = self.rows.index(place, TITLE)
        self.table.setCurrentIndex(index)
        self.table.edit(index)

    def _count(self, number: int) -> None:
        self.make.setText(f"登记 {number} 个问题")
        self.make.setEnabled(number > 0)

    def _show_weakest(self, index: QModelIndex) -> None:
        if index.isValid():
            self._say_weakest(self.rows.rows[index.row()].visit)

    def _show_weakest_there(self) -> None:
        self._say_weakest(self.places.currentData())

    def _say_weakest(self, gaps: VisitGaps) -> None:
        said = "；".join(
            f"{line.number}. {line.item}（{show_points(line.rate)}%）" for line in gaps.weakest
        )
        self.weakest.setText(f"{gaps.name}最弱的几项：{said or '没有得分'}")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override: Enter in the table edits; Ctrl+Enter registers."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier and self.make.isEnabled():
                self._ask()
            return
        super().keyPressEvent(event)
