"""What a sheet is typed into: boxes that read what stands on paper, or say why they cannot."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from jianxi_desktop.domain.scoring import YES_NO, Scale, read_written, show_written
from jianxi_desktop.errors import InputError
from jianxi_desktop.ui.theme import columns_of, line_height, set_state


class Box(QLineEdit):
    """A short line that says at once whether it can hold what is typed.

    Attributes:
        value: What was read; ``None`` while it is empty or wrong.
        problem: Why it is wrong, in Chinese; empty: it is not.

    Signals:
        changed: Somebody typed.
    """

    changed = Signal()

    def __init__(self, read: Callable[[str], Any], marks: Mapping[str, str] | None = None) -> None:
        """Make an empty box.

        Args:
            read: Reads a text; raises ``InputError`` where it is none.
            marks: What a single digit stands for, where no number is written.
        """
        super().__init__()
        self.value: Any = None
        self.problem = ""
        self._read, self._marks = read, marks or {}
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        # A Chinese input method would take the letters of a scanner or of a grade for pinyin.
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)  # noqa: FBT003 - Qt's way
        self.textEdited.connect(self._take)

    def put(self, text: str) -> None:
        """Show a text as if it had been typed, and tell nobody."""
        self.setText(text)
        self._look()

    def _take(self, text: str) -> None:
        """A digit alone chooses; it takes the place of what was chosen before."""
        upper = text.upper()
        if self._marks and upper != text:
            self.setText(upper)
        mark = self._marks.get(text[-1:])
        if mark is not None:
            self.setText(mark)
        self._look()
        self.changed.emit()

    def _look(self) -> None:
        self.value, self.problem = None, ""
        text = self.text().strip()
        if text:
            try:
                self.value = self._read(text)
            except InputError as error:
                self.problem = error.user_message
        set_state(self, "error" if self.problem else "")


class ScoreBox(Box):
    """Takes what a scorer wrote for one criterion."""

    def __init__(self, scale: Scale) -> None:
        marks = {str(place): mark for place, mark in enumerate(scale.marks, 1)}
        if scale.rule == YES_NO:
            marks["0"] = scale.marks[-1]
        super().__init__(lambda text: read_written(scale, text), marks)
        self.scale = scale

    def put_points(self, points: int | None) -> None:
        """Show points as they stand on the paper."""
        self.put("" if points is None else show_written(self.scale, points))


class OutcomeBox(Box):
    """Takes what was seen of a problem: a digit, or the words themselves."""

    def __init__(self, labels: Mapping[str, str]) -> None:
        """Make an empty box.

        Args:
            labels: What may be seen, in the order of the paper, by code.
        """
        self.labels = labels
        codes = {label: code for code, label in labels.items()}
        digits = {str(place): label for place, label in enumerate(codes, 1)}
        super().__init__(lambda text: _code_of(codes, text), digits)

    def put_code(self, code: str | None) -> None:
        """Show an outcome."""
        self.put(self.labels.get(code or "", ""))


def _code_of(codes: Mapping[str, str], text: str) -> str:
    if text not in codes:
        raise InputError(
            "no such outcome",
            user_message=f"请填 {numbered(tuple(codes))}。",
            code="outcome",
        )
    return codes[text]


def numbered(labels: Sequence[str]) -> str:
    """Write what may be chosen with the digits that choose it."""
    return "  ".join(f"{place}\N{NO-BREAK SPACE}{label}" for place, label in enumerate(labels, 1))


class Passage(QPlainTextEdit):
    """Takes a few lines of text; Enter goes on, Alt+Enter begins a new line."""

    def __init__(self, lines: float) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setFixedHeight(round(line_height(self) * lines))

    def put(self, text: str) -> None:
        """Show a text, and tell nobody."""
        self.blockSignals(True)  # noqa: FBT003 - Qt takes it by place
        self.setPlainText(text)
        self.blockSignals(False)  # noqa: FBT003 - Qt takes it by place

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override: Qt knows no key that begins a line while Enter goes on."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.AltModifier and not self.isReadOnly():
            self.insertPlainText("\n")
        else:
            super().keyPressEvent(event)


def box_width(widget: QWidget) -> int:
    """Give the width of a box: the longest that is written there, and air."""
    return columns_of(widget, 5.2)
