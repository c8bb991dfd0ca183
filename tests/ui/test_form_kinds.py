"""Each kind of field says what is wrong as soon as it is left, by the keys alone."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication

from jianxi_desktop.ui.screen import Edited

# A field of each kind that can be wrong: ledger, field, what is typed, what is said of it.
WRONG = (
    ("person", "name", "王12", "不应有数字"),
    ("person", "id_number", "12345", "身份证号码"),
    ("person", "born_on", "1985-13-40", "不是真实存在的日期"),
    ("person", "phone", "12", "11位手机号"),
    ("person", "address", "涧" * 300, "最多"),
    ("person", "branch", "没有的支部", "没有找到"),
    ("person", "education", "私塾", "不在选项里"),
    ("activity", "starts_at", "25点", "不是一天里的时间"),
    ("activity", "hours", "很多", "应是分数"),
    ("activity", "modes", "水上讲", "不在选项里"),
    ("activity", "agreed", "几个", "整数"),
    ("unit", "credit_code", "123", "统一社会信用代码"),
    ("expenditure", "amount", "若干", "金额"),
)


@pytest.fixture
def desk(open_members, office, qtbot):
    desk = open_members(office)
    with qtbot.waitActive(desk.window()):
        desk.window().activateWindow()
    return desk


def test_that_every_kind_of_field_is_checked_when_it_is_left(desk, qtbot):
    wanting = []
    for ledger, key, typed, told in WRONG:
        desk.open_screen("form", Edited(ledger))
        form = desk.shown.form
        row = form._rows[key]
        for box in form._sections:
            box.setVisible(True)
        row.editor.setFocus()
        commit = QInputMethodEvent()  # as the characters come that no key has
        commit.setCommitString(typed)
        QApplication.sendEvent(QApplication.focusWidget(), commit)
        popup = QApplication.activePopupWidget()
        if popup is not None:
            popup.hide()
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        if told not in form.said(key):
            wanting.append((ledger, key, form.said(key)))
        form.forget()
    assert wanting == []


def test_that_a_long_text_and_a_yes_or_no_are_left_too(desk, qtbot):
    desk.open_screen("form", Edited("person"))
    form = desk.shown.form
    form.editor("note").setFocus()
    form.editor("note").text.setPlainText("涧" * 5_000)
    qtbot.keyClick(form.editor("note").text, Qt.Key.Key_Tab)
    assert "最多" in form.said("note")
    checked = []
    form.editor("floating").left.connect(lambda: checked.append("floating"))
    form.editor("floating").setFocus()
    qtbot.keyClick(form.editor("floating").combo, Qt.Key.Key_Tab)
    assert checked == ["floating"]
    form.forget()
