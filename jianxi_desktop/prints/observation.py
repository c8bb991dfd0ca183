"""The observation checklist (观摩检查表): one form a visited community, filled in by hand.

All communities of a round answer the same criteria, so the grid is drawn once, as stamps, and
each form adds only its own names, problems, number and QR codes.
"""

from collections.abc import Mapping, Sequence
from typing import BinaryIO, NamedTuple

from jianxi_desktop.domain.progress import Progress, no_progress
from jianxi_desktop.errors import InputError
from jianxi_desktop.prints.checklist import Checklist, Criterion
from jianxi_desktop.prints.checklist_heading import (
    draw_blank_head,
    draw_head,
    draw_running_head,
)
from jianxi_desktop.prints.checklist_layout import Grids
from jianxi_desktop.prints.checklist_problems import draw_problem
from jianxi_desktop.prints.document import Document, Stamp
from jianxi_desktop.prints.fonts import find_fonts
from jianxi_desktop.prints.output import PrintResult, Target, deliver
from jianxi_desktop.prints.page import PORTRAIT, Identity, draw_footer, draw_identity


class _GridPage(NamedTuple):
    """A page of the grid: what it shows, and where the rows of problems are on it."""

    stamp: Stamp
    slots: Mapping[int, float]


_Grid = tuple[_GridPage, ...]


def draw_checklists(
    target: Target,
    checklists: Sequence[Checklist],
    progress: Progress = no_progress,
    *,
    double_sided: bool = False,
) -> PrintResult:
    """Print checklists into one document, each with page numbers of its own.

    Args:
        target: File or memory that takes the PDF.
        checklists: The forms, in the order they are printed.
        progress: Told after each form; what it raises stops the work and leaves no file.
        double_sided: Whether each form starts on a sheet of its own when both sides are used.

    Raises:
        InputError: There is no form, or two have the same number.
        EnvironmentFailure: Fonts are missing or the file cannot be written.
    """
    _check(checklists)
    return deliver(
        target, lambda stream: _draw(stream, checklists, progress, double_sided=double_sided)
    )


def _check(checklists: Sequence[Checklist]) -> None:
    if not checklists:
        raise InputError(
            "no checklist to print",
            user_message="没有可打印的观摩检查表，请先在观摩轮次里添加被观摩单位。",
            code="nothing_to_print",
        )
    numbers = [(form.form_number, form.copy) for form in checklists if form.form_number]
    if len(set(numbers)) < len(numbers):
        raise InputError(
            "form numbers repeat",
            user_message="有检查表的表号重复，扫描时会认错，请重新生成表号。",
            code="duplicate_form_number",
        )


def _draw(
    stream: BinaryIO, checklists: Sequence[Checklist], progress: Progress, *, double_sided: bool
) -> PrintResult:
    first = checklists[0]
    document = Document(stream, find_fonts(), f"{first.title}　{first.round_name}")
    grids, made = Grids(document.drawing), dict[tuple[str, tuple[Criterion, ...], int], _Grid]()
    form_pages: dict[str, int] = {}
    for done, form in enumerate(checklists, 1):
        key = form.title, form.criteria, len(form.problems)
        if key not in made:
            made[key] = _grid(document, grids, *key)
        if double_sided and document.pages % 2:
            document.add_page(document.drawing(), PORTRAIT.width, PORTRAIT.height)
        _draw_form(document, form, made[key])
        if form.form_number:
            form_pages[form.form_number] = len(made[key])
        progress(done, len(checklists))
    document.finish()
    return PrintResult(
        document.pages, tuple(form_pages), document.missing, document.cut, form_pages
    )


def _grid(
    document: Document, grids: Grids, title: str, criteria: tuple[Criterion, ...], problems: int
) -> _Grid:
    """Make the stamps of a blank form, one a page."""
    sheets = grids.lay_out(criteria, problems)
    draw_blank_head(sheets[0].drawing, title)
    return tuple(
        _GridPage(document.make_stamp(each.drawing, PORTRAIT.width, PORTRAIT.height), each.slots)
        for each in sheets
    )


def _draw_form(document: Document, form: Checklist, grid: _Grid) -> None:
    about = f"指标：{form.set_title}" if form.set_title else ""
    identity = Identity(form.form_number, form.unit, form.printed_on, copy=form.copy, about=about)
    document.bookmark(f"{form.street}　{form.visited}")
    for page, (stamp, slots) in enumerate(grid, 1):
        drawing = document.drawing()
        draw_identity(drawing, PORTRAIT, identity, page, len(grid))
        if page == 1:
            draw_head(drawing, form)
        else:
            draw_running_head(drawing, form)
        drawing.stamp(stamp)
        for place, top in slots.items():
            draw_problem(drawing, form.problems[place - 1], top)
        draw_footer(drawing, PORTRAIT, identity, page, len(grid))
        document.add_page(drawing, PORTRAIT.width, PORTRAIT.height)
