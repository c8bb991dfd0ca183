"""The page of hours of study: every member's hours of a year, and who lacks how many."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from uuid import UUID

from PySide6.QtWidgets import QCheckBox, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from jianxi_desktop.domain import calendar
from jianxi_desktop.services import study_hours
from jianxi_desktop.services.drawn import Wanted
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.study_hours import Studied, StudyYear, show_hours
from jianxi_desktop.ui.screen import Desk, Edited, Printed, Screen
from jianxi_desktop.ui.screens.flow import flow
from jianxi_desktop.ui.screens.member_export import export_members
from jianxi_desktop.ui.screens.member_rows import MemberTable, Shown
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

_COLUMNS = (
    ("姓名", 7.0),
    ("所在党支部", 17.0),
    ("身份", 6.0),
    ("培训学时", 6.0),
    ("会议学时", 6.0),
    ("合计", 5.0),
    ("应学", 5.0),
    ("还差", 5.0),
)
_COUNTS: Mapping[str, tuple[str, str]] = {
    "lacking": ("学时不足", "amber"),
    "enough": ("已学够", "good"),
    "all": ("党员", "ink"),
}
_READ = frozenset(
    {"member_record", "attendance", "activity", "membership", "person", "post_holding"}
)


class StudyScreen(Screen):
    """Lists the members with their hours of a year; Enter opens one."""

    key, title, area, symbol = "study_hours", "学习学时", "党员", "hours"

    def __init__(self, desk: Desk, pickers: Pickers = PICKERS) -> None:
        super().__init__(desk)
        self.pickers = pickers
        self.found: StudyYear | None = None
        self.year, self.search = YearChoice(), QLineEdit()
        self.only = QCheckBox("只看不足的")
        self.counts = Figures(_COUNTS)
        self.table = MemberTable(_COLUMNS, left=(0, 1))
        self.table.setAccessibleName("党员的学习学时")
        self.rules = as_hint(wrapped())
        self.pages = QStackedWidget()
        self._lay_out()
        self.year.currentIndexChanged.connect(self._load)
        self.search.textChanged.connect(self._show_rows)
        self.only.toggled.connect(self._show_rows)
        self.table.chosen.connect(self._open)

    def opened(self, argument: object = None) -> None:
        """Read anew; ``argument`` may name an organisation and a year."""
        if isinstance(argument, str) and argument:
            organisation, _, year = argument.partition(" ")
            choose(self.year, int(year or calendar.today().year))
            self.only.setChecked(True)
            self.desk.choose_organisation(UUID(organisation))
        if self.found is None:
            self._load()
        self._show_state()
        self.table.setFocus()

    def answers(self) -> Mapping[str, Callable[[], None]]:
        """Give what this page does with its commands."""
        return {
            "record.open": partial(self._with_person, self._open),
            "record.new": partial(self._with_person, self._enter),
            "list.search": self.search.setFocus,
            "list.refresh": self._load,
            "list.print": self._print,
            "list.export": self._export,
        }

    def refresh(self, touched: frozenset[str]) -> None:
        """Read again when what is shown changed."""
        if touched & _READ:
            self.found = None
            if self.isVisible():
                self._load()

    def moved(self) -> None:
        """Follow the organisation that was chosen in the tree."""
        self.found = None
        if self.isVisible():
            self._load()

    def _lay_out(self) -> None:
        button = self.desk.commands.button
        self.search.setPlaceholderText("姓名或党支部")
        self.search.setAccessibleName("查找党员")
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(columns_of(self, 12))
        asked = choices(captioned("年度", self.year), self.search, self.only)
        shown = QWidget()
        inside = QVBoxLayout(shown)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.table)
        self.table.setMinimumHeight(line_height(self) * 8)
        self.pages.addWidget(shown)
        hint = "在左边的树里换一个党组织，或者去掉“只看不足的”和查找的字。"
        self.pages.addWidget(empty_page("没有要列出的党员", hint))
        buttons = flow(
            as_primary(button("record.new", self)),
            button("record.open", self),
            button("list.print", self),
            button("list.export", self),
            across=columns_of(self, 0.6),
            down=columns_of(self, 0.4),
        )
        column = page_column(self)
        said = "每名党员一年学了多少学时、还差多少。“新增”给选中的党员登记一次培训学时。"
        column.addWidget(heading("学习学时", said))
        column.addWidget(asked)
        column.addWidget(self.counts)
        column.addWidget(self.pages, 1)
        column.addWidget(self.rules)
        column.addWidget(buttons)

    def _load(self) -> None:
        year = self.year.year
        work = partial(study_hours.study_year, self.desk.office, year, self.desk.within)
        self.desk.jobs.run_newest("study_hours", work, self._show)

    def _show(self, found: StudyYear) -> None:
        self.found = found
        lacking = len(found.lacking)
        numbers = {"lacking": lacking, "all": len(found.members)}
        self.counts.show_numbers({**numbers, "enough": len(found.members) - lacking})
        self.rules.setText(f"要求：{'，'.join(found.rules)}。{study_hours.NOTE}")
        self._show_rows()

    def _show_rows(self) -> None:
        if self.found is None:
            return
        wanted = self.search.text().strip()
        members = self.found.lacking if self.only.isChecked() else self.found.members
        rows = [
            _shown(each) for each in members if wanted in each.name or wanted in each.branch_name
        ]
        self.table.show_rows(rows)
        self.pages.setCurrentIndex(0 if rows else 1)
        self._show_state()

    def _show_state(self) -> None:
        if not self.isVisibleTo(self.window()):
            return
        enable, person = self.desk.commands.enable, self.table.person()
        for key in ("record.open", "record.new"):
            enable(key, on=person is not None)
        for key in ("list.print", "list.export"):
            enable(key, on=self.found is not None and bool(self.found.members))

    def _with_person(self, act: Callable[[UUID], None]) -> None:
        if (person := self.table.person()) is not None:
            act(person)

    def _open(self, person: UUID) -> None:
        self.desk.open_screen("form", Edited("person", person))

    def _enter(self, person: UUID) -> None:
        given = {
            "person": person,
            "kind": "training",
            "recorded_on": calendar.today().isoformat(),
        }
        self.desk.open_screen("form", Edited("member_record", given=given))

    def _print(self) -> None:
        today, year = calendar.today(), self.year.year
        key = study_hours.LACKING if self.only.isChecked() else study_hours.LIST
        day = today if year == today.year else today.replace(year=year, day=1)
        self.desk.open_screen("print", Printed(key, Wanted(self.desk.within, day)))

    def _export(self) -> None:
        if self.found is not None:
            name = f"{self.found.year}年党员学习学时-{self.found.unit}"
            write = partial(_write, self.found)
            export_members(self, self.pickers, "导出学习学时", name, write)


def _write(found: StudyYear, office: Office, path: Path, reason: str | None) -> int:
    return study_hours.save_hours(office, found, path, reason)


def _shown(each: Studied) -> Shown:
    cells = (
        each.name,
        each.branch_name,
        "班子成员" if each.leads else "党员",
        show_hours(each.training),
        show_hours(each.meetings),
        show_hours(each.total),
        show_hours(each.wanted),
        show_hours(each.lacking) if each.lacking else "够",
    )
    return Shown(each.person, cells, "amber" if each.lacking else "good")
