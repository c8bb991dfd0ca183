"""A document from its first page to its last, with the fonts of this installation."""

from collections.abc import Callable
from typing import BinaryIO

from jianxi_desktop.prints.document import Document
from jianxi_desktop.prints.fonts import find_fonts
from jianxi_desktop.prints.output import PrintResult, Target, deliver


def write_whole(target: Target, title: str, draw: Callable[[Document], None]) -> PrintResult:
    """Let pages be drawn that carry no numbers of forms, and write them whole or not at all.

    Args:
        target: File or memory that takes the PDF.
        title: What the file is called by its reader.
        draw: Adds the pages.

    Raises:
        EnvironmentFailure: Fonts are missing or the file cannot be written.
    """

    def write(stream: BinaryIO) -> PrintResult:
        document = Document(stream, find_fonts(), title)
        draw(document)
        document.finish()
        return PrintResult(document.pages, (), document.missing, document.cut)

    return deliver(target, write)
