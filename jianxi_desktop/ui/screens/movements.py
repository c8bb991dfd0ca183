"""The page of movements: letters underway, who is away or lost, what happened, the balance."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Final
from uuid import UUID

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QLineEdit, QMenu, QTabBar, QVBoxLayout, QWidget

from jianxi_desktop.services import movement_balance, movement_page, registrations
from jianxi_desktop.services.drawn import Wanted
from jianxi_desktop.services.movement_balance import Balance
from jianxi_desktop.services.movement_facts import Standing
from jianxi_desktop.services.movement_page import Page
from jianxi_desktop.services.registrations import Registered
from jianxi_desktop.ui.screen import Desk, Edited, Listed, Moving, Printed, Screen
from jianxi_desktop.ui.screens.movement_asking import Asking
from jianxi_desktop.ui.screens.movement_balance import BalancePane
from jianxi_desktop.ui.screens.movement_tables import (
    TABS,
    MovementTable,
    fits,
)
from jianxi_desktop.ui.screens.movement_words import standing_words
from jianxi_desktop.ui.screens.movements_commands import MENU, MOVEMENT_COMMANDS
from jianxi_desktop.ui.screens.parts import (
    Figures,
    Message,
    captioned,
    choices,
    heading,
    page_column,
    wrapped,
)
from jianxi_desktop.ui.screens.return_work import Filed
from jianxi_desktop.ui.screens.year_choice import YearChoice
from jianxi_desktop.ui.theme import as_hint, as_primary, columns_of, line_height

_SHOWN_HERE: Final = frozenset(
    (
        "member_movement",
        "membership",
        "person",
        "contact_log",
        "organisation",
        "service_registration",
        "service_entry",
    )
)
_LETTERS, _AWAY, _LOST, _MOVED, _REGISTERED, _BALANCE = range(6)
_ABOUT_ROW: Final = (_AWAY, _LOST)  # where a deed is about the member of the chosen row
_FIGURES: Final = {
    "letters": ("在途介绍信", "ink"),
    "late_letters": ("介绍信过期", "error"),
    "away": ("流动党员", "ink"),
    "late_away": ("该联系未联系", "error"),
    "lost": ("失联和停止党籍", "ink"),
    "late_lost": ("期满待研究", "error"),
}


class MovementScreen(Screen):
    """Shows movements by what has to be done about them, and does each with one dialog."""

    key, title, area, symbol = "movements", "组织关系办理", "党员", "transfer"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.page: Page | None = None
        self.registered: Sequence[Registered] = ()
        self._wanted: UUID | None = None
        self.about: Standing | None = None
        self.asking = Asking(self, desk)
        self.years, self.words = YearChoice(), QLineEdit()
        self.words.setAccessibleName("查找人员或单位")
        self.words.setPlaceholderText("查找姓名、支部、单位")
        self.words.setClearButtonEnabled(True)
        self.words.setFixedWidth(columns_of(self, 15))
        self.figures = Figures(_FIGURES)
        self.whom = Message()
        self.tabs = QTabBar()
        self.tables = [MovementTable(tab.shape, tab.title) for tab in TABS]
        self.balance = BalancePane(desk)
        self.menu = QMenu(self)
        self._lay_out()
        self.years.activated.connect(self._load)
        self.words.textChanged.connect(self._show_rows)
        self.tabs.currentChanged.connect(self._turn)
        for table in self.tables:
            table.chosen.connect(self._show_state)
            table.opened.connect(self._open)
        self.balance.opened.connect(self._open)
        self.balance.chosen.connect(self._show_state)

    def opened(self, argument: object = None) -> None:
        """Read; a movement is gone to, a person is what the next deed is about."""
        if isinstance(argument, Moving):
            self.asking.look(argument.person, self._begin)
        elif isinstance(argument, UUID):
            self._wanted = argument
        self._load()
        self._show_state()
        self._in_front.setFocus()

    def answers(self) -> Mapping[str, Callable[[], None]]:
        """Give what this page does with its commands."""
        deeds = [each.key.removeprefix("movement.") for each in MOVEMENT_COMMANDS]
        return {
            **{f"movement.{key}": partial(self._ask, key) for key in deeds},
            "movement.register": self._print_register,
            "movement.report": self._open_report,
            "record.new": self._offer,
            "record.open": self._open,
            "list.search": self.words.setFocus,
            "list.refresh": self._load,
            "list.print": self._print,
        }

    def refresh(self, touched: frozenset[str]) -> None:
        """Read again when members or their movements changed."""
        if touched & _SHOWN_HERE:
            self._load()

    def moved(self) -> None:
        """Follow the organisation that was chosen in the tree."""
        self._load()

    def way_back(self) -> object:
        """Give the record that is chosen."""
        return self._table.record if self._table is not None else None

    @property
    def year(self) -> int:
        """The year that is shown."""
        return self.years.year

    @property
    def _table(self) -> MovementTable | None:
        at = self.tabs.currentIndex()
        return self.tables[at] if at < len(self.tables) else None

    @property
    def _in_front(self) -> QWidget:
        return self._table or self.balance.odd

    def _lay_out(self) -> None:
        button = self.desk.commands.button
        more = button("record.new", self)
        more.setText("办理 ▾")
        more.setToolTip("所有的变动：转出、转入、流动、失联、停止和恢复党籍、出党、去世（Ctrl+N）")
        self._more = more
        for key in MENU:
            self.menu.addAction(self.desk.commands.action(f"movement.{key}"))
        top = choices(
            as_primary(button("movement.letter", self)),
            button("movement.take_in", self),
            more,
            captioned("年度", self.years),
            self.words,
        )
        for tab in TABS:
            self.tabs.addTab(tab.title)
        self.tabs.addTab("增减平衡")
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.empty = as_hint(wrapped())
        body = QVBoxLayout()
        body.setSpacing(0)
        body.addWidget(self.tabs)
        for table in self.tables:
            table.setMinimumHeight(line_height(self) * 8)
            body.addWidget(table, 1)
        body.addWidget(self.empty)
        body.addWidget(self.balance, 1)
        self._buttons = {
            key: button(f"movement.{key}", self)
            for key in dict.fromkeys(key for tab in TABS for key in tab.deeds)
        }
        self._report = button("movement.report", self)
        self._register = button("movement.register", self)
        self._print_one = button("list.print", self)
        self._print_one.setText("打印单据")
        below = choices(
            *self._buttons.values(),
            button("record.open", self),
            self._print_one,
            self._register,
            self._report,
        )
        self._stack(top, body, below)

    def _stack(self, top: QWidget, body: QVBoxLayout, below: QWidget) -> None:
        column = page_column(self)
        column.addWidget(
            heading(
                "组织关系办理",
                "收到回执以前党员仍归本单位；停止党籍、除名由组织决定，程序只提醒，不会自己改动。",
            )
        )
        column.addWidget(top)
        column.addWidget(self.figures)
        column.addWidget(self.whom)
        column.addLayout(body, 1)
        column.addWidget(below)

    def _load(self) -> None:
        office, within = self.desk.office, self.desk.within
        jobs = self.desk.jobs
        jobs.run_newest("movements.page", partial(_read, office, within, self.year), self._show)
        if self._table is None:
            self._load_balance()

    def _load_balance(self) -> None:
        work = partial(movement_balance.balance_of, self.desk.office, self.year, self.desk.within)
        self.balance.wait()
        self.desk.jobs.run_newest("movements.balance", work, self._show_balance)

    def _show_balance(self, balance: Balance) -> None:
        self.balance.show_balance(balance)
        self._show_state()

    def _show(self, read: "tuple[Page, Sequence[Registered]]") -> None:
        self.page, self.registered = read
        late = self.page.pressing()
        lists = self._lists()
        counts = {key: len(lists[at]) for at, key in enumerate(("letters", "away", "lost"))}
        counts |= {f"late_{key}": number for key, number in late.items()}
        self.figures.show_numbers(counts)
        for at, (tab, rows) in enumerate(zip(TABS, lists, strict=True)):
            self.tabs.setTabText(at, f"{tab.title} {len(rows)}" if rows else tab.title)
        self._show_rows()
        wanted, self._wanted = self._wanted, None
        for at, table in enumerate(self.tables):
            if wanted is not None and table.choose(wanted):
                self.tabs.setCurrentIndex(at)
                break

    def _lists(self) -> list[Sequence[Any]]:
        assert self.page is not None  # noqa: S101 - it has just come
        page = self.page
        return [page.letters, page.away, page.lost, page.moved, self.registered]

    def _show_rows(self) -> None:
        if self.page is None:
            return
        words = self.words.text().split()
        for table, tab, rows in zip(self.tables, TABS, self._lists(), strict=True):
            found = [row for row in rows if fits(tab.shape, row, words)] if words else rows
            table.show_rows(found)
        self._turn()

    def _turn(self, _place: int = 0) -> None:
        """Bring the tab to the front that was chosen."""
        at = self.tabs.currentIndex()
        for place, table in enumerate(self.tables):
            table.setVisible(place == at)
        self.balance.setVisible(at == _BALANCE)
        none = at < len(TABS) and self.page is not None and not self.tables[at].record
        self.empty.setVisible(none)
        if none:
            found = "没有找到，换个词试试。" if self.words.text().strip() else ""
            self.empty.setText(found or TABS[at].shape.empty)
        if at == _BALANCE and not self.balance.is_of(self.year, self.desk.within):
            self._load_balance()
        self._show_state()

    def _show_state(self) -> None:
        at, table = self.tabs.currentIndex(), self._table
        deeds = TABS[at].deeds if at < len(TABS) else ()
        for key, button in self._buttons.items():
            button.setVisible(key in deeds)
        self._report.setVisible(at == _BALANCE)
        self._register.setVisible(at != _BALANCE)
        self._print_one.setVisible(at != _BALANCE)
        if not self.isVisibleTo(self.window()):
            return
        enable, row = self.desk.commands.enable, table.current if table is not None else None
        kind = getattr(row, "kind", "")
        ended = bool(getattr(row, "ended_on", ""))
        enable("movement.receipt", on=at == _LETTERS and row is not None)
        enable("movement.withdraw", on=at == _LETTERS and row is not None)
        enable("movement.contact", on=at == _AWAY and row is not None)
        can_end = (at == _AWAY and row is not None) or (at == _LOST and kind == "lost")
        enable("movement.back", on=can_end)
        enable("movement.suspend", on=at != _LOST or kind != "suspended")
        enable("movement.restore", on=at != _LOST or kind == "suspended")
        for key in ("serve", "sign_off"):
            enable(f"movement.{key}", on=at == _REGISTERED and row is not None and not ended)
        enable("record.open", on=row is not None or (at == _BALANCE and self._odd is not None))
        enable("list.print", on=row is not None)
        enable("movement.register", on=at != _BALANCE and self.page is not None)

    @property
    def _odd(self) -> UUID | None:
        return self.balance.person

    def _begin(self, standing: Standing) -> None:
        """Take the person that somebody wants to do something about."""
        self.about = standing
        self.whom.say(f"正在办理：{standing_words(standing)}。按“办理”选一种变动。")
        self._offer()

    def _offer(self) -> None:
        place = self._more.mapToGlobal(QPoint(0, self._more.height()))
        self.menu.popup(place)
        if actions := self.menu.actions():
            self.menu.setActiveAction(actions[0])

    def _ask(self, key: str) -> None:
        row = self._table.current if self._table is not None else None
        name = str(getattr(row, "name", ""))
        if self.asking.is_of_row(key):
            if row is not None:
                self.asking.ask(key, row.id, name, self._done)
            return
        person = self.about.person if self.about is not None else None
        if person is None and self.tabs.currentIndex() in _ABOUT_ROW and row is not None:
            person = row.person
        given = {}
        if key == "sign_on":
            given["organisation"] = self.desk.within or self.desk.office.top
        elif self.desk.within is not None and key == "take_in":
            given["branch"] = self.desk.within
        self.asking.ask_about(key, person, given, self._done)

    def _done(self, key: str, record: UUID) -> None:
        """Go to what was written."""
        self.about = None
        self.whom.say("")
        self._wanted = record
        if key == "sign_on":
            self.tabs.setCurrentIndex(_REGISTERED)

    def _open(self) -> None:
        at = self.tabs.currentIndex()
        if at == _BALANCE:
            if self._odd is not None:
                self.desk.open_screen("form", Edited("person", self._odd))
            return
        record = self._table.record if self._table is not None else None
        if record is not None:
            ledger = "service_registration" if at == _REGISTERED else "member_movement"
            self.desk.open_screen("form", Edited(ledger, record))

    def _print(self) -> None:
        row = self._table.current if self._table is not None else None
        if row is not None:
            key = _paper_of(self.tabs.currentIndex(), row)
            self.desk.open_screen("print", Printed(key, Wanted(record=row.id)))

    def _print_register(self) -> None:
        key = TABS[self.tabs.currentIndex()].register
        if "." in key and key.split(".")[0] in ("member_movement", "service_registration"):
            self.desk.open_screen("print", Listed(key.split(".")[0]))
        else:
            wanted = Wanted(organisation=self.desk.within)
            self.desk.open_screen("print", Printed(key, wanted))

    def _open_report(self) -> None:
        self.desk.open_screen("return", Filed(None, movement_balance.CODE, f"{self.year}"))


def _read(office: Any, within: UUID | None, year: int) -> tuple[Page, tuple[Registered, ...]]:
    page = movement_page.read_page(office, within, year)
    return page, registrations.list_registered(office, within, year)


def _paper_of(tab: int, row: Any) -> str:
    if tab == _REGISTERED:
        return "service_registration.card"
    code = "transfer_out" if tab == _LETTERS else getattr(row, "code", "")
    papers = {"transfer_out": "letter", "transfer_in": "receipt"}
    return f"member_movement.{papers.get(code, 'sheet')}"
