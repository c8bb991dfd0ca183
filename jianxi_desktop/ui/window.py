"""The frame of the window: it stands before anything heavy is loaded.

This module and what it imports is PySide6 and our own looks only, so that the window is there at
once; the workbench comes when its parts were imported off the GUI thread.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QPaintEvent
from PySide6.QtWidgets import (
    QLabel,
    QMainWindow,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from jianxi_desktop.ui.jobs import Jobs
from jianxi_desktop.ui.memory import Memory
from jianxi_desktop.ui.notices import NoticeBar
from jianxi_desktop.ui.report_error import describe_error
from jianxi_desktop.ui.theme import columns_of

if TYPE_CHECKING:
    from jianxi_desktop.services.office import Office
    from jianxi_desktop.ui.workbench import Workbench

PROGRAM = "涧西党建工作台"


class Window(QMainWindow):
    """Shows one page at a time, what is going on below it and what happened above it.

    Signals:
        painted: The window was painted for the first time.
    """

    painted = Signal()

    def __init__(self, jobs: Jobs) -> None:
        super().__init__()
        self.jobs = jobs
        self.memory = Memory()
        self.notices = NoticeBar(self)
        self.workbench: Workbench | None = None
        self._painted = False
        self._leaving = False
        self._pages = QStackedWidget()
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.notices)
        column.addWidget(self._pages, 1)
        self.setCentralWidget(middle)
        self._make_status_line()
        self.setWindowTitle(PROGRAM)
        self.wait("正在打开…")
        self.resize(1180, 700)
        self.restoreGeometry(self.memory.bytes_of("window/geometry"))
        jobs.unhandled.connect(self.report)

    @property
    def page(self) -> QWidget | None:
        """The page that is shown."""
        return self._pages.currentWidget()

    def wait(self, text: str) -> None:
        """Show that something is coming."""
        label = QLabel(text)
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        label.setProperty("role", "hint")
        self.show_page(label)

    def show_page(self, page: QWidget) -> None:
        """Show a page in place of the one before, which is dropped."""
        before = self._pages.currentWidget()
        self._pages.addWidget(page)
        self._pages.setCurrentWidget(page)
        if before is not None and before is not page:
            self._pages.removeWidget(before)
            before.deleteLater()

    def enter(self, office: "Office") -> "Workbench":
        """Show the work of an open office."""
        from jianxi_desktop.ui.workbench import Workbench

        self.workbench = Workbench(self, office)
        self.setWindowTitle(f"{office.unit.name} — {PROGRAM}")
        self.show_page(self.workbench)
        self.workbench.start()
        return self.workbench

    def report(self, error: Exception) -> None:
        """Show an error; a bug by its number."""
        self.notices.report(describe_error(error))

    def _make_status_line(self) -> None:
        line = self.statusBar()
        line.setSizeGripEnabled(False)
        self.doing = QLabel()
        self.progress = QProgressBar()
        self.progress.setFixedWidth(columns_of(self, 14))
        self.stop = QPushButton("停止")
        self.stop.setToolTip("停止正在进行的工作，什么都不会改动")
        self.stop.clicked.connect(self.jobs.stop)
        for part in (self.doing, self.progress, self.stop):
            line.addPermanentWidget(part)
            part.hide()
        self.jobs.started.connect(self._show_start)
        self.jobs.progressed.connect(self._show_progress)
        self.jobs.ended.connect(self._show_end)

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

    def _leave(self, then: Callable[[], None]) -> None:
        if self.workbench is None:
            then()
        else:
            self.workbench.leave(then)

    def _close_now(self) -> None:
        self._leaving = True
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Override: ask for unsaved changes first, then end the jobs and close the office."""
        if not self._leaving:
            event.ignore()
            self._leave(self._close_now)
            return
        self.memory.keep_bytes("window/geometry", self.saveGeometry())
        self.jobs.close()
        if self.workbench is not None:
            self.workbench.office.close()
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Override: tell of the first painting."""
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            self.painted.emit()
