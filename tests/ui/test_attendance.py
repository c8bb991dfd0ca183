"""Attendance takes one key a member and is saved with its activity."""

import pytest
from PySide6.QtCore import Qt

from jianxi_desktop.services import attendance, records
from jianxi_desktop.ui.attendance import AttendanceTable
from jianxi_desktop.ui.screen import Edited


@pytest.fixture
def meeting(office, branch, member):
    ledger = office.catalog["activity"]
    people = office.catalog["person"]
    for name in ("张一", "王二"):
        records.save_record(office, people, {"name": name, "branch": branch, "status": "full"})
    values = {"topic": "党课", "kind": "party_lecture", "held_on": "2026-07-01"}
    return records.save_record(office, ledger, {**values, "organisation": branch}).id


@pytest.fixture
def panel(open_window, office, meeting):
    desk = open_window(office)
    desk.open_screen("form", Edited("activity", meeting))
    return desk.shown.parts[0]


def test_that_everyone_of_the_organisation_is_listed(panel):
    names = {panel.table.index(row, 0).data() for row in range(panel.table.rowCount())}

    assert names == {"李𠮷", "张一", "王二"}
    assert "未记 3" in panel.counts.text()


def test_that_a_key_marks_a_member_and_goes_on_to_the_next(panel, qtbot):
    panel.view.setCurrentIndex(panel.table.index(0, 1))

    qtbot.keyClick(panel.view, Qt.Key.Key_1)
    qtbot.keyClick(panel.view, Qt.Key.Key_2)

    assert [panel.table.count(code) for code in ("present", "leave", None)] == [1, 1, 1]
    assert panel.view.currentIndex().row() == 2
    assert "到会 1" in panel.counts.text()


def test_that_the_list_is_come_to_from_its_tab_and_marked_at_once(panel, qtbot):
    window = panel.window()
    with qtbot.waitActive(window):
        window.activateWindow()
    panel._desk.commands.trigger("record.parts")
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_2)
    assert panel.table.count("leave") == 1
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
    assert panel.all_present.hasFocus()


def test_that_all_present_leaves_what_was_marked(panel):
    panel.table.mark(0, "leave")

    panel.all_present.click()

    assert (panel.table.count("leave"), panel.table.count("present")) == (1, 2)


def test_that_saving_the_activity_saves_its_attendance_and_counts(panel, office, meeting):
    panel.table.mark(0, "leave")
    panel.table.setData(panel.table.index(0, 5), "出差")
    panel.all_present.click()
    screen = panel._desk.shown
    assert screen.dirty

    screen.save()

    people = attendance.attendance_of(office, meeting)
    assert sorted((p.state, p.reason) for p in people)[0] == ("leave", "出差")
    found = records.find_record(office, office.catalog["activity"], meeting)
    assert (found.values["expected"], found.values["present"]) == (3, 2)
    assert not screen.dirty
    assert screen.form.editor("present").line.text() == "2"


def test_that_the_table_keeps_qts_rules(office, meeting, watch_model):
    ledger = office.catalog["attendance"]
    table = watch_model(AttendanceTable(ledger.fields["state"], "原因"))

    table.show_people(attendance.attendance_of(office, meeting))
    table.mark(0, "present")

    assert table.rowCount() == 3
