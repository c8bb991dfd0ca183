"""The program's member page on a window off screen, for measuring keys and jumps until painted."""

import time
from pathlib import Path

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication

from jianxi_desktop.services.office import open_office
from jianxi_desktop.ui import theme
from jianxi_desktop.ui.jobs import Jobs
from jianxi_desktop.ui.window import Window

_PATIENCE = 60.0


class Page(QObject):
    """The member page, 1366 × 768, with its worker thread."""

    def __init__(self, path: Path, password: str) -> None:
        self._app = QApplication.instance() or QApplication([])
        super().__init__()
        theme.apply_theme(self._app)
        self._office = open_office(path, password)
        self._jobs = Jobs()
        self._window = Window(self._jobs)
        self._window.resize(1366, 768)
        self._window.show()
        desk = self._window.enter(self._office)
        desk.open_screen("list:person")
        self._screen = desk.shown
        self._table, self._view = self._screen.table, self._screen.view
        self._arrived = self._painted = self._whole = False
        self._table.arrived.connect(self._note_arrival)
        self._table.counted.connect(self._note_count)
        self._view.viewport().installEventFilter(self)
        self._wait(lambda: self._whole)

    def type(self, words: str) -> float:
        """Put words into the search field; give the seconds until the result is painted."""
        if self._screen.search.text() == words:
            return 0.0
        self._arrived = self._painted = self._whole = False
        begun = time.perf_counter()
        self._screen.search.setText(words)
        self._wait(lambda: self._painted or (self._arrived and not self._table.rowCount()))
        taken = time.perf_counter() - begun
        self._wait(lambda: self._whole)  # a person thinks before the next key
        return taken

    def jump(self, part: float) -> float:
        """Scroll to a part of the whole list; give the seconds until its lines are painted."""
        row = int(part * self._table.rowCount())
        begun = time.perf_counter()
        self._view.verticalScrollBar().setValue(row)
        self._wait(lambda: self._table.line(self._view.top_row()) is not None)
        self._view.viewport().repaint()
        return time.perf_counter() - begun

    def turn(self, column: int) -> tuple[float, float, float]:
        """Put the list in the order of a column.

        Returns:
            Milliseconds until the first page is painted, until the whole order is known, and the
            longest in which the window did not answer.
        """
        self._arrived = self._painted = self._whole = False
        begun = last = time.perf_counter()
        gap = shown = 0.0
        self._view.turned.emit(column)
        while not self._whole:
            self._app.processEvents()
            now = time.perf_counter()
            gap, last = max(gap, now - last), now
            if self._painted and not shown:
                shown = now - begun
            if now - begun > 6 * _PATIENCE:
                raise SystemExit("the page did not answer")
        return 1000 * shown, 1000 * (time.perf_counter() - begun), 1000 * gap

    def close(self) -> None:
        """End the worker and close the database."""
        self._view.viewport().removeEventFilter(self)
        self._jobs.close()
        self._office.close()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note a paint of what has arrived; it is done when the events have been processed."""
        if self._arrived and event.type() == QEvent.Type.Paint:
            self._painted = True
        return super().eventFilter(watched, event)

    def _note_arrival(self) -> None:
        self._arrived = True

    def _note_count(self, _count: int) -> None:
        self._whole = True

    def _wait(self, done) -> None:
        end = time.perf_counter() + _PATIENCE
        while not done():
            self._app.processEvents()
            if time.perf_counter() > end:
                raise SystemExit("the page did not answer")
