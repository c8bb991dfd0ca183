"""Locking: nothing is left on the screen, the file is closed, and one comes back to one's work."""

import weakref
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QTableView, QTreeView

from jianxi_desktop.schema.query import Filter, Query
from jianxi_desktop.services import office as offices
from jianxi_desktop.services import records
from jianxi_desktop.services.demo import DEMO_PASSWORD
from jianxi_desktop.ui.clipboard import shared
from jianxi_desktop.ui.closing import SAID
from jianxi_desktop.ui.lock import Lock, minutes_of
from jianxi_desktop.ui.minutes_dialog import MinutesDialog
from jianxi_desktop.ui.screen import Edited
from jianxi_desktop.ui.window import Window


class Clock:
    """Seconds that go on when they are told to."""

    now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def doors():
    """What was shown in place of the desk."""
    return []


@pytest.fixture
def lock(qtbot, jobs, clock, doors):
    window = Window(jobs)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    made = Lock(window, lambda *shown: doors.append(shown), clock=clock)
    yield made
    made.watch.stop()


@pytest.fixture
def inside(lock, demo):
    """The window at work in the demonstration."""
    desk = lock.enter(demo)
    desk.open_screen("list:person")
    return desk


def settle():
    """Let what is to be deleted be deleted."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.processEvents()


def open_files():
    """Name the files this process holds open."""
    return [str(link.resolve()) for link in Path("/proc/self/fd").iterdir()]


def again(demo):
    return offices.open_office(demo.path, DEMO_PASSWORD)


def test_that_a_locked_window_shows_no_data_and_holds_no_file(inside, lock, demo, doors):
    inside.open_screen("form", Edited("person", inside.screen_of("list:person").table.line(0).id))
    inside.commands.trigger("help.page")
    shared().put("李𠮷\t13800001234")

    inside.commands.trigger("window.lock")
    settle()

    window = lock.parent()
    for kind in (QTableView, QTreeView, QLineEdit, QDialog):
        assert window.findChildren(kind) == []
    assert window.workbench is None
    assert [menu.text() for menu in window.menuBar().actions()] == ["外观"]
    assert demo.user not in window.status.whose.text()
    assert QGuiApplication.clipboard().text() == ""
    assert str(demo.path) not in open_files()
    assert doors == [(demo.path, demo.account.id, None)]


def test_that_what_waits_is_told_after_locking_too(inside, lock):
    lock.lock()
    settle()

    window = lock.parent()
    window.jobs.lined_up.emit()

    assert window.status.waiting.menu() is not None


def test_that_five_minutes_without_a_key_lock(inside, lock, clock, doors):
    clock.now += 50
    lock.watch.look()
    for _ in range(4):
        clock.now += 50
        lock.watch.look()
    assert doors == []

    clock.now += 50
    lock.watch.look()

    assert len(doors) == 1


def test_that_a_key_begins_the_minutes_anew(inside, lock, clock, doors, qtbot):
    for _ in range(8):
        clock.now += 50
        lock.watch.look()
        qtbot.keyClick(inside, "x")

    assert doors == []


def test_that_the_minutes_are_chosen_and_kept_on_this_pc(inside, lock, clock, doors):
    inside.commands.trigger("window.minutes")
    dialog = lock.parent().findChild(MinutesDialog)
    dialog.minutes.setValue(1)
    dialog.accept()

    clock.now += 50
    lock.watch.look()
    clock.now += 50
    lock.watch.look()

    assert len(doors) == 1
    assert minutes_of(lock.parent()) == 1


def test_that_a_pc_that_slept_is_locked(inside, lock, clock, doors):
    clock.now += 90

    lock.watch.look()

    assert len(doors) == 1


def test_that_long_work_is_not_interrupted_and_locks_when_it_has_ended(
    lock, inside, clock, doors, qtbot
):
    def work(progress):
        inside.commands.trigger("window.lock")
        clock.now += 3600
        lock.watch.look()
        assert doors == []

    inside.jobs.run_long(work, lambda _: None, title="导入花名册")

    qtbot.waitUntil(lambda: len(doors) == 1)


def test_that_one_comes_back_to_the_screen_one_left(inside, lock, demo):
    inside.open_screen("list:venue")
    lock.lock()

    desk = lock.enter(again(demo))

    assert desk.shown.key == "list:venue"
    desk.office.close()


def test_that_a_list_comes_back_as_it_was_looked_at(inside, lock, demo, qtbot):
    people = inside.shown
    query = Query(filters=(Filter("sex", "1"),), order="born_on", descending=True)
    people.show_query(query, ("name", "born_on", "education"))

    def is_read():
        people.table.need(70, 70)  # what was asked before may still come, and take its place
        return people.table.shown == query and people.table.line(70) is not None

    qtbot.waitUntil(is_read)
    people.view.setCurrentIndex(people.table.index(70, 1))
    top, record = people.view.verticalScrollBar().value(), people.table.line(70).id
    inside.open_screen("list:venue")
    lock.lock()

    desk = lock.enter(again(demo))
    desk.open_screen("list:person")

    people = desk.shown
    qtbot.waitUntil(lambda: people.view.currentIndex().row() == 70)
    qtbot.waitUntil(lambda: people.table.line(70) is not None)
    assert people.table.line(70).id == record
    assert people.view.verticalScrollBar().value() == top > 0
    assert people.table.query == query
    assert people.columns.keys == ("name", "born_on", "education")
    desk.office.close()


def test_that_a_number_that_was_looked_for_is_not_kept_while_it_is_locked(inside, lock, demo):
    inside.shown.search.setText("13800001921")
    lock.lock()

    desk = lock.enter(again(demo))

    assert desk.shown.key == "list:person"
    assert desk.shown.search.text() == ""
    desk.office.close()


def test_that_what_was_typed_comes_back_to_its_account_alone(inside, lock, demo):
    line = inside.screen_of("list:person").table.line(0)
    inside.open_screen("form", Edited("person", line.id))
    inside.shown.form.editor("phone").line.setText("138 0000 1921")
    inside.shown.form.editor("branch").line.setText("还没写完")
    lock.lock()
    settle()

    desk = lock.enter(again(demo))

    form = desk.shown.form
    assert form.dirty
    assert form.editor("phone").line.text() == "138 0000 1921"
    assert form.seen.id == line.id
    assert "没有保存的内容已恢复" in lock.parent().notices.text.text()
    form.editor("phone").line.setText("13800001921")
    form.forget()
    desk.office.close()


def test_that_a_new_record_that_was_typed_is_saved_after_unlocking(inside, lock, demo):
    given = {"branch": demo.unit.organisation}
    inside.open_screen("form", Edited("person", given=given))
    inside.shown.form.editor("name").line.setText("龙一一")
    inside.shown.form.editor("status").combo.setEditText("正式党员")
    lock.lock()

    desk = lock.enter(again(demo))
    desk.shown.save()

    assert not desk.shown.dirty
    people = desk.office.catalog["person"]
    found = records.find_record(desk.office, people, desk.shown.form.seen.id)
    assert found.values["name"] == "龙一一"
    desk.office.close()


def test_that_closing_puts_the_office_away_and_shows_nothing_of_it(inside, lock, demo):
    window = lock.parent()

    window.close()
    settle()

    assert not window.isVisible()
    assert window.findChildren(QTableView) == []
    assert str(demo.path) not in open_files()


def test_that_what_went_wrong_on_closing_is_said_at_the_next_start(lock, demo):
    lock.parent().memory.keep_text(SAID, "磁盘已满。")

    desk = lock.enter(demo)

    notices = lock.parent().notices
    assert notices.text.text() == "上次关闭时没有备份成：磁盘已满。"
    notices.clear()
    desk.office.close()
    lock.enter(again(demo)).office.close()
    assert not notices.isVisible()


def test_that_marks_of_an_attendance_come_back_too(inside, lock, demo):
    line = records.list_rows(demo, demo.catalog["activity"], demo.catalog["activity"].listing, [1])
    inside.open_screen("form", Edited("activity", line[0].id))
    table = inside.shown.parts[0].table
    before = table.marks
    table.mark(0, "leave" if table.marks[table._people[0].person][0] != "leave" else "present")
    typed = table.marks
    assert typed != before
    lock.lock()

    desk = lock.enter(again(demo))

    panel = desk.shown.parts[0]
    assert panel.table.marks == typed
    assert panel.dirty
    panel.forget()
    desk.office.close()


def test_that_nothing_that_was_read_stays_in_memory(lock, demo, doors, qtbot):
    opened = again(demo)
    desk = weakref.ref(lock.enter(opened))
    texts = weakref.ref(desk().screen_of("list:person").table)
    kept = weakref.ref(opened)
    del opened

    lock.lock()
    settle()

    qtbot.waitUntil(lambda: desk() is None)
    assert texts() is None
    assert kept() is None
