"""Keeps what is typed and not saved, every few seconds and whenever the page is left."""

from functools import partial

from PySide6.QtCore import QObject, QTimer

from jianxi_desktop.domain.rights import Right
from jianxi_desktop.services import entry_drafts
from jianxi_desktop.ui.screen import Desk
from jianxi_desktop.ui.screens.entry_desk import EntryDesk

_EVERY = 3_000  # milliseconds


class EntryKeeping(QObject):
    """Writes drafts of the sheet that is open, and takes them away.

    Attributes:
        interval: Milliseconds from the first key to a draft of all that is typed by then.
    """

    def __init__(self, desk: Desk, sheet: EntryDesk) -> None:
        super().__init__(sheet)
        self._desk, self._sheet = desk, sheet
        self._held = False
        self._may = Right.EDIT in desk.office.account.rights
        self._kept: object = None
        self.interval = _EVERY
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.keep)
        sheet.changed.connect(self._begin)
        sheet.renamed.connect(self._drop)

    def keep(self) -> bool:
        """Keep what is typed now, if anything is; tell whether there was."""
        self._timer.stop()
        sheet = self._sheet
        if self._held or not self._may or not sheet.dirty or sheet.opened is None:
            return False
        found, typed = sheet.opened.entry.sheet, sheet.draft()
        if (found.visit, sheet.scorer, typed) != self._kept:
            self._kept = (found.visit, sheet.scorer, typed)
            work = partial(
                entry_drafts.keep_draft, self._desk.office, found.visit, sheet.scorer, typed
            )
            self._desk.jobs.run(work, _nothing)
        return True

    def hold(self) -> None:
        """Keep what is typed, then nothing until it is known whether that was saved."""
        self.keep()
        self._held = True

    def release(self) -> None:
        """Hear that it was not saved: what is typed is kept again."""
        self._held = False
        self._begin()

    def forget(self) -> None:
        """Stop keeping: the sheet is saved, or its draft is wanted no more."""
        self._held = False
        self._timer.stop()
        self._kept = None

    def drop(self) -> None:
        """Take the draft of the sheet that is open away."""
        self.forget()
        self._drop(self._sheet.scorer)

    def _drop(self, scorer: str) -> None:
        opened = self._sheet.opened
        if opened is not None:
            visit = opened.entry.sheet.visit
            work = partial(entry_drafts.drop_draft, self._desk.office, visit, scorer)
            self._desk.jobs.run(work, _nothing)

    def _begin(self) -> None:
        if self._sheet.dirty and not self._timer.isActive():
            self._timer.start(self.interval)


def _nothing(_result: None) -> None:
    """Nobody waits for it."""
