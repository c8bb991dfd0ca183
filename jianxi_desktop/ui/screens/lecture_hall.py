"""The page of the lecture halls: the courses of a month, and who taught what to how many."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QSplitter, QTabWidget, QVBoxLayout, QWidget

from jianxi_desktop.domain import calendar
from jianxi_desktop.services import lecture_hall, plain_table
from jianxi_desktop.services.drawn import Wanted
from jianxi_desktop.services.lecture_hall import STATES, Count, Group, Hall, Session
from jianxi_desktop.ui.open_folder import offer_folder
from jianxi_desktop.ui.screen import Desk, Edited, Printed, Screen
from jianxi_desktop.ui.screens.matching_parts import chosen_row, go_to
from jianxi_desktop.ui.screens.parts import (
    Figures,
    captioned,
    choices,
    choose,
    heading,
    page_column,
    wrapped,
)
from jianxi_desktop.ui.screens.pickers import PICKERS, Pickers
from jianxi_desktop.ui.screens.table import Column, Line, TextTable
from jianxi_desktop.ui.screens.year_choice import FIRST_YEAR, YearChoice
from jianxi_desktop.ui.theme import as_hint, as_primary, columns_of, line_height

_SHOWN_HERE: Final = frozenset(("activity", "lecturer", "course", "venue", "organisation"))
_FIGURES: Final[Mapping[str, tuple[str, str]]] = {
    "times": ("本月场次", "ink"),
    "people": ("本月人次", "ink"),
    "year_times": ("全年场次", "ink"),
    "year_people": ("全年人次", "ink"),
    "planned": ("待开讲", "good"),
    "unrecorded": ("待补记人数", "amber"),
}
_COLUMNS: Final = (
    Column("时间", 5.8),
    Column("主题", 10),
    Column("党组织", 7.6, names=True),
    Column("讲师", 3.4),
    Column("人数", 3, right=True),
    Column("情况", 3.4),
)
_COUNTS: Final = (
    Column("项目", 7),
    Column("本月场", 3.1, right=True),
    Column("本月人", 3.1, right=True),
    Column("全年场", 3.1, right=True),
    Column("全年人", 3.4, right=True),
)
_INKS: Final[Mapping[str, str]] = {"planned": "", "held": "good", "unrecorded": "warning"}


class LectureHallScreen(Screen):
    """Shows the lectures of a month at the left, their counts at the right."""

    key, title, area, symbol = "lecture_hall", "讲习课表", "组织生活", "lectern"

    def __init__(self, desk: Desk, pickers: Pickers = PICKERS) -> None:
        super().__init__(desk)
        self.pickers = pickers
        self.hall: Hall | None = None
        today = calendar.today()
        self.year, self.month = YearChoice(ahead=1), QComboBox()
        for month in range(1, 13):
            self.month.addItem(f"{month}月", month)
        self._show_month(today)
        self.figures = Figures(_FIGURES)
        self.sessions = TextTable()
        self.sessions.setAccessibleName("本月讲习")
        self.sessions.setMinimumSize(columns_of(self, 20), line_height(self) * 6)
        self.told = as_hint(wrapped())
        self.groups = QTabWidget()
        self.groups.setDocumentMode(True)
        self.groups.setMinimumWidth(columns_of(self, 12))
        self._lay_out()
        self.year.activated.connect(lambda _place: self._load())
        self.month.activated.connect(lambda _place: self._load())
        self.sessions.activated.connect(lambda _index: self._open())
        self.sessions.selectionModel().currentRowChanged.connect(self._show_state)

    def opened(self, argument: object = None) -> None:
        """Read; a month as text is gone to."""
        if isinstance(argument, str) and len(argument) >= len("2026-11"):
            self._show_month(date.fromisoformat(f"{argument[:7]}-01"))
        self._load()
        self._show_state()
        self.sessions.setFocus()

    def answers(self) -> Mapping[str, Callable[[], None]]:
        """Give what this page does with its commands."""
        return {
            "record.new": self._add,
            "record.open": self._open,
            "hall.before": partial(self._move, -1),
            "hall.after": partial(self._move, 1),
            "hall.table": partial(self._print, lecture_hall.TABLE),
            "hall.figures": partial(self._print, lecture_hall.FIGURES),
            "list.export": self._ask_path,
            "list.refresh": self._load,
        }

    def refresh(self, touched: frozenset[str]) -> None:
        """Read again when lectures changed."""
        if touched & _SHOWN_HERE:
            self._load()

    def moved(self) -> None:
        """Follow the organisation that was chosen in the tree."""
        self._load()

    @property
    def first(self) -> date:
        """The first day of the month that is shown."""
        return date(self.year.year, int(self.month.currentData()), 1)

    def _lay_out(self) -> None:
        button = self.desk.commands.button
        asked = choices(
            captioned("月份", self.year),
            self.month,
            button("hall.before", self),
            button("hall.after", self),
            as_primary(button("record.new", self)),
        )
        left = QWidget()
        inside = QVBoxLayout(left)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.sessions, 1)
        inside.addWidget(self.told)
        both = QSplitter(Qt.Orientation.Horizontal)
        both.setChildrenCollapsible(False)
        both.addWidget(left)
        both.addWidget(self.groups)
        both.setSizes([columns_of(self, 55), columns_of(self, 35)])
        column = page_column(self)
        said = "这个月在哪里讲、谁讲、讲什么；右边按讲师类别、课程、讲习方式、党组织统计。"
        column.addWidget(heading("“三新”讲习所课表", said))
        column.addWidget(asked)
        column.addWidget(self.figures)
        column.addWidget(both, 1)
        column.addWidget(
            choices(
                button("record.open", self),
                button("hall.table", self),
                button("hall.figures", self),
                button("list.export", self),
            )
        )

    def _show_month(self, day: date) -> None:
        choose(self.year, day.year)
        choose(self.month, day.month)

    def _move(self, months: int) -> None:
        number = self.first.year * 12 + self.first.month - 1 + months
        year, month = divmod(number, 12)
        if FIRST_YEAR <= year <= calendar.today().year + 1:
            self._show_month(date(year, month + 1, 1))
            self._load()

    def _load(self) -> None:
        work = partial(lecture_hall.hall, self.desk.office, self.first, self.desk.within)
        self.desk.jobs.run_newest("lecture_hall", work, self._show)

    def _show(self, hall: Hall) -> None:
        at = self._current()
        self.hall = hall
        self.figures.show_numbers(_numbers(hall))
        self.sessions.show_items(_COLUMNS, hall.sessions, _session_line)
        places = [n for n, each in enumerate(hall.sessions) if at == each.id]
        go_to(self.sessions, places[0] if places else _next(hall))
        self._show_groups(hall)
        self._show_state()

    def _show_groups(self, hall: Hall) -> None:
        at = max(self.groups.currentIndex(), 0)
        for place, group in enumerate(hall.groups):
            if place == self.groups.count():
                table = TextTable()
                table.setAccessibleName(group.title)
                self.groups.addTab(table, group.title)
            found = self.groups.widget(place)
            if isinstance(found, TextTable):
                found.show_items(_COUNTS, _shown(group), _count_line)
        self.groups.setCurrentIndex(at)

    def _current(self) -> UUID | None:
        row = chosen_row(self.sessions)
        return self.hall.sessions[row].id if self.hall is not None and row >= 0 else None

    def _show_state(self, *_rows: Any) -> None:
        row = chosen_row(self.sessions)
        if self.hall is not None:
            self.told.setText(_told(self.hall.sessions[row]) if row >= 0 else _NOTHING)
        if self.isVisibleTo(self.window()):
            self.desk.commands.enable("record.open", on=self._current() is not None)
            for key in ("hall.table", "hall.figures", "list.export"):
                self.desk.commands.enable(key, on=self.hall is not None)

    def _open(self) -> None:
        if (at := self._current()) is not None:
            self.desk.open_screen("form", Edited("activity", at))

    def _add(self) -> None:
        today, first = calendar.today(), self.first
        day = today if (first.year, first.month) == (today.year, today.month) else first
        given = {"kind": "lecture", "held_on": day.isoformat()}
        whose = self.desk.within or self.desk.office.top
        self.desk.open_screen("form", Edited("activity", given={**given, "organisation": whose}))

    def _print(self, key: str) -> None:
        wanted = Wanted(organisation=self.desk.within, as_of=self.first)
        self.desk.open_screen("print", Printed(key, wanted))

    def _ask_path(self) -> None:
        if self.hall is not None:
            name = f"讲习统计表-{self.hall.name}-{self.first:%Y-%m}.xlsx"
            take = partial(self._save, self.hall)
            self.pickers.save(self, "导出讲习统计表", "Excel 工作簿 (*.xlsx)", name, take)

    def _save(self, hall: Hall, path: Path) -> None:
        table = lecture_hall.figures(hall)
        work = partial(plain_table.save_table, self.desk.office, table, path)
        self.desk.jobs.run(work, partial(self._saved, path))

    def _saved(self, path: Path, lines: int) -> None:
        offer_folder(self.desk, path, f"讲习统计表已保存：{path.name}，共 {lines} 行。")


_NOTHING = "这个月还没有讲习。按“新增”登记一场，日期写在后面的就是预告，会排进课程表。"


def _next(hall: Hall) -> int:
    """Give the place of the first lecture that is still to be held or recorded, else the first."""
    waiting = (n for n, each in enumerate(hall.sessions) if each.state != "held")
    return next(waiting, 0)


def _told(session: Session) -> str:
    """Say what the table has no room for."""
    counted = session.members is not None or session.public is not None
    facts = (
        session.day_words(),
        f"地点：{session.place}" if session.place else "",
        f"课程：{session.course}" if session.course else "",
        f"方式：{session.mode_words()}" if session.modes else "",
        f"党员{session.members or 0}人、群众{session.public or 0}人" if counted else "",
    )
    return "　".join(each for each in facts if each)


def _numbers(hall: Hall) -> dict[str, int]:
    states = [each.state for each in hall.sessions]
    month, year = hall.whole.month, hall.whole.year
    return {
        "times": month[0],
        "people": sum(month[1:]),
        "year_times": year[0],
        "year_people": sum(year[1:]),
        "planned": states.count("planned"),
        "unrecorded": states.count("unrecorded"),
    }


def _session_line(session: Session) -> Line:
    counted = session.members is not None or session.public is not None
    people = f"{(session.members or 0) + (session.public or 0)}" if counted else ""
    state = _INKS[session.state]
    return Line(
        (
            f"{session.held_on[5:] or session.held_on} {session.starts_at}",
            session.topic,
            session.organisation,
            session.lecturer,
            people,
            STATES[session.state],
        ),
        {5: state} if state else {},
    )


def _shown(group: Group) -> tuple[Count, ...]:
    """Give the counts of a group; of organisations only those that held something."""
    by_code = group.title in ("讲师类别", "讲习方式")
    return tuple(each for each in group.counts if by_code or each.year[0])


def _count_line(count: Count) -> Line:
    cells = (*_pair(count.month), *_pair(count.year))
    quiet = {place: "quiet" for place, cell in enumerate(cells, start=1) if cell == "0"}
    return Line((count.label, *cells), quiet)


def _pair(numbers: tuple[int, int, int]) -> tuple[str, str]:
    return str(numbers[0]), str(numbers[1] + numbers[2])
