"""Keeps what is typed in a form and not saved, so that a power cut loses no more than a moment."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, QTimer

from jianxi_desktop.errors import JianxiError
from jianxi_desktop.schema.ledger import Ledger, Values
from jianxi_desktop.services import drafts
from jianxi_desktop.services.drafts import Draft, Kept
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.records import Saved, Saver, Seen
from jianxi_desktop.ui.screen import Desk, Edited

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
        self._on_its_way = self._over = self._failed = self._held = False
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
        if self._over or self._on_its_way or self._held:
            return
        draft = self._draft()
        if draft is None:
            self._drop()
        elif draft != self._last:
            self._last = draft
            self._on_its_way = True
            work = partial(drafts.keep, self._desk.office, self.placed(draft))
            self._desk.jobs.run(work, self._take_kept, self._say_not_kept)

    def hold(self) -> None:
        """Keep what is typed, then nothing until it is known whether that was saved."""
        self.keep()
        self._held = True

    def release(self) -> None:
        """Hear that it was not saved: what is typed is kept again."""
        self._held = False
        self.note()

    def lead_back(self, name: str, told: str) -> None:
        """Say that what was left while it was being saved was refused; nothing typed is lost."""
        draft = self._draft()
        if draft is not None:
            self.keep()
            act = partial(self._desk.open_screen, "form", Edited(draft.ledger, draft=draft))
            self._desk.warn(f"“{name}”没有保存：{told}", act=act, verb="接着改")

    def saver(self, saver: Saver) -> Saver:
        """Let what saves the form take its draft away as well, whether anybody waits or not."""
        return partial(_save_and_drop, saver, self.kept)

    def placed(self, draft: Draft) -> Draft:
        """Say of a draft where it is kept, so that it is not kept twice."""
        return replace(draft, kept=self.kept)

    def begin_anew(self) -> None:
        """Hear that all was saved; more may be typed in the same form."""
        self._held = False
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


def _save_and_drop(
    saver: Saver, kept: Kept, office: Office, ledger: Ledger, values: Values, seen: Seen | None
) -> Saved:
    saved = saver(office, ledger, values, seen)
    with suppress(JianxiError):  # it is saved; who waits for it drops the draft again and hears
        drafts.drop(office, kept)
    return saved


def _nothing(_result: None) -> None:
    """Nobody waits for it."""
