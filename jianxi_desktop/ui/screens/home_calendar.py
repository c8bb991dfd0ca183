"""Taking what is due out as a calendar file, with or without what names people."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from jianxi_desktop.domain import calendar
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.errors import InputError
from jianxi_desktop.services.attention import Attention
from jianxi_desktop.services.calendar_file import save_calendar
from jianxi_desktop.ui.command import Command
from jianxi_desktop.ui.open_folder import offer_folder
from jianxi_desktop.ui.removal import EXPORT, ask_why
from jianxi_desktop.ui.screen import Desk, Screen
from jianxi_desktop.ui.screens.pickers import Pickers

HOME_COMMANDS: tuple[Command, ...] = (
    Command(
        "home.calendar",
        "导出到日历",
        "",
        "Ctrl+E",
        "schedule",
        "把列出的事项存成日历文件（.ics），手机和电脑的日历都能打开",
        idle=True,
        right=Right.EXPORT,
    ),
    Command(
        "home.calendar_plain",
        "导出到日历（不写姓名）",
        "",
        "",
        "schedule",
        "日历里只写事项类别、单位和件数",
        idle=True,
        right=Right.EXPORT,
    ),
    Command("home.unfold", "展开全部事项", "", "", "down", "每个单位的事项都展开"),
    Command("home.fold", "收起到单位", "", "", "right", "只看每个单位有几件"),
)


class CalendarExport:
    """Asks where to, writes what the page lists, and says how many that were."""

    def __init__(
        self,
        screen: Screen,
        desk: Desk,
        pickers: Pickers,
        listed: Callable[[], Attention | None],
    ) -> None:
        self._screen, self._desk, self._pickers, self._listed = screen, desk, pickers, listed

    def answers(self) -> Mapping[str, Callable[[], None]]:
        """Give what the commands of taking out do."""
        return {
            "home.calendar": partial(self._choose, names=True),
            "home.calendar_plain": partial(self._choose, names=False),
        }

    def _choose(self, *, names: bool) -> None:
        found = self._listed()
        if found is not None:
            name = f"到期提醒{calendar.today():%Y%m%d}.ics"
            write = partial(save_calendar, self._desk.office, found, names=names)
            take = partial(self._write, write)
            self._pickers.save(self._screen, "导出到日历", "日历文件 (*.ics)", name, take)

    def _write(self, write: Callable[..., int], path: Path, reason: str | None = None) -> None:
        """Write the file; where a reason is needed, ask for it first."""
        failed = partial(self._not_written, partial(self._write, write, path))
        work = partial(write, path=path, reason=reason)
        self._desk.jobs.run(work, partial(self._say, path), failed)

    def _not_written(self, again: Callable[[str], None], error: Exception) -> None:
        if isinstance(error, InputError) and error.code == "reason_needed":
            ask_why(self._screen, EXPORT, again)
        else:
            self._desk.report(error)

    def _say(self, path: Path, count: int) -> None:
        offer_folder(
            self._desk,
            path,
            f"已存成 {count} 个日程：“{path.name}”。在手机或电脑上打开它，就进入日历；"
            "下次再导出打开，同一件事只更新，不会重复。",
        )
