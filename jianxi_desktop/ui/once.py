"""Lets a page save one thing at a time: what is asked for again meanwhile is on its way already."""

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject

from jianxi_desktop.ui.jobs import Jobs

T = TypeVar("T")


class Once(QObject):
    """Runs short work for a page, and none while the work before is not done.

    Attributes:
        on_its_way: Whether something is being saved, or waits to be.
    """

    def __init__(self, page: QObject, jobs: Jobs) -> None:
        super().__init__(page)
        self._jobs = jobs
        self.on_its_way = False

    def run(
        self,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """Start ``work`` as ``Jobs.run`` does, unless something is on its way."""
        if not self.on_its_way:
            self.on_its_way = True
            told = failed or self._jobs.unhandled.emit
            self._jobs.run(work, partial(self._end, done), partial(self._end, told))

    def _end(self, then: Callable[[T], None], outcome: T) -> None:
        self.on_its_way = False
        then(outcome)
