"""Titled paragraphs, as papers that explain something carry them."""

from collections.abc import Sequence

from jianxi_desktop.prints.document import Drawing
from jianxi_desktop.prints.fonts import Typeface
from jianxi_desktop.prints.page import PORTRAIT
from jianxi_desktop.prints.wrapping import wrap


def draw_sections(
    drawing: Drawing, sections: Sequence[tuple[str, Sequence[str]]], y: float
) -> float:
    """Draw titled paragraphs from a height on; give the height below them, in points."""
    left, width = PORTRAIT.left, PORTRAIT.right - PORTRAIT.left
    for title, paragraphs in sections:
        drawing.text(left, y, title, face=Typeface.BOLD, size=12)
        y -= 19
        for paragraph in paragraphs:
            for line in wrap(drawing.letters(Typeface.SONG), paragraph, 10.5, width - 12):
                drawing.text(left + 12, y, line, face=Typeface.SONG, size=10.5)
                y -= 16
        y -= 8
    return y
