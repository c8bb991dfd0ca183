"""Looks: colours, font, style sheet, drawings. All sizes follow the font, none is fixed.

Colours are asked for when painting and kept nowhere: the theme changes while the window is open.
"""

import re
from collections.abc import Iterable
from functools import cache
from typing import Final

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetrics, QIcon, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QStyleFactory, QWidget

from jianxi_desktop import settings
from jianxi_desktop.ui import colours, icons
from jianxi_desktop.ui.colours import THEMES

FAMILIES: Final = (
    "Noto Sans SC",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Microsoft YaHei UI",
    "Microsoft YaHei",
    "WenQuanYi Micro Hei",
    "PingFang SC",
    "SimSun",
    "Jianxi Rare Hanzi",
)
_TITLE: Final = 4  # points that headings are larger than words
_FIGURES: Final = int.from_bytes(b"tnum")
_BOX: Final = 0.75  # of the height of a line: the side of a box to tick
_TOLD: Final = "told"  # a property of labels, as is the next
_INKED: Final = "inked"
_NAMED: Final = re.compile(r"(?<=color:)@([a-z]+(?:-[a-z]+)*)")
_OWN: Final = Qt.WidgetAttribute.WA_SetStyle
_POLISHED: Final = Qt.WidgetAttribute.WA_WState_Polished
_FILES: Final = ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf", "JianxiRareHanzi-Regular.ttf")
SIZES: Final = {"usual": 10, "large": 12, "huge": 14}  # points of the window's words
SYSTEM: Final = "system"  # the choice of whoever wants what the rest of the PC looks like


class _Worn:
    """What the window wears now; the rest of the program asks `colour` and `worn`."""

    theme = THEMES[0]
    size = "usual"
    sheet = ""


def apply_theme(app: QApplication) -> tuple[str, ...]:
    """Give the application its style, colours and fonts; give the font files that are missing.

    What was chosen on this PC is worn. Loading the fonts takes a few milliseconds a file, so this
    comes when the window stands.
    """
    missing = tuple(name for name in _FILES if not _load_font(name))
    app.setStyle(QStyleFactory.create("Fusion"))
    wear(app, *settings.looks())
    return missing


def wear(app: QApplication, theme: str, size: str = "usual") -> None:
    """Put on a theme and a size of words, also while windows are open.

    Widgets are told by ``QEvent.PaletteChange``, ``FontChange`` and ``StyleChange``; what lays
    itself out by the size of words once has to be made anew by the caller.

    Args:
        app: The application.
        theme: One of `THEMES`, or `SYSTEM` for what the rest of the PC looks like; anything else
            is taken for `SYSTEM`.
        size: One of `SIZES`; anything else is taken for the usual size.
    """
    take_off(app, theme, size)
    put_on(app)


def take_off(app: QApplication, theme: str, size: str, unseen: Iterable[QWidget] = ()) -> None:
    """Do the first half of `wear`; windows are not drawn until `put_on` has done the other half.

    The loop of events may have its turn between the two. One sheet in the place of another would
    polish a widget once for every widget around it; with the old one off it is polished once.

    Args:
        app: As for `wear`, like the next two.
        theme: One of `THEMES`, or `SYSTEM`.
        size: One of `SIZES`.
        unseen: Pages that nobody sees now, and that `dress` is called for before anybody does.
    """
    _Worn.theme = theme if theme in THEMES else of_system(app)
    _Worn.size = size if size in SIZES else "usual"
    app.setFont(window_font())
    _Worn.sheet = _style_sheet(QFontMetrics(app.font()))
    if _Worn.sheet == app.styleSheet():
        return  # putting on the same again would take as long
    for page in unseen:
        _leave_out(page)
    for window in app.topLevelWidgets():
        window.setUpdatesEnabled(False)
    app.setStyleSheet("")


def put_on(app: QApplication) -> None:
    """Do the other half of `wear`, if it is not done yet."""
    if _Worn.sheet == app.styleSheet():
        return
    app.setPalette(colours.palette(_Worn.theme))
    app.setStyleSheet(_Worn.sheet)
    for widget in app.allWidgets():
        if isinstance(widget, QLabel) and not widget.testAttribute(_OWN):
            _ink_again(widget)
    for window in app.topLevelWidgets():
        window.setUpdatesEnabled(True)


def dress(page: QWidget) -> None:
    """Put on a page what is worn now, where `take_off` left it out."""
    for widget in (page, *page.findChildren(QWidget)):
        if widget.testAttribute(_OWN) and not widget.testAttribute(_POLISHED):
            widget.setAttribute(_OWN, False)  # noqa: FBT003 - Qt's way
            for kind in (QEvent.Type.Polish, QEvent.Type.StyleChange):
                QApplication.sendEvent(widget, QEvent(kind))
            if isinstance(widget, QLabel):
                _ink_again(widget)


def _leave_out(page: QWidget) -> None:
    """Let Qt pass a page by: it polishes what is polished already and has no style of its own."""
    window = page.window()
    for widget in (page, *page.findChildren(QWidget)):
        seen = widget.window() is not window and widget.window().isVisible()  # in a dialog
        if widget.testAttribute(_POLISHED) and not widget.styleSheet() and not seen:
            widget.setAttribute(_POLISHED, False)  # noqa: FBT003 - Qt's way
            widget.setAttribute(_OWN, True)  # noqa: FBT003 - Qt's way


