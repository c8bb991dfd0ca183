"""Who has a database open, told through real processes."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from jianxi_desktop.db.presence import SEATS, Seat
from jianxi_desktop.errors import EnvironmentFailure

ROOT = Path(__file__).parents[2]
OTHER = """
import sys
from pathlib import Path
from jianxi_desktop.db.presence import Seat
seat = Seat(Path(sys.argv[1]), "command")
print("open", flush=True)
sys.stdin.read()
seat.leave()
"""


@pytest.fixture
def path(tmp_path):
    return tmp_path / "office.jxdb"


@pytest.fixture
def other(path):
    """Another process that has the database open until its input ends."""
    with subprocess.Popen(
        [sys.executable, "-c", OTHER, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT,
    ) as process:
        assert process.stdout.readline() == b"open\n"
        yield process
        process.kill()


def test_that_the_first_opener_is_alone(path):
    seat = Seat(path, "window")
    assert seat.others() == []
    with seat.alone():
        pass
    seat.leave()


def test_that_the_second_opener_is_told_since_when_and_from_where(path, other):
    seat = Seat(path, "window")
    (guest,) = seat.others()
    assert guest.program == "command"
    assert guest.since.startswith("20")
    assert not seat.unclean
    seat.leave()


def test_that_nobody_is_alone_beside_another(path, other):
    seat = Seat(path, "window")
    with pytest.raises(EnvironmentFailure) as refused, seat.alone():
        pass
    assert refused.value.code == "in_use"
    other.communicate()
    with seat.alone():
        pass
    seat.leave()


def test_that_two_openings_of_one_process_see_each_other(path):
    first, second = Seat(path, "window"), Seat(path, "command")
    first.name("0123456789abcdef0123456789abcdef")
    assert [guest.account for guest in second.others()] == ["0123456789abcdef0123456789abcdef"]
    second.leave()
    assert first.others() == []
    first.leave()


def test_that_a_killed_process_is_gone_and_its_end_was_unclean(path, other):
    other.kill()
    other.wait()
    seat = Seat(path, "window")
    assert seat.others() == []
    assert seat.unclean
    seat.leave()
    again = Seat(path, "window")
    assert not again.unclean
    again.leave()


def test_that_a_clean_end_is_one(path, other):
    other.communicate()
    seat = Seat(path, "window")
    assert not seat.unclean
    seat.leave()


def test_that_whoever_is_alone_keeps_others_out(path):
    seat = Seat(path, "window")
    with seat.alone(), pytest.raises(EnvironmentFailure) as refused:
        Seat(path, "command")
    assert refused.value.code == "in_use"
    Seat(path, "command").leave()
    seat.leave()


def test_that_leaving_twice_is_leaving_once(path):
    seat = Seat(path, "window")
    seat.leave()
    seat.leave()
    assert Seat(path, "window").others() == []


def test_that_all_seats_taken_is_told(path):
    seats = [Seat(path, "window") for _ in range(SEATS)]
    with pytest.raises(EnvironmentFailure):
        Seat(path, "window")
    for seat in seats:
        seat.leave()


def test_that_the_file_holds_no_name(path):
    seat = Seat(path, "window")
    seat.name("0123456789abcdef0123456789abcdef")
    text = path.with_name("office.jxdb.lock").read_text().strip()
    assert set(json.loads(text)) == {"since", "program", "account"}
    seat.leave()
