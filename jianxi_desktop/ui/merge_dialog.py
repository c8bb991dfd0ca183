"""Two records side by side: which stays, which value of each field, and what moves."""

from functools import partial
from uuid import UUID

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QLabel,
    QPushButton,
    QRadioButton,
    QWidget,
)

from jianxi_desktop.services import person_merging
from jianxi_desktop.services.person_merging import Joined, PairPage
from jianxi_desktop.ui.patient_dialog import PatientDialog
from jianxi_desktop.ui.report_error import describe_error
from jianxi_desktop.ui.screen import Desk
from jianxi_desktop.ui.screens.gate_card import problem_label, say_problem
from jianxi_desktop.ui.screens.parts import LowArea, dialog_column, inked, row_of, section, wrapped
from jianxi_desktop.ui.theme import as_hint, as_primary, as_title, columns_of, line_height

_ASKED = (
    "请确认是同一个人。合并后只留一条，另一条移除；出席、任职、党费、走访等都归到留下的一条。"
    "合并可以撤销。"
)
_NOTHING = "（空）"
_ROOM = 0.94  # of the window


class MergeDialog(PatientDialog):
    """Compares two records and merges them.

    Signals:
        merged: What was done, the name of who it was, and the record that went.
    """

    merged = Signal(object, str, object)

    def __init__(self, parent: QWidget, desk: Desk, kept: UUID, gone: UUID) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("合并两条记录")
        self._desk, self._ids = desk, (kept, gone)
        self._page: PairPage | None = None
        self.takes: dict[str, tuple[QRadioButton, QRadioButton]] = {}
        self._groups: list[QButtonGroup] = []
        self._area = LowArea()
        self.problem = problem_label()
        self.swap = QPushButton("左右对调")
        self.swap.setToolTip("留下右边的一条")
        self.swap.clicked.connect(self._swap)
        self.merge = as_primary(QPushButton("合并"))
        self.merge.clicked.connect(self._merge)
        stay = QPushButton("不合并")
        stay.clicked.connect(self.reject)
        column = dialog_column(self)
        column.addWidget(section("合并两条记录"))
        column.addWidget(as_hint(wrapped(_ASKED)))
        column.addWidget(self._area, 1)
        column.addWidget(self.problem)
        column.addLayout(row_of(self.swap, None, self.merge, stay))
        wanted = QSize(columns_of(self, 54), line_height(self) * 19)
        self.resize(wanted.boundedTo(parent.window().size() * _ROOM))
        self._read()

    def _read(self) -> None:
        self.merge.setEnabled(False)
        self.swap.setEnabled(False)
        work = partial(person_merging.person_pair, self._desk.office, *self._ids)
        self._desk.jobs.run(work, self._show, self._failed)

    def _show(self, page: PairPage) -> None:
        self._page = page
        self.takes, self._groups = {}, []
        sheet = QWidget()
        sheet.setObjectName("sheet")
        grid = QGridLayout(sheet)
        edge = columns_of(self, 0.8)
        grid.setContentsMargins(edge, edge, edge, edge)
        grid.setHorizontalSpacing(columns_of(self, 1.2))
        grid.setVerticalSpacing(columns_of(self, 0.4))
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        _put(grid, (as_hint(QLabel("")), as_hint(QLabel("留下")), as_hint(QLabel("并进去，移除"))))
        _put(grid, (QLabel(), as_title(QLabel(page.kept.name)), as_title(QLabel(page.gone.name))))
        _put(
            grid, (QLabel(), as_hint(wrapped(page.kept.detail)), as_hint(wrapped(page.gone.detail)))
        )
        if page.remarks:
            said = inked(wrapped("；".join(page.remarks) + "。"), "amber")
            grid.addWidget(said, grid.rowCount(), 0, 1, 3)
        self._add_differences(grid, page)
        _add_links(grid, page)
        grid.setRowStretch(grid.rowCount(), 1)
        self._area.setWidget(sheet)
        say_problem(self.problem, page.refused)
        self.merge.setEnabled(not page.refused)
        self.swap.setEnabled(True)
        self.merge.setDefault(True)

    def _add_differences(self, grid: QGridLayout, page: PairPage) -> None:
        said = "不一样的内容，选用哪个：" if page.differences else "两条记录的内容没有出入。"
        grid.addWidget(section(said), grid.rowCount(), 0, 1, 3)
        for each in page.differences:
            pair = QRadioButton(each.kept or _NOTHING), QRadioButton(each.gone or _NOTHING)
            group = QButtonGroup(self)
            for button in pair:
                button.setAccessibleName(f"{each.caption}：{button.text()}")
                group.addButton(button)
            pair[each.takes].setChecked(True)
            pair[0].setEnabled(not each.takes)  # it says nothing, or less: the other's is taken
            self._groups.append(group)
            self.takes[each.field] = pair
            _put(grid, (QLabel(each.caption), *pair))

    def _swap(self) -> None:
        self._ids = (self._ids[1], self._ids[0])
        self._read()

    def _merge(self) -> None:
        if self._page is None or not self.begin():
            return
        self.merge.setEnabled(False)
        take = [key for key, (_kept, gone) in self.takes.items() if gone.isChecked()]
        work = partial(person_merging.merge_persons, self._desk.office, *self._ids, take=take)
        self._desk.jobs.run(work, self._done, self._failed)

    def _done(self, joined: Joined) -> None:
        assert self._page is not None  # noqa: S101 - it was shown
        name, gone = self._page.kept.name, self._ids[1]
        self.accept()
        self.merged.emit(joined, name, gone)

    def _failed(self, error: Exception) -> None:
        told = describe_error(error)
        self.take_up()
        say_problem(self.problem, "\n".join([told.text, *told.details]))


def _put(grid: QGridLayout, cells: tuple[QWidget, ...]) -> None:
    row = grid.rowCount()
    for column, cell in enumerate(cells):
        grid.addWidget(cell, row, column)


def _add_links(grid: QGridLayout, page: PairPage) -> None:
    """Say what hangs on each record: what the one that goes has moves to the other."""
    hanging = [each for each in page.links if each.kept or each.gone]
    if not hanging:
        return
    grid.addWidget(section("跟着走的记录："), grid.rowCount(), 0, 1, 3)
    for each in hanging:
        moved = f"{each.gone:,} 条，移到留下的" if each.gone else "没有"
        _put(grid, (QLabel(each.title), QLabel(f"{each.kept:,} 条"), QLabel(moved)))
