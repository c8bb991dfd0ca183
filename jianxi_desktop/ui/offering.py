"""A short list below a line that offers what may be meant; the line stays the person's own."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QCompleter, QLineEdit
from shiboken6 import isValid

_MOST = 12  # lines seen without scrolling
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Offering(QObject):
    """Offers texts below a line: ↑ ↓ choose, Enter takes, Esc closes the list.

    Signals:
        taken: One was taken; its place among what was offered.
    """

    taken = Signal(int)

    def __init__(self, line: QLineEdit, *, first: bool) -> None:
        """Offer nothing yet.

        Args:
            line: The line.
            first: Whether the first is chosen already, so that Enter takes it: where only what is
                offered can be meant.
        """
        super().__init__(line)
        self._line, self._first = line, first
        self._texts = QStringListModel(self)
        self._completer = QCompleter(self._texts, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setMaxVisibleItems(_MOST)
        self._completer.setWidget(line)
        self._completer.activated.connect(self._take)
        popup = self._completer.popup()
        assert popup is not None  # noqa: S101 - it is made when it is asked for
        self._popup = popup
        self._popup.setAccessibleName("可以选的")
        self._popup.setObjectName("offering")
        self._popup.installEventFilter(self)

    @property
    def texts(self) -> list[str]:
        """What is offered; it need not be seen any more."""
        return self._texts.stringList()

    @property
    def showing(self) -> bool:
        """Whether the list is seen."""
        return isValid(self._popup) and self._popup.isVisible()

    @property
    def open(self) -> bool:
        """Whether the person still chooses: the list is seen and the line has the keys."""
        return self.showing and self._line.hasFocus()

    @property
    def chosen(self) -> int | None:
        """The place that is chosen in the list, while it is seen."""
        index = self._popup.currentIndex()
        return index.row() if self.showing and index.isValid() else None

    def offer(self, texts: Sequence[str]) -> None:
        """Show texts while the line has the keys; none closes the list."""
        self._texts.setStringList(list(texts))
        if not texts:
            self.hide()
        elif self._line.hasFocus():
            self._completer.complete()
            index = self._completer.completionModel().index(0, 0)
            self._popup.setCurrentIndex(index if self._first else QModelIndex())

    def hide(self) -> None:
        """Close the list."""
        self._popup.hide()

    def _take(self, text: str) -> None:
        texts, row = self.texts, self._popup.currentIndex().row()
        self.taken.emit(row if 0 <= row < len(texts) and texts[row] == text else texts.index(text))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Override: Enter with nothing chosen is the line's, as if there were no list."""
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() in _ENTER
            and self.chosen is None
        ):
            self.hide()
            key = QKeyEvent(event.type(), event.key(), event.modifiers(), event.text())
            target = self._line.focusProxy() or self._line
            QApplication.sendEvent(target, key)
            return True
        return super().eventFilter(watched, event)
