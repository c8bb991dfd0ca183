"""A worker enters returned sheets with digits and Enter alone, and no mistake passes unseen."""

import dataclasses
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton

from jianxi_desktop.domain.rights import Role, rights_of
from jianxi_desktop.services import (
    entry_drafts,
    indicator_sets,
    observation,
    observation_entry,
    records,
)
from jianxi_desktop.services import office as offices
from jianxi_desktop.services.demo import DEMO_PASSWORD
from jianxi_desktop.ui.fields_dialog import FieldsDialog
from jianxi_desktop.ui.jobs import Jobs
from jianxi_desktop.ui.lock import Lock
from jianxi_desktop.ui.screens.entry_boxes import Passage
from jianxi_desktop.ui.window import Window
from tests.scored import communities_of
from tests.services.observation_books import LI, WANG, add_problem, full_marks
from tests.ui.looks import cut

SHIFT, ALT = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier


def plan(office, kind="comprehensive", **given):
    indicator_sets.install_ready(office)
    facts = {"step": "street_internal", "period": "2026H2", "title": "秋季观摩", **given}
    facts |= {"indicator_set": indicator_sets.ready_id(kind), "starts_on": "2026-11-02"}
    return observation.plan_round(office, **facts).id


class Worker:
    """Somebody at the keyboard, who never touches the mouse."""

    def __init__(self, bench, round_id):
        self.bench, self.office, self.round = bench, bench.office, round_id
        bench.open_screen("observation_entry", round_id)
        self.page = bench.screen_of("observation_entry")
        self.sheet, self.boxes = self.page.sheet, self.page.sheet.sheet
        self.numbers = observation.form_numbers(bench.office, round_id)

    @property
    def at(self):
        """What has the cursor."""
        return self.bench.window().focusWidget()

    def press(self, key, held=Qt.KeyboardModifier.NoModifier):
        QTest.keyClick(self.at, key, held)

    def types(self, *lines):
        """Type lines, each with Enter."""
        for line in lines:
            QTest.keyClicks(self.at, str(line))
            self.press(Qt.Key.Key_Return)

    def opens(self, text):
        """Go to the line for numbers, and open a sheet."""
        self.press(Qt.Key.Key_Escape)
        assert self.at is self.page.number
        self.types(text)
        return self.page.sheet.opened

    def fills(self, digit="1"):
        """Type something good into every box from the first to the last."""
        self.types(*[digit] * len([row for row in self.boxes.score_rows if row.box is not None]))

    def finishes(self):
        """Go on with Enter to the end, and save."""
        for _ in range(4):
            self.press(Qt.Key.Key_Return)
        assert self.at is self.sheet.save
        self.press(Qt.Key.Key_Return)

    def entry(self, place=0):
        return observation_entry.open_entry(self.office, self.numbers[place])

    def told(self):
        return self.bench.window().notices.text.text()

    def asked(self):
        return next((b for b in self.bench.window().findChildren(QMessageBox)), None)


@pytest.fixture
def work(open_window, district):
    """Plan a round of three places, open the page and give who works on it."""
    communities_of(district, 3, ("湖北路街道党工委",))

    def begin(**given):
        given.setdefault("inspectors", WANG)
        return Worker(open_window(district), plan(district, **given))

    return begin


def test_that_a_sheet_of_17_lines_is_entered_with_digits_and_enter_alone(work):
    worker = work()
    begun = time.monotonic()

    worker.types(f"{worker.numbers[0]}:1/2~2")
    assert worker.at is worker.boxes.score_rows[0].box
    worker.fills()
    worker.finishes()

    assert time.monotonic() - begun < 10
    entry = worker.entry()
    assert len(entry.of(WANG).points) == 17
    assert (entry.state, entry.visited_on) == ("entered", "2026-11-02")
    assert worker.at is worker.page.number
    assert worker.page.number.text() == ""
    assert "已录入：" in worker.told()
    assert worker.page.round.left.text() == "还有 2 张没录，共 3 张"


def test_that_enter_alone_opens_the_next_sheet_of_the_route(work):
    worker = work()
    worker.page.pause = -1
    worker.opens("")
    assert worker.sheet.opened.entry.sheet.form_number == worker.numbers[0]
    worker.fills()
    worker.finishes()

    worker.opens("")

    assert worker.sheet.opened.entry.sheet.form_number == worker.numbers[1]


