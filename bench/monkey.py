"""A seeded monkey at the real window: clicks, keys, commands, odd words, pastes, lock, close.

It works on a demonstration of its own, in a folder that goes with it. What the program logs as a
bug, what nobody caught, what Qt warns of, times without an answer, what Esc and closing leave open,
and words without Chinese are told with what was done before; it must be nothing.
"""

import argparse
import faulthandler
import logging
import os
import random
import re
import shutil
import sys
import tempfile
from collections import deque
from pathlib import Path
from traceback import format_exception

import common  # noqa: F401 - lets the program be imported
from data import roster
from PySide6 import QtCore, QtGui, QtWidgets
from PySide6.QtTest import QTest

from jianxi_desktop import app
from jianxi_desktop.ui.window import Window

HANGS = 60.0  # seconds without an answer, on a busy machine
RARE = "𠮷䶮㐂𬭎😀👩‍👩‍👧"
WORDS = ("张", "zs", "2020-13-45", "-1", "9" * 40, "' OR 1=1 --", "<b>粗</b>", RARE, "王" * 4_000)
KEYS = (
    *("Return", "Tab", "Backtab", "Esc", "Up", "Down", "Left", "Right", "Home", "End", "PgDown"),
    *("Space", "Del", "Backspace", "F1", "F2", "F4", "F5", "F6", "F8", "Ctrl+A", "Ctrl+C"),
    *("Ctrl+V", "Ctrl+Z", "Ctrl+Y", "Alt+Down", "Ctrl+Home", "Ctrl+End", "Shift+Down"),
)
APP, BUTTON, VIEW = QtWidgets.QApplication, QtWidgets.QAbstractButton, QtWidgets.QAbstractItemView
KINDS = (BUTTON, BUTTON, VIEW, QtWidgets.QLineEdit, QtWidgets.QComboBox, QtWidgets.QWidget)
PRESSES = (QTest.mouseClick,) * 6 + (QTest.mouseDClick,)
MOUSE = [QtCore.Qt.MouseButton.LeftButton] * 8 + [QtCore.Qt.MouseButton.RightButton]
ENGLISH = re.compile(r"[A-Za-z]{3,} [a-z]{2,}")
# Of the platform, of a PC without a desktop, of the monkey itself.
IGNORED = ("propagateSizeHints", "does not support", "launcher", "already deleted")


