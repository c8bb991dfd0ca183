"""Where a finished document goes: a file that is whole or not there, or memory for the preview."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from jianxi_desktop.domain.files import write_beside

Target = Path | BinaryIO


@dataclass(frozen=True)
class PrintResult:
    """What was printed.

    Attributes:
        pages: Pages in the document.
        form_numbers: Numbers of the forms in it, in order; a table without one adds none.
        missing: Characters no font could draw, as code points such as ``U+2EBF0``.
        cut: Texts whose end had to be left out; each page that has one says so.
        form_pages: How many pages each form has, by its number.
    """

    pages: int
    form_numbers: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    cut: int = 0
    form_pages: Mapping[str, int] = field(default_factory=dict)


def deliver(target: Target, draw: Callable[[BinaryIO], PrintResult]) -> PrintResult:
    """Write a document to its target; a file is moved to its place when it is whole.

    Raises:
        EnvironmentFailure: The file cannot be written there.
    """
    if not isinstance(target, Path):
        return draw(target)
    with write_beside(target) as beside, beside.open("wb") as stream:
        return draw(stream)