def test_that_the_count_at_the_end_of_a_number_is_enough(work):
    worker = work()

    opened = worker.opens("2")

    assert opened.entry.sheet.form_number == worker.numbers[1]


def test_that_a_number_that_is_none_is_refused_and_waits_for_another(work):
    worker = work()

    worker.types("GMN-2026H2-000000000000-999")

    assert "没有表号为" in worker.page.said.text()
    assert worker.at is worker.page.number
    assert worker.page.number.selectedText() == worker.page.number.text()
    assert worker.opens(worker.numbers[2]).entry.sheet.form_number == worker.numbers[2]


@pytest.mark.parametrize("wrong", ["99", "8.25", "x", "--1", "1 1"])
def test_that_a_wrong_score_is_refused_at_once_and_holds_the_cursor(work, wrong):
    worker = work()
    worker.opens("1")
    row = next(r for r in worker.boxes.score_rows if r.line.scale.rule == "plain")
    worker.boxes.order.go_to(row.box)

    worker.types(wrong)

    assert worker.at is row.box
    assert row.said.text() == f"只能填 0～{row.line.scale.most}，最多一位小数"
    worker.types(row.line.scale.most)
    assert worker.at is not row.box
    assert row.points == row.line.scale.most * 100


def test_that_an_enter_too_many_after_saving_opens_no_other_sheet(work):
    worker = work()
    worker.opens("1")
    worker.fills()
    worker.finishes()

    worker.types("", "")

    assert worker.sheet.opened.entry.sheet.form_number == worker.numbers[0]
    assert worker.at is worker.page.number


def test_that_enter_held_down_skips_no_boxes(work):
    worker = work()
    worker.opens("1")
    held = QKeyEvent(
        QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "", True
    )

    QApplication.sendEvent(worker.at, held)

    assert worker.at is worker.boxes.score_rows[0].box


def test_that_a_wrong_score_left_in_another_way_is_not_saved(work):
    worker = work()
    worker.opens("1")
    QTest.keyClicks(worker.at, "77")
    worker.press(Qt.Key.Key_Tab)

    worker.bench.commands.trigger("entry.save")

    assert worker.at is worker.boxes.score_rows[0].box
    assert "光标在第一处" in worker.told()
    assert worker.entry().scorers == ()


def test_that_shift_enter_goes_back_and_arrows_go_both_ways(work):
    worker = work()
    worker.opens("1")
    rows = worker.boxes.score_rows

    worker.types("1")
    worker.press(Qt.Key.Key_Return, SHIFT)
    assert worker.at is rows[0].box
    worker.press(Qt.Key.Key_Down)
    worker.press(Qt.Key.Key_Down)
    assert worker.at is rows[2].box
    worker.press(Qt.Key.Key_Up)
    assert worker.at is rows[1].box


def test_that_the_sum_is_live_and_a_box_passed_over_is_named(work):
    worker = work()
    worker.opens("1")

    worker.types("1", "")

    row = worker.boxes.score_rows[1]
    assert row.said.text() == "没有填"
    assert worker.sheet.sum.number.text() == "1 / 100"
    assert worker.sheet.sum.missing.text() == "缺第 2、3、4、5、6、7 等 16 项"


@pytest.mark.parametrize(
    ("kind", "rule", "typed", "shown", "points"),
    [
        ("venue", "grades", "2", "B", 66),
        ("venue", "grades", "c#", "C#", 0),
        ("quick", "yes_no", "1", "是", 100),
        ("quick", "yes_no", "2", "否", 0),
        ("quick", "yes_no", "0", "否", 0),
    ],
)
def test_that_a_digit_ticks_what_is_not_a_number(
    open_window, office, kind, rule, typed, shown, points
):
    worker = Worker(open_window(office), plan(office, kind, inspectors=WANG))
    worker.opens("1")
    row = next(row for row in worker.boxes.score_rows if row.line.scale.rule == rule)
    worker.boxes.order.go_to(row.box)

    worker.types(typed)

    assert row.box.text() == shown
    assert row.points == row.line.scale.most * points


def test_that_what_is_taken_off_is_typed_as_on_paper(open_window, office):
    worker = Worker(open_window(office), plan(office, "venue", inspectors=WANG))
    worker.opens("1")
    row = next(row for row in worker.boxes.score_rows if row.line.scale.rule == "deduct")
    worker.boxes.order.go_to(row.box)

    worker.types("2")

    left = row.line.scale.most - 2
    assert row.points == left * 100
    assert row.said.text() == f"扣 2，得 {left} 分"


