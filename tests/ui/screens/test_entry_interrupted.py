"""What comes between while a sheet is entered: scans, other pages, a lock, other people."""

from concurrent.futures import ThreadPoolExecutor

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from jianxi_desktop.services import (
    entry_drafts,
    observation,
    observation_entry,
    second_entry,
)
from jianxi_desktop.services import office as offices
from jianxi_desktop.services.demo import DEMO_PASSWORD
from jianxi_desktop.ui.jobs import Jobs
from jianxi_desktop.ui.lock import Lock
from jianxi_desktop.ui.screens.entry_boxes import Passage
from jianxi_desktop.ui.window import Window
from tests.scored import communities_of
from tests.services.observation_books import LI, WANG, full_marks
from tests.ui.screens.entering import Worker, plan


def test_that_a_scan_anywhere_opens_its_sheet_and_leaves_nothing_in_the_box(work):
    worker = work()
    worker.opens("1")
    worker.types("1")
    QTest.keyClicks(worker.at, "1")

    worker.types(f"{worker.numbers[1]}#2:1/2~2")

    assert worker.sheet.opened.entry.sheet.form_number == worker.numbers[1]
    assert "已留作草稿" in worker.told()
    worker.opens("1")
    assert [row.box.text() for row in worker.boxes.score_rows[:3]] == ["1", "1", ""]
    assert worker.at is worker.boxes.score_rows[2].box


def test_that_a_scan_into_words_opens_its_sheet_too(work):
    worker = work()
    worker.opens("1")
    worker.boxes.order.go_to(worker.boxes.gaps)
    assert isinstance(worker.at, Passage)

    worker.types(f"none{worker.numbers[1]}")

    assert worker.sheet.opened.entry.sheet.form_number == worker.numbers[1]
    worker.opens("1")
    assert worker.boxes.gaps.toPlainText() == "none"


def test_that_a_second_page_of_the_open_sheet_changes_nothing(work):
    worker = work()
    worker.opens("1")
    worker.types("1")

    worker.types(f"{worker.numbers[0]}:2/2~2")

    assert worker.boxes.score_rows[0].box.text() == "1"
    assert worker.at is worker.boxes.score_rows[1].box


def test_that_a_draft_is_kept_by_itself_and_can_be_thrown_away(work, qtbot):
    worker = work()
    worker.page.keeping.interval = 10
    worker.opens("1")
    worker.types("1")
    qtbot.waitUntil(lambda: bool(entry_drafts.list_drafts(worker.office)))
    worker.bench.open_screen("list:person")
    worker.bench.open_screen("observation_entry")
    assert worker.at is worker.boxes.score_rows[1].box
    worker.opens("2")
    worker.opens("1")
    assert "恢复" in worker.sheet.message.text.text()
    assert worker.sheet.discard.isVisible()

    worker.bench.commands.trigger("entry.discard")

    assert entry_drafts.list_drafts(worker.office) == ()
    assert not worker.sheet.dirty
    assert not worker.sheet.discard.isVisible()


def test_that_a_draft_of_one_scorer_does_not_become_anothers(work):
    worker = work(inspectors=f"{WANG}、{LI}")
    worker.opens("1")
    worker.types("1", "1")
    worker.types(worker.numbers[1])
    worker.opens(worker.numbers[0])
    assert worker.sheet.scorer == WANG

    worker.boxes.order.go_to(worker.sheet.head.scorer.box)
    worker.types("2")

    assert worker.boxes.score_rows[0].box.text() == ""
    assert [each.scorer for each in entry_drafts.list_drafts(worker.office)] == [WANG]


def test_that_a_locked_window_gives_the_sheet_back_as_it_was(qtbot, jobs, demo):
    window = Window(jobs)
    qtbot.addWidget(window, before_close_func=lambda w: setattr(w, "_leaving", True))
    window.show()
    lock = Lock(window, lambda *_shown: None)
    worker = Worker(lock.enter(demo), plan(demo, inspectors=WANG))
    worker.opens(worker.numbers[0])
    worker.types("1", "1")
    lock.lock()

    again = offices.open_office(demo.path, DEMO_PASSWORD)
    page = lock.enter(again).shown

    assert page.key == "observation_entry"
    assert [row.box.text() for row in page.sheet.sheet.score_rows[:3]] == ["1", "1", ""]
    lock.watch.stop()
    again.close()


