"""The dialogs before an organisation is changed: what follows from it, and on whose decision."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from jianxi_desktop.domain import calendar
from jianxi_desktop.errors import FieldError
from jianxi_desktop.schema.fields import Field, LongText
from jianxi_desktop.services.organisations import Decision
from jianxi_desktop.ui.editor import Editor
from jianxi_desktop.ui.editors import make_editor
from jianxi_desktop.ui.patient_dialog import PatientDialog
from jianxi_desktop.ui.screen import Desk
from jianxi_desktop.ui.screens.parts import Facts, Message, wrapped
from jianxi_desktop.ui.theme import as_primary, as_title, columns_of, line_height

_WIDTH: Final = 42  # characters
_WHOLE_DAY: Final = len("2026-11-25")


@dataclass(frozen=True)
class Words:
    """What a dialog asks and what its buttons say.

    Attributes:
        title: Title of the window.
        asked: The question.
        more: What follows from going on; empty: it goes without saying.
        go: The verb that goes on.
        stay: The verb that leaves things as they are.
    """

    title: str
    asked: str
    more: str
    go: str
    stay: str


@dataclass(frozen=True)
class Asked:
    """A field of its own that a dialog asks for.

    Attributes:
        key: What the answer is called.
        caption: What people read.
        field: How it is read.
        value: What stands there at first.
        optional: Whether it may be left empty.
    """

    key: str
    caption: str
    field: Field[Any]
    value: Any = None
    optional: bool = False


Answers = Mapping[str, Any]
Go = Callable[[Decision, Answers], None]


class DeedDialog(PatientDialog):
    """Asks for the day, the document and the reason of one change, and what else it needs.

    Attributes:
        facts: What follows, a line each.
        warning: What would be odd afterwards.
        problem: Why it was refused.
        go: The button that goes on.
    """

    def __init__(
        self, parent: QWidget, desk: Desk, words: Words, asked: Sequence[Asked], go_on: Go
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(words.title)
        self._desk, self._asked, self._go_on = desk, tuple(asked), go_on
        self.question = as_title(wrapped(words.asked))
        self.more = wrapped(words.more)
        self.more.setVisible(bool(words.more))
        self.facts = Facts()
        self.facts.hide()
        self.warning, self.problem = Message(), Message()
        self._editors: dict[str, Editor] = {}
        self._rows = QFormLayout()
        self._rows.setLabelAlignment(Qt.AlignmentFlag.AlignRight)
        for each in self._asked:
            self._add(each)
        for each in self._decision():
            self._add(each)
        self.go = as_primary(QPushButton(words.go))
        self.go.setDefault(True)
        self.go.clicked.connect(self.accept)
        stay = QPushButton(words.stay)
        stay.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.go)
        buttons.addWidget(stay)
        column = QVBoxLayout(self)
        for part in (self.question, self.more, self.facts, self.warning):
            column.addWidget(part)
        column.addLayout(self._rows)
        column.addWidget(self.problem)
        column.addLayout(buttons)
        self.setMinimumWidth(columns_of(self, _WIDTH))

    def editor(self, key: str) -> Editor:
        """Give the editor of an answer: ``on``, ``document``, ``reason``, or one asked for."""
        return self._editors[key]

    def show_facts(self, facts: Sequence[tuple[str, str]], warnings: Sequence[str]) -> None:
        """Say what follows from it."""
        self.facts.show_facts(facts)
        self.facts.setVisible(bool(facts))
        self.warning.say("\n".join(warnings), "warning" if warnings else "")

    def refuse(self, reasons: Sequence[str]) -> None:
        """Say why it cannot be; nothing: it can."""
        self.problem.say("\n".join(reasons), "error" if reasons else "")
        self.go.setEnabled(True)

    def accept(self) -> None:
        """Override: go on only with answers that can be read; it closes when it is done."""
        answers, reasons = self._read()
        if reasons:
            self.refuse(reasons)
            return
        if not self.begin():
            return
        self.problem.say("")
        self.go.setEnabled(False)
        paper = {key: answers.pop(key) for key in ("on", "document", "reason")}
        self._go_on(Decision(date.fromisoformat(paper.pop("on")), **paper), answers)

    def finish(self) -> None:
        """Close: it is done."""
        super().accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override: Enter in an editor does not close the dialog."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)

    def _decision(self) -> list[Asked]:
        fields = self._desk.office.catalog["organisation_change"].fields
        today = calendar.today().isoformat()
        return [
            Asked("on", "从哪一天起", fields["changed_on"], today),
            Asked("document", "批准文号", fields["document"], optional=True),
            Asked("reason", "原因", fields["reason"], optional=True),
        ]

    def _add(self, each: Asked) -> None:
        editor = make_editor(each.field, self._desk)
        editor.setObjectName(each.key)
        editor.show_value(each.value)
        proxy = editor.focusProxy()
        if proxy is not None:
            proxy.setAccessibleName(each.caption)
            if isinstance(each.field, LongText):
                proxy.setFixedHeight(2 * line_height(proxy))
        self._editors[each.key] = editor
        self._rows.addRow(f"{each.caption}：", editor)

    def _read(self) -> tuple[dict[str, Any], list[str]]:
        answers: dict[str, Any] = {}
        reasons: list[str] = []
        for each in (*self._asked, *self._decision()):
            try:
                answers[each.key] = each.field.parse(self._editors[each.key].raw())
            except FieldError as error:
                reasons.append(error.user_message)
                continue
            if problem := _problem(each, answers[each.key]):
                reasons.append(problem)
        return answers, reasons


def _problem(each: Asked, value: Any) -> str:
    if value is None:
        return "" if each.optional else f"{each.caption}还没有填。"
    if each.key == "on" and len(value) != _WHOLE_DAY:
        return f"{each.caption}要写到日，如 {calendar.today().isoformat()}。"
    return ""
