"""The line for form numbers, and keys that come faster than the office answers."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from jianxi_desktop.ui.theme import columns_of, points

_LARGE = 15  # points


class NumberLine(QLineEdit):
    """Takes a form number from a scanner or a person.

    While a sheet is read or written, keys are kept and given to whatever has the cursor then: who
    types without looking loses none.
    """

    _holding = False  # Qt calls event while the line is still being made

    def __init__(self) -> None:
        super().__init__()
        self._kept: list[QKeyEvent] = []
        font = self.font()
        font.setPointSizeF(points(_LARGE))
        self.setFont(font)
        self.setMinimumWidth(columns_of(self, 17))
        self.setAccessibleName("表号")
        # A Chinese input method would take the letters of a scanner for pinyin.
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)  # noqa: FBT003 - Qt's way

    @property
    def holding(self) -> bool:
        """Whether keys are kept for later."""
        return self._holding

    def hold(self) -> None:
        """Keep the keys that come from now on."""
        self._holding = True
        self.setFocus()

    def let_go(self) -> None:
        """Give the keys that were kept to what has the cursor, one after the other."""
        self._holding = False
        kept, self._kept = self._kept, []
        while kept and not self._holding:
            target: QWidget = self.window().focusWidget() or self
            QApplication.sendEvent(target, kept.pop(0))
        self._kept = kept + self._kept  # one of them began to read another sheet

    def forget(self) -> None:
        """Drop what was kept: it was meant for something that did not come about."""
        self._holding = False
        self._kept.clear()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override: a key that is held down opens nothing."""
        if event.isAutoRepeat() and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return
        super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Override: keep keys, those that Qt would take as a way to the next widget too."""
        if self._holding and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            self._kept.append(event.clone())
            return True
        return super().event(event)
