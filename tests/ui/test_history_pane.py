"""The history of a record beside its form."""

import pytest
from PySide6.QtCore import Qt

from jianxi_desktop.services import records
from jianxi_desktop.ui.history_dialog import HistoryDialog
from jianxi_desktop.ui.screen import Edited


@pytest.fixture
def desk(open_members, office, member):
    made = open_members(office)
    made.open_screen("form", Edited("person", member))
    made.shown.form.editor("phone").line.setText("13900005678")
    made.shown.save()
    return made


def test_that_the_history_stands_beside_the_form_masked_and_follows_what_is_saved(desk):
    pane = desk.shown.beside
    assert pane.isHidden()  # the smallest screen is the form's until somebody asks

    desk.commands.trigger("record.history")

    assert pane.isVisible()
    assert "手机号码：138****1234 → 139****5678" in pane.words()
    assert "管理员\n修改" in pane.words()[0]
    desk.shown.form.editor("name").line.setText("李改名")
    desk.shown.save()
    assert "姓名：李𠮷 → 李改名" in pane.words()


def test_that_a_value_is_put_back_from_beside_the_form(desk, office, member):
    desk.commands.trigger("record.history")
    pane = desk.shown.beside
    pane.list.setCurrentRow(0)
    assert not pane.revert.isEnabled()

    pane.list.setCurrentRow(pane.words().index("手机号码：138****1234 → 139****5678"))
    assert pane.revert.toolTip() == "把“手机号码”恢复为“138****1234”"
    pane.revert.click()

    assert desk.shown.form.editor("phone").line.text() == "138****1234"
    assert "恢复以前的值" in pane.words()[0]


def test_that_the_keys_go_there_and_back_and_the_choice_is_remembered(desk, qtbot, member):
    with qtbot.waitActive(desk.window()):
        desk.window().activateWindow()
    pane = desk.shown.beside
    desk.commands.trigger("record.history")
    assert pane.list.hasFocus()
    qtbot.keyClick(pane.list, Qt.Key.Key_Escape)
    assert desk.shown.form.editor("name").line.hasFocus()
    desk.open_screen("list:person")
    desk.open_screen("form", Edited("person", member))
    assert desk.shown.beside.isVisible()

    desk.commands.trigger("record.history")
    desk.commands.trigger("record.history")

    assert desk.shown.beside.isHidden()


def test_that_a_wide_window_shows_it_and_a_narrow_one_opens_it_above(desk):
    screen = desk.shown
    desk.window().resize(1920, 1080)
    assert screen.beside.isVisible()
    screen.beside.fit(500)
    assert screen.beside.isHidden()

    desk.commands.trigger("record.history")

    assert desk.window().findChild(HistoryDialog).table.rows.rowCount() > 5


def test_that_whoever_may_only_look_puts_nothing_back(desk, office, member):
    found = records.find_record(office, office.catalog["person"], member)
    desk.shown.beside.about(None)
    desk.commands.trigger("record.history")
    assert desk.shown.beside.words() == []
    assert "保存以后" in desk.shown.beside.hint.text()
    assert found.values["phone"] == "139****5678"
