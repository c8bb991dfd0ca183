"""The editors of the rarer kinds: several codes, times, points, codes of units."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from jianxi_desktop.domain import credit_code
from jianxi_desktop.ui.form import RecordForm

CODE = "99410305MA0000001"


@pytest.fixture
def activity(quiet_desk, office, qapp):
    form = RecordForm(quiet_desk, office.catalog["activity"])
    form.start_new()
    form.show()
    yield form
    form.deleteLater()


def leave(editor, text):
    """Type a value as a person does, and go on."""
    editor.line.setText(text)
    editor.line.textEdited.emit(text)
    editor.line.editingFinished.emit()


@pytest.fixture
def modes(activity):
    return activity.editor("modes")


@pytest.fixture
def opened(modes, qtbot):
    """The check boxes, opened by a key."""
    modes.line.setText("流动讲、室内讲")
    qtbot.keyClick(modes.line, Qt.Key.Key_Down)
    yield modes.popup
    modes.popup.close()


def test_that_the_boxes_open_checked_as_the_line_says(opened):
    checked = [
        opened.item(row).text()
        for row in range(opened.count())
        if opened.item(row).checkState() == Qt.CheckState.Checked
    ]

    assert opened.isVisible()
    assert checked == ["室内讲", "流动讲"]


def test_that_a_key_checks_a_box_and_the_line_follows_the_tables_order(opened, modes, qtbot):
    qtbot.keyClick(opened, Qt.Key.Key_Down)

    qtbot.keyClick(opened, Qt.Key.Key_Space)

    assert modes.line.text() == "室内讲、楼院讲、流动讲"
    qtbot.keyClick(opened, Qt.Key.Key_Space)
    assert modes.line.text() == "室内讲、流动讲"


def test_that_a_click_on_the_words_checks_the_box(opened, modes, qtbot):
    place = opened.visualItemRect(opened.item(2)).center()

    qtbot.mouseClick(opened.viewport(), Qt.MouseButton.LeftButton, pos=place)

    assert modes.line.text() == "室内讲、固定讲、流动讲"


def test_that_enter_closes_the_boxes(opened, qtbot):
    qtbot.keyClick(opened, Qt.Key.Key_Return)

    assert not opened.isVisible()


def test_that_a_word_that_is_no_choice_stays_and_is_pointed_at(activity, modes, qtbot):
    leave(modes, "室内讲，水上讲")

    assert "“水上讲”不在选项里" in activity.said("modes")
    modes.open()
    modes.popup.turn(modes.popup.item(1))
    modes.popup.close()
    assert modes.line.text() == "室内讲、楼院讲、水上讲"
    QApplication.processEvents()


@pytest.mark.parametrize(
    ("typed", "shown", "said"),
    [
        ("9:30", "09:30", ""),
        ("下午3点半", "15:30", ""),
        ("25点", "25点", "不是一天里的时间"),
        ("九点", "九点", "应写成 14:30 这样的时间"),
    ],
)
def test_that_a_time_is_taken_as_people_write_it(activity, typed, shown, said):
    leave(activity.editor("starts_at"), typed)

    assert activity.editor("starts_at").line.text() == shown
    assert said in activity.said("starts_at")


def test_that_a_time_is_explained_while_it_is_typed(activity):
    editor = activity.editor("starts_at")

    editor.line.setText("晚上7点")

    assert editor.note() == "理解为 19:00"


def test_that_points_are_shown_without_needless_zeros(activity):
    editor = activity.editor("hours")

    editor.show_value(850)

    assert editor.raw() == "8.5"


def test_that_a_code_of_a_unit_is_counted_and_checked_while_it_is_typed(quiet_desk, office, qapp):
    form = RecordForm(quiet_desk, office.catalog["unit"])
    editor = form.editor("credit_code")

    editor.line.setText(CODE)
    assert editor.note() == "已输入17位，共18位"
    right = credit_code.check_character(CODE)
    editor.line.setText(CODE + ("0" if right != "0" else "1"))
    assert "校验位不对" in editor.note()
    editor.line.setText(CODE + right)
    assert editor.note() == ""
    form.deleteLater()
