"""What belongs to a record stands below its form: a tab a kind, with how many there are."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from jianxi_desktop.services import records
from jianxi_desktop.ui.screen import Edited
from tests import factory


@pytest.fixture
def desk(open_window, office):
    return open_window(office)


@pytest.fixture
def centre(office):
    """A centre with two rooms and a booking of its hall."""
    given = {"parent": None, "bookable": True, "closed_on": None}
    made = factory.record_of(office, "venue", name="党群服务中心", **given)
    for n, name in enumerate(("讲习所", "党建书屋")):
        factory.record_of(office, "venue", n, name=name, parent=made)
    factory.record_of(office, "booking", venue=made)
    return made


def tabs_of(desk):
    tabs = desk.shown.below.tabs
    return [tabs.tabText(place) for place in range(tabs.count())]


def test_that_each_kind_of_rows_has_a_tab_with_its_number(desk, centre):
    desk.open_screen("form", Edited("venue", centre))

    assert tabs_of(desk) == ["下属阵地 2", "阵地预约 1", "基地活动菜单", "阵地投入"]
    assert [part.isHidden() for part in desk.shown.parts] == [False, True, True, True]


def test_that_a_tab_is_read_when_it_is_looked_at(desk, centre):
    desk.open_screen("form", Edited("venue", centre))
    rooms, bookings = desk.shown.parts[:2]
    assert (rooms.table.rowCount(), bookings.table.rowCount()) == (2, 0)

    desk.shown.below.tabs.setCurrentIndex(1)

    assert not bookings.isHidden()
    assert bookings.table.rowCount() == 1


def test_that_what_is_added_on_a_tab_is_counted_there(desk, centre, office):
    desk.open_screen("form", Edited("venue", centre))
    saved = factory.record_of(office, "menu_item", venue=centre)
    assert saved

    desk.changed(frozenset({"menu_item"}))

    assert "基地活动菜单 1" in tabs_of(desk)


def test_that_a_record_with_one_kind_of_rows_has_no_tabs(desk, office):
    plan = factory.record_of(office, "work_plan")

    desk.open_screen("form", Edited("work_plan", plan))

    assert not desk.shown.below.tabs.isVisible()
    (items,) = desk.shown.parts
    assert items.head.text() == "工作台账事项"


def test_that_a_room_is_added_on_a_page_of_its_own_and_leads_back(desk, centre, office):
    desk.open_screen("form", Edited("venue", centre))

    desk.shown.parts[0].add.click()

    assert desk.shown.form.seen is None
    assert desk.shown.form.editor("parent").raw() == centre
    desk.shown.form.editor("name").line.setText("会议室")
    desk.shown.form.editor("kind").show_value("function_room")
    desk.shown.save_and_go_back()
    assert desk.shown.form.seen.id == centre
    assert "下属阵地 3" in tabs_of(desk)


def test_that_one_steps_back_from_a_room_to_its_centre_and_to_the_list(desk, centre, qtbot):
    desk.open_screen("list:venue")
    desk.open_screen("form", Edited("venue", centre))
    rooms = desk.shown.parts[0]
    rooms.view.selectRow(0)

    qtbot.keyClick(rooms.view, Qt.Key.Key_Return)

    assert desk.shown.form.values["name"] == "讲习所"
    desk.go_back()
    assert desk.shown.form.seen.id == centre
    desk.go_back()
    assert desk.shown.key == "list:venue"


def test_that_leaving_a_form_for_a_page_keeps_the_way_back_to_it(desk, member):
    desk.open_screen("form", Edited("person", member))
    desk.open_screen("list:activity")

    desk.go_back()

    assert desk.shown.form.seen.id == member


def test_that_a_form_that_was_never_saved_is_not_gone_back_to(desk):
    desk.open_screen("list:person")
    desk.open_screen("form", Edited("person"))
    desk.open_screen("list:activity")

    desk.go_back()

    assert desk.shown.key == "list:person"


def test_that_rows_with_rows_of_their_own_open_on_a_page(desk, office, member):
    case = factory.record_of(office, "development_case", person=member)
    desk.open_screen("form", Edited("person", member))
    place = [part.ledger.key for part in desk.shown.parts].index("development_case")
    desk.shown.below.tabs.setCurrentIndex(place)
    part = desk.shown.parts[place]
    part.view.selectRow(0)

    part.change.click()

    assert desk.shown.form.ledger.key == "development_case"
    assert desk.shown.form.seen.id == case
    assert records.find_record(office, office.catalog["development_case"], case).values


def test_that_a_key_leads_to_what_stands_below_a_long_form(desk, centre, office):
    desk.open_screen("form", Edited("venue", centre))

    QApplication.processEvents()
    desk.commands.trigger("record.parts")
    assert desk.window().focusWidget() is desk.shown.below.tabs
    assert not desk.shown.below.tabs.visibleRegion().isEmpty()

    plan = factory.record_of(office, "work_plan")
    desk.open_screen("form", Edited("work_plan", plan))
    QApplication.processEvents()
    desk.commands.trigger("record.parts")
    assert desk.window().focusWidget() is desk.shown.parts[0].view
    desk.open_screen("form", Edited("work_plan"))
    assert not desk.commands.is_on("record.parts")