def test_that_a_sum_that_does_not_agree_shows_a_mistyped_score(work):
    worker = work()
    worker.opens("1")
    worker.fills()
    typed = worker.sheet.sum.number.text().partition(" ")[0]

    worker.types("99")

    assert worker.at is worker.boxes.sum.box
    assert f"各项相加是 {typed}，纸上是 99" in worker.boxes.sum.said.text()
    worker.bench.commands.trigger("entry.save")
    assert worker.entry().scorers == ()
    worker.types(typed)
    assert worker.boxes.sum.said.text() == "和各项相加一致"
    assert worker.at is worker.boxes.highlights


def test_that_a_sheet_with_gaps_is_saved_only_when_that_is_meant(work):
    worker = work()
    worker.opens("1")
    worker.types("1", "")
    worker.bench.commands.trigger("entry.save")

    box = worker.asked()
    assert "第 2、3、4、5、6、7 等 16 项没有填分" in box.text()
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert worker.at is worker.boxes.score_rows[1].box
    assert worker.entry().scorers == ()
    worker.bench.commands.trigger("entry.save")
    (anyway,) = [b for b in worker.asked().findChildren(QPushButton) if b.text() == "就这样保存"]
    QTest.keyClick(anyway, Qt.Key.Key_Space)

    assert len(worker.entry().of(WANG).points) == 1


def test_that_problems_are_looked_at_again_with_a_digit(open_window, office):
    done, still = add_problem(office), add_problem(office, "台账不全", "2026-05-11")
    worker = Worker(open_window(office), plan(office, inspectors=WANG))
    worker.opens("1")
    worker.fills()
    worker.types("")
    assert worker.at is worker.boxes.review_rows[0].box

    worker.types("1", "9")

    assert worker.boxes.review_rows[1].said.text().startswith("只能填 1\N{NO-BREAK SPACE}已整改")
    worker.types("3", "good")
    worker.types("", "", "")

    reviews = worker.entry().reviews
    assert (reviews[done][0], reviews[still][0]) == ("done", "open")
    assert worker.entry().highlights == "good"


def test_that_alt_enter_begins_a_new_line_of_words(work):
    worker = work()
    worker.opens("1")
    worker.fills()
    worker.types("")
    QTest.keyClicks(worker.at, "one")
    worker.press(Qt.Key.Key_Return, ALT)
    worker.types("two")

    assert worker.boxes.highlights.toPlainText() == "one\ntwo"
    assert worker.at is worker.boxes.gaps


def test_that_what_is_not_scored_takes_words(open_window, office):
    worker = Worker(open_window(office), plan(office, "quick", inspectors=WANG))
    worker.opens("1")
    row = next(r for r in worker.boxes.score_rows if r.box is None)
    worker.boxes.order.go_to(row.remark)
    QTest.keyClicks(worker.at, "ok")
    worker.press(Qt.Key.Key_Return)
    worker.bench.commands.trigger("entry.save")
    worker.asked().buttons()[1].click()

    assert worker.entry().of(WANG).remarks[row.line.id] == "ok"


def test_that_a_remark_beside_no_score_is_not_lost(work):
    worker = work()
    worker.opens("1")
    row = worker.boxes.score_rows[0]
    worker.press(Qt.Key.Key_Tab)
    assert worker.at is row.remark

    worker.types("late")

    assert worker.at is row.box
    assert row.said.text() == "写了备注，还没有填这一格"
    worker.types("1")
    assert worker.at is worker.boxes.score_rows[1].box


def test_that_of_several_scorers_one_is_chosen_by_a_digit(work):
    worker = work(inspectors=f"{WANG}、{LI}")
    worker.opens("1")
    assert worker.at is worker.sheet.head.scorer.box
    assert (
        worker.sheet.head.scorer.said.text()
        == f"1\N{NO-BREAK SPACE}{WANG}  2\N{NO-BREAK SPACE}{LI}"
    )

    worker.types("2")
    worker.fills()
    worker.finishes()
    assert [each.name for each in worker.entry().scorers] == [LI]

    worker.opens("1")

    assert worker.sheet.scorer == WANG
    assert worker.at is worker.boxes.score_rows[0].box
    assert worker.boxes.missing() == tuple(range(1, 18))


def test_that_the_scorer_of_the_sheet_before_is_offered_first(work):
    worker = work(inspectors=f"{WANG}、{LI}")
    worker.opens("1")
    worker.types("2")
    worker.fills()
    worker.finishes()

    worker.opens("2")

    assert worker.sheet.scorer == LI
    assert worker.at is worker.sheet.head.scorer.box


