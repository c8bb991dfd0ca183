"""Ctrl+Z over what was saved, and the history of a record."""

import dataclasses
from uuid import uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox

from jianxi_desktop.services import records
from jianxi_desktop.ui.history_dialog import HistoryDialog
from jianxi_desktop.ui.screen import Edited


@pytest.fixture
def desk(open_members, office, member):
    """A workbench on a community with one member."""
    return open_members(office)


def rename(desk, member, name):
    """Save another name through the form."""
    desk.open_screen("form", Edited("person", member))
    desk.shown.form.editor("name").line.setText(name)
    desk.shown.save()


def name_of(office, member):
    return records.find_record(office, office.catalog["person"], member).values["name"]


def test_that_undo_takes_the_last_save_back_and_offers_to_do_it_again(desk, office, member):
    rename(desk, member, "李改名")
    assert desk.commands.action("record.undo").text() == "撤销上一步（修改：李改名）"

    desk.commands.trigger("record.undo")

    notices = desk.window().notices
    assert name_of(office, member) == "李𠮷"
    assert desk.shown.form.editor("name").line.text() == "李𠮷"
    assert "的“修改”（李改名），涉及 1 条记录" in notices.text.text()
    assert notices.action.text() == "恢复"
    notices.action.click()
    assert name_of(office, member) == "李改名"


def test_that_the_keys_go_to_the_editor_first_and_then_to_what_was_saved(
    desk, office, member, qtbot
):
    rename(desk, member, "李改名")
    with qtbot.waitActive(desk.window()):
        desk.window().activateWindow()
    line = desk.shown.form.editor("phone").line
    line.setFocus()
    qtbot.keyClicks(line, "9")
    undo = (Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)

    qtbot.keyClick(line, *undo)
    assert (line.text(), name_of(office, member)) == ("138****1234", "李改名")
    line.setText(line.text())
    qtbot.keyClick(line, *undo)

    assert name_of(office, member) == "李𠮷"


def test_that_several_steps_are_taken_back_one_by_one_and_each_says_what(desk, office, member):
    rename(desk, member, "李改名")
    rename(desk, member, "李再改")
    desk.open_screen("home")  # from any page
    told = []
    for _ in range(2):
        desk.commands.trigger("record.undo")
        told.append(desk.window().notices.text.text())
    assert ["（李再改）" in told[0], "（李改名）" in told[1]] == [True, True]
    assert name_of(office, member) == "李𠮷"
    for _ in range(2):
        desk.commands.trigger("record.redo")
    assert name_of(office, member) == "李再改"


def test_that_nothing_is_undone_below_a_form_with_unsaved_input(desk, office, member):
    rename(desk, member, "李改名")
    desk.shown.form.editor("phone").line.setText("1")

    desk.commands.trigger("record.undo")

    assert name_of(office, member) == "李改名"
    assert "还没有保存" in desk.window().notices.text.text()
    desk.shown.form.forget()


def test_that_a_form_whose_record_is_undone_gives_way_to_the_list(desk, office, branch):
    desk.open_screen("form", Edited("person", given={"branch": branch}))
    desk.shown.form.editor("name").line.setText("龙一一")
    desk.shown.form.editor("status").show_value("full")
    desk.shown.save()

    desk.commands.trigger("record.undo")

    assert desk.shown.key == "list:person"
    assert desk.shown.table.rowCount() == 1
    assert "已撤销" in desk.window().notices.text.text()  # and no failure over it


def test_that_what_somebody_else_built_on_it_is_named_and_nothing_is_undone(desk, office, member):
    rename(desk, member, "李改名")
    account = dataclasses.replace(office.account, id=uuid4(), name="王芳")
    other = dataclasses.replace(office, account=account)
    people = office.catalog["person"]
    found = records.find_record(other, people, member)
    seen = records.Seen(found.id, found.version, found.companion)
    records.save_record(other, people, {"name": "李又改"}, seen)

    desk.commands.trigger("record.undo")

    (box,) = [box for box in desk.window().findChildren(QMessageBox) if box.isVisible()]
    assert "不能撤销“修改”" in box.text()
    assert "又做过“修改”" in box.informativeText()
    assert name_of(office, member) == "李又改"


def test_that_history_tells_who_wrote_what_masked_and_puts_a_value_back(desk, office, member):
    rename(desk, member, "李改名")
    desk.shown.form.editor("phone").line.setText("13900005678")
    desk.shown.save()
    desk.open_screen("list:person")
    desk.shown.view.setCurrentIndex(desk.shown.table.index(0, 0))

    desk.commands.trigger("record.history")

    dialog = desk.shown.findChild(HistoryDialog)
    lines = [dialog.table.rows.line(row).cells for row in range(dialog.table.rows.rowCount())]
    assert lines[0][1:7] == ("管理员", "本机", "修改", "手机号码", "138****1234", "139****5678")
    assert not any("13900005678" in cell for line in lines for cell in line)
    row = next(row for row, line in enumerate(lines) if line[4:6] == ("姓名", "李𠮷"))
    dialog.table.setCurrentIndex(dialog.table.rows.index(row, 0))
    assert dialog.revert.text() == "恢复这个值：姓名“李𠮷”"
    dialog.revert.click()
    assert name_of(office, member) == "李𠮷"
    assert dialog.table.rows.line(0).cells[3] == "恢复以前的值"


def test_that_history_opens_from_the_list_too(desk, member):
    desk.shown.view.setCurrentIndex(desk.shown.table.index(0, 0))

    desk.commands.trigger("record.history")

    assert desk.shown.findChild(HistoryDialog).table.rows.rowCount() > 5
