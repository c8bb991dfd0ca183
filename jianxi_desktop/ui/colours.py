"""The colours of the themes, read from ``resources/themes/colours.csv``."""

from functools import cache
from typing import Final

from PySide6.QtGui import QColor, QPalette

from jianxi_desktop import settings

THEMES: Final = ("light", "dark", "contrast")
_ROLES: Final = {
    QPalette.ColorRole.Window: "desk",
    QPalette.ColorRole.WindowText: "ink",
    QPalette.ColorRole.Base: "sheet",
    QPalette.ColorRole.AlternateBase: "desk",
    QPalette.ColorRole.Text: "ink",
    QPalette.ColorRole.Button: "sheet",
    QPalette.ColorRole.ButtonText: "ink",
    QPalette.ColorRole.BrightText: "on-primary",
    QPalette.ColorRole.Highlight: "selected",
    QPalette.ColorRole.HighlightedText: "ink",
    QPalette.ColorRole.ToolTipBase: "sheet",
    QPalette.ColorRole.ToolTipText: "ink",
    QPalette.ColorRole.PlaceholderText: "ink-prompt",
    QPalette.ColorRole.Link: "accent",
    QPalette.ColorRole.LinkVisited: "accent",
    QPalette.ColorRole.Accent: "accent",
    QPalette.ColorRole.Light: "sheet",
    QPalette.ColorRole.Midlight: "line",
    QPalette.ColorRole.Mid: "line-strong",
    QPalette.ColorRole.Dark: "edge",
    QPalette.ColorRole.Shadow: "ink-faint",
}
_OFF: Final = (
    QPalette.ColorRole.WindowText,
    QPalette.ColorRole.Text,
    QPalette.ColorRole.ButtonText,
    QPalette.ColorRole.HighlightedText,
)


@cache
def table(theme: str) -> dict[str, str]:
    """Give the colours of a theme by name, as they are written in style sheets.

    Args:
        theme: One of `THEMES`.
    """
    head, *rows = _rows()
    place = head.index(theme)
    return {row[0]: row[place] for row in rows}


def palette(theme: str) -> QPalette:
    """Give what Qt's own parts are drawn with."""
    colours = table(theme)
    made = QPalette()
    for role, name in _ROLES.items():
        made.setColor(role, QColor(colours[name]))
    for role in _OFF:
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(colours["ink-off"]))
    made.setColor(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Base, QColor(colours["desk"]))
    return made


@cache
def _rows() -> tuple[list[str], ...]:
    text = settings.resource("themes", "colours.csv").read_text(encoding="utf-8")
    return tuple(line.split(",") for line in text.splitlines() if line)
