"""The frame of the window: it stands before anything heavy is loaded.

This module imports a few names of PySide6 only (``Qt`` alone takes 25 ms), so that the window is
there at once; the workbench comes when its parts were imported off the GUI thread.
"""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSettings, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from jianxi_desktop import settings

if TYPE_CHECKING:
    from jianxi_desktop.services.office import Office
    from jianxi_desktop.ui.jobs import Jobs
    from jianxi_desktop.ui.looks import Looks
    from jianxi_desktop.ui.memory import Memory
    from jianxi_desktop.ui.notices import NoticeBar
    from jianxi_desktop.ui.status_line import StatusLine
    from jianxi_desktop.ui.workbench import Standing, Workbench

PROGRAM = "涧西党建工作台"


class Window(QMainWindow):
    """Shows one page at a time, what is going on below it and what happened over it.

    It is an empty frame until it is furnished, so that it can be shown before the rest is loaded.

    Attributes:
        unwritten: Whether something typed is held here that no database has: closing asks.

    Signals:
        painted: The window was painted for the first time.
        locking: The person asks for the window to be locked.
        restoring: The person wants a backup back; its file.
        asking_minutes: The person wants to choose when it locks by itself.
    """

    painted = Signal()
    locking = Signal()
    restoring = Signal(object)
    asking_minutes = Signal()

    jobs: "Jobs"
    looks: "Looks"
    memory: "Memory"
    notices: "NoticeBar"
    status: "StatusLine"

    def __init__(self, jobs: "Jobs | None" = None) -> None:
        super().__init__()
        self.workbench: Workbench | None = None
        self._painted = False
        self._furnished = False
        self._leaving = False
        self._closing = False
        self._waiting = False
        self.unwritten = False
        self._pages = QStackedWidget()
        self._middle = QWidget()
        column = QVBoxLayout(self._middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._pages, 1)
        self.setCentralWidget(self._middle)
        self.setWindowTitle(PROGRAM)
        room = self.screen().availableSize()
        self.resize(min(1280, room.width() * 19 // 20), min(800, room.height() * 9 // 10))
        self._restore_size()
        if jobs is not None:
            self.furnish(jobs)

    @property
    def page(self) -> QWidget | None:
        """The page that is shown."""
        return self._pages.currentWidget()

    def furnish(self, jobs: "Jobs") -> None:
        """Put in what the work needs: notices over the page, the status line below it."""
        from jianxi_desktop.ui import clipboard
        from jianxi_desktop.ui.looks import Looks
        from jianxi_desktop.ui.memory import Memory
        from jianxi_desktop.ui.notices import NoticeBar
        from jianxi_desktop.ui.status_line import StatusLine

        clipboard.shared()  # watches from now on what is copied
        self.jobs = jobs
        self.memory = Memory()
        self.looks = Looks(self)
        self.looks.offer()
        self.notices = NoticeBar(self._middle)
        self.status = StatusLine(jobs)
        self.setStatusBar(self.status)
        jobs.unhandled.connect(self.report)
        jobs.held_up.connect(self._say_held_up)
        self._furnished = True

    def wait(self, text: str) -> None:
        """Show that something is coming."""
        label = QLabel(text)
        label.setProperty("role", "hint")
        page = QWidget()
        across, down = QHBoxLayout(), QVBoxLayout(page)
        for stretched in (across, down):
            stretched.addStretch(1)
        across.addWidget(label)
        across.addStretch(1)
        down.addLayout(across)
        down.addStretch(1)
        self.show_page(page)

    def show_page(self, page: QWidget) -> None:
        """Show a page in place of the one before, which is dropped."""
        before = self._pages.currentWidget()
        self._pages.addWidget(page)
        self._pages.setCurrentWidget(page)
        if before is not None and before is not page:
            self._pages.removeWidget(before)
            before.deleteLater()

    def enter(self, office: "Office", place: "Standing | None" = None) -> "Workbench":
        """Show the work of an open office, where somebody was before if it is known."""
        desk = self.lay_out(office)
        desk.start(place)
        return desk

    def lay_out(self, office: "Office") -> "Workbench":
        """Put the desk of an open office into the window; it is empty until it is started."""
        from jianxi_desktop.ui.workbench import Workbench

        self.workbench = Workbench(self, office)
        self.setWindowTitle(f"{office.unit.name} — {PROGRAM}")
        self.show_page(self.workbench)
        return self.workbench

    def clear_desk(self) -> None:
        """Take everything off the window that shows a record or somebody's name."""
        from PySide6.QtWidgets import QDialog, QMenu

        from jianxi_desktop.ui import clipboard

        self.jobs.abandon()
        for opened in (*self.findChildren(QDialog), *self.findChildren(QMenu)):
            opened.hide()
            opened.deleteLater()
        self.notices.clear()
        self.status.whose.clear()
        self.looks.offer()
        clipboard.shared().take_off()
        desk, self.workbench = self.workbench, None
        self.setWindowTitle(PROGRAM)
        if desk is not None:
            self.wait("")  # takes the place of the desk, which goes

    def report(self, error: Exception) -> None:
        """Show an error; a bug by its number."""
        from jianxi_desktop.ui.report_error import describe_error

        self.notices.report(describe_error(error))

    def _say_held_up(self, title: str) -> None:
        self.notices.say(f"{title}。您刚才的改动等它写完就保存，不用再按一次，可以先看别的。")

    def _restore_size(self) -> None:
        """Take the size of last time; read here, for this is all the frame needs to know."""
        path = settings.state_folder() / "window.ini"
        kept = QSettings(str(path), QSettings.Format.IniFormat).value("window/geometry")
        if isinstance(kept, QByteArray):
            self.restoreGeometry(kept)

    def _leave(self, then: Callable[[], None]) -> None:
        if self.workbench is None:
            then()
        else:
            self.workbench.leave(then)

    def _close_now(self) -> None:
        """Close now; ask first where long work would be cut short."""
        if self._furnished and self.jobs.busy:
            self._ask_about_work()
        elif self.unwritten:
            self._ask_about_unwritten()
        else:
            self._put_all_away("正在备份，做完会自动关闭…")

    def _ask_about_work(self) -> None:
        from jianxi_desktop.ui.questions import ask

        doing = self.jobs.title.removeprefix("正在") or "保存"
        more = "停下来不会留下做了一半的东西：没有做完的，就像没有做过一样。"
        if self.jobs.waiting:
            more += f"后面排队的 {len(self.jobs.waiting)} 件也不做了。"
        ask(
            self,
            f"“{doing}”还没有做完。",
            [
                ("做完再关闭", self._close_after_work),
                ("停下来，关闭", self._stop_and_close),
                ("不关闭", None),
            ],
            more=more,
        )

    def _ask_about_unwritten(self) -> None:
        from jianxi_desktop.ui.questions import ask

        ask(
            self,
            "有没有保存的内容还没有写进数据库。",
            [("不关闭", None), ("丢掉，关闭", self._lose_and_close)],
            more="等数据库恢复以后解锁打开，就会还给您；现在关闭就没有了。",
        )

    def _lose_and_close(self) -> None:
        self.unwritten = False
        self.close()

    def _close_after_work(self) -> None:
        from PySide6.QtCore import Qt

        if not self.jobs.busy:
            self.close()
            return
        self.jobs.ended.connect(self._close_soon, Qt.ConnectionType.SingleShotConnection)
        self.notices.say("正在进行的工作做完后，会自动备份并关闭。")

    def _close_soon(self) -> None:
        QTimer.singleShot(0, self, self.close)  # what the work has to say comes first

    def _stop_and_close(self) -> None:
        self.jobs.stop_all()
        self._put_all_away("正在停止，停下来以后备份，做完会自动关闭…")

    def _put_all_away(self, told: str) -> None:
        """Put the office away off this thread, and close at last."""
        if self.workbench is None and not (self._furnished and self.jobs.busy):
            self._close_at_last()
            return
        from jianxi_desktop.ui.closing import put_away

        office = self.workbench.office if self.workbench is not None else None
        self._waiting = True
        self.clear_desk()
        self.wait(told)
        work = partial(put_away, office) if office is not None else str
        self.jobs.run_last(work, self._put_away, self._put_away_badly)

    def _put_away(self, said: str) -> None:
        from jianxi_desktop.ui.closing import SAID

        self.memory.keep_text(SAID, said)
        self._close_at_last()

    def _put_away_badly(self, error: Exception) -> None:
        from jianxi_desktop.ui.report_error import describe_error

        self._put_away(describe_error(error).text)

    def _close_at_last(self) -> None:
        """Close; Qt closes nothing while it is closing already."""
        self._leaving = True
        if not self._closing:
            self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Override: ask for unsaved changes first, then back up, then end the jobs."""
        if not self._leaving and not self._waiting:
            self._closing = True
            self._leave(self._close_now)
            self._closing = False
        if not self._leaving:
            event.ignore()
            return
        if self._furnished:
            from jianxi_desktop.ui import clipboard

            clipboard.shared().take_off()
            self.memory.keep_bytes("window/geometry", self.saveGeometry())
            self.jobs.close()
        if self.workbench is not None:
            self.workbench.office.close()
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override: Esc that nothing else wants closes the notice."""
        from PySide6.QtCore import Qt

        if event.key() == Qt.Key.Key_Escape and self._furnished and self.notices.isVisible():
            self.notices.close_one()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Override: tell of the first painting, when it is over."""
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self.painted.emit)
