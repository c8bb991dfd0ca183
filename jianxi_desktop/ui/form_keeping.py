"""Keeps what is typed in a form and not saved, so that a power cut loses no more than a moment."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, QTimer

from jianxi_desktop.services import drafts
from jianxi_desktop.services.drafts import Draft, Kept
from jianxi_desktop.ui.screen import Desk

_AFTER = 400  # milliseconds


class FormKeeping(QObject):
    """Writes the draft of one form while it is typed in, and takes it away once it is saved.

    One draft is on its way at a time; what is typed meanwhile follows in the next.

    Attributes:
        interval: Milliseconds from a key to the draft that holds it.
        kept: Where the draft is kept.
    """

    def __init__(self, parent: QObject, desk: Desk, draft: Callable[[], Draft | None]) -> None:
        """Begin with nothing kept.

        Args:
            parent: What the form stands on.
            desk: The desk.
            draft: Gives what is typed and not saved; ``None``: nothing is.
        """
        super().__init__(parent)
        self._desk, self._draft = desk, draft
        self.interval = _AFTER
        self.kept = Kept()
        self._last: Draft | None = None
        self._on_its_way = self._over = self._failed = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.keep)

    def go_on(self, draft: Draft) -> None:
        """Go on from a draft that was kept before: it is kept in the same place."""
        self.kept = draft.kept
        self._last = draft

    def note(self) -> None:
        """Hear that something was typed, or taken back."""
        if not self._over and not self._timer.isActive():
            self._timer.start(self.interval)

    def keep(self) -> None:
        """Keep what is typed now; take the draft away where nothing is any more."""
        self._timer.stop()
        if self._over or self._on_its_way:
            return
        draft = self._draft()
        if draft is None:
            self._drop()
        elif draft != self._last:
            self._last = draft
            self._on_its_way = True
            work = partial(drafts.keep, self._desk.office, self.placed(draft))
            self._desk.jobs.run(work, self._take_kept, self._say_not_kept)

    def placed(self, draft: Draft) -> Draft:
        """Say of a draft where it is kept, so that it is not kept twice."""
        return replace(draft, kept=self.kept)

    def begin_anew(self) -> None:
        """Hear that all was saved; more may be typed in the same form."""
        self._timer.stop()
        self._drop()

    def end(self) -> None:
        """Hear that the form is left, saved or given up."""
        self._over = True
        self.begin_anew()

    def _drop(self) -> None:
        """Take the draft away, also one that is still on its way."""
        if self._last is not None:
            self._last = None
            self._desk.jobs.run(partial(drafts.drop, self._desk.office, self.kept), _nothing)

    def _take_kept(self, _nothing: None) -> None:
        self._on_its_way = self._failed = False
        if not self._over and self._draft() != self._last:
            self.note()

    def _say_not_kept(self, error: Exception) -> None:
        self._on_its_way = False
        if not self._failed:  # it is said once, not at every key
            self._failed = True
            self._desk.report(error)


def _nothing(_result: None) -> None:
    """Nobody waits for it."""
