"""A dialog that asks for a few fields of a record, and stays open until they were taken."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from jianxi_desktop.errors import FieldError
from jianxi_desktop.schema.fields import Field, LongText
from jianxi_desktop.schema.ledger import Issue, Section
from jianxi_desktop.ui.dialog_keeping import DialogKeeping
from jianxi_desktop.ui.editor import Editor
from jianxi_desktop.ui.editors import make_editor
from jianxi_desktop.ui.form_keys import lead_by_keys
from jianxi_desktop.ui.form_rows import FieldRow, SectionBox
from jianxi_desktop.ui.patient_dialog import PatientDialog
from jianxi_desktop.ui.report_error import describe_error
from jianxi_desktop.ui.screen import Desk
from jianxi_desktop.ui.screens.parts import dialog_column
from jianxi_desktop.ui.theme import as_primary, as_title, columns_of, set_state


@dataclass(frozen=True)
class Words:
    """What a dialog says.

    Attributes:
        title: Title of the window.
        asked: What it is about.
        go: The verb that goes on.
        stay: The verb that leaves things as they are.
    """

    title: str
    asked: str
    go: str
    stay: str


class FieldsDialog(PatientDialog):
    """Asks for the values of fields.

    Signals:
        wanted: The values by field key; call ``accept`` or ``refuse`` when it is known.
    """

    wanted = Signal(object)

    def __init__(
        self,
        parent: QWidget,
        desk: Desk,
        words: Words,
        fields: Sequence[Field[Any]],
        given: Mapping[str, Any],
        columns: int = 1,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(words.title)
        self._rows = {field.key: FieldRow(field, make_editor(field, desk)) for field in fields}
        for key, row in self._rows.items():
            row.editor.show_value(given.get(key))
            row.editor.changed.connect(lambda row=row: row.say(None))
        asked = as_title(QLabel(words.asked))
        asked.setWordWrap(True)
        box = SectionBox(Section("", ()), list(self._rows.values()))
        box.arrange(columns, max(row.label.sizeHint().width() for row in self._rows.values()))
        self.told, self.problem = _quiet("hint"), _quiet("issue")
        self.go = as_primary(QPushButton(words.go))
        self.go.clicked.connect(self.ask)
        stay = QPushButton(words.stay)
        stay.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.go)
        buttons.addWidget(stay)
        column = dialog_column(self)
        for part in (asked, self.told, box, self.problem):
            column.addWidget(part)
        column.addLayout(buttons)
        self.setMinimumWidth(columns_of(self, 36 if columns == 1 else 58))
        self.keeping: DialogKeeping | None = None
        if any(isinstance(field, LongText) for field in fields):
            self.keeping = DialogKeeping(self, desk, (words.title, words.asked), self._rows)
        self.go.setDefault(True)
        lead_by_keys(self, self._rows, self.go)
        next(iter(self._rows.values())).editor.setFocus()

    def editor(self, key: str) -> Editor:
        """Give the editor of a field."""
        return self._rows[key].editor

    def said(self, key: str) -> str:
        """Give what stands below the editor of a field."""
        return self._rows[key].said.text()

    def tell(self, text: str, *, odd: bool = False) -> None:
        """Say something above the fields; what is odd stands out, and stops nobody."""
        self.told.setText(text)
        self.told.setProperty("role", "issue" if odd else "hint")
        set_state(self.told, "warning" if odd else "")
        self.told.setVisible(bool(text))
        self.adjustSize()

    def ask(self) -> None:
        """Hand the values on, if each is one; else say beside each what is wrong."""
        values: dict[str, Any] = {}
        for key, row in self._rows.items():
            try:
                values[key] = row.field.parse(row.editor.raw())
            except FieldError as error:
                row.say(Issue(key, error.code, "error", error.user_message))
        self.problem.hide()
        if len(values) == len(self._rows) and self.begin():
            self.go.setEnabled(False)
            if self.keeping is not None:
                self.keeping.hold()
            self.wanted.emit(values)

    def refuse(self, error: Exception) -> None:
        """Say in place why it was not done."""
        self.take_up()
        if self.keeping is not None:
            self.keeping.release()
        self.problem.setText(describe_error(error).text)
        self.problem.show()
        self.go.setEnabled(True)

    def done(self, result: int) -> None:
        """Override: what was typed is handed on, or given up."""
        if self.keeping is not None:
            self.keeping.end()
        super().done(result)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override: Enter leads from field to field, Ctrl+Enter goes on from any of them."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.ask()
        elif not enter:
            super().keyPressEvent(event)


def _quiet(role: str) -> QLabel:
    """Make a label that shows itself once there is something to say."""
    label = QLabel()
    label.setWordWrap(True)
    label.setProperty("role", role)
    label.hide()
    return label
