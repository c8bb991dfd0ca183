"""Where a scanner looks is where the printer printed."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from itertools import combinations

import pypdfium2
import pytest

from jianxi_desktop.domain.bubbles import circles_of
from jianxi_desktop.domain.scoring import Scale
from jianxi_desktop.prints.checklist import Criterion, OpenProblem, Part
from jianxi_desktop.prints.form_marks import CORNERS, MarkBox, geometry
from jianxi_desktop.prints.observation import draw_checklists
from jianxi_desktop.prints.page import LAYOUT, PORTRAIT

Make = Callable[..., object]
DPI = 200
SCALES = (
    Scale(5),
    Scale(10),
    Scale(20),
    Scale(100),
    Scale(8, "deduct"),
    Scale(20, "deduct"),
    Scale(8, "grades"),
    Scale(4, "yes_no"),
    Scale(0, "unscored"),
)


@pytest.fixture
def form(checklist: Make):
    criteria = tuple(
        Criterion(part, number, f"第{number}项", "要点" * number, scale, evidence="台账" * number)
        for number, (part, scale) in enumerate(
            ((part, scale) for part in Part for scale in SCALES), 1
        )
    )
    problems = tuple(OpenProblem(f"问题{at}", "2026年5月12日") for at in range(1, 8))
    return checklist(criteria=criteria, problems=problems)


def pictures(*forms: object):
    """Draw forms as a scanner sees them."""
    stream = BytesIO()
    draw_checklists(stream, forms)
    with pypdfium2.PdfDocument(stream.getvalue()) as document:
        return [page.render(scale=DPI / 72, grayscale=True).to_numpy() for page in document]


def darkness(picture, x: float, y: float, width: float, height: float) -> float:
    """Give the share of ink in a place given in points from the lower left corner."""
    top = PORTRAIT.height - y - height
    left, upper, right, lower = (
        round(each * DPI / 72) for each in (x, top, x + width, top + height)
    )
    part = picture[upper : max(lower, upper + 1), left : max(right, left + 1)]
    return 1 - float(part.mean()) / 255


def middle_of_edges(box: MarkBox):
    """Give small places on the four edges of a box, where its outline is."""
    half = 0.6
    for x, y in (
        (box.x, box.y + box.height / 2),
        (box.x + box.width, box.y + box.height / 2),
        (box.x + box.width / 2, box.y),
        (box.x + box.width / 2, box.y + box.height),
    ):
        yield x - half, y - half, 2 * half, 2 * half


def test_that_every_box_is_printed_where_it_is_looked_for(form):
    pages = pictures(form)
    marks = geometry(form)
    assert [page.page for page in marks] == list(range(1, len(pages) + 1))
    for page, picture in zip(marks, pages, strict=True):
        for box in page.boxes:
            edges = [darkness(picture, *place) for place in middle_of_edges(box)]
            assert min(edges) > 0.2, (page.page, box)
            inside = box.x + 3, box.y + 3, box.width - 6, box.height - 6
            assert darkness(picture, *inside) < 0.25, (page.page, box)
            beside = box.x - 1.2, box.y + box.height / 2 - 0.5, 0.4, 1
            assert darkness(picture, *beside) < 0.2, (page.page, box)


def test_that_the_corner_marks_are_where_they_are_looked_for(form):
    for picture in pictures(form):
        for x, y in CORNERS.centres:
            half = CORNERS.side / 2
            assert darkness(picture, x - half + 0.5, y - half + 0.5, 8, 8) > 0.98
            assert darkness(picture, x - half - 4, y - half - 4, CORNERS.side + 8, 3) < 0.02


def test_that_every_line_has_the_circles_of_its_scale(form):
    boxes = [box for page in geometry(form) for box in page.boxes]
    for criterion in form.criteria:
        wanted = [(part, value) for part, values in circles_of(criterion.scale) for value in values]
        assert [(b.part, b.value) for b in boxes if b.line == criterion.number] == wanted
    for place in range(1, len(form.problems) + 1):
        values = [box.value for box in boxes if box.problem == place]
        assert values == ["done", "underway", "open"]


def test_that_boxes_are_apart_and_on_the_page(form):
    for page in geometry(form):
        for one, other in combinations(page.boxes, 2):
            across = max(one.x, other.x) - min(one.x + one.width, other.x + other.width)
            along = max(one.y, other.y) - min(one.y + one.height, other.y + other.height)
            assert max(across, along) > 2, (one, other)
        for box in page.boxes:
            assert PORTRAIT.left < box.x < box.x + box.width < PORTRAIT.right
            assert PORTRAIT.bottom < box.y < box.y + box.height < PORTRAIT.top


def test_that_titles_and_names_move_no_box(form):
    other = replace(
        form,
        visited="社" * 60,
        problems=tuple(OpenProblem("很长的问题" * 32) for _ in form.problems),
    )
    assert geometry(other) == geometry(form)
    assert geometry(replace(form, problems=form.problems[:6])) != geometry(form)


def test_that_a_layout_keeps_its_places(form):
    places = [
        (page.page, box.line, box.problem, box.part, box.value, round(box.x), round(box.y))
        for page in geometry(form)
        for box in page.boxes
    ]
    digest = hashlib.sha256(repr(places).encode()).hexdigest()[:16]
    # Sheets printed with this layout are out in the district. Whoever moves a box raises LAYOUT,
    # so that a scan of those is typed and not read at the wrong places.
    assert (LAYOUT, digest) == (2, "6beb44833956b1ba")
