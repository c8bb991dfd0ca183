"""The question for a new observation round: what it is, how it is scored, when it goes where."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from functools import partial
from typing import Any, Final
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from jianxi_desktop.domain import calendar
from jianxi_desktop.domain.observation import half_year_of, show_period
from jianxi_desktop.errors import FieldError
from jianxi_desktop.schema.fields import Choice, Field
from jianxi_desktop.services import indicator_sets
from jianxi_desktop.services.indicator_sets import SetChoice
from jianxi_desktop.ui.editor import Editor
from jianxi_desktop.ui.editors import make_editor
from jianxi_desktop.ui.patient_dialog import PatientDialog
from jianxi_desktop.ui.report_error import describe_error
from jianxi_desktop.ui.screen import Desk
from jianxi_desktop.ui.screens.community_choice import (
    Community,
    CommunityChoice,
    communities_of,
)
from jianxi_desktop.ui.screens.parts import dialog_column, row_of, section, wrapped
from jianxi_desktop.ui.screens.route_pace import PaceLines
from jianxi_desktop.ui.theme import as_primary, columns_of

_TIP: Final = Qt.ItemDataRole.ToolTipRole


class RoundDialog(PatientDialog):
    """Asks for the facts of a round; stays open until the round is made.

    Signals:
        wanted: The facts, by the names ``plan_round`` takes.
    """

    wanted = Signal(dict)

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("新建一轮观摩")
        self._desk = desk
        self._make_what()
        self._make_scoring()
        self.pace = PaceLines(desk)
        self._inspectors = self._field("observation_visit", "inspectors")
        self.inspectors = make_editor(self._inspectors, desk)
        self.places = CommunityChoice()
        self.problem = wrapped()
        self.problem.setProperty("role", "issue")
        self.problem.hide()
        self.make = as_primary(QPushButton("新建"))
        self.make.setDefault(True)
        self.make.clicked.connect(self._ask)
        self._lay_out()
        for box in (self.steps, self.periods):
            box.currentIndexChanged.connect(self._suggest)
        self._suggest()
        office = desk.office
        desk.jobs.run(partial(communities_of, office), self._show_places, self.refuse)
        desk.jobs.run(partial(indicator_sets.list_sets, office), self._show_sets, self.refuse)

    def refuse(self, error: Exception) -> None:
        """Say in place why the round was not made."""
        self.take_up()
        self.problem.setText(describe_error(error).text)
        self.problem.show()
        self.make.setEnabled(True)

    def _make_what(self) -> None:
        """Make the choice of step and half-year, and the lines for title and leader."""
        self.steps = _choice_of(self._field("observation_round", "step"))
        level = self._desk.office.unit.level
        likely = "district_demo" if level == "district" else "street_internal"
        self.steps.setCurrentIndex(max(self.steps.findData(likely), 0))
        self.periods = QComboBox()
        for period in _half_years():
            self.periods.addItem(show_period(period), period)
        self.periods.setCurrentIndex(1)
        self.name = QLineEdit()
        self.leader = QLineEdit()
        self.leader.setPlaceholderText("可以以后再填")

    def _make_scoring(self) -> None:
        self.sets = QComboBox()
        self.schemes = _choice_of(self._field("observation_round", "scheme"))
        self.drop = QCheckBox("去掉最高分和最低分")
        self.twice = QCheckBox("要求两遍录入")

    def _field(self, ledger: str, key: str) -> Field[Any]:
        return self._desk.office.catalog[ledger].fields[key]

    def _lay_out(self) -> None:
        left = self._form()
        self.places_part = QWidget()
        right = QVBoxLayout(self.places_part)
        right.setContentsMargins(0, 0, 0, 0)
        right.addWidget(section("去哪些社区"))
        right.addWidget(self.places, 1)
        both = QHBoxLayout()
        both.setSpacing(columns_of(self, 1.6))
        both.addLayout(left, 1)
        both.addWidget(self.places_part, 1)
        cancel = QPushButton("不建了")
        cancel.clicked.connect(self.reject)
        column = dialog_column(self)
        column.setSpacing(columns_of(self, 0.6))
        column.addLayout(both, 1)
        column.addWidget(self.problem)
        column.addLayout(row_of(None, self.make, cancel))

    def _form(self) -> QFormLayout:
        form = QFormLayout()
        form.setHorizontalSpacing(columns_of(self, 1))
        form.setVerticalSpacing(columns_of(self, 0.45))
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        scoring = QWidget()
        scoring.setLayout(row_of(self.drop, self.twice, None))
        for caption, editor in (
            ("观摩", None),
            ("观摩步骤", self.steps),
            ("期次", self.periods),
            ("名称", self.name),
            ("带队领导", self.leader),
            ("打分", None),
            ("指标集", self.sets),
            ("定级办法", self.schemes),
            ("", scoring),
            ("日程", None),
            *self.pace.rows(),
            ("检查人", self.inspectors),
        ):
            if editor is None:
                form.addRow(section(caption))
            else:
                editor.setAccessibleName(caption)
                editor.setMinimumWidth(columns_of(self, 19))
                form.addRow(caption, editor)
        _hint(self.pace.starts_on, "只排工作日；不填就先不排日期")
        _hint(self.inspectors, "几个人之间用顿号，可以以后再填")
        return form

    def _suggest(self) -> None:
        self.name.setPlaceholderText(f"{self.periods.currentText()}{self.steps.currentText()}")

    def _show_places(self, found: Sequence[Community]) -> None:
        self.places.show_communities(found, {each.id for each in found})
        self.places_part.setVisible(len(found) > 1)
        self.adjustSize()

    def _show_sets(self, found: Sequence[SetChoice]) -> None:
        """Offer the sets, the usual one first; planning puts in the shipped ones itself."""
        for each in found:
            self.sets.addItem(f"{each.title}　{each.indicators} 项 {each.most} 分", each.id)
            self.sets.setItemData(self.sets.count() - 1, each.purpose, _TIP)
        if not found:
            self.sets.addItem("综合观摩（程序自带）", None)

    def _ask(self) -> None:
        """Hand the facts on, if each can be read; else say everything that cannot."""
        pace, wrong = self.pace.read()
        inspectors = None
        try:
            inspectors = self._inspectors.parse(self.inspectors.raw())
        except FieldError as error:
            wrong.append(error.user_message)
        ticked = self.places.ticked()
        if self.places.offered() and not ticked:
            wrong.append("一个社区也没有选，请在右边勾选要去的社区。")
        self.problem.setText("\n".join(wrong))
        self.problem.setVisible(bool(wrong))
        if not wrong and self.begin():
            self.make.setEnabled(False)
            self.wanted.emit(self._facts(ticked) | asdict(pace) | {"inspectors": inspectors})

    def _facts(self, ticked: tuple[UUID, ...]) -> dict[str, Any]:
        everyone = len(ticked) == self.places.offered()
        return {
            "step": str(self.steps.currentData()),
            "period": str(self.periods.currentData()),
            "title": self.name.text().strip() or None,
            "leader": self.leader.text().strip() or None,
            "organisations": () if everyone else ticked,
            "indicator_set": self.sets.currentData(),
            "scheme": self.schemes.currentData(),
            "drop_extremes": self.drop.isChecked(),
            "double_entry": self.twice.isChecked(),
        }


def _choice_of(field: Field[Any]) -> QComboBox:
    box = QComboBox()
    assert isinstance(field, Choice)  # noqa: S101 - the ledger declares it so
    for code, label in field.options.labels.items():
        box.addItem(label, code)
    return box


def _hint(editor: Editor, text: str) -> None:
    line = editor.focusProxy()
    if isinstance(line, QLineEdit):
        line.setPlaceholderText(text)


def _half_years() -> list[str]:
    """Give the half-year before this one, this one, and the next."""
    today = calendar.today()
    back = date(today.year if today.month > 6 else today.year - 1, 6 if today.month > 6 else 12, 1)
    ahead = date(today.year + 1, 1, 1) if today.month > 6 else date(today.year, 7, 1)
    return [half_year_of(day) for day in (back, today, ahead)]
