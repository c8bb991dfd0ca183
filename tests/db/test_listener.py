"""Seats of a server hear which ledgers others wrote; never what."""

import threading

import pytest

from jianxi_desktop.db import server
from jianxi_desktop.db.address import read_address
from jianxi_desktop.db.listener import Listener
from jianxi_desktop.db.store import Store
from jianxi_desktop.services import records
from tests.postgres import PASSWORD


class Ear:
    """Keeps what it is told, and lets a test wait for it."""

    def __init__(self):
        self.heard, self._changed = [], threading.Condition()

    def __call__(self, ledgers):
        with self._changed:
            self.heard.append(ledgers)
            self._changed.notify_all()

    def wait_for(self, ledgers):
        with self._changed:
            return self._changed.wait_for(lambda: ledgers in self.heard, timeout=20)


@pytest.fixture
def other(office_on_server):
    """Another seat on the same database, and what it hears."""
    address = office_on_server.store.address
    store = Store.on_server(server.connect(read_address(address), PASSWORD), address)
    store.ear = Ear()
    store.listen(store.ear)
    assert store._listener.listening.wait(20)
    yield store
    store.close()


def add_venue(office, name="广场"):
    return records.save_record(office, office.catalog["venue"], {"name": name, "kind": "square"})


def test_that_a_seat_hears_which_ledgers_another_wrote(office_on_server, other):
    add_venue(office_on_server)
    assert other.ear.wait_for(frozenset({"venue"}))


def test_that_nothing_is_heard_of_what_was_rolled_back(office_on_server, other):
    with office_on_server.change("change") as change:
        change.touched.add("person")
        change.give_up()
    add_venue(office_on_server)
    assert other.ear.wait_for(frozenset({"venue"}))
    assert other.ear.heard == [frozenset({"venue"})]


def test_that_a_seat_does_not_hear_itself(office_on_server, other):
    office_on_server.store.listen(ear := Ear())
    assert office_on_server.store._listener.listening.wait(20)
    add_venue(office_on_server)
    assert other.ear.wait_for(frozenset({"venue"}))
    assert ear.heard == []


def test_that_no_word_carries_a_value(office_on_server, postgres):
    import psycopg

    place = {"host": str(postgres.folder), "port": postgres.port, "user": "keeper"}
    database = read_address(office_on_server.store.address).database
    with psycopg.connect(**place, dbname=database, autocommit=True) as raw:
        raw.execute("LISTEN jianxi")
        add_venue(office_on_server, "张三丰广场")
        word = next(raw.notifies(timeout=20)).payload
    assert word.partition(":")[2] == "venue"


def test_that_a_lost_connection_is_made_again_and_anything_may_have_changed(
    office_on_server, other, postgres
):
    postgres.run(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query = 'LISTEN jianxi'"
    )
    assert other.ear.wait_for(None)
    add_venue(office_on_server)
    assert other.ear.wait_for(frozenset({"venue"}))


def test_that_a_listener_ends_at_once_and_tells_no_more(office_on_server, other):
    listener = other._listener
    other.close()
    assert not listener._thread.is_alive()
    add_venue(office_on_server)
    assert other.ear.heard == []


def test_that_a_listener_that_was_awake_when_it_was_closed_may_be_gone_already(other):
    listener = other._listener
    listener._closed.set()
    listener._rope.send(b"x")
    listener._thread.join(20)
    listener._closed.clear()  # between the word that it shall end and the bell that wakes it
    listener.close()
    assert listener._closed.is_set()


def test_that_a_server_that_is_gone_holds_nobody_up():
    address = "postgresql+psycopg://nobody@127.0.0.1:1/office"
    engine = server.connect(read_address(address), "x")
    listener = Listener(engine, Ear())
    listener.close()
    listener._thread.join(20)
    assert not listener._thread.is_alive()
    engine.dispose()


def test_that_a_file_has_nobody_to_hear(office_on_file):
    office_on_file.store.listen(Ear())
    assert office_on_file.store._listener is None
