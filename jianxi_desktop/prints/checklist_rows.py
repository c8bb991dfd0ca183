"""The rows of a checklist's criteria: text broken into lines, the answer beside it."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from jianxi_desktop.domain.scoring import DEDUCT, UNSCORED, full_score, show_points
from jianxi_desktop.prints.checklist import Criterion, Part
from jianxi_desktop.prints.checklist_answers import answer_height, draw_answer
from jianxi_desktop.prints.checklist_grid import (
    COLUMNS,
    EDGES,
    HEADING,
    PADDING,
    Sheet,
    draw_heading,
    draw_uprights,
    inside,
)
from jianxi_desktop.prints.document import Align, Drawing
from jianxi_desktop.prints.fonts import Typeface
from jianxi_desktop.prints.wrapping import Fitted, fit, fit_tidily

_LEADING = 1.28
_LEAST = 32.0
_FLOOR = 6.0
_EVIDENCE = "看材料："
_PLACES = "一二三四五六七八九十"


@dataclass(frozen=True)
class Density:
    """How large the text of the criteria is set.

    Attributes:
        item: Letters of what is observed.
        guidance: Letters of what to look at.
        evidence: Letters of what is to be shown.
    """

    item: float
    guidance: float
    evidence: float


# The first that needs the fewest pages is taken.
DENSITIES = (Density(10, 9, 8), Density(9.5, 8.5, 7.5), Density(9, 8, 7))


@dataclass(frozen=True)
class Row:
    """One criterion with its text broken into lines.

    Attributes:
        criterion: What is scored.
        item: What is observed, in lines.
        guidance: What to look at, in lines.
        evidence: What is to be shown, in lines; ``None``: nothing.
        height: Height of the row.
        heading: Caption of the part this row opens; empty for the others.
    """

    criterion: Criterion
    item: Fitted
    guidance: Fitted
    evidence: Fitted | None
    height: float
    heading: str

    @property
    def whole_height(self) -> float:
        """Height with the heading above it."""
        return self.height + (HEADING if self.heading else 0)

    def draw(self, sheet: Sheet, top: float) -> float:
        """Draw the row below a place, its heading first; give where it ends."""
        if self.heading:
            top = draw_heading(sheet.drawing, self.heading, top)
        y = top - self.height
        cells = [(EDGES[at], y, COLUMNS[at], self.height) for at in range(len(COLUMNS))]
        song, drawing = Typeface.SONG, sheet.drawing
        number = Fitted(9.5, (str(self.criterion.number),))
        drawing.box_text(cells[0], number, face=song, align=Align.CENTER)
        drawing.box_text(inside(cells[1]), self.item, face=song, leading=_LEADING)
        self._draw_guidance(drawing, top)
        self._draw_most(drawing, y)
        draw_answer(sheet, self.criterion.scale, self.criterion.number, cells[4])
        draw_uprights(drawing, y, top, EDGES)
        return y

    def _draw_guidance(self, drawing: Drawing, top: float) -> None:
        """Draw what to look at, and below it what is to be shown, as one block of text."""
        left, width = EDGES[2] + PADDING, COLUMNS[2] - 2 * PADDING
        upper, lower = _tall(self.guidance), _tall(self.evidence)
        y = top - (self.height - upper - lower) / 2 - upper
        box = left, y, width, upper
        drawing.box_text(box, self.guidance, face=Typeface.SONG, leading=_LEADING)
        if self.evidence:
            box = left, y - lower, width, lower
            drawing.box_text(box, self.evidence, face=Typeface.HEI, leading=_LEADING)

    def _draw_most(self, drawing: Drawing, bottom: float) -> None:
        """Draw the full score, and below it what is unusual about it."""
        scale, weight = self.criterion.scale, self.criterion.weight
        middle, x = bottom + self.height / 2, EDGES[3] + COLUMNS[3] / 2
        notes = [] if weight == 100 or scale.rule == UNSCORED else [f"×{weight}%"]
        if scale.rule == DEDUCT:
            notes.append("扣分")
        most = "—" if scale.rule == UNSCORED else str(scale.most)
        y = middle - 4 + 4.5 * len(notes)
        drawing.text(x, y, most, face=Typeface.SONG, size=10.5, align=Align.CENTER)
        for note in notes:
            y -= 9
            drawing.text(x, y, note, face=Typeface.HEI, size=6.5, align=Align.CENTER)


def rows_of(
    drawing: Drawing, criteria: tuple[Criterion, ...], density: Density, tallest: float
) -> list[Row]:
    """Break the criteria into rows, none higher than a page."""
    return [
        _row(drawing, criterion, density, heading, tallest)
        for criterion, heading in _with_headings(criteria)
    ]


def _with_headings(criteria: tuple[Criterion, ...]) -> Iterator[tuple[Criterion, str]]:
    """Give each criterion with the heading above it; a way that comes again is continued."""
    seen: set[Part] = set()
    for place, (part, group) in enumerate(groupby(criteria, key=lambda each: each.part)):
        members = list(group)
        most = full_score((each.scale, each.weight) for each in members)
        points = f"共 {show_points(most)} 分" if most else "不打分"
        again = "（续）" if part in seen else ""
        seen.add(part)
        told = f"{part.caption}{again}（{len(members)} 项，{points}）"
        heading = f"{_PLACES[place]}、{told}" if place < len(_PLACES) else told
        for each in members:
            yield each, heading
            heading = ""


def _row(
    drawing: Drawing, criterion: Criterion, density: Density, heading: str, tallest: float
) -> Row:
    letters, wide = drawing.letters(Typeface.SONG), COLUMNS[2] - 2 * PADDING
    item = fit(
        letters,
        criterion.item,
        COLUMNS[1] - 2 * PADDING,
        size=density.item,
        floor=_FLOOR,
        lines=int(tallest / density.item / _LEADING),
    )
    guidance = fit_tidily(
        letters, criterion.guidance, wide, size=density.guidance, floor=_FLOOR, lines=40
    )
    evidence = None
    if criterion.evidence:
        said = f"{_EVIDENCE}{criterion.evidence}"
        hei = drawing.letters(Typeface.HEI)
        evidence = fit_tidily(hei, said, wide, size=density.evidence, floor=5.5, lines=20)
    text = max(_tall(item), _tall(guidance) + _tall(evidence), answer_height(criterion.scale))
    height = min(max(text + 2 * PADDING - 1, _LEAST), tallest)
    return Row(criterion, item, guidance, evidence, height, heading)


def _tall(text: Fitted | None) -> float:
    return len(text.lines) * text.size * _LEADING if text and text.lines != ("",) else 0.0
