"""The page of the three lists: a need meets its resource, and the project is seen through."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from PySide6.QtWidgets import QTabWidget

from jianxi_desktop.domain import calendar
from jianxi_desktop.domain.calendar import show_day
from jianxi_desktop.services import joint_papers, matching, matching_deeds, plain_table
from jianxi_desktop.services.drawn import Wanted
from jianxi_desktop.services.matching import Fitting, Lists, Need
from jianxi_desktop.services.records import Saved
from jianxi_desktop.ui.fields_dialog import FieldsDialog, Words
from jianxi_desktop.ui.open_folder import offer_folder
from jianxi_desktop.ui.screen import Desk, Edited, Printed, Screen
from jianxi_desktop.ui.screens.matching_parts import NeedSide, ProjectSide
from jianxi_desktop.ui.screens.matching_words import FIGURES
from jianxi_desktop.ui.screens.parts import Figures, choices, heading, page_column
from jianxi_desktop.ui.screens.pickers import PICKERS, Pickers

_SHOWN_HERE: Final = frozenset(("need", "resource", "project", "unit", "organisation"))
_ASKED: Final = ("title", "due_on", "claimant", "promise", "contact", "phone")


class MatchingScreen(Screen):
    """Shows needs with the resources that fit, and follows projects to their end."""

    key, title, area, symbol = "matching", "三张清单", "共建", "match"

    def __init__(self, desk: Desk, pickers: Pickers = PICKERS) -> None:
        super().__init__(desk)
        self.pickers = pickers
        self.lists: Lists | None = None
        self._wanted: UUID | None = None
        self.figures = Figures(FIGURES)
        self.needs, self.projects = NeedSide(desk), ProjectSide(desk)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.needs, "需求对接")
        self.tabs.addTab(self.projects, "项目跟进")
        self._lay_out()
        self.tabs.currentChanged.connect(lambda _place: self._show_state())
        self.needs.changed.connect(self._show_state)
        self.projects.changed.connect(self._show_state)
        self.needs.wanted.connect(self._match)
        self.projects.opened.connect(self._open)

    def opened(self, argument: object = None) -> None:
        """Read; an identity names the need or project to go to."""
        self._wanted = _identity(argument)
        self._load()
        self._show_state()
        (self.needs.needs if self.on_needs else self.projects.table).setFocus()

    def answers(self) -> Mapping[str, Callable[[], None]]:
        """Give what this page does with its commands."""
        return {
            "matching.match": self._match,
            "matching.publish": self._publish,
            "matching.need": self._open_need,
            "matching.resource": self._open_resource,
            "record.new": self._add,
            "record.open": self._open,
            "list.refresh": self._load,
            "list.print": self._print,
            "list.export": self._ask_path,
            **self.projects.doing.answers(),
        }

    def refresh(self, touched: frozenset[str]) -> None:
        """Read again when one of the lists changed."""
        if touched & _SHOWN_HERE:
            self._load()

    def moved(self) -> None:
        """Follow the organisation that was chosen in the tree."""
        self._load()

    @property
    def on_needs(self) -> bool:
        """Whether the needs are in front."""
        return self.tabs.currentWidget() is self.needs

    def _lay_out(self) -> None:
        button = self.desk.commands.button
        column = page_column(self)
        said = (
            "左边一项需求，右边是合适的资源和理由；对接成项目、请单位认领，再跟到完成和群众评价。"
        )
        column.addWidget(heading("三张清单", said))
        column.addWidget(self.figures)
        column.addWidget(self.tabs, 1)
        column.addWidget(
            choices(
                button("record.new", self),
                button("list.print", self),
                button("list.export", self),
            )
        )

    def _load(self) -> None:
        work = partial(matching.lists, self.desk.office, self.desk.within)
        self.desk.jobs.run_newest("matching.lists", work, self._show)

    def _show(self, lists: Lists) -> None:
        self.lists = lists
        wanted, self._wanted = self._wanted, None
        if any(each.id == wanted for each in lists.projects):
            self.tabs.setCurrentWidget(self.projects)
        elif wanted is not None:
            self.tabs.setCurrentWidget(self.needs)
        self.figures.show_numbers(lists.counts())
        self.needs.show_lists(lists, wanted)
        self.projects.show_lists(lists, wanted)
        self._show_state()

    def _show_state(self) -> None:
        if not self.isVisibleTo(self.window()):
            return
        enable, need, on = self.desk.commands.enable, self.needs.need, self.on_needs
        waits = need is not None and self._waits(need)
        enable("matching.match", on=on and waits and self.needs.fit is not None)
        enable("matching.publish", on=on and waits)
        enable("matching.need", on=on and need is not None)
        enable("matching.resource", on=on and self.needs.fit is not None)
        self.projects.doing.enable(on=not on)
        for key, able in self.projects.states():
            enable(key, on=able and not on)
        enable("record.open", on=(need if on else self.projects.current) is not None)
        for key in ("list.print", "list.export"):
            enable(key, on=self.lists is not None)

    def _waits(self, need: Need) -> bool:
        return self.lists is not None and self.lists.waits(need)

    def _match(self) -> None:
        need, fit = self.needs.need, self.needs.fit
        if need is not None and fit is not None and self._waits(need):
            self._ask(need, fit)

    def _publish(self) -> None:
        if (need := self.needs.need) is not None and self._waits(need):
            self._ask(need, None)

    def _ask(self, need: Need, fit: Fitting | None) -> None:
        """Ask for what the project needs; the unit that provides claims it unless taken out."""
        every = self.desk.office.catalog["project"].fields
        fields = [replace(every[key], required=key == "title") for key in _ASKED]
        asked = (
            f"用“{fit.resource.title}”满足“{need.title}”？"
            if fit
            else f"把“{need.title}”发布成项目？"
        )
        asked += "认领单位空着就先列为待认领。"
        words = Words(
            "对接成项目" if fit else "发布项目", asked, "对接" if fit else "发布", "先不做"
        )
        given: dict[str, Any] = {"title": need.title, "due_on": self._due(need)}
        if fit is not None:
            given |= {"claimant": fit.resource.provider, "contact": fit.resource.contact or None}
        dialog = FieldsDialog(self, self.desk, words, fields, given)
        dialog.wanted.connect(partial(self._make, dialog, need, fit))
        dialog.open()

    def _due(self, need: Need) -> str | None:
        """Give the day the need is wanted by, unless it has passed."""
        today = calendar.today().isoformat()
        return need.due_on if need.due_on >= today[: len(need.due_on)] and need.due_on else None

    def _make(
        self, dialog: FieldsDialog, need: Need, fit: Fitting | None, values: dict[str, Any]
    ) -> None:
        work = partial(
            matching_deeds.match,
            self.desk.office,
            need.id,
            fit.resource.id if fit is not None else None,
            on=calendar.today().isoformat(),
            **values,
        )
        claimed = values["claimant"] is not None
        self.desk.jobs.run(work, partial(self._made, dialog, claimed), dialog.refuse)

    def _made(self, dialog: FieldsDialog, claimed: bool, saved: Saved) -> None:  # noqa: FBT001
        dialog.accept()
        self._wanted = saved.id
        self.desk.changed(saved.touched)
        said = "已对接成项目并登记认领，可以打印认领书。" if claimed else "已发布项目，等单位认领。"
        self.desk.notice(said, undo=partial(self.desk.commands.trigger, "record.undo"))

    def _add(self) -> None:
        ledger = "need" if self.on_needs else "project"
        today = calendar.today().isoformat()
        given: dict[str, Any] = {"organisation": self.desk.within or self.desk.office.top}
        given |= {"state": "open"}
        given |= {"raised_on": today} if ledger == "need" else {"published_on": today}
        self.desk.open_screen("form", Edited(ledger, given=given))

    def _open(self) -> None:
        if self.on_needs:
            self._open_need()
        elif (project := self.projects.current) is not None:
            self.desk.open_screen("form", Edited("project", project.id))

    def _open_need(self) -> None:
        if (need := self.needs.need) is not None:
            self.desk.open_screen("form", Edited("need", need.id))

    def _open_resource(self) -> None:
        if (fit := self.needs.fit) is not None:
            self.desk.open_screen("form", Edited("resource", fit.resource.id))

    def _print(self) -> None:
        wanted = Wanted(organisation=self.desk.within, as_of=calendar.today())
        self.desk.open_screen("print", Printed(joint_papers.OPEN, wanted))

    def _ask_path(self) -> None:
        if self.lists is not None:
            name = f"{joint_papers.OPEN_TITLE}-{show_day(self.lists.day.isoformat())}.xlsx"
            take = partial(self._save, self.lists)
            self.pickers.save(self, "导出未对接和逾期清单", "Excel 工作簿 (*.xlsx)", name, take)

    def _save(self, lists: Lists, path: Path) -> None:
        table = joint_papers.open_table(self.desk.office, lists)
        work = partial(plain_table.save_table, self.desk.office, table, path)
        self.desk.jobs.run(work, partial(self._saved, path))

    def _saved(self, path: Path, lines: int) -> None:
        offer_folder(self.desk, path, f"清单已保存：{path.name}，共 {lines} 项。")


def _identity(argument: object) -> UUID | None:
    """Take an identity, also as the text that a reminder carries."""
    if isinstance(argument, UUID):
        return argument
    try:
        return UUID(argument) if isinstance(argument, str) else None
    except ValueError:
        return None