class Monkey:
    """Does one thing after another at whatever is in front, and at last closes the window."""

    def __init__(self, window, seed, deeds, made):
        self.window, self.left, self.made = window, deeds, made
        self.chance, self.done = random.Random(seed), deque(maxlen=24)
        self.wrong, self.count, self.stuck = set(), 0, 0
        self.deeds = [self.click] * 40 + [self.key] * 15 + [self.command] * 15 + [self.write] * 10
        self.deeds += [self.disturb, self.copy] * 2 + [self.bring]
        self.timer = QtCore.QTimer(window)
        self.timer.timeout.connect(self.act)
        self.timer.start(15)
        ears = logging.Handler(logging.ERROR)
        ears.emit = lambda record: self.tell("bug", record.getMessage())
        logging.getLogger("jianxi_desktop").addHandler(ears)
        sys.excepthook = lambda *all: self.tell("nobody caught", "".join(format_exception(*all)))
        QtCore.qInstallMessageHandler(lambda _kind, _where, said: self.tell("qt", said))

    def tell(self, kind, what):
        if (kind, what) not in self.wrong and not any(each in what for each in IGNORED):
            self.wrong.add((kind, what))
            print(f"#{self.count} {kind}: {what}\n  after {' · '.join(self.done)}", flush=True)

    def act(self):
        faulthandler.dump_traceback_later(HANGS, exit=True)
        self.count += 1
        if self.count % 25 == 0:
            self.look()
        if self.count <= self.left:
            self.later(self.chance.choice(self.deeds))
        elif self.count % 20 == 0:
            self.later(self.close)

    def later(self, deed):
        """Do it from the event loop, lest what runs a loop of its own hold the monkey."""
        QtCore.QTimer.singleShot(0, self.window, deed)

    @property
    def front(self):
        return APP.activePopupWidget() or APP.activeModalWidget() or self.window

    @property
    def desk(self):
        """The desk, if an office is open and nothing lies over it."""
        return self.window.workbench if self.front is self.window else None

    def click(self):
        there = self.front.findChildren(self.chance.choice(KINDS))
        shown = [each for each in there if each.isVisible() and each.isEnabled()]
        hit = self.chance.choice(shown) if shown else self.front
        self.done.append(f"click {type(hit).__name__} {hit.accessibleName():.20}")
        hit = hit.viewport() if isinstance(hit, VIEW) else hit
        at = (self.chance.randrange(max(1, side)) for side in (hit.width(), hit.height()))
        self.chance.choice(PRESSES)(hit, self.chance.choice(MOUSE), pos=QtCore.QPoint(*at))

    def key(self, keys=""):
        keys = keys or self.chance.choice(KEYS)
        self.done.append(keys)
        told = QtGui.QKeySequence(keys)[0]
        hit = APP.activePopupWidget() or APP.focusWidget() or self.front
        QTest.keyClick(hit, told.key(), told.keyboardModifiers())

    def command(self):
        if self.desk is not None:
            known = [each for each in self.desk.commands.all() if each.key != "window.quit"]
            chosen = self.chance.choice(known)
            self.done.append(chosen.key)
            if chosen.shortcut:
                self.key(chosen.shortcut.split(";")[0])
            else:
                self.desk.commands.trigger(chosen.key)

    def write(self):
        hit = APP.focusWidget()
        put = getattr(hit, "insertPlainText", None) or getattr(hit, "insert", None)
        if put is not None:
            put(self.chance.choice(WORDS))

    def copy(self):
        count = self.chance.choice((1, 30, 10_000))
        rows = (f"张{n}{RARE}\t男\t9901011965{n % 9999:04d}002X" for n in range(count))
        QtGui.QGuiApplication.clipboard().setText("\n".join(["姓名\t性别\t公民身份号码", *rows]))

    def bring(self):
        """Bring a roster: F5, locking and closing then fall into long work."""
        if self.desk is not None and not self.desk.jobs.busy and not self.desk.unsaved():
            self.desk.open_screen("import")
            self.desk.shown.take(self.made)

    def disturb(self):
        """Give the window another size, press F5 again and again, lock: whatever is going on."""
        self.done.append("disturb")
        self.window.resize(*self.chance.choice(((1366, 740), (1024, 700), (640, 480))))
        for _ in range(self.chance.choice((0, 0, 20))):
            self.key("F5")
        if self.desk is not None and self.chance.random() < 0.2:
            self.window.locking.emit()

    def look(self):
        """Read what is said, come back in, get out of what is open."""
        for label in self.window.findChildren(QtWidgets.QLabel):
            if label.isVisible() and ENGLISH.search(re.sub("<[^>]*>", "", label.text())):
                self.tell("english", label.text())
        page, front = self.window.page, self.front
        if hasattr(page, "with_password"):  # the demonstration's stands there
            page._show_password()
            self.later(page.enter.click)
        self.stuck = self.stuck + 1 if front is not self.window else 0
        if self.stuck > 10:
            self.later(lambda: self.key("Esc"))
            self.later(front.close)
        if self.stuck > 20:
            self.tell("stuck", f"{type(front).__name__} {front.windowTitle()}")

    def close(self):
        """Close as a person does, and answer whatever is asked."""
        if self.count > self.left + 2_000:
            self.tell("open", f"the window does not close: {self.front}")
        elif self.window.isVisible():
            self.click()
            self.window.close()
            return
        APP.exit()


def main():
    """Let one monkey work; give 1 where anything was wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("-n", type=int, default=3_000, help="deeds")
    asked = parser.parse_args()
    faulthandler.enable()
    home, made = Path(tempfile.mkdtemp()), roster("community")
    os.environ["JIANXI_HOME"] = os.environ["HOME"] = str(home)
    os.chdir(home)
    qt, monkeys = APP([app.PROGRAM]), []
    qt.setQuitOnLastWindowClosed(False)
    window = Window()

    def begin(_page):
        if window.workbench is not None and not monkeys:
            monkeys.append(Monkey(window, asked.seed, asked.n, made))

    window._pages.currentChanged.connect(begin, QtCore.Qt.ConnectionType.QueuedConnection)
    window.painted.connect(app.Start(qt, window, None, demo=True).begin)
    window.show()
    qt.exec()
    shutil.rmtree(home, ignore_errors=True)
    wrong = len(monkeys[0].wrong)
    print(f"MONKEY seed={asked.seed} deeds={monkeys[0].count} wrong={wrong}", flush=True)
    os._exit(bool(wrong))


if __name__ == "__main__":
    main()
