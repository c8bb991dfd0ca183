"""The page of development: what waits, what is in the way, a step entered by keyboard."""

from datetime import date

import pytest
from PySide6.QtCore import Qt

from jianxi_desktop.services import development, development_deeds
from jianxi_desktop.ui.fields_dialog import FieldsDialog
from jianxi_desktop.ui.screens.development_dialogs import StepDialog

ENTER = Qt.Key.Key_Return


@pytest.fixture
def case(office, branch):
    return development_deeds.enter_applicant(
        office, {"name": "周小满"}, organisation=branch, applied_on="2025-01-06"
    ).id


@pytest.fixture
def page(open_window, office, case):
    desk = open_window(office)
    desk.open_screen("development")
    return desk.screen_of("development")


def row_of(page, code):
    return [page.steps.rows.line(n).cells for n in range(25)][int(code) - 1]


def asked(page, kind=StepDialog):
    return [each for each in page.findChildren(kind) if each.isVisible()][-1]


def enter(page, code, on, **typed):
    page._go_to(code)
    page.desk.commands.trigger("development.step")
    dialog = asked(page)
    dialog.editor("done_on").line.setText(on)
    for key, text in typed.items():
        dialog.editor(key).line.setText(text)
    dialog.tick_all()
    dialog.ask()
    return dialog


def test_that_the_next_step_is_found_and_entered_by_keyboard(page, qtbot, office, case):
    qtbot.keyClick(page.table, ENTER)
    qtbot.keyClick(page.steps, ENTER)
    dialog = asked(page)
    dialog.editor("done_on").line.setText("2025-01-20")
    dialog.boxes["talk_record"].setChecked(True)
    qtbot.keyClick(dialog, ENTER, Qt.KeyboardModifier.ControlModifier)

    assert row_of(page, "02")[2:4] == ("2025-01-20", "1/1")
    (entered,) = development.case_view(office, case).application.entered("02")
    assert entered.done.documents == {"talk_record"}
    assert page.steps.current().step.code == "03"


def test_that_an_applicant_is_entered_and_shown_at_once(page, office, branch):
    page.desk.commands.trigger("record.new")
    dialog = asked(page, FieldsDialog)
    dialog.editor("name").line.setText("李𠮷")
    dialog.editor("organisation").show_value(branch)
    dialog.editor("applied_on").line.setText("2026-11-18")
    dialog.ask()
    assert page.view.application.name == "李𠮷"
    assert page.steps.current().step.code == "02"


def test_that_a_stage_changes_only_where_its_box_is_ticked(page, office, case):
    page._go_to("03")
    page.desk.commands.trigger("development.step")
    dialog = asked(page)
    dialog.editor("done_on").line.setText("2025-07-08")
    dialog.editor("done_on").changed.emit()
    said = dialog.follow.text().replace("\n", "")
    assert said == "同时把台账的确定积极分子日期写成2025-07-08，当前阶段改为“入党积极分子”"
    dialog.follow.setChecked(False)
    dialog.ask()
    found = development.case_view(office, case).application
    assert (found.stage, found.case.activist_on) == ("applicant", None)

    page._go_to("03")
    page.desk.commands.trigger("development.step")
    again = asked(page)
    again.follow.setChecked(True)
    again.ask()
    found = development.case_view(office, case).application
    assert (found.stage, found.case.activist_on) == ("activist", "2025-07-08")
    assert len(found.entered("03")) == 1


def test_that_what_is_in_the_way_is_said_and_does_not_forbid(page, office, case):
    enter(page, "03", "2026-07-08")
    page._go_to("07")
    assert page.steps.current().state == "waiting"
    assert "第6步“培养教育考察”还没有登记" in page.detail.text()
    enter(page, "07", "2026-08-01")
    assert "没有登记" in row_of(page, "05")[5]
    assert "前面的第6步" in page.detail.text() or "前面的第6步" in row_of(page, "07")[5]
    assert development.case_view(office, case).application.case.candidate_on == "2026-08-01"


def test_that_a_step_that_lacks_something_is_not_called_ready(page):
    for month, step in enumerate(("03", "04", "05", "06", "07", "08", "09", "10", "11"), start=2):
        enter(page, step, f"2026-{month:02}-08")
    page._go_to("12")  # admission, whose two introducers nobody has entered
    assert page.detail.title.text().endswith("还差条件")
    assert "现在还不能办" in page.detail.text()
    assert "可以办理" not in page.detail.text()
    assert ".com" not in page.detail.text()  # whose rule it is, not where it was read


def test_that_a_probation_is_prolonged_and_says_until_when(page, office, case):
    enter(page, "15", "2025-11-01", entitled="9", present="7", agreed="7")
    page.desk.commands.trigger("development.prolong")
    dialog = asked(page, FieldsDialog)
    dialog.editor("done_on").line.setText("2026-11-02")
    dialog.editor("probation_until").line.setText("2027-05-01")
    dialog.ask()
    view = development.case_view(office, case, date(2026, 11, 20))
    assert view.course.ends.day == date(2027, 5, 1)
    assert "预备期到 2027-05-01" in page.head.text()


def test_that_a_stopped_case_leaves_the_list_and_comes_back_with_undo(page):
    page.desk.commands.trigger("development.stop")
    dialog = asked(page, FieldsDialog)
    dialog.editor("note").text.setPlainText("本人放弃")
    dialog.ask()
    assert page.table.rows.rowCount() == 0
    page.desk.commands.trigger("record.undo")
    assert page.table.rows.rowCount() == 1


def test_that_an_office_without_applicants_is_told_what_to_do(open_window, office):
    desk = open_window(office)
    desk.open_screen("development")
    assert desk.screen_of("development").pages.currentIndex() == 1
