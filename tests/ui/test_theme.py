"""The themes: their colours can be read, drawings and windows follow them at once."""

from itertools import product

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon
from PySide6.QtWidgets import QApplication, QLabel

from jianxi_desktop import settings
from jianxi_desktop.ui import colours, theme


@pytest.fixture
def wear(qapp):
    """Wear a theme until the test ends."""
    yield lambda *looks: theme.wear(QApplication.instance(), *looks)
    theme.wear(QApplication.instance(), "light")


def test_a_drawing_follows_the_theme(wear):
    """The same icon is drawn in the colour of each theme, sharp at twice the points."""
    icon, seen = theme.icon("add"), set()
    for name in colours.THEMES:
        wear(name)
        picture = icon.pixmap(QSize(20, 20), 2.0)
        assert picture.width() == 40
        seen.add(_darkest(picture.toImage()))
        assert theme.worn() == name
    assert seen == {colours.table(name)["icon"].lower() for name in colours.THEMES}


def test_a_drawing_that_is_off_steps_back(wear):
    """What cannot be pressed is drawn in another colour."""
    wear("dark")
    picture = theme.icon("add").pixmap(QSize(40, 40), QIcon.Mode.Disabled)
    assert _darkest(picture.toImage()) == colours.table("dark")["ink-off"].lower()


def test_words_follow_the_theme(wear, qtbot):
    """Coloured words of labels change with the theme that is put on."""
    plain, rich = QLabel("好"), QLabel()
    qtbot.addWidget(plain)
    qtbot.addWidget(rich)
    theme.ink(plain, "good")
    theme.say_rich(rich, '<b style="color:@error">错</b> someone@amber.cn')
    for name in ("dark", "contrast"):
        wear(name)
        table = colours.table(name)
        assert plain.palette().windowText().color() == QColor(table["good"])
        assert table["error"] in rich.text()
        assert "someone@amber.cn" in rich.text()


def test_words_grow(wear, qtbot):
    """The sizes of words grow one after another; a size nobody knows is the usual one."""
    heights = []
    for size in (*theme.SIZES, "enormous"):
        wear("light", size)
        heights.append(QLabel("国").fontMetrics().height())
    assert heights[0] < heights[1] < heights[2]
    assert heights[3] == heights[0]


def test_looks_are_kept_on_this_pc(monkeypatch, tmp_path):
    """What was chosen is there at the next start."""
    monkeypatch.setenv("JIANXI_HOME", str(tmp_path))
    assert settings.looks() == ("", "")
    settings.choose_looks("dark", "huge")
    assert settings.looks() == ("dark", "huge")


def _darkest(image) -> str:
    """Give the colour of the pixel that is painted fully."""
    places = product(range(image.width()), range(image.height()))
    full = [image.pixelColor(*place) for place in places if image.pixelColor(*place).alpha() == 255]
    return full[0].name()
