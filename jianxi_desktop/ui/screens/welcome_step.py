"""What the steps of the first start have in common, and the line that shows how far one is."""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from jianxi_desktop.ui.screens.gate_card import problem_label, say_problem
from jianxi_desktop.ui.screens.parts import section, wrapped
from jianxi_desktop.ui.theme import columns_of, set_state


class Step(QWidget):
    """One step: a question, what answers it, and what is wrong with the answer.

    Attributes:
        caption: What the line of steps calls it.
        verb: What the button says that leads on.
        asked: The question.
        column: Takes what stands on it.
        lines: What is typed, in order: Enter goes from each to the next.
    """

    caption = ""
    verb = "下一步"
    lines: tuple[QLineEdit, ...] = ()

    def __init__(self, asked: str, why: str) -> None:
        super().__init__()
        self.problem = problem_label()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(columns_of(self, 0.6))
        self.asked = section(asked)
        self.asked.setWordWrap(True)
        self.column.addWidget(self.asked)
        self.column.addWidget(wrapped(why))

    def wrong(self) -> str:
        """Say what keeps one from going on, and lead there; mostly nothing."""
        return ""

    def begin(self) -> None:
        """Get ready to be shown."""
        self.setFocus()

    def next_line(self, focused: QWidget | None) -> QLineEdit | None:
        """Give the line below the one that one is on, where nothing stands in it yet."""
        for line, below in pairwise(self.lines):
            if line is focused and not below.text():
                return below
        return None

    def refuse(self, said: str, editor: QWidget | None = None) -> str:
        """Show what is wrong, and lead to the line it is about."""
        say_problem(self.problem, said)
        if editor is not None:
            set_state(editor, "error")
            editor.setFocus()
        return said


class StepLine(QWidget):
    """Names the steps in their order, and shows the one that is under way."""

    def __init__(self, captions: Sequence[str]) -> None:
        super().__init__()
        self._captions = tuple(captions)
        self._labels = [QLabel() for _each in captions]
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(columns_of(self, 0.5))
        for place, label in enumerate(self._labels):
            if place:
                row.addWidget(_arrow())
            row.addWidget(label)
        row.addStretch(1)
        self.show_step(0)

    def show_step(self, current: int) -> None:
        """Show that one is at a step; those before it are done."""
        for place, (label, caption) in enumerate(zip(self._labels, self._captions, strict=True)):
            done = place < current
            label.setText(f"{'✓' if done else place + 1} {caption}")
            label.setProperty("role", "section" if place == current else "hint")
            label.style().unpolish(label)
            label.style().polish(label)
        number, name = current + 1, self._captions[current]
        self.setAccessibleName(f"第 {number} 步，共 {len(self._labels)} 步：{name}")


def _arrow() -> QLabel:
    label = QLabel("›")
    label.setProperty("role", "hint")
    return label
