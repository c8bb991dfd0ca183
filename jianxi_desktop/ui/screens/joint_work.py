"""The page of joint building: who builds along, who meets how often, which contracts end."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QCheckBox, QSplitter, QTabWidget, QVBoxLayout, QWidget

from jianxi_desktop.domain import calendar
from jianxi_desktop.services import joint_papers, joint_work, plain_table
from jianxi_desktop.services.drawn import Wanted
from jianxi_desktop.services.joint_work import Overview
from jianxi_desktop.ui.open_folder import offer_folder
from jianxi_desktop.ui.screen import Desk, Edited, Printed, Screen
from jianxi_desktop.ui.screens.joint_words import (
    COLUMNS,
    CONTRACT_COLUMNS,
    FIGURES,
    MEETING_COLUMNS,
    PARTNER_COLUMNS,
    contract_line,
    counts,
    line_of,
    meeting_line,
    partner_line,
    told_of,
)
from jianxi_desktop.ui.screens.matching_parts import chosen_row, go_to
from jianxi_desktop.ui.screens.parts import (
    Figures,
    captioned,
    choices,
    empty_page,
    heading,
    page_column,
    wrapped,
)
from jianxi_desktop.ui.screens.pickers import PICKERS, Pickers
from jianxi_desktop.ui.screens.table import TextTable
from jianxi_desktop.ui.screens.year_choice import YearChoice
from jianxi_desktop.ui.theme import as_hint, as_primary, columns_of, line_height

_SHOWN_HERE: Final = frozenset(
    ("organisation_unit", "post_holding", "unit", "activity", "service_contract", "organisation")
)


class JointWorkScreen(Screen):
    """Shows joint building of a year, a street or community a line."""

    key, title, area, symbol = "joint_work", "区域共建", "共建", "joint"

    def __init__(self, desk: Desk, pickers: Pickers = PICKERS) -> None:
        super().__init__(desk)
        self.pickers = pickers
        self._found: tuple[Overview, ...] = ()
        self._shown: list[Overview] = []
        self._wanted: UUID | None = None
        self.year = YearChoice()
        self.only = QCheckBox("只看还有事没办的")
        self.figures = Figures(FIGURES)
        self.table, self.told = TextTable(), as_hint(wrapped())
        self.table.setAccessibleName("各党组织的区域共建")
        self.table.setMinimumSize(columns_of(self, 20), line_height(self) * 5)
        self.partners, self.meetings, self.contracts = TextTable(), TextTable(), TextTable()
        self.details = QTabWidget()
        self.details.setDocumentMode(True)
        for name, table in (
            ("共建单位", self.partners),
            ("今年的会议", self.meetings),
            ("购买服务合同", self.contracts),
        ):
            table.setAccessibleName(name)
            table.setMinimumHeight(line_height(self) * 3)
            table.activated.connect(lambda _index: self._open())
            self.details.addTab(table, name)
        self._lay_out()
        self.year.activated.connect(lambda _place: self._load())
        self.only.toggled.connect(lambda _on: self._show_rows())
        self.table.selectionModel().currentRowChanged.connect(self._show_one)
        self.partners.selectionModel().currentRowChanged.connect(self._show_state)
        self.details.currentChanged.connect(self._show_state)

    def opened(self, argument: object = None) -> None:
        """Read; an identity names the organisation to go to."""
        if isinstance(argument, str | UUID):
            self._wanted = UUID(str(argument))
        self._load()
        self._show_state()

    def answers(self) -> Mapping[str, Callable[[], None]]:
        """Give what this page does with its commands."""
        return {
            "joint.meeting": partial(self._meet, joint_work.JOINT),
            "joint.tripartite": partial(self._meet, joint_work.TRIPARTITE),
            "joint.partner": self._add_partner,
            "joint.member": self._add_member,
            "joint.contract": self._add_contract,
            "record.open": self._open,
            "list.refresh": self._load,
            "list.print": self._print,
            "list.export": self._ask_path,
        }

    def refresh(self, touched: frozenset[str]) -> None:
        """Read again when what is shown changed."""
        if touched & _SHOWN_HERE:
            self._load()

    def moved(self) -> None:
        """Follow the organisation that was chosen in the tree."""
        self._load()

    @property
    def day(self) -> date:
        """Today, or the last day of an earlier year that is looked at."""
        today, year = calendar.today(), self.year.year
        return today if year == today.year else date(year, 12, 31)

    @property
    def current(self) -> Overview | None:
        """The street or community one is at."""
        row = chosen_row(self.table)
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def _lay_out(self) -> None:
        button = self.desk.commands.button
        below = QWidget()
        under = QVBoxLayout(below)
        under.setContentsMargins(0, 0, 0, 0)
        under.addWidget(self.told)
        under.addWidget(self.details, 1)
        both = QSplitter(Qt.Orientation.Vertical)
        both.setChildrenCollapsible(False)
        both.addWidget(self.table)
        both.addWidget(below)
        both.setStretchFactor(0, 1)
        both.setStretchFactor(1, 1)
        self.sheet = QWidget()
        sheet = QVBoxLayout(self.sheet)
        sheet.setContentsMargins(0, 0, 0, 0)
        sheet.addWidget(choices(captioned("年度", self.year), self.only, self.figures))
        sheet.addWidget(both, 1)
        sheet.addWidget(
            choices(
                as_primary(button("joint.meeting", self)),
                button("joint.tripartite", self),
                button("joint.partner", self),
                button("joint.member", self),
                button("joint.contract", self),
                button("record.open", self),
                button("list.print", self),
                button("list.export", self),
            )
        )
        column = page_column(self)
        said = "一行一个街道或社区：共建单位、兼职委员、全年该开几次会开了几次、合同什么时候到期。"
        column.addWidget(heading("区域共建", said))
        column.addWidget(self.sheet, 1)
        self.empty = empty_page(
            "这里没有街道和社区",
            "在左边的组织树里选一个街道、社区，或者选最上面的本单位。",
        )
        column.addWidget(self.empty, 1)
        self.empty.hide()

    def _load(self) -> None:
        work = partial(joint_work.overviews, self.desk.office, self.desk.within, today=self.day)
        self.desk.jobs.run_newest("joint_work", work, self._show)

    def _show(self, found: tuple[Overview, ...]) -> None:
        self._found = found
        self.figures.show_numbers(counts(found))
        self.sheet.setVisible(bool(found))
        self.empty.setVisible(not found)
        self._show_rows()

    def _show_rows(self) -> None:
        wanted, self._wanted = self._wanted, None
        at = self.current.organisation if self.current is not None else None
        if wanted is not None:
            at = wanted
        only = self.only.isChecked()
        self._shown = [each for each in self._found if not only or _waits(each)]
        self.table.show_items(COLUMNS, self._shown, line_of)
        places = [
            n for n, each in enumerate(self._shown) if at in (each.organisation, each.committee)
        ]
        go_to(self.table, places[0] if at is not None and places else 0)
        self._show_one()

    def _show_one(self, *_rows: QModelIndex) -> None:
        one = self.current
        rules = joint_work.rules_told(self.day)
        self.told.setText(f"{told_of(one)}\n规则：{rules}。" if one is not None else "")
        self.partners.show_items(PARTNER_COLUMNS, one.partners if one else (), partner_line)
        self.meetings.show_items(MEETING_COLUMNS, one.meetings if one else (), meeting_line)
        self.contracts.show_items(CONTRACT_COLUMNS, one.contracts if one else (), contract_line)
        for place, table in enumerate((self.partners, self.meetings, self.contracts)):
            name = ("共建单位", "今年的会议", "购买服务合同")[place]
            self.details.setTabText(place, f"{name} {table.rows.rowCount()}")
            go_to(table, 0)
        self._show_state()

    def _show_state(self, *_rows: Any) -> None:
        if not self.isVisibleTo(self.window()):
            return
        enable, one = self.desk.commands.enable, self.current
        for key in ("joint.meeting", "joint.tripartite", "joint.partner", "joint.contract"):
            enable(key, on=one is not None)
        on_partners = self.details.currentWidget() is self.partners
        enable("joint.member", on=on_partners and chosen_row(self.partners) >= 0)
        enable("record.open", on=self._opened() is not None)
        for key in ("list.print", "list.export"):
            enable(key, on=bool(self._found))

    def _opened(self) -> Edited | None:
        """Give the record that the lower table is at."""
        table = self.details.currentWidget()
        if not isinstance(table, TextTable) or (row := chosen_row(table)) < 0:
            return None
        keys = {
            self.partners: "unit",
            self.meetings: "activity",
            self.contracts: "service_contract",
        }
        return Edited(keys[table], table.rows.item(row).id)

    def _open(self) -> None:
        if (wanted := self._opened()) is not None:
            self.desk.open_screen("form", wanted)

    def _add(self, ledger: str, **given: Any) -> None:
        self.desk.open_screen("form", Edited(ledger, given=given))

    def _meet(self, kind: str) -> None:
        if (one := self.current) is not None:
            whose = one.committee if kind == joint_work.JOINT and one.committee else None
            self._add(
                "activity",
                kind=kind,
                organisation=whose or one.organisation,
                held_on=calendar.today().isoformat(),
            )

    def _add_partner(self) -> None:
        if (one := self.current) is not None:
            today = calendar.today().isoformat()
            self._add(
                "organisation_unit", organisation=one.organisation, role="co_builder", since=today
            )

    def _add_member(self) -> None:
        row = chosen_row(self.partners)
        if (one := self.current) is not None and row >= 0:
            self._add(
                "post_holding",
                organisation=one.committee or one.organisation,
                post="part_time_member",
                part_time=True,
                from_unit=one.partners[row].id,
                starts_on=calendar.today().isoformat(),
            )

    def _add_contract(self) -> None:
        if (one := self.current) is not None:
            self._add("service_contract", organisation=one.organisation)

    def _print(self) -> None:
        wanted = Wanted(organisation=self.desk.within, as_of=self.day)
        self.desk.open_screen("print", Printed(joint_papers.WORK, wanted))

    def _ask_path(self) -> None:
        name = f"{joint_papers.WORK_TITLE}-{self.desk.office.unit.name}-{self.day.year}.xlsx"
        kinds = "Excel 工作簿 (*.xlsx)"
        self.pickers.save(self, "导出区域共建情况表", kinds, name, self._save)

    def _save(self, path: Path) -> None:
        table = joint_papers.work_table(self.desk.office, tuple(self._shown), self.day)
        work = partial(plain_table.save_table, self.desk.office, table, path)
        self.desk.jobs.run(work, partial(self._saved, path))

    def _saved(self, path: Path, lines: int) -> None:
        offer_folder(self.desk, path, f"区域共建情况表已保存：{path.name}，共 {lines} 行。")


def _waits(found: Overview) -> bool:
    """Tell whether something is to be seen to."""
    late = found.joint.state != "good" or found.tripartite.state != "good"
    contracts = any(each.state in ("ending", "ended") for each in found.contracts)
    return late or contracts or bool(found.unseated)
