"""While long work writes, lists are read and a form waits to be saved with what was typed."""

import threading

import pytest
from shiboken6 import isValid

from jianxi_desktop.db import write
from jianxi_desktop.schema.query import Query
from jianxi_desktop.services import drafts, records
from jianxi_desktop.ui.jobs import Jobs
from jianxi_desktop.ui.screen import Edited
from jianxi_desktop.ui.window import Window

LONG = 30_000  # milliseconds: what waits is done soon, but not on a busy machine


@pytest.fixture
def desk(qtbot, demo):
    """A window whose worker threads are real, on invented people."""
    jobs = Jobs()
    window = Window(jobs)
    qtbot.addWidget(window, before_close_func=lambda each: setattr(each, "_leaving", True))
    window.show()
    yield window.enter(demo)
    jobs.close()


@pytest.fixture
def writing(desk, qtbot):
    """Long work that writes until its gate is opened."""
    gate, begun = threading.Event(), threading.Event()

    def work(_progress):
        with desk.office.change("import"):
            begun.set()
            gate.wait(30)

    desk.jobs.run_long(work, lambda _: None, title="正在导入")
    qtbot.waitUntil(begun.is_set)
    yield gate
    gate.set()


def test_that_a_list_is_read_and_searched_while_long_work_writes(desk, writing, qtbot):
    desk.open_screen("list:person")
    people = desk.shown
    qtbot.waitUntil(lambda: people.table.line(0) is not None)
    everybody = people.table.rowCount()

    people.search.setText("zs")
    qtbot.waitUntil(lambda: people.table.rowCount() < everybody)

    assert desk.jobs.busy


def test_that_a_form_is_saved_when_the_long_work_has_written(desk, writing, qtbot):
    venue = desk.office.catalog["venue"]
    first = records.list_serials(desk.office, venue, Query(), 1)
    (row,) = records.list_rows(desk.office, venue, venue.listing, first)
    desk.open_screen("form", Edited("venue", row.id))
    form = desk.shown.form
    qtbot.waitUntil(lambda: form.seen is not None)
    form.editor("name").line.setText("东苑议事厅")
    notices = desk.window().notices

    for _time in range(3):
        form.save()
    qtbot.waitUntil(lambda: not form.isEnabled())
    qtbot.waitUntil(lambda: "不用再按一次" in notices.text.text())
    status = desk.window().status
    assert "在等" in status.waiting.text()
    assert records.count_rows(desk.office, venue, Query(words="东苑议事厅")) == 0

    writing.set()
    qtbot.waitUntil(lambda: not desk.jobs.busy)
    qtbot.waitUntil(form.isEnabled)
    qtbot.waitUntil(lambda: records.count_rows(desk.office, venue, Query(words="东苑议事厅")) == 1)
    assert not status.waiting.isVisible()


def test_that_a_form_left_while_it_waits_is_told_and_listed_once_it_is_saved(desk, writing, qtbot):
    desk.open_screen("list:venue")
    venues = desk.shown
    qtbot.waitUntil(lambda: venues.table.line(0) is not None)
    first = venues.table.line(0).id
    desk.open_screen("form", Edited("venue", first))
    form = desk.shown.form
    qtbot.waitUntil(lambda: form.seen is not None)
    form.editor("name").line.setText("东苑议事厅")

    desk.commands.trigger("record.save_back")  # goes on by itself, as it has to wait
    qtbot.waitUntil(lambda: desk.shown is venues)
    writing.set()

    notices = desk.window().notices
    qtbot.waitUntil(lambda: "已保存“东苑议事厅”" in notices.text.text(), timeout=LONG)
    shown = range(venues.table.rowCount())
    lines = lambda: [venues.table.line(row) for row in shown]  # noqa: E731 - asked twice
    qtbot.waitUntil(lambda: any(line and "东苑议事厅" in line.texts for line in lines()))
    assert drafts.waiting(desk.office) == ()


def test_that_what_is_refused_after_it_was_left_leads_back_to_what_was_typed(desk, qtbot):
    venue = desk.office.catalog["venue"]
    (serial,) = records.list_serials(desk.office, venue, Query(), 1)
    (row,) = records.list_rows(desk.office, venue, venue.listing, [serial])
    gate, begun = threading.Event(), threading.Event()

    def rename(_progress):
        with desk.office.change("import") as change:
            begun.set()
            gate.wait(30)
            write.update_row(change, venue, row.id, row.version, {"name": "西苑议事厅"})

    desk.open_screen("form", Edited("venue", row.id))
    form = desk.shown.form
    qtbot.waitUntil(lambda: form.seen is not None)
    desk.jobs.run_long(rename, lambda _: None, title="正在导入")
    qtbot.waitUntil(begun.is_set)
    form.editor("name").line.setText("东苑议事厅")
    form.save()
    qtbot.waitUntil(lambda: desk.jobs.held > 0)
    desk.open_screen("home")
    assert desk.is_shown("home")  # nothing is asked
    gate.set()

    notices = desk.window().notices
    qtbot.waitUntil(lambda: "“东苑议事厅”没有保存" in notices.text.text(), timeout=LONG)
    notices.action.click()
    assert desk.shown.form.editor("name").line.text() == "东苑议事厅"
    desk.shown.form.forget()


def test_that_a_dialog_asks_once_and_when_closed_meanwhile_is_told_of(desk, writing, qtbot):
    talks = desk.office.catalog["contact_log"]
    before = records.count_rows(desk.office, talks, Query())
    people = desk.office.catalog["person"]
    (serial,) = records.list_serials(desk.office, people, Query(), 1)
    (row,) = records.list_rows(desk.office, people, people.listing, [serial])
    desk.open_screen("movements")
    page = desk.shown
    page.asking.ask_about("contact", row.id, {}, lambda *_: None)
    qtbot.waitUntil(lambda: page.asking.dialog is not None)
    dialog = page.asking.dialog

    for _time in range(3):
        dialog.ask()
    dialog.close()
    assert not dialog.isVisible()
    desk.open_screen("home")
    writing.set()

    notices = desk.window().notices
    qtbot.waitUntil(lambda: "联系已登记" in notices.text.text(), timeout=LONG)
    assert records.count_rows(desk.office, talks, Query()) == before + 1
    assert not isValid(dialog) or not dialog.isVisible()
