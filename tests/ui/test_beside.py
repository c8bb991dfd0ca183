"""While long work writes, lists are read and a form waits to be saved with what was typed."""

import threading

import pytest

from jianxi_desktop.schema.query import Query
from jianxi_desktop.services import records
from jianxi_desktop.ui.jobs import Jobs
from jianxi_desktop.ui.screen import Edited
from jianxi_desktop.ui.window import Window


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
