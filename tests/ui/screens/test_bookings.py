"""The week of a place: free hours are booked with one click, visits end with one more."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QSignalSpy

from jianxi_desktop.domain import calendar
from jianxi_desktop.services import records
from jianxi_desktop.ui.fields_dialog import FieldsDialog
from jianxi_desktop.ui.screens.bookings_week import Cell

TODAY = calendar.today()
MONDAY = TODAY - timedelta(days=TODAY.weekday())


@pytest.fixture
def room(demo):
    ledger = demo.catalog["venue"]
    found = dict(map(reversed, records.list_choices(demo, "venue")))
    assert ledger.above is not None
    return found["武汉路社区三新讲习所"]


@pytest.fixture
def booked(demo, room):
    values = {
        "venue": room,
        "held_on": (MONDAY + timedelta(days=1)).isoformat(),
        "starts_at": "09:00",
        "ends_at": "11:00",
        "visitor": "实验小学党支部",
        "channel": "hotline",
        "state": "booked",
        "headcount": 40,
    }
    return records.save_record(demo, demo.catalog["booking"], values).id


@pytest.fixture
def screen(bench, visit, room, booked, qtbot):
    shown = visit(bench, "bookings", room)
    qtbot.waitUntil(lambda: shown.week.height() > 100)
    return shown


def go(screen, day, hour):
    screen.week._go(Cell(day, hour))


def middle(screen, day, hour):
    return screen.week._cell_rect(Cell(day, hour)).center()


def state_of(office, booking):
    return records.find_record(office, office.catalog["booking"], booking).values


def test_that_a_week_shows_who_comes(screen):
    (block,) = screen.week.blocks()

    assert (block.day, block.booked.visitor, block.lanes) == (1, "实验小学党支部", 1)
    go(screen, 1, 9)
    assert screen.told.text().endswith("09:00—11:00　实验小学党支部　40人")


def test_that_a_click_on_a_free_hour_begins_a_booking_of_it(screen, bench, room, qtbot):
    qtbot.mouseClick(screen.week, Qt.MouseButton.LeftButton, pos=middle(screen, 3, 14))

    form = bench.shown.form
    assert form.ledger.key == "booking"
    assert form.editor("venue").raw() == room
    assert form.editor("held_on").raw() == (MONDAY + timedelta(days=3)).isoformat()
    assert (form.editor("starts_at").raw(), form.editor("ends_at").raw()) == ("14:00", "15:00")
    assert form.editor("state").raw() == "booked"


def test_that_a_booking_made_from_the_week_stands_in_it(screen, bench, qtbot):
    go(screen, 3, 14)
    qtbot.keyClick(screen.week, Qt.Key.Key_Return)
    form = bench.shown.form
    form.editor("visitor").line.setText("老年书画社")
    form.editor("channel").show_value("walkin")
    bench.shown.save_and_go_back()

    assert bench.shown is screen
    assert [b.booked.visitor for b in screen.week.blocks()] == ["实验小学党支部", "老年书画社"]


def test_that_a_time_that_was_taken_meanwhile_is_said_beside_it(screen, bench, demo, room):
    go(screen, 1, 14)
    bench.commands.trigger("record.new")
    form = bench.shown.form
    form.editor("visitor").line.setText("老年书画社")
    form.editor("channel").show_value("walkin")
    form.editor("starts_at").line.setText("10:00")
    form.save()

    assert "已由“实验小学党支部”预约" in form.said("starts_at")
    assert form.seen is None
    form.forget()


def test_that_the_arrow_keys_go_over_the_week_and_say_what_is_there(screen, qtbot):
    go(screen, 0, 9)

    qtbot.keyClick(screen.week, Qt.Key.Key_Right)
    assert screen.week.current.visitor == "实验小学党支部"
    assert screen.week.accessibleDescription() == screen.told.text()
    qtbot.keyClick(screen.week, Qt.Key.Key_Down)
    qtbot.keyClick(screen.week, Qt.Key.Key_Down)

    assert screen.week.current is None
    assert "11:00—12:00 空闲" in screen.told.text()


def test_that_a_visit_is_ended_with_the_number_that_came(screen, bench, demo, booked):
    go(screen, 1, 9)
    bench.commands.trigger("booking.done")
    dialog = bench.window().findChild(FieldsDialog)
    number = dialog.editor("present").line
    assert number.text() == "40"

    number.setText("四十")
    dialog.ask()
    assert "整数" in dialog.said("present")
    number.setText("38人")
    dialog.ask()

    assert (state_of(demo, booked)["state"], state_of(demo, booked)["present"]) == ("done", 38)
    assert not bench.commands.is_on("booking.done")
    assert "已登记接待" in bench.window().notices.text.text()


def test_that_a_booking_that_is_cancelled_is_free_again_and_can_be_taken_back(
    screen, bench, demo, booked
):
    go(screen, 1, 9)

    bench.commands.trigger("booking.cancel")
    assert state_of(demo, booked)["state"] == "cancelled"
    assert screen.week.blocks() == []

    bench.commands.trigger("record.undo")
    assert [block.booked.id for block in screen.week.blocks()] == [booked]


def test_that_one_goes_to_other_weeks_and_back(screen, bench):
    bench.commands.trigger("booking.after")
    assert screen.week.blocks() == []
    assert screen.days.text().startswith((MONDAY + timedelta(days=7)).isoformat())
    bench.commands.trigger("booking.before")
    bench.commands.trigger("booking.before")
    bench.commands.trigger("booking.now")

    assert screen.days.text().startswith(MONDAY.isoformat())
    assert len(screen.week.blocks()) == 1


def test_that_a_house_shows_the_bookings_of_its_rooms_side_by_side(screen, demo, bench, room):
    ledger = demo.catalog["venue"]
    house = records.find_record(demo, ledger, room).values["parent"]
    values = {"name": "另一间书屋", "kind": "function_room", "parent": house}
    other = records.save_record(demo, ledger, values).id
    values = {
        "venue": other,
        "held_on": (MONDAY + timedelta(days=1)).isoformat(),
        "starts_at": "10:00",
        "ends_at": "22:30",
        "visitor": "读书会",
        "channel": "wechat",
        "state": "confirmed",
    }
    records.save_record(demo, demo.catalog["booking"], values)

    bench.open_screen("bookings", house)

    days = [b for b in screen.week.blocks() if b.day == 1 and b.booked.span.starts != "00:00"]
    blocks = [b for b in days if b.booked.visitor in ("实验小学党支部", "读书会")]
    assert len({block.lane for block in blocks}) == 2
    assert [b.booked.place[-3:] for b in blocks] == ["讲习所", "间书屋"]
    one, other = (screen.week.rect_of(block) for block in blocks)
    assert not one.intersects(other)
    assert other.bottom() <= screen.week.height()


def test_that_a_double_click_opens_a_booking(screen, bench, booked, qtbot):
    (block,) = screen.week.blocks()
    opened = QSignalSpy(screen.week.opened)
    place = screen.week.rect_of(block).center()

    qtbot.mouseClick(screen.week, Qt.MouseButton.LeftButton, pos=place)
    assert bench.shown is screen
    qtbot.mouseDClick(screen.week, Qt.MouseButton.LeftButton, pos=place)

    assert opened.count() == 1
    assert bench.shown.form.seen.id == booked


def test_that_a_point_beside_the_days_is_nothing(screen):
    assert screen.week.cell_at(QPoint(1, 1)) is None


def test_that_an_office_without_places_is_told_what_to_do(open_window, office, visit):
    bench = open_window(office)
    screen = visit(bench, "bookings")

    assert screen.empty.isVisible()
    assert not screen.sheet.isVisible()
    assert not bench.commands.is_on("record.new")
    bench.commands.trigger("go:list:venue")
    assert bench.shown.key == "list:venue"


def test_that_days_that_are_over_can_still_be_written_down(screen, bench, qtbot):
    bench.commands.trigger("booking.before")
    go(screen, 0, 9)

    qtbot.keyClick(screen.week, Qt.Key.Key_Return)

    day = date.fromisoformat(bench.shown.form.editor("held_on").raw())
    assert day == MONDAY - timedelta(days=7)
