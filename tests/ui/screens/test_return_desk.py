"""The return desk: figures typed and overridden, steps to the superior, what moved since."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from jianxi_desktop.db.write import Edit, update_rows
from jianxi_desktop.domain.return_states import STATES
from jianxi_desktop.services import filing, records
from jianxi_desktop.ui.charts import scale_of
from jianxi_desktop.ui.removal import ReasonDialog
from jianxi_desktop.ui.screens.behind_dialog import BehindDialog
from jianxi_desktop.ui.screens.parts import choose
from jianxi_desktop.ui.screens.return_chart import ChartDialog
from jianxi_desktop.ui.screens.return_dialogs import CompleteDialog, FigureDialog, MovedDialog
from jianxi_desktop.ui.screens.return_grid import ReturnGrid
from jianxi_desktop.ui.screens.return_work import Filed
from tests import factory


@pytest.fixture
def small(open_window, office, branch, member, visit):
    """The desk of a community with one branch and one member, on the first half of 2026."""
    screen = visit(open_window(office), "return")
    turn(screen, "R2", 2026, "{year}H1")
    return screen


def turn(screen, code, year, part):
    choose(screen.kinds, code)
    choose(screen.period.year, year)
    choose(screen.period.part, part)


def members(branch):
    return f"{branch.hex}/members"


def override(screen, key, number="3", reason="档案正在路上"):
    """Set a figure by hand as a person does: F2, the number, why, save."""
    screen.show_cell(key)
    screen.desk.commands.trigger("return.figure")
    dialog = screen.findChild(FigureDialog)
    dialog.number.setText(number)
    dialog.reason.setCurrentText(reason)
    dialog.go.click()
    return dialog


def complete(screen, **told):
    screen.desk.commands.trigger("return.complete")
    dialog = screen.findChild(CompleteDialog)
    dialog.responsible.setText(told.get("responsible", "周建国"))
    dialog.explanation.setPlainText(told.get("explanation", ""))
    dialog.go.click()


def submit(screen, explanation=""):
    screen.desk.commands.trigger("return.submit")
    dialog = [each for each in screen.findChildren(CompleteDialog) if each.isVisible()][-1]
    dialog.explanation.setPlainText(explanation)
    dialog.go.click()
    return dialog


def test_that_periods_fit_the_return(small):
    choose(small.kinds, "R3")
    offered = [small.period.part.itemText(n) for n in range(small.period.part.count())]
    assert offered == [*(f"{n}月" for n in range(1, 13)), "自选日期"]
    choose(small.kinds, "P01")
    assert small.period.part.itemText(0) == "全年"
    assert small.page.filing.period.isdigit()


def test_that_a_return_begins_with_its_first_change(small, office, branch):
    assert "还没有填报" in small.state.text.text()
    assert filing.find_filing(office, "R2", "2026H1") is None
    override(small, members(branch))
    assert filing.find_filing(office, "R2", "2026H1").state == "draft"
    assert "草稿" in small.state.text.text()


def test_that_an_overridden_cell_shows_both_numbers_and_why(small, branch):
    override(small, members(branch))
    index = small.table.cells.index_of(members(branch))
    assert index.data() == "3 (1)"
    assert "调整原因：档案正在路上" in index.data(Qt.ItemDataRole.ToolTipRole)
    assert "计算数 1" in small.told.text()
    assert small.table.cells.index_of("total/members").data() == "3"


def test_that_a_figure_without_a_reason_is_refused_in_place(small, branch):
    dialog = override(small, members(branch), reason="")
    assert dialog.isVisible()
    assert "写明原因" in dialog.problem.text()
    dialog.reason.setCurrentText("已核对")
    dialog.number.setText("三")
    dialog.go.click()
    assert "不是数字" in dialog.problem.text()


def test_that_the_counted_number_comes_back(small, branch):
    override(small, members(branch))
    small.desk.commands.trigger("return.figure")
    small.findChildren(FigureDialog)[-1].back.click()
    assert small.table.cells.index_of(members(branch)).data() == "1"


def test_that_a_total_says_what_to_change_instead(small):
    small.show_cell("total/members")
    small.desk.commands.trigger("return.figure")
    assert small.findChild(FigureDialog) is None
    assert "请改算出它的各项" in small.desk.window().notices.text.text()


def test_that_a_check_leads_to_its_cell(small, branch, qtbot):
    override(small, members(branch))
    assert "勾稽关系不符" in small.checks.verdict.text.text()
    small.table.setCurrentIndex(small.table.cells.index(0, 0))
    qtbot.keyClick(small.checks.table, Qt.Key.Key_Down)
    small.checks.table.setCurrentIndex(small.checks.table.rows.index(0, 0))
    qtbot.keyClick(small.checks.table, Qt.Key.Key_Return)
    assert small.table.current().key in small.checks._checks[0].cells


def test_that_a_cell_leads_to_the_records_behind_it(small, branch, qtbot):
    small.show_cell(members(branch))
    qtbot.keyClick(small.table, Qt.Key.Key_Return)
    dialog = small.findChild(BehindDialog)
    assert dialog.table.rows.rowCount() == 1
    assert "党员总数" in dialog.head.text()


def test_that_it_is_completed_explained_and_handed_in(small, office, branch):
    override(small, members(branch))
    complete(small, explanation="")
    assert "还没有上报" in small.state.text.text()
    dialog = submit(small)
    assert "情况说明" in dialog.problem.text()
    dialog.explanation.setPlainText("两名党员的档案正在路上")
    dialog.go.click()
    assert small.page.filing.state == "submitted"
    assert small.page.filing.responsible == "周建国"
    assert small.page.steps == ("take_back",)
    shown = {key for key, button in small.buttons.items() if not button.isHidden()}
    assert shown == {"behind", "take_back", "print", "save", "board"}


def test_that_what_moved_since_is_told_and_listed(small, office, branch):
    complete(small)
    submit(small)
    values = {"name": "王新", "branch": branch, "status": "full", "joined_on": "2001-07"}
    saved = records.save_record(office, office.catalog["person"], values)
    small.desk.changed(saved.touched)
    assert small.table.cells.index_of(members(branch)).data() == "1"
    assert "个数字不同" in small.state.text.text()
    small.compare.click()
    lines = small.findChild(MovedDialog).table.rows
    told = [lines.line(row).cells for row in range(lines.rowCount())]
    assert ("第一网格党支部 党员总数", "1", "2") in told


def test_that_a_step_is_taken_back_from_the_notice(small):
    complete(small)
    small.desk.window().notices.action.click()
    assert small.page.filing.state == "draft"


def test_that_a_number_that_was_set_is_taken_back_from_the_notice(small, branch):
    override(small, members(branch))
    assert "数字已保存" in small.desk.window().notices.text.text()
    small.desk.window().notices.action.click()
    assert small.table.cells.index_of(members(branch)).data() == "1"


def test_that_differences_stand_in_place_of_figures(small, office, branch):
    complete(small)
    submit(small)
    values = {"name": "王新", "branch": branch, "status": "full", "joined_on": "2001-07"}
    records.save_record(office, office.catalog["person"], values)
    turn(small, "R2", 2026, "{year}H2")
    small.differences.setChecked(True)
    assert small.table.cells.index_of(members(branch)).data() == "+1"
    assert "上期 1，+1" in small.told.text() or small.table.current().key != members(branch)


def test_that_numbers_nobody_counts_are_typed_in_place(small, qtbot):
    choose(small.kinds, "P01")
    typed = next(each for each in small.page.lines if each.kind == "typed")
    assert small.page.line(typed.key).value is None
    small.show_cell(typed.key)
    index = small.table.currentIndex()
    small.table.edit(index)
    editor = small.table.findChild(QLineEdit)
    editor.setText("2")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: small.page.line(typed.key).value == 2)
    assert small.table.current().key == typed.key


def test_that_the_period_before_is_offered_where_numbers_are_typed(small, office):
    choose(small.kinds, "P01")
    begun = filing.open_filing(office, "P01", small.page.last_period)
    typed = [each.key for each in filing.page(office, begun.id).lines if each.kind == "typed"]
    filing.set_figures(office, begun.id, dict.fromkeys(typed, "7"))
    filing.complete(office, begun.id)
    filing.submit(office, begun.id, explanation="已核对")
    small.desk.changed(frozenset({"return_filing"}))
    small.desk.commands.trigger("return.last")
    assert {small.page.line(key).value for key in typed} == {7}


def test_that_what_is_left_empty_is_nought_in_one_step(small):
    choose(small.kinds, "P01")
    typed = [each.key for each in small.page.lines if each.kind == "typed"]
    small.desk.commands.trigger("return.noughts")
    assert {small.page.line(key).value for key in typed} == {0}
    assert small.buttons["noughts"].isHidden()


def test_that_the_chart_names_its_numbers(small, branch):
    small.chart.click()
    dialog = small.findChild(ChartDialog)
    assert "第一网格党支部 1" in dialog.chart.accessibleDescription()
    assert not dialog.chart.grab().isNull()
    assert (scale_of(43), scale_of(312), scale_of(2), scale_of(0)) == (48, 320, 2, 1)


def test_that_a_return_noted_without_its_figures_says_so(small, office):
    values = {
        "organisation": office.unit.organisation,
        "code": "R2",
        "title": "党组织和党员基本情况",
        "period": "2025H2",
        "as_of": "2025-12-31",
        "state": "submitted",
        "submitted_on": "2026-01-08",
        "submitted_by": "王芳",
    }
    saved = records.save_record(office, office.catalog["return_filing"], values)
    small.desk.changed(saved.touched)
    turn(small, "R2", 2025, "{year}H2")
    assert "王芳于2026年1月8日上报" in small.state.text.text()
    assert "没有保留" in small.state.text.text()


def test_that_the_grid_is_a_sound_model(small, qtbot, watch_model):
    grid = ReturnGrid()
    qtbot.addWidget(grid)
    watch_model(grid.cells)
    grid.show_return(small._result, small.page)
    assert grid.cells.rowCount() == len(small._result.rows)
    grid.cells.show_differences(on=True)


@pytest.mark.parametrize("state", STATES)
def test_that_a_filing_with_bare_facts_is_shown_whatever_its_state(small, office, branch, state):
    begun = filing.open_filing(office, "R2", "2025H2")
    with office.change("change") as change:
        row = Edit(begun.id, {"state": state, "due_on": "2026-01"})
        update_rows(change, office.catalog["return_filing"], [row])
    turn(small, "R2", 2025, "{year}H2")
    assert small.page.filing.state == state
    assert small.state.text.text()


def test_that_a_superior_reads_gives_back_and_accepts(open_window, district, visit):
    street = next(row for row in records.organisation_tree(district) if row.kind == "street")
    own = factory.limited(district, street.id)
    begun = filing.open_filing(own, "R3", "2026-06")
    filing.complete(own, begun.id)
    filing.submit(own, begun.id, explanation="已核对")
    bench = open_window(district)
    screen = visit(bench, "return")
    bench.open_screen("return", Filed(begun.id, "R3", "2026-06"))
    assert street.name in screen.unit.text()
    assert "请审核" in screen.state.text.text()
    bench.commands.trigger("return.give_back")
    dialog = screen.findChild(ReasonDialog)
    dialog.reason.setCurrentText("第二栏请核对")
    dialog.accept()
    assert screen.page.filing.state == "returned"
    assert screen.way_back() == Filed(begun.id, "R3", "2026-06")
    filing.complete(own, begun.id)
    filing.submit(own, begun.id, explanation="已核对")
    bench.changed(frozenset({"return_filing"}))
    bench.commands.trigger("return.accept")
    assert screen.page.filing.state == "accepted"
