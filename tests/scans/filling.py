"""Whole checklists filled in by invented inspectors, and what they meant."""

import random
from collections import Counter
from dataclasses import dataclass, field

import cv2
import numpy as np
import pypdfium2

from jianxi_desktop.domain.bubbles import OUTCOMES, circles_for
from jianxi_desktop.prints.form_marks import geometry
from jianxi_desktop.prints.page import PORTRAIT
from jianxi_desktop.scans.layout import Box
from jianxi_desktop.services.checklists import checklists_of, print_checklists
from tests.scans import pens

ASKED = None  # struck out, or left empty: nobody may say that it is sure


@dataclass
class Meant:
    """What an inspector meant on one form.

    Attributes:
        lines: Points by number of the line, ``ASKED`` where nothing sure is there.
        outcomes: Code by place of the problem.
    """

    lines: dict[int, int | None] = field(default_factory=dict)
    outcomes: dict[int, str | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Habits:
    """How often an inspector does what in a line.

    Attributes:
        empty: Leaves it empty.
        struck: Strikes a mark out.
        smudged: Rubs another circle out before.
        kinds: Kinds of mark, one of them for a whole form.
        writes: Whether he writes remarks and below the lines.
    """

    empty: float = 0.03
    struck: float = 0.05
    smudged: float = 0.03
    kinds: tuple[str, ...] = ("fill", "fill", "hatch", "tick", "slash_tick", "cross")
    writes: bool = True


NEAT = Habits(0, 0, 0, ("dot",), writes=False)


def render(pdf: bytes) -> list[np.ndarray]:
    """Give the pages of a PDF in grey, as they come out of a printer."""
    with pypdfium2.PdfDocument(pdf) as document:
        pages = []
        for page in document:
            bitmap = page.render(scale=pens.PIXELS, grayscale=True)
            pages.append(np.array(bitmap.to_numpy().squeeze()))
            page.close()
        return pages


class Inspector:
    """Fills in forms.

    Args:
        number: Tells one inspector from another; the same one writes the same.
        habits: What he is like.
    """

    def __init__(self, number: int, habits: Habits = NEAT) -> None:
        self._chance = random.Random(number)
        self._pen = pens.PENS[number % len(pens.PENS)]
        self._habits = habits

    def fill_in(self, checklist, pages: list[np.ndarray]) -> Meant:
        """Mark the pages of a form; they are drawn upon."""
        meant, kind = Meant(), self._chance.choice(self._habits.kinds)
        scales = {criterion.number: criterion.scale for criterion in checklist.criteria}
        for marks, page in zip(geometry(checklist), pages, strict=True):
            hand = pens.Marker(page, PORTRAIT.height, self._chance)
            groups: dict[tuple[int, int], list] = {}
            for box in marks.boxes:
                if box.line or box.problem:
                    groups.setdefault((box.line, box.problem), []).append(box)
            for (line, problem), boxes in groups.items():
                if line:
                    meant.lines[line] = self._score(hand, kind, boxes, scales[line])
                else:
                    code = self._chance.choice(OUTCOMES)
                    meant.outcomes[problem] = self._mark(hand, kind, boxes, {"outcome": code}, code)
            if self._habits.writes:
                self._write(hand, marks.boxes)
        return meant

    def _write(self, hand, boxes) -> None:
        """Write remarks beside some lines, and below the last boxes what was good and what not."""
        for box in boxes:
            if self._chance.random() < 0.02:
                remark = Box(PORTRAIT.width * 0.88, box.y, 9, 9, round=False, group=0)
                hand.mark(remark, "scribble", self._pen)
        low = min(box.y for box in boxes) - 40
        for _word in range(150 if low > 200 else 0):
            x, y = self._chance.uniform(120, PORTRAIT.width - 70), self._chance.uniform(150, low)
            word = Box(x, y, 7, 7, round=False, group=0)
            hand.mark(word, self._chance.choice(("scribble", "cross", "big_cross")), self._pen)

    def _score(self, hand, kind, boxes, scale):
        while True:
            points = self._chance.randrange(0, scale.most * 2 + 1) * 50
            if scale.marks:
                points = self._chance.choice([0, 33, 66, 100]) * scale.most
            circles = circles_for(scale, points)
            if circles is not None:
                return self._mark(hand, kind, boxes, circles, points)

    def _mark(self, hand, kind, boxes, wanted, meant):
        what, habits = self._chance.random(), self._habits
        if what < habits.empty:
            return ASKED
        chosen = [box for box in boxes if wanted.get(box.part) == box.value]
        for box in chosen:
            hand.mark(plain(box), kind, self._pen)
        if what < habits.empty + habits.struck:
            box = self._chance.choice(chosen)
            hand.take_back(plain(box), self._chance.choice(pens.TAKEN_BACK), self._pen)
            return ASKED
        if what < habits.empty + habits.struck + habits.smudged:
            others = [box for box in boxes if box not in chosen and box.part == chosen[0].part]
            if others:
                hand.smudge(plain(self._chance.choice(others)))
        return meant


class Paper:
    """The checklists of a round on paper, filled in by one inspector each."""

    def __init__(self, office, round_id, copies=1, first=0):
        with office.store.read() as connection:
            self.forms = forms = checklists_of(office, connection, round_id)
        document = print_checklists(office, round_id, copies=copies)
        self.pages = render(document.pdf)
        each = len(self.pages) // (len(forms) * copies)
        self.meant = []
        for at in range(len(forms) * copies):
            mine = self.pages[at * each : (at + 1) * each]
            self.meant.append(Inspector(first + at).fill_in(forms[at // copies], mine))


def scanned(pages, seed=1, **way):
    """Scan pages, each as the copier does."""
    return [pens.scan(page, random.Random(seed), **way) for page in pages]


def plain(box) -> Box:
    """Give a box as the pens take it."""
    return Box(box.x, box.y, box.width, box.height, round=box.round, group=0)


def save_pdf(path, pages, quality=75):
    """Write pages as the PDF of a copier: a picture each."""
    document = pypdfium2.PdfDocument.new()
    for picture in pages:
        jpeg = path.with_suffix(".part.jpg")
        cv2.imwrite(str(jpeg), picture, [cv2.IMWRITE_JPEG_QUALITY, quality])
        image = pypdfium2.PdfImage.new(document)
        image.load_jpeg(jpeg, inline=True)
        image.set_matrix(pypdfium2.PdfMatrix().scale(PORTRAIT.width, PORTRAIT.height))
        page = document.new_page(PORTRAIT.width, PORTRAIT.height)
        page.insert_obj(image)
        page.gen_content()
        jpeg.unlink()
    document.save(path)
    document.close()
    return path


def count(sheet, meant: Meant, figures: Counter, wrong: list | None = None) -> None:
    """Count what was read right, is asked about, or is wrong."""
    pairs = [(number, meant.lines[number], line.points) for number, line in sheet.lines.items()]
    pairs += [(-at, meant.outcomes[at], each.code) for at, each in sheet.outcomes.items()]
    for number, wanted, read in pairs:
        if read is None:
            figures["asked_rightly" if wanted is ASKED else "asked"] += 1
        elif read == wanted:
            figures["right"] += 1
        else:
            figures["wrong"] += 1
            if wrong is not None:
                wrong.append((sheet.form_number, number, wanted, read))
