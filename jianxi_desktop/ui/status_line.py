"""The line below the page: whose office it is, what is going on, and how to stop it."""

from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton, QStatusBar

from jianxi_desktop.ui.jobs import Jobs
from jianxi_desktop.ui.theme import columns_of


class StatusLine(QStatusBar):
    """Shows the long job that is running."""

    def __init__(self, jobs: Jobs) -> None:
        super().__init__()
        self.setSizeGripEnabled(False)
        self.whose = QLabel()
        self.addWidget(self.whose)
        self.doing = QLabel()
        self.progress = QProgressBar()
        self.progress.setFixedWidth(columns_of(self, 14))
        self.stop = QPushButton("停止")
        self.stop.setToolTip("停止正在进行的工作，什么都不会改动")
        self.stop.clicked.connect(jobs.stop)
        for part in (self.doing, self.progress, self.stop):
            self.addPermanentWidget(part)
            part.hide()
        jobs.started.connect(self._show_start)
        jobs.progressed.connect(self._show_progress)
        jobs.ended.connect(self._show_end)

    def _show_start(self, title: str) -> None:
        self.doing.setText(f"{title}…")
        self.progress.setRange(0, 0)
        for part in (self.doing, self.progress, self.stop):
            part.show()

    def _show_progress(self, done: int, total: int) -> None:
        self.progress.setRange(0, total)
        self.progress.setValue(done)

    def _show_end(self) -> None:
        for part in (self.doing, self.progress, self.stop):
            part.hide()
