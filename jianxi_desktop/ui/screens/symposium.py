"""The page of the bimonthly symposia: the year's six, one of them, who reports, its tasks."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final
from uuid import UUID

from PySide6.QtWidgets import QComboBox, QMenu, QPushButton, QVBoxLayout, QWidget

from jianxi_desktop.domain import calendar, symposium
from jianxi_desktop.domain.rights import Right
from jianxi_desktop.services import symposium as symposia
from jianxi_desktop.services import symposium_making as making
from jianxi_desktop.services import symposium_papers
from jianxi_desktop.services.drafts import Draft
from jianxi_desktop.services.drawn import Wanted
from jianxi_desktop.services.records import Saved, Seen
from jianxi_desktop.services.symposium import Meeting, Sheet, Slot, Year
from jianxi_desktop.ui.form_keeping import FormKeeping
from jianxi_desktop.ui.once import Once
from jianxi_desktop.ui.screen import Desk, Edited, Printed, Screen
from jianxi_desktop.ui.screens.parts import (
    Elided,
    Message,
    captioned,
    choices,
    choose,
    empty_page,
    heading,
    page_column,
)
from jianxi_desktop.ui.screens.symposium_deeds import SymposiumDeeds
from jianxi_desktop.ui.screens.symposium_reports import ReportPanel, ReportTable
from jianxi_desktop.ui.screens.symposium_year import TurnCards
from jianxi_desktop.ui.screens.year_choice import YearChoice
from jianxi_desktop.ui.theme import as_primary, columns_of, line_height

_SHOWN_HERE: Final = frozenset(("activity", "activity_report", "work_plan_item", "organisation"))
_NEEDS_MEETING: Final = ("add", "tasks", "up", "down", "next")


class SymposiumScreen(Screen):
    """Shows a year of symposia, and what is said and given at one."""

    key, title, area, symbol = "symposium", "双月座谈会", "组织生活", "round_table"
    of_upper_office = True

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._saves = Once(self, desk.jobs)
        self._may_edit = Right.EDIT in desk.office.account.rights
        self.shown: Year | None = None
        self.sheet: Sheet | None = None
        self._wanted: UUID | None = None
        self._told = False  # that somebody else wrote what is being typed
        self.deeds = SymposiumDeeds(self, desk)
        self.years, self.holders = YearChoice(ahead=1), QComboBox()
        self.holders.setMinimumWidth(columns_of(self, 12))
        self.cards = TurnCards()
        self.missing = Message()
        self.facts = Elided()
        self.table = ReportTable()
        self.table.setMinimumHeight(line_height(self) * 5)
        self.panel = ReportPanel(
            desk,
            desk.commands.button("record.save", self),
            desk.commands.button("symposium.next", self),
        )
        self.papers = QPushButton("打印")
        self.keeping = FormKeeping(self, desk, self.panel.draft)
        self.panel.changed.connect(self.keeping.note)
        self._lay_out()
        self.years.activated.connect(self._load)
        self.holders.activated.connect(self._load)
        self.cards.chosen.connect(self._go_to)
        self.cards.wanted.connect(self.deeds.ask_new)
        self.table.chosen.connect(self._follow)
        self.table.opened.connect(self.panel.begin)
        self.table.reordered.connect(self.deeds.reorder)
        self.deeds.made.connect(self._want)
        self.deeds.refused.connect(self._load)

    def opened(self, argument: object = None) -> None:
        """Show a symposium, or the year."""
        if isinstance(argument, UUID):
            self._wanted = argument
            self._find_wanted(argument)
        else:
            self._load()
        self.cards.setFocus()

    def answers(self) -> Mapping[str, Callable[[], None]]:
        """Give what this page does with its commands."""
        return {
            "symposium.plan": self._ask_here,
            "symposium.add": self.deeds.ask_reporters,
            "symposium.up": partial(self.table.shift, -1),
            "symposium.down": partial(self.table.shift, 1),
            "symposium.next": self._next,
            "symposium.tasks": partial(self._save_then, self.deeds.ask_tasks),
            "symposium.plan_sheet": self._open_plan,
            "symposium.before": partial(self._move_year, -1),
            "symposium.after": partial(self._move_year, 1),
            "record.save": self._save,
            "record.open": self._open_meeting,
        }

    def refresh(self, touched: frozenset[str]) -> None:
        """Read again when symposia, reports or their tasks changed."""
        if touched & _SHOWN_HERE:
            self._load()

    def way_back(self) -> object:
        """Give the symposium that is shown."""
        return self.sheet.meeting.id if self.sheet is not None else None

    def leave(self, then: Callable[[], None]) -> None:
        """Save what is typed, then leave; what cannot be read keeps the page in front."""
        if self._saves.on_its_way:
            then()  # what waits to be saved holds nobody up
        else:
            self._save_then(then)

    def drafts(self) -> tuple[Draft, ...]:
        """Give the report that is typed and not saved."""
        draft = None if self._saves.on_its_way else self.panel.draft()
        return () if draft is None else (self.keeping.placed(draft),)

    def _lay_out(self) -> None:
        button = self.desk.commands.button
        self.papers.setMenu(self._papers())
        self.papers.setEnabled(Right.PRINT in self.desk.office.account.rights)
        asked = choices(
            button("symposium.before", self),
            captioned("年度", self.years),
            button("symposium.after", self),
            captioned("召开单位", self.holders),
            as_primary(button("symposium.plan", self)),
            button("symposium.plan_sheet", self),
        )
        deeds = choices(
            *(button(f"symposium.{key}", self) for key in ("up", "down", "add", "tasks")),
            self.papers,
            button("record.open", self),
        )
        self.body = QWidget()
        body = QVBoxLayout(self.body)
        body.setContentsMargins(0, 0, 0, 0)
        body.addWidget(self.facts)
        body.addWidget(deeds)
        body.addWidget(self.table, 1)
        body.addWidget(self.panel)
        column = page_column(self)
        column.addWidget(
            heading("双月座谈会", "每两个月一次，一次一个主题；各党（工）委逐一汇报，交办任务。")
        )
        column.addWidget(asked)
        column.addWidget(self.cards)
        column.addWidget(self.missing)
        column.addWidget(self.body, 1)
        self.empty = empty_page(
            "这一期还没有座谈会",
            "按“安排座谈会”定主题、时间和汇报单位；已经开过的也在这里补登记。",
        )
        column.addWidget(self.empty, 1)
        self.body.hide()
        self.empty.hide()

    def _papers(self) -> QMenu:
        menu = QMenu(self.papers)
        for key, caption in symposium_papers.OF_MEETING:
            menu.addAction(caption).triggered.connect(partial(self._print, key))
        return menu

    def _find_wanted(self, activity: UUID) -> None:
        work = partial(symposia.sheet_of, self.desk.office, activity)
        self.desk.jobs.run_newest("symposium.find", work, self._turn_to)

    def _turn_to(self, sheet: Sheet) -> None:
        choose(self.years, int(sheet.meeting.held_on[:4]))
        self._load(sheet.meeting.organisation)

    def _load(self, holder: object = None) -> None:
        chosen = holder if isinstance(holder, UUID) else self.holders.currentData()
        work = partial(symposia.year_of, self.desk.office, self.years.year, chosen)
        self.desk.jobs.run_newest("symposium.year", work, self._show_year)

    def _show_year(self, shown: Year) -> None:
        before, meeting = self.shown, self._wanted or self.way_back()
        self.shown, self._wanted = shown, None
        self.holders.clear()
        for one, name in shown.holders:
            self.holders.addItem(name, one)
        choose(self.holders, shown.organisation)
        place, which = _place_of(shown, meeting)
        if place is None:
            same = before is not None and before.year == shown.year
            place = self.cards.place if same else _likely(shown)
        self.cards.show_slots(shown.slots, place, which)
        names = "、".join(slot.turn.name for slot in shown.slots if slot.state == symposium.MISSING)
        told = f"{shown.year}年缺 {shown.missing} 次：{names}没有召开座谈会，请补开并登记。"
        self.missing.say(told if shown.missing else "", "error")

    def _go_to(self, _slot: Slot | None, meeting: Meeting | None) -> None:
        if meeting is not None and meeting.id == self.way_back():
            self._show_meeting(meeting)  # read again: what is being typed stays
        else:
            self._save_then(partial(self._show_meeting, meeting))

    def _show_meeting(self, meeting: Meeting | None) -> None:
        self.body.setVisible(meeting is not None)
        self.empty.setVisible(meeting is None)
        if meeting is None:
            self.sheet = None
            self.panel.show_report(None, may_edit=False)
            self._show_state()
            return
        work = partial(symposia.sheet_of, self.desk.office, meeting.id)
        self.desk.jobs.run_newest("symposium.sheet", work, self._show_sheet)

    def _show_sheet(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.facts.setText(_facts(sheet.meeting))
        self.table.show_reports(sheet.reports, may_move=self._mine and self._may_edit)
        self._show_state()

    @property
    def _mine(self) -> bool:
        """Whether the symposium is this office's to arrange."""
        return self.sheet is not None and self.sheet.meeting.organisation == self.desk.office.top

    def _want(self, activity: UUID) -> None:
        self._wanted = activity

    def _ask_here(self) -> None:
        slots = [self.cards.slot, *self.cards.slots]
        free = (each for each in slots if each is not None and not each.meetings)
        slot = next(free, self.cards.slot)
        if slot is not None:
            self.deeds.ask_new(slot)

    def _show_state(self) -> None:
        self.deeds.stand_on(self.shown, self.sheet)
        if not self.isVisibleTo(self.window()):
            return
        enable, there = self.desk.commands.enable, self.sheet is not None
        for key in _NEEDS_MEETING:
            enable(f"symposium.{key}", on=there and (self._mine or key == "next"))
        enable("symposium.plan", on=self.deeds.may_plan())
        enable("record.open", on=there)
        enable("record.save", on=there and self._may_edit)

    def _follow(self) -> None:
        """Show the report one is at, once the one before is saved."""
        report, before = self.table.current_report, self.panel.report
        if report is None or before is None or not self.panel.dirty:
            self._show_report()
        elif report.id == before.id:
            self.panel.take_newer(report, told=self._told)  # read again while somebody types
            self._told = False
        elif self.table.reports.row_of(before.id) < 0:
            self._show_report()  # what was typed for has been taken out
        else:
            self._save_then(self._show_report)

    def _show_report(self) -> None:
        report = self.table.current_report
        may = report is not None and self._may_edit and (self._mine or report.own)
        self.panel.show_report(report, may_edit=may)
        self.keeping.note()

    def _save(self) -> None:
        self._save_then(lambda: self.desk.notice("发言已保存。"))

    def _next(self) -> None:
        self._save_then(self._step)

    def _step(self) -> None:
        report, reports = self.table.current_report, self.table.reports.reports
        place = self.table.reports.row_of(report.id) + 1 if report is not None else 0
        if place < len(reports):
            self.table.select_known([reports[place].id])
            self.panel.begin()

    def _save_then(self, then: Callable[[], None]) -> None:
        report = self.panel.report
        if report is None or not self.panel.dirty:
            then()
            return
        values = self.panel.values()
        if values is None:
            self.table.select_known([report.id])
            return
        seen = Seen(report.id, report.version)
        shown = self.panel.stored()
        work = partial(making.write_report, self.desk.office, seen, values, shown)
        if not self._saves.on_its_way:
            self.keeping.hold()
        self._saves.run(work, partial(self._saved, values, then), self._not_saved)

    def _not_saved(self, error: Exception) -> None:
        """Tell why, and read again; what is typed stays, and can be saved over what is there."""
        self.keeping.release()
        self.desk.report(error)
        self._told = True
        self._load()

    def _saved(self, values: Mapping[str, Any], then: Callable[[], None], saved: Saved) -> None:
        self.panel.take_version(saved.version, values)
        self.keeping.begin_anew()
        self.keeping.note()
        self.desk.changed(saved.touched)
        if self.desk.is_shown(self.key):
            then()

    def _open_meeting(self) -> None:
        if self.sheet is not None:
            self.desk.open_screen("form", Edited("activity", self.sheet.meeting.id))

    def _open_plan(self) -> None:
        reports = self.sheet.reports if self.sheet is not None else ()
        given = [task.id for report in reports for task in report.given]
        self.desk.open_screen("plans", given[0] if given else None)

    def _print(self, key: str, _checked: object = None) -> None:
        if self.sheet is not None:
            self.desk.open_screen("print", Printed(key, Wanted(record=self.sheet.meeting.id)))

    def _move_year(self, step: int) -> None:
        place = self.years.currentIndex() - step
        if 0 <= place < self.years.count():
            self.years.setCurrentIndex(place)
            self._load()


def _place_of(shown: Year, meeting: object) -> tuple[int | None, int]:
    for place, slot in enumerate(shown.slots):
        for which, each in enumerate(slot.meetings):
            if each.id == meeting:
                return place, which
    return None, 0


def _likely(shown: Year) -> int:
    """Stand at the newest symposium, or at what is to be held."""
    held = [place for place, slot in enumerate(shown.slots) if slot.meetings]
    return held[-1] if held else 0


def _facts(meeting: Meeting) -> str:
    when = " ".join(filter(None, (calendar.show_day(meeting.held_on), meeting.starts_at)))
    parts = [
        f"“{meeting.theme}”",
        when,
        meeting.place,
        f"主持：{meeting.host}" if meeting.host else "",
        f"{meeting.reports} 个单位汇报，已登记 {meeting.spoken} 个",
        f"交办 {meeting.given} 项，未办结 {meeting.open} 项" if meeting.given else "还没有交办任务",
    ]
    return "　".join(filter(None, parts))
