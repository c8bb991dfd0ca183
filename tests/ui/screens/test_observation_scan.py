"""The page of scans: what is unsure is looked at first, and nothing is saved before 确认."""

import random

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent

from jianxi_desktop.prints.form_marks import geometry
from jianxi_desktop.prints.page import PORTRAIT
from jianxi_desktop.services import observation, scan_keeping
from jianxi_desktop.services.observation_entry import open_entry
from jianxi_desktop.ui.picture_dialog import PictureDialog
from tests.scans import filling, pens
from tests.scans.filling import Paper, scanned
from tests.ui.looks import cut, settle


@pytest.fixture
def paper(office):
    """A form on paper, filled in neatly."""
    planned = observation.plan_round(office, step="street_internal", period="2026H2").id
    return Paper(office, planned)


@pytest.fixture
def scans(paper, tmp_path):
    """A file with the form, upside down, and an empty page."""
    blank = np.full_like(paper.pages[0], 248)
    pages = [*scanned(paper.pages, upside_down=True), blank]
    return filling.save_pdf(tmp_path / "扫描.pdf", pages)


@pytest.fixture
def doubtful(office, paper, tmp_path):
    """The same form on which the marks of its third line were struck out."""
    hand = pens.Marker(paper.pages[0], PORTRAIT.height, random.Random(1))
    for box in geometry(paper.forms[0])[0].boxes:
        if box.line == 3:
            hand.take_back(filling.plain(box), "scribble", pens.PENS[0])
    return filling.save_pdf(tmp_path / "划去.pdf", scanned(paper.pages))


@pytest.fixture
def screen(open_window, office, paper, visit):
    return visit(open_window(office), "observation_scan")


def drop(place, *paths):
    """Let files go over the place for them."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    buttons, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    place.dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, buttons, none))


def test_that_files_dropped_are_read_and_listed_with_what_is_wrong(screen, scans):
    drop(screen.place, scans)
    rows = screen.list.sheets.rows
    assert rows.rowCount() == 1
    assert rows.line(0).cells[0] == "武汉路社区党委"
    assert rows.line(0).cells[4] == "待核对"
    wrong = screen.list.wrong.rows
    assert [wrong.line(row).cells[0] for row in range(wrong.rowCount())] == ["3"]
    assert "二维码" in wrong.line(0).cells[1]
    assert screen.unsaved()


def test_that_confirming_saves_what_was_read_under_the_scorer(screen, office, scans, paper, qtbot):
    drop(screen.place, scans)
    screen.desk.commands.trigger("scan.review")
    review = screen.review
    number = review.read.form_number
    screen.desk.commands.trigger("scan.confirm")
    assert open_entry(office, number).scorers == ()  # nobody said whose points they are
    review.scorer.box.setEditText("王检查")
    qtbot.keyClick(review.scorer.box, Qt.Key.Key_Return)
    screen.desk.commands.trigger("scan.confirm")
    entry = open_entry(office, number)
    points = {line.number: entry.of("王检查").points[line.id] for line in entry.sheet.lines}
    assert points == paper.meant[0].lines
    assert len(scan_keeping.pages_of_visit(office, entry.sheet.visit)) == 2
    assert screen.list.sheets.rows.line(0).cells[4] == "已确认"
    assert not screen.unsaved()


def test_that_what_is_in_doubt_comes_first_and_stays_empty_until_somebody_says(
    screen, office, doubtful, paper, qtbot
):
    drop(screen.place, doubtful)
    screen.desk.commands.trigger("scan.review")
    settle()
    review = screen.review
    review.scorer.box.setEditText("王检查")
    qtbot.keyClick(review.scorer.box, Qt.Key.Key_Return)
    box = screen.window().focusWidget()
    row = next(row for row in review.rows if row.box is box)
    assert (row.line.number, row.box.text()) == (3, "")
    assert row.said.text() == "看不清或划去了"
    assert screen.picture.widget().current == row.place
    assert review.missing() == (3,)
    qtbot.keyClicks(box, "2")
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert (
        next(row for row in review.rows if row.box is screen.window().focusWidget())
        is (review.rows[0])
    )
    screen.desk.commands.trigger("scan.confirm")
    entry = open_entry(office, review.read.form_number)
    given = {line.number: entry.of("王检查").points[line.id] for line in entry.sheet.lines}
    assert given == paper.meant[0].lines | {3: 200}


def test_that_a_page_that_comes_later_is_put_to_its_sheet(screen, paper, tmp_path):
    first, second = scanned(paper.pages)
    drop(screen.place, filling.save_pdf(tmp_path / "1.pdf", [first]))
    assert screen.list.sheets.rows.line(0).cells[4] == "缺第 2 页"
    drop(screen.place, filling.save_pdf(tmp_path / "2.pdf", [second]))
    assert screen.list.sheets.rows.line(0).cells[4] == "待核对"
    assert screen.figures.text_of("pages") == "2"


def test_that_pictures_alone_can_be_kept(screen, office, scans):
    drop(screen.place, scans)
    screen.desk.commands.trigger("scan.keep")
    (sheet,) = screen.reading.sheets
    entry = open_entry(office, sheet.form_number)
    assert (entry.state, entry.scorers) == ("returned", ())
    assert len(scan_keeping.pages_of_visit(office, entry.sheet.visit)) == 2


def test_that_a_page_that_is_kept_is_looked_at_from_its_attachment(screen, scans):
    drop(screen.place, scans)
    screen.desk.commands.trigger("scan.keep")
    desk = screen.desk
    desk.open_screen("list:attachment")
    desk.shown.view.selectRow(0)
    desk.commands.trigger("attachment.picture")
    (dialog,) = desk.window().findChildren(PictureDialog)
    assert dialog.isVisible()
    assert dialog.picture.widget().height() > dialog.picture.widget().width()
    assert cut(dialog) == []


@pytest.mark.parametrize("size", [(1366, 768), (911, 512)], ids=str)
def test_that_nothing_is_cut_while_sheets_are_looked_at(screen, scans, size):
    screen.window().resize(*size)
    drop(screen.place, scans)
    settle()
    assert cut(screen) == []
    screen.desk.commands.trigger("scan.review")
    settle()
    assert cut(screen) == []