def test_that_nobody_is_the_scorer_until_one_is_named(work):
    worker = work(inspectors=None)
    worker.opens("1")
    assert worker.at is worker.sheet.head.scorer.box

    worker.types("")
    assert worker.at is worker.sheet.head.scorer.box
    assert "打分人不能为空" in worker.sheet.head.scorer.said.text()
    worker.sheet.head.scorer.box.setEditText("王1")
    worker.types("")
    assert "打分人" in worker.sheet.head.scorer.said.text()
    worker.sheet.head.scorer.box.setEditText("李𠮷")
    worker.types("")

    assert worker.sheet.scorer == "李𠮷"
    assert worker.at is worker.boxes.score_rows[0].box


def test_that_points_go_along_to_the_right_scorer_and_over_nobodys(work):
    worker = work(inspectors=f"{WANG}、{LI}")
    worker.opens("1")
    worker.types("1")
    worker.fills()
    worker.finishes()
    worker.opens("1")
    worker.types("1", "1")
    scorer = worker.sheet.head.scorer

    worker.boxes.order.go_to(scorer.box)
    worker.types("1")

    assert worker.sheet.scorer == LI
    assert "已经录过" in worker.told()
    assert worker.boxes.score_rows[0].box.text() == "1"
    worker.boxes.order.go_to(scorer.box)
    scorer.box.setEditText("周明")
    worker.types("")
    worker.bench.commands.trigger("entry.save")
    worker.asked().buttons()[1].click()
    assert [each.name for each in worker.entry().scorers] == [WANG, "周明"]
    assert entry_drafts.list_drafts(worker.office) == ()


def test_that_an_entered_sheet_says_so_and_can_be_put_right(work):
    worker = work()
    worker.opens("1")
    worker.fills()
    worker.finishes()
    worker.opens("1")

    assert "已经录过" in worker.sheet.message.text.text()
    row = worker.boxes.score_rows[0]
    worker.boxes.order.go_to(row.box)
    worker.types("2")
    worker.bench.commands.trigger("entry.save")
    assert worker.entry().of(WANG).points[row.line.id] == 200
    worker.bench.commands.trigger("record.undo")
    worker.bench.commands.trigger("record.undo")

    assert worker.entry().scorers == ()
    assert worker.page.round.left.text() == "还有 3 张没录，共 3 张"


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


def test_that_two_entries_that_agree_are_checked(work):
    worker = work(double_entry=True)
    worker.opens("1")
    worker.fills()
    worker.finishes()
    assert worker.page.round.left.text() == "还有 3 张没录，共 3 张"

    worker.opens("1")
    assert "第二遍录入" in worker.sheet.message.text.text()
    assert worker.boxes.missing() == tuple(range(1, 18))
    worker.fills()
    worker.types("")
    assert worker.at is worker.sheet.save
    worker.types("")

    assert worker.entry().state == "checked"
    assert "两遍录入一致" in worker.told()
    assert worker.page.round.left.text() == "还有 2 张没录，共 3 张"


def test_that_where_two_entries_differ_the_paper_is_asked(work):
    worker = work(double_entry=True)
    worker.opens("1")
    worker.fills()
    worker.finishes()
    first = worker.entry().of(WANG).points
    worker.opens("1")
    worker.types("2", *["1"] * 16, "", "")
    compare = worker.sheet.compare
    assert compare.isVisible()
    assert not worker.boxes.isVisible()
    (line,) = compare.rows
    assert worker.at is line.box

    worker.types("")
    assert worker.at is line.box
    worker.types("3")
    assert "和两遍都不同" in line.said.text()
    worker.types("")

    entry = worker.entry()
    assert entry.state == "checked"
    assert entry.of(WANG).points == first | {line.line.id: 300}


def test_that_the_first_entry_can_be_looked_at_in_place_of_a_second(work):
    worker = work(double_entry=True)
    worker.opens("1")
    worker.fills()
    worker.finishes()
    worker.opens("1")

    worker.bench.commands.trigger("entry.first")

    assert worker.boxes.score_rows[0].box.text() == "1"
    assert not worker.sheet.second


