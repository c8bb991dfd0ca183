"""A window on a server's database: another seat writes for long, or the server is away."""

import pytest
from PySide6.QtWidgets import QMessageBox

from jianxi_desktop.schema.query import Query
from jianxi_desktop.services import records
from jianxi_desktop.services.district import open_at
from jianxi_desktop.ui.jobs import Jobs
from jianxi_desktop.ui.lock import Lock
from jianxi_desktop.ui.screen import Edited
from jianxi_desktop.ui.window import Window
from tests.postgres import OWNER, PASSWORD

WAIT = 20_000


@pytest.fixture
def seat(office_on_server):
    """Opens the database once more."""
    opened = []

    def open_seat():
        opened.append(open_at(office_on_server.store.address, OWNER, PASSWORD))
        return opened[-1]

    yield open_seat
    for each in opened:
        each.close()


@pytest.fixture
def lock(qtbot, seat):  # the seats close after it
    """A window whose worker threads are real, and what locks it."""
    jobs = Jobs()
    window = Window(jobs)
    qtbot.addWidget(window, before_close_func=lambda each: setattr(each, "_leaving", True))
    window.show()
    made = Lock(window, lambda *_door: window.wait("锁定"))
    made.window = window
    yield made
    jobs.close()


@pytest.fixture
def let_in(postgres, used_on_server):
    """Lets nobody in while it is told not to: as a server that is away."""

    def tell(*, on):
        postgres.run(f"ALTER DATABASE {used_on_server} ALLOW_CONNECTIONS {on}")
        if not on:
            asked = f"pid <> pg_backend_pid() AND datname = '{used_on_server}'"
            postgres.run(
                f"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE {asked}"
            )

    yield tell
    tell(on=True)


def form_of_venue(desk, qtbot):
    """Open the form of a new venue, once it stands there."""
    values = {"name": "文化广场", "kind": "service_centre"}
    venue = records.save_record(desk.office, desk.office.catalog["venue"], values)
    desk.open_screen("form", Edited("venue", venue.id))
    form = desk.shown.form
    qtbot.waitUntil(lambda: form.seen is not None, timeout=WAIT)
    return form


def test_that_lists_are_read_while_work_waits_for_another_seat(lock, seat, qtbot):
    desk, other = lock.enter(seat()), seat()
    office, read, saved = desk.office, [], []
    venue = office.catalog["venue"]
    values = {"name": "文化广场", "kind": "service_centre"}

    with other.store.writing():
        desk.jobs.run(lambda: records.save_record(office, venue, values), saved.append)
        qtbot.waitUntil(lambda: desk.jobs.held == 1, timeout=WAIT)
        desk.jobs.run(lambda: records.count_rows(office, venue, Query()), read.append)
        qtbot.waitUntil(lambda: read == [0], timeout=WAIT)
        assert not saved
        assert "另一台电脑" in lock.window.status.waiting.menu().actions()[-1].text()

    qtbot.waitUntil(lambda: bool(saved), timeout=WAIT)


def test_that_what_was_typed_while_the_server_was_away_comes_back(lock, seat, let_in, qtbot):
    desk = lock.enter(seat())
    form = form_of_venue(desk, qtbot)
    let_in(on=False)
    form.editor("name").line.setText("东苑议事厅")
    lock.lock()
    notices = lock.window.notices
    qtbot.waitUntil(lambda: "不要关闭程序" in notices.text.text(), timeout=WAIT)
    lock.window.close()
    (question,) = lock.window.findChildren(QMessageBox)
    assert "没有写进数据库" in question.text()
    next(each for each in question.buttons() if each.text() == "不关闭").click()
    assert lock.window.isVisible()

    let_in(on=True)
    desk = lock.enter(seat())

    def typed():
        form = desk.shown.form if desk.is_shown("form") else None
        return form is not None and form.editor("name").line.text()

    qtbot.waitUntil(lambda: typed() == "东苑议事厅", timeout=WAIT)
    assert desk.unsaved()
    assert not lock.window.unwritten
