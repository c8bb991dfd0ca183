"""The observation page: rounds, whom each visits, and the checklists to take along."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QComboBox, QLabel, QVBoxLayout, QWidget

from jianxi_desktop.schema.query import Filter, Query, Row
from jianxi_desktop.services import observation, records
from jianxi_desktop.services.office import Office
from jianxi_desktop.services.records import Saved
from jianxi_desktop.ui.screen import Desk, Edited, Screen
from jianxi_desktop.ui.screens.parts import captioned, choices, choose, heading, page_column, row_of
from jianxi_desktop.ui.screens.preview import Checklists
from jianxi_desktop.ui.screens.round_dialog import RoundDialog
from jianxi_desktop.ui.screens.table import Column, Line, TextTable
from jianxi_desktop.ui.theme import as_hint, as_primary, as_title, columns_of, line_height

_HEADS = (
    Column("顺序", 3, right=True),
    Column("被观摩党组织", 16),
    Column("检查表表号", 18),
    Column("观摩日期", 8),
)


class ObservationScreen(Screen):
    """Plans rounds and leads to their printed checklists."""

    key, title, area, symbol = "observation", "观摩安排", "观摩", "route"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._wanted: UUID | None = None
        self.dialog: RoundDialog | None = None
        self.rounds = QComboBox()
        self.rounds.setMinimumWidth(columns_of(self, 20))
        self.rounds.activated.connect(self._load_visits)
        self.count = QLabel()
        self.visits = TextTable()
        self.visits.setMinimumHeight(line_height(self) * 6)
        self.visits.setAccessibleName("被观摩的党组织")
        self.visits.activated.connect(self._open_visit)
        self._lay_out()

    def opened(self, argument: object = None) -> None:
        """Show a round; the newest if none is named."""
        if isinstance(argument, UUID):
            self._wanted = argument
        self._load_rounds()
        self._show_state()

    def answers(self) -> Mapping[str, Callable[[], None]]:
        """Give what this page does with its commands."""
        return {"observation.plan": self.plan, "observation.print": self._print}

    def refresh(self, touched: frozenset[str]) -> None:
        """Read again when rounds or visits changed."""
        if touched & {"observation_round", "observation_visit", "organisation"}:
            self._load_rounds()

    def plan(self) -> None:
        """Ask for the facts of a new round."""
        self.dialog = RoundDialog(self.desk.office.catalog, self.desk.office.unit.level, self)
        self.dialog.wanted.connect(self._make_round)
        self.dialog.open()

    def _lay_out(self) -> None:
        commands = self.desk.commands
        asked = choices(
            captioned("观摩轮次", self.rounds),
            as_primary(commands.button("observation.print", self)),
            commands.button("observation.plan", self),
            self.count,
        )
        self.sheet = QWidget()
        sheet = QVBoxLayout(self.sheet)
        sheet.setContentsMargins(0, 0, 0, 0)
        sheet.addWidget(asked)
        sheet.addWidget(self.visits, 1)
        sheet.addWidget(as_hint(QLabel("双击一行（或按回车）登记观摩日期、亮点和问题。")))
        column = page_column(self)
        column.addWidget(
            heading(
                "观摩安排",
                "每轮观摩去哪些社区、带什么表。检查表按“听、看、查、评”印好，每张有自己的表号和二维码。",
            )
        )
        column.addWidget(self.sheet, 1)
        self.empty = self._make_empty()
        column.addWidget(self.empty, 1)
        self.sheet.hide()
        self.empty.hide()

    def _make_empty(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.addStretch(2)
        for label in (
            as_title(QLabel("还没有观摩轮次")),
            as_hint(QLabel("新建一轮后，程序会按社区排好顺序、编好表号，马上可以打印检查表。")),
        ):
            label.setWordWrap(False)
            column.addLayout(row_of(None, label, None))
        button = as_primary(self.desk.commands.button("observation.plan", self))
        column.addLayout(row_of(None, button, None))
        column.addStretch(3)
        return page

    def _load_rounds(self) -> None:
        work = partial(observation.list_rounds, self.desk.office)
        self.desk.jobs.run_newest("observation.rounds", work, self._show_rounds)

    def _show_rounds(self, rounds: list[tuple[UUID, str]]) -> None:
        wanted = self._wanted or self.rounds.currentData()
        self._wanted = None
        self.rounds.clear()
        for each, title in rounds:
            self.rounds.addItem(title, each)
        choose(self.rounds, wanted)
        self.sheet.setVisible(bool(rounds))
        self.empty.setVisible(not rounds)
        self._show_state()
        if rounds:
            self._load_visits()

    def _load_visits(self) -> None:
        work = partial(_visits, self.desk.office, self.rounds.currentData())
        self.desk.jobs.run_newest("observation.visits", work, self._show_visits)

    def _show_visits(self, rows: list[Row]) -> None:
        field = self.desk.office.catalog["observation_visit"].fields["visited_on"]
        self.visits.show_items(_HEADS, rows, partial(_line, field))
        self.count.setText(f"共 {len(rows)} 个")
        if rows:
            self.visits.selectRow(0)

    def _show_state(self) -> None:
        self.desk.commands.enable("observation.print", on=self.rounds.count() > 0)

    def _make_round(self, facts: Mapping[str, Any]) -> None:
        work = partial(observation.plan_round, self.desk.office, **facts)
        self.desk.jobs.run(work, self._made, self._not_made)

    def _made(self, saved: Saved) -> None:
        if self.dialog is not None:
            self.dialog.accept()
        self._wanted = saved.id
        self.desk.changed(saved.touched)
        self.desk.notice("已新建一轮观摩，检查表可以打印了。")

    def _not_made(self, error: Exception) -> None:
        if self.dialog is not None:
            self.dialog.refuse(error)

    def _print(self) -> None:
        chosen = self.rounds.currentData()
        if isinstance(chosen, UUID):
            self.desk.open_screen("print", Checklists(chosen))

    def _open_visit(self, index: QModelIndex) -> None:
        row: Row = self.visits.rows.item(index.row())
        if self.desk.has_screen("form"):
            self.desk.open_screen("form", Edited("observation_visit", row.id))


def _visits(office: Office, round_id: UUID) -> list[Row]:
    ledger = office.catalog["observation_visit"]
    query = Query(filters=(Filter("round", round_id),), order="position")
    serials = records.list_serials(office, ledger, query)
    record = ledger.record
    shown = (record.position, record.organisation, record.form_number, record.visited_on)
    return records.list_rows(office, ledger, shown, serials)


def _line(field: Any, row: Row) -> Line:
    position, organisation, number, day = row.cells
    return Line((str(position), organisation or "（未到）", number or "", field.show(day)))
