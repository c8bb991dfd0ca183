"""The themes: their colours can be read, drawings and windows follow them at once."""

import re
from itertools import product
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QFontMetricsF, QIcon
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
)

from jianxi_desktop import settings
from jianxi_desktop.ui import colours, icons, theme

GROUNDS = "sheet desk selected accent-soft good-soft amber-soft error-soft"
# Words and the grounds they stand on.
READ = {
    "ink": f"{GROUNDS} rail hover",
    "ink-soft": f"{GROUNDS} rail hover",
    "ink-faint": f"{GROUNDS} rail",
    "ink-prompt": "sheet desk error-soft amber-soft",
    "accent": "sheet desk accent-soft hover",
    "accent-dark": "sheet desk accent-soft rail hover selected",
    "on-primary": "primary primary-hover",
    "good": "sheet desk good-soft accent-soft selected",
    "amber": "sheet desk amber-soft accent-soft selected",
    "error": "sheet desk error-soft accent-soft selected",
    "sheet": "accent accent-dark amber good ink-soft",
}
# What must be made out: frames, drawings, rings, and the grounds around them.
SEEN = {
    "edge": "sheet desk",
    "icon": "sheet desk rail hover selected",
    "focus": "sheet desk rail hover",
    "handle": "sheet desk rail",
    "accent": "sheet rail",
    "good": "sheet rail",
    "amber": "sheet rail",
    "primary": "sheet",
    "ink-off": "sheet",
}


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


def test_figures_are_as_wide_as_each_other(qapp):
    """Figures below each other line up, plain and bold."""
    font = theme.window_font()
    for bold in (False, True):
        font.setBold(bold)
        metrics = QFontMetricsF(font)
        assert len({metrics.horizontalAdvance(figure) for figure in "0123456789"}) == 1


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


@pytest.mark.parametrize("name", colours.THEMES)
def test_words_can_be_read_and_controls_be_seen(name):
    """Contrast as WCAG 2.2 counts it: 4.5 for words (7 in high contrast), 3 for what is drawn."""
    table = colours.table(name)
    least = 7 if name == "contrast" else 4.5
    faint = [
        f"{ink} on {ground}"
        for pairs, wanted in ((READ, least), (SEEN, 3))
        for ink, grounds in pairs.items()
        for ground in grounds.split()
        if _contrast(table[ink], table[ground]) < wanted - 0.005
    ]
    assert faint == []


def test_every_name_in_the_style_sheet_is_a_colour_or_a_length(wear):
    """A style sheet that is filled holds no name any more, and every picture is there."""
    for name in colours.THEMES:
        wear(name)
        sheet = QApplication.instance().styleSheet()
        assert "@" not in sheet
        pictures = re.findall(r"url\(([^)]*)\)", sheet)
        assert pictures
        assert all(Path(picture).exists() for picture in pictures)


def test_no_colour_stands_in_a_style_sheet_or_in_code():
    """Colours are written in one table; what is drawn in another place would not follow it."""
    written = re.compile(r"#[0-9A-Fa-f]{6}\b")
    ui = Path(theme.__file__).parent
    files = [*ui.rglob("*.py"), settings.resource("themes", "window.qss")]
    found = {each.name for each in files if written.search(each.read_text(encoding="utf-8"))}
    assert found == {"icons.py"}  # which names the colour that drawings are drawn in


def test_every_drawing_is_of_one_colour_and_stroke():
    """The set is one set: what differs would not follow the theme."""
    for drawing in settings.resource("icons").glob("*.svg"):
        text = drawing.read_text(encoding="utf-8")
        assert set(re.findall(r"#[0-9A-Fa-f]{6}", text)) == {icons.DRAWN}, drawing.name
        assert 'viewBox="0 0 20 20"' in text, drawing.name
        assert set(re.findall(r'stroke-width="([^"]*)"', text)) == {"1.5"}, drawing.name


def test_what_has_the_keys_keeps_its_size(wear, qtbot):
    """The ring around what the keys go to takes its room from the air inside, not from others."""
    wear("light")
    for made in (QPushButton("好"), QLineEdit("好"), QComboBox(), QSpinBox(), QCheckBox("好")):
        qtbot.addWidget(made)
        made.show()
        before = made.sizeHint()
        made.setFocus()
        QApplication.processEvents()
        assert made.sizeHint() == before, made


def _contrast(ink: str, ground: str) -> float:
    light, dark = sorted((_luminance(ink), _luminance(ground)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
