"""Taking a list out as a workbook: as it is narrowed, masked unless a reason is given."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from jianxi_desktop.domain import calendar
from jianxi_desktop.errors import InputError
from jianxi_desktop.schema.ledger import Ledger
from jianxi_desktop.schema.query import Query
from jianxi_desktop.services import roster
from jianxi_desktop.ui.questions import choose_save
from jianxi_desktop.ui.removal import EXPORT, ask_why
from jianxi_desktop.ui.revealing import ListNumbers
from jianxi_desktop.ui.screen import Desk, Screen


class ListExport:
    """Asks where to, writes what the list shows, and says how many that were."""

    def __init__(
        self,
        screen: Screen,
        desk: Desk,
        ledger: Ledger,
        query: Callable[[], Query],
        numbers: ListNumbers,
    ) -> None:
        self._screen, self._desk, self._ledger = screen, desk, ledger
        self._query, self._numbers = query, numbers

    def choose(self) -> None:
        """Ask for the file, then write it."""
        choose_save(self._screen, "导出为表格文件", "表格 (*.xlsx)", self._name(), self.write)

    def choose_full(self) -> None:
        """Ask for the file, then for the reason to write numbers in full."""
        ask = partial(self._numbers.ask_export, self._query())
        choose_save(self._screen, "导出完整号码", "表格 (*.xlsx)", self._name(), ask)

    def write(self, path: Path, reason: str | None = None) -> None:
        """Write what the list shows to a workbook; where a reason is needed, ask for it first."""
        query = self._query()

        def work(progress: Callable[[int, int], None]) -> int:
            return roster.export_ledger(
                self._desk.office, self._ledger, path, query, reason=reason, progress=progress
            )

        done = partial(self._say, path)
        self._desk.jobs.run_long(work, done, partial(self._not_written, path), title="导出")

    def _name(self) -> str:
        return f"{self._ledger.title}{calendar.today():%Y%m%d}.xlsx"

    def _not_written(self, path: Path, error: Exception) -> None:
        if isinstance(error, InputError) and error.code == "reason_needed":
            ask_why(self._screen, EXPORT, partial(self.write, path))
        else:
            self._desk.report(error)

    def _say(self, path: Path, count: int) -> None:
        self._desk.notice(f"已导出 {count} 条到“{path.name}”，证件号码和电话已遮挡部分数字。")
