"""Open windows of a server's database show what other seats wrote."""

import pytest
from PySide6.QtCore import QTimer

from jianxi_desktop.db.address import read_address
from jianxi_desktop.schema.codes import code_table, lay_over
from jianxi_desktop.services import district, records
from tests.postgres import PASSWORD


@pytest.fixture
def other(office_on_server):
    """Another seat at the same database."""
    address = read_address(office_on_server.store.address)
    opened = district.open_on_server(address, PASSWORD)
    yield opened
    opened.close()


@pytest.fixture
def desk(open_window, office_on_server):
    """A window on the venues of a server's database, which hears."""
    opened = open_window(office_on_server)
    opened.open_screen("list:venue")
    assert office_on_server.store._listener.listening.wait(20)
    return opened


def names(desk):
    table = desk.shown.table
    return [table.line(row).texts[0] for row in range(table.rowCount()) if table.line(row)]


def test_that_a_window_shows_what_another_seat_saved(desk, other, qtbot):
    assert names(desk) == []
    venue = other.catalog["venue"]
    records.save_record(other, venue, {"name": "文化广场", "kind": "square"})
    qtbot.waitUntil(lambda: names(desk) == ["文化广场"])


def test_that_a_name_another_seat_gave_a_code_is_shown(desk, other, qtbot):
    own = f"{other.unit.code}-1"
    values = {"table_key": "campaign", "code": own, "label": "涧河清流"}
    told = []
    desk.changed = told.append
    records.save_record(other, other.catalog["code_item"], values)
    lay_over(())  # what the other seat laid over the tables of this process was its own
    qtbot.waitUntil(lambda: bool(told))
    assert code_table("campaign").labels[own] == "涧河清流"


def test_that_many_changes_refresh_once(desk, qtbot):
    told = []
    desk.changed = told.append
    for ledger in ("venue", "venue", "person", "venue"):
        desk._others.heard.emit(frozenset({ledger}))
    qtbot.waitUntil(lambda: bool(told))
    assert told == [frozenset({"venue", "person"})]


def test_that_writing_without_end_delays_no_refresh(desk, qtbot):
    told, steady = [], QTimer(interval=20)
    desk.changed = told.append
    steady.timeout.connect(lambda: desk._others.heard.emit(frozenset({"venue"})))
    steady.start()
    qtbot.waitUntil(lambda: len(told) > 1)
    steady.stop()
    assert set(told) == {frozenset({"venue"})}


def test_that_after_a_loss_everything_is_read_again(desk, qtbot):
    told = []
    desk.changed = told.append
    desk._others.heard.emit(None)
    qtbot.waitUntil(lambda: bool(told))
    assert told == [frozenset(ledger.key for ledger in desk.office.catalog)]


def test_that_a_window_that_is_gone_is_told_nothing(desk, other):
    store = desk.office.store
    records.save_record(other, other.catalog["venue"], {"name": "甲", "kind": "square"})
    store.close()
    assert store._listener is None


def test_that_backups_are_not_offered_where_a_server_keeps_the_database(desk):
    assert not desk.has_screen("backup")
    assert desk.has_screen("accounts")
