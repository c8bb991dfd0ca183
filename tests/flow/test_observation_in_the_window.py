"""An observation round through the real window: planned, printed, typed in, ranked, noticed."""

import random
import time
from dataclasses import replace
from fractions import Fraction

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from jianxi_desktop.domain import calendar
from jianxi_desktop.services import observation, observation_sheets
from jianxi_desktop.services.drawn import Wanted
from jianxi_desktop.services.entry_states import forms_of
from jianxi_desktop.services.observation_problems import problems_of
from jianxi_desktop.ui.screen import Printed
from tests.scored import communities_of, write_down

PATIENCE = 30_000
SCORERS = ("甲子文", "乙丑武")
GAPS = "公开栏久未更新；功能室没有使用登记"
COMMUNITIES = 4
TODAY = calendar.today().isoformat()
RETURN = Qt.Key.Key_Return


class Walk:
    """What somebody of the district's office does, one step after another."""

    def __init__(self, qtbot, desk):
        self.qtbot, self.desk, self.office = qtbot, desk, desk.office

    def until(self, holds):
        """Wait for what the worker thread brings."""
        self.qtbot.waitUntil(holds, timeout=PATIENCE)

    def visit(self, key, argument=None):
        """Open a page."""
        self.desk.open_screen(key, argument)
        return self.desk.screen_of(key)

    def plan(self):
        """Plan a round in the dialog; give it."""
        page = self.visit("observation")
        page.plan()
        dialog = page.dialog
        self.until(lambda: dialog.sets.count() > 0 and dialog.places.offered() > 0)
        dialog.inspectors.line.setText("、".join(SCORERS))
        dialog.make.click()
        self.until(lambda: page.round is not None and bool(page.route.route.stops))
        return page.round

    def print(self, argument, key, path):
        """Print something into a PDF; give how many pages it has and its words."""
        self.visit(key, argument)
        screen = self.desk.screen_of("print")
        self.until(lambda: screen.document is not None)
        screen.pickers = replace(screen.pickers, save=lambda *asked: asked[-1](path))
        self.desk.commands.trigger("print.save")
        self.until(path.exists)
        document = pypdfium2.PdfDocument(path)
        words = "".join(page.get_textpage().get_text_range() for page in document)
        pages = len(document)
        document.close()
        return pages, words

    @property
    def at(self):
        """What has the cursor."""
        return self.desk.window().focusWidget()

    def types(self, *lines):
        """Type lines, each with Enter."""
        for line in lines:
            QTest.keyClicks(self.at, str(line))
            QTest.keyClick(self.at, RETURN)

    def enter(self, number, scores):
        """Type one inspector's sheet: its number, its lines, Enter to the end."""
        page = self.desk.screen_of("observation_entry")
        self.until(lambda: self.at is page.number)
        self.types(number)
        sheet = page.sheet
        self.until(lambda: self.at is not page.number and not page.number.text())
        if self.at is sheet.head.scorer.box:  # several inspect: whose sheet is it?
            self.types("")
        assert self.at is sheet.sheet.score_rows[0].box
        scorer = sheet.scorer
        self.types(*scores)
        for _ in range(20):
            if self.at is sheet.save:
                break
            looked_at = [row.box for row in sheet.sheet.review_rows]
            mended = "1" if self.at in looked_at else ""
            self.types(TODAY if self.at is sheet.sheet.day.box else mended)
        QTest.keyClick(sheet.save, RETURN)
        self.until(lambda: self.at is page.number and not sheet.dirty)
        return scorer


def walk_round(walk, folder, chance):
    """Go through a whole round; give what it came to, and what it took."""
    round_id = walk.plan()
    numbers = observation.form_numbers(walk.office, round_id)
    walk.desk.commands.trigger("observation.print")
    pages, words = walk.print(None, "print", folder / "sheets.pdf")
    assert pages == 2 * len(numbers)
    assert all(number in words for number in numbers)
    page = walk.visit("observation_entry", round_id)
    page.pause = -1  # nobody types as fast as this test
    begun, given = time.monotonic(), {}
    for number in numbers:
        for _scorer in SCORERS:
            mosts = mosts_of(walk.office, number)
            halves = [chance.randint(most, 2 * most) for most in mosts]
            scorer = walk.enter(number, [f"{each / 2:g}" for each in halves])
            given.setdefault(number, {})[scorer] = sum(halves)
    return round_id, numbers, given, time.monotonic() - begun


def mosts_of(office, number):
    """Give the full scores of a sheet in the order of the paper."""
    with office.store.read() as connection:
        sheet = observation_sheets.find_sheet(office, connection, number)
    return [line.scale.most for line in sheet.lines]


@pytest.fixture
def walk(qtbot, open_window, district):
    """The district's office with a few communities, at its window."""
    communities_of(district, COMMUNITIES)
    return Walk(qtbot, open_window(district))


def test_that_a_round_goes_to_paper_and_back_through_the_window(walk, tmp_path):
    round_id, _numbers, given, _seconds = walk_round(walk, tmp_path, random.Random(7))
    assert all(set(each) == set(SCORERS) for each in given.values())
    assert {form.state for form in forms_of(walk.office, round_id)} == {"entered"}
    write_down(walk.office, round_id, GAPS)
    walk.desk.changed(frozenset({"observation_visit"}))

    screen = walk.visit("observation_results", round_id)
    by_hand = {
        number: Fraction(sum(totals.values()), 2 * len(totals)) for number, totals in given.items()
    }
    walk.until(lambda: screen.ranking.rows.rowCount() == COMMUNITIES)
    shown = [screen.ranking.rows.line(row).cells for row in range(COMMUNITIES)]
    best = sorted(by_hand.values(), reverse=True)
    assert [float(cells[4]) for cells in shown] == [float(score) for score in best]
    assert [int(cells[0]) for cells in shown] == [
        1 + sum(other > score for other in best) for score in best
    ]

    walk.desk.commands.trigger("results.problems")
    walk.until(lambda: screen.dialog is not None and screen.dialog.rows.rowCount() == 2)
    screen.dialog.make.click()
    walk.until(lambda: len(problems_of(walk.office, round_id)) == 2)
    wanted = Printed("observation.notices", Wanted(round=round_id))
    pages, words = walk.print(wanted, "print", tmp_path / "notices.pdf")
    assert pages == 2
    assert all(title in words for title in GAPS.split("；"))