def test_that_what_somebody_else_saved_meanwhile_is_not_overwritten(work):
    worker = work()
    worker.opens("1")
    worker.fills()
    sheet = worker.sheet.opened.entry.sheet
    given = observation_entry.EntryGiven(WANG, full_marks(sheet))
    observation_entry.save_entry(worker.office, sheet.visit, sheet.version, given)

    worker.finishes()

    assert worker.entry().of(WANG).points == full_marks(sheet)
    assert worker.sheet.dirty
    assert "刚被别人改过" in worker.told()
    assert "有人改过" in worker.sheet.message.text.text()


def test_that_keys_typed_before_the_sheet_is_there_are_not_lost(qtbot, district):
    communities_of(district, 2, ("湖北路街道党工委",))
    round_id = plan(district, inspectors=WANG)
    jobs = Jobs(ThreadPoolExecutor(1))
    window = Window(jobs)
    qtbot.addWidget(window, before_close_func=lambda w: setattr(w, "_leaving", True))
    window.show()
    worker = Worker(window.enter(district), round_id)
    qtbot.waitUntil(lambda: worker.page.forms.waiting == 2)

    for text in (worker.numbers[0], *["1"] * 17, "", "", "", "", "", worker.numbers[1], "1"):
        QTest.keyClicks(worker.at, text)
        worker.press(Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: not worker.page.number.holding)
    assert len(worker.entry().of(WANG).points) == 17
    assert worker.sheet.opened.entry.sheet.form_number == worker.numbers[1]
    assert worker.boxes.score_rows[0].box.text() == "1"
    worker.page.leave(lambda: None)
    jobs.close()


def test_that_a_sheet_of_another_round_brings_its_round_along(work):
    worker = work()
    other = plan(worker.office, title="夏季观摩", period="2026H1", inspectors=WANG)
    (number, *_rest) = observation.form_numbers(worker.office, other)

    worker.opens(number)

    assert worker.page.round.rounds.currentText() == "夏季观摩"
    assert "已换到这一轮" in worker.page.said.text()


def test_that_a_sheet_whose_round_was_undone_is_put_away(work):
    worker = work()
    worker.opens("1")

    worker.bench.commands.trigger("record.undo")

    assert worker.sheet.opened is None
    assert worker.page.empty.isVisible()
    assert "没有表号" in worker.page.said.text()
    assert not worker.bench.commands.is_on("entry.save")


def test_that_a_first_entry_that_was_being_put_right_comes_back_as_that(work):
    worker = work(double_entry=True)
    worker.opens("1")
    worker.fills()
    worker.finishes()
    worker.opens("1")
    worker.bench.commands.trigger("entry.first")
    worker.boxes.order.go_to(worker.boxes.score_rows[0].box)
    worker.types("2")
    worker.opens("2")

    worker.opens("1")

    assert not worker.sheet.second
    assert [row.box.text() for row in worker.boxes.score_rows[:2]] == ["2", "1"]


def test_that_a_second_entry_nobody_needs_any_more_can_be_thrown_away(work):
    worker = work(double_entry=True)
    worker.opens("1")
    worker.fills()
    worker.finishes()
    worker.opens("1")
    worker.types("1", "1")
    worker.opens("2")
    sheet = worker.entry().sheet
    points = worker.entry().of(WANG).points
    (mine,) = entry_drafts.list_drafts(worker.office)
    second_entry.confirm_second(worker.office, sheet.visit, sheet.version, WANG, points)
    entry_drafts.keep_draft(worker.office, sheet.visit, WANG, mine.typed)  # another's was confirmed

    worker.opens("1")
    assert "已经复核，用不着了" in worker.sheet.message.text.text()
    worker.bench.commands.trigger("entry.discard")

    assert entry_drafts.list_drafts(worker.office) == ()
