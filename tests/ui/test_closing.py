"""Closing the window while work goes on: it asks, and nothing is cut in two."""

import threading
import time

import pytest
from PySide6.QtWidgets import QMessageBox, QPushButton

from jianxi_desktop.domain.progress import StoppedError
from jianxi_desktop.ui.jobs import Jobs
from jianxi_desktop.ui.window import Window


@pytest.fixture
def working(qtbot, office):
    """A window on an office whose long work writes as long as it may."""
    jobs = Jobs()
    window = Window(jobs)
    qtbot.addWidget(window, before_close_func=_forget)
    window.show()
    window.enter(office)
    window.gate, window.ended = threading.Event(), []

    def work(progress):
        with office.change("import"):
            while not window.gate.is_set():
                progress(1, 2)
                time.sleep(0.01)
        return "whole"

    jobs.run_long(work, window.ended.append, window.ended.append, title="正在导入")
    yield window
    window.gate.set()
    jobs.close()


def _forget(window):
    window._leaving = True


def press(window, verb):
    (box,) = (each for each in window.findChildren(QMessageBox) if each.isVisible())
    next(each for each in box.findChildren(QPushButton) if each.text() == verb).click()


def test_that_closing_asks_and_may_be_thought_better_of(working):
    working.close()

    press(working, "不关闭")
    assert working.isVisible()
    assert working.jobs.busy


def test_that_closing_stops_the_work_cleanly(working, qtbot):
    stopped = []
    working.jobs._finished.connect(lambda outcome: stopped.append(outcome[2]))
    working.close()

    press(working, "停下来，关闭")
    qtbot.waitUntil(lambda: not working.isVisible())

    # Reading ends by itself; and the window may be gone before this was told.
    qtbot.waitUntil(lambda: any(isinstance(each, StoppedError) for each in stopped))


def test_that_the_window_closes_when_the_work_is_done(working, qtbot):
    working.close()
    press(working, "做完再关闭")
    assert working.isVisible()
    assert "做完后" in working.notices.text.text()

    working.gate.set()
    qtbot.waitUntil(lambda: not working.isVisible())

    assert working.ended == ["whole"]
