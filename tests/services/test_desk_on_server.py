"""Several seats of one server: one takes packages in at a time, and each package goes in once."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from jianxi_desktop.db import system
from jianxi_desktop.db.address import read_address
from jianxi_desktop.db.turns import merging_turn
from jianxi_desktop.errors import InputError
from jianxi_desktop.services import desk, package
from jianxi_desktop.services import district as servers
from tests.postgres import OWNER, PASSWORD
from tests.services.desk_senders import befriend, send_down, venue_of


@pytest.fixture
def seats(postgres, used_on_server, office_on_server):
    """Two seats of one office on a server; it is a community's, so packages come from above."""
    address = read_address(postgres.address(used_on_server, OWNER))
    other = servers.open_on_server(address, PASSWORD)
    yield office_on_server, other
    other.close()


@pytest.fixture
def sent(district, seats, tmp_path):
    """A drive with two packages of the district for the office on the server."""
    befriend(district, seats[0], tmp_path)
    drive = tmp_path / "drive"
    drive.mkdir()
    for place in (1, 2):
        venue_of(district, f"区里的阵地{place}", place)
        send_down(district, drive, seats[0].unit.code)
    return drive


def taken_in(office):
    table = system.package
    with office.store.read() as connection:
        counted = select(func.count()).where(table.c.direction == "in", table.c.state == "merged")
        return connection.execute(counted).scalar()


def test_that_the_second_seat_is_told_that_the_first_is_at_it(seats, sent):
    one, other = seats
    with merging_turn(one.store):
        with pytest.raises(InputError) as refused:
            desk.take_folder(other, sent)
        assert refused.value.code == "merging_elsewhere"
        assert taken_in(one) == 0
    assert len(desk.take_folder(other, sent).of("merged")) == 2
    assert len(desk.take_folder(one, sent).of("duplicate")) == 2


def test_that_two_seats_at_once_take_each_package_once(seats, sent):
    files = sorted(sent.rglob("*.jxp"), key=lambda path: path.name)
    ready = threading.Barrier(2)

    def merge(office):
        ready.wait(20)
        return [package.merge_package(office, file).duplicate for file in files]

    with ThreadPoolExecutor(2) as pool:
        told = list(pool.map(merge, seats))
    assert [sorted(each) for each in zip(*told, strict=True)] == [[False, True], [False, True]]
    assert taken_in(seats[0]) == 2


def test_that_a_seat_that_dies_gives_its_turn_back(postgres, seats, sent):
    one, other = seats
    with merging_turn(one.store):
        postgres.run("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'")
        for _ in range(200):  # the server ends it in its own time
            if not postgres.run("SELECT 1 FROM pg_locks WHERE locktype = 'advisory'"):
                break
            time.sleep(0.05)
        assert len(desk.take_folder(other, sent).of("merged")) == 2
