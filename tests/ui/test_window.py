"""The frame: navigation, progress, errors, help, and what it remembers."""

import subprocess
import sys
import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog

from jianxi_desktop import settings
from jianxi_desktop.errors import InputError
from jianxi_desktop.ui.help_page import whole_manual
from jianxi_desktop.ui.jobs import Jobs
from jianxi_desktop.ui.screen import Edited
from jianxi_desktop.ui.window import Window


def test_that_the_navigation_lists_every_ledger_with_an_area_and_every_screen(open_window, demo):
    bench = open_window(demo)
    listed = {f"list:{ledger.key}" for ledger in demo.catalog if ledger.area}

    assert listed <= {place.key for place in bench.places}
    assert bench.shown.key == "home"
    assert bench.window().windowTitle() == "武汉路社区 — 涧西党建工作台"


def test_that_every_screen_opens_and_has_its_help(bench, qtbot):
    pages = {page.key: page.text for page in whole_manual()}
    for place in bench.places:
        bench.open_screen(place.key)
        assert bench.shown.key == place.key
        page, _, part = bench.shown.help_page().partition("#")
        assert f"\n## {part}\n" in pages[page] if part else page in pages, place.key
    bench.open_screen("form", Edited("person"))
    assert bench.shown.help_page() in pages


def test_that_back_leads_along_the_way_one_came(bench):
    bench.open_screen("list:venue")
    bench.open_screen("list:activity")

    bench.commands.trigger("window.back")
    assert bench.shown.key == "list:venue"
    bench.commands.trigger("window.back")
    assert bench.shown.key == "list:person"
    bench.commands.trigger("window.back")
    assert bench.shown.key == "home"
    assert not bench.commands.is_on("window.back")


def test_that_a_shortcut_opens_a_screen(bench, qtbot):
    second = next(place for place in bench.places if place.area == "党员")
    with qtbot.waitActive(bench.window()):
        bench.window().activateWindow()

    qtbot.keyClick(bench.window().windowHandle(), Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)

    assert bench.shown.key == second.key


def test_that_long_work_shows_its_title_and_can_be_stopped(qtbot):
    jobs, begun, failures = Jobs(), threading.Event(), []
    window = Window(jobs)
    qtbot.addWidget(window)
    window.show()

    def work(progress):
        for step in range(10_000_000):
            progress(step, 10_000_000)
            begun.set()

    jobs.run_long(work, lambda _: None, failures.append, title="导入花名册")
    assert window.status.doing.text() == "正在导入花名册…"
    qtbot.waitUntil(begun.is_set)
    window.status.stop.click()
    qtbot.waitUntil(lambda: bool(failures))

    assert not window.status.stop.isVisible()


def test_that_an_error_is_said_in_the_window_with_its_details(bench, qtbot):
    error = InputError("no", user_message="文件里有2行要改正。", details=("第3行：缺姓名",))

    bench.report(error)

    notices = bench.window().notices
    assert notices.text.text() == "文件里有2行要改正。"
    notices.action.click()
    box = next(d for d in bench.window().findChildren(QDialog) if d.isVisible())
    assert "第3行" in box.informativeText()
    box.close()


def test_that_a_job_without_a_taker_for_its_failure_is_said_as_a_bug(bench, caplog):
    bench.jobs.run(lambda: 1 / 0, lambda _: None)

    assert "程序出错" in bench.window().notices.text.text()
    assert "ZeroDivisionError" in caplog.text


def test_that_a_warning_goes_with_the_page_it_was_about(bench):
    bench.warn("还没有保存：有2处需要改正。")

    bench.open_screen("list:venue")

    assert not bench.window().notices.isVisible()


@pytest.fixture
def closed(qtbot, jobs):
    window = Window(jobs)
    qtbot.addWidget(window)
    window.resize(700, 540)
    window.show()
    window.close()
    return window


def test_that_the_size_is_remembered_outside_any_database(closed, qtbot, jobs_at_once):
    kept = settings.state_folder() / "window.ini"
    closed.memory.keep_widths("person", {"name": 123})
    del closed

    again = Window(Jobs(jobs_at_once))
    qtbot.addWidget(again)

    assert (again.width(), again.height()) == (700, 540)
    assert again.memory.widths_of("person") == {"name": 123}
    again.memory._kept.sync()
    assert kept.exists()


def test_that_a_window_with_unsaved_changes_asks_before_it_closes(bench):
    bench.open_screen("form", Edited("person"))
    bench.shown.form.editor("name").line.setText("张三")

    bench.window().close()

    assert bench.window().isVisible()
    bench.shown.form.forget()
    bench.window().close()
    assert not bench.window().isVisible()


@pytest.mark.parametrize(
    "module", ["form_screen", "history_dialog", "list_screen", "screens.parts"]
)
def test_that_a_page_can_be_imported_before_all_others(module):
    """One list of all pages in the package of their blocks made this a matter of luck."""
    command = [sys.executable, "-c", f"import jianxi_desktop.ui.{module}"]

    subprocess.run(command, check=True, capture_output=True)
