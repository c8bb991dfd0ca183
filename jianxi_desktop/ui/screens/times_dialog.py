"""The question when the stops of a route are visited: all of them, or those that are left."""

from collections.abc import Collection, Sequence
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QPushButton, QWidget

from jianxi_desktop.services.observation_route import Stop
from jianxi_desktop.ui.patient_dialog import PatientDialog
from jianxi_desktop.ui.report_error import describe_error
from jianxi_desktop.ui.screen import Desk
from jianxi_desktop.ui.screens.parts import dialog_column, row_of, wrapped
from jianxi_desktop.ui.screens.route_pace import PaceLines
from jianxi_desktop.ui.theme import as_primary, as_title, columns_of


class TimesDialog(PatientDialog):
    """Asks which stops get days and hours anew, from which day on, and how fast.

    Signals:
        wanted: The visits and their pace; call ``accept`` or ``refuse`` when it is known.
    """

    wanted = Signal(object, object)

    def __init__(
        self, parent: QWidget, desk: Desk, stops: Sequence[Stop], chosen: Collection[UUID]
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("排日程")
        self.which = QComboBox()
        self._offer(stops, chosen)
        self.pace = PaceLines(desk)
        self.problem = wrapped()
        self.problem.setProperty("role", "issue")
        self.problem.hide()
        self.go = as_primary(QPushButton("排"))
        self.go.setDefault(True)
        self.go.clicked.connect(self._ask)
        stay = QPushButton("不排")
        stay.clicked.connect(self.reject)
        form = QFormLayout()
        form.setHorizontalSpacing(columns_of(self, 1))
        for caption, editor in (("排哪些", self.which), *self.pace.rows()):
            editor.setAccessibleName(caption)
            editor.setMinimumWidth(columns_of(self, 20))
            form.addRow(caption, editor)
        column = dialog_column(self)
        column.addWidget(as_title(wrapped("从哪天起、一天去几个？")))
        column.addWidget(wrapped("按路线的顺序排，只排工作日；已经观摩过的不动。"))
        column.addLayout(form)
        column.addWidget(self.problem)
        column.addLayout(row_of(None, self.go, stay))
        self.setMinimumWidth(columns_of(self, 32))
        self.pace.starts_on.setFocus()

    def refuse(self, error: Exception) -> None:
        """Say in place why it was not done."""
        self.take_up()
        self._say(describe_error(error).text)
        self.go.setEnabled(True)

    def _offer(self, stops: Sequence[Stop], chosen: Collection[UUID]) -> None:
        """Offer all stops, those from the first selected one on, and the selected ones."""
        everyone = [stop.visit for stop in stops]
        mine = [visit for visit in everyone if visit in chosen]
        self.which.addItem(f"这一轮全部 {len(everyone)} 个", everyone)
        first = everyone.index(mine[0]) if mine else 0
        if first:
            later = everyone[first:]
            self.which.addItem(f"从选中的“{stops[first].name}”起，后面 {len(later)} 个", later)
        if 1 < len(mine) < len(everyone):
            self.which.addItem(f"只排选中的 {len(mine)} 个", mine)
        self.which.setCurrentIndex(self.which.count() - 1)

    def _ask(self) -> None:
        pace, wrong = self.pace.read()
        if not wrong and pace.starts_on is None:
            wrong.append("请填第一天，如 2026-12-08。")
        self._say("\n".join(wrong))
        if not wrong and self.begin():
            self.go.setEnabled(False)
            self.wanted.emit(self.which.currentData(), pace)

    def _say(self, text: str) -> None:
        self.problem.setText(text)
        self.problem.setVisible(bool(text))
