"""A worker enters returned sheets with digits and Enter alone, and no mistake passes unseen."""

import time

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from jianxi_desktop.services import (
    observation,
    observation_entry,
    records,
)
from tests.services.observation_books import LI, WANG, add_problem
from tests.ui.looks import cut
from tests.ui.screens.entering import Worker, plan

SHIFT, ALT = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier


def test_that_a_sheet_of_17_lines_is_entered_with_digits_and_enter_alone(work):
    worker = work()
    begun = time.thread_time()  # what it works, not how long others let it wait

    worker.types(f"{worker.numbers[0]}:1/2~2")
    assert worker.at is worker.boxes.score_rows[0].box
    worker.fills()
    worker.finishes()

    assert time.thread_time() - begun < 2
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


def test_that_a_day_that_has_not_come_is_refused(work):
    worker = work()
    worker.opens("1")
    worker.boxes.order.go_to(worker.boxes.day.box)

    for typed, why in (("20990101", "还没有到"), ("202611", "写到哪一天"), ("99", "应写成")):
        worker.boxes.day.box.selectAll()
        worker.types(typed)
        assert why in worker.boxes.day.said.text()
        assert worker.at is worker.boxes.day.box


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
