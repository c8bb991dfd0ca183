"""Refreshes the desk when other seats of the district's server wrote something."""

import contextlib
import weakref
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from jianxi_desktop.ui.screen import Desk

_GATHERED: Final = 300  # milliseconds: an import of many changes refreshes once


class OtherSeats(QObject):
    """Hears in a thread of the store, and tells the desk in its own.

    Signals:
        heard: Ledgers that another seat wrote; ``None``: any may have been.
    """

    heard = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk if isinstance(desk, QObject) else None)
        self._desk = desk
        self._touched: set[str] = set()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._refresh)
        self.heard.connect(self._gather)

    def listen(self) -> None:
        """Begin; a file has no other seats, and nothing is ever heard."""
        kept = weakref.ref(self)

        def told(ledgers: frozenset[str] | None) -> None:
            here = kept()
            if here is not None:
                # The desk may be taken away while this thread speaks.
                with contextlib.suppress(RuntimeError):
                    here.heard.emit(ledgers)

        self._desk.office.store.listen(told)

    def _gather(self, ledgers: frozenset[str] | None) -> None:
        every = (ledger.key for ledger in self._desk.office.catalog)
        self._touched |= frozenset(every) if ledgers is None else ledgers
        if not self._timer.isActive():  # who writes without end delays nothing without end
            self._timer.start(_GATHERED)

    def _refresh(self) -> None:
        touched, self._touched = frozenset(self._touched), set()
        if "code_item" in touched:
            self._desk.jobs.run(self._desk.office.lay_codes, lambda _: self._desk.changed(touched))
        else:
            self._desk.changed(touched)
