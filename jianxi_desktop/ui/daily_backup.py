"""The backup of the day, made behind the work a while after opening and looked at every hour."""

from functools import partial
from typing import Final

from PySide6.QtCore import QObject, QTimer

from jianxi_desktop.domain.rights import Right
from jianxi_desktop.errors import JianxiError
from jianxi_desktop.services import backups
from jianxi_desktop.services.backups import Made
from jianxi_desktop.ui.workbench import Workbench

_FIRST: Final = 3 * 60_000  # milliseconds: whoever has just opened wants to work
_AGAIN: Final = 60 * 60_000


class DailyBackup(QObject):
    """Makes the backup when it is due; goes with the desk it was made for.

    Attributes:
        timer: Runs until the next look.
    """

    def __init__(self, desk: Workbench) -> None:
        super().__init__(desk)
        self._desk = desk
        self.timer = QTimer(self)
        self.timer.timeout.connect(self.look)
        if Right.BACKUP in desk.office.account.rights:
            self.timer.start(_FIRST)

    def look(self) -> None:
        """Make a backup if the last one is a day old and something changed."""
        self.timer.start(_AGAIN)
        work = partial(backups.wanted, self._desk.office)
        self._desk.jobs.run(work, self._begin, self._failed)

    def _begin(self, wanted: object) -> None:
        """Make it beside the work, which reads and writes on."""
        if wanted:
            office = self._desk.office
            self._desk.jobs.run_long(
                lambda _progress: backups.daily(office),
                self._say,
                self._failed,
                title="正在自动备份",
                stops=False,
            )

    def _say(self, made: Made | None) -> None:
        if made is not None and made.notes:
            self._desk.warn("".join(made.notes))

    def _failed(self, error: Exception) -> None:
        if isinstance(error, JianxiError):
            self._desk.warn(f"今天的自动备份没有做成：{error.user_message}")
        else:
            self._desk.report(error)
