"""The program starts: an empty frame, then the right door, then the work."""

import logging
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from jianxi_desktop import app, settings
from jianxi_desktop.services import backups
from jianxi_desktop.ui.screens.unlock import UnlockPage
from jianxi_desktop.ui.screens.welcome import WelcomePage
from jianxi_desktop.ui.window import Window


@pytest.fixture
def start(qtbot, qapp, monkeypatch):
    """Begin as ``main`` does, and take back what it does to the process."""
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    logger = logging.getLogger("jianxi_desktop")
    before = list(logger.handlers)
    windows = []

    def begin(*argv):
        path, demo = app._read_arguments(argv)
        window = Window()
        window._leaving = True
        qtbot.addWidget(window)
        windows.append(window)
        window.show()
        started = app.Start(QApplication.instance(), window, path, demo=demo)
        started.begin()
        return window

    yield begin
    for window in windows:
        window.close()
    for handler in set(logger.handlers) - set(before):
        logger.removeHandler(handler)
        handler.close()
    logger.setLevel(logging.NOTSET)


def test_that_a_pc_without_a_database_is_welcomed(start, qtbot):
    window = start()

    qtbot.waitUntil(lambda: isinstance(window.page, WelcomePage))


def test_that_a_database_is_asked_for_its_password(start, qtbot, founded):
    window = start("--database", str(founded / "community.jxdb"))

    qtbot.waitUntil(lambda: isinstance(window.page, UnlockPage))


def test_that_a_database_that_is_gone_is_offered_back_from_its_backup(start, qtbot, office):
    made = backups.backup(office)
    office.close()
    for suffix in ("", ".keys"):
        Path(f"{office.path}{suffix}").unlink()

    window = start("--database", str(office.path))

    qtbot.waitUntil(lambda: isinstance(window.page, UnlockPage))
    page = window.page.restoring
    qtbot.waitUntil(lambda: page.users.count() == 1)
    assert page.isVisible()
    assert page.made.currentData() == made.backup.file


def test_that_the_demonstration_opens_without_asking(start, qtbot, founded):
    target = settings.demo_database()
    target.parent.mkdir(parents=True)
    for suffix in ("", ".keys"):
        shutil.copy(founded / f"demo.jxdb{suffix}", f"{target}{suffix}")

    window = start("--demo")

    qtbot.waitUntil(lambda: window.workbench is not None)
    qtbot.waitUntil(lambda: window.workbench.shown.found is not None)
    assert "武汉路社区" in window.windowTitle()


def test_that_a_demonstration_that_was_tried_is_not_what_opens_next(start, qtbot, founded):
    target = settings.demo_database()
    target.parent.mkdir(parents=True)
    for suffix in ("", ".keys"):
        shutil.copy(founded / f"demo.jxdb{suffix}", f"{target}{suffix}")
    window = start()
    qtbot.waitUntil(lambda: isinstance(window.page, WelcomePage))

    window.page.try_out.click()

    qtbot.waitUntil(lambda: window.workbench is not None)
    qtbot.waitUntil(lambda: "演示数据" in window.notices.text.text())
    assert settings.known_offices() == {}


def test_that_the_first_demonstration_is_made_with_progress(start, qtbot):
    window = start("--demo")

    qtbot.waitUntil(lambda: window.jobs.busy)
    assert window.status.stop.isVisible()
    qtbot.waitUntil(lambda: window.workbench is not None, timeout=60_000)


def said_by(code):
    """Give the words that an interpreter of its own prints."""
    said = subprocess.run(
        [sys.executable, "-c", code],
        cwd=settings.resource().parent,
        capture_output=True,
        text=True,
        check=True,
    )
    return said.stdout.split()


HEAVY = ("sqlalchemy", "openpyxl", "reportlab", "pypinyin", "jianxi_desktop.services")


def test_that_nothing_heavy_is_loaded_before_the_first_painting():
    loaded = said_by("import sys, jianxi_desktop.app; print(*sorted(sys.modules))")

    assert [name for name in loaded if name.startswith(HEAVY)] == []
    assert "jianxi_desktop.ui.theme" not in loaded


def test_that_types_of_qt_are_whole_before_two_threads_ask_for_them():
    unmade = "print(*(n for m in (QtCore, QtGui, QtWidgets) for n in dir(m) if n not in vars(m)))"
    begin = "from PySide6 import QtCore, QtGui, QtWidgets; from jianxi_desktop.ui import qt_types"

    assert said_by(f"{begin}; qt_types.make_types(); {unmade}") == []


@pytest.mark.parametrize(
    ("around", "named"),
    [
        ({"XMODIFIERS": "@im=fcitx"}, "ibus"),
        ({"QT_IM_MODULE": "fcitx"}, "ibus"),
        ({"QT_IM_MODULE": "fcitx", "WAYLAND_DISPLAY": "wayland-0"}, "fcitx"),
        ({"QT_IM_MODULE": "xim"}, "xim"),
    ],
)
def test_that_fcitx_is_reached_through_the_plugin_there_is(monkeypatch, around, named):
    for name in ("QT_IM_MODULE", "XMODIFIERS", "WAYLAND_DISPLAY"):
        monkeypatch.setenv(name, "")
    for name, value in around.items():
        monkeypatch.setenv(name, value)

    app._name_input_method()

    assert app.os.environ["QT_IM_MODULE"] == named
