"""The white card in the middle of the window that the pages before an office is open stand on."""

import re

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from jianxi_desktop.errors import JianxiError
from jianxi_desktop.ui.screens.parts import inked, sized
from jianxi_desktop.ui.theme import columns_of

_WIDTH = 44  # characters


class GateCard(QScrollArea):
    """A card in the middle; scrolls where the window is too low for it.

    Attributes:
        column: Takes what stands on the card.
    """

    def __init__(self) -> None:
        super().__init__()
        card = QFrame()
        card.setObjectName("sheet")
        card.setFixedWidth(columns_of(self, _WIDTH))
        self.column = QVBoxLayout(card)
        edge = columns_of(self, 2.2)
        self.column.setContentsMargins(edge, edge, edge, edge)
        self.column.setSpacing(columns_of(self, 0.7))
        desk = QWidget()
        rows = QVBoxLayout(desk)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(card)
        row.addStretch(1)
        rows.addStretch(1)
        rows.addLayout(row)
        rows.addStretch(1)
        self.setWidget(desk)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)


class Form(QGridLayout):
    """Captions at the left, editors at the right, what is wrong below the editor."""

    def __init__(self) -> None:
        super().__init__()
        self.setColumnStretch(1, 1)

    def add(self, caption: str, editor: QWidget, beside: QWidget | None = None) -> QLabel:
        """Add a line; the caption comes back, so that it can be hidden with its editor."""
        self.setHorizontalSpacing(columns_of(editor, 1))
        self.setVerticalSpacing(columns_of(editor, 0.6))
        label = QLabel(caption)
        label.setBuddy(editor)
        for named in filter(None, (editor, editor.focusProxy())):
            named.setAccessibleName(caption)
        row = self.rowCount()
        self.addWidget(label, row, 0)
        if beside is None:
            self.addWidget(editor, row, 1, 1, 2)
        else:
            self.addWidget(editor, row, 1)
            self.addWidget(beside, row, 2)
        return label

    def add_below(self, widget: QWidget) -> None:
        """Add what belongs to the editor above."""
        self.addWidget(widget, self.rowCount(), 1, 1, 2)


def brand(line: str) -> QVBoxLayout:
    """Make the head of the card: the program's name and one sentence."""
    column = QVBoxLayout()
    column.setSpacing(2)
    column.addWidget(inked(sized(QLabel("涧西党建工作台"), 18, bold=True), "accent"))
    below = QLabel(line)
    below.setWordWrap(True)
    column.addWidget(below)
    return column


def problem_label() -> QLabel:
    """Make the line that says in place what is wrong."""
    label = QLabel()
    label.setProperty("role", "issue")
    label.setWordWrap(True)
    label.hide()
    return label


def say_problem(label: QLabel, text: str) -> None:
    """Show what is wrong, or nothing."""
    label.setText(text)
    label.setVisible(bool(text))


def link(text: str) -> QPushButton:
    """Make a button that looks like a link: a way off the usual one."""
    button = QPushButton(text)
    button.setProperty("role", "link")
    return button


class Waiting(QObject):
    """Counts down the seconds in which no password is taken.

    Attributes:
        timer: Beats once a second while it counts.

    Signals:
        told: What to say now.
        over: Somebody may try again.
    """

    told = Signal(str)
    over = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._left = 0
        self.timer = QTimer(self)
        self.timer.setInterval(1000)
        self.timer.timeout.connect(self._count)

    @property
    def running(self) -> bool:
        """Whether one must wait."""
        return self.timer.isActive()

    def start(self, error: JianxiError) -> None:
        """Begin with the seconds that the refusal names."""
        named = re.search(r"(\d+) ?秒", " ".join((*error.details, error.user_message)))
        self._left = int(named[1]) if named else 1
        self.timer.start()
        self._say()

    def stop(self) -> None:
        """Wait no longer: it is about somebody else now."""
        self.timer.stop()

    def _count(self) -> None:
        self._left -= 1
        if self._left > 0:
            self._say()
            return
        self.timer.stop()
        self.over.emit()

    def _say(self) -> None:
        self.told.emit(f"密码输错多次，请等 {self._left} 秒再试。")
