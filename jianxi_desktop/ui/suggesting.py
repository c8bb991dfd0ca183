"""Offers below a line what was written in the same field before."""

from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent

from jianxi_desktop.schema.ledger import Ledger
from jianxi_desktop.services.suggestions import Words, more_words, used_words
from jianxi_desktop.ui.editors import LineEditor
from jianxi_desktop.ui.offering import Offering
from jianxi_desktop.ui.screen import Desk

_MOST = 8


class Suggesting(QObject):
    """Completes one field of a form; reads what was used when the field is first come to."""

    def __init__(self, editor: LineEditor, desk: Desk, ledger: Ledger, key: str) -> None:
        super().__init__(editor)
        self._editor, self._desk = editor, desk
        self._ledger, self._key = ledger, key
        self._words: Words | None = None
        self.offering = Offering(editor.line, first=False)
        self.offering.taken.connect(self._take)
        editor.line.textEdited.connect(self._offer)
        editor.line.installEventFilter(self)

    def _read(self) -> None:
        if self._words is None:
            self._words = Words()
            work = partial(used_words, self._desk.office, self._ledger, self._key)
            self._desk.jobs.run(work, self._read_more)

    def _read_more(self, words: Words) -> None:
        """Offer the newest, and look for older ones beside everything else."""
        self._take_words(words)
        work = partial(more_words, self._desk.office, self._ledger, self._key, words)
        self._desk.jobs.run_newest(f"words.{id(self)}", work, self._take_words, beside=True)

    def _take_words(self, words: Words) -> None:
        if words is self._words:
            return
        self._words = words
        line = self._editor.line
        if line.isModified() and line.hasFocus():
            self._offer(line.text())

    def _offer(self, typed: str) -> None:
        words = self._words or Words()
        found = words.matching(typed, _MOST) if typed.strip() else ()
        self.offering.offer(() if found == (typed,) else found)

    def _take(self, place: int) -> None:
        line = self._editor.line
        line.selectAll()
        line.insert(self.offering.texts[place])  # Ctrl+Z gives back what was typed
        self._editor.changed.emit()
        self._editor.left.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Override: the field is come to; Alt+↓ shows what was used, whatever stands there."""
        del watched
        if event.type() == QEvent.Type.FocusIn:
            self._read()
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            alt = Qt.KeyboardModifier.AltModifier
            if event.key() == Qt.Key.Key_Down and event.modifiers() & alt:
                self.offering.offer((self._words or Words()).texts[:_MOST])
                return True
        return False