def worn() -> str:
    """Give the theme that is worn now: one of `THEMES`."""
    return _Worn.theme


def size_worn() -> str:
    """Give the size of words that is worn now: one of `SIZES`."""
    return _Worn.size


def of_system(app: QApplication) -> str:
    """Give the theme that goes with what the rest of the PC looks like, as far as Qt knows."""
    hints = app.styleHints()
    contrast = getattr(hints, "accessibility", None)  # of Qt 6.10; older PCs have 6.8
    if contrast is not None and contrast().contrastPreference().name == "HighContrast":
        return "contrast"
    return "dark" if hints.colorScheme() == Qt.ColorScheme.Dark else "light"


def _load_font(name: str) -> bool:
    path = settings.resource("fonts", name)
    return path.exists() and QFontDatabase.addApplicationFont(str(path)) >= 0


def window_font() -> QFont:
    """Give the font of the window, with what draws the rarer characters behind it."""
    font = QFont()
    font.setFamilies(list(FAMILIES))
    font.setPointSize(SIZES[_Worn.size])
    named = getattr(QFont.Tag, "fromValue", None)  # not in Qt 6.8; our own fonts need it not
    if named is not None:
        font.setFeature(named(_FIGURES), 1)  # figures below each other, where the font has them
    return font


def colour(name: str) -> QColor:
    """Give a colour of the theme that is worn now; ask anew each time something is painted."""
    return QColor(colours.table(_Worn.theme)[name])


@cache
def icon(name: str) -> QIcon:
    """Give a drawing of ``resources/icons``, which follows the theme by itself.

    An unknown name is an empty one.
    """
    path = settings.resource("icons", f"{name}.svg")
    return QIcon(icons.Drawing(name, colour)) if path.exists() else QIcon()


def say_rich(label: QLabel, html: str) -> None:
    """Let a label show rich text whose colours follow the theme.

    Args:
        label: The label.
        html: Rich text; a colour is written by its name, such as ``style="color:@ink-soft"``.
    """
    label.setProperty(_TOLD, html)
    label.setText(_filled(html))


def ink(label: QLabel, name: str) -> QLabel:
    """Colour the words of a label with a colour of the theme, which they follow."""
    label.setProperty(_INKED, name)
    palette = label.palette()
    palette.setColor(QPalette.ColorRole.WindowText, colour(name))
    label.setPalette(palette)
    return label


def points(usual: float) -> float:
    """Give how many points words have that are so large where the usual size is worn."""
    return usual * SIZES[_Worn.size] / SIZES["usual"]


def _ink_again(label: QLabel) -> None:
    told, name = label.property(_TOLD), label.property(_INKED)
    if told:
        label.setText(_filled(str(told)))
    if name:
        ink(label, str(name))


def _filled(html: str) -> str:
    known = colours.table(_Worn.theme)
    return _NAMED.sub(lambda found: known.get(found[1], found[0]), html)


def line_height(widget: QWidget) -> int:
    """Give the height of a line of text with air around it, in pixels."""
    return round(widget.fontMetrics().height() * 1.6)


def columns_of(widget: QWidget, characters: float) -> int:
    """Give the width of so many Chinese characters, in pixels."""
    return round(widget.fontMetrics().horizontalAdvance("国") * characters)


def as_title(label: QLabel) -> QLabel:
    """Make a label the heading of a page."""
    return _as(label, "title")


def as_hint(label: QLabel) -> QLabel:
    """Make a label quiet: what explains rather than says."""
    label.setWordWrap(True)
    return _as(label, "hint")


def as_primary(button: QPushButton) -> QPushButton:
    """Make a button the one that people came to press."""
    button.setIcon(QIcon())
    button.setProperty("role", "primary")
    return button


def as_quiet(button: QPushButton) -> QPushButton:
    """Make a button without a frame."""
    button.setProperty("role", "quiet")
    return button


def as_word(button: QPushButton) -> QPushButton:
    """Make a button stand in a sentence: no frame, hardly any room around it."""
    button.setProperty("role", "word")
    return button


def _as(label: QLabel, role: str) -> QLabel:
    label.setProperty("role", role)
    return label


def set_state(widget: QWidget, state: str) -> None:
    """Show a widget as ``error``, ``warning`` or ``""``; the style sheet knows how."""
    if widget.property("state") != state:
        widget.setProperty("state", state)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def _style_sheet(metrics: QFontMetrics) -> str:
    """Fill the style sheet: colours by name, lengths as parts of the height of a line."""
    text = settings.resource("themes", "window.qss").read_text(encoding="utf-8")
    height = metrics.height()
    images = settings.resource("themes", _Worn.theme).as_posix()
    words = colours.table(_Worn.theme) | {"images": images}
    for name, part in (("xs", 0.12), ("s", 0.25), ("m", 0.4), ("l", 0.7), ("xl", 1.1)):
        length = max(1, round(height * part))
        words |= {f"{name}px": f"{length}px", f"{name}lesspx": f"{length - 1}px"}
    box = round(height * _BOX)
    words |= {"boxpx": f"{box}px", "roundpx": f"{box // 2 + 1}px"}
    words["titlept"] = f"{SIZES[_Worn.size] + _TITLE}pt"
    return re.sub(r"@([a-z]+(?:-[a-z]+)*)", lambda found: words[found[1]], text)
