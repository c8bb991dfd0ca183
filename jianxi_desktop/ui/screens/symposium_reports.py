"""The reports of a symposium: the order of speaking, and what one of them says, typed in place."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHeaderView,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from jianxi_desktop.errors import FieldError
from jianxi_desktop.services.drafts import Draft
from jianxi_desktop.services.records import Seen
from jianxi_desktop.services.symposium import Report
from jianxi_desktop.ui.editor import Editor
from jianxi_desktop.ui.editors import make_editor
from jianxi_desktop.ui.screen import Desk
from jianxi_desktop.ui.screens.order_table import OrderModel, OrderTable
from jianxi_desktop.ui.screens.parts import section
from jianxi_desktop.ui.screens.table import Column, Line
from jianxi_desktop.ui.theme import as_hint, columns_of, line_height

LEDGER: Final = "activity_report"
_LONG: Final = ("progress", "problems", "tasks")
TYPED: Final = ("speaker", "due_on", *_LONG)
_COLUMNS: Final = (
    Column("顺序", 2.4, right=True),
    Column("汇报单位", 10, names=True),
    Column("发言人", 4.4),
    Column("工作进展", 12),
    Column("存在问题", 9),
    Column("交办任务", 9),
    Column("时限", 5.6),
    Column("进台账", 6.6),
)
_WIDE: Final = (3, 4, 5)  # the texts share what room there is


class ReportModel(OrderModel):
    """Shows reports in the order of speaking."""

    mime = "application/x-jianxi-reports"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.reports: tuple[Report, ...] = ()

    def show_reports(self, reports: Sequence[Report]) -> None:
        """Show other reports."""
        self.reports = tuple(reports)
        self.show_items(_COLUMNS, self.reports, _line)

    def ordered(self) -> Sequence[Report]:
        """Override: the reports."""
        return self.reports

    def identity(self, item: Report) -> UUID:
        """Override: a report is known by its record."""
        return item.id

    def show_order(self, items: Sequence[Report]) -> None:
        """Override: the same reports in another order."""
        self.show_reports(items)


class ReportTable(OrderTable):
    """Shows who speaks after whom; Alt+Up and Alt+Down, or the mouse, put them in order.

    Signals:
        opened: Enter or a double click: the report is to be typed.
    """

    opened = Signal()

    def __init__(self) -> None:
        self.reports = ReportModel()
        super().__init__(self.reports)
        self.setAccessibleName("汇报顺序")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.horizontalHeader().setStretchLastSection(False)
        self.doubleClicked.connect(self.opened)

    def show_reports(self, reports: Sequence[Report], *, may_move: bool) -> None:
        """Show other reports; the one that was selected stays so as far as it is there."""
        kept = [each.id for each in self.selected_items()]
        self.let_move(on=may_move)
        before = self.reports.columns
        self.blockSignals(True)  # noqa: FBT003 - Qt's way
        self.reports.show_reports(reports)
        self.blockSignals(False)  # noqa: FBT003 - Qt's way
        if self.reports.columns != before:
            self.fit_columns()
            for place in _WIDE:
                header = self.horizontalHeader()
                header.setSectionResizeMode(place, QHeaderView.ResizeMode.Stretch)
        there = [one for one in kept if self.reports.row_of(one) >= 0]
        self.select_known(there or [each.id for each in reports[:1]])

    @property
    def current_report(self) -> Report | None:
        """The report one is at."""
        chosen = self.selected_items()
        return chosen[0] if chosen else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override: Enter goes to the report's texts."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if (enter and not event.modifiers()) or event.key() == Qt.Key.Key_F2:
            self.opened.emit()
            return
        super().keyPressEvent(event)


class ReportPanel(QWidget):
    """The texts of one report, side by side; what is typed is saved by who listens.

    Signals:
        changed: Something was typed.
    """

    changed = Signal()

    def __init__(self, desk: Desk, *buttons: QPushButton) -> None:
        super().__init__()
        self._buttons = buttons
        fields = desk.office.catalog[LEDGER].fields
        self._fields = {key: fields[key] for key in TYPED}
        self._editors: dict[str, Editor] = {}
        self.report: Report | None = None
        self._filling = False
        self.head = section("")
        self.problem = QLabel()
        self.problem.setProperty("role", "issue")
        self._lay_out(desk)

    def editor(self, key: str) -> Editor:
        """Give the editor of a field."""
        return self._editors[key]

    def show_report(self, report: Report | None, *, may_edit: bool) -> None:
        """Show another report, as it is stored."""
        self._filling = True
        self.report = report
        self.head.setText(f"{report.position}. {report.name}" if report is not None else "")
        self._say("")
        for key, editor in self._editors.items():
            editor.show_value(getattr(report, key) or None if report is not None else None)
            editor.setEnabled(report is not None and may_edit)
        self._filling = False

    def take_version(self, version: int, values: Mapping[str, Any]) -> None:
        """Hold what was saved for what is stored."""
        if self.report is not None:
            shown: dict[str, Any] = {key: values[key] or "" for key in values}
            self.report = replace(self.report, version=version, **shown)

    def take_newer(self, report: Report, *, told: bool) -> None:
        """Hold a report that was read again for what is stored, and keep what is typed.

        Args:
            report: As it is now.
            told: Whether the person was told that somebody else has written in it; until then
                only its place may have changed.
        """
        if told or all(getattr(report, key) == getattr(self.report, key) for key in TYPED):
            self.report = report
            self.head.setText(f"{report.position}. {report.name}")

    @property
    def dirty(self) -> bool:
        """Whether something is typed and not saved."""
        if self.report is None:
            return False
        return any(
            str(editor.raw() or "").strip() != self._shown(key)
            for key, editor in self._editors.items()
        )

    def values(self) -> dict[str, Any] | None:
        """Give what stands in the editors; ``None`` where one cannot be read, and say why."""
        found: dict[str, Any] = {}
        self._say("")
        for key, editor in self._editors.items():
            try:
                found[key] = self._fields[key].parse(editor.raw())
                editor.mark("")
            except FieldError as error:
                editor.mark("error")
                self._say(f"{self._fields[key].caption}：{error.user_message}")
                return None
        return found

    def draft(self) -> Draft | None:
        """Give what is typed and not saved, for the form of the report."""
        if self.report is None or not self.dirty:
            return None
        typed = {key: editor.raw() for key, editor in self._editors.items()}
        return Draft(LEDGER, Seen(self.report.id, self.report.version), self.stored(), typed)

    def stored(self) -> dict[str, Any]:
        """Give what the report said when it was read."""
        return {key: getattr(self.report, key, "") or None for key in TYPED}

    def begin(self) -> None:
        """Put the cursor where one begins to type: into the first text that is empty."""
        empty = (key for key in _LONG if not str(self._editors[key].raw() or "").strip())
        self._editors[next(empty, _LONG[0])].setFocus()

    def _say(self, problem: str) -> None:
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))

    def _shown(self, key: str) -> str:
        return self._fields[key].show(getattr(self.report, key) or None).strip()

    def _lay_out(self, desk: Desk) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(columns_of(self, 0.8))
        grid.setVerticalSpacing(2)
        for key, field in self._fields.items():
            editor = self._editors[key] = make_editor(field, desk)
            editor.setAccessibleName(field.caption)
            editor.changed.connect(self._tell)
        line = QGridLayout()
        line.setHorizontalSpacing(columns_of(self, 0.6))
        line.addWidget(self.head, 0, 0)
        line.setColumnStretch(0, 1)
        for place, key in enumerate(("speaker", "due_on")):
            label = as_hint(QLabel(self._fields[key].caption))
            label.setWordWrap(False)
            self._editors[key].setFixedWidth(columns_of(self, 9))
            line.addWidget(label, 0, place * 2 + 1)
            line.addWidget(self._editors[key], 0, place * 2 + 2)
        for place, button in enumerate(self._buttons):
            line.addWidget(button, 0, place + 5)
        grid.addLayout(line, 0, 0, 1, 3)
        for place, key in enumerate(_LONG):
            editor = self._editors[key]
            text = editor.focusProxy()
            if isinstance(text, QPlainTextEdit):
                text.setFixedHeight(round(line_height(self) * 2.7))
            grid.addWidget(as_hint(QLabel(self._fields[key].caption)), 1, place)
            grid.addWidget(editor, 2, place)
            grid.setColumnStretch(place, 1)
        grid.addWidget(self.problem, 3, 0, 1, 3)
        self.problem.setWordWrap(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override: Esc gives up what is typed."""
        if event.key() == Qt.Key.Key_Escape and self.dirty:
            self.show_report(self.report, may_edit=True)
            self.changed.emit()
            return
        super().keyPressEvent(event)

    def _tell(self) -> None:
        if not self._filling:
            self.changed.emit()


def _line(report: Report) -> Line:
    given = len(report.given)
    done = sum(task.state == "done" for task in report.given)
    said = f"{done}/{given} 办结" if given else "未交办" if report.tasks else ""
    state = ""
    if report.late:
        said, state = f"逾期{report.late}项", "error"
    elif given:
        state = "good" if done == given else "warning"
    elif report.tasks:
        state = "warning"
    states = {7: state} if state else {}
    if not report.progress:
        states |= {3: "quiet"}
    return Line(
        (
            str(report.position),
            report.name,
            report.speaker,
            _flat(report.progress) or "（没有登记）",
            _flat(report.problems),
            _flat(report.tasks),
            report.due_on,
            said,
        ),
        states,
        strong=report.own,
    )


def _flat(text: str) -> str:
    return " ".join(text.split())
