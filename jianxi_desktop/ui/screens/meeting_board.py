"""The page of organised life: which branch held what in which month, and what is wanting."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLabel,
    QMenu,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from jianxi_desktop.domain import calendar
from jianxi_desktop.domain.calendar import show_day
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.services import meeting_board, meeting_papers
from jianxi_desktop.services.drawn import Wanted
from jianxi_desktop.services.meeting_board import TALK, Board, Body, Meeting
from jianxi_desktop.ui.open_folder import offer_folder
from jianxi_desktop.ui.screen import Desk, Edited, Printed, Screen
from jianxi_desktop.ui.screens.flow import flow
from jianxi_desktop.ui.screens.meeting_grid import (
    Cell,
    MeetingGrid,
    Place,
    Sheet,
    by_kinds,
    by_months,
    lacking,
    of_body,
)
from jianxi_desktop.ui.screens.parts import (
    Figures,
    captioned,
    choices,
    choose,
    empty_page,
    heading,
    page_column,
    wrapped,
)
from jianxi_desktop.ui.screens.pickers import PICKERS, Pickers
from jianxi_desktop.ui.screens.year_choice import YearChoice
from jianxi_desktop.ui.theme import as_hint, as_primary, columns_of, line_height

_ALL = ("全部类型", "")
_COUNTS: Mapping[str, tuple[str, str]] = {
    "missing": ("缺（到期没开）", "error"),
    "due": ("本期待开", "amber"),
    "done": ("已开", "good"),
}
_READ = frozenset(
    {"activity", "organisation", "post_holding", "contact_log", "membership", "person"}
)


class MeetingBoardScreen(Screen):
    """Shows the year of organised life; a cell opens the meeting, or begins one."""

    key, title, area, symbol = "meeting_board", "组织生活台", "组织生活", "meetings"

    def __init__(self, desk: Desk, pickers: Pickers = PICKERS) -> None:
        super().__init__(desk)
        self.pickers = pickers
        self.board: Board | None = None
        self._wanted: Place | None = None
        self.year, self.kind = YearChoice(ahead=1), QComboBox()
        self.only = QCheckBox("只看有缺的")
        self.counts = Figures(_COUNTS)
        self.table = MeetingGrid()
        self.table.setAccessibleName("各支部各月的组织生活")
        self.told = wrapped()
        self.pages = QStackedWidget()
        self.kind.addItem(*_ALL)
        self.kind.setMinimumWidth(columns_of(self, 8))
        self._lay_out()
        self.year.currentIndexChanged.connect(self._load)
        self.kind.currentIndexChanged.connect(self._show_sheet)
        self.only.toggled.connect(self._show_sheet)
        self.table.chosen.connect(self._open)
        self.table.branch_wanted.connect(self._see_branch)
        self.table.looked_at.connect(self._tell)

    def opened(self, argument: object = None) -> None:
        """Read anew; ``argument`` may name an organisation, then a year, a kind and a month."""
        place = _place_of(argument)
        if place is not None:
            year, self._wanted = place
            choose(self.year, year)
        if self.board is None or place is not None:
            self._load()
        self._show_state()
        self.table.setFocus()

    def answers(self) -> Mapping[str, Callable[[], None]]:
        """Give what this page does with its commands."""
        return {
            "meeting.open": partial(self._with_cell, self._open),
            "meeting.branch": self._see_current,
            "meeting.all": self._see_all,
            "record.new": partial(self._with_cell, self._begin),
            "list.refresh": self._load,
            "list.print": self._print,
            "list.export": self._ask_path,
        }

    def refresh(self, touched: frozenset[str]) -> None:
        """Read again when what is shown changed."""
        if touched & _READ:
            self.board = None
            if self.isVisible():
                self._load()

    def moved(self) -> None:
        """Follow the organisation that was chosen in the tree."""
        self.board = None
        if self.isVisible():
            self._load()

    @property
    def shown_year(self) -> int:
        """The year that is shown."""
        return self.year.year

    def _lay_out(self) -> None:
        button = self.desk.commands.button
        asked = choices(
            captioned("年度", self.year),
            captioned("类型", self.kind),
            self.only,
            button("meeting.branch", self),
            button("meeting.all", self),
        )
        table = QWidget()
        below = QVBoxLayout(table)
        below.setContentsMargins(0, 0, 0, 0)
        below.addWidget(self.table, 1)
        below.addWidget(
            as_hint(QLabel("✓ 已开　！ 本期待开　✗ 到期没开够　○ 已安排日子　· 还没到期"))
        )
        below.addWidget(as_hint(self.told))
        self.table.setMinimumHeight(line_height(self) * 8)
        self.told.setMinimumHeight(line_height(self) * 2)
        self.pages.addWidget(table)
        hint = (
            "先在“党组织台账”里登记党支部，或在左边的树里换一个党组织；勾了“只看有缺的”就先去掉。"
        )
        self.pages.addWidget(empty_page("这里没有要列出的党支部", hint))
        buttons = flow(
            as_primary(button("meeting.open", self)),
            button("record.new", self),
            button("list.print", self),
            button("list.export", self),
            across=columns_of(self, 0.6),
            down=columns_of(self, 0.4),
        )
        column = page_column(self)
        said = "计划和完成对着看：绿色已开，黄色本期待开，红色到期没开。选一格按回车，打开或登记。"
        column.addWidget(heading("组织生活台", said))
        column.addWidget(asked)
        column.addWidget(self.counts)
        column.addWidget(self.pages, 1)
        column.addWidget(buttons)

    def _load(self) -> None:
        work = partial(meeting_board.board, self.desk.office, self.shown_year, self.desk.within)
        self.desk.jobs.run_newest("meeting_board", work, self._show)

    def _show(self, board: Board) -> None:
        self.board = board
        kind = self.kind.currentData()
        if self.kind.count() != len(board.kinds) + 1:
            self.kind.blockSignals(True)  # noqa: FBT003 - Qt's
            self.kind.clear()
            for label, code in (_ALL, *((label, code) for code, label in board.kinds)):
                self.kind.addItem(label, code)
            choose(self.kind, kind)
            self.kind.blockSignals(False)  # noqa: FBT003 - Qt's
        self._show_sheet()

    def _show_sheet(self) -> None:
        if self.board is None:
            return
        kind = str(self.kind.currentData() or "")
        sheet = self._sheet(self.board, kind)
        sheet = lacking(sheet) if self.only.isChecked() else sheet
        self.table.show_sheet(sheet)
        self.counts.show_numbers(dict(self.board.counts(kind)))
        self.pages.setCurrentIndex(0 if sheet.rows else 1)
        self._go_to_wanted(self.board)
        self._show_state()

    def _go_to_wanted(self, board: Board) -> None:
        """Bring the focus to what was asked for; look elsewhere where the tree leaves it out."""
        wanted, self._wanted = self._wanted, None
        if wanted is None:
            return
        known = any(each.id == wanted.organisation for each in board.bodies)
        if not known and self.desk.within not in (None, wanted.organisation):
            self._wanted = wanted
            self.desk.choose_organisation(wanted.organisation)
        elif wanted.kind and not _has_line(board, wanted):
            self._narrow_to(wanted)
        else:
            self.table.go_to(wanted.organisation, wanted.month, wanted.kind)

    def _narrow_to(self, wanted: Place) -> None:
        """Show one kind of what stands below somebody who holds none of it, where it is wanting."""
        self.only.setChecked(True)
        choose(self.kind, wanted.kind)
        if self.desk.within != wanted.organisation:
            self.desk.choose_organisation(wanted.organisation)

    def _is_summary(self) -> bool:
        many = self.board is not None and len(self.board.bodies) != 1
        return many and not self.kind.currentData()

    def _sheet(self, board: Board, kind: str) -> Sheet:
        if kind:
            return by_months(board, kind)
        return of_body(board, board.bodies[0]) if len(board.bodies) == 1 else by_kinds(board)

    def _show_state(self) -> None:
        if not self.isVisibleTo(self.window()):
            return
        cell, enable = self.table.current(), self.desk.commands.enable
        body = self.table.current_body()
        enable("meeting.open", on=cell is not None)
        enable("record.new", on=cell is not None)
        one = self.board is not None and len(self.board.bodies) == 1
        enable("meeting.branch", on=body is not None and not one)
        enable("meeting.all", on=self.desk.within is not None)
        for key in ("list.print", "list.export"):
            enable(key, on=self.board is not None and bool(self.board.bodies))

    def _tell(self, cell: Cell | None) -> None:
        self.told.setText(cell.told if cell is not None else "")
        self._show_state()

    def _with_cell(self, act: Callable[[Cell], None]) -> None:
        if (cell := self.table.current()) is not None:
            act(cell)

    def _open(self, cell: Cell) -> None:
        """Open what a cell stands for: its kind, a meeting of it, or one to be begun."""
        place = cell.place
        if place.month is None and self._is_summary():
            self._wanted = Place(place.organisation, place.kind, None)
            choose(self.kind, place.kind)
        elif place.kind == TALK:
            self._open_talks()
        else:
            work = partial(
                meeting_board.meetings_of,
                self.desk.office,
                place.organisation,
                place.kind,
                self.shown_year,
                place.month,
            )
            self.desk.jobs.run(work, partial(self._offer, cell))

    def _offer(self, cell: Cell, found: Sequence[Meeting]) -> None:
        if not found:
            self._begin(cell)
        elif len(found) == 1:
            self._show_meeting(found[0].id)
        else:
            menu = QMenu(self)
            for each in found:
                act = menu.addAction(f"{show_day(each.held_on)}　{each.topic}")
                act.triggered.connect(partial(self._show_meeting, each.id))
            rect = self.table.visualRect(self.table.currentIndex())
            menu.popup(self.table.viewport().mapToGlobal(rect.bottomLeft()))

    def _show_meeting(self, meeting: UUID, _checked: object = None) -> None:
        self.desk.open_screen("form", Edited("activity", meeting))

    def _begin(self, cell: Cell) -> None:
        if Right.EDIT not in self.desk.office.account.rights:
            self.desk.warn("这个月还没有登记。您没有修改的权限，不能登记。")
            return
        place = cell.place
        if place.kind == TALK:
            month = place.month or calendar.today().month
            today = calendar.today()
            current = (self.shown_year, month) == (today.year, today.month)
            day = today.isoformat() if current else f"{self.shown_year}-{month:02}"
            given: Mapping[str, Any] = {"kind": "talk", "contacted_on": day}
            self.desk.open_screen("form", Edited("contact_log", given=given))
            return
        work = partial(
            meeting_board.new_meeting,
            self.desk.office,
            place.organisation,
            place.kind,
            self.shown_year,
            place.month,
        )
        self.desk.jobs.run(work, self._begin_with)

    def _begin_with(self, given: Mapping[str, Any]) -> None:
        self.desk.open_screen("form", Edited("activity", given=given))

    def _open_talks(self) -> None:
        body = self.table.current_body()
        if body is not None:
            self.desk.choose_organisation(body.id, body.name)
            self.desk.open_screen("list:contact_log")

    def _see_current(self) -> None:
        if (body := self.table.current_body()) is not None:
            self._see_branch(body)

    def _see_branch(self, body: Body) -> None:
        choose(self.kind, "")
        self.desk.choose_organisation(body.id, body.name)

    def _see_all(self) -> None:
        self.desk.choose_organisation(self.desk.office.top)

    def _wanted_paper(self) -> Wanted:
        today = calendar.today()
        year = self.shown_year
        day = today if year == today.year else today.replace(year=year, day=1)
        return Wanted(organisation=self.desk.within, as_of=day)

    def _print(self) -> None:
        one = self.board is not None and len(self.board.bodies) == 1
        key = meeting_papers.MONTHS if one else meeting_papers.YEAR
        self.desk.open_screen("print", Printed(key, self._wanted_paper()))

    def _ask_path(self) -> None:
        if self.board is not None:
            name = f"组织生活开展情况-{self.board.unit}-{self.board.year}.xlsx"
            take = partial(self._save, self.board)
            self.pickers.save(self, "导出组织生活开展情况", "Excel 工作簿 (*.xlsx)", name, take)

    def _save(self, board: Board, path: Path) -> None:
        work = partial(meeting_papers.save_board, self.desk.office, board, path)
        self.desk.jobs.run(work, partial(self._saved, path))

    def _saved(self, path: Path, lines: int) -> None:
        offer_folder(self.desk, path, f"组织生活开展情况已保存：{path.name}，共 {lines} 行。")


def _has_line(board: Board, wanted: Place) -> bool:
    return any(
        (each.organisation, each.kind) == (wanted.organisation, wanted.kind) for each in board.lines
    )


def _place_of(argument: object) -> tuple[int, Place] | None:
    """Read ``ORGANISATION``, ``ORGANISATION 2026`` or ``ORGANISATION 2026 theme_day 10``."""
    if not isinstance(argument, str) or not argument:
        return None
    parts = argument.split()
    year = int(parts[1]) if len(parts) > 1 else calendar.today().year
    kind = parts[2] if len(parts) > 2 else ""
    return year, Place(UUID(parts[0]), kind, int(parts[3]) if len(parts) > 3 else None)
