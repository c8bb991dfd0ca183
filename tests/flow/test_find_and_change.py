"""Somebody calls with a new phone number: found by initials, changed, taken back, by keys alone."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from jianxi_desktop.services import records
from jianxi_desktop.ui.find_box import FindBox

NEW = "13900002222"


def press(desk, key, keys):
    """Give a command as its keys do; without a window manager no window is the active one."""
    action = desk.commands.action(key)
    assert keys in [each.toString() for each in action.shortcuts()]
    action.trigger()


@pytest.fixture
def zhang_san(office, branch):
    """A member whom everybody knows by the initials."""
    values = {"name": "张三", "sex": "1", "id_number": "990101196503120011", "branch": branch}
    values |= {"status": "full", "joined_on": "1990-07", "phone": "13800003333"}
    return records.save_record(office, office.catalog["person"], values).id


@pytest.mark.job("查找一名党员、改电话、撤销")
def test_that_a_member_is_found_by_initials_changed_and_changed_back(
    open_window, office, zhang_san, qtbot
):
    desk = open_window(office)
    person = office.catalog["person"]

    def phone():
        return records.find_record(office, person, zhang_san).values["phone"]

    before = phone()
    press(desk, "window.find", "Ctrl+K")
    (box,) = desk.window().findChildren(FindBox)
    qtbot.keyClicks(box.words, "zs")
    qtbot.waitUntil(lambda: any("张三" in line.title for line in box.model.lines))
    qtbot.keyClick(box.words, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: desk.shown.key == "form")
    form = desk.shown.form
    qtbot.waitUntil(lambda: form.seen is not None)
    assert form.seen.id == zhang_san
    line = form.editor("phone").focusProxy()
    line.setFocus()
    line.selectAll()
    qtbot.keyClicks(line, NEW)
    press(desk, "record.save_back", "Ctrl+Return")

    qtbot.waitUntil(lambda: phone() != before)
    qtbot.waitUntil(lambda: not desk.unsaved())
    QApplication.processEvents()
    press(desk, "record.undo", "Ctrl+Z")

    qtbot.waitUntil(lambda: phone() == before)
    qtbot.waitUntil(lambda: "已撤销" in desk.window().notices.text.text())
