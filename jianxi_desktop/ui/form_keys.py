"""Enter and the arrows lead from field to field of a form, wherever they mean nothing else."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QPlainTextEdit, QScrollArea, QWidget

from jianxi_desktop.ui.form_rows import FieldRow
from jianxi_desktop.ui.theme import columns_of

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
_SHIFT = Qt.KeyboardModifier.ShiftModifier


class FormKeys(QObject):
    """Watches the keys of the editors of a form.

    Attributes:
        at_end: Goes on from the last field.
        paste: Takes a picture from the clipboard, if one is there, and tells whether one was.

    Enter goes on to the next field and from the last one to where the form is saved, Shift+Enter
    goes back, ↑ and ↓ go to the field above or below. In a text of several lines all of them do
    what they do in any text; an editor that needs one of the arrows itself takes it.
    """

    def __init__(self, form: QWidget, rows: Callable[[], Sequence[FieldRow]]) -> None:
        """Watch nothing yet.

        Args:
            form: The form.
            rows: Gives its fields in their order.
        """
        super().__init__(form)
        self._form, self._rows = form, rows
        self.at_end: Callable[[], None] = _stay
        self.paste: Callable[[], bool] = _no_picture

    def watch(self, row: FieldRow) -> None:
        """Watch the keys of a field."""
        editor = row.editor.focusProxy()
        if editor is not None:
            editor.installEventFilter(self)
            editor.setAcceptDrops(False)  # a file let go there is for the record

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Override: take the keys that lead elsewhere."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if event.matches(QKeySequence.StandardKey.Paste):
            return self.paste()
        if isinstance(watched, QPlainTextEdit) or not isinstance(watched, QWidget):
            return False
        back = event.key() in _ENTER and event.modifiers() & ~_PLAIN[1] == _SHIFT
        if event.modifiers() not in _PLAIN and not back:
            return False
        if event.key() in _ENTER:
            self._step(watched, -1 if back else 1)
            return True
        keeps = watched.property("keeps_down") is True
        if event.key() == Qt.Key.Key_Up or (event.key() == Qt.Key.Key_Down and not keeps):
            self._move(watched, down=event.key() == Qt.Key.Key_Down)
            return True
        return False

    def _step(self, watched: QWidget, by: int) -> None:
        rows = [row for row in self._rows() if _is_open(row)]
        at = next(n for n, row in enumerate(rows) if row.editor.focusProxy() is watched)
        if 0 <= at + by < len(rows):
            self.go_to(rows[at + by])
        elif by > 0:
            self.at_end()

    def _move(self, watched: QWidget, *, down: bool) -> None:
        """Go to the nearest field of the next line above or below."""
        here = self._place(watched)
        best: tuple[tuple[int, int], FieldRow] | None = None
        for row in self._rows():
            if not _is_open(row) or row.editor.focusProxy() is watched:
                continue
            there = self._place(row.editor)
            gap = there.top() - here.bottom() if down else here.top() - there.bottom()
            if gap <= 0:
                continue
            beside = max(there.left() - here.right(), here.left() - there.right(), 0)
            worth = (gap, beside)
            if best is None or worth < best[0]:
                best = (worth, row)
        if best is not None:
            self.go_to(best[1])

    def go_to(self, row: FieldRow) -> None:
        """Bring the keys to a field, and the field with what is said of it into view."""
        row.editor.setFocus(Qt.FocusReason.TabFocusReason)
        area = self._form.parentWidget()
        while area is not None:
            if isinstance(area, QScrollArea):
                area.ensureWidgetVisible(row.cell, 0, columns_of(area, 3))
            area = area.parentWidget()

    def _place(self, widget: QWidget) -> QRect:
        return QRect(widget.mapTo(self._form, QPoint(0, 0)), widget.size())


def lead_by_keys(dialog: QWidget, rows: Mapping[str, FieldRow], go: QWidget) -> FormKeys:
    """Let Enter and the arrows lead through the fields of a dialog, and at last to what goes on."""
    keys = FormKeys(dialog, lambda: list(rows.values()))
    for row in rows.values():
        keys.watch(row)
    keys.at_end = partial(go.setFocus, Qt.FocusReason.TabFocusReason)
    return keys


def _no_picture() -> bool:
    """Leave the clipboard to the editors."""
    return False


def _stay() -> None:
    """Leave the keys in the last field."""


def _is_open(row: FieldRow) -> bool:
    return row.editor.isEnabled() and row.editor.isVisible()