def test_that_forms_are_listed_by_where_they_are(work):
    worker = work()
    states = [worker.page.forms.table.rows.line(row).cells[2] for row in range(3)]
    assert states == ["未打印·迟"] * 3

    worker.page.forms.table.selectRow(1)
    worker.bench.commands.trigger("entry.returned")
    assert worker.page.forms.table.rows.line(1).cells[2] == "已收回·迟"
    worker.bench.commands.trigger("entry.void")
    dialog = worker.bench.window().findChild(FieldsDialog)
    dialog.editor("note").line.setText("淋湿了")
    dialog.ask()

    assert worker.page.forms.table.rows.line(1).cells[2] == "已作废"
    assert worker.page.round.left.text() == "还有 2 张没录，共 3 张"
    worker.page.to_number()
    worker.opens("2")
    assert "已经作废" in worker.sheet.message.text.text()
    assert not worker.bench.commands.is_on("entry.save")


def test_that_the_list_can_show_what_is_left_and_opens_with_enter(work):
    worker = work()
    forms = worker.page.forms
    worker.opens("1")
    worker.fills()
    worker.finishes()
    forms.filter.setCurrentIndex(1)
    forms.filter.activated.emit(1)
    assert forms.filter.currentText() == "还没录的　2"
    assert forms.table.rows.rowCount() == 2

    worker.bench.commands.trigger("entry.list")
    forms.table.selectRow(1)
    worker.press(Qt.Key.Key_Return)

    assert worker.sheet.opened.entry.sheet.form_number == worker.numbers[2]


def test_that_a_day_that_has_not_come_is_refused(work):
    worker = work()
    worker.opens("1")
    worker.boxes.order.go_to(worker.boxes.day.box)

    for typed, why in (("20990101", "还没有到"), ("202611", "写到哪一天"), ("99", "应写成")):
        worker.boxes.day.box.selectAll()
        worker.types(typed)
        assert why in worker.boxes.day.said.text()
        assert worker.at is worker.boxes.day.box


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


def test_that_who_may_only_look_sees_the_scores_and_types_none(open_window, office):
    number = observation.form_numbers(office, plan(office, inspectors=WANG))[0]
    sheet = observation_entry.open_entry(office, number).sheet
    given = observation_entry.EntryGiven(WANG, full_marks(sheet))
    observation_entry.save_entry(office, sheet.visit, sheet.version, given)
    viewer = {"role": Role.VIEWER, "rights": rights_of(Role.VIEWER)}
    office.account = dataclasses.replace(office.account, **viewer)
    bench = open_window(office)
    worker = Worker(bench, observation.list_rounds(office)[0][0])

    worker.opens("1")

    row = worker.boxes.score_rows[0]
    assert row.points == row.line.scale.most * 100
    assert row.box.isReadOnly()
    assert worker.at is worker.page.number
    assert not bench.commands.is_on("entry.save")


@pytest.mark.parametrize("size", [(1366, 768), (911, 512)], ids=str)
def test_that_nothing_of_a_sheet_is_cut_with_the_longest_words(open_window, office, size):
    longest = "党群服务中心功能室使用情况登记完整连续、有专人管理、向居民开放并公示时间和预约电话；"
    add_problem(office, longest * 2)
    round_id = plan(office, "venue", double_entry=True, inspectors=f"{WANG}、{LI}、欧阳春晓")
    rename(office, "organisation", office.unit.organisation, name="涧西区" * 11)
    number = observation.form_numbers(office, round_id)[0]
    first = observation_entry.open_entry(office, number).sheet.lines[1]
    rename(office, "observation_criterion", first.id, item=(longest * 5)[:200])
    worker = Worker(open_window(office), round_id)
    worker.bench.window().resize(*size)
    worker.opens("1")
    worker.types("1", *["99"] * 2)
    assert uncut(worker)
    for row in worker.boxes.score_rows:
        row.put_points(row.line.scale.most * 100)
    worker.boxes.sum.box.put("99")
    worker.bench.commands.trigger("entry.save")
    assert uncut(worker)
    worker.boxes.sum.box.put("")
    worker.bench.commands.trigger("entry.save")
    worker.asked().buttons()[1].click()
    worker.opens("1")
    worker.types("1", "2", *["1"] * 9, "", "")

    assert worker.sheet.compare.isVisible()
    assert uncut(worker)


def rename(office, ledger, record_id, **values):
    found = records.find_record(office, office.catalog[ledger], record_id)
    seen = records.Seen(found.id, found.version)
    records.save_record(office, office.catalog[ledger], {**found.values, **values}, seen)


def uncut(worker):
    for _ in range(4):
        QApplication.processEvents()
    return cut(worker.page) == []
