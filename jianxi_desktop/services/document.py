"""A finished paper in memory, as services hand it to whoever shows, saves or prints it."""

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from jianxi_desktop.prints.output import PrintResult
from jianxi_desktop.services.observation_sheets import Sheet


@dataclass(frozen=True)
class FormOnPaper:
    """A numbered form in a document, to be registered once it is on paper.

    Attributes:
        sheet: What it says, as it was drawn.
        pages: How many pages it has.
        copies: How many of it are in the document.
    """

    sheet: Sheet
    pages: int
    copies: int


@dataclass(frozen=True)
class Document:
    """A finished PDF.

    Attributes:
        title: What it is.
        pdf: The file's bytes.
        pages: How many pages it has.
        forms: Numbers of the forms in it.
        missing: Characters no font could draw, as code points.
        reason: Why numbers stand in it in full, if they do.
        told: What the journal notes of it once it is on paper or in a file.
        on_paper: The forms in it that come back, as they were drawn.
    """

    title: str
    pdf: bytes
    pages: int
    forms: tuple[str, ...]
    missing: tuple[str, ...] = ()
    reason: str | None = None
    told: Mapping[str, Any] = field(default_factory=dict)
    on_paper: tuple[FormOnPaper, ...] = ()


def document_of(
    title: str,
    stream: io.BytesIO,
    result: PrintResult,
    told: Mapping[str, Any],
    reason: str | None = None,
    *,
    on_paper: tuple[FormOnPaper, ...] = (),
) -> Document:
    """Give what was drawn into memory, with what the journal is to note of it."""
    numbers, missing = result.form_numbers, result.missing
    return Document(
        title, stream.getvalue(), result.pages, numbers, missing, reason, told, on_paper
    )
