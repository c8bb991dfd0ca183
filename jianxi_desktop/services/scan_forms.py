"""Which form a scanned page is, and what it looked like before anybody wrote on it."""

import io
from dataclasses import dataclass, replace

from jianxi_desktop.errors import InputError
from jianxi_desktop.prints.checklist import Checklist, Criterion
from jianxi_desktop.prints.form_marks import CORNERS, MarkBox, PageMarks, geometry
from jianxi_desktop.prints.observation import draw_checklists
from jianxi_desktop.prints.page import CODE_SIDE, LAYOUT, PORTRAIT, Mark
from jianxi_desktop.scans.layout import Box, PageLayout
from jianxi_desktop.services.checklists import checklists_of
from jianxi_desktop.services.observation_sheets import Sheet, find_sheet, sheets_of
from jianxi_desktop.services.office import Office

_CODE = (PORTRAIT.right - CODE_SIDE, PORTRAIT.top - CODE_SIDE - 3, CODE_SIDE)


@dataclass(frozen=True)
class Form:
    """A checklist as the records have it.

    Attributes:
        sheet: What is on it.
        checklist: What is printed on it.
    """

    sheet: Sheet
    checklist: Checklist


@dataclass(frozen=True)
class BlankPage:
    """One page of a form, unmarked.

    Attributes:
        layout: Where its marks and boxes are.
        boxes: What each box stands for, in the order of the layout.
        pdf: The form as it is printed.
    """

    layout: PageLayout
    boxes: tuple[MarkBox, ...]
    pdf: bytes


class Forms:
    """The forms that pages may be of, each round read when its first page turns up."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._known: dict[str, Form | None] = {}
        self._places: dict[tuple[tuple[Criterion, ...], int], tuple[PageMarks, ...]] = {}
        self._drawn: dict[tuple[str, int], bytes] = {}

    def find(self, form_number: str) -> Form | None:
        """Give a form; ``None`` when no visit that this person may see has the number."""
        if form_number not in self._known:
            self._known[form_number] = None
            self._read_round_of(form_number)
        return self._known[form_number]

    def blank(self, form: Form, mark: Mark) -> BlankPage | None:
        """Give a page unmarked; ``None`` when it was printed with another arrangement."""
        pages = self._geometry(form.checklist)
        if mark.layout != LAYOUT or mark.pages != len(pages) or not 1 <= mark.page <= mark.pages:
            return None
        boxes = pages[mark.page - 1].boxes
        layout = PageLayout(
            width=PORTRAIT.width,
            height=PORTRAIT.height,
            corners=CORNERS.centres,
            side=CORNERS.side,
            code=_CODE,
            boxes=tuple(_box(each) for each in boxes),
            blank=mark.page - 1,
        )
        return BlankPage(layout, boxes, self._pdf(form.checklist, mark.copy))

    def page_of(self, form: Form, line: int, problem: int) -> int:
        """Give the page on which a line or a problem has its boxes; 0: it has none."""
        for page in self._geometry(form.checklist):
            if any((box.line, box.problem) == (line, problem) for box in page.boxes):
                return page.page
        return 0

    def page_count(self, form: Form) -> int:
        """Give how many pages a form has."""
        return len(self._geometry(form.checklist))

    def _read_round_of(self, form_number: str) -> None:
        with self._office.store.read() as connection:
            try:
                round_id = find_sheet(self._office, connection, form_number).round.id
            except InputError:
                return
            sheets = sheets_of(self._office, connection, round_id)
            checklists = checklists_of(self._office, connection, round_id)
        drawn = {each.form_number: each for each in checklists}
        for sheet in sheets:
            self._known[sheet.form_number] = Form(sheet, drawn[sheet.form_number])

    def _geometry(self, checklist: Checklist) -> tuple[PageMarks, ...]:
        key = checklist.criteria, len(checklist.problems)
        if key not in self._places:
            self._places[key] = geometry(checklist)
        return self._places[key]

    def _pdf(self, checklist: Checklist, copy: int) -> bytes:
        key = checklist.form_number, copy
        if key not in self._drawn:
            stream = io.BytesIO()
            draw_checklists(stream, [replace(checklist, copy=copy)])
            self._drawn[key] = stream.getvalue()
        return self._drawn[key]


def group_of(box: MarkBox) -> int:
    """Give one number to the boxes of a criterion, and another to those of a problem."""
    return box.line or -box.problem


def _box(box: MarkBox) -> Box:
    return Box(box.x, box.y, box.width, box.height, round=box.round, group=group_of(box))
