"""Taking a list out as a workbook: as it is narrowed, masked unless a reason is given."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from jianxi_desktop.domain import calendar
from jianxi_desktop.errors import InputError
from jianxi_desktop.schema.ledger import Ledger
from jianxi_desktop.schema.query import Query
from jianxi_desktop.services import roster
from jianxi_desktop.ui.open_folder import offer_folder
from jianxi_desktop.ui.questions import choose_save
from jianxi_desktop.ui.removal import EXPORT, ask_why
from jianxi_desktop.ui.revealing import ListNumbers
from jianxi_desktop.ui.screen import Desk, Screen


class ListExport:
    """Asks where to, writes the records that the list shows, and says how many that were.

    With the columns of the list, masked or in full, or with all of the form, which import reads
    back.
    """

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

    def answers(self) -> dict[str, Callable[[], None]]:
        """Give what the commands of taking out do."""
        return {
            "list.export": self.choose,
            "list.export_form": self.choose_form,
            "list.export_full": self.choose_full,
        }

    def enable(self, *, on: bool) -> None:
        """Switch the commands on where there is something to take out."""
        for key in ("list.export", "list.export_form"):
            self._desk.commands.enable(key, on=on)
        self._desk.commands.enable("list.export_full", on=on and self._numbers.listed)

    def choose(self) -> None:
        """Ask for the file, then write the columns of the list."""
        choose_save(
            self._screen, "导出（与列表一致）", "表格 (*.xlsx)", self._name("列表"), self.write
        )

    def choose_form(self) -> None:
        """Ask for the file, then write all columns of the form."""
        choose_save(
            self._screen, "导出（可再导入）", "表格 (*.xlsx)", self._name(), self.write_form
        )

    def choose_full(self) -> None:
        """Ask for the file, then for the reason to write numbers in full."""
        ask = partial(self._numbers.ask_export, self._query())
        name = self._name("完整号码")
        choose_save(self._screen, "导出完整号码（列与列表一致）", "表格 (*.xlsx)", name, ask)

    def write(self, path: Path, reason: str | None = None) -> None:
        """Write what the list shows to a workbook; where a reason is needed, ask for it first."""
        self._write(path, reason, self.write, self._numbers.columns)

    def write_form(self, path: Path, reason: str | None = None) -> None:
        """Write the records shown with all columns of the form; ask for a reason where needed."""
        self._write(path, reason, self.write_form, None)

    def _write(
        self,
        path: Path,
        reason: str | None,
        again: Callable[[Path, str], None],
        columns: tuple[str, ...] | None,
    ) -> None:
        query = self._query()

        def work(progress: Callable[[int, int], None]) -> int:
            return roster.export_ledger(
                self._desk.office,
                self._ledger,
                path,
                query,
                columns=columns,
                headed=columns is not None,
                reason=reason,
                progress=progress,
            )

        in_form = any(field.masked for field in self._ledger.form_fields)
        masked = in_form if columns is None else self._numbers.listed
        said = partial(self._say, path, masked)
        failed = partial(self._not_written, partial(again, path))
        self._desk.jobs.run_long(work, said, failed, title="导出")

    def _name(self, what: str = "") -> str:
        return f"{self._ledger.title}{what}{calendar.today():%Y%m%d}.xlsx"

    def _not_written(self, again: Callable[[str], None], error: Exception) -> None:
        if isinstance(error, InputError) and error.code == "reason_needed":
            ask_why(self._screen, EXPORT, again)
        else:
            self._desk.report(error)

    def _say(self, path: Path, masked: bool, count: int) -> None:  # noqa: FBT001 - given beforehand
        numbers = "，证件号码和电话已遮挡部分数字" if masked else ""
        offer_folder(self._desk, path, f"已导出 {count} 条到“{path.name}”{numbers}。")
