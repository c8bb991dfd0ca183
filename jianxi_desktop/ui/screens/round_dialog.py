"""The question for a new observation round: which step, which half-year, who leads."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from jianxi_desktop.domain import calendar
from jianxi_desktop.domain.observation import half_year_of, show_period
from jianxi_desktop.errors import JianxiError
from jianxi_desktop.schema.fields import Choice
from jianxi_desktop.schema.ledger import Catalog
from jianxi_desktop.ui.report_error import describe_error
from jianxi_desktop.ui.screens.parts import row_of, wrapped
from jianxi_desktop.ui.theme import as_hint, as_primary, columns_of


class RoundDialog(QDialog):
    """Asks for the facts of a round; stays open until the round is made.

    Signals:
        wanted: The facts, by the names ``plan_round`` takes.
    """

    wanted = Signal(dict)

    def __init__(self, catalog: Catalog, level: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("新建一轮观摩")
        self.steps = QComboBox()
        field = catalog["observation_round"].fields["step"]
        assert isinstance(field, Choice)  # noqa: S101 - the ledger declares it so
        for code, label in field.options.labels.items():
            self.steps.addItem(label, code)
        likely = "district_demo" if level == "district" else "street_internal"
        self.steps.setCurrentIndex(max(self.steps.findData(likely), 0))
        self.periods = QComboBox()
        for period in _half_years():
            self.periods.addItem(show_period(period), period)
        self.periods.setCurrentIndex(1)
        self.name = QLineEdit()
        self.leader = QLineEdit()
        self.leader.setPlaceholderText("可以以后再填")
        self.problem = wrapped()
        self.problem.setProperty("role", "issue")
        self.problem.hide()
        self._lay_out()
        for box in (self.steps, self.periods):
            box.currentIndexChanged.connect(self._suggest)
        self._suggest()

    def refuse(self, error: Exception) -> None:
        """Say in place why the round was not made."""
        said = error.user_message if isinstance(error, JianxiError) else describe_error(error).text
        self.problem.setText(said)
        self.problem.show()
        self.make.setEnabled(True)

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(columns_of(self, 1))
        form.setVerticalSpacing(columns_of(self, 0.6))
        for caption, editor in (
            ("观摩步骤", self.steps),
            ("期次", self.periods),
            ("名称", self.name),
            ("带队领导", self.leader),
        ):
            editor.setMinimumWidth(columns_of(self, 20))
            form.addRow(caption, editor)
        self.make = as_primary(QPushButton("新建"))
        self.make.setDefault(True)
        self.make.clicked.connect(self._ask)
        cancel = QPushButton("不建了")
        cancel.clicked.connect(self.reject)
        column = QVBoxLayout(self)
        edge = columns_of(self, 1.2)
        column.setContentsMargins(edge, edge, edge, edge)
        column.setSpacing(edge // 2)
        column.addLayout(form)
        column.addWidget(
            as_hint(QLabel("本单位下面每个社区排一个观摩点，检查表用现行的标准指标。"))
        )
        column.addWidget(self.problem)
        column.addLayout(row_of(None, self.make, cancel))

    def _suggest(self) -> None:
        self.name.setPlaceholderText(f"{self.periods.currentText()}{self.steps.currentText()}")

    def _ask(self) -> None:
        self.problem.hide()
        self.make.setEnabled(False)
        self.wanted.emit(
            {
                "step": str(self.steps.currentData()),
                "period": str(self.periods.currentData()),
                "title": self.name.text().strip() or None,
                "leader": self.leader.text().strip() or None,
            }
        )


def _half_years() -> list[str]:
    """Give the half-year before this one, this one, and the next."""
    today = calendar.today()
    back = date(today.year if today.month > 6 else today.year - 1, 6 if today.month > 6 else 12, 1)
    ahead = date(today.year + 1, 1, 1) if today.month > 6 else date(today.year, 7, 1)
    return [half_year_of(day) for day in (back, today, ahead)]
