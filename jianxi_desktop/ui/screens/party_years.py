"""The page of political birthdays and of those who have fifty years in the Party."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QComboBox, QDateEdit, QStackedWidget

from jianxi_desktop.domain import calendar
from jianxi_desktop.domain.calendar import show_day
from jianxi_desktop.services import birthdays, golden_jubilee
from jianxi_desktop.services.birthdays import Birthday, Month
from jianxi_desktop.services.drawn import Wanted
from jianxi_desktop.services.golden_jubilee import Jubilee, Jubilees
from jianxi_desktop.services.office import Office
from jianxi_desktop.ui.screen import Desk, Edited, Printed, Screen
from jianxi_desktop.ui.screens.flow import flow
from jianxi_desktop.ui.screens.member_export import export_members
from jianxi_desktop.ui.screens.member_rows import MemberTable, Shown
from jianxi_desktop.ui.screens.parts import (
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

_BIRTHDAYS, _JUBILEES = "birthdays", "jubilees"
_BIRTHDAY_COLUMNS = (
    ("姓名", 7.0),
    ("所在党支部", 17.0),
    ("入党日期", 9.0),
    ("政治生日", 7.0),
    ("党龄", 5.0),
    ("备注", 8.0),
)
_JUBILEE_COLUMNS = (
    ("姓名", 7.0),
    ("年龄", 4.5),
    ("所在党支部", 17.0),
    ("入党日期", 9.0),
    ("转正日期", 9.0),
    ("党龄", 5.0),
    ("纪念章", 10.0),
)
_READ = frozenset({"membership", "person", "member_record", "organisation"})


class PartyYearsScreen(Screen):
    """Lists who has a political birthday in a month, or fifty years in the Party on a day."""

    key, title, area, symbol = "party_years", "政治生日和党龄", "党员", "cake"

    def __init__(self, desk: Desk, pickers: Pickers = PICKERS) -> None:
        super().__init__(desk)
        self.pickers = pickers
        self.month_found: Month | None = None
        self.found: Jubilees | None = None
        today = calendar.today()
        self.what, self.year, self.month = QComboBox(), YearChoice(ahead=1), QComboBox()
        self.what.addItem("政治生日", _BIRTHDAYS)
        self.what.addItem("光荣在党50年", _JUBILEES)
        for month in range(1, 13):
            self.month.addItem(f"{month}月", month)
        choose(self.month, today.month)
        feast = golden_jubilee.next_feast(today)
        self.day = QDateEdit(QDate(feast.year, feast.month, feast.day))
        self.day.setDisplayFormat("yyyy年M月d日")
        self.day.setCalendarPopup(True)
        self.day.setMinimumWidth(columns_of(self, 9))
        self.born = MemberTable(_BIRTHDAY_COLUMNS, left=(0, 1))
        self.born.setAccessibleName("政治生日名单")
        self.long = MemberTable(_JUBILEE_COLUMNS, left=(0, 2))
        self.long.setAccessibleName("光荣在党50年名单")
        self.told, self.pages = as_hint(wrapped()), QStackedWidget()
        self._lay_out()
        for box in (self.what, self.year, self.month):
            box.currentIndexChanged.connect(self._load)
        self.day.dateChanged.connect(self._load)
        for table in (self.born, self.long):
            table.chosen.connect(self._open)

    def opened(self, argument: object = None) -> None:
        """Read anew; ``argument`` may name an organisation and the day of the fifty years."""
        if isinstance(argument, str) and argument:
            organisation, _, day = argument.partition(" ")
            self.desk.choose_organisation(UUID(organisation))
            if day:
                self.day.setDate(QDate.fromString(day, "yyyy-MM-dd"))
                choose(self.what, _JUBILEES)
        self._load()
        self._shown_table().setFocus()

    def answers(self) -> Mapping[str, Callable[[], None]]:
        """Give what this page does with its commands."""
        return {
            "record.open": self._open_current,
            "list.refresh": self._load,
            "list.print": self._print,
            "list.export": self._export,
            "birthday.cards": self._print_cards,
            "birthday.award": self._award,
        }

    def refresh(self, touched: frozenset[str]) -> None:
        """Read again when what is shown changed."""
        if touched & _READ and self.isVisible():
            self._load()

    def moved(self) -> None:
        """Follow the organisation that was chosen in the tree."""
        if self.isVisible():
            self._load()

    def _lay_out(self) -> None:
        button = self.desk.commands.button
        self._of_month = choices(captioned("年月", self.year), self.month)
        self._of_day = captioned("党龄算到", self.day)
        asked = choices(captioned("看什么", self.what), self._of_month, self._of_day)
        for table in (self.born, self.long):
            table.setMinimumHeight(line_height(self) * 8)
            self.pages.addWidget(table)
        hint = "换一个月份或日期看看，或在左边的树里换一个党组织；日期登记在党员的表单里。"
        self.pages.addWidget(empty_page("没有要列出的党员", hint))
        buttons = flow(
            as_primary(button("list.print", self)),
            button("birthday.cards", self),
            button("birthday.award", self),
            button("record.open", self),
            button("list.export", self),
            across=columns_of(self, 0.6),
            down=columns_of(self, 0.4),
        )
        column = page_column(self)
        said = "本月谁过政治生日（入党日期），到哪天谁的党龄满50年（从转正日期算）。"
        column.addWidget(heading("政治生日和党龄", said))
        column.addWidget(asked)
        column.addWidget(self.pages, 1)
        column.addWidget(self.told)
        column.addWidget(buttons)

    @property
    def chosen_day(self) -> date:
        """The day that years in the Party are counted to."""
        chosen = self.day.date()
        return date(chosen.year(), chosen.month(), chosen.day())

    def _is_birthdays(self) -> bool:
        return bool(self.what.currentData() == _BIRTHDAYS)

    def _shown_table(self) -> MemberTable:
        return self.born if self._is_birthdays() else self.long

    def _load(self) -> None:
        office, within = self.desk.office, self.desk.within
        self._of_month.setVisible(self._is_birthdays())
        self._of_day.setVisible(not self._is_birthdays())
        if self._is_birthdays():
            year, month = self.year.year, int(self.month.currentData())
            work = partial(birthdays.political_birthdays, office, year, month, within)
            self.desk.jobs.run_newest("party_years", work, self._show_month)
        else:
            asked = partial(golden_jubilee.jubilees, office, self.chosen_day, within)
            self.desk.jobs.run_newest("party_years", asked, self._show_jubilees)

    def _show_month(self, month: Month) -> None:
        self.month_found = month
        self.born.show_rows([_born(each) for each in month.birthdays])
        notes = birthdays.notes(month)
        told = f"共{len(month.birthdays)}人。{''.join(notes)}"
        self._end(told, any_there=bool(month.birthdays))

    def _show_jubilees(self, found: Jubilees) -> None:
        self.found = found
        self.long.show_rows([_veteran(each) for each in found.members])
        waiting = sum(not each.honoured_on for each in found.members)
        unknown = f"另有{found.unknown}名正式党员没有登记转正日期。" if found.unknown else ""
        number = f"共{len(found.members)}人，其中{waiting}人没有纪念章发放记录。"
        self._end(f"{number}{found.rule}。{unknown}", any_there=bool(found.members))

    def _end(self, told: str, *, any_there: bool) -> None:
        self.told.setText(told)
        self.pages.setCurrentIndex((0 if self._is_birthdays() else 1) if any_there else 2)
        self._show_state(any_there=any_there)

    def _show_state(self, *, any_there: bool) -> None:
        if not self.isVisibleTo(self.window()):
            return
        enable = self.desk.commands.enable
        for key in ("record.open", "list.print", "list.export"):
            enable(key, on=any_there)
        enable("birthday.cards", on=any_there and self._is_birthdays())
        enable("birthday.award", on=any_there and not self._is_birthdays())

    def _open(self, person: UUID) -> None:
        self.desk.open_screen("form", Edited("person", person))

    def _open_current(self) -> None:
        if (person := self._shown_table().person()) is not None:
            self._open(person)

    def _award(self) -> None:
        """Begin the record of the medal that the chosen member got."""
        if (person := self.long.person()) is not None:
            given = {
                "person": person,
                "kind": "award",
                "title": "“光荣在党50年”纪念章",
                "recorded_on": min(self.chosen_day, calendar.today()).isoformat(),
            }
            self.desk.open_screen("form", Edited("member_record", given=given))

    def _first(self) -> date:
        return date(self.year.year, int(self.month.currentData()), 1)

    def _print(self) -> None:
        key = birthdays.LIST if self._is_birthdays() else golden_jubilee.LIST
        day = self._first() if self._is_birthdays() else self.chosen_day
        self.desk.open_screen("print", Printed(key, Wanted(self.desk.within, day)))

    def _print_cards(self) -> None:
        wanted = Wanted(self.desk.within, self._first())
        self.desk.open_screen("print", Printed(birthdays.CARD, wanted))

    def _export(self) -> None:
        if self._is_birthdays() and self.month_found is not None:
            month = self.month_found
            name = f"{month.year}年{month.month}月政治生日名单-{month.organisation}"
            export_members(
                self, self.pickers, "导出政治生日名单", name, partial(_write_month, month)
            )
        elif self.found is not None:
            name = f"光荣在党50年党员名单-{self.found.unit}"
            write = partial(_write_jubilees, self.found)
            export_members(self, self.pickers, "导出光荣在党50年名单", name, write)


def _write_month(month: Month, office: Office, path: Path, reason: str | None) -> int:
    return birthdays.save_birthdays(office, month, path, reason)


def _write_jubilees(found: Jubilees, office: Office, path: Path, reason: str | None) -> int:
    return golden_jubilee.save_jubilees(office, found, path, reason)


def _born(each: Birthday) -> Shown:
    years = "" if each.years_in_party is None else f"{each.years_in_party}年"
    cells = (
        each.name,
        each.branch,
        show_day(each.joined_on),
        f"{each.years}周年",
        years,
        "预备党员" if each.probationary else "",
    )
    return Shown(each.person, cells)


def _veteran(each: Jubilee) -> Shown:
    honoured = f"{show_day(each.honoured_on)}已发" if each.honoured_on else "没有发放记录"
    cells = (
        each.name,
        "" if each.age is None else str(each.age),
        each.branch_name,
        show_day(each.joined_on) if each.joined_on else "",
        show_day(each.full_on),
        f"{each.years}年",
        f"今年满　{honoured}" if each.fresh else honoured,
    )
    return Shown(each.person, cells, "good" if each.honoured_on else "amber")
