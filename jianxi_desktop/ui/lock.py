"""Locks the window: the desk is cleared, the office closed, its key dropped, the door shown."""

import gc
from collections.abc import Callable
from functools import partial
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QObject, QTimer

from jianxi_desktop.services import audit, drafts
from jianxi_desktop.services.drafts import Draft
from jianxi_desktop.services.office import Office
from jianxi_desktop.ui.closing import SAID
from jianxi_desktop.ui.daily_backup import DailyBackup
from jianxi_desktop.ui.idle import LONGEST, SHORTEST, USUAL, IdleWatch, boot_clock
from jianxi_desktop.ui.minutes_dialog import MinutesDialog
from jianxi_desktop.ui.window import Window
from jianxi_desktop.ui.workbench import Standing, Workbench

_Whose = tuple[Path | str, UUID]

MINUTES = "lock/minutes"  # in the memory of this PC


class Lock(QObject):
    """Lets people in, and locks when they ask for it or have left.

    Attributes:
        watch: Notices that nobody is here.
    """

    def __init__(
        self,
        window: Window,
        show_door: Callable[[Path | str, UUID, Path | None], None],
        *,
        clock: Callable[[], float] = boot_clock,
    ) -> None:
        """Begin with nobody inside.

        Args:
            window: The window that is locked.
            show_door: Shows the unlock page of a file or an address, with the account chosen, and
                with the backup that is to be put back, if one is.
            clock: Seconds that go on while the PC sleeps.
        """
        super().__init__(window)
        self._window = window
        self._show_door = show_door
        self._left: dict[_Whose, Standing] = {}
        self._unkept: dict[_Whose, tuple[Draft, ...]] = {}
        self._wanted = False
        self.watch = IdleWatch(self, clock=clock, busy=lambda: window.jobs.busy)
        self.watch.idle.connect(self.lock)
        window.locking.connect(self.lock)
        window.restoring.connect(self.lock_to_restore)
        window.asking_minutes.connect(self.ask_minutes)
        window.jobs.ended.connect(self._lock_after_work)

    def enter(self, office: Office, first: Standing | None = None) -> Workbench:
        """Show the work of an office, as this person left it or at what they begin with."""
        window = self._window
        place = self._left.pop((office.store.place, office.account.id), first)
        desk = window.enter(office, place)
        self._welcome(desk, office)
        self.watch.minutes = minutes_of(window)
        self.watch.start()
        DailyBackup(desk)
        return desk

    def _welcome(self, desk: Workbench, office: Office) -> None:
        """Give back what was typed, then say what there is to say about the database."""
        memory = self._window.memory
        said = memory.text(SAID)
        memory.keep_text(SAID, "")
        warnings = [*office.warnings, *([f"上次关闭时没有备份成：{said}"] if said else [])]
        whose = _whose(office)
        typed = self._unkept.pop(whose, ())
        self._window.unwritten = bool(self._unkept)
        self._window.jobs.run(
            partial(_typed_before, office, typed),
            partial(self._tell, desk, warnings),
            partial(self._hold, whose, typed),
        )

    def _tell(self, desk: Workbench, warnings: list[str], kept: tuple[Draft, ...]) -> None:
        desk.offer(kept)
        if warnings:
            restored = ["上次没有保存的内容已恢复，看一看再保存。"] if kept else []
            desk.warn("\n".join([*warnings, *restored]))

    def lock_to_restore(self, backup: Path) -> None:
        """Lock, and lead to putting a backup in the place of the database."""
        self.lock(backup)

    def lock(self, restore: Path | None = None) -> None:
        """Lock now, or when the long work that is running has ended."""
        window = self._window
        desk = window.workbench
        if desk is None:
            return
        self._wanted = window.jobs.busy
        if self._wanted:
            desk.notice("正在进行的工作做完后就锁定。")
            return
        desk.put_away()
        office, typed, place = desk.office, desk.drafts(), desk.standing()
        whose = _whose(office)
        if place is not None:
            self._left[whose] = place
        self.watch.stop()
        window.clear_desk()
        show = partial(self._show_locked, *whose, restore)
        failed = partial(self._say_unkept, show, whose, typed)
        window.jobs.run(partial(_put_away, office, typed), show, failed)

    def ask_minutes(self) -> None:
        """Let the person choose after how many minutes this PC locks."""
        MinutesDialog(self._window, minutes_of(self._window), self._keep_minutes).open()

    def _keep_minutes(self, minutes: int) -> None:
        self._window.memory.keep_number(MINUTES, minutes)
        self.watch.minutes = minutes_of(self._window)

    def _lock_after_work(self) -> None:
        """What the work has to say is said first; its draft of a result is kept by nobody."""
        if self._wanted:
            QTimer.singleShot(0, self, self.lock)

    def _show_locked(
        self, place: Path | str, account: UUID, restore: Path | None, _nothing: None = None
    ) -> None:
        self._show_door(place, account, restore)
        QTimer.singleShot(0, self, self._forget)  # once Qt has let go of the desk

    @staticmethod
    def _forget() -> None:
        """Let Python drop what was read: the desk and its screens hold each other."""
        gc.collect()

    def _say_unkept(
        self, show: Callable[[], None], whose: "_Whose", typed: tuple[Draft, ...], error: Exception
    ) -> None:
        """The database could not be written, such as on a server that is away."""
        show()
        self._hold(whose, typed, error)
        if typed:
            self._window.notices.warn(
                "没有保存的内容还在这个程序里，没有写进数据库：请不要关闭程序，"
                "等数据库恢复以后再打开，会还给您。"
            )

    def _hold(self, whose: "_Whose", typed: tuple[Draft, ...], error: Exception) -> None:
        """Keep what somebody typed until he comes back; nobody else is given it."""
        if typed:
            self._unkept[whose] = typed
            self._window.unwritten = True
        self._window.report(error)


def minutes_of(window: Window) -> int:
    """Give after how many minutes this PC locks."""
    kept = window.memory.number(MINUTES, USUAL)
    return min(max(kept, SHORTEST), LONGEST)


def _put_away(office: Office, typed: tuple[Draft, ...]) -> None:
    try:
        for draft in typed:
            drafts.keep(office, draft)
        audit.note(office, "lock")
    finally:
        office.close()


def _typed_before(office: Office, unkept: tuple[Draft, ...]) -> tuple[Draft, ...]:
    """Keep what could not be kept when the window was locked, and give all that waits."""
    for draft in unkept:
        drafts.keep(office, draft)
    return drafts.waiting(office)


def _whose(office: Office) -> _Whose:
    return office.store.place, office.account.id
