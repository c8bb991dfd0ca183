"""Garbage is looked for on the GUI thread only, and never while it would hold anybody up."""

import gc
import threading
import weakref

import pytest

from jianxi_desktop.ui.collecting import Collector


class Ring:
    """Something only the garbage collector can end."""

    def __init__(self):
        self.own = self
        self.ended_on = []
        weakref.finalize(self, _note, self.ended_on)


def _note(where):
    where.append(threading.current_thread())


@pytest.fixture
def collector(jobs):
    made = Collector(jobs)
    made._timer.stop()
    yield made
    gc.enable()


def test_that_what_a_worker_left_is_ended_on_the_gui_thread(collector):
    ended = []

    def work():
        ended.extend(Ring().ended_on for _number in range(3_000))

    worker = threading.Thread(target=work)
    worker.start()
    worker.join()
    assert not gc.isenabled()
    assert not any(ended)

    collector.look()

    assert {thread for each in ended for thread in each} == {threading.main_thread()}
    assert sum(map(len, ended)) > 2_900


def test_that_much_new_is_left_alone(collector):
    gc.collect()
    held = [[number] for number in range(250_000)]
    before = gc.get_stats()[0]["collections"]

    collector.look()

    assert gc.get_stats()[0]["collections"] == before
    assert len(held) == 250_000
