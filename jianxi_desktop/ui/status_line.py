"""The line below the page: whose office it is, what is going on, and how to stop it."""

import time
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel, QMenu, QProgressBar, QPushButton, QStatusBar

from jianxi_desktop.ui.jobs import Jobs
from jianxi_desktop.ui.theme import as_hint, columns_of

_NOW = "正在"
_EVERY = 1_000  # milliseconds: what is left is told anew also while nothing is told


class StatusLine(QStatusBar):
    """Shows the long job that is running, how long it takes, and what waits behind it."""

    def __init__(self, jobs: Jobs) -> None:
        super().__init__()
        self._jobs = jobs
        self.setSizeGripEnabled(False)
        self.whose = QLabel()
        self.whose.setIndent(columns_of(self, 0.8))  # in line with the rail
        self.addWidget(self.whose)
        self.doing = QLabel()
        self.remaining = as_hint(QLabel())
        self.progress = QProgressBar()
        self.progress.setFixedWidth(columns_of(self, 10))
        self.progress.setAccessibleName("正在做的事做了多少")
        self.stop = QPushButton("停止")
        self.stop.clicked.connect(jobs.stop)
        self.waiting = QPushButton()
        self.waiting.setToolTip("后面还有哪些事，不想做的可以取消")
        self._line = QMenu()  # of nobody's: what belongs to the window goes when it is locked
        self.waiting.setMenu(self._line)
        self._parts = (self.doing, self.progress, self.remaining, self.stop)
        for part in (*self._parts, self.waiting):
            self.addPermanentWidget(part)
            part.hide()
        self._clock = QTimer(self)
        self._clock.setInterval(_EVERY)
        self._clock.timeout.connect(self._show_remaining)
        jobs.started.connect(self._show_start)
        jobs.progressed.connect(self._show_progress)
        jobs.stopping.connect(self._show_stopping)
        jobs.lined_up.connect(self._show_waiting)
        jobs.ended.connect(self._show_end)

    def _show_start(self, title: str) -> None:
        self.doing.setText(f"{_doing(title)}…")
        self.progress.setRange(0, 0)
        self.remaining.clear()
        for part in self._parts:
            part.show()
        stoppable = self._jobs.stoppable
        self.stop.setEnabled(stoppable)
        self.stop.setToolTip(
            "停止正在进行的工作，什么都不会改动" if stoppable else "这件事不能中途停下，请等一会儿"
        )
        self._clock.start()

    def _show_progress(self, done: int, total: int) -> None:
        self.progress.setRange(0, total)
        self.progress.setValue(done)
        self._show_remaining()

    def _show_remaining(self) -> None:
        if not self._jobs.stoppable and self.stop.isEnabled():
            return
        words = self._jobs.remaining.words(time.monotonic())
        if words != self.remaining.text():
            self.remaining.setText(words)

    def _show_stopping(self) -> None:
        self.doing.setText(f"{_doing(self._jobs.title)}：正在停止…")
        self.remaining.clear()
        self.stop.setEnabled(False)
        self._clock.stop()

    def _show_waiting(self) -> None:
        """Say what waits, each with a way to take it out of the line."""
        waiting, held = self._jobs.waiting, self._jobs.held
        menu = self._line
        menu.clear()
        for number, title in waiting:
            act = menu.addAction(f"取消：{title.removeprefix(_NOW)}")
            act.triggered.connect(partial(self._jobs.withdraw, number))
        if held:
            before = "它做完" if self._jobs.title else "另一台电脑写完"
            menu.addAction(f"{held} 处改动等{before}就保存").setEnabled(False)
        count = len(waiting) + held
        self.waiting.setText(f"还有 {count} 件在等")
        self.waiting.setVisible(count > 0)

    def _show_end(self) -> None:
        self._clock.stop()
        for part in (*self._parts, self.waiting):
            part.hide()


def _doing(title: str) -> str:
    """Say of work what it is doing, whether its title says so or only names it."""
    return title if title.startswith(_NOW) else f"{_NOW}{title}"
