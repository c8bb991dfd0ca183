"""Work leaves the GUI thread and its result comes back to it."""

import threading

from PySide6.QtCore import QObject

from jianxi_desktop.db.writers import Writers
from jianxi_desktop.domain.progress import StoppedError
from jianxi_desktop.ui.jobs import Jobs


class Box(QObject):
    def __init__(self):
        super().__init__()
        self.got = []

    def take(self, value):
        self.got.append((value, threading.current_thread()))


def test_that_work_runs_elsewhere_and_its_result_arrives_on_the_gui_thread(qtbot):
    jobs, box, ran = Jobs(), Box(), []

    jobs.run(lambda: ran.append(threading.current_thread()) or 7, box.take)
    qtbot.waitUntil(lambda: bool(box.got))
    jobs.close()

    assert box.got == [(7, threading.main_thread())]
    assert ran[0] is not threading.main_thread()


def test_that_only_the_newest_of_a_key_is_delivered(qtbot):
    jobs, gate, got = Jobs(), threading.Event(), []

    jobs.run_newest("search", lambda: gate.wait(60), lambda _: got.append("first"))
    jobs.run_newest("search", lambda: 2, lambda _: got.append("second"))
    jobs.run_newest("search", lambda: 3, lambda _: got.append("third"))
    gate.set()
    qtbot.waitUntil(lambda: bool(got))
    jobs.run(lambda: None, lambda _: got.append("end"))
    qtbot.waitUntil(lambda: "end" in got)
    jobs.close()

    assert got == ["third", "end"]


def test_that_long_reading_holds_up_nothing_but_what_must_be_alone(qtbot):
    jobs, gate, got = Jobs(), threading.Event(), []

    jobs.run_newest("due", lambda: gate.wait(60), lambda _: got.append("read"), beside=True)
    jobs.run(lambda: None, lambda _: got.append("search"))
    qtbot.waitUntil(lambda: got == ["search"])
    jobs.run_last(lambda: None, lambda _: got.append("alone"))
    qtbot.wait(50)
    assert got == ["search"]
    gate.set()
    qtbot.waitUntil(lambda: got == ["search", "read", "alone"])
    jobs.close()


def test_that_a_long_job_tells_its_progress_and_stops_when_asked(qtbot):
    jobs, told, failures, begun = Jobs(), [], [], threading.Event()

    def work(progress):
        progress(1, 10)
        begun.set()
        for step in range(10_000_000):
            progress(step, 10_000_000)

    jobs.progressed.connect(lambda done, total: told.append((done, total)))
    jobs.run_long(work, lambda _: None, failures.append, title="导入")
    qtbot.waitUntil(begun.is_set)
    assert jobs.busy
    with qtbot.waitSignal(jobs.ended):
        jobs.stop()
    jobs.close()

    assert told[0] == (1, 10)
    assert isinstance(failures[0], StoppedError)
    assert not jobs.busy


def test_that_a_failure_without_a_taker_is_announced(jobs):
    heard = []
    jobs.unhandled.connect(heard.append)

    jobs.run(lambda: 1 / 0, lambda _: None)

    assert isinstance(heard[0], ZeroDivisionError)


def test_that_a_widget_that_is_gone_gets_no_result(qtbot):
    jobs, gate, box = Jobs(), threading.Event(), Box()
    taken = box.take
    jobs.run(lambda: gate.wait(60), taken)

    import shiboken6

    shiboken6.delete(box)
    gate.set()
    after = []
    jobs.run(lambda: None, after.append)
    qtbot.waitUntil(lambda: bool(after))
    jobs.close()

    assert taken.__self__.got == []


def test_that_a_panic_of_a_parser_is_a_failure_like_any_other(jobs):
    class PanicError(BaseException):
        pass

    def work():
        raise PanicError

    failures = []

    jobs.run(work, lambda _: None, failures.append)

    assert str(failures[0]) == "PanicError"


def test_that_a_result_is_never_there_before_run_returns(qtbot):
    jobs, got = Jobs(), []
    for number in range(50):
        jobs.run(lambda number=number: number, got.append)
        assert len(got) == 0
    qtbot.waitUntil(lambda: len(got) == 50)
    jobs.close()

    assert got == list(range(50))


def test_that_closing_drops_what_waits(qtbot):
    jobs, got = Jobs(), []
    jobs.close()

    jobs.run(lambda: 1, got.append)

    assert got == []


def test_that_short_work_goes_on_beside_long_work_and_long_work_waits_its_turn(qtbot):
    jobs, gate, got, told = Jobs(), threading.Event(), [], []
    jobs.started.connect(told.append)

    jobs.run_long(lambda _p: gate.wait(60), lambda _: got.append("first"), title="正在导入")
    jobs.run_long(lambda _p: 2, lambda _: got.append("second"), title="正在打印")
    jobs.run(lambda: 1, lambda _: got.append("short"))
    qtbot.waitUntil(lambda: got == ["short"])

    assert told == ["正在导入"]
    assert [title for _number, title in jobs.waiting] == ["正在打印"]
    gate.set()
    with qtbot.waitSignal(jobs.ended):
        pass
    qtbot.waitUntil(lambda: got == ["short", "first", "second"])
    assert told == ["正在导入", "正在打印"]
    jobs.close()


