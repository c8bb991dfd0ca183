"""One question for a reason, which is always given: it stands in the journal afterwards."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from jianxi_desktop.ui.theme import as_hint, as_primary, columns_of

_SHORTEST = 2  # letters that may say something


@dataclass(frozen=True)
class Question:
    """What is asked.

    Attributes:
        title: Title of the dialog.
        text: The question.
        hint: What will happen, in one sentence.
        verb: What the button that goes on says.
        keep: What the other one says.
        reasons: Reasons to choose from; others can be typed.
    """

    title: str
    text: str
    hint: str
    verb: str
    keep: str
    reasons: tuple[str, ...]


class ReasonDialog(QDialog):
    """Asks why; goes on only with a reason."""

    def __init__(self, parent: QWidget, question: Question, then: Callable[[str], None]) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(question.title)
        self._then = then
        self.reason = QComboBox()
        self.reason.setEditable(True)
        self.reason.setAccessibleName("原因")
        self.reason.addItems(question.reasons)
        self.reason.setMinimumWidth(columns_of(self, 22))
        go = as_primary(QPushButton(question.verb))
        go.clicked.connect(self.accept)
        keep = QPushButton(question.keep)
        keep.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(go)
        buttons.addWidget(keep)
        column = QVBoxLayout(self)
        text = QLabel(question.text)
        text.setWordWrap(True)
        column.addWidget(text)
        column.addWidget(as_hint(QLabel(question.hint)))
        column.addWidget(QLabel("原因："))
        column.addWidget(self.reason)
        column.addLayout(buttons)
        go.setDefault(True)

    def accept(self) -> None:
        """Override: go on only with a reason."""
        reason = self.reason.currentText().strip()
        if len(reason) >= _SHORTEST:
            super().accept()
            self._then(reason)


def ask_why(parent: QWidget, question: Question, then: Callable[[str], None]) -> ReasonDialog:
    """Ask for a reason, then call ``then`` with it."""
    dialog = ReasonDialog(parent, question, then)
    dialog.open()
    return dialog
