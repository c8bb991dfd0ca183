"""The menu 外观: what is chosen is worn at once, kept, and marked in the menu."""

import pytest
from PySide6.QtWidgets import QApplication

from jianxi_desktop import settings
from jianxi_desktop.ui import theme
from tests.ui.looks import settle

MEMBERS = "list:person"


@pytest.fixture
def desk(open_members, demo):
    """A workbench whose looks are taken off again."""
    yield open_members(demo)
    theme.wear(QApplication.instance(), "light")


def test_that_a_theme_is_worn_while_the_window_stands(desk, qtbot):
    window, shown = desk.window(), desk.shown
    before = _ground(window)

    desk.commands.trigger("look.dark")
    qtbot.waitUntil(lambda: _ground(window) < before // 3)

    assert theme.worn() == "dark"
    assert settings.looks() == ("dark", "usual")
    assert window.workbench is desk
    assert desk.shown is shown  # nothing was made anew
    assert _marked(window) == ["深色外观", "文字标准"]


def test_that_a_page_behind_wears_the_theme_when_it_is_shown(desk, qtbot):
    desk.open_screen("dues")
    desk.open_screen("list:person")
    before = _ground(desk.window())

    desk.commands.trigger("look.dark")
    qtbot.waitUntil(lambda: _ground(desk.window()) < before // 3)
    desk.open_screen("dues")
    settle()
    seen = _page(desk)
    theme.wear(QApplication.instance(), "light")
    theme.wear(QApplication.instance(), "dark")
    settle()

    assert _page(desk) == seen


def test_that_larger_words_lay_the_desk_out_anew_where_one_was(desk, qtbot):
    window = desk.window()
    before = window.workbench.rail.fontMetrics().height()

    desk.commands.trigger("look.huge")
    qtbot.waitUntil(lambda: window.workbench is not desk and window.workbench.is_shown(MEMBERS))

    assert window.workbench.rail.fontMetrics().height() > before * 1.3
    assert _marked(window) == ["外观跟随系统", "文字特大"]
    titles = [action.text() for action in window.menuBar().actions()]
    assert len(titles) == len(set(titles))
    large = window.workbench
    large.commands.trigger("look.usual")
    qtbot.waitUntil(lambda: window.workbench is not large and window.workbench.is_shown(MEMBERS))
    assert window.workbench.rail.fontMetrics().height() == before


def test_that_looks_can_be_chosen_before_an_office_is_open(qtbot, jobs):
    from jianxi_desktop.ui.window import Window

    window = Window(jobs)
    qtbot.addWidget(window)
    (looks,) = window.menuBar().actions()
    menu = looks.menu()  # with Qt 6.8 it goes with the action that gave it
    (dark,) = [action for action in menu.actions() if action.text() == "深色外观"]

    dark.trigger()

    assert theme.worn() == "dark"
    window.looks.choose_theme("light")
    assert theme.worn() == "light"


def test_that_the_rest_of_the_pc_is_followed_only_where_that_is_chosen(desk):
    desk.commands.trigger("look.contrast")
    desk.window().looks._follow()
    assert theme.worn() == "contrast"

    desk.commands.trigger("look.system")
    assert theme.worn() == theme.of_system(QApplication.instance())


def _page(desk):
    """Give the picture of the page in front, without a cursor that blinks."""
    focused = QApplication.focusWidget()
    if focused is not None:
        focused.clearFocus()
    return desk.shown.grab().toImage()


def _ground(window) -> int:
    """Give how light the page is, in the middle of its right edge."""
    picture = window.grab().toImage()
    return picture.pixelColor(picture.width() - 3, picture.height() - 60).lightness()


def _marked(window) -> list[str]:
    (top,) = [each for each in window.menuBar().actions() if each.text() == "窗口"]
    (inner,) = [each for each in top.menu().actions() if each.text() == "外观"]
    looks = inner.menu()  # with Qt 6.8 it goes with the action that gave it
    looks.aboutToShow.emit()
    return [action.text() for action in looks.actions() if action.isChecked()]


def test_that_a_screen_of_1366_by_768_at_two_hundred_per_cent_reaches_everything(desk):
    """The window gets as small as that, and what does not fit beside the rail is scrolled to."""
    window = desk.window()
    window.resize(683, 384)
    settle()

    assert (window.width(), window.height()) == (683, 384)
    area = desk._stack.area
    hidden = desk.shown.width() - area.viewport().width()
    assert area.horizontalScrollBar().maximum() == max(hidden, 0)
    assert not area.verticalScrollBar().maximum()
