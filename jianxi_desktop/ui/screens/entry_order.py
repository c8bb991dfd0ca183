"""The way that Enter takes over a sheet: the order of the paper."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QWidget

from jianxi_desktop.domain.form_numbers import find_number
from jianxi_desktop.ui.screens.entry_boxes import Box, Passage

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_WAYS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class Step(NamedTuple):
    """A place that Enter leads to.

    Attributes:
        editor: What takes the keys.
        settled: Tells whether one may go on from it; it says itself why not.
        beside: What else belongs to the place: Enter goes on from there too.
    """

    editor: QWidget
    settled: Callable[[], bool] = lambda: True
    beside: QWidget | None = None


class PaperOrder(QObject):
    """Leads Enter from place to place in the order of the paper, Shift+Enter back.

    A scanner types its number wherever the cursor stands: that is taken out again and told.

    Signals:
        scanned: A form number was typed by a scanner.
        reached: An editor got the cursor in this way.
    """

    scanned = Signal(str)
    reached = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._steps: tuple[Step, ...] = ()

    def set_steps(self, steps: Sequence[Step]) -> None:
        """Take another order."""
        for editor in self._editors():
            editor.removeEventFilter(self)
        self._steps = tuple(steps)
        for editor in self._editors():
            editor.installEventFilter(self)

    def go_to(self, editor: QWidget) -> None:
        """Put the cursor somewhere, with what stands there selected."""
        editor.setFocus(Qt.FocusReason.TabFocusReason)
        line = editor.lineEdit() if isinstance(editor, QComboBox) else editor
        if isinstance(line, QLineEdit):
            line.selectAll()
        self.reached.emit(editor)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Override: take Enter and, in a line, the arrows up and down."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        way = _way_of(watched, event)
        if not way:
            return False
        if event.isAutoRepeat() and event.key() in _ENTER:
            return True  # a key that is held down skips no boxes
        if event.key() in _ENTER and self._was_scanned(watched):
            return True
        place = next(
            n for n, step in enumerate(self._steps) if watched in (step.editor, step.beside)
        )
        if isinstance(watched, QPushButton) and way > 0:
            watched.click()
        elif way < 0 or self._steps[place].settled():
            self._go(place, way)
        else:
            self.go_to(self._steps[place].editor)
        return True

    def _editors(self) -> Iterator[QWidget]:
        for step in self._steps:
            yield step.editor
            if step.beside is not None:
                yield step.beside

    def _go(self, place: int, way: int) -> None:
        ahead = self._steps[place + 1 :] if way > 0 else self._steps[:place][::-1]
        for step in ahead:
            if step.editor.isEnabled() and step.editor.isVisibleTo(step.editor.window()):
                self.go_to(step.editor)
                return

    def _was_scanned(self, editor: QObject) -> bool:
        found = find_number(_text_of(editor))
        if found is None:
            return False
        number, rest = found
        if isinstance(editor, Box | Passage):
            editor.put(rest)
        elif isinstance(editor, QLineEdit):
            editor.setText(rest)
        elif isinstance(editor, QComboBox):
            editor.setEditText(rest)
        self.scanned.emit(number)
        return True


def _text_of(editor: QObject) -> str:
    if isinstance(editor, QLineEdit):
        return editor.text()
    if isinstance(editor, QComboBox):
        return editor.currentText()
    return editor.toPlainText() if isinstance(editor, Passage) else ""


def _way_of(editor: QObject, event: QKeyEvent) -> int:
    """Tell where a key leads: on, back or, with 0, nowhere."""
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if event.key() in _ENTER:
        if held == Qt.KeyboardModifier.ShiftModifier:
            return -1
        return 0 if held else 1
    alone = isinstance(editor, QLineEdit) and not held
    return _WAYS.get(Qt.Key(event.key()), 0) if alone else 0
