"""Reading ahead: few packages open at once, a sender's in their order, all closed at the end."""

import contextlib
import threading
import time
from pathlib import Path

import pytest

from jianxi_desktop.domain.progress import StoppedError
from jianxi_desktop.errors import InputError
from jianxi_desktop.services.desk_files import PackageFile
from jianxi_desktop.services.desk_reading import read_ahead


class Drive:
    """Packages whose checks take as long as a test says, and which know whether they are open."""

    def __init__(self, *lasting):
        self.files = [
            PackageFile(Path(f"{place}.jxp"), 1, number=place, key=key)
            for place, (key, _takes) in enumerate(lasting)
        ]
        times = [takes for _key, takes in lasting]
        self._takes = dict(zip([file.path for file in self.files], times, strict=True))
        self._lock = threading.Lock()
        self.held, self.go_on = None, threading.Event()
        self.open = self.most = 0
        self.begun = []

    @contextlib.contextmanager
    def check(self, file):
        """Check a package; one that takes no time at all is refused."""
        with self._lock:
            self.begun.append(file.number)
        time.sleep(self._takes[file.path])  # a check that takes its time, as a child's does
        if file.number == self.held:
            self.go_on.wait(30)
        if not self._takes[file.path]:
            raise InputError("no", user_message="不收。", code="no")
        with self._lock:
            self.open += 1
            self.most = max(self.most, self.open)
        try:
            yield file.number
        finally:
            with self._lock:
                self.open -= 1


def nothing():
    """Go on."""


def test_that_every_package_is_given_once_and_closed():
    drive = Drive(*((f"k{n}", 0.001) for n in range(20)))
    given = [each.found for each in read_ahead(drive.files, drive.check, workers=3, pulse=nothing)]
    assert sorted(given) == list(range(20))
    assert drive.open == 0
    assert drive.most <= 5


def test_that_a_senders_packages_come_in_order_and_others_do_not_wait():
    drive, given = Drive(("a", 0.001), ("a", 0.001), ("b", 0.001), ("c", 0.001)), []
    drive.held = 0
    for each in read_ahead(drive.files, drive.check, workers=4, pulse=nothing):
        given.append(each.found)
        if {2, 3} <= set(given):
            drive.go_on.set()
    assert set(given[:2]) == {2, 3}
    assert given[2:] == [0, 1]


def test_that_a_refused_one_is_given_with_its_reason():
    drive = Drive(("a", 0), ("b", 0.001))
    refused, taken = read_ahead(drive.files, drive.check, workers=1, pulse=nothing)
    assert (refused.found, refused.refused.code, taken.found) == (None, "no", 1)


def test_that_no_more_are_read_than_will_be_written_soon():
    drive = Drive(*((f"k{n}", 0.001) for n in range(30)))
    reading = read_ahead(drive.files, drive.check, workers=2, pulse=nothing)
    next(reading)
    time.sleep(0.1)  # long enough to read everything
    assert len(drive.begun) <= 4
    reading.close()
    assert len(drive.begun) <= 4


def test_that_stopping_closes_what_was_read_for_nothing():
    drive = Drive(*((f"k{n}", 0.02) for n in range(10)))

    def stop():
        slow.go_on.set()
        raise StoppedError("stopped", user_message="停了。", code="stopped")

    slow = Drive(("a", 0.001))
    slow.held = 0
    with pytest.raises(StoppedError):
        list(read_ahead(slow.files, slow.check, workers=1, pulse=stop))
    reading = read_ahead(drive.files, drive.check, workers=2, pulse=nothing)
    next(reading)
    reading.close()
    deadline = time.monotonic() + 30
    while drive.open and time.monotonic() < deadline:
        time.sleep(0.01)
    assert drive.open == 0
