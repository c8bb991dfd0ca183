"""Whose points are entered, once or twice, and where the forms of a round are."""

import dataclasses

from PySide6.QtCore import Qt

from jianxi_desktop.domain.rights import Role, rights_of
from jianxi_desktop.services import (
    entry_drafts,
    observation,
    observation_entry,
)
from jianxi_desktop.ui.fields_dialog import FieldsDialog
from tests.services.observation_books import LI, WANG, full_marks
from tests.ui.screens.entering import Worker, plan


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


def test_that_one_goes_back_from_a_comparison_and_compares_again(work):
    worker = work(double_entry=True)
    worker.opens("1")
    worker.fills()
    worker.finishes()
    worker.opens("1")
    worker.types("2", *["1"] * 16, "", "")

    worker.sheet.compare.back.click()
    assert worker.boxes.isVisible()
    worker.boxes.order.go_to(worker.boxes.score_rows[1].box)
    worker.types("2")
    worker.bench.commands.trigger("entry.save")
    assert len(worker.sheet.compare.rows) == 2
    worker.types("1", "1", "")

    assert worker.entry().state == "checked"


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
