"""Notices lie over the page: nothing moves, nothing is lost, nothing that is typed in is hidden."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget

from jianxi_desktop.ui.notices import stay_free
from jianxi_desktop.ui.window import Window


@pytest.fixture
def window(qtbot, jobs):
    """A window with a page of a field at the foot and one at the head."""
    made = Window(jobs)
    qtbot.addWidget(made)
    page = QWidget()
    column = QVBoxLayout(page)
    page.head, page.foot = QLineEdit(), QLineEdit()
    column.addWidget(page.head)
    column.addStretch(1)
    column.addWidget(page.foot)
    made.show_page(page)
    made.resize(1093, 614)
    made.show()
    with qtbot.waitActive(made):
        made.activateWindow()
    return made


def spot(widget):
    return widget.rect().translated(widget.mapTo(widget.window(), QPoint()))


def test_that_the_page_does_not_move_when_a_notice_comes(window):
    before = spot(window.page.head), spot(window.page.foot)

    window.notices.say("已保存。")

    assert window.notices.isVisible()
    assert (spot(window.page.head), spot(window.page.foot)) == before


@pytest.mark.parametrize("place", ["head", "foot"])
def test_that_the_field_that_is_typed_in_is_never_hidden(window, qtbot, place):
    field = getattr(window.page, place)
    window.notices.warn("还没有保存：有2处需要改正。" * 4)

    field.setFocus()

    qtbot.waitUntil(lambda: not spot(window.notices).intersects(spot(field)))
    assert window.rect().contains(spot(window.notices))


def test_that_a_notice_makes_room_for_what_comes_and_is_to_stay_free(window, qtbot):
    foot = QWidget()
    foot.setFixedHeight(40)
    stay_free(foot)
    window.page.layout().addWidget(foot)
    foot.hide()
    window.notices.say("已复制。")
    window.page.foot.setFocus()
    window.page.foot.hide()
    qtbot.waitUntil(lambda: spot(window.notices).bottom() > window.height() - 60)

    foot.show()

    qtbot.waitUntil(lambda: not spot(window.notices).intersects(spot(foot)))
    assert not spot(window.notices).intersects(spot(window.page.head))


def test_that_a_long_notice_is_wholly_seen_in_a_narrow_window(window):
    window.resize(683, 384)

    window.notices.warn("还没有保存：有2处需要改正。" * 8)

    text = window.notices.text
    assert text.height() >= text.heightForWidth(text.width())


def test_that_a_notice_that_was_not_seen_comes_back_after_the_one_on_top(window):
    window.notices.warn("备份没有做成。")
    window.notices.say("已移除一条。")
    window.notices.say("已保存。")
    assert window.notices.text.text() == "已保存。"
    assert window.notices.more.text() == "还有 2 条"

    seen = []
    while window.notices.isVisible():
        seen.append(window.notices.text.text())
        window.notices.close_one()

    assert seen == ["已保存。", "已移除一条。", "备份没有做成。"]


def test_that_the_same_notice_is_said_once(window):
    for _time in range(3):
        window.notices.say("已复制。")
        window.notices.warn("没有改动。")

    window.notices.close_one()
    assert window.notices.text.text() == "已复制。"
    window.notices.close_one()
    assert not window.notices.isVisible()


def test_that_esc_closes_it_from_the_page_and_the_key_brings_it_back(window, qtbot):
    done = []
    window.notices.say("已移除。", act=lambda: done.append("back"), verb="撤销")
    window.page.head.setFocus()

    qtbot.keyClick(window.page.head, Qt.Key.Key_Escape)
    assert not window.notices.isVisible()

    window.notices.to_notice()
    assert window.notices.action.hasFocus()
    qtbot.keyClick(window.notices.action, Qt.Key.Key_Space)
    assert done == ["back"]
    assert not window.notices.isVisible()


def test_that_a_screen_reader_hears_it(window, monkeypatch):
    heard = []
    monkeypatch.setattr(
        QAccessible, "updateAccessibility", lambda event: heard.append(event.type())
    )

    window.notices.say("已保存。")

    assert QAccessible.Event.Alert in heard
    assert window.notices.accessibleName() == "已保存。"
    assert all(
        button.text() or button.accessibleName()
        for button in window.notices.findChildren(QPushButton)
        if button.isVisible()
    )
