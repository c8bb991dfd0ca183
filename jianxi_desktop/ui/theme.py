"""Looks: colours, font, style sheet, drawings. All sizes follow the font, none is fixed."""

import re
from functools import cache
from typing import Final

from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetrics, QIcon, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QStyleFactory, QWidget

from jianxi_desktop import settings

ACCENT: Final = "#B3261E"
COLOURS: Final = {
    "accent": ACCENT,
    "accent-dark": "#8F1B15",
    "accent-soft": "#FBEDEB",
    "ink": "#23211F",
    "ink-soft": "#66625E",
    "ink-faint": "#7A7571",
    "line": "#DAD6D2",
    "line-strong": "#B9B3AE",
    "sheet": "#FFFFFF",
    "desk": "#F5F3F1",
    "rail": "#ECE9E6",
    "hover": "#E4E0DC",
    "selected": "#F3DEDB",
    "good": "#2E6B3A",
    "good-soft": "#EAF3EB",
    "amber": "#8A5A00",
    "amber-soft": "#FFF5DF",
    "error": "#B3261E",
    "error-soft": "#FDECEA",
}
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
_FILES: Final = ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf", "JianxiRareHanzi-Regular.ttf")
_POINTS: Final = 10


def apply_theme(app: QApplication) -> tuple[str, ...]:
    """Give the application its style, colours and fonts; give the font files that are missing.

    Loading the fonts takes a few milliseconds a file, so this comes when the window stands.
    """
    missing = tuple(name for name in _FILES if not _load_font(name))
    app.setStyle(QStyleFactory.create("Fusion"))
    app.setPalette(_palette())
    app.setFont(window_font())
    app.setStyleSheet(_style_sheet(QFontMetrics(app.font())))
    return missing


def _load_font(name: str) -> bool:
    path = settings.resource("fonts", name)
    return path.exists() and QFontDatabase.addApplicationFont(str(path)) >= 0


def window_font() -> QFont:
    """Give the font of the window, with what draws the rarer characters behind it."""
    font = QFont()
    font.setFamilies(list(FAMILIES))
    font.setPointSize(_POINTS)
    return font


def colour(name: str) -> QColor:
    """Give a colour of the theme."""
    return QColor(COLOURS[name])


@cache
def icon(name: str) -> QIcon:
    """Give a drawing of ``resources/icons``; an unknown name is an empty one."""
    path = settings.resource("icons", f"{name}.svg")
    return QIcon(str(path)) if path.exists() else QIcon()


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


def _as(label: QLabel, role: str) -> QLabel:
    label.setProperty("role", role)
    return label


def set_state(widget: QWidget, state: str) -> None:
    """Show a widget as ``error``, ``warning`` or ``""``; the style sheet knows how."""
    if widget.property("state") != state:
        widget.setProperty("state", state)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def _palette() -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for which, name in (
        (role.Window, "desk"),
        (role.WindowText, "ink"),
        (role.Base, "sheet"),
        (role.AlternateBase, "desk"),
        (role.Text, "ink"),
        (role.Button, "sheet"),
        (role.ButtonText, "ink"),
        (role.Highlight, "selected"),
        (role.HighlightedText, "ink"),
        (role.ToolTipBase, "sheet"),
        (role.ToolTipText, "ink"),
        (role.PlaceholderText, "ink-faint"),
        (role.Link, "accent"),
        (role.Mid, "line-strong"),
        (role.Midlight, "line"),
    ):
        palette.setColor(which, colour(name))
    for which in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, QColor("#A39E99"))
    return palette


def _style_sheet(metrics: QFontMetrics) -> str:
    """Fill the style sheet: colours by name, lengths as parts of the height of a line."""
    text = settings.resource("themes", "light.qss").read_text(encoding="utf-8")
    height = metrics.height()
    words = COLOURS | {"images": settings.resource("icons").as_posix()}
    for name, part in (("xs", 0.12), ("s", 0.25), ("m", 0.4), ("l", 0.7), ("xl", 1.1)):
        words[f"{name}px"] = f"{max(1, round(height * part))}px"
    return re.sub(r"@([a-z]+(?:-[a-z]+)*)", lambda found: words[found[1]], text)