def test_that_long_work_is_taken_out_of_the_line(qtbot):
    jobs, gate, got, failures = Jobs(), threading.Event(), [], []
    jobs.run_long(lambda _p: gate.wait(60), got.append, title="正在导入")
    jobs.run_long(lambda _p: got.append("never"), got.append, failures.append, title="正在打印")

    jobs.withdraw(jobs.waiting[0][0])

    assert jobs.waiting == ()
    assert "已取消排队" in failures[0].user_message
    gate.set()
    qtbot.waitUntil(lambda: got == [True])
    jobs.close()


def test_that_work_which_must_be_alone_waits_for_all_and_all_wait_for_it(qtbot):
    jobs, gate, order = Jobs(), threading.Event(), []
    jobs.run_long(
        lambda _p: gate.wait(60) and order.append("long"), lambda _: None, title="正在导入"
    )
    jobs.run_long(
        lambda _p: order.append("alone"), lambda _: None, title="正在更换密钥", alone=True
    )
    jobs.run_last(lambda: order.append("last"), lambda _: None)
    jobs.run(lambda: order.append("short"), lambda _: None)
    qtbot.waitUntil(lambda: "short" in order)

    gate.set()
    qtbot.waitUntil(lambda: "last" in order)
    jobs.close()

    assert [each for each in order if each != "short"] == ["long", "alone", "last"]


def test_that_what_must_wait_to_write_lets_the_reads_behind_it_go_on(qtbot):
    jobs, writers, gate = Jobs(), Writers(), threading.Event()
    writing, done = threading.Event(), []

    def long(_progress):
        with writers.turn():
            writing.set()
            gate.wait(60)

    def save(name):
        with writers.turn():
            return name

    jobs.run_long(long, lambda _: done.append("import"), title="正在导入")
    qtbot.waitUntil(writing.is_set)
    jobs.run(lambda: save("one"), done.append)
    jobs.run(lambda: save("two"), done.append)
    jobs.run(lambda: "read", done.append)
    qtbot.waitUntil(lambda: done == ["read"])
    assert jobs.held == 2

    gate.set()
    with qtbot.waitSignal(jobs.ended):
        pass
    qtbot.waitUntil(lambda: len(done) == 4)
    jobs.run(lambda: "after", done.append)
    qtbot.waitUntil(lambda: done[-1] == "after")
    jobs.close()

    assert done.index("one") < done.index("two")
    assert not jobs.busy


def test_that_what_must_be_alone_waits_for_what_had_to_wait_to_write(qtbot):
    jobs, writers, gate, slow = Jobs(), Writers(), threading.Event(), threading.Event()
    writing, saving, order = threading.Event(), threading.Event(), []

    def long(_progress):
        with writers.turn():
            writing.set()
            gate.wait(60)

    def save():
        with writers.turn():
            saving.set()
            slow.wait(60)
            order.append("saved")

    jobs.run_long(long, lambda _: None, title="正在导入")
    qtbot.waitUntil(writing.is_set)
    jobs.run(save, lambda _: None)
    jobs.run_long(
        lambda _p: order.append("rekeyed"), lambda _: None, title="正在更换密钥", alone=True
    )
    jobs.run_last(lambda: order.append("put away"), lambda _: None)
    qtbot.waitUntil(lambda: jobs.held == 1)
    gate.set()
    qtbot.waitUntil(saving.is_set)
    qtbot.wait(50)  # long enough for what must not be done meanwhile to be done by mistake
    assert order == []

    slow.set()
    qtbot.waitUntil(lambda: "put away" in order)
    jobs.close()

    assert order == ["saved", "rekeyed", "put away"]


def test_that_who_waits_behind_a_save_that_waited_lets_the_reads_go_on_too(qtbot):
    jobs, writers, gate, slow = Jobs(), Writers(), threading.Event(), threading.Event()
    writing, saving, done = threading.Event(), threading.Event(), []

    def long(_progress):
        with writers.turn():
            writing.set()
            gate.wait(60)

    def save(name, *signs):
        with writers.turn():
            for sign in signs:
                sign.set()
            slow.wait(60)
            return name

    jobs.run_long(long, lambda _: None, title="正在导入")
    qtbot.waitUntil(writing.is_set)
    jobs.run(lambda: save("one", saving), done.append)
    qtbot.waitUntil(lambda: jobs.held == 1)
    gate.set()
    qtbot.waitUntil(saving.is_set)
    read = threading.Event()
    jobs.run(lambda: save("two"), done.append)
    jobs.run(read.set, done.append)
    qtbot.waitUntil(read.is_set)
    assert done == []

    slow.set()
    qtbot.waitUntil(lambda: len(done) == 3)
    jobs.close()

    assert done[0] == "one"
