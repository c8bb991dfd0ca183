"""What every editor of a field can do."""

from itertools import pairwise
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from jianxi_desktop.ui.theme import set_state


class Editor(QWidget):
    """Edits the value of one field.

    Signals:
        changed: Something was typed or picked.
        left: The editor was left or a value was picked: time to check it.
    """

    changed = Signal()
    left = Signal()

    def raw(self) -> object:
        """Give what stands in the editor, for the field to read."""
        raise NotImplementedError

    def show_value(self, value: Any) -> None:
        """Show a value of the field."""
        raise NotImplementedError

    def put_back(self, typed: Any) -> None:
        """Show again what ``raw`` gave, be it a value of the field or not."""
        self.show_value(typed)

    def note(self) -> str:
        """Say how what was typed is understood; mostly nothing."""
        return ""

    def mark(self, state: str) -> None:
        """Show as ``error``, ``warning`` or neither."""
        proxy = self.focusProxy()
        if proxy is not None:
            set_state(proxy, state)

    def hold(self, widget: QWidget) -> None:
        """Take in the widget that does the editing."""
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(widget)
        self.setFocusProxy(widget)


def tell_left(editor: Editor, event: QEvent) -> bool:
    """Tell that an editor is left, where its widget has no word for it; keep nothing from it."""
    if event.type() == QEvent.Type.FocusOut:
        reason = Qt.FocusReason
        gone = isinstance(event, QFocusEvent) and event.reason() not in (
            reason.PopupFocusReason,
            reason.ActiveWindowFocusReason,
            reason.MenuBarFocusReason,
        )
        if gone:
            editor.left.emit()
    return False


def put_between(one: QWidget, editor: Editor, other: QWidget) -> None:
    """Let Tab lead from one widget over an editor to another one.

    Qt puts what is made later behind all others of the window, the editor as well as the widget in
    it, and moves nothing that takes no focus itself.
    """
    inner = editor.focusProxy()
    if inner is None:
        return
    editor.setFocusProxy(None)  # type: ignore[arg-type]  # Qt takes none, its stubs do not
    editor.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    for first, second in pairwise((one, editor, inner, other)):
        QWidget.setTabOrder(first, second)
    editor.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    editor.setFocusProxy(inner)
