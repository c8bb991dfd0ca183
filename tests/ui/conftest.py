"""Fixtures of the window: jobs that run at once, a window on the demonstration."""

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

from jianxi_desktop.ui import theme
from jianxi_desktop.ui.chinese import speak_chinese
from jianxi_desktop.ui.jobs import Jobs
from jianxi_desktop.ui.window import Window


@pytest.fixture(scope="session")
def qapp(qapp):
    """The application with our looks, speaking Chinese."""
    theme.apply_theme(QApplication.instance())
    speak_chinese(QApplication.instance())
    return qapp


@pytest.fixture(autouse=True)
def _let_go(qapp):
    """Delete the windows of a test with it; a whole run would keep hundreds, each drawn anew."""
    yield
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def jobs(qtbot, jobs_at_once):
    """Jobs whose results are there when ``run`` returns."""
    made = Jobs(jobs_at_once)
    yield made
    made.close()


@pytest.fixture
def open_window(qtbot, jobs):
    """Open a window on an office, shown as large as the smallest screen."""

    def open_on(office):
        window = Window(jobs)
        qtbot.addWidget(window, before_close_func=_forget)
        window.resize(1366, 768)
        window.show()
        return window.enter(office)

    return open_on


def _forget(window):
    """Let a window close without its question about unsaved changes."""
    window._leaving = True


@pytest.fixture
def open_members(open_window):
    """Open a window on an office, at the list of its members."""

    def open_on(office):
        desk = open_window(office)
        desk.open_screen("list:person")
        return desk

    return open_on


@pytest.fixture
def bench(open_members, demo):
    """A workbench on a community of invented people, at the list of its members."""
    return open_members(demo)


class QuietDesk:
    """As much of a desk as a form needs; what it is told stands in ``said``."""

    def __init__(self, office, jobs):
        self.office, self.jobs, self.said = office, jobs, []

    def warn(self, text, **_more):
        self.said.append(text)

    def unsay(self, text):
        self.said = [each for each in self.said if each != text]

    def report(self, error):
        self.said.append(error)


@pytest.fixture
def quiet_desk(office, jobs):
    """A desk without a window, for forms alone."""
    return QuietDesk(office, jobs)


@pytest.fixture
def watch_model(qtbot):
    """Let Qt's own tester follow a model; a wrong word of the model fails the test."""
    kept = []

    def watch(model):
        mode = QAbstractItemModelTester.FailureReportingMode.Warning
        kept.append(QAbstractItemModelTester(model, mode))
        return model

    yield watch
    kept.clear()
