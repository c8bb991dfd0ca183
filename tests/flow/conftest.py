"""The window of tests/ui, with the worker thread it has at work."""

import pytest

from jianxi_desktop.ui.jobs import Jobs
from jianxi_desktop.ui.window import Window
from tests.ui.conftest import qapp  # noqa: F401 - the application with our looks


@pytest.fixture
def open_window(qtbot):
    """Open a window on an office, with a worker thread of its own."""
    opened = []

    def open_on(office):
        jobs = Jobs()
        window = Window(jobs)
        opened.append((window, jobs))
        qtbot.addWidget(window, before_close_func=_forget)
        window.resize(1366, 768)
        window.show()
        return window.enter(office)

    yield open_on
    for _window, jobs in opened:
        jobs.close()


def _forget(window):
    """Let a window close without its question about unsaved changes."""
    window._leaving = True
