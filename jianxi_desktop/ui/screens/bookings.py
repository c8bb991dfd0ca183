"""The page of bookings: a place, its week, who comes when."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QCompleter, QLabel, QVBoxLayout, QWidget

from jianxi_desktop.domain import calendar
from jianxi_desktop.domain.booking import Span
from jianxi_desktop.services import bookings
from jianxi_desktop.services.bookings import Bookable, Booked, Day
from jianxi_desktop.services.office import Office
from jianxi_desktop.ui.record_actions import ActionButtons
from jianxi_desktop.ui.screen import Desk, Edited, Screen
from jianxi_desktop.ui.screens.bookings_week import WeekView
from jianxi_desktop.ui.screens.parts import (
    captioned,
    choices,
    choose,
    empty_page,
    heading,
    page_column,
    row_of,
)
from jianxi_desktop.ui.theme import as_hint, as_primary, columns_of


class BookingScreen(Screen):
    """Shows the week of a place; a free hour becomes a booking with one click."""

    key, title, area, symbol = "bookings", "预约日程", "阵地", "schedule"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._wanted: UUID | None = None
        self._monday = _monday_of(calendar.today())
        self.doing = ActionButtons(self, desk, self._chosen)
        self.doing.offer(desk.office.catalog["booking"])
        self.venues = QComboBox()
        self.venues.setMinimumWidth(columns_of(self, 18))
        self.venues.setEditable(True)
        self.venues.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        finder = self.venues.completer()
        assert finder is not None  # noqa: S101 - it is editable
        finder.setFilterMode(Qt.MatchFlag.MatchContains)
        finder.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.week = WeekView(calendar.today())
        self.days = QLabel()
        self.told = as_hint(QLabel())
        self._lay_out()
        self.venues.activated.connect(self._load_week)
        self.week.wanted.connect(self._book)
        self.week.chosen.connect(self._show_chosen)
        self.week.opened.connect(self._open)
        self.week.told.connect(self.told.setText)

    def opened(self, argument: object = None) -> None:
        """Show a place; the one that was shown before if none is named."""
        if isinstance(argument, UUID):
            self._wanted = argument
        self._load_venues()
        self._show_chosen(self.week.current)
        self.week.setFocus()

    def answers(self) -> Mapping[str, Callable[[], None]]:
        """Give what this page does with its commands."""
        return {
            "record.new": self._book_hour,
            "record.open": self._open_chosen,
            "booking.before": partial(self._move, -7),
            "booking.now": self._to_today,
            "booking.after": partial(self._move, 7),
            **self.doing.answers(),
        }

    def refresh(self, touched: frozenset[str]) -> None:
        """Read again when bookings or places changed."""
        if "venue" in touched:
            self._load_venues()
        elif "booking" in touched:
            self._load_week()

    def moved(self) -> None:
        """Follow the organisation that was chosen in the tree."""
        if self.isVisible():
            self._load_venues()

    def way_back(self) -> object:
        """Give the place that is shown."""
        return self.venue

    @property
    def venue(self) -> UUID | None:
        """The place that is shown."""
        chosen = self.venues.currentData()
        return chosen if isinstance(chosen, UUID) else None

    def _lay_out(self) -> None:
        button = self.desk.commands.button
        asked = choices(
            captioned("阵地", self.venues),
            button("booking.before", self),
            button("booking.now", self),
            button("booking.after", self),
            self.days,
            as_primary(button("record.new", self)),
        )
        self.sheet = QWidget()
        sheet = QVBoxLayout(self.sheet)
        sheet.setContentsMargins(0, 0, 0, 0)
        sheet.addWidget(asked)
        sheet.addWidget(self.week, 1)
        sheet.addWidget(self.told)
        sheet.addLayout(row_of(button("record.open", self), self.doing, None))
        column = page_column(self)
        column.addWidget(
            heading("预约日程", "点空着的时间就能预约；房间和所在的阵地一起算，不会重复。")
        )
        column.addWidget(self.sheet, 1)
        self.empty = empty_page(
            "还没有可以预约的阵地",
            "先在“阵地台账”里登记党群服务中心、功能室、基地，没有停用、接受预约的会列在这里。",
            as_primary(self.desk.commands.button("go:list:venue", self)),
        )
        column.addWidget(self.empty, 1)
        self.sheet.hide()
        self.empty.hide()

    def _load_venues(self) -> None:
        work = partial(_venues, self.desk.office, self.desk.within)
        self.desk.jobs.run_newest("bookings.venues", work, self._show_venues)

    def _show_venues(self, venues: Sequence[Bookable]) -> None:
        wanted = self._wanted or self.venue
        self._wanted = None
        self.venues.clear()
        for each in venues:
            self.venues.addItem(f"{'　' * each.depth}{each.name}", each.id)
        choose(self.venues, wanted)
        self.sheet.setVisible(bool(venues))
        self.empty.setVisible(not venues)
        self.desk.commands.enable("record.new", on=bool(venues))
        if venues:
            self._load_week()

    def _load_week(self) -> None:
        venue = self.venue
        if venue is not None:
            self.venues.setEditText(self.venues.currentText().strip())  # without its indentation
            sunday = self._monday + timedelta(days=6)
            self.days.setText(f"{self._monday} 至 {sunday:%m-%d}")
            work = partial(bookings.schedule, self.desk.office, venue, self._monday)
            self.desk.jobs.run_newest("bookings.week", work, self._show_week)

    def _show_week(self, days: Sequence[Day]) -> None:
        self.week.show_week(days)

    def _move(self, days: int) -> None:
        self._monday += timedelta(days=days)
        self._load_week()

    def _to_today(self) -> None:
        self._monday = _monday_of(calendar.today())
        self._load_week()

    def _show_chosen(self, booked: Booked | None) -> None:
        mine = booked is not None and booked.own
        waiting = booked is not None and mine and booked.state != "done"
        commands = self.desk.commands
        if self.isVisibleTo(self.window()):
            self.doing.enable(on=waiting)
            commands.enable("record.open", on=mine)
            if booked is not None and booked.state == "confirmed":
                commands.enable("booking.confirm", on=False)

    def _chosen(self) -> UUID | None:
        return self.week.current.id if self.week.current is not None else None

    def _book_hour(self) -> None:
        """Begin a booking of the hour one is at, or of the place alone where that is taken."""
        day, span = self.week.offer()
        self._book(day, span)

    def _book(self, day: date | None, span: Span | None) -> None:
        given = {
            "venue": self.venue,
            "held_on": day.isoformat() if day else None,
            "starts_at": span.starts if span else None,
            "ends_at": span.ends if span else None,
            "state": "booked",
            "asked_on": calendar.today().isoformat(),
        }
        self.desk.open_screen("form", Edited("booking", given=given))

    def _open(self, booked: Booked) -> None:
        if booked.own:
            self.desk.open_screen("form", Edited("booking", booked.id))

    def _open_chosen(self) -> None:
        if self.week.current is not None:
            self._open(self.week.current)


def _monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _venues(office: Office, within: UUID | None) -> list[Bookable]:
    """Give the places of the organisation chosen in the tree; all where it has none of its own."""
    return bookings.bookable_venues(office, within) or bookings.bookable_venues(office)
