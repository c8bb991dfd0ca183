"""The observation checklist (观摩检查表): one form a visited community, filled in by hand.

All communities of a round answer the same criteria, so the grid is drawn once, as stamps, and
each form adds only its own names, number and QR codes.
"""

from collections.abc import Sequence
from typing import BinaryIO

from jianxi_desktop.domain.progress import Progress, no_progress
from jianxi_desktop.errors import InputError
from jianxi_desktop.prints.checklist import Checklist, Criterion
from jianxi_desktop.prints.checklist_heading import (
    draw_blank_head,
    draw_head,
    draw_running_head,
)
from jianxi_desktop.prints.checklist_layout import lay_out
from jianxi_desktop.prints.document import Document, Stamp
from jianxi_desktop.prints.fonts import find_fonts
from jianxi_desktop.prints.output import PrintResult, Target, deliver
from jianxi_desktop.prints.page import PORTRAIT, Identity, draw_footer, draw_identity

_Grids = dict[tuple[str, tuple[Criterion, ...]], tuple[Stamp, ...]]


def draw_checklists(
    target: Target, checklists: Sequence[Checklist], progress: Progress = no_progress
) -> PrintResult:
    """Print checklists into one document, each with page numbers of its own.

    Args:
        target: File or memory that takes the PDF.
        checklists: The forms, in the order they are printed.
        progress: Told after each form; what it raises stops the work and leaves no file.

    Raises:
        InputError: There is no form, or two have the same number.
        EnvironmentFailure: Fonts are missing or the file cannot be written.
    """
    _check(checklists)
    return deliver(target, lambda stream: _draw(stream, checklists, progress))


def _check(checklists: Sequence[Checklist]) -> None:
    if not checklists:
        raise InputError(
            "no checklist to print",
            user_message="没有可打印的观摩检查表，请先在观摩轮次里添加被观摩单位。",
            code="nothing_to_print",
        )
    numbers = [form.form_number for form in checklists if form.form_number]
    if len(set(numbers)) < len(numbers):
        raise InputError(
            "form numbers repeat",
            user_message="有检查表的表号重复，扫描时会认错，请重新生成表号。",
            code="duplicate_form_number",
        )


def _draw(stream: BinaryIO, checklists: Sequence[Checklist], progress: Progress) -> PrintResult:
    first = checklists[0]
    document = Document(stream, find_fonts(), f"{first.title}　{first.round_name}")
    grids: _Grids = {}
    for done, form in enumerate(checklists, 1):
        key = form.title, form.criteria
        if key not in grids:
            grids[key] = _grid(document, *key)
        _draw_form(document, form, grids[key])
        progress(done, len(checklists))
    document.finish()
    numbers = tuple(form.form_number for form in checklists if form.form_number)
    return PrintResult(document.pages, numbers, document.missing, document.cut)


def _grid(document: Document, title: str, criteria: tuple[Criterion, ...]) -> tuple[Stamp, ...]:
    """Make the stamps of a blank form, one a page."""
    drawings = lay_out(document, criteria)
    draw_blank_head(drawings[0], title)
    return tuple(
        document.make_stamp(drawing, PORTRAIT.width, PORTRAIT.height) for drawing in drawings
    )


def _draw_form(document: Document, form: Checklist, grid: tuple[Stamp, ...]) -> None:
    identity = Identity(form.form_number, form.unit, form.printed_on)
    document.bookmark(f"{form.street}　{form.visited}")
    for page, stamp in enumerate(grid, 1):
        drawing = document.drawing()
        draw_identity(drawing, PORTRAIT, identity, page, len(grid))
        if page == 1:
            draw_head(drawing, form)
        else:
            draw_running_head(drawing, form)
        drawing.stamp(stamp)
        draw_footer(drawing, PORTRAIT, identity, page, len(grid))
        document.add_page(drawing, PORTRAIT.width, PORTRAIT.height)
