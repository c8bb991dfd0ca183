"""Drives are noticed off the thread of the window, and only while somebody may see it."""

from pathlib import Path
from threading import Event, get_ident

from PySide6.QtWidgets import QWidget

from jianxi_desktop.services.plugged_drives import Drive
from jianxi_desktop.ui.drive_watch import DriveWatch

STICK = Drive(Path("/media/x"), "X", "vfat", 1, 2, writable=True, known=False)


class Pc:
    """Drives of a PC: what is plugged in, and who was asked in which thread."""

    def __init__(self):
        self.plugged, self.asked, self.threads, self.go_on = (), 0, set(), Event()
        self.go_on.set()

    def fingerprint(self):
        return self.plugged

    def find(self):
        self.asked += 1
        self.threads.add(get_ident())
        self.go_on.wait(5)
        return self.plugged


def watching(qtbot, pc):
    seen_by = QWidget()
    qtbot.addWidget(seen_by)
    watch = DriveWatch(seen_by, find=pc.find, fingerprint=pc.fingerprint)
    watch._timer.setInterval(5)
    return seen_by, watch


def test_that_a_drive_is_noticed_when_it_comes_and_when_it_goes(qtbot, qapp):
    pc = Pc()
    seen_by, watch = watching(qtbot, pc)
    seen_by.show()
    with qtbot.waitSignal(watch.changed):
        watch.start()
    for plugged in ((STICK,), ()):
        with qtbot.waitSignal(watch.changed):
            pc.plugged = plugged
        assert watch.found == plugged
    assert get_ident() not in pc.threads


def test_that_nothing_is_read_again_while_nothing_changes(qtbot, qapp):
    pc = Pc()
    seen_by, watch = watching(qtbot, pc)
    seen_by.show()
    with qtbot.waitSignal(watch.changed):
        watch.start()
    qtbot.wait(60)
    assert pc.asked == 1
    with qtbot.waitSignal(watch.changed):
        watch.look()
    assert pc.asked == 2


def test_that_nobody_looks_while_the_window_cannot_be_seen(qtbot, qapp):
    pc = Pc()
    seen_by, watch = watching(qtbot, pc)
    watch.start()
    qtbot.wait(40)
    assert pc.asked == 0
    seen_by.show()
    qtbot.waitUntil(lambda: pc.asked == 1)


def test_that_a_drive_that_hangs_is_asked_once_and_holds_nothing_up(qtbot, qapp):
    pc = Pc()
    pc.go_on.clear()
    seen_by, watch = watching(qtbot, pc)
    seen_by.show()
    watch.start()
    qtbot.waitUntil(lambda: pc.asked == 1)
    qtbot.wait(50)
    assert pc.asked == 1
    with qtbot.waitSignal(watch.changed):
        pc.go_on.set()
